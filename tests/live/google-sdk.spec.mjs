// Google's own JavaScript SDK, unmodified, as a client of the practice tutor: every message kind it knows arrives in the
// shape the SDK reads, whether the JSON comes in text or in binary frames.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { FunctionResponseScheduling, GoogleGenAI, Modality } from "@google/genai";
import { ears, Messages, recordings, startTutor } from "./tutor.mjs";

const declare = (...names) => [{ functionDeclarations: names.map((name) => ({ name })) }];

async function connect(tutor, config = {}, apiKey = "practice") {
  const ai = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: tutor.address, apiVersion: "v1alpha" } });
  const messages = new Messages();
  let closed;
  const ended = new Promise((resolve) => {
    closed = resolve;
  });
  const session = await ai.live.connect({
    model: "models/practice",
    config: {
      responseModalities: [Modality.AUDIO],
      tools: declare("write_equation", "show_steps", "plot", "clear_board"),
      sessionResumption: {},
      inputAudioTranscription: {},
      outputAudioTranscription: {},
      ...config,
    },
    callbacks: {
      onmessage: (message) => {
        messages.push(message);
        for (const call of config.silent ? [] : (message.toolCall?.functionCalls ?? [])) {
          session.sendToolResponse({
            functionResponses: [{ id: call.id, name: call.name, response: { status: "ok" } }],
          });
        }
      },
      onclose: (event) => closed({ code: event.code, reason: event.reason }),
      onerror: () => {},
    },
  });
  return { session, messages, ended };
}

const isOver = (message) => message.serverContent?.turnComplete === true;

