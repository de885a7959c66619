import { Emitter } from "../emitter.ts";
import { GanitaError } from "../error.ts";
import { ContextClock } from "./clock.ts";
import { addWorklet, openContext, requireAudio, resume } from "./context.ts";
import type { CaptureWorkletOptions, FromCapture, ToCapture } from "./messages.ts";
import { openMicrophone } from "./microphone.ts";
import { loadAudioModule } from "./module.ts";
import { startNode } from "./node.ts";
import type { CaptureEvents, CaptureOptions, DenoiseMode } from "./options.ts";

/** Pauses before each try to get a lost microphone back. Bluetooth takes seconds to change its profile. */
const REOPEN_AFTER_MS = [0, 500, 2_000, 5_000] as const;

/** Bytes of a PCM16 sample. */
const SAMPLE_BYTES = 2;

/**
 * Listens to the microphone until `dispose`.
 *
 * Nothing is reported as running before the audio thread has answered that it is.
 */
export async function startCapture(options: CaptureOptions = {}): Promise<Capture> {
  requireAudio();
  const loading = loadAudioModule(options.wasm);
  // The module's failure is reported when it is waited for, below; the microphone may fail first.
  loading.catch(() => {});
  const stream = options.stream ?? (await openMicrophone(options.deviceId));
  let context: AudioContext | undefined;
  let capture: Capture | undefined;
  try {
    context = options.context ?? openContext();
    await addWorklet(context, new URL("./capture-worklet.js", import.meta.url).href);
    const processorOptions: CaptureWorkletOptions = {
      ...(await loading),
      denoise: options.denoise ?? "gtcrn",
      strength: options.strength ?? 0.8,
      gate: options.gate ?? true,
      vad: options.vad ?? {},
    };
    const { node } = await startNode(context, "ganita-capture", {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      channelCountMode: "max",
      processorOptions,
    });
    capture = new Capture(context, node, stream, options);
    await resume(context);
    return capture;
  } catch (error) {
    await capture?.dispose();
    if (options.stream === undefined) stopTracks(stream);
    if (options.context === undefined && context?.state !== "closed") await context?.close();
    throw GanitaError.from(error, "microphone-failed");
  }
}

/** A running microphone. Made by `startCapture`. */
export class Capture extends Emitter<CaptureEvents> {
  /** The context in which it works; a `Player` may share it. */
  readonly context: AudioContext;
  readonly #node: AudioWorkletNode;
  readonly #options: CaptureOptions;
  readonly #clock = new ContextClock();
  #stream: MediaStream;
  #source: MediaStreamAudioSourceNode;
  #state: "running" | "reopening" | "ended" = "running";
  #chunkDelaysMs: number[] = [];
  #forget: (() => void)[] = [];

  /** Use `startCapture`. */
  constructor(context: AudioContext, node: AudioWorkletNode, stream: MediaStream, options: CaptureOptions) {
    super();
    this.context = context;
    this.#node = node;
    this.#options = options;
    node.port.onmessage = ({ data }: MessageEvent<FromCapture>) => this.#receive(data);
    node.onprocessorerror = () => this.#fail(new GanitaError("worklet-failed"));
    this.#stream = stream;
    this.#source = this.#connect(stream);
    this.#listen(context, "statechange", () => this.#contextChanged());
    // A phone that wakes up leaves the context interrupted until somebody asks for it.
    this.#listen(document, "visibilitychange", () => this.#contextChanged());
    if (navigator.mediaDevices !== undefined) {
      this.#listen(navigator.mediaDevices, "devicechange", () => this.#deviceChanged());
    }
  }

  /** The microphone's name; empty where the browser keeps it to itself. */
  get label(): string {
    return this.#stream.getAudioTracks()[0]?.label ?? "";
  }

  /** Changes how sound is cleaned, without a click. A strength outside 0 to 1 comes back as an `error` event. */
  setDenoise(mode: DenoiseMode, strength = 0.8): void {
    this.#send({ type: "denoise", mode, strength });
  }

  /** Stops listening and gives everything back. A second call does nothing. */
  async dispose(): Promise<void> {
    await this.#end();
    this.silence();
  }

