// Help that does not give the answer away, and formulas read back, without server or network.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, open, type } from "./browser.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";

async function writing(language, sentence, happens) {
  const browser = await launch();
  try {
    const context = await browser.newContext();
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
