// algebra.wasm as the page loads it, on the problems of a corpus: answers as JSON lines, for the judge of the algebra.
//
// usage: node ours.mjs FOLDER WHOLE CORPUS [ROUNDS]
// FOLDER has algebra.js, algebra_bg.wasm and algebra_rest.wasm; WHOLE is the module they were made from, which answers the
// problems, all of them ROUNDS times.
// A row: {id, answer_latex, time_us}. What is said of size, start and memory goes to standard error.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [folder, whole, corpus, rounds = "1"] = process.argv.slice(2);
const rows = readFileSync(corpus, "utf8")
  .split("\n")
  .filter((line) => line.trim())
  .map((line) => JSON.parse(line));
const glue = join(folder, "algebra.js");
const wasm = readFileSync(join(folder, "algebra_bg.wasm"));

const begun = performance.now();
const module = await import(pathToFileURL(glue).href);
await module.default({ module_or_path: wasm });
const ready = performance.now();
module.solve("x^2-5x+6=0", "solve", "x", "en");
const first = performance.now();

const gzip = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const loadedFirst = gzip(join(folder, "algebra_bg.wasm")) + gzip(glue);
console.error(
  `wasm and glue: ${loadedFirst} bytes gzip at first, ${gzip(join(folder, "algebra_rest.wasm"))} when they are needed; ` +
    `cold start: ${(ready - begun).toFixed(1)} ms, with the first answer ${(first - begun).toFixed(1)} ms`,
);

/** Whether the first file answers a problem by itself. */
function isAnsweredAtFirst({ input_latex, kind, variable }) {
  try {
    module.solve(input_latex, kind, variable, "en");
    return true;
  } catch {
    module.__wbg_reset_state();
    return false;
  }
}
const atFirst = rows.filter(isAnsweredAtFirst).length;
console.error(`answered by what is loaded at first: ${atFirst} of ${rows.length} problems`);
const replaced = performance.now();
module.replaceModule(await WebAssembly.compile(readFileSync(whole)));
const instance = await module.default();
console.error(`cold start: ${(performance.now() - replaced).toFixed(1)} ms for the whole, once it is there`);

for (const row of Array.from({ length: Number(rounds) }, () => rows).flat()) {
  const started = performance.now();
  const solution = module.solve(row.input_latex, row.kind, row.variable, "en");
  const time_us = Math.round((performance.now() - started) * 1000);
  console.log(
    JSON.stringify({ id: row.id, answer_latex: solution.ok ? solution.answerLatex : null, time_us }),
  );
}

// Nothing in wasm gives memory back, so this is the most that was ever held.
const held = () => (instance.memory.buffer.byteLength / 1048576).toFixed(1);
console.error(`memory after ${rounds} × ${rows.length} problems: ${held()} MiB`);
for (const [latex, kind] of [
  ["(a+b+c+d)^{40}", "expand"],
  ["\\int\\frac{x^5\\sin x}{\\sqrt{1+x^3}\\ln x}dx", "integrate"],
  ["x^{12}-7x^{11}+5x^7-3x^5+x^2-11=0", "solve"],
]) {
  module.solve(latex, kind, "x", "en", undefined, true);
}
console.error(`memory after problems that are too long, "think harder": ${held()} MiB`);
