import { MathsEngine } from "./engine.ts";
import { loadAlgebra, loadNotation, loadWords, type MathsWasm } from "./module.ts";

// Apart from link.ts, which starts the worker: a worker whose code names itself as a worker makes Turbopack go round
// for ever.

/** An engine that reads words; what reads LaTeX and what solves are loaded when they are first needed. */
export async function loadEngine(wasm: MathsWasm = {}): Promise<MathsEngine> {
  return new MathsEngine(
    await loadWords(wasm.words),
    () => loadNotation(wasm.notation),
    () => loadAlgebra(wasm.algebra, wasm.algebraRest),
  );
}
