// What a request looks like, and what becomes of answers that are none.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Api, GanitaError, Refused } from "../src/api.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers the same each time and tells what it was asked. */
async function answering(status: number, answer: string) {
  const asked: { url: string | undefined; headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    asked.push({ url: request.url, headers: request.headers, body: text });
    response.writeHead(status).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return { asked, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const ERASE = { path: { id: "s" } };

test("values, query, body and token go where the route wants them", async () => {
  const { asked, address } = await answering(200, '{"segments":[],"next":null}');
  const api = new Api(address, async () => "t");
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

test("a guest shows no token, and nothing comes back from 204", async () => {
  const { asked, address } = await answering(204, "");
  const gone = await new Api(address, () => null).ask("delete", "/api/v1/sessions/{id}", ERASE);
  expect(gone).toBeUndefined();
  expect(asked[0]?.headers.authorization).toBeUndefined();
});

test("a refusal is thrown with the server's own sentences", async () => {
  const problem = { code: "not-found", en: "There is nothing here.", hi: "यहाँ कुछ नहीं है।", status: 404 };
  const { address } = await answering(404, JSON.stringify(problem));
  const refused = new Api(address).ask("delete", "/api/v1/sessions/{id}", ERASE);
  await expect(refused).rejects.toBeInstanceOf(Refused);
  const expected = { problem, status: 404, reason: "refused", en: problem.en, hi: problem.hi };
  await expect(refused).rejects.toMatchObject(expected);
});

test.each([
  [502, "<html>Bad Gateway</html>", "server-unreachable"],
  [403, '{"error":"forbidden"}', "not-allowed"],
  [429, "", "too-much"],
])("a proxy's %d has sentences of ours", async (status, answer, reason) => {
  const { address } = await answering(status, answer);
  const refused = new Api(address).ask("delete", "/api/v1/sessions/{id}", ERASE);
  await expect(refused).rejects.toMatchObject({ status, reason, problem: undefined });
  await expect(refused).rejects.toMatchObject({ hi: expect.stringMatching(/[\u0900-\u097f]/) });
});

test("a page instead of an answer is no answer", async () => {
  const { address } = await answering(200, "<html>Sign in to the school's network</html>");
  const asked = new Api(address).ask("delete", "/api/v1/sessions/{id}", ERASE);
  await expect(asked).rejects.toMatchObject({ reason: "bad-message" });
});

test("nobody there, and a request that is given up", async () => {
  const { address } = await answering(204, "");
  const signal = AbortSignal.abort();
  const given = new Api(address).ask("delete", "/api/v1/sessions/{id}", { ...ERASE, signal });
  await expect(given).rejects.toMatchObject({ reason: "server-unreachable" });
  for (const close of closing.splice(0)) close();
  const nobody = new Api(address).ask("delete", "/api/v1/sessions/{id}", ERASE);
  await expect(nobody).rejects.toBeInstanceOf(GanitaError);
  await expect(nobody).rejects.toMatchObject({ reason: "server-unreachable" });
});
