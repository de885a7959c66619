// Which functions the problems of the suite run: for `cargo xtask wasm`, which puts them into the first of two files.
//
// usage: node profile.mjs GLUE WASM     WASM is built so that each function sets a global of its own: ran0, ran1, …
// A line a problem: the numbers of the functions that ran for it, however it was asked.

import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [glue, wasm] = process.argv.slice(2);
const algebra = await import(pathToFileURL(glue).href);
const exports = await algebra.default({ module_or_path: readFileSync(wasm) });
const marks = [];
for (let n = 0; exports[`ran${n}`] !== undefined; n += 1) marks.push(exports[`ran${n}`]);
const suite = new URL("../../tests/suite/", import.meta.url);

for (const folder of ["chapters/", "algebra/"]) {
  for (const name of readdirSync(new URL(folder, suite)).sort()) {
    const lines = readFileSync(new URL(folder + name, suite), "utf8").split("\n");
    for (const line of lines) {
      // `kind[said] latex`, with the answer that is known behind `::` or `=>`; steps are indented.
      const [, kind, said, latex] = /^(\w+)(?:\[(.*?)\])? (.*?)(?: (?:::|=>) .*)?$/.exec(line) ?? [];
      if (kind === undefined) continue;
      for (const locale of ["en", "hi"]) {
        algebra.solve(latex, kind, said, locale);
        algebra.solve(latex, undefined, undefined, locale, undefined, false, 8);
        const letter = /(?<![a-z\\])[a-z](?![a-z])/.exec(latex)?.[0];
        if (letter !== undefined) algebra.solve(latex, kind, said ?? letter, locale);
      }
      const ran = marks.flatMap((mark, n) => (mark.value === 0 ? [] : [n]));
      for (const n of ran) marks[n].value = 0;
      console.log(ran.join(" "));
    }
  }
}
