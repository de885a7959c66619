// A real LiveKit server beside ours: rooms we make are there, a browser joins with our token and is heard through our
// processor, data arrives, LiveKit's webhooks are believed, and tokens that should not work do not.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as reserve } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TokenVerifier } from "livekit-server-sdk";
import { launch } from "../e2e/browser.mjs";
import { cache } from "./tutor.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const KEY = "APIschool";
const SECRET = "a LiveKit secret of thirty-two bytes";
const PLATFORM = "a platform secret of more than 32 bytes";

/** The server that `cargo xtask setup` builds where Go is installed. */
function livekitProgram() {
  const program = process.env.LIVEKIT_SERVER ?? path.join(cache(), "livekit-1.13.5/server");
  return existsSync(program) ? program : null;
}

const program = livekitProgram();
const skip = program ? false : "SKIPPED: livekit-server is not here; it is built where Go is installed";

function freePort() {
  return new Promise((resolve) => {
    const server = reserve();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const encode = (text) => Buffer.from(text).toString("base64url");

function signed(claims, secret) {
  const head = `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(JSON.stringify(claims))}`;
  return `${head}.${createHmac("sha256", secret).update(head).digest("base64url")}`;
}

const person = (sub, role, rooms = []) => signed({ sub, role, rooms, exp: 4_000_000_000 }, PLATFORM);

/** Starts a program and waits for a line of its output, or until a port answers. */
async function start(command, args, env, listening) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  const ended = new Promise((_, reject) => {
    child.on("exit", (code) => reject(new Error(`${path.basename(command)} ended with ${code}: ${said}`)));
    child.on("error", reject);
  });
  ended.catch(() => {});
  await Promise.race([listening(child), ended]);
  return () =>
    new Promise((resolve) => {
      child.on("exit", resolve);
      child.kill("SIGTERM");
    });
}

const ourLine = (child) =>
  new Promise((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("listening on ")) resolve();
    });
  });

