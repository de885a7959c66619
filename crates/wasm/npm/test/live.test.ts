// LiveSession with the real machine, against a server that speaks our protocol on a socket.

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type WebSocket as Socket, WebSocket, WebSocketServer } from "ws";
import type { Chunk } from "../src/audio/options.ts";
import type { LiveEvents } from "../src/live/events.ts";
import { LiveSession } from "../src/live.ts";

const wasm = readFileSync(new URL("../wasm/maths_bg.wasm", import.meta.url));
vi.stubGlobal("WebSocket", WebSocket);

/** What the server saw and holds. */
class Lesson {
  readonly tickets: Record<string, unknown>[] = [];
  readonly protocols: string[][] = [];
  readonly received: (Record<string, unknown> | Buffer)[] = [];
  readonly sockets: Socket[] = [];
  refuseWith: number | undefined;
  readonly #http: Server;
  readonly #ws: WebSocketServer;

  constructor() {
    this.#http = createServer((request, response) => {
      let body = "";
      request.on("data", (piece) => {
        body += piece;
      });
      request.on("end", () => {
        this.tickets.push({ url: request.url, ...JSON.parse(body) });
        const status = this.refuseWith ?? 201;
        response.writeHead(status, { "content-type": "application/json" });
        const ticket = { ticket: `t${this.tickets.length}`, expiresInSeconds: 60, sessionId: "lesson-7" };
        response.end(JSON.stringify(status === 201 ? ticket : { title: "No", code: "test" }));
      });
    });
    this.#ws = new WebSocketServer({
      server: this.#http,
      path: "/ws/live",
      handleProtocols: () => "ganita.live.v1",
    });
    this.#ws.on("connection", (socket, request) => {
      this.sockets.push(socket);
      this.protocols.push((request.headers["sec-websocket-protocol"] ?? "").split(/,\s*/));
      socket.on("message", (data, isBinary) => {
        this.received.push(isBinary ? (data as Buffer) : JSON.parse(String(data)));
      });
      this.say({ setupComplete: { sessionId: "lesson-7" } });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  say(message: object): void {
    this.sockets.at(-1)?.send(JSON.stringify(message));
  }

  voice(sequence: number, samples: number[]): void {
    const frame = Buffer.alloc(4 + samples.length * 2);
    frame.writeUInt32LE(sequence);
    for (const [index, sample] of samples.entries()) frame.writeInt16LE(sample, 4 + 2 * index);
    this.sockets.at(-1)?.send(frame);
  }

  async close(): Promise<void> {
    for (const socket of this.#ws.clients) socket.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}

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
  return { sequence, samples: new Int16Array(1600).fill(7), capturedAtMs: 0, speech: 1, level: 0.1 };
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

test("without consent nothing is asked and nothing is sent", async () => {
  const silent = new LiveSession({ server, language: "en", consent: false, wasm });
  await expect(silent.connect()).rejects.toMatchObject({ reason: "consent-missing" });
  expect(lesson.tickets).toEqual([]);
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
  session.on("state", (state) => states.push(state));
  lesson.sockets[0]?.terminate();
  await vi.waitFor(() => expect(session.state).toBe("reconnecting"));
  session.sendText("still here");
  await vi.waitFor(() => expect(session.state).toBe("open"), 5_000);
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
