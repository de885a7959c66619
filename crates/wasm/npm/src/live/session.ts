import type { CaptureStatistics, Chunk } from "../audio/options.ts";
import { Emitter } from "../emitter.ts";
import { GanitaError } from "../error.ts";
import type { LiveAction, LiveEvent, LiveLoss, LiveMachineState } from "../generated/live.ts";
import type { WasmSource } from "../module.ts";
import { DeviceReport } from "./device-report.ts";
import type { LiveEvents, LiveOptions, LiveState, Notice } from "./events.ts";
import type { ServerMessage } from "./messages.ts";
import { type LiveModule, loadLive } from "./module.ts";
import { fetchTicket, reasonOfClose, socketUrl } from "./ticket.ts";
import { Transcripts } from "./transcripts.ts";

/** Bytes of the number before a piece of sound. */
const NUMBER_BYTES = 4;

/** Acknowledgements are awaited for so many chunks; the server confirms every fifth. */
const AWAITED_MAX = 512;

/** Timers of more than 2^31 ms fire at once; a tick too early does no harm. */
const WAIT_MS_MAX = 60_000;

type Machine = InstanceType<LiveModule["LiveMachine"]>;

/**
 * A lesson with the tutor, through our server.
 *
 * When to dial, what to keep and what to say again is decided by `crates/live`; this carries it out: tickets, sockets,
 * timers, events. Connections come and go, the session stays.
 */
export class LiveSession extends Emitter<LiveEvents> {
  readonly #options: LiveOptions;
  readonly #wasm: WasmSource | undefined;
  readonly #sockets = new Map<number, WebSocket>();
  readonly #sentAtMs = new Map<number, number>();
  readonly #transcripts = new Transcripts();
  readonly #report = new DeviceReport();
  #machine: Machine | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: LiveState = "idle";
  #sessionId: string | null = null;
  #lastError: GanitaError | undefined;
  #connecting: { resolve: () => void; reject: (error: GanitaError) => void } | undefined;
  #events: LiveEvent[] = [];
  #working = false;
  #disposed = false;
  #spoken = 0;
  readonly #online = () => this.#tell({ type: "online" });

  constructor(options: LiveOptions & { /** As for `Maths`. */ wasm?: WasmSource }) {
    super();
    this.#options = options;
    this.#wasm = options.wasm;
  }

  /** Where the connection stands. */
  get state(): LiveState {
    return this.#state;
  }

  /** The lesson's name on the server, once it has begun. */
  get sessionId(): string | null {
    return this.#sessionId;
  }

