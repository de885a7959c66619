import { GanitaError } from "../error.ts";
import { MathsEngine } from "./engine.ts";
import type { FromWorker, ToWorker } from "./link.ts";
import { loadMaths } from "./module.ts";

/** Answers the page's messages with an engine of its own. Calls that come before it is loaded wait. */
export function serve(post: (message: FromWorker) => void): (message: ToWorker) => Promise<void> {
  let engine: Promise<MathsEngine> | undefined;
  return async (message) => {
    if (message.type === "load") {
      engine = loadMaths(message.wasm).then((module) => new MathsEngine(module));
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
      post({ type: "result", id, value: call.apply(loaded, values) });
    } catch (error) {
      post({ type: "threw", id, message: error instanceof Error ? error.message : String(error) });
    }
  };
}
