// Typing a sentence gives its formula, its steps and its graph on the device alone: no server, no network.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { formulas, launch, open, type } from "./browser.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const squeeze = (latex) => latex.replace(/[\s{}]/g, "");

/** A page whose network is cut as soon as it has loaded: what solves comes behind what reads. */
async function alone(language) {
  const context = await browser.newContext();
  const { page, errors } = await open(context, address);
  await page.getByTestId("language-select").selectOption(language);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  return { page, errors, context };
}

for (const [language, words, latex] of [
  ["en", "x squared plus one over two", "x^2+\\frac12"],
  ["hi", "एक्स का वर्ग जमा पाँच बराबर शून्य", "x^2+5=0"],
]) {
  test(`offline, "${words}" becomes ${latex}`, async () => {
    const { page, errors, context } = await alone(language);
    await type(page, words);
    await page.getByTestId("board-equation").waitFor();
    assert.deepEqual((await formulas(page)).map(squeeze), [squeeze(latex)]);
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test("the formula is on the board while the sentence is still being typed", async () => {
  const { page, context } = await alone("en");
  const input = page.getByTestId("typed-input");
  await input.fill("x squared");
  await page.locator('[data-testid="board-draft"] [data-latex]').waitFor();
  assert.equal(await page.getByTestId("board-equation").count(), 0);
  await input.fill("");
  await page.getByTestId("board-draft").waitFor({ state: "detached" });
  await context.close();
});

test("a logarithm is solved as in the class that is chosen, and the choice is kept", async () => {
  const { page, errors, context } = await alone("en");
  const answer = async (words, place) => {
    await type(page, words);
    return page.getByTestId("steps").nth(place).locator(".answer .formula").getAttribute("data-latex");
  };
  await page.getByTestId("class-select").selectOption("9");
  assert.equal(squeeze(await answer("solve log x equals two", 0)), "x=100");
  await page.getByTestId("class-select").selectOption("12");
  assert.equal(squeeze(await answer("solve log y equals two", 1)), "y=e^2");
  await context.setOffline(false);
  await page.reload();
  // The page shows what was kept once its script runs.
  const kept = () => document.querySelector('[data-testid="class-select"]')?.value === "12";
  await page.waitForFunction(kept);
  assert.equal(await page.getByTestId("class-select").inputValue(), "12");
  assert.deepEqual(errors, []);
  await context.close();
});

for (const [language, lines, ask] of [
  ["en", ["2x plus 3y equals 12", "x minus y equals 1"], null],
  ["en", ["x plus y equals 7", "x minus y equals 1"], "solve both equations"],
  ["hi", ["x जमा y बराबर सात", "x घटा y बराबर एक"], "दोनों समीकरणों को हल करो"],
]) {
  test(`lines that belong together are solved together, by ${ask ? `saying ${ask}` : "a button"}`, async () => {
    const { page, errors, context } = await alone(language);
    for (const line of lines) await type(page, line);
    if (ask) await type(page, ask);
    else await page.getByTestId("solve-together-button").click();
    const answer = page.getByTestId("steps").locator(".answer .formula");
    const latex = squeeze(await answer.getAttribute("data-latex"));
    assert.match(latex, ask ? /x=4,y=3/ : /x=3,y=2/);
    assert.equal((await formulas(page)).length, 3);
    assert.deepEqual(errors, []);
    await context.close();
  });
}

for (const [language, words, again] of [
  [
    "en",
    "x squared minus five x plus six equals zero by the quadratic formula",
    "solve it by completing the square",
  ],
  ["hi", "x का वर्ग घटा पाँच x जमा छह बराबर शून्य को द्विघाती सूत्र से हल करो", "इसे पूर्ण वर्ग बनाकर हल करो"],
]) {
  test(`the method is chosen by saying so or by a button (${language})`, async () => {
    const { page, errors, context } = await alone(language);
    const rules = () =>
      page
        .getByTestId("step")
        .locator(".reason")
        .evaluateAll((all) => all.map((one) => one.textContent));
    await type(page, words);
    await page.getByTestId("method-completing_square").waitFor();
    const byFormula = await rules();
    await type(page, again);
    await page.getByTestId("method-quadratic_formula").waitFor();
    const bySquare = await rules();
    assert.notDeepEqual(bySquare, byFormula);
    await page.getByTestId("method-quadratic_formula").click();
    await page.getByTestId("method-completing_square").waitFor();
    assert.deepEqual(await rules(), byFormula);
    assert.equal((await formulas(page)).length, 1);
    assert.deepEqual(errors, []);
    await context.close();
  });
}

for (const [language, words, answer] of [
  ["en", "find the mean of 2, 4 and 9", "\\bar{x} = 5"],
  ["en", "find the distance between the points (2, 3) and (5, 7)", "d = 5"],
  ["hi", "समांतर श्रेणी 2, 5, 8 का 20वाँ पद ज्ञात करो", "a_{20} = 59"],
  ["hi", "AP 2, 5, 8 ka 20th term nikalo", "a_{20} = 59"],
  ["en", "make t the subject of v equals u plus a t", "t = \\frac{v - u}{a}"],
]) {
  test(`"${words}" is worked out`, async () => {
    const { page, errors, context } = await alone(language);
    await type(page, words);
    const found = page.getByTestId("steps").locator(".answer .formula");
    assert.ok(squeeze(await found.getAttribute("data-latex")).startsWith(squeeze(answer)));
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test("with respect to which letter is heeded", async () => {
  const { page, errors, context } = await alone("en");
  await type(page, "differentiate x squared t with respect to t");
  const answer = page.getByTestId("steps").locator(".answer .formula");
  assert.equal(squeeze(await answer.getAttribute("data-latex")), "x^2");
  assert.deepEqual(errors, []);
  await context.close();
});

test("what is asked of the line on the board needs no formula: a hint, the derivative, a further problem", async () => {
  const { page, errors, context } = await alone("en");
  await type(page, "x squared minus five x plus six equals zero");
  await type(page, "give me a hint");
  await page.getByTestId("hints").waitFor();
  await type(page, "solve it");
  await page.getByTestId("steps").waitFor();
  await type(page, "give me another question like this");
  await page.getByTestId("attempt").waitFor();
  assert.equal((await formulas(page)).length, 2);
  assert.deepEqual(errors, []);
  await context.close();
});

for (const [language, words, or] of [
  ["en", "y equals root x plus one", "or"],
  ["hi", "y बराबर अंडर रूट x जमा एक", "या"],
]) {
  test(`what "${words}" may mean is asked in few signs, and can be answered`, async () => {
    const { page, errors, context } = await alone(language);
    await type(page, words);
    const question = page.getByTestId("question");
    await question.waitFor();
    const parts = await question
      .locator(".formula")
      .evaluateAll((formulas) => formulas.map((formula) => formula.getAttribute("data-latex")));
    const [before] = await formulas(page);
    assert.equal(parts.length, 2);
    assert.equal(await page.getByTestId("unsure").count(), 0, "it is asked once");
    assert.notEqual(parts[0], parts[1]);
    // Both have the left side: it is not asked about.
    for (const part of parts) assert.doesNotMatch(part, /y/);
    assert.ok(squeeze(before).includes(squeeze(parts[0])), `${parts[0]} stands on the board: ${before}`);
    assert.match(await question.textContent(), new RegExp(` ${or} .*\\?$`, "s"));
    await page.getByTestId("alternative").first().click();
    await page
      .locator(`[data-testid="board-equation"]:not([data-latex="${before.replaceAll("\\", "\\\\")}"])`)
      .waitFor();
    const [after] = await formulas(page);
    assert.ok(squeeze(after).includes(squeeze(parts[1])), `${parts[1]} stands on the board: ${after}`);
    assert.equal(await question.count(), 0, "what was answered is not asked again");
    assert.deepEqual(errors, []);
    await context.close();
  });
}

for (const [language, words, word, part] of [
  ["en", "x plus one over two", "one", "1"],
  ["hi", "x जमा पाँच बराबर दो", "पाँच", "5"],
]) {
  test(`"${word}" of "${words}" and the ${part} of the formula show each other`, async () => {
    const { page, errors, context } = await alone(language);
    await type(page, words);
    const line = page.getByTestId("board-equation");
    // Pointing at a part of the formula shows the words.
    const printed = line
      .locator("[data-place]")
      .filter({ hasText: new RegExp(`^${part}$`) })
      .first();
    await printed.dispatchEvent("pointerdown", { pointerType: "touch", bubbles: true });
    const said = line.locator('.word[aria-pressed="true"]');
    await said.waitFor();
    assert.ok((await said.first().textContent()).startsWith(word));
    // And by the keyboard the other way round.
    await line.locator('button[aria-expanded="false"]').click();
    const button = line.locator(".word").filter({ hasText: word }).first();
    await button.focus();
    await line.locator(".lit").first().waitFor();
    assert.equal(await line.locator(".lit").first().textContent(), part);
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test("offline, pressing Solve shows the answer first and then the steps, in the language chosen", async () => {
  const { page, context } = await alone("en");
  await type(page, "x squared minus five x plus six equals zero");
  await page.getByTestId("solve-button").click();
  await page.getByTestId("step").first().waitFor();
  const answer = await page.locator(".answer .formula").getAttribute("data-latex");
  assert.match(answer, /2/);
  assert.match(answer, /3/);
  assert.match(await page.locator(".reason").first().textContent(), /[a-z]{3}/);
  await page.getByTestId("language-select").selectOption("hi");
  assert.match(await page.locator(".reason").first().textContent(), /[\u0900-\u097f]{2}/);
  await page.getByTestId("language-select").selectOption("both");
  const both = await page.locator(".reason").first().textContent();
  assert.match(both, /[a-z]{3}/);
  assert.match(both, /[\u0900-\u097f]{2}/);
  await context.close();
});

test("where no method leads on the lines so far are shown, and no answer", async () => {
  const { page, errors, context } = await alone("both");
  await type(
    page,
    "solve open bracket x minus two close bracket times open bracket x plus cos x close bracket equals zero",
  );
  await page.getByTestId("refusal").waitFor();
  assert.equal(await page.getByTestId("steps").count(), 0);
  const lines = page.getByTestId("so-far").getByTestId("step");
  const last = lines.last().locator(".ink .formula");
  assert.equal(squeeze(await last.getAttribute("data-latex")), "x=2\\textorx+\\cosx=0");
  assert.match(await lines.first().locator('[lang="hi"]').textContent(), /गुणनखंड/);
  assert.deepEqual(errors, []);
  await context.close();
});

test("offline, a sentence that asks for a graph draws it", async () => {
  const { page, context } = await alone("en");
  await type(page, "plot y equals x squared minus four");
  await page.locator('[data-testid="board-plot"] .curve path').first().waitFor();
  const path = await page.locator('[data-testid="board-plot"] .curve path').first().getAttribute("d");
  assert.ok(path.split("L").length > 50, "a curve has many points");
  await context.close();
});

test("asymptotes and regions are drawn with their curves", async () => {
  const { page, errors, context } = await alone("en");
  await type(page, "plot y equals one over x");
  const plot = page.getByTestId("board-plot").first();
  await plot.locator(".asymptotes line").first().waitFor({ state: "attached" });
  assert.equal(await plot.locator(".asymptotes line").count(), 2, "the axes are both");
  await type(page, "plot x plus y is less than four");
  const region = page.getByTestId("board-plot").nth(1).locator(".region");
  await region.waitFor();
  const area = await region.getAttribute("d");
  assert.ok(area.endsWith("Z"), "a closed outline");
  assert.deepEqual(errors, []);
  await context.close();
});

test("undo and clear take lines away and bring them back", async () => {
  const { page, context } = await alone("en");
  for (const words of ["x plus one", "y plus two"]) {
    await type(page, words);
    await page.waitForTimeout(200);
  }
  assert.equal((await formulas(page)).length, 2);
  await page.getByTestId("clear-button").click();
  assert.equal((await formulas(page)).length, 0);
  await page.getByTestId("undo-button").click();
  assert.equal((await formulas(page)).length, 2);
  await page.getByTestId("undo-button").click();
  assert.equal((await formulas(page)).length, 1);
  await context.close();
});

test("a sentence without mathematics is answered with a plain sentence, and the board stays as it is", async () => {
  const { page, errors, context } = await alone("en");
  await type(page, "good morning everybody");
  await page.locator('[data-testid="notice"][data-code="not-mathematics"]').waitFor();
  assert.equal((await formulas(page)).length, 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test("after one visit the page itself opens without a network", async () => {
  const context = await browser.newContext();
  const first = await open(context, address);
  await first.page.evaluate(() => navigator.serviceWorker.ready);
  // The first visit installs the keeper, the second fills it.
  const second = await open(context, address);
  await second.page.waitForLoadState("networkidle");
  await context.setOffline(true);
  const { page } = await open(context, address);
  await type(page, "x squared");
  await page.getByTestId("board-equation").waitFor();
  await context.close();
});
