import { type ErrorReason, GanitaError } from "../error.ts";
import type { components } from "../generated/api.ts";
import { sentences } from "../sentences.ts";

/** A refusal as the server writes it (RFC 9457). */
export type Problem = components["schemas"]["Problem"];

/** The server said no. The sentences are its own, where it gave any. */
export class Refused extends GanitaError {
  /** The answer's HTTP status. */
  readonly status: number;
  /** What the server wrote; nothing where something else answered, a proxy for instance. */
  readonly problem: Problem | undefined;
  /** After how many seconds to ask again, where the server said so. */
  readonly retryAfterSeconds: number | undefined;
  override readonly en: string;
  override readonly hi: string;

  constructor(status: number, answer: unknown, retryAfter: string | null = null) {
    const problem = readProblem(answer);
    const reason = reasonOf(status, problem);
    super(reason, [status, problem?.code, problem?.detail].filter(Boolean).join(" "));
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = /^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) : undefined;
    const { en, hi } = problem ?? sentences[reason];
    this.en = en;
    this.hi = hi;
  }
}

function reasonOf(status: number, problem: Problem | undefined): ErrorReason {
  if (problem?.code === "consent-needed") return "consent-missing";
  if (status === 401 || status === 403) return "not-allowed";
  if (status === 429) return "too-much";
  if (status === 400 || status === 422) return "bad-message";
  return status >= 500 ? "server-unreachable" : "refused";
}

/** Nothing unless it is a problem of this server's: other servers write other fields. */
function readProblem(answer: unknown): Problem | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const { code, en, hi } = answer as Record<string, unknown>;
  const isOurs = [code, en, hi].every((field) => typeof field === "string");
  return isOurs ? (answer as Problem) : undefined;
}
