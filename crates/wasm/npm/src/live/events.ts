import type { AccessToken } from "../api/client.ts";
import type { GanitaError } from "../error.ts";

/** The student's language: a hint for hearing and for the tutor's voice. */
export type Language = "en" | "hi" | "auto";

/** How a lesson is begun. */
export interface LiveOptions {
  /** The server's address: `https://lessons.school.example`. */
  server: string;
  /** What the student speaks. */
  language: Language;
  /** One of the tutor's voices; its own choice if absent. */
  voice?: string;
  /** The student's class, 13 for college: it says to which base `\log` is where the tutor has something solved. */
  schoolClass?: number;
  /** Whether consent to sending sound to the tutor is on record. Nothing is sent without it. */
  consent: boolean;
  /** The platform's access token; asked for each ticket, and again when the one that was given is about to end. */
  accessToken?: AccessToken;
}

/** Where the connection stands. */
export type LiveState = "idle" | "connecting" | "open" | "reconnecting" | "closed";

/** Words as they were understood. */
export interface Transcript {
  who: "student" | "tutor";
  /** All words of the utterance so far; each event replaces the one before it until one is final. */
  text: string;
  final: boolean;
  /** The words come from a script and nobody listened. */
  scripted: boolean;
}

/** The tutor wants something done on the board. Answer with `answerTool`. */
export interface ToolCall {
  id: string;
  name: string;
  args: Record<string, unknown>;
}

/** Something the student should know. */
export interface Notice {
  code: string;
  en: string;
  hi: string;
}

/** Sound of the tutor's voice: 24 kHz, one channel. */
export interface Voice {
  samples: Int16Array<ArrayBuffer>;
  sequence: number;
  /** When it arrived, on the clock of `performance.now()`. */
  receivedAtMs: number;
}

/** A listener's arguments for each event of a lesson. */
export type LiveEvents = {
  state: [state: LiveState];
  transcript: [transcript: Transcript];
  audio: [voice: Voice];
  toolCall: [call: ToolCall];
  /** These calls' answers are no longer wanted. */
  toolCallCancelled: [ids: string[]];
  /** The student spoke over the tutor: what waits to be played should be flushed. */
  interrupted: [];
  turnComplete: [];
  notice: [notice: Notice];
  /** The piece of sound of this number in the lesson reached the tutor, this long after it was sent. */
  acknowledged: [acknowledged: { sequence: number; afterMs: number | null }];
  error: [error: GanitaError];
};
