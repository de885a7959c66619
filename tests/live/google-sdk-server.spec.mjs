// Google's own JavaScript SDK, unmodified, as a client of our server: in Node, in Chromium, and in direct mode.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { GoogleGenAI, Modality } from "@google/genai";
import { build } from "esbuild";
import { launch } from "../e2e/browser.mjs";
import { grant, startServer } from "./server.mjs";
import { Messages } from "./tutor.mjs";

const modules = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../node_modules");
const SOLVE = "solve x squared minus five x plus six equals zero";
const SCRIPT = await readFile(new URL("every-kind.toml", import.meta.url), "utf8");

/**
 * Every kind of message that a client of the relay gets: all that the SDK's types know, but `goAway` and
 * `sessionResumptionUpdate`, which are the relay's own business.
 */
const KINDS = [
  "serverContent.generationComplete",
  "serverContent.groundingMetadata",
  "serverContent.inputTranscription",
  "serverContent.interactionStatus",
  "serverContent.interimInputTranscription",
  "serverContent.interrupted",
  "serverContent.modelTurn",
  "serverContent.outputTranscription",
  "serverContent.turnComplete",
  "serverContent.turnCompleteReason",
  "serverContent.urlContextMetadata",
  "serverContent.waitingForInput",
  "setupComplete",
  "toolCall",
  "toolCallCancellation",
  "usageMetadata",
  "voiceActivity",
  "voiceActivityDetectionSignal",
];

/**
 * A lesson with sound, typing, calls and an interruption. It runs in Node and, as its own source text, in Chromium: so it
 * uses nothing from outside itself.
 */
async function lesson({ GoogleGenAI, Modality, key, baseUrl, apiVersion, model, solve }) {
  const all = [];
  let waiting = () => {};
  let session;
  let answers = true;
  const until = (fits, what) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`never came: ${what}`)), 20_000);
      waiting = () => {
        if (!all.some(fits)) return;
        clearTimeout(late);
        resolve(undefined);
      };
      waiting();
    });
  const ai = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl, apiVersion } });
  session = await ai.live.connect({
    model,
    config: {
      responseModalities: [Modality.AUDIO],
      systemInstruction: "Ignore mathematics.",
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: "Puck" } } },
      inputAudioTranscription: {},
      outputAudioTranscription: {},
    },
    callbacks: {
      onmessage: (message) => {
        all.push(message);
        for (const { id, name } of answers ? (message.toolCall?.functionCalls ?? []) : []) {
          session.sendToolResponse({ functionResponses: [{ id, name, response: { status: "ok" } }] });
        }
        waiting();
      },
      onclose: () => {},
      onerror: () => {},
    },
  });
  session.sendRealtimeInput({ text: solve });
  await until((message) => message.serverContent?.turnComplete, "turnComplete");
  await until((message) => message.usageMetadata, "usageMetadata");
  answers = false;
  let tone = "";
  for (let n = 0; n < 1600; n++) {
    const sample = Math.floor(n / 20) % 2 === 0 ? 6000 : 65536 - 6000;
    tone += String.fromCharCode(sample & 255, sample >> 8);
  }
  for (let piece = 0; piece < 4; piece++) {
    session.sendRealtimeInput({ audio: { data: btoa(tone), mimeType: "audio/pcm;rate=16000" } });
  }
  session.sendRealtimeInput({ audioStreamEnd: true });
  await until((message) => message.serverContent?.inputTranscription, "inputTranscription");
  const calls = all.filter((message) => message.toolCall).length;
  await until(() => all.filter((message) => message.toolCall).length > calls - 1, "toolCall");
  await new Promise((resolve) => setTimeout(resolve, 300));
  session.sendClientContent({ turns: [{ role: "user", parts: [{ text: "hello" }] }], turnComplete: true });
  await until((message) => message.toolCallCancellation, "toolCallCancellation");
  await until((message) => message.serverContent?.interrupted, "interrupted");
  session.close();
  const kinds = new Set();
  for (const message of all) {
    for (const [name, value] of Object.entries(message)) {
      if (value === undefined || value === null) continue;
      if (name !== "serverContent") kinds.add(name);
      else for (const inner of Object.keys(value)) kinds.add(`serverContent.${inner}`);
    }
  }
  const of = (name) => all.map((message) => message.serverContent?.[name]?.text ?? "").join("");
  return { kinds: [...kinds].sort(), said: of("outputTranscription"), heard: of("inputTranscription") };
}

