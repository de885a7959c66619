// How long the browser's other audio stages take by Node on this machine: node peers.mjs FOLDER RECORDING.wav [SECONDS]
// FOLDER has node_modules with the packages of `cargo xtask bench audio`; RECORDING is 16 kHz, mono, 16 bit. The same
// columns as stages.mjs prints. Each is called the way its own page calls it: sapphi-red's worklet file runs as it is.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { argv, exit } from "node:process";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

const RUNS = 5;
const QUANTUM = 128;
/** A worklet's work comes round every 2, 6 or 15 quanta: with so many, a call does the same in every run. */
const ROUND = 30;
const [folder, recording, seconds = "5"] = argv.slice(2);
if (recording === undefined) {
  console.error("usage: node peers.mjs FOLDER RECORDING.wav [SECONDS]");
  exit(2);
}
const require = createRequire(join(folder, "package.json"));
const pcm = new Int16Array((await readFile(recording)).buffer.slice(44));

/** The recording over and over, at 16 kHz or with every sample three times (48 kHz: the content does not change the work). */
function sound(rate) {
  const samples = new Float32Array(rate * Number(seconds));
  for (let n = 0; n < samples.length; n += 1) {
    samples[n] = pcm[Math.floor((n * 16_000) / rate) % pcm.length] / 32_768;
  }
  return samples;
}

/** The processor of a worklet file, made as an AudioWorkletGlobalScope makes it. */
async function workletProcessor(file, wasm, rate) {
  const source = await readFile(require.resolve(file), "utf8");
  let Processor;
  Object.assign(globalThis, {
    sampleRate: rate,
    AudioWorkletProcessor: class {
      port = new MessageChannel().port1;
    },
    registerProcessor: (_, made) => {
      Processor = made;
    },
  });
  const here = pathToFileURL(require.resolve(file)).href;
  // An audio thread has no `process`: what Emscripten made looks for it to know where it is.
  const text = source.replaceAll("import.meta.url", JSON.stringify(here));
  runInThisContext(`((process) => {${text}\n})()`);
  const wasmBinary = (await readFile(require.resolve(wasm))).buffer;
  const processor = new Processor({ processorOptions: { wasmBinary, maxChannels: 1 } });
  while (processor.processor === undefined) await new Promise((done) => setTimeout(done, 5));
  return processor;
}

async function worklet(file, wasm, rate) {
  const processor = await workletProcessor(file, wasm, rate);
  const samples = sound(rate);
  const output = [[new Float32Array(QUANTUM)]];
  const call = (n) => {
    processor.process([[samples.subarray(n * QUANTUM, (n + 1) * QUANTUM)]], output, {});
    return output[0][0];
  };
  return {
    block: QUANTUM,
    calls: Math.floor(samples.length / QUANTUM / ROUND) * ROUND,
    call,
    end: () => processor.port.close(),
  };
}

async function jitsi() {
  const file = require.resolve("@jitsi/rnnoise-wasm/dist/rnnoise-sync.js");
  const source = (await readFile(file, "utf8")).replaceAll(
    "import.meta.url",
    JSON.stringify(pathToFileURL(file).href),
  );
  const create = runInThisContext(
    `(() => {${source.replace(/export default \w+;/, "")}; return createRNNWasmModuleSync;})()`,
  );
  const module = create();
  await module.ready;
  const state = module._rnnoise_create();
  const block = 480;
  const at = module._malloc(block * 4) / 4;
  const samples = sound(48_000).map((sample) => sample * 32_768);
  const call = (n) => {
    module.HEAPF32.set(samples.subarray(n * block, (n + 1) * block), at);
    module._rnnoise_process_frame(state, at * 4, at * 4);
    return module.HEAPF32.subarray(at, at + block);
  };
  return { block, calls: Math.floor(samples.length / block), call };
}

/** The model that vad-web brings, in ONNX Runtime for the web, on one thread, as vad-web runs it. */
async function silero(file) {
  const ort = require("onnxruntime-web/wasm");
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = pathToFileURL(join(folder, "node_modules/onnxruntime-web/dist/")).href;
  const session = await ort.InferenceSession.create(await readFile(require.resolve(file)));
  const block = 512;
  const samples = sound(16_000);
  const sr = new ort.Tensor("int64", [16_000n]);
  let state = new ort.Tensor("float32", new Float32Array(2 * 128), [2, 1, 128]);
  const call = async (n) => {
    const input = new ort.Tensor("float32", samples.subarray(n * block, (n + 1) * block), [1, block]);
    const found = await session.run({ input, state, sr });
    state = found.stateN;
    return found.output.data;
  };
  return { block, calls: Math.floor(samples.length / block), call, end: () => session.release() };
}

const sapphi = "@sapphi-red/web-noise-suppressor";
const peers = [
  [
    "sapphi-red gtcrn 16 kHz",
    () => worklet(`${sapphi}/gtcrnWorklet.js`, `${sapphi}/gtcrn.wasm`, 16_000),
    16_000,
  ],
  [
    "sapphi-red gtcrn 48 kHz",
    () => worklet(`${sapphi}/gtcrnWorklet.js`, `${sapphi}/gtcrn.wasm`, 48_000),
    48_000,
  ],
  [
    "sapphi-red rnnoise 48 kHz",
    () => worklet(`${sapphi}/rnnoiseWorklet.js`, `${sapphi}/rnnoise_simd.wasm`, 48_000),
    48_000,
  ],
  ["jitsi rnnoise 0.2 48 kHz", jitsi, 48_000],
  ["vad-web silero v5, ort-web", () => silero("@ricky0123/vad-web/dist/silero_vad_v5.onnx"), 16_000],
  ["vad-web silero v6, ort-web", () => silero("@ricky0123/vad-web/dist/silero_vad_v6.onnx"), 16_000],
];

console.log(`${"stage".padEnd(28)}  us / 10 ms   real time   a call of worst call us`);
for (const [name, make] of peers) {
  const { block, calls, call, end } = await make();
  const shortest = new Float64Array(calls).fill(Number.POSITIVE_INFINITY);
  const runs = [];
  let level = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    let last = start;
    for (let n = 0; n < calls; n += 1) {
      const answer = call(n);
      const given = answer instanceof Promise ? await answer : answer;
      level = Math.max(level, Math.abs(given[0]));
      const now = performance.now();
      // The first run is compiled while it goes.
      if (run > 0) shortest[n] = Math.min(shortest[n], now - last);
      last = now;
    }
    runs.push(last - start);
  }
  await end?.();
  if (!(level > 0)) throw new Error(`${name} gave nothing: it is not called rightly`);
  const share = runs.sort((a, b) => a - b)[RUNS >> 1] / 1000 / Number(seconds);
  const worst = shortest.reduce((a, b) => Math.max(a, b), 0) * 1000;
  const columns = [(share * 1e4).toFixed(2), share.toFixed(5), String(block), worst.toFixed(1)];
  console.log(name.padEnd(28) + columns.map((column, n) => column.padStart(n === 3 ? 14 : 12)).join(""));
}
exit(0);
