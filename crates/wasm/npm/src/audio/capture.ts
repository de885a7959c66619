import { Emitter } from "../emitter.ts";
import { GanitaError } from "../error.ts";
import { ContextClock } from "./clock.ts";
import { requireAudio, resume } from "./context.ts";
import { CaptureCounts } from "./counts.ts";
import { CaptureGraph, type Cleaning } from "./graph.ts";
import type { CaptureLink } from "./link.ts";
import type { ChunkMessage, FromCapture, ToCapture } from "./messages.ts";
import { loadAudioModule } from "./module.ts";
import type { CaptureEvents, CaptureOptions, DenoiseMode } from "./options.ts";
import { GraphWatch } from "./watch.ts";

/** Pauses before each try to get a lost microphone back. Bluetooth takes seconds to change its profile. */
const REOPEN_AFTER_MS = [0, 500, 2_000, 5_000] as const;

/** Bytes of a PCM16 sample. */
const SAMPLE_BYTES = 2;

/**
 * Fetches and compiles what `startCapture` and `Player.create` need, ahead of the tap that starts them. Nothing is asked of
 * the person, and nothing sounds.
 */
export async function prepareAudio({ wasm }: Pick<CaptureOptions, "wasm"> = {}): Promise<void> {
  requireAudio();
  await loadAudioModule(wasm);
}

/**
 * Listens to the microphone until `dispose`.
 *
 * Nothing is reported as running before the audio thread has answered that it is.
 */
export async function startCapture(options: CaptureOptions = {}): Promise<Capture> {
  requireAudio();
  const cleaning = { denoise: options.denoise ?? "gtcrn", strength: options.strength ?? 0.8 } as const;
  const graph = await CaptureGraph.open(options, cleaning, { anyMicrophone: false, mayWait: false });
  return new Capture(graph, options, cleaning);
}

/** A running microphone. Made by `startCapture`. */
export class Capture extends Emitter<CaptureEvents> {
  readonly #options: CaptureOptions;
  readonly #counts = new CaptureCounts();
  #cleaning: Cleaning;
  #graph: CaptureGraph;
  #link: CaptureLink;
  #watch: GraphWatch;
  #clock = new ContextClock();
  #state: "running" | "rebuilding" | "ended" = "running";
  #sequence = 0;
  #speaking = false;
  #chunkDelaysMs: number[] = [];
  /** Underruns of the contexts before this one. */
  #underrunsBefore = 0;
  #waking = false;

