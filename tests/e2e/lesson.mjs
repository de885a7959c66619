// Takes one whole lesson in headless Chromium with a recording as the microphone, and prints what happened as one JSON
// object. Exit 0 only if every part happened.
//
//   node tests/e2e/lesson.mjs --page URL --wav FILE [--expect-scripted] [--language en|hi|both] [--screenshot FILE]

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { launch, open, speak } from "./browser.mjs";

const { values: asked } = parseArgs({
  options: {
    page: { type: "string", default: process.env.GANITA_PAGE ?? "http://127.0.0.1:3000" },
    wav: { type: "string" },
    "expect-scripted": { type: "boolean", default: false },
    language: { type: "string" },
    screenshot: { type: "string" },
  },
});
if (asked.wav === undefined) {
  console.error("lesson.mjs: --wav FILE is missing");
  process.exit(2);
}

/** How long each part may take: a slow machine with two cores that recognises speech while a browser runs. */
const CONNECTED_MS = 20_000;
const HEARD_MS = 60_000;
const ANSWERED_MS = 45_000;
const SOLVED_MS = 10_000;

const MEASURES = ["mic-to-chunk", "chunk-to-tutor", "voice-to-speaker", "words-to-board"];

const missing = [];
const browser = await launch({ microphone: resolve(asked.wav) });
try {
  const outcome = await lesson();
  console.log(JSON.stringify(outcome, null, 2));
  process.exitCode = outcome.missing.length === 0 ? 0 : 1;
} finally {
  await browser.close();
}

async function lesson() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const { page, errors } = await open(context, asked.page);
  const language = asked.language ?? (asked["expect-scripted"] ? "hi" : "en");
  await page.getByTestId("language-select").selectOption(language);
  await page.evaluate(watch);
  await speak(page);

  await part(
    "the tutor was reached",
    page.locator('[data-testid="connection-state"][data-state="live"]').waitFor({ timeout: CONNECTED_MS }),
  );
  const heard = page.locator('[data-testid="transcript"] [data-who="student"] .said');
  await part("the words were heard to the end", heard.first().waitFor({ timeout: HEARD_MS }));
  const written = page.locator('[data-testid="board-equation"]');
  await part("a formula was written", written.first().waitFor({ timeout: ANSWERED_MS }));
  await part(
    "the tutor used the board",
    page.waitForFunction(() => performance.getEntriesByName("ganita:tool").length > 0, null, {
      timeout: ANSWERED_MS,
    }),
  );
  await part(
    "the tutor's voice was heard",
    page.waitForFunction(() => performance.getEntriesByName("ganita:voice-to-speaker").length > 0, null, {
      timeout: ANSWERED_MS,
    }),
  );
  const caption = page.locator('[data-testid="transcript"] [data-who="tutor"] .said');
  await part("the tutor's words were shown", caption.first().waitFor({ timeout: ANSWERED_MS }));

  const student = page.locator('[data-testid="board-equation"][data-author="student"]').first();
  const solvedBefore = await page.evaluate(() => performance.getEntriesByName("ganita:solve").length);
  await part("Solve could be pressed", student.getByTestId("solve-button").click({ timeout: SOLVED_MS }));
  await part(
    "pressing Solve worked it out",
    page.waitForFunction(
      (before) => performance.getEntriesByName("ganita:solve").length > before,
      solvedBefore,
      { timeout: SOLVED_MS },
    ),
  );
  await part("the steps were shown", student.getByTestId("step").first().waitFor({ timeout: SOLVED_MS }));
  if (asked.screenshot) await page.screenshot({ path: asked.screenshot });

  const steps = await student
    .locator('[data-testid="steps"] > details > ol > [data-testid="step"]')
    .evaluateAll((items) =>
      items.map((item) => {
        const text = item.querySelector(".reason")?.textContent?.trim() ?? "";
        const latex = item.querySelector(":scope > .ink .formula")?.getAttribute("data-latex") ?? "";
        return `${text}  ${latex}`.trim();
      }),
    );
  const seen = await page.evaluate(() => window.seen);
  const transcript = (await heard.allTextContents()).join(" ").trim();
  const latex = (await student.getAttribute("data-latex", { timeout: 1_000 }).catch(() => null)) ?? "";
  const answer = await student
    .locator(".answer .formula")
    .first()
    .getAttribute("data-latex", { timeout: 1_000 })
    .catch(() => null);
  const scripted =
    (await page.locator('[data-testid="transcript"] [data-who="student"][data-scripted="true"]').count()) > 0;
  const toolCalls = await page.evaluate(() =>
    performance.getEntriesByName("ganita:tool").map((mark) => mark.detail),
  );
  const timings = await page.evaluate(summarise, MEASURES);
  const notices = await page.getByTestId("notice").allTextContents();

  need("the level moved", seen.level > 0.05);
  need("the speech indicator moved", seen.spoke);
  need("interim words were shown", seen.interims.length > 0);
  need("the formula was shown while it was being said", seen.sketches.length > 0);
  need(
    "every board tool call was carried out",
    toolCalls.every((call) => call.status === "ok"),
  );
  for (const name of MEASURES)
    need(
      `${name} was measured`,
      timings.some((timing) => timing.name === `ganita:${name}`),
    );
  if (asked["expect-scripted"]) need("the transcript is labelled as scripted", scripted);
  else need("the transcript was really recognised, not scripted", !scripted);
  need("no error in the page", errors.length === 0);

  return {
    transcript,
    interims: seen.interims.length,
    interimTexts: seen.interims,
    sketches: seen.sketches,
    scripted,
    latex,
    answer,
    toolCalls,
    tutor: (await caption.allTextContents()).join(" ").trim(),
    steps,
    timings,
    notices,
    errors,
    missing,
  };
}

/** Waits for a part of the lesson; what does not come is noted, and the rest goes on. */
async function part(what, happening) {
  try {
    await happening;
  } catch {
    missing.push(`not seen: ${what}`);
  }
}

function need(what, holds) {
  if (!holds) missing.push(`not so: ${what}`);
}

/** In the page: keeps what is visible only for a moment. */
function watch() {
  const seen = { level: 0, spoke: false, interims: [], sketches: [] };
  window.seen = seen;
  const look = () => {
    const interim = document.querySelector(
      '[data-testid="transcript-interim"] [data-who="student"] .said',
    )?.textContent;
    if (interim && seen.interims.at(-1) !== interim) seen.interims.push(interim);
    const sketch = document.querySelector('[data-testid="board-draft"] .formula')?.getAttribute("data-latex");
    if (sketch && seen.sketches.at(-1) !== sketch) seen.sketches.push(sketch);
    const level = Number(
      document.querySelector('[data-testid="mic-level"]')?.getAttribute("data-level") ?? 0,
    );
    seen.level = Math.max(seen.level, level);
    seen.spoke ||=
      document.querySelector('[data-testid="speech-indicator"]')?.getAttribute("data-speaking") === "true";
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}

/** In the page: the User Timing measures in numbers. */
function summarise(names) {
  return names.flatMap((name) => {
    const times = performance.getEntriesByName(`ganita:${name}`, "measure").map((entry) => entry.duration);
    if (times.length === 0) return [];
    times.sort((a, b) => a - b);
    const p50Ms = times[Math.floor((times.length - 1) / 2)];
    return [{ name: `ganita:${name}`, count: times.length, p50Ms, maxMs: times.at(-1) }];
  });
}
