// How long the audio stages take in WebAssembly: node stages.mjs FILE.wasm [SECONDS [PART OF A NAME]]
// FILE is ganita-worklet built with its feature `stages`. The same columns as `ganita bench audio` prints; this
// machine's times.
import { readFile } from "node:fs/promises";
import { argv, exit } from "node:process";

const RUNS = 5;
const [file, seconds = "5", part = ""] = argv.slice(2);
if (file === undefined) {
  console.error("usage: node stages.mjs FILE.wasm [SECONDS [PART OF A NAME]]");
  exit(2);
}
const { instance } = await WebAssembly.instantiate(await readFile(file), {});
const wasm = instance.exports;
const bench = wasm.ganita_bench_create();

function name(stage) {
  const length = wasm.ganita_bench_name_length(bench, stage);
  const bytes = new Uint8Array(wasm.memory.buffer, wasm.ganita_bench_name(bench, stage), length);
  return new TextDecoder().decode(bytes);
}

console.log(`${"stage".padEnd(28)}  us / 10 ms   real time   a call of worst call us`);
for (let stage = 0; stage < wasm.ganita_bench_stages(bench); stage += 1) {
  if (!name(stage).includes(part)) continue;
  let calls = wasm.ganita_bench_choose(bench, stage, Number(seconds));
  const shortest = new Float64Array(calls).fill(Number.POSITIVE_INFINITY);
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    calls = wasm.ganita_bench_choose(bench, stage, Number(seconds));
    const start = performance.now();
    let last = start;
    for (let call = 0; call < calls; call += 1) {
      wasm.ganita_bench_call(bench, call);
      const now = performance.now();
      // The first run is compiled while it goes.
      if (run > 0) shortest[call] = Math.min(shortest[call], now - last);
      last = now;
    }
    runs.push(last - start);
  }
  const share = runs.sort((a, b) => a - b)[RUNS >> 1] / 1000 / Number(seconds);
  const worst = shortest.reduce((a, b) => Math.max(a, b), 0) * 1000;
  const columns = [
    (share * 1e4).toFixed(2),
    share.toFixed(5),
    String(wasm.ganita_bench_block(bench, stage)),
    worst.toFixed(1),
  ];
  console.log(
    name(stage).padEnd(28) + columns.map((column, n) => column.padStart(n === 3 ? 14 : 12)).join(""),
  );
}
