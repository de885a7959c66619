// LiveKit's own SDKs, npm's and PyPI's, accept our tokens and refuse what is not ours; webhooks that they sign are heard by
// our server, and changed ones by nobody. No LiveKit server is needed for it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { AccessToken, TokenVerifier, WebhookReceiver } from "livekit-server-sdk";
import { startServer } from "./server.mjs";
import { cache } from "./tutor.mjs";

const KEY = "APIschool";
const SECRET = "a LiveKit secret of thirty-two bytes";
const PLATFORM = "a platform secret of more than 32 bytes";
const BODY =
  '{"event":"room_started","id":"EV_1","createdAt":"1","room":{"name":"कक्षा 9","numParticipants":7}}';

const python = path.join(cache(), "livekit-sdk/bin/python");
const skip = existsSync(python)
  ? false
  : "SKIPPED: PyPI's livekit-api is not here; `cargo xtask setup` installs it";

const encode = (text) => Buffer.from(text).toString("base64url");

/** An access token of the platform's. */
function person(sub, role) {
  const claims = { sub, role, rooms: ["class-9b"], exp: 4_000_000_000 };
  const head = `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(JSON.stringify(claims))}`;
  return `${head}.${createHmac("sha256", PLATFORM).update(head).digest("base64url")}`;
}

let server;
let tokens;
before(async () => {
  const settings = {
    GANITA_PLATFORM_SECRET: PLATFORM,
    GANITA_LIVEKIT_URL: "ws://127.0.0.1:1",
    GANITA_LIVEKIT_API_KEY: KEY,
    GANITA_LIVEKIT_API_SECRET: SECRET,
  };
  server = await startServer({ settings });
  await ask(person("asha", "student"), "/consent", { method: "page", textVersion: "1" });
  tokens = [];
  for (const role of ["student", "teacher", "guardian"]) {
    const sub = role === "student" ? "asha" : role;
    const wish = { room: "class-9b", name: "आशा" };
    tokens.push((await ask(person(sub, role), "/token", wish)).token);
  }
});
after(() => server?.stop());

async function ask(token, route, body) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${server.address}/api/v1${route}`, init);
  assert.ok(response.ok, await response.clone().text());
  return response.json();
}

const tell = async ({ body, token }) => {
  const headers = { authorization: token, "content-type": "application/webhook+json" };
  const address = `${server.address}/api/v1/livekit/webhook`;
  return (await fetch(address, { method: "POST", headers, body })).status;
};

function pythonSdk(asked) {
  const input = JSON.stringify({ key: KEY, secret: SECRET, body: BODY, tokens: [], webhooks: [], ...asked });
  const script = fileURLToPath(new URL("livekit_sdk.py", import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [script], { input, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** The token with another room in it, and the old signature. */
function forged(token) {
  const [head, claims, signature] = token.split(".");
  const changed = JSON.parse(Buffer.from(claims, "base64url"));
  changed.video.room = "the staff room";
  return [head, encode(JSON.stringify(changed)), signature].join(".");
}

const EVERYTHING = ["microphone", "camera", "screen_share", "screen_share_audio"];
const EXPECTED = [
  { identity: "asha", publishes: true, sources: ["microphone"] },
  { identity: "teacher", publishes: true, sources: EVERYTHING },
  { identity: "guardian", publishes: false, sources: undefined },
];

test("npm's livekit-server-sdk accepts our tokens, and neither forged ones nor another school's", async () => {
  const verifier = new TokenVerifier(KEY, SECRET);
  for (const [index, { identity, publishes, sources }] of EXPECTED.entries()) {
    const { sub, name, video } = await verifier.verify(tokens[index]);
    assert.deepEqual([sub, name, video.room, video.roomJoin], [identity, "आशा", "class-9b", true]);
    assert.deepEqual([video.canPublish, video.canPublishSources], [publishes, sources]);
    assert.ok(!video.roomAdmin && !video.roomCreate && !video.roomList && !video.roomRecord);
    await assert.rejects(verifier.verify(forged(tokens[index])));
    const stranger = new TokenVerifier(KEY, "another secret of thirty-two bytes");
    await assert.rejects(stranger.verify(tokens[index]));
  }
});

test("PyPI's livekit-api accepts our tokens, and neither forged ones nor another school's", { skip }, () => {
  const read = pythonSdk({ tokens: [...tokens, ...tokens.map(forged)] });
  for (const [index, { identity, publishes, sources }] of EXPECTED.entries()) {
    const { video, ...who } = read.tokens[index];
    assert.deepEqual(who, { identity, name: "आशा" });
    assert.deepEqual(video, {
      room: "class-9b",
      room_join: true,
      can_publish: publishes,
      can_subscribe: true,
      can_publish_data: publishes,
      can_update_own_metadata: false,
      ...(sources && { can_publish_sources: sources }),
    });
  }
  for (const { refused } of [...read.tokens.slice(3), ...read.strangers]) {
    assert.equal(refused, "InvalidSignatureError");
  }
});

/** Our server, npm's receiver and, where it is installed, PyPI's agree on these deliveries. */
async function heardByAll(deliveries, isHeard) {
  const receiver = new WebhookReceiver(KEY, SECRET);
  for (const { body, token } of deliveries) {
    assert.equal(await tell({ body, token }), isHeard ? 204 : 401, body);
    const received = receiver.receive(body, token);
    if (isHeard) assert.equal((await received).room.name, "कक्षा 9");
    else await assert.rejects(received);
  }
  if (skip) return;
  for (const { refused, ...heard } of pythonSdk({ webhooks: deliveries }).received) {
    assert.equal(refused === undefined, isHeard, refused);
    if (isHeard) assert.deepEqual(heard, { event: "room_started", id: "EV_1", room: "कक्षा 9" });
  }
}

test("a webhook that npm's SDK signs is heard, and a changed one by nobody", async () => {
  const access = new AccessToken(KEY, SECRET, { ttl: 60 });
  access.sha256 = createHash("sha256").update(BODY).digest("base64");
  const token = await access.toJwt();
  await heardByAll([{ body: BODY, token }], true);
  const changed = [`${BODY} `, BODY.replace("7", "8"), ""].map((body) => ({ body, token }));
  await heardByAll(changed, false);
});

test("a webhook that PyPI's SDK signs is heard, and a changed one by nobody", { skip }, async () => {
  const { webhook: token } = pythonSdk({});
  await heardByAll([{ body: BODY, token }], true);
  await heardByAll([{ body: BODY.replace("EV_1", "EV_2"), token }], false);
});
