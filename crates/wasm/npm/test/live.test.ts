// LiveSession with the real machine, against a server that speaks our protocol on a socket.

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { Chunk } from "../src/audio/options.ts";
import type { LiveEvents } from "../src/live/events.ts";
import { LiveSession } from "../src/live.ts";
import { Lesson } from "./lesson-server.ts";

const wasm = readFileSync(new URL("../wasm/live_bg.wasm", import.meta.url));
vi.stubGlobal("WebSocket", WebSocket);

let lesson: Lesson;
let server: string;
let session: LiveSession;

beforeEach(async () => {
  lesson = new Lesson();
  server = await lesson.open();
  session = new LiveSession({ server, language: "hi", voice: "Kore", consent: true, wasm });
});
afterEach(async () => {
  session.dispose();
  await lesson.close();
});

function next<Name extends keyof LiveEvents>(name: Name): Promise<LiveEvents[Name]> {
  return new Promise((resolve) => {
    const forget = session.on(name, (...values) => {
      forget();
      resolve(values);
    });
  });
}

function chunk(sequence: number): Chunk {
  const samples = new Int16Array(1600).fill(7);
  return { sequence, samples, capturedAtMs: 0, speech: 1, level: 0.1, clippedSamples: 0 };
}

test("a ticket is asked for, shown on the socket, and the lesson begins", async () => {
  const states: string[] = [];
  session.on("state", (state) => states.push(state));
  await session.connect();
  expect(lesson.tickets).toEqual([
    { url: "/api/v1/live/tickets", language: "hi", voice: "Kore", consent: true },
  ]);
  expect(lesson.protocols).toEqual([["ganita.live.v1", "ticket.t1"]]);
  expect(states).toEqual(["connecting", "open"]);
  expect(session.sessionId).toBe("lesson-7");
});

test("a signed-in student's token goes with the ticket, and another one follows before it ends", async () => {
  let tokens = 0;
  const options = { server, language: "en", consent: true, wasm } as const;
  const signedIn = new LiveSession({ ...options, accessToken: async () => `token-${++tokens}` });
  const notices: string[] = [];
  signedIn.on("notice", ({ code }) => notices.push(code));
  await signedIn.connect();
  expect(lesson.authorizations).toEqual(["Bearer token-1"]);
  lesson.say({ notice: { code: "access-token-ends", en: "", hi: "" } });
  const refresh = { refresh: { accessToken: "token-2" } };
  await vi.waitFor(() => expect(lesson.received).toContainEqual(refresh));
  expect(notices).toEqual([]);
  signedIn.dispose();
});

test("a page that can bring no other token is told that its own ends", async () => {
  await session.connect();
  lesson.say({ notice: { code: "access-token-ends", en: "Soon.", hi: "जल्द।" } });
  expect(await next("notice")).toEqual([{ code: "access-token-ends", en: "Soon.", hi: "जल्द।" }]);
  expect(lesson.authorizations).toEqual([undefined]);
});

test("without consent nothing is asked and nothing is sent", async () => {
  const silent = new LiveSession({ server, language: "en", consent: false, wasm });
  await expect(silent.connect()).rejects.toMatchObject({ reason: "consent-missing" });
  expect(lesson.tickets).toEqual([]);
});

test("what the device does with the sound is told every ten seconds, as what is new", async () => {
  await session.connect();
  const second = (n: number) => ({
    ...{ sampleRateHz: 48_000, heardSeconds: n, sentBytes: 0, speechSegments: 0, clippedSamples: 0 },
    ...{
      lostEvents: 0,
      chunkDelayMs: null,
      load: 0.01 * n,
      chunks: 3 * n,
      savedBytes: 1_000 * n,
      gainDb: 0,
      echoQuieterByDb: null,
      memoryBytes: 0,
    },
    underruns: n > 15 ? 1 : 0,
  });
  for (let n = 1; n <= 20; n += 1) session.sendStatistics(second(n));
  // Another microphone counts anew.
  for (let n = 1; n <= 10; n += 1) session.sendStatistics(second(n));
  await vi.waitFor(() => expect(lesson.received).toHaveLength(3));
  expect(lesson.received).toMatchObject([
    { device: { underruns: 0, chunks: 30, savedBytes: 10_000 } },
    { device: { underruns: 1, chunks: 30, savedBytes: 10_000 } },
    { device: { underruns: 0, chunks: 30, savedBytes: 10_000 } },
  ]);
  const [{ device }] = lesson.received as [{ device: { load: number[] } }];
  expect(device.load).toEqual([0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1]);
});

