import { type ErrorReason, GanitaError } from "../error.ts";
import { isTrap } from "../module.ts";
import type { Call, MathsEngine } from "./engine.ts";
import { loadEngine } from "./load.ts";
import { type MathsWasm, mathsWasmUrls } from "./module.ts";

/** Where the engine runs: here or in a worker. The same calls either way. */
export interface Link {
  call<Name extends Call>(
    name: Name,
    ...values: Parameters<MathsEngine[Name]>
  ): Promise<Awaited<ReturnType<MathsEngine[Name]>>>;
  dispose(): void;
}

/** Page to worker. */
export type ToWorker =
  | { type: "load"; wasm: MathsWasm }
  | { type: "call"; id: number; name: Call; values: unknown[] };

/** Worker to page. */
export type FromWorker =
  | { type: "ready" }
  | { type: "failed"; reason: "no-wasm" | "no-wasm-simd" | "not-loaded"; message: string }
  | { type: "result"; id: number; value: unknown }
  | { type: "threw"; id: number; reason: ErrorReason; message: string };

/** The engine in this thread. */
export async function here(wasm?: MathsWasm): Promise<Link> {
  const engine = await loadEngine(wasm);
  let disposed = false;
  return {
    async call(name, ...values) {
      if (disposed) throw new GanitaError("disposed");
      try {
        const call = engine[name] as (...values: unknown[]) => never;
        return await call.apply(engine, values);
      } catch (error) {
        if (isTrap(error)) engine.renew();
        throw GanitaError.from(error, "maths-failed");
      }
    },
    dispose() {
      disposed = true;
    },
  };
}

/** The engine in a worker, which this starts and `dispose` ends. */
export async function inWorker(wasm?: MathsWasm): Promise<Link> {
  if (typeof Worker === "undefined") throw new GanitaError("no-worker");
  let worker: Worker;
  try {
    // Bundlers recognise exactly this form and build the worker from it.
    worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  } catch (error) {
    throw new GanitaError("no-worker", error);
  }
  return connect(worker, { ...mathsWasmUrls(), ...wasm });
}

/** The parts of a Worker that are used. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  addEventListener(type: "message", listener: (event: MessageEvent<FromWorker>) => void): void;
  addEventListener(type: "error" | "messageerror", listener: (event: Event) => void): void;
  terminate(): void;
}

/** Speaks with a worker that runs `worker.ts`; resolves when it has loaded the module. */
export function connect(worker: WorkerLike, wasm: MathsWasm): Promise<Link> {
  const waiting = new Map<
    number,
    { resolve: (value: never) => void; reject: (error: GanitaError) => void }
  >();
  let next = 0;
  let broken: GanitaError | undefined;
  const end = (error: GanitaError) => {
    broken ??= error;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const link: Link = {
    call(name, ...values) {
      if (broken !== undefined) return Promise.reject(broken);
      return new Promise((resolve, reject) => {
        next += 1;
        try {
          worker.postMessage({ type: "call", id: next, name, values });
        } catch (error) {
          // An option that cannot be copied, a function for instance.
          reject(new GanitaError("bad-setting", error));
          return;
        }
        waiting.set(next, { resolve, reject });
      });
    },
    dispose: () => end(new GanitaError("disposed")),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: GanitaError) => {
      reject(error);
      end(error);
    };
    let isReady = false;
    worker.addEventListener("error", (event) =>
      fail(new GanitaError(isReady ? "maths-failed" : "no-worker", (event as ErrorEvent).message)),
    );
    worker.addEventListener("messageerror", () => fail(new GanitaError("maths-failed", "message lost")));
    worker.addEventListener("message", ({ data }) => {
      switch (data.type) {
        case "ready":
          isReady = true;
          return resolve(link);
        case "failed":
          return fail(new GanitaError(data.reason, data.message));
        case "result":
          waiting.get(data.id)?.resolve(data.value as never);
          break;
        case "threw":
          waiting.get(data.id)?.reject(new GanitaError(data.reason, data.message));
          break;
      }
      waiting.delete(data.id);
    });
    worker.postMessage({ type: "load", wasm });
  });
}
