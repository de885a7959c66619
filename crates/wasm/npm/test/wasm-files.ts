import { readFileSync } from "node:fs";

/** A module as it is shipped. */
export const file = (name: string) => readFileSync(new URL(`../wasm/${name}.wasm`, import.meta.url));

/** What `Maths.create` and the engine take. */
export const wasm = {
  words: file("words_bg"),
  notation: file("notation_bg"),
  algebra: file("algebra_bg"),
  algebraRest: file("algebra_rest"),
};
