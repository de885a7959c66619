import { type ErrorReason, sentences } from "./sentences.ts";

export type { ErrorReason } from "./sentences.ts";

/** What went wrong, as a reason to branch on and a sentence to show in either language. */
export class GanitaError extends Error {
  override readonly name = "GanitaError";
  /** To branch on. */
  readonly reason: ErrorReason;
  /** A sentence for the student, in English. */
  readonly en: string;
  /** A sentence for the student, in Hindi. */
  readonly hi: string;
  /** What the machine said, for logs. */
  readonly detail: string | undefined;

  constructor(reason: ErrorReason, cause?: unknown) {
    const { en, hi } = sentences[reason];
    const detail = describe(cause);
    super(detail === undefined ? en : `${en} (${detail})`, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.en = en;
    this.hi = hi;
    this.detail = detail;
  }

  /** `error` itself when it is one of ours, else a new one with this reason. */
  static from(error: unknown, reason: ErrorReason): GanitaError {
    return error instanceof GanitaError ? error : new GanitaError(reason, error);
  }
}

function describe(cause: unknown): string | undefined {
  if (cause instanceof Error) return cause.message === "" ? cause.name : `${cause.name}: ${cause.message}`;
  return cause === undefined ? undefined : String(cause);
}
