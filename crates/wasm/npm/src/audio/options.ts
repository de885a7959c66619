/**
 * How the microphone's sound is cleaned: `gtcrn` and `rnnoise` are networks, `stationary` and `adaptive` spectral gates
 * for noise that is steady and for noise that changes slowly.
 */
export type DenoiseMode = "off" | "rnnoise" | "gtcrn" | "stationary" | "adaptive";

/** Who takes the echo out of the microphone. */
export type EchoMode = "auto" | "own" | "off";

/** Who makes quiet speech louder. */
export type GainMode = "browser" | "own" | "off";

/** When speech is taken to begin and to end. */
export interface VadSettings {
  /** Speech begins above this probability, 0 to 1. */
  positiveSpeechThreshold: number;
  /** Speech may end below this probability, 0 to 1. */
  negativeSpeechThreshold: number;
  /** It ends when it stayed below for this long. */
  redemptionMs: number;
  /** So much sound from before the beginning is put into the first chunk. */
  preSpeechPadMs: number;
  /** Anything shorter is taken for a click or a cough. */
  minSpeechMs: number;
}

/** What to listen to, and how. */
export interface CaptureOptions {
  /** Which microphone; the browser's choice if absent. While it is away any other is taken. */
  deviceId?: string;
  /** Sound from elsewhere instead of a microphone. It is not stopped when the capture ends. */
  stream?: MediaStream;
  /** A running context to work in. It is not closed when the capture ends. */
  context?: AudioContext;
  /** Default `"gtcrn"`. */
  denoise?: DenoiseMode;
  /** How much of the noise goes, 0 to 1. Default 0.8. */
  strength?: number;
  /** Chunks only while somebody speaks, with what led up to it and a little after. Default true. */
  gate?: boolean;
  /**
   * Who makes quiet speech louder. `"browser"`, the default: the browser, as the microphone is opened. `"own"`: our own
   * control in its place, after the noise is gone and by the level of speech alone. `"off"`: nobody.
   */
  gain?: GainMode;
  /** When speech begins and ends; defaults for what is not given. */
  vad?: Partial<VadSettings>;
  /**
   * Who takes out of the microphone what the loudspeaker plays. `"auto"`, the default: the browser, and where it does not,
   * our own canceller, if it is given `played`. `"own"`: our own in any case. `"off"`: nobody.
   */
  echo?: EchoMode;
  /** What the loudspeaker plays: a `Player`'s `stream`. Our own canceller needs it. */
  played?: MediaStream;
  /** Where `audio.wasm` is, if not in this package. */
  wasm?: string | URL;
  /** Where `echo.wasm` is, if not in this package. */
  echoWasm?: string | URL;
}

/** 100 ms of the student's voice: 16 kHz, one channel. */
export interface Chunk {
  /** 0, 1, 2, … without gaps. */
  sequence: number;
  /** 1600 samples. */
  samples: Int16Array<ArrayBuffer>;
  /** When its last sample was spoken, on the clock of `performance.now()`. */
  capturedAtMs: number;
  /** Probability that somebody speaks in it, 0 to 1. */
  speech: number;
  /** Loudness: root mean square, 1 is full scale. */
  level: number;
  /** Samples of the microphone at or above full scale since the chunk before. */
  clippedSamples: number;
}

/** Somebody began or stopped speaking. */
export interface SpeechChange {
  speaking: boolean;
  /** When, on the clock of `performance.now()`. */
  atMs: number;
}

/** How loud it is, about twenty times a second. */
export interface Level {
  /** Root mean square, 1 is full scale. */
  rms: number;
  /** Highest sample since the last one. */
  peak: number;
  /** Probability that somebody speaks, 0 to 1. */
  speech: number;
}

/** What has happened since the capture began; once a second. */
export interface CaptureStatistics {
  /** The context's rate. */
  sampleRateHz: number;
  /** Seconds of sound heard. */
  heardSeconds: number;
  /** Chunks handed out. */
  chunks: number;
  /** Bytes in them. */
  sentBytes: number;
  /** Bytes not sent because nobody spoke. */
  savedBytes: number;
  /** Times somebody began to speak. */
  speechSegments: number;
  /** Samples at or above full scale. */
  clippedSamples: number;
  /** Events that were lost because nobody took them in time. */
  lostEvents: number;
  /** Share of real time that the audio thread needed for this in the last second. */
  load: number;
  /** Memory of the audio thread's modules; it does not grow while sound runs. */
  memoryBytes: number;
  /** By how many decibels our own control makes speech louder at the moment; 0 where it is not asked for. */
  gainDb: number;
  /** By how many decibels our own echo canceller has made the echo quieter, as it estimates; null without one. */
  echoQuieterByDb: number | null;
  /** Times the sound card was not served in time; null where the browser does not say. */
  underruns: number | null;
  /** Mean time from a chunk's last sample to its arrival on the page, since the last statistics; null without chunks. */
  chunkDelayMs: number | null;
}

/** A listener's arguments for each event of a capture. */
export type CaptureEvents = {
  chunk: [chunk: Chunk];
  speech: [change: SpeechChange];
  level: [level: Level];
  statistics: [statistics: CaptureStatistics];
  /** The microphone or the sound card changed; the capture goes on with this one. */
  change: [microphone: { label: string; sampleRateHz: number }];
  /** Something failed. The capture ends only if `ended` follows. */
  error: [error: import("../error.ts").GanitaError];
  /** No more sound comes. */
  ended: [];
};
