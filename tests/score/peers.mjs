// Other engines on the problems of a corpus: answers as JSON lines, for the judge of the algebra.
//
// usage: node peers.mjs ENGINE CORPUS FOLDER     ENGINE: compute-engine | nerdamer-prime; FOLDER has node_modules
// A row: {id, answer_latex, time_us}. What an engine throws or leaves undone is no answer. Size and start go to standard
// error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const [engine, corpus, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(folder, "package.json")));
const rows = readFileSync(corpus, "utf8")
  .split("\n")
  .filter((line) => line.trim())
  .map((line) => JSON.parse(line));

async function computeEngine() {
  const { ComputeEngine } = require("@cortex-js/compute-engine");
  const ce = new ComputeEngine();
  return (row) => {
    const e = ce.parse(row.input_latex);
    const named = (head) =>
      ce.expr ? ce.expr([head, e.json]).evaluate() : ce.box([head, e.json]).evaluate();
    switch (row.kind) {
      case "solve":
        return (e.solve(row.variable) ?? []).map((root) => root.latex);
      case "expand":
        return named("Expand").latex;
      case "factor":
        return named("Factor").latex;
      case "simplify":
        return e.simplify().latex;
      case "solve_system": {
        const found = e.solve(row.variable.split(","));
        const one = Array.isArray(found) ? found[0] : found;
        return (
          one &&
          Object.entries(one)
            .map(([name, value]) => `${name}=${value.latex}`)
            .join(", ")
        );
      }
      default:
        return e.evaluate().simplify().latex;
    }
  };
}

function nerdamerPrime() {
  const nerdamer = require("nerdamer-prime/all.js");
  const infix = (latex) => nerdamer.convertFromLaTeX(latex).toString();
  return (row) => {
    const x = row.variable.split(",")[0].replace("\\", "");
    switch (row.kind) {
      case "solve":
        return nerdamer(`solve(${infix(row.input_latex)}, ${x})`).symbol.elements.map((e) =>
          nerdamer(e).toTeX(),
        );
      case "integrate":
        return nerdamer(`integrate(${row.integrand.replaceAll("**", "^")}, ${x})`).toTeX();
      case "expand":
        return nerdamer(`expand(${infix(row.input_latex)})`).toTeX();
      case "factor":
        return nerdamer(`factor(${infix(row.input_latex)})`).toTeX();
      case "evaluate":
        return nerdamer(infix(row.input_latex)).evaluate().toTeX();
      case "simplify":
        return nerdamer(`simplify(${infix(row.input_latex)})`).toTeX();
      default:
        return nerdamer(infix(row.input_latex)).toTeX();
    }
  };
}

const entries = {
  "compute-engine": "export * from '@cortex-js/compute-engine'",
  "nerdamer-prime": "export { default } from 'nerdamer-prime/all.js'",
};
const bundle = buildSync({
  stdin: { contents: entries[engine], resolveDir: folder },
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  platform: "browser",
  external: ["fs", "path"],
  logLevel: "silent",
}).outputFiles[0].contents;
const begun = performance.now();
const solve = engine === "compute-engine" ? await computeEngine() : nerdamerPrime();
const cold = performance.now() - begun;
console.error(
  `bundled and minified: ${gzipSync(bundle, { level: 9 }).length} bytes gzip; cold start: ${cold.toFixed(1)} ms`,
);
for (const row of rows) {
  const started = performance.now();
  let answer = null;
  try {
    answer = solve(row) ?? null;
  } catch {
    answer = null;
  }
  const time_us = Math.round((performance.now() - started) * 1000);
  const unfinished =
    typeof answer === "string" && /\\int|\\lim|\\mathrm\{(?:Error|NaN)|NaN|undefined/.test(answer);
  console.log(JSON.stringify({ id: row.id, answer_latex: unfinished ? null : answer, time_us }));
}
