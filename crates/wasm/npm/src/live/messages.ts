// The parts of Gemini Live's server messages, and of our server's own, that a lesson reads. Others are ignored.

/** A message from the server. */
export interface ServerMessage {
  serverContent?: ServerContent;
  toolCall?: { functionCalls?: { id?: string; name?: string; args?: Record<string, unknown> }[] };
  toolCallCancellation?: { ids?: string[] };
  acknowledged?: { sequence: number };
  notice?: { code: string; en: string; hi: string };
}

/** Voice, transcripts, and where turns end. */
export interface ServerContent {
  modelTurn?: { parts?: unknown[] };
  turnComplete?: boolean;
  interrupted?: boolean;
  inputTranscription?: Transcription;
  interimInputTranscription?: Transcription;
  outputTranscription?: Transcription;
}

/** Words that were spoken. */
export interface Transcription {
  text?: string;
  finished?: boolean;
  /** `scripted` when nobody listened. */
  speakerLabel?: string;
}
