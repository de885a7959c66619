// What the tutor hears, writes and says reaches the student in order: interim words become a sketch, final ones a
// line, the tutor's own line is not written twice, every tool call is answered, and scripted words are labelled.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { formulas, launch } from "./browser.mjs";
import { withTutor } from "./tutor.mjs";

const address = process.env.GANITA_PAGE ?? "http://127.0.0.1:3000";
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const tutor = (language = "en") => withTutor(browser, address, language);

const interim = (text) => ({ serverContent: { interimInputTranscription: { text } } });
const final = (text, more = {}) => ({
  serverContent: { inputTranscription: { text, finished: true, ...more } },
});
const squeeze = (latex) => latex.replace(/[\s{}]/g, "");

test("interim words are a sketch, final words a line, and the tutor's same line only ticks it", async () => {
  const { page, say, call, answered, errors, context } = await tutor();
  say(interim("x squared"));
  await page.locator('[data-testid="board-draft"] [data-latex]').waitFor();
  assert.match(await page.getByTestId("transcript-interim").textContent(), /x squared/);
  say(final("x squared plus two equals six"));
  await page.getByTestId("board-equation").waitFor();
  await page.getByTestId("board-draft").waitFor({ state: "detached" });
  assert.deepEqual((await formulas(page)).map(squeeze), ["x^2+2=6"]);
  call("1", "write_equation", { latex: "x^2 + 2 = 6" });
  assert.equal((await answered("1")).status, "ok");
  await page.locator(".tick").waitFor();
  assert.equal(await page.getByTestId("board-equation").count(), 1);
  assert.deepEqual(errors, []);
  await context.close();
});

test("every tool of the board does what it says and is answered with something", async () => {
  const { page, call, answered, errors, context } = await tutor();
  call("1", "write_equation", { latex: "x^2-4=0", label: "A" });
  assert.equal((await answered("1")).status, "ok");
  call("2", "show_steps", { latex: "x^2-4=0", kind: "solve" });
  const solved = await answered("2");
  assert.equal(solved.status, "ok");
  assert.match(solved.answer, /2/);
  await page.getByTestId("step").first().waitFor();
  assert.equal(await page.getByTestId("board-equation").count(), 1);
  call("3", "plot", { latex: "y=x^2-4", from: -3, to: 3 });
  assert.equal((await answered("3")).status, "ok");
  await page.getByTestId("board-plot").waitFor();
  call("4", "write_text", { text: "Two answers." });
  assert.equal((await answered("4")).status, "ok");
  call("5", "highlight", { target: "A", colour: "green" });
  assert.equal((await answered("5")).status, "ok");
  await page.locator('[data-testid="board-equation"][data-highlight="green"]').waitFor();
  call("6", "clear_board", {});
  assert.equal((await answered("6")).status, "ok");
  await page.getByTestId("board-equation").waitFor({ state: "detached" });
  assert.deepEqual(errors, []);
  await context.close();
});

test("a call that makes no sense is answered with what is wrong, and the page stays whole", async () => {
  const { page, call, answered, errors, context } = await tutor();
  call("1", "write_equation", {});
  assert.equal((await answered("1")).status, "error");
  call("2", "launch_rocket", { latex: "x" });
  assert.equal((await answered("2")).status, "error");
  call("3", "write_equation", { latex: "\\frac{1}{" });
  await answered("3");
  call("4", "highlight", { target: "nowhere" });
  assert.equal((await answered("4")).status, "error");
  await page.getByTestId("typed-input").fill("x plus one");
  await page.getByTestId("typed-submit").click();
  await page.locator('[data-testid="board-equation"][data-author="student"]').waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("scripted words carry a label, and the page says what it means", async () => {
  const { page, say, context } = await tutor("hi");
  say(final("एक्स का वर्ग", { speakerLabel: "scripted" }));
  await page.locator('[data-testid="transcript"] [data-scripted="true"] .tag').waitFor();
  await page.locator('[data-testid="notice"][data-code="scripted"]').waitFor();
  await context.close();
});

test("the tutor's words are shown as captions while it speaks, and a notice of the server is shown", async () => {
  const { page, say, context } = await tutor();
  say({ serverContent: { outputTranscription: { text: "Let us " } } });
  await page.locator('[data-testid="transcript-interim"] [data-who="tutor"]').waitFor();
  say({ serverContent: { outputTranscription: { text: "solve it." } } });
  say({ serverContent: { turnComplete: true } });
  const line = page.locator('[data-testid="transcript"] [data-who="tutor"] .said');
  await line.waitFor();
  assert.equal((await line.textContent()).trim(), "Let us solve it.");
  say({
    notice: {
      code: "tutor-has-no-ears",
      en: "The tutor cannot hear here. Please type.",
      hi: "शिक्षक यहाँ सुन नहीं सकते। कृपया लिखें।",
    },
  });
  await page.locator('[data-testid="notice"][data-code="tutor-has-no-ears"]').waitFor();
  await context.close();
});

test("a connection that breaks in the middle is said in English and Hindi, and typing goes on", async () => {
  const { page, cut, context } = await tutor("both");
  await context.route("**/api/v1/live/tickets", (route) => route.abort());
  await cut(3000);
  const lost = page.locator('[data-testid="notice"][data-code="connection-lost"]');
  await lost.waitFor({ timeout: 15_000 });
  const sentence = await lost.textContent();
  assert.match(sentence, /connection to the tutor broke/);
  assert.match(sentence, /संपर्क टूट गया/);
  await page.getByTestId("typed-input").fill("two x equals six");
  await page.getByTestId("typed-submit").click();
  await page.getByTestId("board-equation").waitFor();
  assert.deepEqual((await formulas(page)).map(squeeze), ["2x=6"]);
  await context.close();
});
