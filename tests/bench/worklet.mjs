// The AudioWorklet at work for minutes, in Chromium: underruns, memory, allocations, load, lateness, how soon it is ready
// and how soon it falls silent. Beside it a context that only hums shows what the machine itself misses. The page's thread
// is slowed down by Chromium itself; the audio thread, which Chromium leaves alone, is given the work that many times over.
// `cargo xtask bench worklet` runs it.

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { followWorklets } from "./allocations.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    slower: { type: "string", default: "4" },
    mode: { type: "string", default: "gtcrn" },
    echo: { type: "boolean", default: false },
    shared: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const minutes = Number(values.minutes);
const slower = Number(values.slower);

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "crates/wasm/npm");
const recording = join(root, "tests/recordings/derivative-noisy.wav");
const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
const html = `<!doctype html><title>bench</title><script type="module">
import * as audio from "/dist/audio.js";
window.audio = audio;
</script>`;

const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  const isolation = values.shared
    ? { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" }
    : {};
  const file = join(folder, path);
  if (path === "/") response.writeHead(200, { ...isolation, "content-type": "text/html" }).end(html);
  else if (!existsSync(file)) response.writeHead(404).end();
  else {
    response.writeHead(200, { ...isolation, "content-type": types[extname(path)] ?? "text/plain" });
    createReadStream(file).pipe(response);
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
    ...["--disable-background-networking", "--disable-component-update"],
    ...["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"],
    `--use-file-for-fake-audio-capture=${recording}`,
    "--autoplay-policy=no-user-gesture-required",
  ],
});
const address = `http://127.0.0.1:${server.address().port}/`;

/** From asking to the audio thread's answer, with the microphone open, in ms: as the first one of a page, and as later ones. */
async function readyMs(rate, isPrepared = false) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  const settings = { mode: values.mode, isPrepared };
  const found = await page.evaluate(async ({ mode, isPrepared }) => {
    if (isPrepared) await window.audio.prepareAudio();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false } });
    const found = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const context = new AudioContext();
      await context.resume();
      const begun = performance.now();
      const capture = await window.audio.startCapture({ context, stream, denoise: mode });
      found.push(performance.now() - begun);
      await capture.dispose();
      await context.close();
    }
    return found;
  }, settings);
  await context.close();
  return found;
}
const ready = {
  page: await readyMs(1),
  slowed: await readyMs(slower),
  prepared: await readyMs(slower, true),
};

const page = await browser.newPage();
await page.goto(address);
const devtools = await page.context().newCDPSession(page);
await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });

// Ten seconds in the midst of it, or half of it. What allocates once a second is among them, what starts up is not.
const worklets = await followWorklets(devtools);
const allocationSeconds = Math.min(10, minutes * 30);
const allocating = (async () => {
  await page.waitForFunction(() => window.isRunning, undefined, { timeout: 120_000 });
  return worklets.measure(allocationSeconds);
})();

const found = await page.evaluate(
  async ({ minutes, slower, mode, echo }) => {
    const { startCapture, Player } = window.audio;
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false } });

    const player = await Player.create();
    const options = { stream, denoise: mode, gate: false, context: player.context };
    if (echo) Object.assign(options, { echo: "own", played: player.stream });
    const captures = [];
    for (let n = 0; n < slower; n += 1) captures.push(await startCapture(options));
    const [capture] = captures;
    const delays = [];
    let chunks = 0;
    let gaps = 0;
    let next;
    capture.on("chunk", ({ sequence, capturedAtMs }) => {
      // The first chunks came while the other captures were made.
      if (next !== undefined && sequence !== next) gaps += 1;
      next = sequence + 1;
      chunks += 1;
      delays.push(performance.now() - capturedAtMs);
    });
    const loads = captures.map(() => []);
    const memory = captures.map(() => []);
    let lost = 0;
    for (const [n, one] of captures.entries()) {
      one.on("statistics", (now) => {
        loads[n].push(now.load);
        memory[n].push(now.memoryBytes);
        lost = Math.max(lost, now.lostEvents);
      });
    }
    const stats = player.context.playbackStats;
    const beside = new AudioContext();
    const hum = new OscillatorNode(beside);
    hum.connect(new GainNode(beside, { gain: 0.001 })).connect(beside.destination);
    hum.start();
    await pause(3_000);
    window.isRunning = true;
    const begun = performance.now();
    // The seconds in which either ran short.
    const short = { own: [], beside: [] };
    const counted = { own: stats?.underrunEvents, beside: beside.playbackStats?.underrunEvents };
    const besideBefore = counted.beside;
    const look = setInterval(() => {
      const now = { own: stats?.underrunEvents, beside: beside.playbackStats?.underrunEvents };
      for (const which of ["own", "beside"]) {
        if (now[which] > counted[which]) short[which].push(Math.round((performance.now() - begun) / 1_000));
        counted[which] = now[which];
      }
    }, 1_000);
    const before = {
      underruns: stats?.underrunEvents,
      ms: stats?.underrunDuration,
      time: player.context.currentTime,
    };
    let voices = 0;
    while (performance.now() - begun < minutes * 60_000) {
      // The tutor speaks half of the time.
      player.play(new Int16Array(24_000 * 5).map((_, n) => 6_000 * Math.sin(n / 9)));
      player.finish();
      voices += 1;
      await pause(Math.min(10_000, minutes * 60_000 - (performance.now() - begun)));
    }
    const wall = (performance.now() - begun) / 1_000;
    const after = {
      underruns: stats?.underrunEvents,
      ms: stats?.underrunDuration,
      time: player.context.currentTime,
    };

    clearInterval(look);
    const besideUnderruns = beside.playbackStats?.underrunEvents - besideBefore;
    await beside.close();

    // From flush to the first silent sample at the loudspeaker's end of the graph.
    const code = `registerProcessor("ear", class extends AudioWorkletProcessor {
      process([[samples]]) {
        if (samples?.some((sample) => sample !== 0)) this.port.postMessage(currentTime + samples.length / sampleRate);
        return true;
      }
    });`;
    const { context } = player;
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
    const ear = new AudioWorkletNode(context, "ear", { numberOfOutputs: 0 });
    const flushed = [];
    const heard = await window.audio.Player.create({ context, destination: ear });
    for (let turn = 0; turn < 20; turn += 1) {
      let last = 0;
      ear.port.onmessage = ({ data }) => {
        last = data;
      };
      heard.play(new Int16Array(48_000).fill(9_000));
      await pause(400);
      const asked = context.currentTime;
      heard.flush();
      await pause(200);
      flushed.push((last - asked) * 1_000);
    }
    for (const one of captures) await one.dispose();
    return {
      rate: context.sampleRate,
      shared: crossOriginIsolated,
      underruns: stats === undefined ? null : after.underruns - before.underruns,
      besideUnderruns,
      short,
      underrunMs: stats === undefined ? null : (after.ms - before.ms) * 1_000,
      audioSeconds: after.time - before.time,
      wall,
      loads,
      memory,
      lost,
      gaps,
      chunks,
      voices,
      delays,
      flushed,
    };
  },
  { minutes, slower, mode: values.mode, echo: values.echo },
);
const allocations = await allocating.catch((error) => error.message);
await browser.close();
server.closeAllConnections();
server.close();

