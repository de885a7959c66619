import { type AudioExports, accepted, BLOCK_CAPACITY, copyTo, Rendered } from "./abi.ts";
import type { Post } from "./capture-processor.ts";
import type { FromPlayer, PlayerWorkletOptions, ToPlayer } from "./messages.ts";

/** `level` messages a second while the tutor speaks. */
const LEVELS_PER_SECOND = 20;

/** Of the tutor's voice: 24 kHz. */
const SAMPLES_PER_MS = 24;

/** PCM16 at 24 kHz in, render quanta out. Runs on the audio thread; knows nothing of worklets. */
export class PlayerProcessor {
  readonly #exports: AudioExports;
  readonly #post: Post<FromPlayer>;
  readonly #sampleRate: number;
  readonly #player: number;
  readonly #input: Int16Array;
  readonly #output: Float32Array;
  readonly #state: Float64Array;
  #framesSinceLevel = 0;
  #playing = false;
  /** Samples that were handed to the player, those included for which it had no room. */
  #given = 0;

  constructor(
    exports: AudioExports,
    sampleRate: number,
    options: Omit<PlayerWorkletOptions, "module" | "bytes">,
    post: Post<FromPlayer>,
  ) {
    this.#exports = exports;
    this.#post = post;
    this.#sampleRate = sampleRate;
    const player = accepted(exports, exports.ganita_player_create(sampleRate, options.capacityMs));
    this.#player = player;
    exports.ganita_player_set_volume(player, options.volume);
    const memory = exports.memory.buffer;
    const capacity = exports.ganita_player_input_capacity();
    this.#input = new Int16Array(memory, exports.ganita_player_input(player), capacity);
    this.#output = new Float32Array(memory, exports.ganita_player_output(player), BLOCK_CAPACITY);
    this.#state = new Float64Array(memory, exports.ganita_player_state(player), 8);
  }

  /** Fills one render quantum of any length, every channel alike. `frame` is its first one on the context's clock. */
  render(channels: readonly Float32Array[], frame: number): void {
    const frames = channels[0]?.length ?? 0;
    let happened = 0;
    for (let from = 0; from < frames; from += BLOCK_CAPACITY) {
      const length = Math.min(BLOCK_CAPACITY, frames - from);
      happened |= this.#exports.ganita_player_render(this.#player, length);
      for (let channel = 0; channel < channels.length; channel += 1) {
        copyTo(channels[channel] as Float32Array, this.#output, from, length);
      }
    }
    if (happened & Rendered.Flushed) this.#post({ type: "flushed" });
    if (happened & Rendered.Ended) {
      this.#playing = false;
      this.#post({ type: "ended" });
    }
    if (happened & Rendered.Began) {
      this.#playing = true;
      this.#post({ type: "began", at: frame / this.#sampleRate });
    }
    if (this.#playing) this.#level(frames);
  }

  /** A message from the page. */
  receive(message: ToPlayer): void {
    switch (message.type) {
      case "play":
        this.#push(message.samples);
        break;
      case "finish":
        this.#exports.ganita_player_finish(this.#player);
        break;
      case "flush":
        this.#exports.ganita_player_flush(this.#player);
        break;
      case "volume":
        this.#exports.ganita_player_set_volume(this.#player, message.volume);
        break;
      case "stop":
        this.#exports.ganita_player_destroy(this.#player);
        break;
    }
  }

  #push(samples: Int16Array): void {
    for (let from = 0; from < samples.length; ) {
      const piece = samples.subarray(from, from + this.#input.length);
      this.#input.set(piece);
      this.#given += piece.length;
      const taken = this.#exports.ganita_player_push(this.#player, piece.length);
      from += taken;
      if (taken < piece.length) {
        this.#given += samples.length - from - (piece.length - taken);
        this.#post({ type: "refused", samples: samples.length - from });
        return;
      }
    }
  }

  #level(frames: number): void {
    this.#framesSinceLevel += frames;
    if (this.#framesSinceLevel * LEVELS_PER_SECOND < this.#sampleRate) return;
    this.#framesSinceLevel = 0;
    const waitingMs = this.#state[1] as number;
    this.#post({
      type: "level",
      rms: this.#state[5] as number,
      peak: this.#state[6] as number,
      playedMs: this.#given / SAMPLES_PER_MS - waitingMs,
      waitingMs,
      starved: this.#state[3] as number,
    });
  }
}
