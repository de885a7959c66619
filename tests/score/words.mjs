// How long words take to become a formula in WebAssembly: node words.mjs FOLDER SENTENCES
// FOLDER has words.js and words_bg.wasm; SENTENCES has lines of a name and fifteen words. The same columns as `ganita bench
// spoken` prints, with what JavaScript adds to each call: the reading as an object. This machine's times.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argv, exit } from "node:process";
import { pathToFileURL } from "node:url";

const ROUNDS = 300;
const [folder, file] = argv.slice(2);
if (file === undefined) {
  console.error("usage: node words.mjs FOLDER SENTENCES");
  exit(2);
}
const words = await import(pathToFileURL(join(folder, "words.js")).href);
words.initSync({ module: readFileSync(join(folder, "words_bg.wasm")) });

const timed = (work) => {
  const start = performance.now();
  work();
  return (performance.now() - start) * 1000;
};
const quantile = (times, share) => times.toSorted((a, b) => a - b)[Math.round(share * (times.length - 1))];

function hear(sentence) {
  const listener = new words.Listener("auto");
  let said = "";
  const times = sentence.split(/\s+/).map((word) => {
    said = said === "" ? word : `${said} ${word}`;
    return timed(() => listener.hear(said));
  });
  listener.free();
  return times;
}

const line = (name, columns) =>
  console.log(name.padEnd(12) + columns.map((column) => column.padStart(14)).join(""));
const columns = ({ whole, more, last }) =>
  [
    quantile(whole, 0.5),
    quantile(whole, 0.99),
    quantile(more, 0.5),
    quantile(more, 0.99),
    quantile(last, 0.5),
  ].map((us) => us.toFixed(1));

line("15 words", ["whole p50 us", "whole p99 us", "word p50 us", "word p99 us", "last word us"]);
const all = { whole: [], more: [], last: [] };
for (const row of readFileSync(file, "utf8").trim().split("\n")) {
  const [, name, sentence] = /^(\S+)\s+(.*)$/.exec(row);
  const found = { whole: [], more: [], last: [] };
  for (let round = 0; round < 2 * ROUNDS; round += 1) {
    const whole = timed(() => words.convert(sentence, "auto"));
    const more = hear(sentence);
    // The first half is compiled while it goes.
    if (round < ROUNDS) continue;
    found.whole.push(whole);
    found.more.push(...more);
    found.last.push(more.at(-1));
  }
  line(name, columns(found));
  for (const key of Object.keys(all)) all[key].push(...found[key]);
}
line("all", columns(all));
