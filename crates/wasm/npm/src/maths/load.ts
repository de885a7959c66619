import { MathsEngine } from "./engine.ts";
import { loadAlgebra, loadWords, type MathsWasm } from "./module.ts";

// Apart from link.ts, which starts the worker: a worker whose code names itself as a worker makes Turbopack go round
// for ever.

/** An engine that reads words; algebra is loaded when it is first needed. */
export async function loadEngine(wasm: MathsWasm = {}): Promise<MathsEngine> {
  return new MathsEngine(await loadWords(wasm.words), () => loadAlgebra(wasm.algebra));
}
