import { Emitter } from "../emitter.ts";
import { GanitaError } from "../error.ts";
import { ContextClock } from "./clock.ts";
import { addWorklet, openContext, requireAudio, resume } from "./context.ts";
import type { FromPlayer, PlayerWorkletOptions, ToPlayer } from "./messages.ts";
import { loadAudioModule } from "./module.ts";
import { startNode } from "./node.ts";

/** How much speech may wait to be played. Tutors send a whole answer at once. */
const CAPACITY_MS = 120_000;

/** The rate of the tutor's voice. */
const VOICE_RATE_HZ = 24_000;

/** How the tutor's voice is played. */
export interface PlayerOptions {
  /** A context to share, of a `Capture` for instance. It is not closed when the player ends. */
  context?: AudioContext;
  /** The only rate there is. */
  sampleRate?: 24000;
  /** 0 to 2; default 1. */
  volume?: number;
  /** Where to play; the context's own output if absent. */
  destination?: AudioNode;
  /** Where `audio.wasm` is, if not in this package. */
  wasm?: string | URL;
}

/** A listener's arguments for each event of a player. */
export type PlayerEvents = {
  /** The first sample of an answer goes to the loudspeaker, at this time of `performance.now()`. */
  start: [started: { atMs: number }];
  /** All that was queued has been played, or was flushed. */
  end: [];
  /**
   * While playing, about twenty times a second. `playedMs` is how much of all that was given to `play` has been heard or
   * was flushed: captions follow it.
   */
  level: [level: { rms: number; peak: number; playedMs: number; waitingMs: number }];
  /** From `play` of an answer's first piece to its first sample at the loudspeaker. */
  latency: [latency: { ms: number; receivedAtMs: number; startedAtMs: number }];
  /** Something failed. */
  error: [error: GanitaError];
};

/** Plays the tutor's voice: PCM16 at 24 kHz, in pieces as they come. */
export class Player extends Emitter<PlayerEvents> {
  /** The context in which it plays. */
  readonly context: AudioContext;
  readonly #node: AudioWorkletNode;
  readonly #owned: boolean;
  readonly #clock = new ContextClock();
  #waitingSinceMs: number | undefined;
  #playing = false;
  #copy: MediaStreamAudioDestinationNode | undefined;
  #queuedSamples = 0;
  #playedMs = 0;
  #volume: number;
  #disposed = false;

  /** Makes a player; it is silent until `play`. */
  static async create(options: PlayerOptions = {}): Promise<Player> {
    requireAudio();
    const context = options.context ?? openContext();
    try {
      const worklet = new URL("./player-worklet.js", import.meta.url).href;
      const [wasm] = await Promise.all([loadAudioModule(options.wasm), addWorklet(context, worklet)]);
      const processorOptions: PlayerWorkletOptions = {
        ...wasm,
        capacityMs: CAPACITY_MS,
        volume: options.volume ?? 1,
      };
      const { node } = await startNode(context, "ganita-player", {
        numberOfInputs: 0,
        numberOfOutputs: 1,
        outputChannelCount: [1],
        processorOptions,
      });
      node.connect(options.destination ?? context.destination);
      return new Player(context, node, options.context === undefined, options.volume ?? 1);
    } catch (error) {
      if (options.context === undefined) await context.close();
      throw GanitaError.from(error, "worklet-failed");
    }
  }

  private constructor(context: AudioContext, node: AudioWorkletNode, owned: boolean, volume: number) {
    super();
    this.context = context;
    this.#node = node;
    this.#owned = owned;
    this.#volume = volume;
    node.port.onmessage = ({ data }: MessageEvent<FromPlayer>) => this.#receive(data);
    node.onprocessorerror = () => this.emit("error", new GanitaError("worklet-failed"));
  }

  /** What is being played, for an echo canceller of our own. */
  get stream(): MediaStream {
    if (this.#copy === undefined) {
      this.#copy = this.context.createMediaStreamDestination();
      this.#node.connect(this.#copy);
    }
    return this.#copy.stream;
  }

  /** Whether something is being played at this moment. */
  get playing(): boolean {
    return this.#playing;
  }

  /** How much voice was given to `play`, in milliseconds. */
  get queuedMs(): number {
    return (this.#queuedSamples * 1000) / VOICE_RATE_HZ;
  }

  /** Whether voice is being played or waits to be. */
  get busy(): boolean {
    return this.#playing || this.#waitingSinceMs !== undefined;
  }

  /** Puts a piece behind what is waiting. The samples are moved away from the caller when they own their buffer. */
  play(pcm: Int16Array<ArrayBuffer>): void {
    if (this.#disposed || pcm.length === 0) return;
    const isFirst = !this.#playing && this.#waitingSinceMs === undefined;
    if (isFirst) this.#waitingSinceMs = performance.now();
    if (isFirst && this.context.state !== "running") {
      resume(this.context).catch((error) => this.emit("error", GanitaError.from(error, "audio-blocked")));
    }
    this.#queuedSamples += pcm.length;
    const samples = pcm.byteLength === pcm.buffer.byteLength ? pcm : pcm.slice();
    this.#send({ type: "play", samples }, [samples.buffer]);
  }

  /** No more comes in this answer: what is waiting is played and `end` follows at once instead of after a pause. */
  finish(): void {
    this.#send({ type: "finish" });
  }

  /** The student speaks: silence within a few milliseconds, all that waits is forgotten. */
  flush(): void {
    this.#waitingSinceMs = undefined;
    this.#send({ type: "flush" });
  }

  /** 0 to 2; 1 leaves the voice as it is. */
  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    this.#volume = Math.min(Math.max(volume, 0), 2);
    this.#send({ type: "volume", volume: this.#volume });
  }

  /** Stops playing and gives everything back. A second call does nothing. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#send({ type: "stop" });
    this.#disposed = true;
    this.#node.port.onmessage = null;
    this.#node.disconnect();
    this.silence();
    if (this.#owned && this.context.state !== "closed") await this.context.close();
  }

  #receive(message: FromPlayer): void {
    switch (message.type) {
      case "began":
        this.#began(message.at);
        return;
      case "ended":
        this.#playing = false;
        this.emit("end");
        return;
      case "level": {
        const { rms, peak, waitingMs } = message;
        const playedMs = Math.max(this.#playedMs, message.playedMs - this.#outputMs());
        this.#playedMs = playedMs;
        this.emit("level", { rms, peak, playedMs, waitingMs });
        return;
      }
      case "refused":
        this.emit("error", new GanitaError("too-much", `${message.samples} samples found no room`));
        return;
      case "error":
        this.emit("error", new GanitaError("worklet-failed", message.message));
        return;
    }
  }

  #began(at: number): void {
    this.#playing = true;
    const startedAtMs = this.#heardAtMs(at);
    this.emit("start", { atMs: startedAtMs });
    if (this.#waitingSinceMs === undefined) return;
    const receivedAtMs = this.#waitingSinceMs;
    this.#waitingSinceMs = undefined;
    this.emit("latency", { ms: startedAtMs - receivedAtMs, receivedAtMs, startedAtMs });
  }

  /** When a sample rendered at `at` leaves the loudspeaker. */
  #heardAtMs(at: number): number {
    const rendered = this.#clock.toPerformance(at, this.context.currentTime, performance.now());
    return rendered + this.#outputMs();
  }

  /** From the context to the loudspeaker. */
  #outputMs(): number {
    return (this.context.outputLatency || this.context.baseLatency || 0) * 1000;
  }

  #send(message: ToPlayer, transfer: Transferable[] = []): void {
    if (!this.#disposed) this.#node.port.postMessage(message, transfer);
  }
}
