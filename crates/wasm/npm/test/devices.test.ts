// What phones and headsets do to a running microphone, in a real browser: the graph is made anew and numbers go on.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as Audio from "../src/audio.ts";
import { openPage } from "./browser.ts";

interface Seen {
  sequences: number[];
  loudest: number;
  speech: boolean[];
  changes: { label: string; sampleRateHz: number }[];
  errors: string[];
  ended: number;
  heardSeconds: number;
  /** Which devices were asked for, and the contexts that were made. */
  asked: (string | undefined)[];
  contexts: number[];
}

interface Bench {
  /** Starts a capture without a gate and follows it. */
  listen(options?: Audio.CaptureOptions): Promise<{ capture: Audio.Capture; seen: Seen }>;
  /** Lets the microphone end, as an unplugged one does. */
  unplug(): void;
  /** Until so many more chunks have come. */
  more(seen: Seen, count: number): Promise<void>;
  until(what: () => boolean): Promise<void>;
  /** The rate of contexts made from now on. */
  rate: number | undefined;
  /** Devices that cannot be opened. */
  missing: Set<string>;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

// The runner rewrites `import` inside functions that it sends to the page, so the page imports for itself.
const html = `<!doctype html><title>test</title><script type="module">
import * as audio from "/dist/audio.js";
const devices = navigator.mediaDevices;
const ask = devices.getUserMedia.bind(devices);
const Context = window.AudioContext;
let streams = [];
let seen;
const bench = { rate: undefined, missing: new Set() };
devices.getUserMedia = async (wanted) => {
  const device = wanted.audio?.deviceId?.exact;
  seen?.asked.push(device);
  if (bench.missing.has(device)) throw new DOMException("gone", "OverconstrainedError");
  const stream = await ask(wanted);
  streams.push(stream);
  return stream;
};
window.AudioContext = class extends Context {
  constructor(options) {
    super(bench.rate === undefined ? options : { ...options, sampleRate: bench.rate });
    seen?.contexts.push(this.sampleRate);
  }
};
bench.listen = async (options) => {
  streams = [];
  seen = { sequences: [], loudest: 0, speech: [], changes: [], errors: [], ended: 0, heardSeconds: 0, asked: [], contexts: [] };
  const mine = seen;
  const capture = await audio.startCapture({ gate: false, ...options });
  capture.on("chunk", ({ sequence, samples }) => {
    mine.sequences.push(sequence);
    for (const sample of samples) mine.loudest = Math.max(mine.loudest, Math.abs(sample));
  });
  capture.on("speech", ({ speaking }) => mine.speech.push(speaking));
  capture.on("change", (now) => mine.changes.push(now));
  capture.on("error", ({ reason }) => mine.errors.push(reason));
  capture.on("ended", () => { mine.ended += 1; });
  capture.on("statistics", ({ heardSeconds }) => { mine.heardSeconds = heardSeconds; });
  return { capture, seen };
};
bench.unplug = () => {
  const [track] = streams.at(-1).getAudioTracks();
  track.stop();
  track.dispatchEvent(new Event("ended"));
};
bench.until = async (what) => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 20));
};
bench.more = (seen, count) => {
  const wanted = seen.sequences.length + count;
  return bench.until(() => seen.sequences.length >= wanted);
};
Object.assign(window, { audio, bench });
</script>`;

let browser: Browser;
let page: Page;
let close: (() => Promise<void>) | undefined;

beforeAll(async () => {
  ({ browser, page, close } = await openPage({ "/": html }));
  expect(browser.isConnected()).toBe(true);
}, 60_000);
afterAll(() => close?.());

/** Chunks are numbered without a gap whatever happened, and nothing was said to have failed. */
function expectUnbroken(seen: Seen) {
  expect(seen.sequences).toEqual(seen.sequences.map((_, index) => index));
  expect(seen.errors).toEqual([]);
}

test("a headset at 16 kHz, then at 8, takes over: chunks and seconds go on", async () => {
  const seen = await page.evaluate(async () => {
    const { bench } = window;
    const { capture, seen } = await bench.listen();
    await bench.more(seen, 12);
    for (const rate of [16_000, 8_000]) {
      bench.rate = rate;
      const changes = seen.changes.length;
      bench.unplug();
      await bench.until(() => seen.changes.length > changes);
      seen.loudest = 0;
      await bench.more(seen, 30);
    }
    bench.rate = undefined;
    await capture.dispose();
    return seen;
  });
  expectUnbroken(seen);
  expect(seen.changes.map(({ sampleRateHz }) => sampleRateHz)).toEqual([16_000, 8_000]);
  expect(seen.contexts.slice(1)).toEqual([16_000, 8_000]);
  expect(seen.loudest).toBeGreaterThan(1_000);
  expect(seen.heardSeconds).toBeGreaterThan(5);
  expect(seen.ended).toBe(1);
}, 60_000);

test("the wanted microphone is asked for first, another is taken meanwhile, and it is taken back", async () => {
  const { seen, wanted } = await page.evaluate(async () => {
    const { bench } = window;
    const found = (await navigator.mediaDevices.enumerateDevices()).filter(
      ({ kind }) => kind === "audioinput",
    );
    const wanted = found.find(({ deviceId }) => deviceId !== "default")?.deviceId ?? "";
    const { capture, seen } = await bench.listen({ deviceId: wanted });
    await bench.more(seen, 3);
    bench.missing.add(wanted);
    bench.unplug();
    await bench.until(() => seen.changes.length === 1);
    await bench.more(seen, 3);
    bench.missing.clear();
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    await bench.until(() => seen.changes.length === 2);
    await bench.more(seen, 3);
    // It is there now: nothing more is to be done.
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    await bench.more(seen, 5);
    await capture.dispose();
    return { seen, wanted };
  });
  expect(wanted).not.toBe("");
  expectUnbroken(seen);
  expect(seen.asked).toEqual([wanted, wanted, undefined, wanted]);
  expect(seen.changes).toHaveLength(2);
}, 60_000);

test("when the browser's default becomes another device, that one is taken, once", async () => {
  const seen = await page.evaluate(async () => {
    const { bench } = window;
    const devices = navigator.mediaDevices;
    const enumerate = devices.enumerateDevices.bind(devices);
    let groupId = "built in";
    devices.enumerateDevices = async () =>
      [{ kind: "audioinput", deviceId: "default", groupId, label: "" }] as MediaDeviceInfo[];
    const { capture, seen } = await bench.listen();
    await bench.more(seen, 3);
    devices.dispatchEvent(new Event("devicechange"));
    await bench.more(seen, 3);
    const before = seen.changes.length;
    groupId = "headset";
    devices.dispatchEvent(new Event("devicechange"));
    await bench.until(() => seen.changes.length > before);
    devices.dispatchEvent(new Event("devicechange"));
    await bench.more(seen, 8);
    devices.enumerateDevices = enumerate;
    await capture.dispose();
    return { ...seen, before };
  });
  expectUnbroken(seen);
  expect([seen.before, seen.changes.length, seen.asked.length]).toEqual([0, 1, 2]);
}, 60_000);

test("a context that was put to sleep is woken; one that does not wake, or is closed, is replaced", async () => {
  const seen = await page.evaluate(async () => {
    const { bench } = window;
    const { capture, seen } = await bench.listen();
    await bench.more(seen, 3);
    await capture.context.suspend();
    await bench.more(seen, 3);
    const afterSleep = seen.changes.length;
    const deaf = capture.context;
    deaf.resume = () => new Promise(() => {});
    await deaf.suspend();
    await bench.until(() => seen.changes.length > afterSleep);
    await bench.more(seen, 3);
    await capture.context.close();
    await bench.until(() => seen.changes.length > afterSleep + 1);
    await bench.more(seen, 3);
    const states = [deaf.state, capture.context.state];
    await capture.dispose();
    return { ...seen, afterSleep, states };
  });
  expectUnbroken(seen);
  expect([seen.afterSleep, seen.changes.length]).toEqual([0, 2]);
  expect(seen.states).toEqual(["closed", "running"]);
}, 60_000);

test("a graph in which nothing moves any more is replaced, and speech that was cut off has ended", async () => {
  const seen = await page.evaluate(async () => {
    const { bench } = window;
    const connect = MediaStreamAudioSourceNode.prototype.connect;
    let source: AudioNode | undefined;
    MediaStreamAudioSourceNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
      source = this;
      return connect.call(this, to as never);
    } as typeof connect;
    const { capture, seen } = await bench.listen();
    await bench.until(() => seen.speech.at(-1) === true);
    source?.disconnect();
    const before = seen.speech.length;
    await bench.until(() => seen.changes.length > 0);
    const cut = seen.speech.slice(before);
    await bench.more(seen, 3);
    MediaStreamAudioSourceNode.prototype.connect = connect;
    await capture.dispose();
    return { ...seen, cut };
  });
  expectUnbroken(seen);
  expect(seen.cut).toEqual([false]);
}, 60_000);
