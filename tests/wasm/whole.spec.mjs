// The solver in WebAssembly says to the letter what it says natively: every step, every word in both languages, the fuel
// it took. On our own problems, on what is nested deep, and on the development problems where they are beside the checkout.
// The first of its two files says the same or nothing at all.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

const root = new URL("../../", import.meta.url);
const file = (name) => readFileSync(new URL(`crates/wasm/npm/wasm/${name}`, root));
let algebra;
/** As `algebra`, with the functions of the first file alone. */
let first;
let bytes;
before(async () => {
  const { joined, restOf } = await import(new URL("crates/wasm/npm/dist/maths/halves.js", root).href);
  const glue = new URL("crates/wasm/npm/wasm/algebra.js", root).href;
  bytes = joined(file("algebra_bg.wasm"), restOf(file("algebra_rest.wasm")));
  algebra = await import(glue);
  await algebra.default({ module_or_path: bytes });
  first = await import(`${glue}?first`);
  await first.default({ module_or_path: file("algebra_bg.wasm") });
});

test("two files make the module that was split, to the byte", () => {
  assert.ok(readFileSync(new URL("target/wasm/algebra_whole.wasm", root)).equals(bytes));
});

/** What the first file answers; undefined where it needs the rest. */
function byTheFirst(...question) {
  try {
    return JSON.stringify(first.solve(...question));
  } catch (error) {
    assert.ok(error instanceof WebAssembly.RuntimeError || error instanceof RangeError, `${error}`);
    first.__wbg_reset_state();
    return undefined;
  }
}

/** The first lines of the case files: `kind[said] latex`, with the answer that is known behind `::` or `=>`. */
function own() {
  return ["tests/suite/algebra/", "tests/suite/chapters/"].flatMap((folder) =>
    readdirSync(new URL(folder, root)).flatMap((name) =>
      readFileSync(new URL(folder + name, root), "utf8")
        .split("\n")
        .map((line) => /^(\w+)(?:\[(.*?)\])? (.*?)(?: (?:::|=>) .*)?$/.exec(line))
        .filter(Boolean)
        .map(([, kind, variable, latex]) => ({ kind, variable: variable ?? null, latex })),
    ),
  );
}

function deep() {
  const rows = JSON.parse(readFileSync(new URL("crates/algebra/tests/deep.json", root), "utf8"));
  return rows.map(({ kind, open, middle, close, times }) => ({
    kind,
    variable: "x",
    latex: open.repeat(times) + middle + close.repeat(times),
  }));
}

function development() {
  const file = new URL("../shared/corpus/algebra/dev.jsonl", root);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line))
    .map(({ kind, input_latex, variable }) => ({ kind, variable, latex: input_latex }));
}

function natively(problems) {
  const input = problems.map((problem) => JSON.stringify(problem)).join("\n");
  const run = ["run", "-q", "-p", "ganita-wasm", "--example", "answers"];
  const output = execFileSync("cargo", run, { cwd: fileURLToPath(root), input, maxBuffer: 1 << 28 });
  return output.toString().trimEnd().split("\n");
}

// JSON writes 1.0 as JavaScript writes 1: read and written again by the same writer.
const again = (line) => JSON.stringify(JSON.parse(line));

// Behind each how many of them, in percent, the first file answers at least, decimals among what is asked.
for (const [name, problems, least] of [
  ["our own problems", own(), 40],
  ["what is nested deep", deep(), 1],
  ["the development problems", development(), 40],
]) {
  const skip = problems.length === 0 && "they are not on this machine";
  test(`${name}: the same JSON in WebAssembly as natively`, { skip }, (t) => {
    const asked = problems.map((problem, n) => ({ ...problem, locale: n % 2 ? "hi" : "en" }));
    const expected = natively(asked);
    assert.equal(expected.length, asked.length);
    let answered = 0;
    const different = asked
      .map(({ latex, kind, variable, locale }, n) => {
        const question = [latex, kind, variable ?? undefined, locale, undefined, false, 8];
        const [a, b] = [again(expected[n]), JSON.stringify(algebra.solve(...question))];
        const c = byTheFirst(...question);
        if (c !== undefined) answered += 1;
        return a === b && (c ?? a) === a
          ? null
          : { latex: latex.slice(0, 200), natively: a.slice(0, 600), browser: b.slice(0, 600) };
      })
      .filter(Boolean);
    assert.deepEqual(different.slice(0, 3), [], `${different.length} of ${asked.length} differ`);
    const share = `the first file answers ${answered} of ${asked.length}`;
    t.diagnostic(share);
    assert.ok(100 * answered >= least * asked.length && answered < asked.length, share);
  });
}

test("what is nested deep ends in a Worker with a small stack as it does here", async () => {
  const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    (async () => {
      const algebra = await import(workerData.glue);
      await algebra.default({ module_or_path: workerData.wasm });
      parentPort.postMessage(
        workerData.problems.map(({ latex, kind, variable }) =>
          JSON.stringify(algebra.solve(latex, kind, variable, "en", undefined, false, 8)),
        ),
      );
    })();`;
  const problems = deep();
  const worker = new Worker(source, {
    eval: true,
    // About what browsers give a Worker.
    resourceLimits: { stackSizeMb: 1 },
    workerData: {
      glue: new URL("crates/wasm/npm/wasm/algebra.js", root).href,
      wasm: bytes,
      problems,
    },
  });
  const [answers] = await once(worker, "message");
  await worker.terminate();
  assert.equal(answers.length, problems.length);
  for (const [n, { latex, kind, variable }] of problems.entries()) {
    const here = JSON.stringify(algebra.solve(latex, kind, variable, "en", undefined, false, 8));
    assert.equal(answers[n], here, latex.slice(0, 80));
  }
});
