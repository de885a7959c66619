// The package in a real browser, unbundled: a recording is the microphone, and what comes out is looked at.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as Audio from "../src/audio.ts";
import type * as LiveKit from "../src/livekit.ts";
import type * as Mathematics from "../src/maths.ts";
import type * as Recognise from "../src/recognise.ts";
import { openPage } from "./browser.ts";

// The runner rewrites `import` inside functions that it sends to the page, so the page imports for itself.
const html = `<!doctype html><title>test</title><script type="module">
import * as audio from "/dist/audio.js";
import * as livekit from "/dist/livekit.js";
import * as maths from "/dist/maths.js";
import * as recognise from "/dist/recognise.js";
Object.assign(window, { audio, livekit, maths, recognise });
</script>`;

declare global {
  interface Window {
    audio: typeof Audio;
    livekit: typeof LiveKit;
    maths: typeof Mathematics;
    recognise: typeof Recognise;
  }
}

let browser: Browser;
let page: Page;
let close: (() => Promise<void>) | undefined;

beforeAll(async () => {
  ({ browser, page, close } = await openPage({ "/": html }));
}, 60_000);
afterAll(() => close?.());

describe.each([44_100, 48_000])("a microphone in a context of %d Hz", (sampleRate) => {
  test("becomes chunks of speech, in time", async () => {
    const seen = await page.evaluate(async (sampleRate) => {
      const { startCapture } = window.audio;
      const context = new AudioContext({ sampleRate });
      const capture = await startCapture({ context });
      const chunks: { sequence: number; length: number; late: number; loud: number }[] = [];
      const speech: boolean[] = [];
      let levels = 0;
      let statistics: Audio.CaptureStatistics | undefined;
      let ended = 0;
      capture.on("chunk", ({ sequence, samples, capturedAtMs }) => {
        const loud = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        const late = performance.now() - capturedAtMs;
        chunks.push({ sequence, length: samples.length, late, loud });
      });
      capture.on("speech", ({ speaking }) => speech.push(speaking));
      capture.on("level", () => {
        levels += 1;
      });
      capture.on("statistics", (now) => {
        statistics = now;
      });
      capture.on("ended", () => {
        ended += 1;
      });
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      const rate = capture.context.sampleRate;
      await capture.dispose();
      const stateAfter = context.state;
      await context.close();
      return { chunks, speech, levels, statistics, ended, rate, stateAfter };
    }, sampleRate);
    const { chunks } = seen;
    expect(seen.rate).toBe(sampleRate);
    expect(chunks.length).toBeGreaterThan(10);
    expect(chunks.map(({ sequence }) => sequence)).toEqual(chunks.map((_, index) => index));
    expect(chunks.every(({ length }) => length === 1600)).toBe(true);
    expect(Math.max(...chunks.map(({ loud }) => loud))).toBeGreaterThan(2_000);
    expect(seen.speech[0]).toBe(true);
    expect(seen.levels).toBeGreaterThan(60);
    const { statistics } = seen;
    expect(statistics).toMatchObject({
      lostEvents: 0,
      sampleRateHz: sampleRate,
      gainDb: 0,
    });
    // What nobody said was not sent; the last statistics are of the last second at the latest.
    const heardBytes = (statistics?.heardSeconds ?? 0) * 32_000;
    expect(heardBytes).toBeGreaterThan(4 * 32_000);
    expect(statistics?.sentBytes).toBeGreaterThan(10 * 3_200);
    expect(statistics?.savedBytes).toBeGreaterThan(16_000);
    const told = (statistics?.sentBytes ?? 0) + (statistics?.savedBytes ?? 0);
    expect(told / heardBytes).toBeCloseTo(1, 1);
    expect(statistics?.load).toBeGreaterThanOrEqual(0);
    expect(statistics?.load).toBeLessThan(1);
    expect(statistics?.memoryBytes).toBeGreaterThan(1_000_000);
    expect(statistics?.chunkDelayMs).not.toBe(0);
    expect(seen.ended).toBe(1);
    // A context that was given to the capture stays the caller's.
    expect(seen.stateAfter).toBe("running");
    const late = chunks.map(({ late }) => late).sort((a, b) => a - b);
    const median = late[late.length >> 1] as number;
    console.info(`${sampleRate} Hz: median chunk ${median.toFixed(1)} ms after its last sample`);
    expect(median).toBeGreaterThan(0);
    expect(median).toBeLessThan(250);
  }, 30_000);
});

test("what was prepared is there when the microphone is started", async () => {
  const seen = await page.evaluate(async () => {
    const { prepareAudio, startCapture } = window.audio;
    const wasm = new URL("/wasm/audio.wasm?prepared", location.href);
    const fetched = () => performance.getEntriesByName(wasm.href).length;
    await prepareAudio({ wasm });
    const before = fetched();
    const capture = await startCapture({ wasm });
    await capture.dispose();
    const missing = new URL("/nowhere.wasm", location.href);
    const reason = await prepareAudio({ wasm: missing }).catch((error: Audio.GanitaError) => error.reason);
    return { before, after: fetched(), reason };
  });
  expect(seen).toEqual({ before: 1, after: 1, reason: "not-loaded" });
}, 30_000);