  /** Use `startCapture`. */
  constructor(graph: CaptureGraph, options: CaptureOptions, cleaning: Cleaning) {
    super();
    this.#options = options;
    this.#cleaning = cleaning;
    this.#graph = graph;
    [this.#link, this.#watch] = this.#follow(graph);
  }

  /** The context in which it works. It is another one after a `change`, unless it was given in the options. */
  get context(): AudioContext {
    return this.#graph.context;
  }

  /** The microphone's name; empty where the browser keeps it to itself. */
  get label(): string {
    return this.#graph.track?.label ?? "";
  }

  /** Changes how sound is cleaned, without a click. A strength outside 0 to 1 comes back as an `error` event. */
  setDenoise(mode: DenoiseMode, strength = 0.8): void {
    this.#send({ type: "denoise", mode, strength });
    const isKept = strength >= 0 && strength <= 1;
    if (isKept) this.#cleaning = { denoise: mode, strength };
  }

  /** Stops listening and gives everything back. A second call does nothing. */
  async dispose(): Promise<void> {
    await this.#end();
    this.silence();
  }

  #follow(graph: CaptureGraph): [CaptureLink, GraphWatch] {
    const watch = new GraphWatch(graph.context, graph.track, this.#options.deviceId, {
      onDevice: () => void this.#rebuild(),
      onContext: () => void this.#rebuild(),
      onAsleep: () => void this.#wake(),
    });
    const link = graph.follow((message) => {
      watch.heard();
      this.#receive(message);
    });
    graph.node.onprocessorerror = () => this.#fail(new GanitaError("worklet-failed"));
    return [link, watch];
  }

  /** The context sleeps: asked once, then made anew; where the browser waits for a tap, that is said. */
  async #wake(): Promise<void> {
    if (this.#waking || this.#state !== "running") return;
    this.#waking = true;
    try {
      await resume(this.context);
    } catch {
      if (this.context === this.#options.context) this.emit("error", new GanitaError("audio-blocked"));
      else await this.#rebuild();
    } finally {
      this.#waking = false;
    }
  }

  /**
   * Microphone, context or thread went away: all of it is made anew, and numbers and counts go on. What was lent to us
   * is not replaced.
   */
  async #rebuild(): Promise<void> {
    if (this.#state !== "running") return;
    const { stream, context } = this.#options;
    const isLostStream = stream !== undefined && this.#graph.track?.readyState !== "live";
    if (isLostStream) this.emit("error", new GanitaError("microphone-lost"));
    if (isLostStream || context?.state === "closed") return this.#end();
    this.#state = "rebuilding";
    this.#underrunsBefore = this.#underruns() ?? 0;
    this.#stopFollowing();
    await this.#graph.close();
    for (const pause of REOPEN_AFTER_MS) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (this.#isEnded()) return;
      try {
        const how = { anyMicrophone: true, mayWait: true };
        const graph = await CaptureGraph.open(this.#options, this.#cleaning, how);
        if (this.#isEnded()) return await graph.close();
        return this.#goOn(graph);
      } catch (error) {
        const denied = GanitaError.from(error, "microphone-failed").reason === "microphone-denied";
        if (denied) break;
      }
    }
    this.#fail(new GanitaError("microphone-lost"));
  }

  #goOn(graph: CaptureGraph): void {
    this.#graph = graph;
    this.#clock = new ContextClock();
    if (this.#options.context !== undefined) this.#underrunsBefore = 0;
    this.#state = "running";
    [this.#link, this.#watch] = this.#follow(graph);
    this.emit("change", { label: this.label, sampleRateHz: graph.context.sampleRate });
    if (graph.context.state !== "running") this.emit("error", new GanitaError("audio-blocked"));
  }

  /** What was being said has ended, as far as anybody can hear. */
  #stopFollowing(): void {
    this.#watch.stop();
    this.#counts.goOn();
    if (!this.#speaking) return;
    this.#speaking = false;
    this.emit("speech", { speaking: false, atMs: performance.now() });
  }

  #isEnded(): boolean {
    return this.#state === "ended";
  }

  #receive(message: FromCapture): void {
    switch (message.type) {
      case "chunk":
        this.#chunk(message);
        return;
      case "speech":
        this.#speaking = message.speaking;
        this.emit("speech", { speaking: message.speaking, atMs: this.#toPerformance(message.at) });
        return;
      case "level":
        this.emit("level", { rms: message.rms, peak: message.peak, speech: message.speech });
        return;
      case "statistics":
        this.#statistics(message);
        return;
      case "refused":
        this.emit("error", new GanitaError("bad-setting", message.message));
        return;
      case "error":
        this.#fail(new GanitaError("worklet-failed", message.message));
        return;
    }
  }

  #chunk(message: ChunkMessage): void {
    const capturedAtMs = this.#toPerformance(message.at);
    this.#chunkDelaysMs.push(performance.now() - capturedAtMs);
    const sequence = this.#sequence;
    this.#sequence += 1;
    this.emit("chunk", {
      sequence,
      samples: message.samples,
      capturedAtMs,
      speech: message.speech,
      level: message.level,
      clippedSamples: message.clipped,
    });
  }

  #statistics(message: Extract<FromCapture, { type: "statistics" }>): void {
    const delays = this.#chunkDelaysMs;
    this.#chunkDelaysMs = [];
    const counts = this.#counts.update(message);
    this.emit("statistics", {
      sampleRateHz: this.context.sampleRate,
      heardSeconds: counts.heardSeconds,
      chunks: counts.chunks,
      sentBytes: counts.chunkSamples * SAMPLE_BYTES,
      savedBytes: counts.heldBackSamples * SAMPLE_BYTES,
      speechSegments: counts.speechSegments,
      clippedSamples: counts.clippedSamples,
      lostEvents: counts.lostEvents,
      load: message.load,
      memoryBytes: message.memoryBytes,
      gainDb: message.gainDb,
      echoQuieterByDb: message.echoQuieterByDb,
      underruns: this.#underruns(),
      chunkDelayMs:
        delays.length === 0 ? null : delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    });
  }

  #underruns(): number | null {
    const { playbackStats } = this.context as { playbackStats?: { underrunEvents?: number } };
    const now = playbackStats?.underrunEvents;
    return now === undefined ? null : this.#underrunsBefore + now;
  }

  /** Where known, the time sound takes from the microphone to the context is taken off. */
  #toPerformance(at: number): number {
    const settings = this.#graph.track?.getSettings() as { latency?: number } | undefined;
    const latency = settings?.latency ?? 0;
    return this.#clock.toPerformance(at - latency, this.context.currentTime, performance.now());
  }

  #send(message: ToCapture): void {
    if (this.#state === "running") this.#link.send(message);
  }

  #fail(error: GanitaError): void {
    if (this.#state === "ended") return;
    this.emit("error", error);
    void this.#end();
  }

  async #end(): Promise<void> {
    if (this.#state === "ended") return;
    this.#state = "ended";
    this.#stopFollowing();
    await this.#graph.close();
    this.emit("ended");
  }
}
