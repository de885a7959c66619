import type { CaptureStatistics } from "../audio/options.ts";

/** Seconds between two reports. The statistics come every second; a message for each would cost data in silence. */
const SECONDS_PER_REPORT = 10;

type Counted = Pick<CaptureStatistics, "chunks" | "savedBytes" | "underruns">;

const NOTHING: Counted = { chunks: 0, savedBytes: 0, underruns: 0 };

/** Gathers a capture's statistics into what the server is told of the device's work on the sound. */
export class DeviceReport {
  #loads: number[] = [];
  #told = NOTHING;

  /** Takes a second's statistics; every tenth time there is a message to send. */
  add(statistics: CaptureStatistics): string | undefined {
    // Another microphone counts from the beginning.
    if (statistics.chunks < this.#told.chunks || statistics.savedBytes < this.#told.savedBytes) {
      this.#told = NOTHING;
    }
    if (Number.isFinite(statistics.load)) this.#loads.push(Math.round(statistics.load * 1e4) / 1e4);
    if (this.#loads.length < SECONDS_PER_REPORT) return undefined;
    const { chunks, savedBytes, underruns } = statistics;
    const told = this.#told;
    const device = {
      load: this.#loads,
      underruns: Math.max(0, (underruns ?? 0) - (told.underruns ?? 0)),
      chunks: chunks - told.chunks,
      savedBytes: savedBytes - told.savedBytes,
    };
    this.#loads = [];
    this.#told = { chunks, savedBytes, underruns };
    return JSON.stringify({ device });
  }
}
