// Our server's side of a lesson, without a tutor: it says what a test lets it say and keeps what it hears.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket as Socket, WebSocketServer } from "ws";

/** What the server saw and holds. */
export class Lesson {
  readonly tickets: Record<string, unknown>[] = [];
  readonly authorizations: (string | undefined)[] = [];
  readonly protocols: string[][] = [];
  readonly received: (Record<string, unknown> | Buffer)[] = [];
  readonly sockets: Socket[] = [];
  refuseWith: number | undefined;
  readonly #http: Server;
  readonly #ws: WebSocketServer;

  constructor() {
    this.#http = createServer((request, response) => {
      // Pages ask from another port.
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("access-control-allow-headers", "content-type");
      if (request.method === "OPTIONS") {
        response.writeHead(204).end();
        return;
      }
      let body = "";
      request.on("data", (piece) => {
        body += piece;
      });
      request.on("end", () => {
        this.authorizations.push(request.headers.authorization);
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
