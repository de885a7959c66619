// What a student says at a board about the line before: it is taken back, changed, ended. Said into the page by the
// browser's own recogniser, and typed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { formulas, launch, open, speak, type } from "./browser.mjs";
import { standIn } from "./recogniser.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const squeeze = (latex) => latex.replace(/[\s{}]/g, "");

// Sentences one after the other, and what stands on the board at the end.
const EDITED = [
  ["en", ["x plus two equals five", "delete that"], []],
  ["en", ["x squared plus one", "y plus two", "scratch that"], ["x^2+1"]],
  ["en", ["x plus two equals five", "change two to three"], ["x+3=5"]],
  ["en", ["x plus two", "no wait three"], ["x+3"]],
  ["en", ["x plus two", "sorry x plus three"], ["x+3"]],
  ["en", ["two times open bracket x plus one", "bracket close"], ["2\\times(x+1)"]],
  ["en", ["x plus two equals five new line x equals three"], ["x+2=5\\\\x=3"]],
  ["en", ["x plus two equals five", "next step x equals three"], ["x+2=5", "x=3"]],
  ["hi", ["x जमा दो बराबर पाँच", "हटाओ"], []],
  ["hi", ["x जमा दो बराबर पाँच", "दो को तीन कर दो"], ["x+3=5"]],
  ["hi", ["x जमा दो बराबर पाँच", "दो की जगह तीन"], ["x+3=5"]],
  ["hi", ["x जमा दो", "नहीं तीन"], ["x+3"]],
  ["both", ["x plus do", "nahi nahi teen"], ["x+3"]],
  // Neither is about the board.
  ["en", ["x plus two", "no"], ["x+2"]],
  ["hi", ["x जमा दो", "नहीं"], ["x+2"]],
];

async function ends(page, expected) {
  const wanted = JSON.stringify(expected);
  const deadline = Date.now() + 10_000;
  let found = "";
  while (Date.now() < deadline) {
    found = JSON.stringify((await formulas(page)).map(squeeze));
    if (found === wanted) {
      // It stays so.
      await page.waitForTimeout(200);
      found = JSON.stringify((await formulas(page)).map(squeeze));
      if (found === wanted) return;
    }
    await page.waitForTimeout(50);
  }
  assert.equal(found, wanted);
}

for (const [language, sentences, expected] of EDITED) {
  test(`typed: ${sentences.join(" | ")}`, async () => {
    const context = await browser.newContext();
    const { page, errors } = await open(context, address);
    await page.getByTestId("language-select").selectOption(language);
    await context.setOffline(true);
    for (const [index, words] of sentences.entries()) {
      await type(page, words);
      if (index === 0) await page.getByTestId("board-equation").first().waitFor();
    }
    await ends(page, expected);
    assert.deepEqual(errors, []);
    await context.close();
  });
}

const SAID = [
  ["en", "en-IN", ["x plus two equals five", "change two to three"], ["x+3=5"]],
  ["hi", "hi-IN", ["x जमा दो", "नहीं तीन", "y का वर्ग", "हटाओ"], ["x+3"]],
];

for (const [language, tag, sentences, expected] of SAID) {
  test(`said: ${sentences.join(" | ")}`, async () => {
    const context = await browser.newContext();
    await context.route("**/config", (route) => route.fulfill({ json: { server: "http://127.0.0.1:9" } }));
    await context.addInitScript(standIn, { ready: [tag], downloadable: [], words: { [tag]: sentences } });
    const { page, errors } = await open(context, address);
    await page.getByTestId("language-select").selectOption(language);
    await speak(page);
    await page.getByTestId("board-equation").first().waitFor();
    await page.waitForTimeout(300 * (sentences.join(" ").split(" ").length + 5 * sentences.length));
    await ends(page, expected);
    assert.deepEqual(errors, []);
    await context.close();
  });
}
