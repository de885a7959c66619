// The denoiser on a published microphone track of livekit-client.

export { type ErrorReason, GanitaError } from "./error.ts";
export { DenoiseProcessor, type DenoiseProcessorOptions } from "./livekit/processor.ts";
