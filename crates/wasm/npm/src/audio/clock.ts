/** How fast the estimate follows a clock that runs slower, in ms for each reading. */
const DRIFT_MS = 0.5;

/** A jump larger than this means that the context slept: the estimate starts anew. */
const JUMP_MS = 250;

/**
 * Turns times of an audio context into times of `performance.now()`.
 *
 * The context's time moves in steps of a few milliseconds, so a reading is late by up to one step. The smallest
 * difference seen is the true one; it is let go slowly, for clocks drift.
 */
export class ContextClock {
  #offsetMs = Number.POSITIVE_INFINITY;

  /** The time in ms at which the context's clock shows `at` seconds, given that it now shows `contextTime`. */
  toPerformance(at: number, contextTime: number, nowMs: number): number {
    const offset = nowMs - contextTime * 1000;
    this.#offsetMs =
      Math.abs(offset - this.#offsetMs) > JUMP_MS ? offset : Math.min(offset, this.#offsetMs + DRIFT_MS);
    return at * 1000 + this.#offsetMs;
  }
}
