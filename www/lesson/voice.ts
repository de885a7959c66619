import { type GanitaError, Player } from "@ganita/web/audio";
import { measure } from "./timing";

export interface Speaking {
  onSpeaking(speaking: boolean): void;
  /** So much of all voice that was given to `play` has been heard. */
  onHeard(playedMs: number): void;
  onError(error: GanitaError): void;
}

/** The tutor's voice. Without a loudspeaker the lesson goes on in captions. */
export class Voice {
  #player: Player | null = null;
  #wanted = false;
  readonly #speaking: Speaking;

  constructor(speaking: Speaking) {
    this.#speaking = speaking;
  }

  async start(): Promise<void> {
    this.#wanted = true;
    if (this.#player) return;
    const player = await Player.create();
    if (!this.#wanted) return player.dispose();
    this.#player = player;
    player.on("start", () => this.#speaking.onSpeaking(true));
    player.on("end", () => this.#speaking.onSpeaking(false));
    player.on("level", ({ playedMs }) => this.#speaking.onHeard(playedMs));
    player.on("latency", ({ receivedAtMs, startedAtMs }) =>
      measure("voice-to-speaker", receivedAtMs, startedAtMs),
    );
    player.on("error", (error) => this.#speaking.onError(error));
  }

  play(pcm: Int16Array<ArrayBuffer>): void {
    this.#player?.play(pcm);
  }

  /** What is being played, for the microphone's echo canceller. */
  get stream(): MediaStream | undefined {
    return this.#player?.stream;
  }

  /** How much voice was given to `play`, in milliseconds. */
  get queuedMs(): number {
    return this.#player?.queuedMs ?? 0;
  }

  /** Whether voice is heard or waits to be. */
  get isBusy(): boolean {
    return this.#player?.busy ?? false;
  }

  /** Nothing more comes in this answer. */
  finish(): void {
    this.#player?.finish();
  }

  /** The student speaks over the tutor: silence at once. */
  hush(): void {
    this.#player?.flush();
    this.#speaking.onSpeaking(false);
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    const player = this.#player;
    this.#player = null;
    this.#speaking.onSpeaking(false);
    await player?.dispose();
  }
}
