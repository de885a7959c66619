// The hooks in a component, in a real browser, with React's own rendering.

import { build } from "esbuild";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openPage } from "./browser.ts";
import { Lesson } from "./lesson-server.ts";

/** React as one module, which the page knows under the name that the hooks import. */
const vendor = `
import React from "react";
import { createRoot } from "react-dom/client";
export const { StrictMode, createElement, useCallback, useEffect, useRef, useState } = React;
export { createRoot };
`;

/** A component that uses all three hooks and leaves them on the window. */
const app = `
import { StrictMode, createElement, createRoot, useState } from "react";
import { useCapture, useLesson, useListener } from "/dist/react.js";

const server = location.hash.slice(1);
window.chunks = [];
function App() {
  const capture = useCapture({ gate: false }, (chunk) => window.chunks.push(chunk.sequence));
  const listener = useListener({ language: "en" });
  const lesson = useLesson({
    server,
    language: "en",
    consent: true,
    capture: capture.capture,
    onToolCall: ({ args }) => ({ status: "ok", wrote: args.latex }),
  });
  Object.assign(window, { capture, listener, lesson });
  return createElement("p", null, capture.state, " ", lesson.state, " ", listener.reading?.latex);
}
function Whole() {
  const [there, setThere] = useState(true);
  window.leavePage = () => setThere(false);
  return there ? createElement(App) : createElement("p", null, "gone");
}
createRoot(document.getElementById("root")).render(createElement(StrictMode, null, createElement(Whole)));
`;

const html = `<!doctype html><title>hooks</title><div id="root"></div>
<script type="importmap">{"imports":{"react":"/vendor.js"}}</script>
<script type="module" src="/app.js"></script>`;

interface Hooks {
  chunks: number[];
  capture: import("../src/react.ts").CaptureHook;
  listener: import("../src/react.ts").ListenerHook;
  lesson: import("../src/react.ts").LessonHook;
  leavePage(): void;
}
declare const window: Hooks;

let page: Page;
let close: (() => Promise<void>) | undefined;
let lesson: Lesson;

beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: vendor, resolveDir: new URL(".", import.meta.url).pathname },
    bundle: true,
    format: "esm",
    write: false,
    define: { "process.env.NODE_ENV": '"development"' },
  });
  const code = bundle.outputFiles[0]?.text ?? "";
  ({ page, close } = await openPage({ "/": html, "/app.js": app, "/vendor.js": code }));
}, 60_000);
afterAll(() => close?.());

beforeEach(async () => {
  lesson = new Lesson();
  const url = new URL(page.url());
  url.hash = await lesson.open();
  await page.goto("about:blank");
  await page.goto(url.href);
  await page.waitForFunction(() => window.listener?.ready);
});
afterEach(() => lesson.close());

test("what is heard becomes a reading, and a finished sentence clears it", async () => {
  await page.evaluate(() => {
    window.listener.hear("x");
    window.listener.hear("x squared plus one");
  });
  await page.waitForFunction(() => document.body.textContent?.includes("x^{2} + 1"));
  const last = await page.evaluate(() => window.listener.finish());
  expect(last?.latex).toBe("x^{2} + 1");
  await page.waitForFunction(() => window.listener.reading === null);
});

test("a microphone runs from start to stop", async () => {
  await page.evaluate(() => window.capture.start());
  await page.waitForFunction(() => window.chunks.length > 5 && window.capture.level.rms > 0);
  expect(await page.evaluate(() => window.capture.state)).toBe("on");
  await page.evaluate(() => window.capture.stop());
  await page.waitForFunction(() => window.capture.state === "off");
  const heard = await page.evaluate(() => window.chunks.length);
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => window.chunks.length)).toBe(heard);
});

test("a lesson is joined, heard, answered and left when the component goes", async () => {
  await page.evaluate(() => window.capture.start());
  await page.evaluate(() => window.lesson.join());
  await page.waitForFunction(() => window.lesson.state === "open");
  await vi.waitFor(() => expect(lesson.received.filter(Buffer.isBuffer).length).toBeGreaterThan(3), 5_000);
  lesson.say({ serverContent: { inputTranscription: { text: "x plus one", finished: true } } });
  lesson.say({ serverContent: { outputTranscription: { text: "Good" } } });
  lesson.say({ toolCall: { functionCalls: [{ id: "7", name: "write_equation", args: { latex: "x" } }] } });
  for (let sequence = 0; sequence < 5; sequence += 1) lesson.voice(sequence, new Array(2_400).fill(3_000));
  await page.waitForFunction(() => window.lesson.tutorSpeaks);
  lesson.say({ serverContent: { turnComplete: true } });
  await page.waitForFunction(() => !window.lesson.tutorSpeaks && window.lesson.transcript.length === 2);
  expect(
    await page.evaluate(() => window.lesson.transcript.map(({ who, text }) => `${who}: ${text}`)),
  ).toEqual(["student: x plus one", "tutor: Good"]);
  await page.evaluate(() => window.lesson.say("and y?"));
  await vi.waitFor(() => {
    const texts = lesson.received.filter(
      (message): message is Record<string, unknown> => !Buffer.isBuffer(message),
    );
    expect(texts).toContainEqual({ realtimeInput: { text: "and y?" } });
    expect(texts).toContainEqual({
      toolResponse: {
        functionResponses: [
          expect.objectContaining({
            id: "7",
            response: expect.objectContaining({ status: "ok", wrote: "x" }),
          }),
        ],
      },
    });
  });
  const closed = new Promise((resolve) => lesson.sockets[0]?.on("close", resolve));
  await page.evaluate(() => window.leavePage());
  await closed;
}, 20_000);
