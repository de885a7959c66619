import { type AudioExports, accepted, CHUNK_SAMPLES, EventKind, mixDown, modeNumber, setVad } from "./abi.ts";
import type { CaptureWorkletOptions, FromCapture, ToCapture } from "./messages.ts";

/** Frames of 16 ms between two `level` messages: about twenty a second. */
const FRAMES_PER_LEVEL = 3;

/** The module's memory, as far as a capture uses it. A view's length is 0 once the memory has grown. */
interface Views {
  input: Float32Array;
  /** The record of the event, seen as doubles, floats and integers: the table is in crates/worklet/src/lib.rs. */
  positions: Float64Array;
  floats: Float32Array;
  integers: Uint32Array;
  chunk: Int16Array;
  statistics: Float64Array;
}

function viewsOf(exports: AudioExports, capture: number): Views {
  const memory = exports.memory.buffer;
  const event = exports.ganita_capture_event(capture);
  return {
    input: new Float32Array(
      memory,
      exports.ganita_capture_input(capture),
      exports.ganita_capture_input_capacity(),
    ),
    positions: new Float64Array(memory, event, 7),
    floats: new Float32Array(memory, event, 14),
    integers: new Uint32Array(memory, event, 14),
    chunk: new Int16Array(memory, exports.ganita_capture_chunk(capture), CHUNK_SAMPLES),
    statistics: new Float64Array(memory, exports.ganita_capture_statistics(capture), 8),
  };
}

/** Sends a message to the page; the buffers move with it. */
export type Post<Message> = (message: Message, transfer?: Transferable[]) => void;

/** Render quanta in, chunks and events out. Runs on the audio thread; knows nothing of worklets. */
export class CaptureProcessor {
  readonly #exports: AudioExports;
  readonly #post: Post<FromCapture>;
  readonly #sampleRate: number;
  readonly #capture: number;
  #views: Views;
  /** Samples offered, by the module's count, which a reset starts anew. */
  #processed = 0;
  /** What had been counted when the module was reset. */
  readonly #countedBefore = new Float64Array(8);
  #sequence = 0;
  #heard = 0;
  #nextStatistics: number;
  /**
   * Work since the last statistics. The thread's only clock counts whole milliseconds, most of which this is shorter
   * than; over hundreds of quanta the ticks that fall into the work are its share of the time.
   */
  #workedMs = 0;
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
    this.#views = viewsOf(exports, capture);
    this.#nextStatistics = sampleRate;
  }

  /** One render quantum of any length; no channels means that nothing is connected. `time` is when it begins. */
  process(channels: readonly Float32Array[], time: number): void {
    const frames = channels[0]?.length ?? 0;
    if (frames === 0) return;
    const begun = Date.now();
    if (this.#views.input.length === 0) this.#views = viewsOf(this.#exports, this.#capture);
    const capacity = this.#views.input.length;
    for (let from = 0; from < frames; from += capacity) {
      const length = Math.min(capacity, frames - from);
      mixDown(channels, this.#views.input, from, length);
      this.#exports.ganita_capture_process(this.#capture, length);
      this.#processed += length;
      this.#heard += length;
      this.#drain(time + (from + length) / this.#sampleRate);
    }
    this.#workedMs += Date.now() - begun;
    if (this.#heard >= this.#nextStatistics) {
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
        this.#reset();
        break;
      case "stop":
        this.#postStatistics();
        this.#exports.ganita_capture_destroy(this.#capture);
        break;
    }
  }

  /** Hands on all events of the block just offered; `end` is the context's time at its last sample. */
  #drain(end: number): void {
    const { positions, floats, integers } = this.#views;
    for (;;) {
      const kind = this.#exports.ganita_capture_next(this.#capture);
      if (kind === EventKind.None) return;
      const at = end - (this.#processed - (positions[2] as number)) / this.#sampleRate;
      const speech = floats[8] as number;
      const rms = floats[9] as number;
      switch (kind) {
        case EventKind.Frame:
          this.#frame(speech, rms, floats[10] as number);
          break;
        case EventKind.SpeechBegins:
        case EventKind.SpeechEnds:
          this.#post({ type: "speech", speaking: kind === EventKind.SpeechBegins, at });
          break;
        case EventKind.Chunk: {
          const samples = new Int16Array(this.#views.chunk);
          const sequence = this.#sequence;
          this.#sequence += 1;
          const clipped = integers[12] as number;
          this.#post({ type: "chunk", sequence, samples, at, speech, level: rms, clipped }, [samples.buffer]);
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

  /** Forgets the old microphone's sound. Numbers and counts go on as the page knows them. */
  #reset(): void {
    const counted = this.#views.statistics.slice();
    this.#exports.ganita_capture_reset(this.#capture);
    this.#views = viewsOf(this.#exports, this.#capture);
    const { statistics } = this.#views;
    for (const [index, count] of counted.entries()) {
      this.#countedBefore[index] = (this.#countedBefore[index] ?? 0) + count - (statistics[index] ?? 0);
    }
    this.#processed = statistics[0] ?? 0;
  }

  #postStatistics(): void {
    const counts = this.#views.statistics.map((count, index) => count + (this.#countedBefore[index] ?? 0));
    const [input, chunks, sent, held, clipped, , lost, segments] = counts;
    this.#post({
      type: "statistics",
      inputSamples: input ?? 0,
      chunks: chunks ?? 0,
      chunkSamples: sent ?? 0,
      heldBackSamples: held ?? 0,
      clippedSamples: clipped ?? 0,
      lostEvents: lost ?? 0,
      speechSegments: segments ?? 0,
      load: this.#workedMs / 1_000,
    });
    this.#workedMs = 0;
  }
}
