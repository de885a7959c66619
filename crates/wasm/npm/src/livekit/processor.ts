import type { AudioProcessorOptions, Room, Track, TrackProcessor } from "livekit-client";
import { addWorklet } from "../audio/context.ts";
import type { CleanerWorkletOptions, FromCleaner, ToCleaner } from "../audio/messages.ts";
import { loadAudioModule } from "../audio/module.ts";
import { startNode } from "../audio/node.ts";
import type { DenoiseMode } from "../audio/options.ts";
import { GanitaError } from "../error.ts";

/** How the track is cleaned. */
export interface DenoiseProcessorOptions {
  /** Default `"gtcrn"`. */
  mode?: DenoiseMode;
  /** How much of the noise goes, 0 to 1. Default 0.8. */
  strength?: number;
  /** Where `audio.wasm` is, if not in this package. */
  wasm?: string | URL;
  /** Something failed while running; the track goes on as it comes out. */
  onError?: (error: GanitaError) => void;
}

/**
 * Cleans a microphone track before it is published.
 *
 * ```ts
 * await track.setProcessor(new DenoiseProcessor());
 * ```
 */
export class DenoiseProcessor implements TrackProcessor<Track.Kind.Audio, AudioProcessorOptions> {
  readonly name = "ganita-denoise";
  /** The clean track, once `init` has resolved. */
  processedTrack?: MediaStreamTrack;
  readonly #options: DenoiseProcessorOptions;
  #mode: DenoiseMode;
  #strength: number;
  #latencyMs = 0;
  #source: MediaStreamAudioSourceNode | undefined;
  #node: AudioWorkletNode | undefined;
  #destination: MediaStreamAudioDestinationNode | undefined;

  constructor(options: DenoiseProcessorOptions = {}) {
    this.#options = options;
    this.#mode = options.mode ?? "gtcrn";
    this.#strength = options.strength ?? 0.8;
  }

  /** By how much the clean track is late. */
  get latencyMs(): number {
    return this.#latencyMs;
  }

  /** Called by livekit-client when the processor is set. */
  async init({ track, audioContext }: AudioProcessorOptions): Promise<void> {
    const worklet = new URL("../audio/cleaner-worklet.js", import.meta.url).href;
    const [wasm] = await Promise.all([
      loadAudioModule(this.#options.wasm),
      addWorklet(audioContext, worklet),
    ]);
    const processorOptions: CleanerWorkletOptions = {
      ...wasm,
      denoise: this.#mode,
      strength: this.#strength,
    };
    const { node, ready } = await startNode<Extract<FromCleaner, { type: "ready" }>>(
      audioContext,
      "ganita-cleaner",
      { numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1], processorOptions },
    );
    node.port.onmessage = ({ data }: MessageEvent<FromCleaner>) => this.#receive(data);
    node.onprocessorerror = () => this.#options.onError?.(new GanitaError("worklet-failed"));
    this.#latencyMs = ready.latencyMs;
    this.#node = node;
    this.#destination = audioContext.createMediaStreamDestination();
    node.connect(this.#destination);
    this.#connect(audioContext, track);
    const [processed] = this.#destination.stream.getAudioTracks();
    if (processed === undefined) throw new GanitaError("worklet-failed", "no track came out");
    this.processedTrack = processed;
  }

  /** Called by livekit-client when the microphone changes: the engine stays, its memory of the old sound goes. */
  async restart({ track, audioContext }: AudioProcessorOptions): Promise<void> {
    if (this.#node === undefined || this.#node.context !== audioContext) {
      await this.destroy();
      await this.init({ track, audioContext } as AudioProcessorOptions);
      return;
    }
    this.#send({ type: "reset" });
    this.#connect(audioContext, track);
  }

  /** Called by livekit-client when the processor is taken off. */
  async destroy(): Promise<void> {
    this.#send({ type: "stop" });
    this.#source?.disconnect();
    this.#node?.disconnect();
    this.processedTrack?.stop();
    this.#source = undefined;
    this.#node = undefined;
    this.#destination = undefined;
    delete this.processedTrack;
  }

  /** Part of livekit-client's interface; nothing is to be done. */
  async onPublish(_room: Room): Promise<void> {}

  /** Part of livekit-client's interface; nothing is to be done. */
  async onUnpublish(): Promise<void> {}

  /** Changes how the track is cleaned, without a click. A strength outside 0 to 1 is told to `onError`. */
  setDenoise(mode: DenoiseMode, strength = 0.8): void {
    this.#send({ type: "denoise", mode, strength });
    // What is refused must not stand in the way of the next microphone.
    if (!(strength >= 0 && strength <= 1)) return;
    this.#mode = mode;
    this.#strength = strength;
  }

  #connect(context: AudioContext, track: MediaStreamTrack): void {
    const node = this.#node;
    if (node === undefined) return;
    this.#source?.disconnect();
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(node);
  }

  #send(message: ToCleaner): void {
    this.#node?.port.postMessage(message);
  }

  #receive(message: FromCleaner): void {
    if (message.type === "refused") this.#options.onError?.(new GanitaError("bad-setting", message.message));
    if (message.type === "error") this.#options.onError?.(new GanitaError("worklet-failed", message.message));
  }
}
