// Without a tutor the browser itself listens, where it can do so on the device. Debian's Chromium has the interface of
// the Web Speech API, but its language packs cannot be had in a test, so a stand-in with the specification's names
// speaks the words.

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
      this.onstart?.();
      if (!this.processLocally) throw new Error("the sound would leave the device");
      const said = words[this.lang] ?? "";
      const pieces = said.split(" ");
      pieces.forEach((_, index) => {
        setTimeout(() => this.#say(pieces.slice(0, index + 1).join(" "), false), 100 * (index + 1));
      });
      setTimeout(() => this.#say(said, true), 100 * (pieces.length + 2));
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

for (const [language, tag] of [
  ["en", "en-IN"],
  ["hi", "hi-IN"],
]) {
  test(`the browser listens by itself and says so (${language})`, () =>
    alone({ ready: [tag] }, language, async (page) => {
      await said(page, "own-ears").waitFor();
      assert.equal((await written(page)).replaceAll(" ", ""), "x^{2}+5");
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
