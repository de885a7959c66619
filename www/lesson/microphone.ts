import {
  type Capture,
  type CaptureStatistics,
  type Chunk,
  type GanitaError,
  prepareAudio,
  startCapture,
} from "@ganita/web/audio";
import { Store } from "./store";
import { measure } from "./timing";

export interface Hearing {
  onChunk(chunk: Chunk): void;
  /** Speech began or ended. */
  onSpeech(speaking: boolean): void;
  /** Once a second: what the sound costs the device. */
  onStatistics(statistics: CaptureStatistics): void;
  onError(error: GanitaError): void;
  /** No more sound comes. */
  onEnded(): void;
}

/** The student's microphone: sound in, spoken chunks out. */
export class Microphone {
  /** Loudness 0…1, many times a second: kept apart so that only the meter follows it. */
  readonly level = new Store(0);
  #capture: Capture | null = null;
  #wanted = false;
  readonly #hearing: Hearing;

  constructor(hearing: Hearing) {
    this.#hearing = hearing;
  }

  /** While the person reads what is asked: what the microphone needs is fetched. What fails is said when it is started. */
  prepare(): void {
    void prepareAudio().catch(() => {});
  }

  /**
   * Resolves to whether it is on: it may have been stopped while the person was being asked. `played` is the tutor's
   * voice, taken out of the sound where the browser does not do it.
   */
  async start(played: MediaStream | undefined): Promise<boolean> {
    this.#wanted = true;
    const capture = await startCapture(played && { played });
    if (!this.#wanted) {
      await capture.dispose();
      return false;
    }
    this.#capture = capture;
    capture.on("chunk", (chunk) => {
      measure("mic-to-chunk", chunk.capturedAtMs, performance.now());
      this.#hearing.onChunk(chunk);
    });
    capture.on("speech", ({ speaking }) => this.#hearing.onSpeech(speaking));
    capture.on("level", ({ rms }) => this.level.set(loudness(rms)));
    capture.on("statistics", (statistics) => this.#hearing.onStatistics(statistics));
    capture.on("error", (error) => this.#hearing.onError(error));
    capture.on("ended", () => {
      if (this.#capture !== capture) return;
      this.#capture = null;
      this.level.set(0);
      this.#hearing.onEnded();
    });
    return true;
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    const capture = this.#capture;
    this.#capture = null;
    this.level.set(0);
    await capture?.dispose();
  }
}

/** From −60 dB (0) to −6 dB (1): ears judge loudness by ratios, so the meter does too. */
function loudness(rms: number): number {
  const decibels = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, (decibels + 60) / 54));
}
