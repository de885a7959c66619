// The parts of the Web Speech API that are used here, as its specification names them
// (webaudio.github.io/web-speech-api). TypeScript's own library does not have the newer ones.

/** Why the browser's recogniser stopped. */
export type SpeechErrorCode =
  | "no-speech"
  | "aborted"
  | "audio-capture"
  | "network"
  | "not-allowed"
  | "service-not-allowed"
  | "language-not-supported"
  | "phrases-not-supported";

interface SpeechResult {
  readonly isFinal: boolean;
  readonly length: number;
  readonly [index: number]: { readonly transcript: string; readonly confidence: number };
}

export interface SpeechResultEvent {
  readonly resultIndex: number;
  readonly results: { readonly length: number; readonly [index: number]: SpeechResult };
}

export interface SpeechErrorEvent {
  readonly error: SpeechErrorCode;
  readonly message?: string;
}

export interface SpeechRecogniser {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  maxAlternatives: number;
  processLocally?: boolean;
  phrases?: unknown[];
  onstart: (() => void) | null;
  onend: (() => void) | null;
  onresult: ((event: SpeechResultEvent) => void) | null;
  onerror: ((event: SpeechErrorEvent) => void) | null;
  start(track?: MediaStreamTrack): void;
  stop(): void;
  abort(): void;
}

type Status = "unavailable" | "downloadable" | "downloading" | "available";

interface Languages {
  langs: string[];
  processLocally: boolean;
}

export interface SpeechRecogniserClass {
  new (): SpeechRecogniser;
  available?(languages: Languages): Promise<Status>;
  install?(languages: Languages): Promise<boolean>;
}

type PhraseClass = new (phrase: string, boost: number) => unknown;

interface Scope {
  SpeechRecognition?: SpeechRecogniserClass;
  webkitSpeechRecognition?: SpeechRecogniserClass;
  SpeechRecognitionPhrase?: PhraseClass;
}

/** The browser's recogniser, under whichever name it has one. */
export function speechRecogniser(): SpeechRecogniserClass | undefined {
  const scope = globalThis as Scope;
  return scope.SpeechRecognition ?? scope.webkitSpeechRecognition;
}

/** What makes a phrase likelier to be heard, where the browser can do that. */
export function phraseClass(): PhraseClass | undefined {
  return (globalThis as Scope).SpeechRecognitionPhrase;
}
