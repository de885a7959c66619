// Whatever is missing (microphone, permission, server, tutor, SIMD, shared memory), the page says so in a plain
// sentence, in English and in Hindi, and typing goes on working.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startServer } from "../live/server.mjs";
import { launch, open, speak, type } from "./browser.mjs";
import { withTutor } from "./tutor.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";

/** Where nothing listens. */
const NOWHERE = "http://127.0.0.1:9";

async function lesson({ microphone, language, prepare }, happens) {
  const browser = await launch({ microphone });
  try {
    const context = await browser.newContext();
    await prepare?.(context);
    const { page, errors } = await open(context, address);
    await page.getByTestId("language-select").selectOption(language);
    await happens(page, context);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
}

/** The sentence shown for a reason: there, in the right script, and readable by everyone. */
async function sentence(page, codes, language) {
  const selector = codes.map((code) => `[data-testid="notice"][data-code="${code}"]`).join(", ");
  const notice = page.locator(selector).first();
  await notice.waitFor({ timeout: 20_000 });
  const text = (await notice.locator("span").first().textContent()).trim();
  assert.ok(text.length > 20, text);
  const devanagari = /[\u0900-\u097f]{2}/.test(text);
  assert.equal(devanagari, language === "hi", text);
  assert.doesNotMatch(text, /undefined|Error|TypeError|null|https?:/);
}

async function typingWorks(page) {
  const before = await page.getByTestId("board-equation").count();
  await type(page, "x plus one");
  await page.getByTestId("board-equation").nth(before).waitFor();
}

const noServer = (context) =>
  context.route("**/config", (route) => route.fulfill({ json: { server: NOWHERE } }));

for (const language of ["en", "hi"]) {
  test(`permission denied (${language})`, () =>
    lesson({ microphone: "denied", language, prepare: noServer }, async (page) => {
      await speak(page);
      await sentence(page, ["microphone-denied"], language);
      await typingWorks(page);
    }));

  test(`no microphone (${language})`, () =>
    lesson({ microphone: "none", language, prepare: noServer }, async (page) => {
      await speak(page);
      await sentence(page, ["microphone-missing"], language);
      await typingWorks(page);
    }));

  test(`server gone (${language})`, () =>
    lesson({ language, prepare: noServer }, async (page) => {
      await speak(page);
      await sentence(page, ["server-unreachable"], language);
      await page.locator('[data-testid="connection-state"][data-state="gone"]').waitFor();
      await typingWorks(page);
    }));

  test(`server gone in the middle of a lesson (${language})`, async () => {
    const browser = await launch();
    try {
      const { page, context, cut, errors } = await withTutor(browser, address, language);
      await context.route("**/api/v1/live/tickets", (route) => route.abort());
      await cut(1011);
      const connection = page.locator(
        '[data-testid="connection-state"]:is([data-state="reconnecting"], [data-state="gone"])',
      );
      await connection.waitFor({ timeout: 20_000 });
      assert.equal(/[\u0900-\u097f]{2}/.test(await connection.textContent()), language === "hi");
      await typingWorks(page);
      assert.deepEqual(errors, []);
    } finally {
      await browser.close();
    }
  });

  test(`tutor gone in the middle of a lesson, the server still there (${language})`, async () => {
    const server = await startServer({ origin: new URL(address).origin });
    const toServer = (context) =>
      context.route("**/config", (route) => route.fulfill({ json: { server: server.address } }));
    try {
      await lesson({ language, prepare: toServer }, async (page) => {
        await speak(page);
        await page
          .locator('[data-testid="connection-state"][data-state="live"]')
          .waitFor({ timeout: 20_000 });
        await server.loseTutor();
        await sentence(page, ["reconnecting", "tutor-unreachable"], language);
        await typingWorks(page);
      });
    } finally {
      await server.stop();
    }
  });

  test(`a browser that cannot compile the wasm, as one without SIMD (${language})`, async () => {
    const browser = await launch();
    try {
      const context = await browser.newContext({ locale: language === "hi" ? "hi-IN" : "en-IN" });
      // The magic number and version, then a section no browser knows.
      const unknown = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0x7f, 0]);
      await context.route(/words_bg.*\.wasm/, (route) =>
        route.fulfill({
          body: unknown,
          contentType: "application/wasm",
          headers: { "Cross-Origin-Resource-Policy": "same-origin" },
        }),
      );
      const page = await context.newPage();
      await page.goto(address);
      await sentence(page, ["no-wasm-simd", "maths-failed"], language);
      await page.getByTestId("typed-input").fill("x plus one");
      await page.getByTestId("typed-submit").click();
      assert.match(await page.getByTestId("transcript").textContent(), /x plus one/);
    } finally {
      await browser.close();
    }
  });

  test(`no shared memory (${language})`, () =>
    lesson(
      {
        language,
        prepare: async (context) => {
          await noServer(context);
          await context.route(address, async (route) => {
            const response = await route.fetch();
            const headers = response.headers();
            delete headers["cross-origin-opener-policy"];
            delete headers["cross-origin-embedder-policy"];
            await route.fulfill({ response, headers });
          });
        },
      },
      async (page) => {
        assert.equal(await page.evaluate(() => crossOriginIsolated), false);
        await speak(page);
        await sentence(page, ["no-shared-memory"], language);
        await page.locator('[data-testid="start-button"][data-state="on"]').waitFor({ timeout: 20_000 });
        await typingWorks(page);
      },
    ));
}

test("nothing is heard before consent: saying no leaves the microphone off", () =>
  lesson({ language: "en", prepare: noServer }, async (page) => {
    await page.getByTestId("start-button").click();
    await page.keyboard.press("Escape");
    await page.getByTestId("consent-accept").waitFor({ state: "detached" });
    assert.equal(await page.getByTestId("start-button").getAttribute("data-state"), "off");
    assert.equal(await page.getByTestId("connection-state").getAttribute("data-state"), "off");
  }));
