import { GanitaError } from "../error.ts";
import { isTrap } from "../module.ts";
import type { MathsEngine } from "./engine.ts";
import type { FromWorker, ToWorker } from "./link.ts";
import { loadEngine } from "./load.ts";

/** Answers the page's messages with an engine of its own. Calls that come before it is loaded wait. */
export function serve(post: (message: FromWorker) => void): (message: ToWorker) => Promise<void> {
  let engine: Promise<MathsEngine> | undefined;
  return async (message) => {
    if (message.type === "load") {
      engine = loadEngine(message.wasm);
      await engine.then(
        () => post({ type: "ready" }),
        (error) => {
          const { reason, detail = "" } = GanitaError.from(error, "not-loaded");
          const known = reason === "no-wasm" || reason === "no-wasm-simd";
          post({ type: "failed", reason: known ? reason : "not-loaded", message: detail });
        },
      );
      return;
    }
    const { id, name, values } = message;
    try {
      const loaded = await engine;
      if (loaded === undefined) throw new Error("called before load");
      const call = loaded[name] as (...values: unknown[]) => unknown;
      post({ type: "result", id, value: await call.apply(loaded, values) });
    } catch (error) {
      if (isTrap(error)) (await engine)?.renew();
      const { reason, detail = "" } = GanitaError.from(error, "maths-failed");
      post({ type: "threw", id, reason, message: detail });
    }
  };
}
