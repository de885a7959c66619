// Without a tutor the browser itself listens, where it can do so on the device.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, open, speak } from "./browser.mjs";
import { standIn } from "./recogniser.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";

const WORDS = { "en-IN": "x squared plus five", "hi-IN": "x का वर्ग जमा पाँच" };

// Said into the page: the language chosen, the recogniser's, the sentence, its formula, and a phrase that this recogniser
// is told to expect.
const SAID = [
  ["en", "en-IN", WORDS["en-IN"], "x^{2}+5", "under root"],
  ["hi", "hi-IN", WORDS["hi-IN"], "x^{2}+5", "का वर्गमूल"],
  ["hi", "hi-IN", "x बटा दो जमा तीन बराबर सात", "\\frac{x}{2}+3=7", "बटा"],
  ["both", "hi-IN", "x square plus तीन x बराबर 10 solve करो", "x^{2}+3x=10", "whole square"],
];

async function alone(browserCan, language, happens) {
  const browser = await launch();
  try {
    const context = await browser.newContext();
    await context.route("**/config", (route) => route.fulfill({ json: { server: "http://127.0.0.1:9" } }));
    await context.addInitScript(standIn, { ready: [], downloadable: [], words: WORDS, ...browserCan });
    const { page, errors } = await open(context, address);
    await page.getByTestId("language-select").selectOption(language);
    await speak(page);
    await happens(page);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
}

const written = (page) =>
  page.locator('[data-testid="board-equation"][data-author="student"]').first().getAttribute("data-latex");

const said = (page, code) => page.locator(`[data-testid="notice"][data-code="${code}"]`);

for (const [language, tag, words, latex, phrase] of SAID) {
  test(`the browser listens by itself and says so (${language}: ${words})`, () =>
    alone({ ready: [tag], words: { [tag]: words } }, language, async (page) => {
      // The formula is on the board while it is being said.
      await page.locator('[data-testid="board-draft"] [data-latex]').waitFor();
      await said(page, "own-ears").waitFor();
      assert.equal((await written(page)).replaceAll(" ", ""), latex);
      const expected = await page.evaluate(() => window.expectedPhrases);
      assert.ok(expected.includes(phrase), `the recogniser was told to expect ${expected}`);
    }));
}

test("a language that is not there yet is offered, and heard once it is", () =>
  alone({ downloadable: ["en-IN"] }, "en", async (page) => {
    await said(page, "own-ears-downloadable").getByTestId("notice-offer").click();
    await said(page, "own-ears").waitFor();
    assert.equal((await written(page)).replaceAll(" ", ""), "x^{2}+5");
  }));

test("where the browser cannot, nothing is promised", () =>
  alone({}, "en", async (page) => {
    await said(page, "server-unreachable").waitFor();
    await page.locator('[data-testid="speech-indicator"][data-status="unheard"]').waitFor();
    await page.waitForTimeout(500);
    assert.equal(await said(page, "own-ears").count(), 0);
    assert.equal(await said(page, "own-ears-downloadable").count(), 0);
  }));