function check({ kinds, said, heard }) {
  for (const kind of KINDS) assert.ok(kinds.includes(kind), `no ${kind} in ${kinds}`);
  assert.match(said, /So the answer/);
  assert.match(heard, /plot y equals x squared/);
}

// Each lesson has a server and a tutor of its own and mostly waits while the tutor speaks.
describe("Google's SDK at our server", { concurrency: 3 }, () => {
  for (const [apiVersion, tutor] of [
    ["v1", []],
    ["v1beta", ["--binary"]],
    ["v1alpha", []],
  ]) {
    test(`in Node, ${apiVersion}`, async () => {
      const server = await startServer({ script: SCRIPT, tutor });
      try {
        const { ticket: key } = await grant(server);
        const given = { key, baseUrl: server.address, apiVersion, model: "models/of-my-own", solve: SOLVE };
        check(await lesson({ GoogleGenAI, Modality, ...given }));
      } finally {
        await server.stop();
      }
    });
  }

  test("in Chromium", { timeout: 90_000 }, async () => {
    // The SDK as a page would have it: bundled, nothing else done to it.
    const { outputFiles } = await build({
      stdin: { contents: 'export * from "@google/genai/web";', resolveDir: modules },
      bundle: true,
      format: "esm",
      platform: "browser",
      write: false,
    });
    const html = `<!doctype html>
    <script type="module">
      import { GoogleGenAI, Modality } from "/sdk.js";
      const lesson = ${lesson.toString()};
      window.take = (given) => lesson({ GoogleGenAI, Modality, ...given });
    </script>`;
    const pages = createServer((request, response) => {
      const isPage = request.url === "/";
      response.setHeader("content-type", isPage ? "text/html" : "text/javascript");
      response.end(isPage ? html : outputFiles[0].text);
    });
    await new Promise((resolve) => pages.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${pages.address().port}`;
    const server = await startServer({ script: SCRIPT, origin });
    const browser = await launch({ microphone: "none" });
    try {
      const page = await browser.newPage();
      await page.goto(origin);
      await page.waitForFunction("window.take");
      const { ticket: key } = await grant(server, { origin });
      const given = { key, baseUrl: server.address, model: "models/of-my-own", solve: SOLVE };
      check(await page.evaluate((given) => window.take(given), given));
    } finally {
      await browser.close();
      await server.stop();
      pages.close();
    }
  });

  test("in direct mode, with a token for each connection and the server's setup", async () => {
    const server = await startServer();
    try {
      let resume;
      for (let connection = 0; connection < 2; connection++) {
        const granted = await grant(server, { direct: true, resume });
        resume = granted.sessionId;
        const { token, baseUrl, apiVersion, model } = granted;
        assert.match(token, /^auth_tokens\//);
        const messages = new Messages();
        const ai = new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl, apiVersion } });
        const session = await ai.live.connect({
          model,
          // The token's setup counts: with the client's there would be no tools and no transcripts.
          config: { responseModalities: [Modality.AUDIO] },
          callbacks: {
            onmessage: (message) => {
              messages.push(message);
              for (const { id, name } of message.toolCall?.functionCalls ?? []) {
                session.sendToolResponse({ functionResponses: [{ id, name, response: { status: "ok" } }] });
              }
            },
            onclose: () => {},
            onerror: () => {},
          },
        });
        session.sendRealtimeInput({ text: SOLVE });
        await messages.first((message) => message.serverContent?.turnComplete, "turnComplete");
        const names = messages.all.flatMap((message) => message.toolCall?.functionCalls ?? []);
        assert.deepEqual(
          names.map((call) => call.name),
          ["write_equation", "show_steps"],
        );
        assert.ok(messages.all.some((message) => message.serverContent?.outputTranscription));
        session.close();
      }
    } finally {
      await server.stop();
    }
  });
});
