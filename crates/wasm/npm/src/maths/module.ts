import type { Hint, Plot, Practice, Reading, Review, Solution } from "../generated/maths.ts";
import { loader, type Renewable, type WasmSource } from "../module.ts";
import { halvesLoader, type Replaceable } from "./halves.ts";

/** What wasm-bindgen makes of the part of crates/wasm that reads words. A test holds it against the real module. */
export interface WordsModule extends Renewable {
  convert(words: string, language: string): Reading;
  Listener: new (
    language: string,
  ) => {
    hear(text: string): Reading;
    finish(): Reading;
    readonly stableLength: number;
    free(): void;
  };
}

/** What wasm-bindgen makes of the part of crates/wasm that reads LaTeX. */
export interface NotationModule extends Renewable {
  plain(latex: string): string | undefined;
  mathml(latex: string): string | undefined;
  speak(latex: string, language: string): string | undefined;
}

/** What wasm-bindgen makes of the part of crates/wasm that solves and draws. */
export interface AlgebraModule extends Replaceable {
  solve(
    latex: string,
    kind: string | undefined,
    variable: string | undefined,
    locale: string,
    by: string | undefined,
    longer: boolean | undefined,
    decimals: number | undefined,
    schoolClass: number | undefined,
  ): Solution;
  checkWork(lines: string[], locale: string, schoolClass: number | undefined): Review;
  hint(
    latex: string,
    soFar: string[],
    kind: string | undefined,
    variable: string | undefined,
    locale: string,
    schoolClass: number | undefined,
  ): Hint;
  practice(
    latex: string,
    seed: number,
    kind: string | undefined,
    variable: string | undefined,
    locale: string,
    schoolClass: number | undefined,
  ): Practice;
  plot(
    latex: string,
    variable: string | undefined,
    from: number | undefined,
    to: number | undefined,
    locale: string,
    schoolClass: number | undefined,
  ): Plot;
}

/** Where the modules' code comes from; the package's own files where absent. */
export interface MathsWasm {
  words?: WasmSource;
  notation?: WasmSource;
  /** Its address or bytes: compiled it could not be put together with the rest. */
  algebra?: WasmSource;
  /** What is rarely needed of it; of the same build. */
  algebraRest?: WasmSource;
}

/** The addresses of the files beside this package. */
export function mathsWasmUrls(): Required<MathsWasm> {
  return {
    words: new URL("../../wasm/words_bg.wasm", import.meta.url).href,
    notation: new URL("../../wasm/notation_bg.wasm", import.meta.url).href,
    algebra: new URL("../../wasm/algebra_bg.wasm", import.meta.url).href,
    algebraRest: new URL("../../wasm/algebra_rest.wasm", import.meta.url).href,
  };
}

/** Loads what reads words into this thread; once. */
export const loadWords = loader<WordsModule>(
  () => import("../../wasm/words.js"),
  () => mathsWasmUrls().words,
);

/** Loads what reads LaTeX into this thread; once. */
export const loadNotation = loader<NotationModule>(
  () => import("../../wasm/notation.js"),
  () => mathsWasmUrls().notation,
);

/** Loads what solves and draws into this thread; once. */
export const loadAlgebra = halvesLoader<AlgebraModule>(
  () => import("../../wasm/algebra.js"),
  () => mathsWasmUrls().algebra,
  () => mathsWasmUrls().algebraRest,
);
