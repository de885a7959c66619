// A lesson with the live tutor.

export { type ErrorReason, GanitaError } from "./error.ts";
export type {
  Language,
  LiveEvents,
  LiveOptions,
  LiveState,
  Notice,
  ToolCall,
  Transcript,
  Voice,
} from "./live/events.ts";
export { LiveSession } from "./live/session.ts";
