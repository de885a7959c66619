// A student works alone: lines are checked as they come, another problem is one press away, and the board is there
// again after the page was closed. No server, no network.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formulas, launch, open, type } from "./browser.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";

async function alone(language, happens) {
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const { page, errors } = await open(context, address);
    await page.getByTestId("language-select").selectOption(language);
    await happens(page, context);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
}

const verdict = (page, number) =>
  page.getByTestId("board-equation").nth(number).locator('[data-testid="judgement"]');

for (const language of ["en", "hi"]) {
  test(`a wrong line is named, the right one is ticked, the answer ends it (${language})`, () =>
    alone(language, async (page) => {
      await type(page, "two x plus three equals seven");
      await page.getByTestId("attempt-button").click();
      await page.getByTestId("attempt").waitFor();
      await type(page, "two x equals ten");
      const wrong = verdict(page, 1);
      await wrong.waitFor();
      assert.equal(await wrong.getAttribute("data-verdict"), "wrong");
      assert.equal(/[\u0900-\u097f]{2}/.test(await wrong.textContent()), language === "hi");
      await page.getByTestId("undo-button").click();
      await type(page, "two x equals four");
      await verdict(page, 1).waitFor();
      assert.equal(await verdict(page, 1).getAttribute("data-verdict"), "equivalent");
      await type(page, "x equals two");
      await page.locator('[data-testid="judgement"][data-verdict="solved"]').waitFor();
      assert.equal(await page.getByTestId("attempt").count(), 0);
    }));
}

test("another problem of the same kind can be asked for and is tried at once", () =>
  alone("en", async (page) => {
    await type(page, "two x plus three equals seven");
    await page.getByRole("button", { name: "More" }).click();
    await page.getByTestId("practice-button").click();
    await page.getByTestId("board-equation").nth(1).waitFor();
    const [first, second] = await formulas(page);
    assert.notEqual(first, second);
    assert.match(second, /x/);
    assert.equal(await page.getByTestId("attempt").count(), 1);
  }));

test("the board is there after a reload, and a new one can be begun", () =>
  alone("en", async (page) => {
    await type(page, "x squared minus four equals zero");
    await page.getByTestId("solve-button").click();
    await page.getByTestId("steps").waitFor();
    await page.reload();
    await page.locator('[data-engine="ready"]').waitFor();
    assert.deepEqual(await formulas(page), ["x^{2} - 4 = 0"]);
    assert.equal(await page.getByTestId("steps").count(), 1);
    await type(page, "x plus one");
    await page.getByTestId("board-equation").nth(1).waitFor();
    await page.locator('[data-code="board-restored"] [data-testid="notice-offer"]').click();
    await page.getByTestId("board-equation").first().waitFor({ state: "detached" });
    await page.reload();
    await page.locator('[data-engine="ready"]').waitFor();
    assert.deepEqual(await formulas(page), []);
  }));
