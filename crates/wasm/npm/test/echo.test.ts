// Our own echo canceller in a real browser: what is played is gone from the microphone, and its module is fetched only
// where it is wanted.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { instantiate } from "../src/audio/abi.ts";
import { type EchoExports, EchoStage } from "../src/audio/echo-stage.ts";
import type * as Audio from "../src/audio.ts";
import { recording } from "./audio-module.ts";
import { openPage } from "./browser.ts";

const bytes = readFileSync(new URL("../wasm/echo.wasm", import.meta.url));

test("half a minute of the tutor's voice leaves next to nothing, and the module's memory stays as it is", () => {
  const exports = instantiate<EchoExports>(undefined, bytes);
  const stage = new EchoStage(exports, 16_000);
  const memory = exports.memory.buffer;
  const { samples } = recording("solve-quadratic.wav");
  const played = Float32Array.from({ length: 480_000 }, (_, n) => samples[n % samples.length] as number);
  const at = (n: number) => played[n] ?? 0;
  const echo = played.map((_, n) => 0.3 * at(n - 600) - 0.15 * at(n - 1_000) + 0.05 * at(n - 2_000));
  let [heard, left] = [0, 0];
  for (let n = 0; n + 128 <= played.length; n += 128) {
    const [now, then] = [echo.subarray(n, n + 128), played.subarray(n, n + 128)];
    const count = stage.process([now], [then], 0, 128);
    if (n < 96_000) continue;
    for (const sample of now) heard += sample * sample;
    for (const sample of stage.output.subarray(0, count)) left += sample * sample;
  }
  const quieterBy = 10 * Math.log10(heard / left);
  console.info(`echo quieter by ${quieterBy.toFixed(1)} dB; memory ${memory.byteLength} bytes`);
  expect(quieterBy).toBeGreaterThan(36);
  expect(exports.memory.buffer, "memory must not grow while sound runs").toBe(memory);
  expect(stage.found().delayMs).toBeGreaterThan(0);
});

// The runner rewrites `import` inside functions that it sends to the page, so the page imports for itself.
const html = `<!doctype html><title>test</title><script type="module">
import * as audio from "/dist/audio.js";
Object.assign(window, { audio });
</script>`;

type Opened = Awaited<ReturnType<typeof openPage>>;
let opened: Opened;
beforeAll(async () => {
  opened = await openPage({ "/": html });
}, 60_000);
afterAll(() => opened?.close());

test("the tutor's voice does not come back through the microphone", async () => {
  const seen = await opened.page.evaluate(async () => {
    const { Player, startCapture } = window.audio;
    const player = await Player.create();
    const { context } = player;
    // A room: what is played reaches the microphone late, and from two walls.
    const room = context.createMediaStreamDestination();
    const air = context.createMediaStreamSource(player.stream);
    for (const [delayTime, gain] of [
      [0.06, 0.5],
      [0.09, 0.2],
    ] as const) {
      air
        .connect(new DelayNode(context, { delayTime }))
        .connect(new GainNode(context, { gain }))
        .connect(room);
    }
    const voice = new Int16Array(24_000 * 9);
    let random = 1;
    for (let n = 0; n < voice.length; n += 1) {
      random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
      const loudness = Math.max(0, Math.sin((8 * n) / 24_000)) ** 2;
      voice[n] = 12_000 * loudness * (random / 0x40000000 - 1);
    }
    const run = async (echo: Audio.CaptureOptions["echo"]) => {
      const options = { stream: room.stream, played: player.stream, gate: false, denoise: "off" } as const;
      const capture = await startCapture({ ...options, ...(echo && { echo }) });
      const levels: number[] = [];
      let statistics: Audio.CaptureStatistics | undefined;
      capture.on("chunk", ({ level }) => levels.push(level));
      capture.on("statistics", (now) => {
        statistics = now;
      });
      player.play(voice.slice());
      player.finish();
      await new Promise((resolve) => player.on("end", () => resolve(undefined)));
      await capture.dispose();
      const late = levels.slice(-45, -5).map((level) => level * level);
      return { power: late.reduce((sum, one) => sum + one, 0) / late.length, statistics };
    };
    const fetched = () =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("echo.wasm"));
    const off = await run("off");
    const before = fetched();
    const own = await run("own");
    const after = fetched();
    await player.dispose();
    return { off, own, before, after };
  });
  const quieterBy = 10 * Math.log10(seen.off.power / seen.own.power);
  console.info(`in the browser the echo is quieter by ${quieterBy.toFixed(1)} dB`);
  expect([seen.before, seen.after]).toEqual([false, true]);
  expect(seen.off.power).toBeGreaterThan(1e-5);
  expect(quieterBy).toBeGreaterThan(20);
  expect(seen.off.statistics?.echoQuieterByDb).toBe(null);
  expect(seen.own.statistics?.echoQuieterByDb).toBeGreaterThan(0);
}, 60_000);

test("where the browser takes the echo out, our canceller is not fetched; where it does not, it is", async () => {
  const seen = await opened.page.evaluate(async () => {
    const { startCapture } = window.audio;
    const context = new AudioContext();
    const played = context.createMediaStreamDestination().stream;
    const asked: unknown[] = [];
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    const run = async (setting: unknown) => {
      devices.getUserMedia = async (wanted) => {
        asked.push((wanted?.audio as MediaTrackConstraints | undefined)?.echoCancellation);
        const stream = await ask({ audio: true });
        const [track] = stream.getAudioTracks();
        if (track) track.getSettings = () => ({ echoCancellation: setting as boolean });
        return stream;
      };
      const capture = await startCapture({ played, gate: false });
      const echo = await new Promise((resolve) =>
        capture.on("statistics", (now) => resolve(now.echoQuieterByDb !== null)),
      );
      await capture.dispose();
      return echo;
    };
    const own = [await run(true), await run("all"), await run("remote-only"), await run(false)];
    devices.getUserMedia = ask;
    await context.close();
    return { own, asked };
  });
  expect(seen.own).toEqual([false, false, true, true]);
  expect(seen.asked).toEqual([{ ideal: "all" }, { ideal: "all" }, { ideal: "all" }, { ideal: "all" }]);
}, 60_000);
