// Our server with a practice tutor behind it, as child processes of a test.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startTutor } from "./tutor.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Starts tutor and server on free ports; `script` is the tutor's, `origin` a page that may come, `settings` any others; `loseTutor` ends only the tutor. */
export async function startServer({
  script,
  origin = "http://localhost:3000",
  tutor: more = [],
  settings = {},
} = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "ganita-live-"));
  if (script !== undefined) {
    await writeFile(path.join(folder, "script.toml"), script);
    more = [...more, "--script", path.join(folder, "script.toml")];
  }
  const tutor = await startTutor(...more);
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
  const program = path.join(target, "debug/ganita-server");
  if (!existsSync(program)) throw new Error(`${program} is not built; run \`cargo build -p ganita-server\``);
  const child = spawn(program, [], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      GANITA_LISTEN: "127.0.0.1:0",
      GANITA_DATABASE: path.join(folder, "history.sqlite3"),
      GANITA_UPSTREAM_URL: tutor.address.replace("http", "ws"),
      GANITA_ALLOWED_ORIGINS: origin,
      GANITA_DIRECT: "on",
      GANITA_LOG: "error",
      ...settings,
    },
  });
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /^listening on (http:\S+)$/.exec(line);
      if (found) resolve(found[1]);
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    child.on("error", reject);
  });
  let tutorEnds;
  const loseTutor = () => (tutorEnds ??= tutor.stop());
  const stop = async () => {
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    await loseTutor();
    await rm(folder, { recursive: true, force: true });
  };
  return { address, loseTutor, stop };
}

/** A ticket, which an SDK is given as its API key; or, with `direct`, what direct mode grants. */
export async function grant(server, { direct = false, origin, resume } = {}) {
  const response = await fetch(`${server.address}/api/v1/live/${direct ? "auth_tokens" : "tickets"}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(origin === undefined ? {} : { origin }) },
    body: JSON.stringify({ language: "en", consent: true, ...(resume === undefined ? {} : { resume }) }),
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}
