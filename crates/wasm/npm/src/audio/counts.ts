import type { FromCapture } from "./messages.ts";

type Statistics = Extract<FromCapture, { type: "statistics" }>;

/** What a capture has counted over all graphs it had; each worklet counts from the beginning. */
export interface Counts {
  heardSeconds: number;
  chunks: number;
  chunkSamples: number;
  heldBackSamples: number;
  clippedSamples: number;
  lostEvents: number;
  speechSegments: number;
}

const NOTHING: Counts = {
  heardSeconds: 0,
  chunks: 0,
  chunkSamples: 0,
  heldBackSamples: 0,
  clippedSamples: 0,
  lostEvents: 0,
  speechSegments: 0,
};

/** Adds up the counts of one worklet after the other. */
export class CaptureCounts {
  #before = NOTHING;
  #now = NOTHING;

  /** What the running worklet has counted. */
  update(statistics: Statistics): Counts {
    const {
      heardSeconds,
      chunks,
      chunkSamples,
      heldBackSamples,
      clippedSamples,
      lostEvents,
      speechSegments,
    } = statistics;
    this.#now = {
      ...{ heardSeconds, chunks, chunkSamples, heldBackSamples },
      ...{ clippedSamples, lostEvents, speechSegments },
    };
    return sum(this.#before, this.#now);
  }

  /** Another worklet takes over. */
  goOn(): void {
    this.#before = sum(this.#before, this.#now);
    this.#now = NOTHING;
  }
}

function sum(one: Counts, other: Counts): Counts {
  const names = Object.keys(one) as (keyof Counts)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Counts;
}