const sorted = (list) => [...list].sort((a, b) => a - b);
const quantile = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(share * list.length))];
const when = (seconds) => (seconds.length === 0 ? "" : `, in second ${seconds.join(", ")}`);
const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
const load = found.loads[0].map((_, second) => found.loads.reduce((sum, one) => sum + (one[second] ?? 0), 0));
const sizes = found.memory.map((list) => [list[0], list.at(-1)]);
const isConstant = found.memory.every((list) => new Set(list).size === 1);
const line = (name, value) => console.log(`${name.padEnd(44)}${value}`);
line(
  "minutes",
  `${minutes}, with the work of ${slower} (${values.mode}${values.echo ? ", own echo canceller" : ""})`,
);
line("context", `${found.rate} Hz, chunks by ${found.shared ? "shared memory" : "messages"}`);
line("seconds of sound, of the clock", `${found.audioSeconds.toFixed(1)}, ${found.wall.toFixed(1)}`);
line(
  "underruns",
  found.underruns === null
    ? "not told"
    : `${found.underruns} (${found.underrunMs.toFixed(1)} ms)${when(found.short.own)}`,
);
line(
  "underruns of a context that only hums",
  found.underruns === null ? "not told" : `${found.besideUnderruns}${when(found.short.beside)}`,
);
line(
  "load of the audio thread, all of them",
  `mean ${mean(load).toFixed(3)}, p99 ${quantile(load, 0.99).toFixed(3)}`,
);
line("load of one", mean(found.loads[0]).toFixed(3));
line("module's memory", `${sizes[0].join(" → ")} bytes, ${isConstant ? "constant" : "NOT constant"}`);
if (Array.isArray(allocations)) {
  const all = allocations.reduce((sum, [, bytes]) => sum + bytes, 0);
  line("JavaScript allocated on the audio thread", `${all.toFixed(0)} bytes a second, of them`);
  for (const [name, bytes] of allocations.slice(0, 12)) line(`  ${name}`, bytes.toFixed(0));
} else line("JavaScript allocated on the audio thread", `not told (${allocations ?? "no worklet is shown"})`);
line("chunks, gaps, events lost", `${found.chunks}, ${found.gaps}, ${found.lost}`);
line(
  "chunk on the page after its last sample",
  `p50 ${quantile(found.delays, 0.5).toFixed(1)} ms, p99 ${quantile(found.delays, 0.99).toFixed(1)} ms`,
);
for (const [name, [first, ...later]] of [
  ["ready: first, later", ready.page],
  [`ready, the page's thread ${slower} times slower`, ready.slowed],
  ["ready, that page prepared", ready.prepared],
]) {
  line(name, `${first.toFixed(0)} ms, ${later.map((ms) => ms.toFixed(0)).join(" and ")} ms`);
}
line(
  "silent after a flush",
  `p50 ${quantile(found.flushed, 0.5).toFixed(1)} ms, most ${Math.max(...found.flushed).toFixed(1)} ms`,
);
