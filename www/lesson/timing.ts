/** The times a lesson is judged by, as User Timing measures: any tool can read them, nothing is sent. */
export type Timing = "mic-to-chunk" | "chunk-to-tutor" | "voice-to-speaker" | "words-to-board";

/** A long lesson must not fill the browser's buffer: past this many, a measure starts again. */
const KEPT_PER_NAME = 600;

const counts = new Map<string, number>();

export function measure(timing: Timing, startMs: number, endMs: number): void {
  const name = `ganita:${timing}`;
  const count = counts.get(name) ?? 0;
  if (count >= KEPT_PER_NAME) performance.clearMeasures(name);
  counts.set(name, count >= KEPT_PER_NAME ? 1 : count + 1);
  performance.measure(name, { start: startMs, end: Math.max(startMs, endMs) });
}

/** A moment worth finding again, such as a tool call of the tutor, with its facts. */
export function mark(name: "tool" | "solve" | "live", detail: Record<string, unknown>): void {
  const full = `ganita:${name}`;
  const count = counts.get(full) ?? 0;
  if (count >= KEPT_PER_NAME) performance.clearMarks(full);
  counts.set(full, count >= KEPT_PER_NAME ? 1 : count + 1);
  performance.mark(full, { detail });
}