test.each([256, 480])(
  "a context whose quanta have %d frames is as good",
  async (quantum) => {
    const seen = await page.evaluate(async (quantum) => {
      const { startCapture, Player } = window.audio;
      // Not in the types of the browsers we are built for.
      const wanted = { sampleRate: 48_000, renderSizeHint: quantum } as AudioContextOptions;
      const context = new AudioContext(wanted) as AudioContext & { renderQuantumSize?: number };
      const capture = await startCapture({ context, gate: false });
      const sequences: number[] = [];
      capture.on("chunk", ({ sequence }) => sequences.push(sequence));
      const player = await Player.create({ context });
      const events: string[] = [];
      player.on("start", () => events.push("start"));
      player.on("end", () => events.push("end"));
      player.play(new Int16Array(12_000).fill(9_000));
      player.finish();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await capture.dispose();
      await player.dispose();
      await context.close();
      return { quantum: context.renderQuantumSize, sequences, events };
    }, quantum);
    expect(seen.quantum).toBe(quantum);
    expect(seen.sequences).toEqual(seen.sequences.map((_, index) => index));
    expect(seen.sequences.length).toBeGreaterThan(9);
    expect(seen.events).toEqual(["start", "end"]);
  },
  30_000,
);

test("the tutor's voice reaches the loudspeaker, and stops at once when flushed", async () => {
  const seen = await page.evaluate(async () => {
    const { Player } = window.audio;
    const context = new AudioContext();
    const ear = new AnalyserNode(context, { fftSize: 2048 });
    ear.connect(context.destination);
    const player = await Player.create({ context, destination: ear });
    const events: string[] = [];
    let latency = 0;
    player.on("start", () => events.push("start"));
    player.on("end", () => events.push("end"));
    player.on("latency", ({ ms }) => {
      latency = ms;
    });
    const peak = () => {
      const samples = new Float32Array(ear.fftSize);
      ear.getFloatTimeDomainData(samples);
      return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    };
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const tone = new Int16Array(24_000 * 3).map((_, index) => 16_000 * Math.sin(index / 9));
    player.play(tone);
    await pause(700);
    const loud = peak();
    player.flush();
    await pause(150);
    const quiet = peak();
    player.play(new Int16Array(4_800).fill(9_000));
    player.finish();
    await pause(800);
    await player.dispose();
    await context.close();
    return { events, latency, loud, quiet };
  });
  expect(seen.loud).toBeGreaterThan(0.4);
  expect(seen.quiet).toBe(0);
  expect(seen.events).toEqual(["start", "end", "start", "end"]);
  console.info(`voice: ${seen.latency.toFixed(1)} ms from play to the loudspeaker`);
  expect(seen.latency).toBeGreaterThan(0);
  expect(seen.latency).toBeLessThan(500);
}, 30_000);

test("mathematics runs in a worker of the browser's own", async () => {
  const seen = await page.evaluate(async () => {
    const { Maths } = window.maths;
    const startedAt = performance.now();
    const maths = await Maths.create();
    const readyMs = performance.now() - startedAt;
    const reading = await maths.convert("x squared plus one");
    maths.dispose();
    const after = await maths.convert("x").catch((error: Mathematics.GanitaError) => error.reason);
    return { latex: reading.latex, after, readyMs };
  });
  console.info(`mathematics: ready after ${seen.readyMs.toFixed(0)} ms`);
  expect(seen).toMatchObject({ latex: "x^{2} + 1", after: "disposed" });
}, 30_000);

