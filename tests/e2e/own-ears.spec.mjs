// Without a tutor the browser itself listens, where it can do so on the device. Debian's Chromium has the interface of
// the Web Speech API, but its language packs cannot be had in a test, so a scripted stand-in with the specification's
// names says the words, interim results and all: what is tested is the way from a recogniser to the board.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, open, speak } from "./browser.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";

/** A recogniser for `ready` languages that says `words` piece by piece, the last time as final. */
function standIn({ ready, downloadable, words }) {
  const can = new Set(ready);
  window.SpeechRecognitionPhrase = class {
    constructor(phrase, boost) {
      Object.assign(this, { phrase, boost });
    }
  };
  window.SpeechRecognition = class {
    phrases = [];
    processLocally = false;
    static async available({ langs, processLocally }) {
      if (processLocally && langs.every((tag) => can.has(tag))) return "available";
      return langs.every((tag) => downloadable.includes(tag)) ? "downloadable" : "unavailable";
    }
    static async install({ langs }) {
      for (const tag of langs) if (downloadable.includes(tag)) can.add(tag);
      return langs.every((tag) => can.has(tag));
    }
    start() {
      window.expectedPhrases = this.phrases.map(({ phrase }) => phrase);
      this.onstart?.();
      if (!this.processLocally) throw new Error("the sound would leave the device");
      const said = words[this.lang] ?? "";
      const pieces = said.split(" ");
      pieces.forEach((_, index) => {
        setTimeout(() => this.#say(pieces.slice(0, index + 1).join(" "), false), 300 * (index + 1));
      });
      // Long enough for a busy machine to show what was heard so far.
      setTimeout(() => this.#say(said, true), 300 * (pieces.length + 5));
    }
    #say(transcript, isFinal) {
      const result = { isFinal, length: 1, 0: { transcript, confidence: 0.9 } };
      this.onresult?.({ resultIndex: 0, results: [result] });
    }
    stop() {
      this.onend?.();
    }
    abort() {
      this.onend?.();
    }
  };
}

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
