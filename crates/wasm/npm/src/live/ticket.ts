import { Api } from "../api/client.ts";
import { Refused } from "../api/refused.ts";
import { type ErrorReason, GanitaError } from "../error.ts";
import type { LiveOptions } from "./events.ts";

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
    const { ticket } = await new Api(options.server, options.accessToken).ask(
      "post",
      "/api/v1/live/tickets",
      {
        body: {
          language: options.language,
          consent: options.consent,
          ...(options.voice === undefined ? {} : { voice: options.voice }),
          ...(options.schoolClass === undefined ? {} : { class: options.schoolClass }),
          ...(resume === null ? {} : { resume }),
        },
      },
    );
    if (typeof ticket === "string") return { ticket };
    return { code: 4400, error: new GanitaError("bad-message", "no ticket in the answer") };
  } catch (error) {
    const code = error instanceof Refused ? closeCode(error.status) : 1006;
    return { code, error: GanitaError.from(error, "server-unreachable") };
  }
}

/** The close code of the socket that means the same. */
function closeCode(status: number): number {
  switch (status) {
    case 401:
      return 4401;
    case 403:
      return 4403;
    case 400:
    case 422:
      return 4400;
    case 429:
      return 4429;
    default:
      return 1006;
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
