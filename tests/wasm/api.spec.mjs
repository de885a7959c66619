// The package's `Api` is made from the server's own description, and the server does what its types say.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Api, GanitaError, Refused } from "@ganita/web/api";
import { startServer } from "../live/server.mjs";
import { made, written } from "./api.mjs";

let server;
let api;
before(async () => {
  server = await startServer();
  api = new Api(server.address);
});
after(() => server.stop());

test("the types are those of the server's description", async () => {
  assert.equal(await readFile(written, "utf8"), await made(), "run `node tests/wasm/api.mjs`");
});

test("a problem is solved with its steps", async () => {
  const wish = { latex: "x^{2} - 5x + 6 = 0", locale: "hi", steps: true };
  const solved = await api.ask("post", "/api/v1/math/solve", { body: wish });
  assert.equal(solved.answerLatex, "x = 2 \\text{ या } x = 3");
  assert.ok(solved.steps.length > 1, JSON.stringify(solved.steps));
});

test("a lesson begins once however often its request is sent; one that is not there is refused", async () => {
  const wish = { body: { language: "en", consent: true }, idempotencyKey: "the-same" };
  const first = await api.ask("post", "/api/v1/live/tickets", wish);
  const again = await api.ask("post", "/api/v1/live/tickets", wish);
  assert.deepEqual(again, first);
  const lesson = { path: { id: "no/such lesson" }, query: { after: 0, limit: 10 } };
  await assert.rejects(api.ask("get", "/api/v1/sessions/{id}/transcriptions", lesson), (error) => {
    assert.ok(error instanceof Refused && error instanceof GanitaError);
    assert.equal(error.status, 404);
    assert.equal(error.problem.code, "not-found");
    assert.equal(error.reason, "refused");
    assert.match(error.hi, /[\u0900-\u097f]/);
    return true;
  });
});

test("without consent the server's own sentence is shown", async () => {
  const wish = { body: { language: "en", consent: false } };
  const refused = { status: 403, reason: "consent-missing" };
  await assert.rejects(api.ask("post", "/api/v1/live/tickets", wish), refused);
});

test("who asks too often is told how long to wait, also on another origin's page", async () => {
  const settings = { GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS: "1" };
  const busy = await startServer({ settings });
  try {
    const asked = () => new Api(busy.address).ask("get", "/api/v1/rooms", {});
    await asked();
    await assert.rejects(asked(), (error) => {
      assert.deepEqual([error.status, error.reason], [429, "too-much"]);
      assert.ok(error.retryAfterSeconds >= 1 && error.retryAfterSeconds <= 60, error.retryAfterSeconds);
      return true;
    });
    const headers = { origin: "http://localhost:3000" };
    const response = await fetch(`${busy.address}/api/v1/rooms`, { headers });
    assert.match(response.headers.get("access-control-expose-headers"), /retry-after/);
  } finally {
    await busy.stop();
  }
});
