import { GanitaError } from "../error.ts";
import type { EchoMode, GainMode } from "./options.ts";

/**
 * Opens a microphone.
 *
 * Echo is left to the browser, which knows what its own page plays (`"all"` where it can, else whatever it has). Noise
 * is left to us. Where our own canceller is to do it the browser's is not asked for: two of them take the student out too.
 * Gain is left to the browser, since quiet laptop microphones need it, unless ours is wanted or none.
 */
export async function openMicrophone(
  deviceId?: string,
  echo: EchoMode = "auto",
  gain: GainMode = "browser",
): Promise<MediaStream> {
  if (typeof navigator === "undefined") throw new GanitaError("no-browser");
  if (navigator.mediaDevices?.getUserMedia === undefined) {
    throw new GanitaError(window.isSecureContext ? "microphone-missing" : "insecure-context");
  }
  const autoGainControl = gain === "browser";
  const wanted = constraints(deviceId, echo === "auto" ? { ideal: "all" } : false, autoGainControl);
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: wanted });
  } catch (error) {
    // Browsers that know only true and false refuse the word.
    if (!(error instanceof TypeError)) throw microphoneError(error);
  }
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: constraints(deviceId, true, autoGainControl) });
  } catch (error) {
    throw microphoneError(error);
  }
}

function constraints(
  deviceId: string | undefined,
  echoCancellation: unknown,
  autoGainControl: boolean,
): MediaTrackConstraints {
  const wanted = {
    echoCancellation,
    noiseSuppression: false,
    autoGainControl,
    channelCount: { ideal: 1 },
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
  };
  return wanted as MediaTrackConstraints;
}

/** Whether the browser takes out of this microphone all that its page plays; `"remote-only"` leaves our player in. */
export function takesEchoOut(stream: MediaStream): boolean {
  const setting: unknown = stream.getAudioTracks()[0]?.getSettings().echoCancellation;
  return setting === true || setting === "all";
}

/** What `getUserMedia` refused with, as one of our reasons. */
export function microphoneError(error: unknown): GanitaError {
  if (error instanceof GanitaError) return error;
  switch ((error as Error | undefined)?.name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return new GanitaError("microphone-denied", error);
    case "SecurityError":
      return new GanitaError("insecure-context", error);
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return new GanitaError("microphone-missing", error);
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return new GanitaError("microphone-busy", error);
    default:
      return new GanitaError("microphone-failed", error);
  }
}