async function answers(url, child) {
  child.stdout.resume();
  for (;;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** A page with livekit-client and our package, as a bundler would give them. */
async function site() {
  const imports = {
    "livekit-client": "/node_modules/livekit-client/dist/livekit-client.esm.mjs",
    "@ganita/web/livekit": "/crates/wasm/npm/dist/livekit.js",
  };
  const html = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`;
  const server = createServer(async (request, response) => {
    const file = path.join(root, new URL(request.url, "http://x").pathname);
    if (request.url === "/") return response.writeHead(200, { "content-type": "text/html" }).end(html);
    try {
      const content = await readFile(file);
      const type = TYPES[path.extname(file)] ?? "text/plain";
      response.writeHead(200, { "content-type": type }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

const stops = [];
let livekit;
let ours;
let folder;

before(async () => {
  if (skip) return;
  const [port, tcp, udp, listen] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  livekit = `ws://127.0.0.1:${port}`;
  ours = `http://127.0.0.1:${listen}`;
  folder = await mkdtemp(path.join(tmpdir(), "ganita-livekit-"));
  const config = {
    port,
    bind_addresses: ["127.0.0.1"],
    rtc: { tcp_port: tcp, udp_port: udp, node_ip: "127.0.0.1", enable_loopback_candidate: true },
    keys: { [KEY]: SECRET },
    webhook: { api_key: KEY, urls: [`${ours}/api/v1/livekit/webhook`] },
    logging: { level: "error" },
  };
  const args = ["--config-body", JSON.stringify(config), "--node-ip", "127.0.0.1"];
  stops.push(await start(program, args, {}, (child) => answers(`http://127.0.0.1:${port}/`, child)));
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
  const settings = {
    GANITA_LISTEN: `127.0.0.1:${listen}`,
    GANITA_DATABASE: path.join(folder, "history.sqlite3"),
    GANITA_PLATFORM_SECRET: PLATFORM,
    GANITA_LIVEKIT_URL: livekit,
    GANITA_LIVEKIT_API_KEY: KEY,
    GANITA_LIVEKIT_API_SECRET: SECRET,
  };
  stops.push(await start(path.join(target, "debug/ganita-server"), [], settings, ourLine));
});

after(async () => {
  for (const stop of stops.reverse()) await stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function ask(token, method, route, body) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${ours}/api/v1${route}`, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
}

async function twirp(method, video, body) {
  const now = Math.floor(Date.now() / 1000);
  const token = signed({ iss: KEY, nbf: now - 5, exp: now + 60, video }, SECRET);
  const address = `${livekit.replace("ws", "http")}/twirp/livekit.RoomService/${method}`;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return (await fetch(address, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

/** Asks again until it is so: LiveKit tells what happens when it has happened. */
async function eventually(what, check) {
  const end = Date.now() + 20_000;
  let last;
  while (Date.now() < end) {
    last = await check();
    if (last.is) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail(`${what}: ${JSON.stringify(last)}`);
}

async function studentToken(name, room) {
  const token = person(name, "student");
  const agreed = { method: "page", textVersion: "test" };
  assert.equal((await ask(token, "POST", "/consent", agreed)).status, 201);
  const granted = await ask(token, "POST", "/token", { room });
  assert.equal(granted.status, 200, JSON.stringify(granted.body));
  return granted.body;
}

test("a student joins with our token, is heard through our processor, and the room follows", {
  skip,
}, async () => {
  const teacher = person("ms-rao", "teacher");
  const made = await ask(teacher, "POST", "/rooms", { id: "class-9b", name: "Class 9 B" });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { rooms } = await twirp("ListRooms", { roomList: true }, {});
  assert.deepEqual(
    rooms.map((room) => room.name),
    ["class-9b"],
    "LiveKit has the room",
  );
  await ask(teacher, "PUT", "/rooms/class-9b/enrolments/asha", { role: "student" });
  const { token, url } = await studentToken("asha", "class-9b");
  const claims = await new TokenVerifier(KEY, SECRET).verify(token);
  assert.equal(claims.sub, "asha", "LiveKit's own verifier accepts the token");
  assert.deepEqual(claims.video.canPublishSources, ["microphone"]);

  const pages = await site();
  stops.push(pages.close);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(pages.address);
    const listener = (await ask(teacher, "POST", "/token", { room: "class-9b" })).body.token;
    const happened = await page.evaluate(
      async ({ url, token, listener }) => {
        const { Room, RoomEvent, createLocalAudioTrack } = await import("livekit-client");
        const { DenoiseProcessor } = await import("@ganita/web/livekit");
        const heard = new Room({ webAudioMix: false });
        const subscribed = new Promise((resolve) => heard.once(RoomEvent.TrackSubscribed, resolve));
        const data = new Promise((resolve) => heard.once(RoomEvent.DataReceived, resolve));
        await heard.connect(url, listener);
        const room = new Room({ webAudioMix: true });
        await room.connect(url, token);
        const track = await createLocalAudioTrack();
        const publication = await room.localParticipant.publishTrack(track);
        const processor = new DenoiseProcessor();
        await track.setProcessor(processor);
        await room.localParticipant.publishData(new TextEncoder().encode("board"), { reliable: true });
        const received = await subscribed;
        const message = new TextDecoder().decode(await data);
        let bytes = 0;
        for (let tries = 0; tries < 100 && bytes < 2_000; tries++) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          for (const report of (await received.getRTCStatsReport()).values()) {
            if (report.type === "inbound-rtp") bytes = report.bytesReceived;
          }
        }
        let camera = "published";
        try {
          const canvas = document.createElement("canvas").captureStream(5).getVideoTracks()[0];
          await room.localParticipant.publishTrack(canvas, { source: "camera" });
        } catch (error) {
          camera = String(error);
        }
        window.rooms = [room, heard];
        const isClean = track.getProcessor() === processor && processor.processedTrack !== undefined;
        return { source: publication.source, message, bytes, isClean, camera };
      },
      { url, token, listener },
    );
    assert.equal(happened.source, "microphone");
    assert.equal(happened.message, "board", "a data message arrives");
    assert.ok(happened.isClean, "the published track goes through our processor");
    assert.ok(happened.bytes >= 2_000, `sound arrives at the other side: ${happened.bytes} bytes`);
    assert.notEqual(happened.camera, "published", "a student's camera is refused");

    await eventually("our room follows LiveKit's webhooks", async () => {
      const room = (await ask(teacher, "GET", "/rooms/class-9b")).body;
      return { ...room, is: room.participants === 2 };
    });
    const metrics = await (await fetch(`${ours}/metrics`)).text();
    assert.match(metrics, /ganita_livekit_webhooks_total\{kind="heard"\} [1-9]/);
    assert.doesNotMatch(metrics, /webhooks_total\{kind="refused"\}/);

    assert.equal((await ask(teacher, "POST", "/rooms/class-9b/close")).status, 204);
    await eventually("closing the room puts everybody out", async () => {
      const states = await page.evaluate(() => window.rooms.map((room) => room.state));
      return { states, is: states.every((state) => state === "disconnected") };
    });
    assert.equal((await ask(person("asha", "student"), "POST", "/token", { room: "class-9b" })).status, 403);
  } finally {
    await browser.close();
  }
});

test("a token for another room, an old one and a listener's publish nothing", { skip }, async () => {
  const pages = await site();
  stops.push(pages.close);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(pages.address);
    const now = Math.floor(Date.now() / 1000);
    const video = { room: "quiet", roomJoin: true, canPublish: true, canSubscribe: true };
    const old = signed({ iss: KEY, sub: "asha", nbf: now - 3600, exp: now - 1800, video }, SECRET);
    const forged = signed({ iss: KEY, sub: "asha", nbf: now - 5, exp: now + 60, video }, "not the secret");
    const guardian = await ask(person("mother", "guardian", ["quiet"]), "POST", "/token", { room: "quiet" });
    assert.equal(guardian.status, 200, JSON.stringify(guardian.body));
    const other = await ask(person("asha", "student", ["quiet"]), "POST", "/token", { room: "another" });
    assert.equal(other.status, 403, "no token for a room one does not belong to");
    const happened = await page.evaluate(
      async ({ url, old, forged, listener }) => {
        const { Room, createLocalAudioTrack } = await import("livekit-client");
        const join = async (token) => {
          const room = new Room();
          try {
            await room.connect(url, token, { maxRetries: 0 });
            return room;
          } catch (error) {
            return String(error);
          }
        };
        const [late, false_] = [await join(old), await join(forged)];
        const room = await join(listener);
        let published = "published";
        try {
          await room.localParticipant.publishTrack(await createLocalAudioTrack());
        } catch (error) {
          published = String(error);
        }
        const name = room.name;
        await room.disconnect();
        return {
          late: typeof late === "string" ? late : "joined",
          forged: typeof false_ === "string" ? false_ : "joined",
          published,
          name,
        };
      },
      { url: livekit, old, forged, listener: guardian.body.token },
    );
    assert.notEqual(happened.late, "joined", "an expired token opens nothing");
    assert.notEqual(happened.forged, "joined", "a forged token opens nothing");
    assert.equal(happened.name, "quiet", "the room is the token's, whatever the page says");
    assert.notEqual(happened.published, "published", "a guardian only listens");
  } finally {
    await browser.close();
  }
});

test("a webhook that LiveKit did not sign, or whose body was changed, is refused", { skip }, async () => {
  const body = '{"event":"room_started","id":"EV_1","createdAt":"1","room":{"name":"x","numParticipants":7}}';
  const { createHash } = await import("node:crypto");
  const sha256 = createHash("sha256").update(body).digest("base64");
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: KEY, nbf: now - 5, exp: now + 60, sha256 };
  const tell = async (token, text) => {
    const headers = { authorization: token, "content-type": "application/webhook+json" };
    return (await fetch(`${ours}/api/v1/livekit/webhook`, { method: "POST", headers, body: text })).status;
  };
  assert.equal(await tell(signed(claims, SECRET), body), 204);
  assert.equal(await tell(signed(claims, SECRET), `${body} `), 401, "one byte more");
  assert.equal(await tell(signed(claims, "not the secret"), body), 401);
  assert.equal(await tell(signed({ ...claims, exp: now - 600 }, SECRET), body), 401, "an old one");
  assert.equal(await tell("", body), 401);
});
