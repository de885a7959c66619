// Chromium as the lessons and specs use it: no network of its own, and a file or a beep as its microphone.

import { access } from "node:fs/promises";
import { chromium } from "playwright-core";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `microphone`: a WAV file played once, `"none"`, `"denied"`, or absent for the browser's own beep. */
export async function launch({ microphone = "beep" } = {}) {
  const args = [...QUIET];
  if (microphone !== "none") args.push("--use-fake-device-for-media-stream");
  if (microphone !== "none" && microphone !== "denied") args.push("--use-fake-ui-for-media-stream");
  if (!["none", "denied", "beep"].includes(microphone)) {
    args.push(`--use-file-for-fake-audio-capture=${microphone}%noloop`);
  }
  return chromium.launch({ executablePath: await browserPath(), args });
}

async function browserPath() {
  const candidates = [
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  for (const path of candidates) {
    if (!path) continue;
    try {
      await access(path);
      return path;
    } catch {}
  }
  throw new Error("no Chromium found; install it (Debian: apt-get install chromium) or name it in CHROMIUM");
}

/** Opens the page and waits until its mathematics is ready. */
export async function open(context, address) {
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address);
  await page.locator('[data-engine="ready"]').waitFor({ timeout: 30_000 });
  return { page, errors };
}

/** Types a sentence and sends it. */
export async function type(page, words) {
  await page.getByTestId("typed-input").fill(words);
  await page.getByTestId("typed-submit").click();
}

/** Presses the microphone and agrees to be heard. */
export async function speak(page) {
  await page.getByTestId("start-button").click();
  await page.getByTestId("consent-accept").click();
}

/** Formulas written on the board so far. */
export function formulas(page, author = "student") {
  return page
    .locator(`[data-testid="board-equation"][data-author="${author}"]`)
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-latex")));
}
