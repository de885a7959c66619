// Whether KaTeX sets every formula of a file, one a line.
// usage: node katex.mjs FILE

import { readFileSync } from "node:fs";
import katex from "katex";

const formulas = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean);
let refused = 0;
for (const latex of formulas) {
  try {
    katex.renderToString(latex, { throwOnError: true, strict: "ignore", trust: false, maxExpand: 10_000 });
  } catch (error) {
    refused += 1;
    if (refused <= (Number(process.argv[3]) || 20))
      console.log(`${latex.slice(0, 300)}: ${error.message.slice(0, 200)}`);
  }
}
console.log(`${formulas.length} formulas shown to KaTeX, ${refused} refused`);
process.exitCode = refused === 0 ? 0 : 1;
