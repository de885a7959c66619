// The microphone as clean 100 ms chunks, and the tutor's voice back.

export { Capture, prepareAudio, startCapture } from "./audio/capture.ts";
export type {
  CaptureEvents,
  CaptureOptions,
  CaptureStatistics,
  Chunk,
  DenoiseMode,
  EchoMode,
  GainMode,
  Level,
  SpeechChange,
  VadSettings,
} from "./audio/options.ts";
export { Player, type PlayerEvents, type PlayerOptions } from "./audio/player.ts";
export { type ErrorReason, GanitaError } from "./error.ts";
