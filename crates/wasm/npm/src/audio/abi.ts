// The wasm module's plain C functions, as the worklets use them. Nothing here allocates while sound runs except the
// copies that leave the audio thread. The functions are described in crates/worklet/src/lib.rs.

import type { DenoiseMode, VadSettings } from "./options.ts";

/** What `audio.wasm` exports. Pointers are offsets into `memory`. */
export interface AudioExports {
  memory: WebAssembly.Memory;
  ganita_abi_version(): number;
  ganita_last_error(): number;
  ganita_capture_create(sampleRateHz: number, mode: number, strength: number, gate: number): number;
  ganita_capture_destroy(capture: number): void;
  ganita_capture_reset(capture: number): void;
  ganita_capture_input(capture: number): number;
  ganita_capture_input_capacity(): number;
  ganita_capture_process(capture: number, frames: number): void;
  ganita_capture_next(capture: number): number;
  ganita_capture_event(capture: number): number;
  ganita_capture_chunk(capture: number): number;
  ganita_capture_set_denoise(capture: number, mode: number, strength: number): number;
  ganita_capture_set_gate(capture: number, gate: number): void;
  ganita_capture_set_gain(capture: number, gain: number): void;
  ganita_capture_gain_db(capture: number): number;
  ganita_capture_set_vad(
    capture: number,
    positiveSpeechThreshold: number,
    negativeSpeechThreshold: number,
    redemptionMs: number,
    preSpeechPadMs: number,
    minSpeechMs: number,
  ): number;
  ganita_capture_vad(capture: number): number;
  ganita_capture_statistics(capture: number): number;
  ganita_cleaner_create(sampleRateHz: number, mode: number, strength: number): number;
  ganita_cleaner_destroy(cleaner: number): void;
  ganita_cleaner_reset(cleaner: number): void;
  ganita_cleaner_input(cleaner: number): number;
  ganita_cleaner_output(cleaner: number): number;
  ganita_cleaner_process(cleaner: number, frames: number): number;
  ganita_cleaner_set_denoise(cleaner: number, mode: number, strength: number): number;
  ganita_cleaner_latency_ms(cleaner: number): number;
  ganita_player_create(outputRateHz: number, capacityMs: number): number;
  ganita_player_destroy(player: number): void;
  ganita_player_input(player: number): number;
  ganita_player_input_capacity(): number;
  ganita_player_push(player: number, samples: number): number;
  ganita_player_finish(player: number): void;
  ganita_player_flush(player: number): void;
  ganita_player_set_volume(player: number, volume: number): void;
  ganita_player_output(player: number): number;
  ganita_player_render(player: number, frames: number): number;
  ganita_player_state(player: number): number;
}

/** The version of the functions this file calls. */
const ABI_VERSION = 1;

/** Kinds of event `ganita_capture_next` returns. */
export const EventKind = { None: 0, Frame: 1, SpeechBegins: 2, SpeechEnds: 3, Chunk: 4 } as const;

/** Bits `ganita_player_render` returns. */
export const Rendered = { Began: 1, Ended: 2, Starved: 4, Flushed: 8 } as const;

/** Samples in a chunk: 100 ms at 16 kHz. */
export const CHUNK_SAMPLES = 1600;

/** Samples that `cleaner_input`, `cleaner_output` and `player_output` hold. */
export const BLOCK_CAPACITY = 4096;

/** The number by which the module knows a mode. */
export const modeNumber: Record<DenoiseMode, number> = {
  off: 0,
  rnnoise: 1,
  gtcrn: 2,
  stationary: 3,
  adaptive: 4,
};

const refusals: Record<number, string> = {
  1: "the sample rate is not between 8 and 192 kHz",
  2: "this way of cleaning is not known",
  3: "the strength is not between 0 and 1",
  4: "a setting of the speech detection is out of range",
  5: "the player's capacity is not between 1 and 600 seconds",
};

/** An instance of the module, from what was handed over: compiled, or its bytes where that did not arrive. */
export function instantiate<Exports extends { ganita_abi_version(): number } = AudioExports>(
  module: unknown,
  bytes: unknown,
): Exports {
  const compiled =
    module instanceof WebAssembly.Module ? module : new WebAssembly.Module(bytes as ArrayBuffer);
  const exports = new WebAssembly.Instance(compiled, {}).exports as unknown as Exports;
  const version = exports.ganita_abi_version();
  if (version !== ABI_VERSION) {
    throw new Error(`audio.wasm speaks version ${version}, this package version ${ABI_VERSION}`);
  }
  return exports;
}

/** The object behind `pointer`, or an error saying why it was refused. */
export function accepted(exports: { ganita_last_error(): number }, pointer: number): number {
  if (pointer === 0) throw new Error(refusals[exports.ganita_last_error()] ?? "refused");
  return pointer;
}

/** Applies the settings given over those in force. */
export function setVad(exports: AudioExports, capture: number, settings: Partial<VadSettings>): void {
  const inForce = new Float32Array(exports.memory.buffer, exports.ganita_capture_vad(capture), 5);
  accepted(
    exports,
    exports.ganita_capture_set_vad(
      capture,
      settings.positiveSpeechThreshold ?? (inForce[0] as number),
      settings.negativeSpeechThreshold ?? (inForce[1] as number),
      settings.redemptionMs ?? (inForce[2] as number),
      settings.preSpeechPadMs ?? (inForce[3] as number),
      settings.minSpeechMs ?? (inForce[4] as number),
    ),
  );
}

/** Writes the mean of `count` samples of all channels, beginning at `from`, to the start of `target`. */
export function mixDown(
  channels: readonly Float32Array[],
  target: Float32Array,
  from: number,
  count: number,
): void {
  const first = channels[0];
  if (first === undefined) return;
  const end = from + count;
  if (channels.length === 1) {
    for (let index = from; index < end; index += 1) target[index - from] = first[index] as number;
    return;
  }
  for (let index = from; index < end; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels.length; channel += 1) {
      sum += (channels[channel] as Float32Array)[index] as number;
    }
    target[index - from] = sum / channels.length;
  }
}

/** Copies the first `count` samples of `source` into `target` from `at` on; without the view that `set` would need. */
export function copyTo(target: Float32Array, source: Float32Array, at: number, count: number): void {
  for (let index = 0; index < count; index += 1) target[at + index] = source[index] as number;
}
