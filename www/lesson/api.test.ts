import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import openapi, { astToString } from "openapi-typescript";
import { afterEach, expect, test } from "vitest";
import { Api, Refused } from "./api";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers once and tells what it was asked. */
async function answering(status: number, body: unknown) {
  const asked: { url: string | undefined; headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    asked.push({ url: request.url, headers: request.headers, body: text });
    response.writeHead(status).end(body === undefined ? "" : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return { asked, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("the types are those of the server's description", async () => {
  const description = new URL("../../server/openapi.json", import.meta.url);
  const made = astToString(await openapi(description));
  for (const place of ["./generated/api.ts", "../../crates/wasm/npm/src/generated/api.ts"]) {
    const written = await readFile(new URL(place, import.meta.url), "utf8");
    expect(written, "run `node scripts/api.mjs` in www").toBe(made);
  }
});

test("values, query, body and token go where the route wants them", async () => {
  const { asked, address } = await answering(200, { segments: [], next: null });
  const api = new Api(address, () => "t");
  const page = await api.ask("get", "/api/v1/sessions/{id}/transcriptions", {
    path: { id: "a/b" },
    query: { after: 7 },
  });
  expect(page.next).toBeNull();
  expect(asked[0]?.url).toBe("/api/v1/sessions/a%2Fb/transcriptions?after=7");
  expect(asked[0]?.headers.authorization).toBe("Bearer t");
  await api.ask("post", "/api/v1/math/solve", { body: { latex: "2x = 4" }, idempotencyKey: "k" });
  expect(asked[1]?.headers["idempotency-key"]).toBe("k");
  expect(JSON.parse(asked[1]?.body ?? "")).toEqual({ latex: "2x = 4" });
});

test("nothing comes back from 204, and a refusal is thrown with its sentences", async () => {
  const gone = await answering(204, undefined);
  const erase = { path: { id: "s" } };
  expect(await new Api(gone.address).ask("delete", "/api/v1/sessions/{id}", erase)).toBeUndefined();
  const problem = { code: "not-found", en: "There is nothing here.", hi: "यहाँ कुछ नहीं है।", status: 404 };
  const refusing = await answering(404, problem);
  const refused = new Api(refusing.address).ask("delete", "/api/v1/sessions/{id}", erase);
  await expect(refused).rejects.toBeInstanceOf(Refused);
  await expect(refused).rejects.toMatchObject({ problem });
});
