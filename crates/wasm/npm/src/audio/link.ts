import type { FromCapture, ToCapture } from "./messages.ts";
import { RingReader } from "./ring.ts";

/** What a capture worklet tells, in the order in which it happened, whichever way it comes. */
export class CaptureLink {
  readonly #port: MessagePort;
  readonly #ring: RingReader | undefined;

  constructor(
    port: MessagePort,
    ring: SharedArrayBuffer | undefined,
    receive: (message: FromCapture) => void,
  ) {
    this.#port = port;
    this.#ring = ring === undefined ? undefined : new RingReader(ring, receive);
    port.onmessage = ({ data }: MessageEvent<FromCapture>) => {
      this.#ring?.drain();
      if (data.type === "chunk" || data.type === "speech") this.#ring?.handled();
      if (data.type !== "written") receive(data);
    };
  }

  send(message: ToCapture): void {
    this.#port.postMessage(message);
  }

  /** Nothing is received any more. */
  close(): void {
    this.#ring?.dispose();
    this.#port.onmessage = null;
  }
}
