import type { components, paths } from "./generated/api";

/** A refusal as the server writes it (RFC 9457). */
export type Problem = components["schemas"]["Problem"];

type Method = "get" | "post" | "put" | "delete";
type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[keyof paths];
type Operation<M extends Method, P extends PathOf<M>> = paths[P][M];
type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : undefined;
type Parameters<O> = O extends { parameters: { path: infer Values } } ? { path: Values } : { path?: never };
type Query<O> = O extends { parameters: { query?: infer Values } } ? { query?: Values } : { query?: never };
type Body<O> = O extends { requestBody: infer Wish } ? { body: Json<Wish> } : { body?: never };
type Succeeded<O> = O extends { responses: infer R }
  ? { [S in keyof R & (200 | 201 | 204)]: Json<R[S]> }[keyof R & (200 | 201 | 204)]
  : never;

/** What a request carries, as its route describes it. */
export type Wish<M extends Method, P extends PathOf<M>> = Parameters<Operation<M, P>> &
  Query<Operation<M, P>> &
  Body<Operation<M, P>> & { idempotencyKey?: string };

/** The server said no; `problem` has the sentence in both languages. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.en);
    this.name = "Refused";
    this.problem = problem;
  }
}

/** The server's routes, typed from its own description. */
export class Api {
  readonly #server: string;
  readonly #token: (() => string | null) | undefined;

  constructor(server: string, token?: () => string | null) {
    this.#server = server;
    this.#token = token;
  }

  /** Asks; a refusal is thrown as `Refused`, a server that does not answer as `TypeError`. */
  async ask<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    wish: Wish<M, P>,
  ): Promise<Succeeded<Operation<M, P>>> {
    const { body, path: values, query, idempotencyKey } = wish as Loose;
    const headers = new Headers();
    const token = this.#token?.();
    if (token) headers.set("authorization", `Bearer ${token}`);
    if (body !== undefined) headers.set("content-type", "application/json");
    if (idempotencyKey) headers.set("idempotency-key", idempotencyKey);
    const address = new URL(fill(String(path), values ?? {}), this.#server);
    for (const [name, value] of Object.entries(query ?? {})) address.searchParams.set(name, String(value));
    const init: RequestInit = { method: method.toUpperCase(), headers };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(address, init);
    const text = await response.text();
    const answer: unknown = text === "" ? undefined : JSON.parse(text);
    if (!response.ok) throw new Refused(answer as Problem);
    return answer as Succeeded<Operation<M, P>>;
  }
}

interface Loose {
  body?: unknown;
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  idempotencyKey?: string;
}

/** `/rooms/{id}` with its values; a slash inside a value does not make another route. */
function fill(path: string, values: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}