test("sound goes out numbered, typing and tool answers as Gemini Live's messages", async () => {
  await session.connect();
  session.sendAudio(chunk(0));
  session.sendAudio(chunk(1));
  session.endAudio();
  session.sendText("x plus one");
  lesson.say({ toolCall: { functionCalls: [{ id: "c1", name: "clear_board", args: {} }] } });
  const [call] = await next("toolCall");
  expect(call).toEqual({ id: "c1", name: "clear_board", args: {} });
  session.answerTool(call.id, call.name, {});
  await vi.waitFor(() => expect(lesson.received).toHaveLength(5));
  const [first, second, ...texts] = lesson.received as [Buffer, Buffer, ...object[]];
  expect([first.readUInt32LE(0), second.readUInt32LE(0)]).toEqual([0, 1]);
  expect(first).toHaveLength(4 + 3200);
  expect(first.readInt16LE(4)).toBe(7);
  expect(texts).toMatchObject([
    { realtimeInput: { audioStreamEnd: true } },
    { realtimeInput: { text: "x plus one" } },
    { toolResponse: { functionResponses: [{ id: "c1", response: { status: "ok" } }] } },
  ]);
});

test("voice, words, notices and turns come back as events", async () => {
  await session.connect();
  const seen: unknown[] = [];
  session.on("audio", ({ samples, sequence }) => seen.push([sequence, ...samples]));
  session.on("transcript", ({ who, text, final }) => seen.push(`${who} ${text} ${final}`));
  session.on("notice", ({ code }) => seen.push(code));
  session.on("interrupted", () => seen.push("interrupted"));
  session.on("turnComplete", () => seen.push("turn complete"));
  lesson.say({ serverContent: { interimInputTranscription: { text: "x" } } });
  lesson.say({ serverContent: { inputTranscription: { text: "x plus one", finished: true } } });
  lesson.voice(3, [1, -2]);
  lesson.say({ serverContent: { outputTranscription: { text: "Good." } } });
  lesson.say({ notice: { code: "tutor-has-no-ears", en: "a", hi: "b" } });
  lesson.say({ serverContent: { interrupted: true } });
  lesson.say({ serverContent: { turnComplete: true } });
  await next("turnComplete");
  expect(seen).toEqual([
    "student x false",
    "student x plus one true",
    [3, 1, -2],
    "tutor Good. false",
    "tutor-has-no-ears",
    "interrupted",
    "tutor Good. true",
    "turn complete",
  ]);
});

test("a second microphone's chunks go on counting where the first one's stopped", async () => {
  await session.connect();
  for (const sequence of [0, 1, 0, 1]) session.sendAudio(chunk(sequence));
  await vi.waitFor(() => expect(lesson.received).toHaveLength(4));
  expect(lesson.received.map((frame) => (frame as Buffer).readUInt32LE(0))).toEqual([0, 1, 2, 3]);
});

test("acknowledgements say how long sound took", async () => {
  await session.connect();
  for (let sequence = 0; sequence <= 5; sequence += 1) session.sendAudio(chunk(sequence));
  lesson.say({ acknowledged: { sequence: 5 } });
  const [{ sequence, afterMs }] = await next("acknowledged");
  expect(sequence).toBe(5);
  expect(afterMs).toBeGreaterThanOrEqual(0);
  expect(afterMs).toBeLessThan(1_000);
});

test("a connection that breaks is made again, for the same lesson, and what was said meanwhile is sent", async () => {
  await session.connect();
  const states: string[] = [];
  session.on("state", (state) => {
    states.push(state);
    if (state === "reconnecting") session.sendText("still here");
  });
  lesson.sockets[0]?.terminate();
  await vi.waitFor(() => expect(states).toContain("open"), 5_000);
  expect(lesson.tickets[1]).toMatchObject({ resume: "lesson-7" });
  await vi.waitFor(() => expect(lesson.received).toContainEqual({ realtimeInput: { text: "still here" } }));
  expect(states).toEqual(["reconnecting", "open"]);
});

describe("refusals are told at once", () => {
  test.each([
    [403, "not-allowed"],
    [429, "too-much"],
    [503, "server-unreachable"],
  ])("a ticket refused with %d is %s", async (status, reason) => {
    lesson.refuseWith = status;
    await expect(session.connect()).rejects.toMatchObject({ reason });
    expect(session.state).toBe("closed");
  });

  test("a server that is not there is unreachable, and can be tried again", async () => {
    await lesson.close();
    await expect(session.connect()).rejects.toMatchObject({ reason: "server-unreachable" });
    expect(session.state).toBe("closed");
    await expect(session.connect()).rejects.toMatchObject({ reason: "server-unreachable" });
  });

  test("a running lesson that is thrown out ends with the reason", async () => {
    await session.connect();
    lesson.sockets[0]?.close(4403, "not yours");
    const [error] = await next("error");
    expect(error).toMatchObject({ reason: "not-allowed", detail: expect.stringContaining("not yours") });
    expect(session.state).toBe("closed");
  });
});

test("after dispose nothing goes on", async () => {
  await session.connect();
  const closed = new Promise((resolve) => lesson.sockets[0]?.on("close", resolve));
  session.dispose();
  await closed;
  session.sendText("hello?");
  await expect(session.connect()).rejects.toMatchObject({ reason: "disposed" });
  expect(lesson.sockets).toHaveLength(1);
  expect(lesson.received).toEqual([]);
});
