import type { FromWorker, ToWorker, WorkerLike } from "../src/maths/link.ts";
import { serve } from "../src/maths/serve.ts";

/** A worker without a thread: messages are cloned and come later, as from a real one. */
export function fakeWorker(): WorkerLike & { fail(message: string): void } {
  const listeners = new Map<string, ((event: never) => void)[]>();
  const tell = (type: string, event: object) => {
    for (const listener of listeners.get(type) ?? []) listener(event as never);
  };
  let running = true;
  const answer = serve((message: FromWorker) => {
    const data = structuredClone(message);
    queueMicrotask(() => running && tell("message", { data }));
  });
  return {
    postMessage(message: ToWorker) {
      const data = structuredClone(message);
      queueMicrotask(() => running && void answer(data));
    },
    addEventListener(type: string, listener: (event: never) => void) {
      listeners.set(type, [...(listeners.get(type) ?? []), listener]);
    },
    terminate() {
      running = false;
    },
    fail: (message) => tell("error", { message }),
  };
}
