import type { CaptureStatistics, Chunk } from "@ganita/web/audio";
import { LiveSession, type LiveState } from "@ganita/web/live";
import { inputLanguage, type Language } from "./language";
import { errorNotice, type Notice } from "./notice";
import { mark, measure } from "./timing";
import { readToolCall, type ToolAnswer, type ToolCall } from "./tools";

export type Connection = "off" | "connecting" | "live" | "reconnecting" | "gone";

export interface Transcript {
  who: "student" | "tutor";
  text: string;
  final: boolean;
  scripted: boolean;
}

export interface Listening {
  onConnection(connection: Connection): void;
  onTranscript(transcript: Transcript): void;
  onAudio(pcm: Int16Array<ArrayBuffer>): void;
  onTurnComplete(): void;
  onInterrupted(): void;
  onTool(call: ToolCall): Promise<ToolAnswer>;
  onNotice(notice: Notice): void;
}

const SHOWN: Readonly<Record<LiveState, Connection>> = {
  idle: "off",
  connecting: "connecting",
  open: "live",
  reconnecting: "reconnecting",
  closed: "gone",
};

/** The live session with the tutor. Without it the board goes on working. */
export class Tutor {
  #session: LiveSession | null = null;
  #connection: Connection = "off";
  /** Counts connects and disconnects: what belongs to an older one is not listened to. */
  #attempt = 0;
  readonly #listening: Listening;

  constructor(listening: Listening) {
    this.#listening = listening;
  }

  async connect(language: Language, schoolClass: number | null): Promise<void> {
    this.disconnect();
    const current = this.#attempt;
    this.#become("connecting");
    try {
      const server = await serverAddress();
      if (current !== this.#attempt) return;
      const session = new LiveSession({
        server,
        language: inputLanguage(language),
        consent: true,
        ...(schoolClass === null ? {} : { schoolClass }),
      });
      this.#session = session;
      this.#follow(session);
      await session.connect();
    } catch (error) {
      // A session that was given up meanwhile has nothing to say any more.
      if (current === this.#attempt) this.#fail(error);
    }
  }

  disconnect(): void {
    this.#attempt++;
    const session = this.#session;
    this.#session = null;
    session?.dispose();
    this.#become("off");
  }

  /** Language and class are told when a session begins, so a new one begins. */
  async change(language: Language, schoolClass: number | null): Promise<void> {
    if (this.#session) await this.connect(language, schoolClass);
  }

  sendAudio(chunk: Chunk): void {
    this.#session?.sendAudio(chunk);
  }

  sendStatistics(statistics: CaptureStatistics): void {
    this.#session?.sendStatistics(statistics);
  }

  endAudio(): void {
    this.#session?.endAudio();
  }

  sendText(text: string): void {
    if (this.#connection === "live") this.#session?.sendText(text);
  }

  #follow(session: LiveSession): void {
    const listening = this.#listening;
    const mine = () => this.#session === session;
    session.on("state", (state) => mine() && this.#become(SHOWN[state]));
    session.on("transcript", ({ who, text, final, scripted }) => {
      if (mine()) listening.onTranscript({ who, text, final, scripted });
    });
    session.on("audio", ({ samples }) => mine() && listening.onAudio(samples));
    session.on("turnComplete", () => mine() && listening.onTurnComplete());
    session.on("interrupted", () => mine() && listening.onInterrupted());
    session.on(
      "notice",
      ({ code, en, hi }) => mine() && listening.onNotice({ code, en, hi, tone: "warning" }),
    );
    session.on("acknowledged", ({ afterMs }) => {
      const nowMs = performance.now();
      if (afterMs !== null) measure("chunk-to-tutor", nowMs - afterMs, nowMs);
    });
    session.on("error", (error) => mine() && this.#fail(error));
    session.on("toolCall", ({ id, name, args }) => {
      if (mine()) void this.#call(session, id, name, args);
    });
  }

  async #call(session: LiveSession, id: string, name: string, args: unknown): Promise<void> {
    const call = readToolCall(name, args);
    const answer: ToolAnswer =
      "wrong" in call
        ? { status: "error", message: call.wrong, retryable: true }
        : await this.#listening
            .onTool(call)
            .catch(() => ({ status: "error", message: "the board failed", retryable: false }));
    mark("tool", { name, args, status: answer.status });
    session.answerTool(id, name, answer);
  }

  #fail(error: unknown): void {
    this.#listening.onNotice(errorNotice(error, "server-unreachable"));
    this.#session?.dispose();
    this.#session = null;
    this.#become("gone");
  }

  #become(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    if (connection === "live") mark("live", {});
    this.#listening.onConnection(connection);
  }
}

/** The page is built once for every school: where its server is, is asked at run time. */
async function serverAddress(): Promise<string> {
  const response = await fetch("/config", { cache: "no-store" });
  const config: unknown = await response.json();
  if (
    typeof config === "object" &&
    config !== null &&
    "server" in config &&
    typeof config.server === "string"
  ) {
    return config.server;
  }
  throw new Error("/config does not say where the server is");
}
