// The browser's own speech recogniser, for lessons without a tutor.

export { type ErrorReason, GanitaError } from "./error.ts";
export type { Language, Transcript } from "./live/events.ts";
export {
  type Availability,
  type Place,
  Recogniser,
  type RecogniserEvents,
  type RecogniserOptions,
  type RecogniserState,
} from "./recognise/recogniser.ts";