test("a track is cleaned for livekit, through all that livekit-client calls", async () => {
  const seen = await page.evaluate(async () => {
    const { DenoiseProcessor } = window.livekit;
    const context = new AudioContext();
    const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
    if (track === undefined) throw new Error("no track");
    const errors: string[] = [];
    const processor = new DenoiseProcessor({ onError: ({ reason }) => errors.push(reason) });
    const options = (track: MediaStreamTrack, audioContext = context) =>
      ({ kind: "audio", track, audioContext }) as never;
    /** The loudest sample of a track within so many half seconds. */
    const listen = async (of: MediaStreamTrack | undefined, turns: number) => {
      if (of === undefined) throw new Error("nothing came out");
      const context = new AudioContext();
      const ear = new AnalyserNode(context, { fftSize: 32_768 });
      context.createMediaStreamSource(new MediaStream([of])).connect(ear);
      let most = 0;
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        const samples = new Float32Array(ear.fftSize);
        ear.getFloatTimeDomainData(samples);
        most = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), most);
      }
      await context.close();
      return most;
    };
    const before = processor.processedTrack;
    await processor.init(options(track));
    const room = {} as never;
    await processor.onPublish(room);
    const processed = processor.processedTrack;
    const heard = await listen(processed, 8);

    // Another microphone: a tone, which as noise would go; the strength 0 lets it pass.
    processor.setDenoise("gtcrn", 7);
    processor.setDenoise("off", 0);
    const tone = new OscillatorNode(context, { frequency: 300 });
    const other = context.createMediaStreamDestination();
    tone.connect(new GainNode(context, { gain: 0.25 })).connect(other);
    tone.start();
    await processor.restart(options(other.stream.getAudioTracks()[0] as MediaStreamTrack));
    const isSameTrack = processor.processedTrack === processed;
    track.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const heardTone = await listen(processed, 1);

    // Another context, as after a change of the sound card: engine and track are made anew.
    const second = new AudioContext({ sampleRate: 16_000 });
    const [again] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
    await processor.restart(options(again as MediaStreamTrack, second));
    const replaced = processor.processedTrack;
    const stillHeard = await listen(replaced, 8);
    await processor.onUnpublish();
    await processor.destroy();
    await processor.destroy();
    const after = [processed?.readyState, replaced?.readyState, processor.processedTrack];
    again?.stop();
    await context.close();
    await second.close();
    const { latencyMs } = processor;
    return {
      before,
      heard,
      isSameTrack,
      heardTone,
      isNew: replaced !== processed,
      stillHeard,
      after,
      latencyMs,
      errors,
    };
  });
  expect(seen.before).toBeUndefined();
  expect(seen.heard).toBeGreaterThan(0.05);
  expect(seen.isSameTrack).toBe(true);
  // The tone alone, as loud as it is.
  expect(seen.heardTone).toBeGreaterThan(0.2);
  expect(seen.heardTone).toBeLessThan(0.3);
  expect(seen.isNew).toBe(true);
  expect(seen.stillHeard).toBeGreaterThan(0.05);
  expect(seen.after).toEqual(["ended", "ended", undefined]);
  expect(seen.errors).toEqual(["bad-setting"]);
  expect(seen.latencyMs).toBeLessThan(60);
}, 30_000);

test("a microphone that goes away is replaced, one that was lent is not", async () => {
  const seen = await page.evaluate(async () => {
    const { startCapture } = window.audio;
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    const given: MediaStream[] = [];
    devices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      given.push(stream);
      return stream;
    };
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const unplug = (stream: MediaStream | undefined) => {
      const [track] = stream?.getAudioTracks() ?? [];
      track?.stop();
      track?.dispatchEvent(new Event("ended"));
    };
    const watch = (capture: Audio.Capture) => {
      const events: (number | string)[] = [];
      capture.on("chunk", ({ sequence }) => events.push(sequence));
      capture.on("error", ({ reason }) => events.push(reason));
      capture.on("ended", () => events.push("ended"));
      return events;
    };
    const capture = await startCapture({ gate: false });
    const events = watch(capture);
    await pause(1_000);
    unplug(given[0]);
    const before = events.length;
    await pause(1_500);
    await capture.dispose();
    const tracks = given.flatMap((stream) => stream.getTracks()).map(({ readyState }) => readyState);

    devices.getUserMedia = ask;
    const stream = await ask({ audio: true });
    const lent = watch(await startCapture({ stream, gate: false }));
    await pause(300);
    unplug(stream);
    await pause(300);
    return {
      events,
      before,
      asked: given.length,
      tracks,
      lent: lent.filter((event) => typeof event === "string"),
    };
  });
  expect(seen.asked).toBe(2);
  expect(seen.events).toEqual([...seen.events.slice(0, -1).map((_, index) => index), "ended"]);
  expect(seen.events.length).toBeGreaterThan(seen.before + 8);
  expect(seen.tracks).toEqual(["ended", "ended"]);
  expect(seen.lent).toEqual(["microphone-lost", "ended"]);
}, 30_000);

test("a refused microphone is said in both languages", async () => {
  const context = await browser.newContext({ permissions: [] });
  const other = await context.newPage();
  await other.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException("Permission denied", "NotAllowedError");
    };
  });
  await other.goto(page.url());
  const error = await other.evaluate(async () => {
    const { startCapture } = window.audio;
    return startCapture().catch(({ reason, en, hi }: Audio.GanitaError) => ({ reason, en, hi }));
  });
  await context.close();
  expect(error).toMatchObject({ reason: "microphone-denied" });
  expect((error as { hi: string }).hi).toMatch(/माइक्रोफ़ोन/);
}, 30_000);

test("a browser without the language pack offers it, and does not listen elsewhere meanwhile", async () => {
  const seen = await page.evaluate(async () => {
    const { Recogniser } = window.recognise;
    const availability = await Recogniser.availability("en");
    const reason = await new Recogniser({ language: "en" }).start().then(
      () => "started",
      (error: Audio.GanitaError) => error.reason,
    );
    return { known: "webkitSpeechRecognition" in window, availability, reason };
  });
  expect(seen).toEqual({ known: true, availability: "downloadable", reason: "recogniser-missing" });
});
