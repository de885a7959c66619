import { type AudioExports, instantiate } from "./abi.ts";
import type { WasmOptions } from "./messages.ts";

// The parts of AudioWorkletGlobalScope that our worklets touch. It has no TextDecoder, no fetch, no timers and no self.
declare const sampleRate: number;
declare const currentFrame: number;
declare function registerProcessor(name: string, processor: new (options: never) => unknown): void;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** What a processor of ours has in common. */
interface Engine {
  /**
   * One quantum; `frame` is the number of its first sample on the context's clock. Not the time: a fraction is an object,
   * and one for each quantum would be the collector's.
   */
  process(inputs: Float32Array[][], outputs: Float32Array[][], frame: number): void;
  /** A message from the page. */
  receive(message: { type: string }): void;
  /** Said once with `ready`. */
  greeting?: object;
}

/** Registers a worklet whose engine is made by `make`. It answers `ready` or `error` before anything else. */
export function register<Options extends WasmOptions>(
  name: string,
  make: (
    exports: AudioExports,
    rate: number,
    options: Options,
    post: (message: object, transfer?: Transferable[]) => void,
  ) => Engine,
): void {
  class Processor extends AudioWorkletProcessor {
    #engine: Engine | undefined;

    constructor({ processorOptions }: { processorOptions: Options }) {
      super();
      const { port } = this;
      try {
        const exports = instantiate(processorOptions.module, processorOptions.bytes);
        this.#engine = make(exports, sampleRate, processorOptions, (message, transfer) =>
          port.postMessage(message, transfer ?? []),
        );
        port.postMessage({ ...this.#engine.greeting, type: "ready" });
      } catch (error) {
        this.#fail(error);
      }
      port.onmessage = ({ data }: MessageEvent<{ type: string }>) => {
        const engine = this.#engine;
        if (data.type === "stop") this.#engine = undefined;
        try {
          engine?.receive(data);
        } catch (error) {
          this.#fail(error);
        }
      };
    }

    process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
      try {
        this.#engine?.process(inputs, outputs, currentFrame);
      } catch (error) {
        this.#fail(error);
      }
      return this.#engine !== undefined;
    }

    #fail(error: unknown): void {
      this.#engine = undefined;
      this.port.postMessage({
        type: "error",
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  registerProcessor(name, Processor);
}
