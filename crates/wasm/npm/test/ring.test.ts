// Chunks on their way to the page, in a page that is isolated from others and in one that is not: the same bytes.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as Audio from "../src/audio.ts";
import { openPage } from "./browser.ts";

// The runner rewrites `import` inside functions that it sends to the page, so the page imports for itself.
const html = `<!doctype html><title>test</title><script type="module">
import * as audio from "/dist/audio.js";
import { CaptureLink } from "/dist/audio/link.js";
import { loadAudioModule } from "/dist/audio/module.js";
import { startNode } from "/dist/audio/node.js";
import { canWait, openRing } from "/dist/audio/ring.js";

/** All that is told of a minute of made-up sound, as fast as it can be rendered. */
window.render = async (sampleRate, ringWakes) => {
  const seconds = 60;
  const context = new OfflineAudioContext(1, seconds * sampleRate, sampleRate);
  const sound = context.createBuffer(1, seconds * sampleRate, sampleRate);
  const samples = sound.getChannelData(0);
  let random = 1;
  for (let n = 0; n < samples.length; n += 1) {
    random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
    const voice = Math.sin(n / (20 + 5 * Math.sin(n / sampleRate))) * Math.max(0, Math.sin((3 * n) / sampleRate));
    samples[n] = 0.3 * voice + 0.01 * (random / 0x40000000 - 1);
  }
  await context.audioWorklet.addModule("/dist/audio/capture-worklet.js");
  const ring = openRing();
  const processorOptions = {
    ...(await loadAudioModule()), denoise: "gtcrn", strength: 0.8, gate: false, vad: {}, ring, ringWakes,
  };
  const { node } = await startNode(context, "ganita-capture", { numberOfOutputs: 0, processorOptions });
  const told = [];
  let messages = 0;
  const link = new CaptureLink(node.port, ring, (message) => {
    if (message.type === "chunk") told.push([message.sequence, message.at, message.samples]);
    if (message.type === "speech") told.push([message.speaking, message.at]);
  });
  const receive = node.port.onmessage;
  node.port.onmessage = (event) => {
    if (event.data.type === "chunk") messages += 1;
    receive(event);
  };
  const source = new AudioBufferSourceNode(context, { buffer: sound });
  source.connect(node);
  source.start();
  await context.startRendering();
  while (told.filter((one) => one.length === 3).length < seconds * 10 - 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  link.close();
  const bytes = [];
  for (const [, , samples] of told.filter((one) => one.length === 3)) bytes.push(...new Uint8Array(samples.buffer));
  const hash = new Uint8Array(await hashOf(new Uint8Array(bytes))).join();
  const order = told.map(([first, at]) => String(first) + "@" + at.toFixed(3));
  return { hash, order, messages, shared: ring !== undefined, canWait };
};
async function hashOf(bytes) {
  return crypto.subtle.digest("SHA-256", bytes);
}
window.audio = audio;
</script>`;

interface Rendered {
  hash: string;
  order: string[];
  messages: number;
  shared: boolean;
  canWait: boolean;
}

declare global {
  interface Window {
    render(sampleRate: number, ringWakes: boolean): Promise<Rendered>;
  }
}

const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

type Opened = Awaited<ReturnType<typeof openPage>>;
let isolated: Opened;
let open: Opened;

beforeAll(async () => {
  isolated = await openPage({ "/": html }, isolation);
  open = await openPage({ "/": html });
}, 60_000);
afterAll(async () => {
  await isolated?.close();
  await open?.close();
});

test("the same bytes and events arrive in the same order by either way", async () => {
  const render = (opened: Opened, wakes: boolean) =>
    opened.page.evaluate((wakes) => window.render(44_100, wakes), wakes);
  const byMessage = await render(open, false);
  const byRing = await render(isolated, false);
  const woken = await render(isolated, true);
  expect([byMessage.shared, byRing.shared, woken.shared]).toEqual([false, true, true]);
  expect(byRing.canWait).toBe(true);
  expect(byMessage.messages).toBeGreaterThan(590);
  expect(byRing.order).toEqual(byMessage.order);
  expect(woken.order).toEqual(byMessage.order);
  expect(byRing.hash).toBe(byMessage.hash);
  expect(woken.hash).toBe(byMessage.hash);
  console.info(
    `of ${byRing.order.length} events, ${byRing.messages} found the ring full and went by message`,
  );
}, 120_000);

describe.each([true, false])("isolated: %s", (isIsolated) => {
  test("a microphone's chunks arrive, by the way there is", async () => {
    const seen = await (isIsolated ? isolated : open).page.evaluate(async () => {
      const posted: string[] = [];
      const setter = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
      Object.defineProperty(MessagePort.prototype, "onmessage", {
        ...setter,
        set(this: MessagePort, listener: (event: MessageEvent) => void) {
          setter?.set?.call(this, (event: MessageEvent) => {
            posted.push(event.data.type);
            listener(event);
          });
        },
      });
      const capture: Audio.Capture = await window.audio.startCapture({ gate: false });
      const chunks: Audio.Chunk[] = [];
      capture.on("chunk", (chunk) => chunks.push(chunk));
      while (chunks.length < 20) await new Promise((resolve) => setTimeout(resolve, 50));
      await capture.dispose();
      if (setter) Object.defineProperty(MessagePort.prototype, "onmessage", setter);
      return {
        isolated: crossOriginIsolated,
        sequences: chunks.map(({ sequence }) => sequence),
        shared: chunks.some(({ samples }) => !(samples.buffer instanceof ArrayBuffer)),
        loud: chunks.some(({ samples }) => samples.some((sample) => Math.abs(sample) > 500)),
        chunkMessages: posted.filter((type) => type === "chunk" || type === "speech").length,
      };
    });
    expect(seen.isolated).toBe(isIsolated);
    expect(seen.sequences).toEqual(seen.sequences.map((_, index) => index));
    expect(seen).toMatchObject({ shared: false, loud: true });
    if (isIsolated) expect(seen.chunkMessages).toBe(0);
    else expect(seen.chunkMessages).toBeGreaterThan(19);
  }, 60_000);
});
