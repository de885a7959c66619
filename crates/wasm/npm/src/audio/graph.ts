import { GanitaError } from "../error.ts";
import { addWorklet, openContext, resume } from "./context.ts";
import { CaptureLink } from "./link.ts";
import type { CaptureWorkletOptions, FromCapture } from "./messages.ts";
import { openMicrophone, takesEchoOut } from "./microphone.ts";
import { loadAudioModule, loadEchoModule } from "./module.ts";
import { startNode } from "./node.ts";
import type { CaptureOptions, DenoiseMode } from "./options.ts";
import { canWait, openRing } from "./ring.ts";

/** How sound is cleaned at the moment; it outlives the graph it was set on. */
export interface Cleaning {
  denoise: DenoiseMode;
  strength: number;
}

/** How a graph is opened. */
export interface GraphOptions {
  /** Any microphone will do where the wanted one is gone. */
  anyMicrophone: boolean;
  /** A context that waits for a tap is taken as it is. */
  mayWait: boolean;
}

/** Microphone → worklet, in one context. When one of them goes, all of it is made anew. */
export class CaptureGraph {
  readonly context: AudioContext;
  readonly stream: MediaStream;
  readonly node: AudioWorkletNode;
  readonly #options: CaptureOptions;
  readonly #sources: MediaStreamAudioSourceNode[];
  readonly #ring: SharedArrayBuffer | undefined;
  #link: CaptureLink | undefined;

  /** Opens microphone, context and worklet; what was opened is given back when one of them fails. */
  static async open(options: CaptureOptions, cleaning: Cleaning, how: GraphOptions): Promise<CaptureGraph> {
    const loading = loadAudioModule(options.wasm);
    // The module's failure is reported when it is waited for, below; the microphone may fail first.
    loading.catch(() => {});
    const stream = options.stream ?? (await microphone(options, how.anyMicrophone));
    let context: AudioContext | undefined;
    try {
      let source: MediaStreamAudioSourceNode;
      [context, source] = await contextFor(options, stream);
      await addWorklet(context, new URL("./capture-worklet.js", import.meta.url).href);
      const ring = openRing();
      const played = wantsOwnCanceller(options, stream) ? options.played : undefined;
      const echo = played && (await loadEchoModule(options.echoWasm));
      const processorOptions: CaptureWorkletOptions = {
        ...(await loading),
        ...cleaning,
        gate: options.gate ?? true,
        gain: options.gain === "own",
        vad: options.vad ?? {},
        echo,
        ring,
        ringWakes: !canWait,
      };
      const { node } = await startNode(context, "ganita-capture", {
        numberOfInputs: 2,
        numberOfOutputs: 0,
        channelCountMode: "max",
        processorOptions,
      });
      source.connect(node);
      const reference = played && context.createMediaStreamSource(played);
      reference?.connect(node, 0, 1);
      const started = resume(context);
      await (how.mayWait ? started.catch(() => {}) : started);
      const sources = reference === undefined ? [source] : [source, reference];
      return new CaptureGraph(options, context, stream, sources, node, ring);
    } catch (error) {
      if (options.stream === undefined) stopTracks(stream);
      if (options.context === undefined && context?.state !== "closed") await context?.close();
      throw GanitaError.from(error, "microphone-failed");
    }
  }

  private constructor(
    options: CaptureOptions,
    context: AudioContext,
    stream: MediaStream,
    sources: MediaStreamAudioSourceNode[],
    node: AudioWorkletNode,
    ring: SharedArrayBuffer | undefined,
  ) {
    this.#options = options;
    this.context = context;
    this.stream = stream;
    this.#sources = sources;
    this.node = node;
    this.#ring = ring;
  }

  /** The microphone; undefined for a stream that holds no sound any more. */
  get track(): MediaStreamTrack | undefined {
    return this.stream.getAudioTracks()[0];
  }

  /** Begins to tell what the worklet says. What it said before is told now. */
  follow(receive: (message: FromCapture) => void): CaptureLink {
    this.#link = new CaptureLink(this.node.port, this.#ring, receive);
    return this.#link;
  }

  /** Gives back what is ours; what was lent stays as it is. */
  async close(): Promise<void> {
    this.#link?.send({ type: "stop" });
    this.#link?.close();
    this.node.onprocessorerror = null;
    for (const source of this.#sources) source.disconnect();
    this.node.disconnect();
    if (this.#options.stream === undefined) stopTracks(this.stream);
    if (this.#options.context !== undefined || this.context.state === "closed") return;
    await this.context.close().catch(() => {});
  }
}

/** The microphone that is wanted, else any, if any will do. */
async function microphone({ deviceId, echo, gain }: CaptureOptions, any: boolean): Promise<MediaStream> {
  try {
    return await openMicrophone(deviceId, echo, gain);
  } catch (error) {
    const isGone = GanitaError.from(error, "microphone-failed").reason !== "microphone-denied";
    if (deviceId === undefined || !any || !isGone) throw error;
    return openMicrophone(undefined, echo, gain);
  }
}

/** Ours works where it is asked for, or where the browser's does not. */
function wantsOwnCanceller({ echo }: CaptureOptions, stream: MediaStream): boolean {
  return echo === "own" || (echo !== "off" && !takesEchoOut(stream));
}

/** A context that takes the microphone's sound. Firefox wants its rate to be the microphone's; others convert. */
async function contextFor(
  options: CaptureOptions,
  stream: MediaStream,
): Promise<[AudioContext, MediaStreamAudioSourceNode]> {
  const track = stream.getAudioTracks()[0];
  if (track === undefined) throw new GanitaError("microphone-missing");
  if (options.context !== undefined) {
    return [options.context, options.context.createMediaStreamSource(stream)];
  }
  const context = openContext();
  try {
    return [context, context.createMediaStreamSource(stream)];
  } catch (error) {
    await context.close();
    const { sampleRate } = track.getSettings();
    if ((error as Error).name !== "NotSupportedError" || sampleRate === undefined) throw error;
    const atItsRate = openContext(sampleRate);
    return [atItsRate, atItsRate.createMediaStreamSource(stream)];
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
