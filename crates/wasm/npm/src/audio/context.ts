import { GanitaError } from "../error.ts";

/** How long a context may take to start once it was asked to. */
const RESUME_MS = 1_000;

/** Refuses browsers without what the worklets need, with the reason. */
export function requireAudio(): void {
  if (typeof window === "undefined") throw new GanitaError("no-browser");
  if (typeof AudioContext === "undefined" || typeof AudioWorkletNode === "undefined") {
    throw new GanitaError(window.isSecureContext ? "no-worklet" : "insecure-context");
  }
}

/** A new context, at the sound card's own rate unless another is needed: Bluetooth decides for itself. */
export function openContext(sampleRate?: number): AudioContext {
  return new AudioContext({
    latencyHint: "interactive",
    ...(sampleRate === undefined ? {} : { sampleRate }),
  });
}

/** Starts the context; an error when the browser still waits for a tap. */
export async function resume(context: AudioContext): Promise<void> {
  if (context.state === "running") return;
  const started = context.resume();
  const late = new Promise<"late">((resolve) => setTimeout(resolve, RESUME_MS, "late"));
  if ((await Promise.race([started, late])) === "late" && !isRunning(context)) {
    throw new GanitaError("audio-blocked");
  }
}

// The state changes while we wait, which the compiler's narrowing does not know.
function isRunning(context: AudioContext): boolean {
  return context.state === "running";
}

const added = new WeakMap<BaseAudioContext, Map<string, Promise<void>>>();

/** Adds a worklet to a context; once for each. */
export function addWorklet(context: BaseAudioContext, url: string): Promise<void> {
  const worklets = added.get(context) ?? new Map<string, Promise<void>>();
  added.set(context, worklets);
  const known = worklets.get(url);
  if (known !== undefined) return known;
  const promise = context.audioWorklet.addModule(url).catch((error: unknown) => {
    worklets.delete(url);
    throw new GanitaError("not-loaded", error);
  });
  worklets.set(url, promise);
  return promise;
}
