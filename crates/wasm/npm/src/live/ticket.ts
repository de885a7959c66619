import { type ErrorReason, GanitaError } from "../error.ts";
import type { components, paths } from "../generated/api.ts";
import type { LiveOptions } from "./events.ts";

/** What the server's own description says of this route. */
const TICKETS: keyof paths = "/api/v1/live/tickets";
type Wish = components["schemas"]["LessonWish"];
type Granted = components["schemas"]["LessonTicket"];

/** How long the server may take to answer. */
const ANSWER_MS = 10_000;

/** A ticket refused, or the server not there: `code` is the close code that means the same on the socket. */
export interface Refusal {
  code: number;
  error: GanitaError;
}

/** Asks the server for a ticket to one socket. */
export async function fetchTicket(
  options: LiveOptions,
  resume: string | null,
): Promise<{ ticket: string } | Refusal> {
  try {
    const wish: Wish = {
      language: options.language,
      consent: options.consent,
      ...(options.voice === undefined ? {} : { voice: options.voice }),
      ...(resume === null ? {} : { resume }),
    };
    const response = await fetch(new URL(TICKETS, options.server), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wish),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (!response.ok) return refusal(response.status, await problem(response));
    const { ticket } = (await response.json()) as Partial<Granted>;
    return typeof ticket === "string" ? { ticket } : refusal(400, "no ticket in the answer");
  } catch (error) {
    return { code: 1006, error: new GanitaError("server-unreachable", error) };
  }
}

/** The socket's address for a server's. */
export function socketUrl(server: string): string {
  const url = new URL("/ws/live", server);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** The reason that a socket's close code stands for. */
export function reasonOfClose(code: number): ErrorReason {
  switch (code) {
    case 4400:
      return "bad-message";
    case 4401:
    case 4403:
      return "not-allowed";
    case 4408:
      return "not-heard";
    case 4409:
      return "opened-elsewhere";
    case 4410:
      return "lesson-over";
    case 4429:
    case 1008:
    case 1013:
      return "too-much";
    case 1011:
      return "tutor-gone";
    default:
      return "server-unreachable";
  }
}

function refusal(status: number, detail: string): Refusal {
  switch (status) {
    case 401:
      return { code: 4401, error: new GanitaError("not-allowed", detail) };
    case 403:
      return {
        code: 4403,
        error: new GanitaError(/consent/.test(detail) ? "consent-missing" : "not-allowed", detail),
      };
    case 400:
    case 422:
      return { code: 4400, error: new GanitaError("bad-message", detail) };
    case 429:
      return { code: 4429, error: new GanitaError("too-much", detail) };
    default:
      return { code: 1006, error: new GanitaError("server-unreachable", detail) };
  }
}

/** What the server says about a refusal: RFC 9457's fields where it sends them. */
async function problem(response: Response): Promise<string> {
  const body = (await response.json().catch(() => ({}))) as {
    code?: string;
    detail?: string;
    title?: string;
  };
  return [response.status, body.code, body.detail ?? body.title].filter(Boolean).join(" ");
}
