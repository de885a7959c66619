import { accepted, BLOCK_CAPACITY, mixDown } from "./abi.ts";

/** What `echo.wasm` exports. Pointers are offsets into `memory`. */
export interface EchoExports {
  memory: WebAssembly.Memory;
  ganita_abi_version(): number;
  ganita_last_error(): number;
  ganita_echo_create(sampleRateHz: number): number;
  ganita_echo_destroy(echo: number): void;
  ganita_echo_microphone(echo: number): number;
  ganita_echo_played(echo: number): number;
  ganita_echo_output(echo: number): number;
  ganita_echo_output_capacity(): number;
  ganita_echo_process(echo: number, frames: number): number;
  ganita_echo_delay_ms(echo: number): number;
  ganita_echo_found(echo: number): number;
}

/** The rate of what comes out. */
export const ECHO_RATE_HZ = 16_000;

/** Takes out of the microphone what is being played. Runs on the audio thread. */
export class EchoStage {
  readonly #exports: EchoExports;
  readonly #echo: number;
  #microphone = new Float32Array(0);
  #played = new Float32Array(0);
  /** The clean sound at 16 kHz; `process` says how much of it there is. */
  output = new Float32Array(0);
  #found = new Float64Array(0);
  /** By how much the clean sound is late. */
  readonly delaySeconds: number;

  constructor(exports: EchoExports, sampleRate: number) {
    this.#exports = exports;
    this.#echo = accepted(exports, exports.ganita_echo_create(sampleRate));
    this.delaySeconds = exports.ganita_echo_delay_ms(this.#echo) / 1_000;
    this.#look();
  }

  /** Takes up to 4096 frames of both, from `from` on; what is not connected is silent. */
  process(
    microphone: readonly Float32Array[],
    played: readonly Float32Array[],
    from: number,
    frames: number,
  ): number {
    // The canceller borrows memory while it works. It never needed more than its maker had put by; should it ever, the
    // views are made anew.
    if (this.#microphone.length === 0) this.#look();
    mixDown(microphone, this.#microphone, from, frames);
    if (played.length === 0) this.#played.fill(0, 0, frames);
    else mixDown(played, this.#played, from, frames);
    const count = this.#exports.ganita_echo_process(this.#echo, frames);
    if (this.#microphone.length === 0) this.#look();
    return count;
  }

  /** By how many decibels the echo is quieter, and the milliseconds from player to microphone, as far as is known. */
  found(): { quieterByDb: number; delayMs: number } {
    return { quieterByDb: this.#found[0] ?? 0, delayMs: this.#found[1] ?? 0 };
  }

  /** Bytes of the module's memory. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  destroy(): void {
    this.#exports.ganita_echo_destroy(this.#echo);
  }

  #look(): void {
    const exports = this.#exports;
    const { buffer } = exports.memory;
    const capacity = exports.ganita_echo_output_capacity();
    this.#microphone = new Float32Array(buffer, exports.ganita_echo_microphone(this.#echo), BLOCK_CAPACITY);
    this.#played = new Float32Array(buffer, exports.ganita_echo_played(this.#echo), BLOCK_CAPACITY);
    this.output = new Float32Array(buffer, exports.ganita_echo_output(this.#echo), capacity);
    this.#found = new Float64Array(buffer, exports.ganita_echo_found(this.#echo), 2);
  }
}
