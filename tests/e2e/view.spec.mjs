// On a cheap phone nothing runs off the screen, and everybody can use the page: contrast, labels, keyboard, motion.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open, type } from "./browser.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A board with everything on it. */
async function full(options, language) {
  const context = await browser.newContext(options);
  const { page } = await open(context, address);
  await page.getByTestId("language-select").selectOption(language);
  for (const words of [
    "the quantity a plus b plus c squared equals a squared plus b squared plus c squared plus two a b plus two b c plus two c a",
    "x squared minus five x plus six equals zero",
    "plot y equals x squared minus four",
    "good morning everybody",
  ]) {
    await type(page, words);
    await page.waitForTimeout(400);
  }
  await page.getByTestId("solve-button").nth(1).click();
  await page.getByTestId("steps").first().waitFor();
  return { page, context };
}

for (const language of ["en", "hi", "both"]) {
  test(`360 pixels are wide enough (${language})`, async () => {
    const { page, context } = await full(
      { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
      language,
    );
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `the page is ${width} pixels wide`);
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll("button, input, select, h1, .status, .connection")]
        .filter((element) => element.getClientRects().length > 0)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < -1 || right > innerWidth + 1;
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(outside, []);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, select, input")]
        .filter((element) => element.getClientRects().length > 0)
        .map((element) => ({
          html: element.outerHTML.slice(0, 80),
          height: element.getBoundingClientRect().height,
        }))
        .filter(({ height }) => height < 24),
    );
    assert.deepEqual(small, [], "fingers need at least 24 pixels");
    await context.close();
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing to complain about (${colorScheme})`, async () => {
    const { page, context } = await full(
      { viewport: { width: 1280, height: 800 }, colorScheme, reducedMotion: "reduce" },
      "both",
    );
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      window.axe.run(document, { resultTypes: ["violations"] }),
    );
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`),
      [],
    );
    await page.getByTestId("start-button").click();
    const consent = await page.evaluate(() =>
      window.axe.run(document.querySelector("dialog"), { resultTypes: ["violations"] }),
    );
    assert.deepEqual(
      consent.violations.map(({ id }) => id),
      [],
    );
    await context.close();
  });
}

test("a whole problem can be done with the keyboard alone", async () => {
  const context = await browser.newContext();
  const { page } = await open(context, address);
  for (let pressed = 0; pressed < 30; pressed++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.getAttribute("data-testid") === "typed-input"))
      break;
  }
  await page.keyboard.type("x squared minus four equals zero");
  await page.keyboard.press("Enter");
  await page.getByTestId("board-equation").waitFor();
  for (let pressed = 0; pressed < 30; pressed++) {
    await page.keyboard.press("Shift+Tab");
    if (await page.evaluate(() => document.activeElement?.getAttribute("data-testid") === "solve-button"))
      break;
  }
  await page.keyboard.press("Enter");
  await page.getByTestId("steps").waitFor();
  await context.close();
});
