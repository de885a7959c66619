// Help that does not give the answer away, and formulas read back, without server or network.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, open, type } from "./browser.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";

async function writing(language, sentence, happens, script = () => {}) {
  const browser = await launch();
  try {
    const context = await browser.newContext();
    await context.addInitScript(script);
    const { page, errors } = await open(context, address);
    await page.getByTestId("language-select").selectOption(language);
    await type(page, sentence);
    await page.getByTestId("board-equation").first().waitFor();
    await happens(page);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
}

for (const language of ["en", "hi"]) {
  test(`hints come one after the other and stop before the answer (${language})`, () =>
    writing(language, "x squared minus five x plus six equals zero", async (page) => {
      const button = page.getByTestId("hint-button");
      const hints = page.getByTestId("hints").locator("li");
      await button.click();
      await hints.first().waitFor();
      assert.equal(await hints.count(), 1);
      await button.click();
      await hints.nth(1).waitFor();
      await button.click();
      await hints.nth(2).waitFor();
      assert.equal(await button.isDisabled(), true);
      const text = await hints.allTextContents();
      assert.equal(new Set(text).size, 3, text.join(" | "));
      assert.equal(/[\u0900-\u097f]{2}/.test(text.join("")), language === "hi", text.join(" | "));
      assert.doesNotMatch(text.join(" "), /x = 2|x = 3/);
    }));
}

test("a formula is read back; where nothing can speak, the words are shown", () =>
  writing("en", "x squared plus one", async (page) => {
    await page.getByRole("button", { name: "More" }).click();
    const speaks = await page.evaluate(() =>
      speechSynthesis.getVoices().some(({ lang }) => lang.startsWith("en")),
    );
    await page.getByTestId("read-aloud").click();
    if (!speaks) {
      const notice = page.locator('[data-testid="notice"][data-code="read-back"] span').first();
      await notice.waitFor();
      assert.match(await notice.textContent(), /x squared plus (one|1)/);
    } else {
      await page.waitForFunction(() => speechSynthesis.speaking || speechSynthesis.pending);
    }
  }));

/** Chromium without voices of the system has none: these write down what they would say. */
function voices() {
  window.heard = [];
  window.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const synthesis = {
    getVoices: () => ["en-US", "en-IN", "hi-IN"].map((lang) => ({ lang, name: lang })),
    speak: ({ text, lang, voice }) => window.heard.push({ text, lang, voice: voice.name }),
    cancel: () => window.heard.push("cancelled"),
  };
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
}

for (const [language, sentence, tag, letters] of [
  ["en", "the square root of x plus one equals a over b", "en-IN", /^[\x20-\x7e]+$/],
  ["hi", "x का वर्ग जमा पाँच बराबर शून्य", "hi-IN", /[\u0900-\u097f]{2}/],
  ["both", "x square plus teen x barabar 10", "en-IN", /^[\x20-\x7e]+$/],
]) {
  test(`what is read back (${language}) is heard in an Indian voice and means the same formula`, () =>
    writing(
      language,
      sentence,
      async (page) => {
        const latex = () =>
          page
            .getByTestId("board-equation")
            .evaluateAll((lines) => lines.map((line) => line.getAttribute("data-latex")));
        const [before] = await latex();
        await page.getByRole("button", { name: language === "hi" ? "और" : "More" }).click();
        await page.getByTestId("read-aloud").click();
        await page.waitForFunction(() => window.heard.length === 2);
        const [first, said] = await page.evaluate(() => window.heard);
        assert.equal(first, "cancelled");
        assert.deepEqual([said.lang, said.voice], [tag, tag]);
        assert.match(said.text, letters);
        // Whoever says it back writes the same line.
        await type(page, said.text);
        await page.getByTestId("board-equation").nth(1).waitFor();
        assert.equal((await latex())[1], before, said.text);
        // Nothing is written instead of being said.
        assert.equal(await page.locator('[data-testid="notice"][data-code="read-back"]').count(), 0);
      },
      voices,
    ));
}
