// The case files of tests/suite through the packed package: what the cores answer natively, the browser's files answer
// to the letter.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { application, tarball } from "./pack.mjs";

const suite = new URL("../suite/", import.meta.url);
let maths;
before(async () => {
  const home = `${application(tarball())}/node_modules/@ganita/web`;
  const { Maths } = await import(pathToFileURL(`${home}/dist/maths.js`).href);
  const file = (name) => readFileSync(`${home}/wasm/${name}.wasm`);
  const wasm = {
    words: file("words_bg"),
    notation: file("notation_bg"),
    algebra: file("algebra_bg"),
    algebraRest: file("algebra_rest"),
  };
  maths = await Maths.create({ worker: false, wasm });
});
after(() => maths?.dispose());

/** `input => output`, or the output below, indented by two spaces; `#` begins a comment. As `case_file.rs` reads it. */
function cases(file) {
  const found = [];
  for (const [number, line] of readFileSync(file, "utf8").split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (line.startsWith("  ")) {
      found.at(-1).output.push(line.slice(2).trimEnd());
      continue;
    }
    const at = line.indexOf(" => ");
    const input = at < 0 ? line : line.slice(0, at);
    found.push({ line: number + 1, input: input.trim(), output: at < 0 ? [] : [line.slice(at + 4).trim()] });
  }
  return found.map((one) => ({ ...one, output: one.output.join("\n") }));
}

const answers = {
  async spoken(words) {
    const { latex, command, quantity, variable, method } = await maths.convert(words);
    if (command === null) return latex;
    const asked = `${quantity ?? command}${variable ? ` in ${variable}` : ""}${method ? ` by ${method}` : ""}`;
    return `[${asked}] ${latex}`.trimEnd();
  },
  async algebra(problem) {
    const [, kind, said, latex] = /^(\w+)(?:\[(.*?)\])? (.*)$/.exec(problem);
    const solution = await maths.solve(latex, { kind, ...(said && { variable: said }) });
    const lines = [];
    const show = (step, indent) => {
      lines.push(`${indent}${step.rule}  ${step.afterLatex}`);
      for (const substep of step.substeps) show(substep, `${indent}  `);
    };
    if (!solution.ok) {
      lines.push(`refused: ${solution.refusal.code}`);
      for (const step of solution.refusal.steps) show(step, "");
      return lines.join("\n");
    }
    for (const step of solution.steps) show(step, "");
    return [...lines, `answer  ${solution.answerLatex}`].join("\n");
  },
  async review(work) {
    const { lines } = await maths.checkWork(work.split(";").map((line) => line.trim()));
    return lines.map(({ verdict, mistake }) => (mistake ? `${verdict}: ${mistake}` : verdict)).join("; ");
  },
};

for (const [folder, answer] of Object.entries(answers)) {
  const files = readdirSync(new URL(folder, suite)).filter((name) => name.endsWith(".txt"));
  assert.ok(files.length > 0, `tests/suite/${folder} has no case files`);
  for (const name of files) {
    test(`${folder}/${name}`, async () => {
      const different = [];
      for (const { line, input, output } of cases(new URL(`${folder}/${name}`, suite))) {
        const found = await answer(input);
        if (found !== output) different.push(`line ${line}: ${input}\nexpected\n${output}\nfound\n${found}`);
      }
      assert.deepEqual(different, []);
    });
  }
}