  #connect(stream: MediaStream): MediaStreamAudioSourceNode {
    const track = stream.getAudioTracks()[0];
    if (track === undefined) throw new GanitaError("microphone-missing");
    const source = this.context.createMediaStreamSource(stream);
    source.connect(this.#node);
    track.addEventListener("ended", () => {
      if (this.#stream === stream) void this.#reopen();
    });
    return source;
  }

  #listen(target: EventTarget, event: string, listener: () => void): void {
    target.addEventListener(event, listener);
    this.#forget.push(() => target.removeEventListener(event, listener));
  }

  #contextChanged(): void {
    if (this.#state === "ended") return;
    if (this.context.state === "closed") return void this.#end();
    const asleep = this.context.state !== "running" && document.visibilityState === "visible";
    // A context that cannot be resumed now says so by another change of state.
    if (asleep) this.context.resume().catch(() => {});
  }

  #deviceChanged(): void {
    const track = this.#stream.getAudioTracks()[0];
    if (this.#state === "running" && track?.readyState === "ended") void this.#reopen();
  }

  /** The microphone went away: takes the next one the browser offers. A stream that was given to us is not replaced. */
  async #reopen(): Promise<void> {
    if (this.#state !== "running") return;
    if (this.#options.stream !== undefined) {
      this.emit("error", new GanitaError("microphone-lost"));
      return this.#end();
    }
    this.#state = "reopening";
    for (const pause of REOPEN_AFTER_MS) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (this.#isEnded()) return;
      try {
        const stream = await openMicrophone();
        if (this.#isEnded()) return stopTracks(stream);
        this.#source.disconnect();
        stopTracks(this.#stream);
        this.#send({ type: "reset" });
        this.#stream = stream;
        this.#source = this.#connect(stream);
        this.#state = "running";
        return;
      } catch (error) {
        const denied = GanitaError.from(error, "microphone-failed").reason === "microphone-denied";
        if (denied) break;
      }
    }
    this.#fail(new GanitaError("microphone-lost"));
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

  #chunk(message: Extract<FromCapture, { type: "chunk" }>): void {
    const capturedAtMs = this.#toPerformance(message.at);
    this.#chunkDelaysMs.push(performance.now() - capturedAtMs);
    this.emit("chunk", {
      sequence: message.sequence,
      samples: message.samples,
      capturedAtMs,
      speech: message.speech,
      level: message.level,
      clippedSamples: message.clipped,
    });
  }

  #statistics(message: Extract<FromCapture, { type: "statistics" }>): void {
    const { playbackStats } = this.context as { playbackStats?: { underrunEvents?: number } };
    const delays = this.#chunkDelaysMs;
    this.#chunkDelaysMs = [];
    this.emit("statistics", {
      sampleRateHz: this.context.sampleRate,
      heardSeconds: message.inputSamples / this.context.sampleRate,
      chunks: message.chunks,
      sentBytes: message.chunkSamples * SAMPLE_BYTES,
      savedBytes: message.heldBackSamples * SAMPLE_BYTES,
      speechSegments: message.speechSegments,
      clippedSamples: message.clippedSamples,
      lostEvents: message.lostEvents,
      load: message.load,
      underruns: playbackStats?.underrunEvents ?? null,
      chunkDelayMs:
        delays.length === 0 ? null : delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    });
  }

  /** Where known, the time sound takes from the microphone to the context is taken off. */
  #toPerformance(at: number): number {
    const settings = this.#stream.getAudioTracks()[0]?.getSettings() as { latency?: number } | undefined;
    const latency = settings?.latency ?? 0;
    return this.#clock.toPerformance(at - latency, this.context.currentTime, performance.now());
  }

  #send(message: ToCapture): void {
    this.#node.port.postMessage(message);
  }

  #fail(error: GanitaError): void {
    if (this.#state === "ended") return;
    this.emit("error", error);
    void this.#end();
  }

  async #end(): Promise<void> {
    if (this.#state === "ended") return;
    this.#state = "ended";
    for (const forget of this.#forget) forget();
    this.#send({ type: "stop" });
    this.#node.port.onmessage = null;
    this.#source.disconnect();
    this.#node.disconnect();
    if (this.#options.stream === undefined) stopTracks(this.#stream);
    if (this.#options.context === undefined && this.context.state !== "closed") await this.context.close();
    this.emit("ended");
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