// Each has a tutor of its own and mostly waits while it speaks.
describe("Google's SDK at the practice tutor", { concurrency: 3 }, () => {
  for (const frames of ["text", "binary"]) {
    test(`a typed problem is worked through, JSON in ${frames} frames`, async () => {
      const tutor = await startTutor(...(frames === "binary" ? ["--binary"] : []));
      try {
        const { session, messages } = await connect(tutor);
        await messages.first((message) => message.setupComplete, "setupComplete");
        session.sendRealtimeInput({ text: "solve x squared minus five x plus six equals zero" });
        await messages.first(isOver, "turnComplete");
        await messages.first((message) => message.usageMetadata?.totalTokenCount > 0, "usageMetadata");
        const calls = messages.all.flatMap((message) => message.toolCall?.functionCalls ?? []);
        assert.deepEqual(
          calls.map((call) => call.name),
          ["write_equation", "show_steps"],
        );
        assert.equal(calls[0].args.latex.replace(/[\s{}]/g, ""), "x^2-5x+6=0");
        const said = messages.all
          .map((message) => message.serverContent?.outputTranscription?.text ?? "")
          .join("");
        assert.match(said, /2.*3/);
        assert.ok(messages.all.some((message) => message.sessionResumptionUpdate?.newHandle));
        session.close();
      } finally {
        await tutor.stop();
      }
    });
  }

  test("sound, activity, interruption, cancellation, goAway and resumption in the SDK's shapes", async () => {
    const script = path.join(tmpdir(), `ganita-sdk-${process.pid}.toml`);
    await writeFile(script, "[[transcript]]\nlanguage = 'en-IN'\nwords = 'plot y equals x squared'\n");
    const tutor = await startTutor("--script", script, "--lifetime-seconds", "6", "--notice-seconds", "2");
    try {
      const { session, messages, ended } = await connect(tutor, {
        silent: true,
        explicitVadSignal: undefined,
      });
      session.sendRealtimeInput({ activityStart: {} });
      const wav = await readFile(path.join(recordings, "differentiate.wav"));
      session.sendRealtimeInput({
        audio: { data: wav.subarray(44).toString("base64"), mimeType: "audio/pcm;rate=16000" },
      });
      session.sendRealtimeInput({ activityEnd: {} });
      const heard = await messages.first(
        (message) => message.serverContent?.inputTranscription,
        "inputTranscription",
      );
      assert.equal(heard.serverContent.inputTranscription.text, "plot y equals x squared");
      assert.equal(heard.serverContent.inputTranscription.finished, true);
      const call = await messages.first((message) => message.toolCall, "toolCall");
      session.sendClientContent({
        turns: [{ role: "user", parts: [{ text: "hello" }] }],
        turnComplete: true,
      });
      const withdrawn = await messages.first(
        (message) => message.toolCallCancellation,
        "toolCallCancellation",
      );
      assert.deepEqual(withdrawn.toolCallCancellation.ids, [call.toolCall.functionCalls[0].id]);
      await messages.first((message) => message.serverContent?.interrupted === true, "interrupted");
      session.sendToolResponse({
        functionResponses: [
          {
            id: call.toolCall.functionCalls[0].id,
            name: "write_equation",
            response: { status: "ok" },
            scheduling: FunctionResponseScheduling.SILENT,
          },
        ],
      });
      const goAway = await messages.first((message) => message.goAway, "goAway");
      assert.match(goAway.goAway.timeLeft, /^\d+(\.\d+)?s$/);
      assert.equal((await ended).code, 1001);
      const handle = messages.all.findLast((message) => message.sessionResumptionUpdate)
        .sessionResumptionUpdate.newHandle;
      const again = await connect(tutor, { sessionResumption: { handle } });
      again.session.sendRealtimeInput({ text: "explain it again" });
      await again.messages.first((message) => message.toolCall, "a call from memory");
      again.session.close();
    } finally {
      await tutor.stop();
    }
  });

  test("an ephemeral token opens one session", async () => {
    const tutor = await startTutor();
    try {
      const ai = new GoogleGenAI({
        apiKey: "practice",
        httpOptions: { baseUrl: tutor.address, apiVersion: "v1alpha" },
      });
      const token = await ai.authTokens.create({ config: { uses: 1 } });
      assert.match(token.name, /^auth_tokens\//);
      const first = await connect(tutor, {}, token.name);
      await first.messages.first((message) => message.setupComplete, "setupComplete");
      first.session.close();
      // The SDK's connect() neither resolves nor rejects when the door is shut; its onclose says so.
      const owner = new GoogleGenAI({
        apiKey: token.name,
        httpOptions: { baseUrl: tutor.address, apiVersion: "v1alpha" },
      });
      const code = await new Promise((resolve) => {
        owner.live.connect({
          model: "models/practice",
          callbacks: { onmessage: () => {}, onclose: (event) => resolve(event.code) },
        });
      });
      assert.equal(code, 1008);
    } finally {
      await tutor.stop();
    }
  });
});

test("the recorded questions are recognised word for word", { timeout: 120_000 }, async (t) => {
  const organs = ears();
  if (!organs) return t.skip("no ears are installed: run `cargo xtask setup`");
  const tutor = await startTutor("--ears-python", organs.python, "--ears-model", organs.model);
  try {
    const known = JSON.parse(await readFile(path.join(recordings, "recordings.json"), "utf8"));
    for (const { file, said } of known.filter((recording) => !recording.script)) {
      const { session, messages } = await connect(tutor);
      const pcm = (await readFile(path.join(recordings, file))).subarray(44);
      for (let at = 0; at < pcm.length; at += 3200) {
        const piece = pcm.subarray(at, at + 3200).toString("base64");
        session.sendRealtimeInput({ audio: { data: piece, mimeType: "audio/pcm;rate=16000" } });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const sent = performance.now();
      session.sendRealtimeInput({ audioStreamEnd: true });
      const heard = await messages.first(
        (message) => message.serverContent?.inputTranscription,
        `words of ${file}`,
      );
      const words = (text) =>
        text
          .toLowerCase()
          .replace(/[.,?!]/g, "")
          .split(/\s+/)
          .join(" ")
          .trim();
      assert.equal(words(heard.serverContent.inputTranscription.text), said);
      t.diagnostic(`${file}: heard ${Math.round(performance.now() - sent)} ms after the end of the stream`);
      session.close();
    }
  } finally {
    await tutor.stop();
  }
});

test("the tutor says which organs it has", async () => {
  const tutor = await startTutor();
  try {
    const health = await (await fetch(`${tutor.address}/healthz`)).json();
    assert.equal(health.ears, null);
    assert.ok("voice_en" in health && "voice_hi" in health);
  } finally {
    await tutor.stop();
  }
});
