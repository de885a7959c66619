import { type AudioExports, accepted, CHUNK_SAMPLES, EventKind, mixDown, modeNumber, setVad } from "./abi.ts";
import { ECHO_RATE_HZ, type EchoStage } from "./echo-stage.ts";
import type { CaptureWorkletOptions, FromCapture, ToCapture } from "./messages.ts";
import { RingWriter } from "./ring.ts";

/** Frames of 16 ms between two `level` messages: about twenty a second. */
const FRAMES_PER_LEVEL = 3;

/**
 * Every so many quanta the clock is looked at, before and after the work. Each look leaves an object behind, which nothing
 * else here does while a quantum is worked on. The work comes round every six quanta at 48 kHz, of which five has no part.
 */
const QUANTA_PER_LOOK = 5;

/** Nothing is connected. */
const NO_CHANNELS: readonly Float32Array[] = [];

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
  readonly #ring: RingWriter | undefined;
  /** The rate of the context, and the one at which the module works: an echo canceller hands on 16 kHz. */
  readonly #contextRate: number;
  readonly #rate: number;
  readonly #echo: EchoStage | undefined;
  readonly #capture: number;
  #views: Views;
  /** Samples offered. */
  #processed = 0;
  #sequence = 0;
  #nextStatistics: number;
  /**
   * Work since the last statistics. The thread's only clock counts whole milliseconds, most of which this is shorter
   * than; over hundreds of quanta the ticks that fall into the work are its share of the time.
   */
  #workedMs = 0;
  #framesSinceLevel = 0;
  /** The highest sample since the last `level`. In a property each new fraction would be a new object. */
  readonly #peak = new Float32Array(1);
  #quantum = 0;

  constructor(
    exports: AudioExports,
    sampleRate: number,
    options: Omit<CaptureWorkletOptions, "module" | "bytes">,
    post: Post<FromCapture>,
    echo?: EchoStage,
  ) {
    const { denoise, strength, gate, gain, vad, ring, ringWakes } = options;
    this.#exports = exports;
    this.#post = post;
    const wake = ringWakes ? () => post({ type: "written" }) : undefined;
    this.#ring = ring && new RingWriter(ring, wake);
    this.#contextRate = sampleRate;
    this.#echo = echo;
    this.#rate = echo === undefined ? sampleRate : ECHO_RATE_HZ;
    const mode = modeNumber[denoise] ?? -1;
    const capture = accepted(
      exports,
      exports.ganita_capture_create(this.#rate, mode, strength, gate ? 1 : 0),
    );
    this.#capture = capture;
    setVad(exports, capture, vad);
    exports.ganita_capture_set_gain(capture, gain ? 1 : 0);
    this.#views = viewsOf(exports, capture);
    this.#nextStatistics = this.#rate;
  }

  /**
   * One render quantum of any length; no channels means that nothing is connected. `frame` is the number of its first
   * sample on the context's clock, `played` what goes to the loudspeaker meanwhile.
   */
  process(
    channels: readonly Float32Array[],
    frame: number,
    played: readonly Float32Array[] = NO_CHANNELS,
  ): void {
    const frames = channels[0]?.length ?? 0;
    if (frames === 0) return;
    this.#quantum += 1;
    if (this.#quantum === QUANTA_PER_LOOK) {
      this.#quantum = 0;
      const begun = Date.now();
      this.#work(channels, frame, played, frames);
      this.#workedMs += QUANTA_PER_LOOK * ((Date.now() - begun) | 0);
    } else {
      this.#work(channels, frame, played, frames);
    }
    if (this.#processed < this.#nextStatistics) return;
    this.#nextStatistics += this.#rate;
    this.#postStatistics();
  }

  #work(
    channels: readonly Float32Array[],
    frame: number,
    played: readonly Float32Array[],
    frames: number,
  ): void {
    if (this.#views.input.length === 0) this.#views = viewsOf(this.#exports, this.#capture);
    const capacity = this.#views.input.length;
    for (let from = 0; from < frames; from += capacity) {
      const length = Math.min(capacity, frames - from);
      const end = frame + from + length;
      if (this.#echo === undefined) {
        mixDown(channels, this.#views.input, from, length);
        this.#offer(length, end, 0);
      } else {
        this.#clean(this.#echo, channels, played, from, length, end);
      }
    }
  }

  /** Works on what stands in the input. Of what follows it `after` samples are there already; it ends in `end`. */
  #offer(length: number, end: number, after: number): void {
    this.#exports.ganita_capture_process(this.#capture, length);
    this.#processed += length;
    this.#drain(end, after);
  }

  /** What is without the echo goes on, as it comes: in blocks of 4 ms. */
  #clean(
    echo: EchoStage,
    channels: readonly Float32Array[],
    played: readonly Float32Array[],
    from: number,
    length: number,
    end: number,
  ): void {
    const count = echo.process(channels, played, from, length);
    const capacity = this.#views.input.length;
    for (let done = 0; done < count; done += capacity) {
      const part = Math.min(capacity, count - done);
      for (let index = 0; index < part; index += 1) {
        this.#views.input[index] = echo.output[done + index] as number;
      }
      this.#offer(part, end, count - done - part);
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
      case "stop":
        this.#postStatistics();
        this.#exports.ganita_capture_destroy(this.#capture);
        this.#echo?.destroy();
        break;
    }
  }

  /** Hands on all events of the block just offered. */
  #drain(end: number, after: number): void {
    for (;;) {
      switch (this.#exports.ganita_capture_next(this.#capture)) {
        case EventKind.None:
          return;
        case EventKind.Frame:
          this.#frame();
          break;
        case EventKind.SpeechBegins:
          this.#speech(true, this.#time(end, after));
          break;
        case EventKind.SpeechEnds:
          this.#speech(false, this.#time(end, after));
          break;
        case EventKind.Chunk:
          this.#chunk(this.#time(end, after));
          break;
      }
    }
  }

  /** The context's time at which the event's sound ended, in seconds, in a block that ended with the sample `end`. */
  #time(end: number, after: number): number {
    const since = this.#processed - (this.#views.positions[2] as number) + after;
    return end / this.#contextRate - since / this.#rate - (this.#echo?.delaySeconds ?? 0);
  }

  #speech(speaking: boolean, at: number): void {
    if (this.#ring?.speech(speaking, at)) return;
    this.#post({ type: "speech", speaking, at });
  }

  #chunk(at: number): void {
    const { chunk, floats, integers } = this.#views;
    const speech = floats[8] as number;
    const level = floats[9] as number;
    const clipped = integers[12] as number;
    const sequence = this.#sequence;
    this.#sequence += 1;
    if (this.#ring?.chunk(sequence, at, speech, level, clipped, chunk)) return;
    const samples = new Int16Array(chunk);
    this.#post({ type: "chunk", sequence, samples, at, speech, level, clipped }, [samples.buffer]);
  }

  #frame(): void {
    const { floats } = this.#views;
    const peak = this.#peak;
    if ((floats[10] as number) > (peak[0] as number)) peak[0] = floats[10] as number;
    this.#framesSinceLevel += 1;
    if (this.#framesSinceLevel < FRAMES_PER_LEVEL) return;
    this.#framesSinceLevel = 0;
    this.#post({
      type: "level",
      rms: floats[9] as number,
      peak: peak[0] as number,
      speech: floats[8] as number,
    });
    peak[0] = 0;
  }

  #postStatistics(): void {
    const { statistics } = this.#views;
    this.#post({
      type: "statistics",
      heardSeconds: (statistics[0] as number) / this.#rate,
      chunks: statistics[1] as number,
      chunkSamples: statistics[2] as number,
      heldBackSamples: statistics[3] as number,
      clippedSamples: statistics[4] as number,
      lostEvents: statistics[6] as number,
      speechSegments: statistics[7] as number,
      load: this.#workedMs / 1_000,
      memoryBytes: this.#exports.memory.buffer.byteLength + (this.#echo?.memoryBytes ?? 0),
      gainDb: this.#exports.ganita_capture_gain_db(this.#capture),
      echoQuieterByDb: this.#echo?.found().quieterByDb ?? null,
    });
    this.#workedMs = 0;
  }
}
