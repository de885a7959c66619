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

/** The functions that ran since this was asked last. */
function ran() {
  const numbers = marks.flatMap((mark, n) => (mark.value === 0 ? [] : [n]));
  for (const n of numbers) marks[n].value = 0;
  return numbers;
}

// What runs once, at the start, every problem needs that is the first.
algebra.solve("x^2-5x+6=0", "solve", "x", "en");
const first = ran();
algebra.solve("x^2-5x+6=0", "solve", "x", "en");
const again = new Set(ran());
const start = first.filter((n) => !again.has(n));
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
      console.log([...new Set([...start, ...ran()])].join(" "));
    }
  }
}