  /** Begins the lesson, or takes it up again after it was closed. Resolves when the tutor is there. */
  async connect(): Promise<void> {
    if (this.#disposed) throw new GanitaError("disposed");
    if (!this.#options.consent) throw new GanitaError("consent-missing");
    if (this.#machine !== undefined) return;
    this.#changed("connecting");
    try {
      const { LiveMachine } = await loadLive(this.#wasm);
      if (this.#disposed) throw new GanitaError("disposed");
      const seed = crypto.getRandomValues(new Uint32Array(1))[0] as number;
      this.#machine = new LiveMachine({ session: this.#sessionId, seed });
    } catch (error) {
      this.#changed("closed");
      throw error;
    }
    globalThis.addEventListener?.("online", this.#online);
    await new Promise<void>((resolve, reject) => {
      this.#connecting = { resolve, reject };
      this.#tell({ type: "start" });
    });
  }

  /**
   * Sends 100 ms of the student's voice. While the connection is away the last seconds are kept and sent later. Pieces
   * are numbered anew: microphones come and go within a lesson, and each counts from 0.
   */
  sendAudio(chunk: Pick<Chunk, "samples">): void {
    const { buffer, byteOffset, byteLength } = chunk.samples;
    const sequence = this.#spoken;
    this.#spoken += 1;
    this.#tell({
      type: "audio",
      sequence,
      pcm: new Uint8Array(buffer, byteOffset, byteLength),
    });
  }

  /** The student has stopped speaking: the tutor may answer. */
  endAudio(): void {
    this.#tell({ type: "audioEnd" });
  }

  /**
   * Tells the server what the device does with the sound, once every ten calls. Where there is no connection at that
   * moment it is not told later.
   */
  sendStatistics(statistics: CaptureStatistics): void {
    const report = this.#report.add(statistics);
    if (report === undefined || this.#state !== "open") return;
    const open = [...this.#sockets.values()].find((socket) => socket.readyState === WebSocket.OPEN);
    open?.send(report);
  }

  /** The student typed instead of speaking. */
  sendText(text: string): void {
    this.#tell({ type: "text", text });
  }

  /** Answers a tool call. Tutors call again when an answer is empty, so an empty one becomes `{status: "ok"}`. */
  answerTool(id: string, _name: string, result: Record<string, unknown>): void {
    const response = Object.keys(result).length === 0 ? { status: "ok" } : result;
    this.#tell({ type: "toolResult", id, response });
  }

  /** Ends the lesson; `connect` takes it up again. */
  close(): void {
    this.#tell({ type: "stop" });
    this.#stop(new GanitaError("disposed"));
  }

  /** Ends the lesson for good. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.close();
    this.#disposed = true;
    this.silence();
  }

  /** One event after the other: an action's effect may be the next event. */
  #tell(event: LiveEvent): void {
    this.#events.push(event);
    if (this.#working) return;
    this.#working = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        const machine = this.#machine;
        if (machine === undefined) continue;
        const { list, wakeAtMs } = machine.onEvent(next, performance.now());
        this.#wake(wakeAtMs);
        for (const action of list) this.#carryOut(action);
      }
    } finally {
      this.#working = false;
    }
  }

  #wake(atMs: number | null): void {
    clearTimeout(this.#timer);
    if (atMs === null) return;
    const waitMs = Math.min(Math.max(0, atMs - performance.now()), WAIT_MS_MAX);
    this.#timer = setTimeout(() => this.#tell({ type: "tick" }), waitMs);
  }

  #carryOut(action: LiveAction): void {
    switch (action.type) {
      case "dial":
        void this.#dial(action.connection, action.resume);
        break;
      case "sendText":
        this.#sockets.get(action.connection)?.send(action.text);
        break;
      case "sendBinary":
        this.#sockets.get(action.connection)?.send(action.bytes as Uint8Array<ArrayBuffer>);
        if (action.sequence !== null) this.#sent(action.sequence);
        break;
      case "close":
        this.#close(action.connection, action.code, action.reason);
        break;
      case "deliver":
        this.#deliver(action.message as ServerMessage);
        break;
      case "ready":
        this.#sessionId = action.sessionId ?? this.#sessionId;
        this.#lastError = undefined;
        this.#connecting?.resolve();
        this.#connecting = undefined;
        break;
      case "changed":
        this.#changed(shownState(action.state));
        break;
      case "lost":
        this.#lost(action.loss);
        break;
    }
  }

  async #dial(connection: number, resume: string | null): Promise<void> {
    const machine = this.#machine;
    const answer = await fetchTicket(this.#options, resume);
    if (this.#machine !== machine) return;
    if ("error" in answer) return this.#dialFailed(connection, answer.code, answer.error);
    const socket = new WebSocket(socketUrl(this.#options.server), [
      "ganita.live.v1",
      `ticket.${answer.ticket}`,
    ]);
    socket.binaryType = "arraybuffer";
    this.#sockets.set(connection, socket);
    const tell = (event: LiveEvent) => {
      if (this.#machine === machine) this.#tell(event);
    };
    let opened = false;
    socket.onopen = () => {
      opened = true;
      tell({ type: "opened", connection });
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === "string") return tell({ type: "received", connection, text: data });
      this.#voice(data);
      tell({ type: "audioReceived", connection });
    };
    // Node's sockets throw where nobody listens; what went wrong comes with the close.
    socket.onerror = () => {};
    socket.onclose = ({ code, reason }) => {
      this.#sockets.delete(connection);
      if (this.#machine !== machine) return;
      const error = new GanitaError(reasonOfClose(code), `${code} ${reason}`.trim());
      if (opened) {
        this.#lastError = error;
        tell({ type: "closed", connection, code, reason });
      } else {
        this.#dialFailed(connection, code, error);
      }
    };
  }

  /** The first connection's failure is the caller's to hear at once; later ones are tried again. */
  #dialFailed(connection: number, code: number, error: GanitaError): void {
    this.#lastError = error;
    if (this.#connecting !== undefined) {
      this.#tell({ type: "stop" });
      this.#stop(error);
    } else {
      this.#tell({ type: "closed", connection, code, reason: error.detail ?? "" });
    }
  }

  #close(connection: number, code: number, reason: string): void {
    const socket = this.#sockets.get(connection);
    // Browsers let pages close with 1000 and 3000 to 4999 only.
    const allowed = code === 1000 || code >= 3000;
    if (socket === undefined) this.#tell({ type: "closed", connection, code: 1006, reason: "" });
    else socket.close(allowed ? code : 1000, reason);
  }

  #voice(data: ArrayBuffer): void {
    if (data.byteLength < NUMBER_BYTES || data.byteLength % 2 !== 0) return;
    const sequence = new DataView(data).getUint32(0, true);
    const samples = new Int16Array(data.slice(NUMBER_BYTES));
    this.emit("audio", { samples, sequence, receivedAtMs: performance.now() });
  }

  #sent(sequence: number): void {
    this.#sentAtMs.set(sequence, performance.now());
    for (const old of this.#sentAtMs.keys()) {
      if (this.#sentAtMs.size <= AWAITED_MAX) break;
      this.#sentAtMs.delete(old);
    }
  }

  #deliver(message: ServerMessage): void {
    if (message.acknowledged !== undefined) this.#acknowledged(message.acknowledged.sequence);
    if (message.notice !== undefined) void this.#notice(message.notice);
    const content = message.serverContent;
    if (content !== undefined) {
      if (content.interrupted) this.emit("interrupted");
      for (const transcript of this.#transcripts.read(content)) this.emit("transcript", transcript);
    }
    for (const { id, name, args } of message.toolCall?.functionCalls ?? []) {
      this.emit("toolCall", { id: id ?? "", name: name ?? "", args: args ?? {} });
    }
    const cancelled = message.toolCallCancellation?.ids;
    if (cancelled !== undefined) this.emit("toolCallCancelled", cancelled);
    if (content?.turnComplete) this.emit("turnComplete");
  }

  /** A page that can bring another access token is spared the notice that this one ends. */
  async #notice(notice: Notice): Promise<void> {
    if (notice.code === "access-token-ends") {
      const socket = [...this.#sockets.values()].at(-1);
      const accessToken = await Promise.resolve(this.#options.accessToken?.()).catch(() => null);
      if (accessToken && socket?.readyState === WebSocket.OPEN) {
        return socket.send(JSON.stringify({ refresh: { accessToken } }));
      }
    }
    this.emit("notice", notice);
  }

  #acknowledged(sequence: number): void {
    const sentAtMs = this.#sentAtMs.get(sequence);
    for (const older of this.#sentAtMs.keys()) {
      if (older <= sequence) this.#sentAtMs.delete(older);
    }
    const afterMs = sentAtMs === undefined ? null : performance.now() - sentAtMs;
    this.emit("acknowledged", { sequence, afterMs });
  }

  #lost(loss: LiveLoss): void {
    const error = loss.why === "finished" ? undefined : (this.#lastError ?? lossError(loss));
    if (error !== undefined && this.#connecting === undefined) this.emit("error", error);
    this.#stop(error ?? new GanitaError("tutor-gone", loss.reason));
  }

  #stop(error: GanitaError): void {
    if (this.#machine === undefined) return;
    // Freed later: this may run inside one of the machine's own actions.
    const machine = this.#machine;
    queueMicrotask(() => machine.free());
    this.#machine = undefined;
    clearTimeout(this.#timer);
    globalThis.removeEventListener?.("online", this.#online);
    for (const socket of this.#sockets.values()) socket.close(1000);
    this.#sockets.clear();
    this.#sentAtMs.clear();
    this.#changed("closed");
    this.#connecting?.reject(error);
    this.#connecting = undefined;
  }

  #changed(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.emit("state", state);
  }
}

function shownState(state: LiveMachineState): LiveState {
  switch (state) {
    case "idle":
      return "idle";
    case "connecting":
      return "connecting";
    case "live":
    case "draining":
    case "rotating":
      return "open";
    case "reconnecting":
      return "reconnecting";
    case "ended":
      return "closed";
  }
}

function lossError(loss: LiveLoss): GanitaError {
  switch (loss.why) {
    case "unreachable":
    case "refused":
      return new GanitaError(reasonOfClose(loss.code ?? 1006), loss.reason);
    case "rejected":
      return new GanitaError("bad-message", loss.reason);
    case "silent":
    case "finished":
      return new GanitaError("tutor-gone", loss.reason);
  }
}
