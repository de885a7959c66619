// What page and audio thread tell each other over the port.

import type { DenoiseMode, VadSettings } from "./options.ts";

/** Handed to every worklet: the module, and its bytes for browsers that lose the module on the way. */
export interface WasmOptions {
  module: WebAssembly.Module;
  bytes: ArrayBuffer;
}

/** What a capture worklet is made with. */
export interface CaptureWorkletOptions extends WasmOptions {
  denoise: DenoiseMode;
  strength: number;
  gate: boolean;
  /** Whether quiet speech is made louder. */
  gain?: boolean;
  vad: Partial<VadSettings>;
  /** Where chunks and speech events go instead of the port, if the page is isolated. */
  ring?: SharedArrayBuffer | undefined;
  /** The echo canceller, if one is wanted: then what is being played comes in by the second input. */
  echo?: WasmOptions | undefined;
  /** Whether a message has to tell the page that something is in the ring. */
  ringWakes?: boolean;
}

/** 100 ms of speech. */
export interface ChunkMessage {
  type: "chunk";
  sequence: number;
  samples: Int16Array<ArrayBuffer>;
  at: number;
  speech: number;
  level: number;
  clipped: number;
}

/** Speech began or ended. */
export interface SpeechMessage {
  type: "speech";
  speaking: boolean;
  at: number;
}

/** Page to capture worklet. */
export type ToCapture = { type: "denoise"; mode: DenoiseMode; strength: number } | { type: "stop" };

/** Capture worklet to page. Times are seconds on the context's clock. */
export type FromCapture =
  | { type: "ready" }
  | { type: "error"; message: string }
  | { type: "refused"; message: string }
  | { type: "level"; rms: number; peak: number; speech: number }
  | SpeechMessage
  | ChunkMessage
  /** There is something in the ring. */
  | { type: "written" }
  | {
      type: "statistics";
      heardSeconds: number;
      chunks: number;
      chunkSamples: number;
      heldBackSamples: number;
      clippedSamples: number;
      lostEvents: number;
      speechSegments: number;
      load: number;
      /** Bytes of the modules' memory: it stays what it was at the beginning. */
      memoryBytes: number;
      /** By how many decibels speech is being made louder. */
      gainDb: number;
      /** By how many decibels the echo canceller has made the echo quieter; null without one. */
      echoQuieterByDb: number | null;
    };

/** What a player worklet is made with. */
export interface PlayerWorkletOptions extends WasmOptions {
  capacityMs: number;
  volume: number;
}

/** Page to player worklet. */
export type ToPlayer =
  | { type: "play"; samples: Int16Array<ArrayBuffer> }
  | { type: "finish" }
  | { type: "flush" }
  | { type: "volume"; volume: number }
  | { type: "stop" };

/** Player worklet to page. Times are seconds on the context's clock. */
export type FromPlayer =
  | { type: "ready" }
  | { type: "error"; message: string }
  | { type: "began"; at: number }
  | { type: "ended" }
  | { type: "flushed" }
  | { type: "refused"; samples: number }
  | { type: "level"; rms: number; peak: number; playedMs: number; waitingMs: number; starved: number };

/** What a cleaner worklet is made with. */
export interface CleanerWorkletOptions extends WasmOptions {
  denoise: DenoiseMode;
  strength: number;
}

/** Page to cleaner worklet. */
export type ToCleaner =
  | { type: "denoise"; mode: DenoiseMode; strength: number }
  | { type: "reset" }
  | { type: "stop" };

/** Cleaner worklet to page. */
export type FromCleaner =
  | { type: "ready"; latencyMs: number }
  | { type: "error"; message: string }
  | { type: "refused"; message: string };
