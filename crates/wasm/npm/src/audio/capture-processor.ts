import { type AudioExports, accepted, CHUNK_SAMPLES, EventKind, mixDown, modeNumber, setVad } from "./abi.ts";
import type { CaptureWorkletOptions, FromCapture, ToCapture } from "./messages.ts";

/** Frames of 16 ms between two `level` messages: about twenty a second. */
const FRAMES_PER_LEVEL = 3;

/** Sends a message to the page; the buffers move with it. */
export type Post<Message> = (message: Message, transfer?: Transferable[]) => void;

/** Render quanta in, chunks and events out. Runs on the audio thread; knows nothing of worklets. */
export class CaptureProcessor {
  readonly #exports: AudioExports;
  readonly #post: Post<FromCapture>;
  readonly #sampleRate: number;
  readonly #capture: number;
  readonly #input: Float32Array;
  /** The record of the event, seen as floats and as integers: offsets are in the table in crates/worklet/src/lib.rs. */
  readonly #positions: Float64Array;
  readonly #floats: Float32Array;
  readonly #integers: Uint32Array;
  readonly #chunk: Int16Array;
  readonly #statistics: Float64Array;
  #processed = 0;
  #nextStatistics: number;
  #framesSinceLevel = 0;
  #peak = 0;

  constructor(
    exports: AudioExports,
    sampleRate: number,
    options: Omit<CaptureWorkletOptions, "module" | "bytes">,
    post: Post<FromCapture>,
  ) {
    const { denoise, strength, gate, vad } = options;
    this.#exports = exports;
    this.#post = post;
    this.#sampleRate = sampleRate;
    const mode = modeNumber[denoise] ?? -1;
    const capture = accepted(
      exports,
      exports.ganita_capture_create(sampleRate, mode, strength, gate ? 1 : 0),
    );
    this.#capture = capture;
    setVad(exports, capture, vad);
    const memory = exports.memory.buffer;
    const event = exports.ganita_capture_event(capture);
    this.#input = new Float32Array(
      memory,
      exports.ganita_capture_input(capture),
      exports.ganita_capture_input_capacity(),
    );
    this.#positions = new Float64Array(memory, event, 7);
    this.#floats = new Float32Array(memory, event, 14);
    this.#integers = new Uint32Array(memory, event, 14);
    this.#chunk = new Int16Array(memory, exports.ganita_capture_chunk(capture), CHUNK_SAMPLES);
    this.#statistics = new Float64Array(memory, exports.ganita_capture_statistics(capture), 8);
    this.#nextStatistics = sampleRate;
  }

  /** One render quantum of any length; no channels means that nothing is connected. `time` is when it begins. */
  process(channels: readonly Float32Array[], time: number): void {
    const frames = channels[0]?.length ?? 0;
    if (frames === 0) return;
    const capacity = this.#input.length;
    for (let from = 0; from < frames; from += capacity) {
      const length = Math.min(capacity, frames - from);
      mixDown(channels, this.#input, from, length);
      this.#exports.ganita_capture_process(this.#capture, length);
      this.#processed += length;
      this.#drain(time + (from + length) / this.#sampleRate);
    }
    if (this.#processed >= this.#nextStatistics) {
      this.#nextStatistics += this.#sampleRate;
      this.#postStatistics();
    }
  }

  /** A message from the page. */
  receive(message: ToCapture): void {
    switch (message.type) {
      case "denoise":
        try {
          const mode = modeNumber[message.mode] ?? -1;
          accepted(
            this.#exports,
            this.#exports.ganita_capture_set_denoise(this.#capture, mode, message.strength),
          );
        } catch (error) {
          this.#post({ type: "refused", message: String((error as Error).message) });
        }
        break;
      case "reset":
        this.#exports.ganita_capture_reset(this.#capture);
        break;
      case "stop":
        this.#postStatistics();
        this.#exports.ganita_capture_destroy(this.#capture);
        break;
    }
  }

  /** Hands on all events of the block just offered; `end` is the context's time at its last sample. */
  #drain(end: number): void {
    for (;;) {
      const kind = this.#exports.ganita_capture_next(this.#capture);
      if (kind === EventKind.None) return;
      const at = end - (this.#processed - (this.#positions[2] as number)) / this.#sampleRate;
      const speech = this.#floats[8] as number;
      const rms = this.#floats[9] as number;
      switch (kind) {
        case EventKind.Frame:
          this.#frame(speech, rms, this.#floats[10] as number);
          break;
        case EventKind.SpeechBegins:
        case EventKind.SpeechEnds:
          this.#post({ type: "speech", speaking: kind === EventKind.SpeechBegins, at });
          break;
        case EventKind.Chunk: {
          const samples = new Int16Array(this.#chunk);
          const sequence = this.#integers[1] as number;
          this.#post({ type: "chunk", sequence, samples, at, speech, level: rms }, [samples.buffer]);
          break;
        }
      }
    }
  }

  #frame(speech: number, rms: number, peak: number): void {
    this.#peak = Math.max(this.#peak, peak);
    this.#framesSinceLevel += 1;
    if (this.#framesSinceLevel < FRAMES_PER_LEVEL) return;
    this.#post({ type: "level", rms, peak: this.#peak, speech });
    this.#framesSinceLevel = 0;
    this.#peak = 0;
  }

  #postStatistics(): void {
    const [input, chunks, sent, held, clipped, , lost, segments] = this.#statistics;
    this.#post({
      type: "statistics",
      inputSamples: input ?? 0,
      chunks: chunks ?? 0,
      chunkSamples: sent ?? 0,
      heldBackSamples: held ?? 0,
      clippedSamples: clipped ?? 0,
      lostEvents: lost ?? 0,
      speechSegments: segments ?? 0,
    });
  }
}
