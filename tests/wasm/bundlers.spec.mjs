// A stranger installs the package in a Next.js application, configures nothing and copies nothing: wasm, workers and
// worklets load under both bundlers, built and while developing.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "../e2e/browser.mjs";
import { application, tarball } from "./pack.mjs";

const next = createRequire(new URL("../../www/package.json", import.meta.url)).resolve("next/dist/bin/next");
const question = fileURLToPath(new URL("../recordings/solve-quadratic.wav", import.meta.url));
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
let packed;
let folder;
before(() => {
  packed = tarball();
  folder = application(packed);
});

test("publint finds nothing to complain about", async () => {
  const { publint } = await import("publint");
  const { messages } = await publint({
    pkgDir: join(folder, "node_modules/@ganita/web"),
    pack: false,
    strict: true,
  });
  assert.deepEqual(messages, []);
});

// The page itself is built by Turbopack from the workspace, and takes its lessons in tests/e2e.
test("webpack, next build", async () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, "build", "--webpack"], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout + stderr);
  await served(["start"], takesALesson);
});

test("Turbopack, next dev", () => served(["dev", "--turbopack"], takesALesson));

async function takesALesson(address) {
  const browser = await launch({ microphone: question });
  try {
    const page = await browser.newPage();
    const missing = [];
    page.on("response", (response) => response.status() >= 400 && missing.push(response.url()));
    await page.goto(address);
    await page.getByRole("button", { name: "Start" }).click();
    const outcome = JSON.parse(await page.locator("output").textContent({ timeout: 60_000 }));
    assert.deepEqual(outcome, {
      latex: "x^{2} - 5x + 6 = 0",
      answer: "x = 2 \\text{ or } x = 3",
      samples: 1600,
    });
    assert.deepEqual(
      missing.filter((url) => !url.endsWith("/favicon.ico")),
      [],
    );
  } finally {
    await browser.close();
  }
}

/** Next's own server on a free port while `happens` runs. */
async function served(verb, happens) {
  const port = await freePort();
  const server = spawn(process.execPath, [next, ...verb, "--hostname", "127.0.0.1", "--port", `${port}`], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    await new Promise((resolve, reject) => {
      server.stdout.on("data", (text) => `${text}`.includes("Ready in") && resolve());
      server.on("exit", (code) => reject(new Error(`next ${verb.join(" ")} ended with ${code}`)));
    });
    await happens(`http://127.0.0.1:${port}`);
  } finally {
    server.removeAllListeners("exit");
    process.kill(-server.pid);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
