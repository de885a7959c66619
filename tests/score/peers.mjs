// Other engines on the problems of a corpus: answers as JSON lines, for the judge of the algebra.
//
// usage: node peers.mjs ENGINE CORPUS FOLDER     ENGINE: compute-engine | nerdamer-prime; FOLDER has node_modules
// A row: {id, answer_latex, time_us}. What an engine throws or leaves undone is no answer. A problem has ten seconds, all
// of them together two minutes and a half: an engine runs in a Worker, which is ended and begun anew. Size, start and what
// was cut off go to standard error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const LIMIT_MS = 10_000;
const LIMIT_OF_ALL_MS = 150_000;
const [engine, corpus, folder] = isMainThread ? process.argv.slice(2) : workerData;
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
  const nerdamer = require("nerdamer-prime/all");
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

/** In a Worker: the engine, asked one problem after another. */
async function serve() {
  const begun = performance.now();
  const solve = engine === "compute-engine" ? await computeEngine() : nerdamerPrime();
  parentPort.postMessage({ cold: performance.now() - begun });
  parentPort.on("message", (row) => {
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
    parentPort.postMessage({ answer_latex: unfinished ? null : answer, time_us });
  });
}

/** What a Worker says next; nothing if it takes longer. */
function said(worker, limit_ms) {
  return new Promise((resolve) => {
    const end = (value) => {
      clearTimeout(late);
      worker.off("message", end);
      worker.off("error", broken);
      resolve(value);
    };
    const broken = () => end(null);
    const late = setTimeout(broken, limit_ms);
    worker.once("message", end);
    worker.once("error", broken);
  });
}

async function measure() {
  const entries = {
    "compute-engine": "export * from '@cortex-js/compute-engine'",
    "nerdamer-prime": "export { default } from 'nerdamer-prime/all'",
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
  const begin = async () => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: [engine, corpus, folder] });
    const first = await said(worker, 60_000);
    return { worker, cold: first?.cold ?? Number.NaN };
  };
  let { worker, cold } = await begin();
  console.error(
    `bundled and minified: ${gzipSync(bundle, { level: 9 }).length} bytes gzip; cold start: ${cold.toFixed(1)} ms`,
  );
  const begun = performance.now();
  let [slow, unasked] = [0, 0];
  for (const row of rows) {
    if (performance.now() - begun > LIMIT_OF_ALL_MS) {
      unasked += 1;
      console.log(JSON.stringify({ id: row.id, answer_latex: null }));
      continue;
    }
    worker.postMessage(row);
    let found = await said(worker, LIMIT_MS);
    if (!found) {
      slow += 1;
      found = { answer_latex: null, time_us: LIMIT_MS * 1000 };
      await worker.terminate();
      ({ worker } = await begin());
    }
    console.log(JSON.stringify({ id: row.id, ...found }));
  }
  await worker.terminate();
  console.error(
    `cut off: ${slow} problems after ${LIMIT_MS / 1000} s each, ${unasked} not asked after ${LIMIT_OF_ALL_MS / 1000} s in all`,
  );
}

await (isMainThread ? measure() : serve());
