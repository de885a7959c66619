import { GanitaError } from "../error.ts";
import type { paths } from "../generated/api.ts";
import { Refused } from "./refused.ts";

/** How long the server may take to answer, unless a request brings its own signal. */
const ANSWER_MS = 10_000;

type Method = "get" | "post" | "put" | "delete";
type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[keyof paths];
type Operation<M extends Method, P extends PathOf<M>> = paths[P][M];
type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : undefined;
type Query<O> = O extends { parameters: { query?: infer Values } } ? { query?: Values } : { query?: never };
type Body<O> = O extends { requestBody: infer Wanted } ? { body: Json<Wanted> } : { body?: never };
type Succeeded<O> = O extends { responses: infer R }
  ? { [S in keyof R & (200 | 201 | 204)]: Json<R[S]> }[keyof R & (200 | 201 | 204)]
  : never;

/** The values of a path's `{…}`. */
export type Parameters<O> = O extends { parameters: { path: infer Values } }
  ? { path: Values }
  : { path?: never };

/** What a request carries, as its route describes it. */
export type Wish<M extends Method, P extends PathOf<M>> = Parameters<Operation<M, P>> &
  Query<Operation<M, P>> &
  Body<Operation<M, P>> & {
    /** A `POST` with the same key is done once, however often it is sent. */
    idempotencyKey?: string;
    /** Gives the request up. */
    signal?: AbortSignal;
  };

/** The platform's access token as it is now; nothing for a guest. */
export type AccessToken = () => string | null | Promise<string | null>;

/** The server's routes. It holds an address and nothing else. */
export class Api {
  readonly #server: string;
  readonly #token: AccessToken | undefined;

  /** `server` is `https://lessons.school.example`; `token` is asked before each request. */
  constructor(server: string, token?: AccessToken) {
    this.#server = server;
    this.#token = token;
  }

  /** Asks. A refusal is thrown as `Refused`, no answer as a `GanitaError` with reason `server-unreachable`. */
  async ask<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    wish: Wish<M, P>,
  ): Promise<Succeeded<Operation<M, P>>> {
    const { body, path: values, query, idempotencyKey, signal } = wish as Loose;
    const headers = new Headers();
    const token = await this.#token?.();
    if (token) headers.set("authorization", `Bearer ${token}`);
    if (body !== undefined) headers.set("content-type", "application/json");
    if (idempotencyKey) headers.set("idempotency-key", idempotencyKey);
    const init: RequestInit = {
      method: method.toUpperCase(),
      headers,
      signal: signal ?? AbortSignal.timeout(ANSWER_MS),
    };
    if (body !== undefined) init.body = JSON.stringify(body);
    const { response, text } = await answerOf(this.#address(String(path), values, query), init);
    const answer = parsed(text);
    if (!response.ok) throw new Refused(response.status, answer, response.headers.get("retry-after"));
    if (answer === undefined && text !== "") throw new GanitaError("bad-message", text.slice(0, 200));
    return answer as Succeeded<Operation<M, P>>;
  }

  #address(path: string, values: Values = {}, query: Values = {}): URL {
    const address = new URL(fill(path, values), this.#server);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) address.searchParams.set(name, String(value));
    }
    return address;
  }
}

type Values = Record<string, unknown>;

interface Loose {
  body?: unknown;
  path?: Values;
  query?: Values;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

async function answerOf(address: URL, init: RequestInit) {
  try {
    const response = await fetch(address, init);
    return { response, text: await response.text() };
  } catch (error) {
    throw new GanitaError("server-unreachable", error);
  }
}

/** Nothing where it is no JSON: a proxy's page, an empty answer. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `/rooms/{id}` with its values; a slash inside a value does not make another route. */
function fill(path: string, values: Values): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}
