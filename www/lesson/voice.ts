import { type GanitaError, Player } from "@ganita/web/audio";
import { measure } from "./timing";

export interface Speaking {
  onSpeaking(speaking: boolean): void;
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
    player.on("latency", ({ receivedAtMs, startedAtMs }) =>
      measure("voice-to-speaker", receivedAtMs, startedAtMs),
    );
    player.on("error", (error) => this.#speaking.onError(error));
  }

  play(pcm: Int16Array<ArrayBuffer>): void {
    this.#player?.play(pcm);
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
