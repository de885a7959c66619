import { type AudioExports, accepted, BLOCK_CAPACITY, copyTo, mixDown, modeNumber } from "./abi.ts";
import type { Post } from "./capture-processor.ts";
import type { CleanerWorkletOptions, FromCleaner, ToCleaner } from "./messages.ts";

/** Render quanta in, clean ones out. Runs on the audio thread; knows nothing of worklets. */
export class CleanerProcessor {
  readonly #exports: AudioExports;
  readonly #post: Post<FromCleaner>;
  readonly #cleaner: number;
  #input = new Float32Array(0);
  #output = new Float32Array(0);
  /** Milliseconds by which the output is late. */
  readonly latencyMs: number;

  constructor(
    exports: AudioExports,
    sampleRate: number,
    options: Omit<CleanerWorkletOptions, "module" | "bytes">,
    post: Post<FromCleaner>,
  ) {
    this.#exports = exports;
    this.#post = post;
    const mode = modeNumber[options.denoise] ?? -1;
    const cleaner = accepted(exports, exports.ganita_cleaner_create(sampleRate, mode, options.strength));
    this.#cleaner = cleaner;
    this.#look();
    this.latencyMs = exports.ganita_cleaner_latency_ms(cleaner);
  }

  /** One render quantum of any length. No input counts as silence, so that what is inside still comes out. */
  process(input: readonly Float32Array[], output: readonly Float32Array[]): void {
    const frames = output[0]?.length ?? 0;
    if (this.#input.length === 0) this.#look();
    for (let from = 0; from < frames; from += BLOCK_CAPACITY) {
      const length = Math.min(BLOCK_CAPACITY, frames - from);
      if (input.length === 0) this.#input.fill(0, 0, length);
      else mixDown(input, this.#input, from, length);
      this.#exports.ganita_cleaner_process(this.#cleaner, length);
      for (let channel = 0; channel < output.length; channel += 1) {
        copyTo(output[channel] as Float32Array, this.#output, from, length);
      }
    }
  }

  /** A message from the page. */
  receive(message: ToCleaner): void {
    switch (message.type) {
      case "denoise":
        try {
          const mode = modeNumber[message.mode] ?? -1;
          accepted(
            this.#exports,
            this.#exports.ganita_cleaner_set_denoise(this.#cleaner, mode, message.strength),
          );
        } catch (error) {
          this.#post({ type: "refused", message: String((error as Error).message) });
        }
        break;
      case "reset":
        this.#exports.ganita_cleaner_reset(this.#cleaner);
        break;
      case "stop":
        this.#exports.ganita_cleaner_destroy(this.#cleaner);
        break;
    }
  }

  /** The module's memory grows only between blocks, and then views over it are empty. */
  #look(): void {
    const { memory } = this.#exports;
    const [input, output] = [
      this.#exports.ganita_cleaner_input(this.#cleaner),
      this.#exports.ganita_cleaner_output(this.#cleaner),
    ];
    this.#input = new Float32Array(memory.buffer, input, BLOCK_CAPACITY);
    this.#output = new Float32Array(memory.buffer, output, BLOCK_CAPACITY);
  }
}
