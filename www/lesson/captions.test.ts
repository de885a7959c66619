import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Caption, Captions } from "./captions";

let voice: { queuedMs: number; isBusy: boolean };
let shown: Caption[];
let captions: Captions;

beforeEach(() => {
  vi.useFakeTimers();
  voice = { queuedMs: 0, isBusy: false };
  shown = [];
  captions = new Captions(
    () => voice,
    (caption) => shown.push(caption),
  );
});
afterEach(() => vi.useRealTimers());

const said = (text: string, final = false) => captions.said({ text, final, scripted: false });
const texts = () => shown.map(({ text }) => text);

/** A second of voice for every piece of words, all of it here before any is heard. */
function answer() {
  said("First factor it.");
  voice = { queuedMs: 1_000, isBusy: true };
  said("First factor it. Then each");
  voice = { queuedMs: 2_000, isBusy: true };
  said("First factor it. Then each is zero.");
  voice = { queuedMs: 3_000, isBusy: true };
  said("First factor it. Then each is zero.", true);
}

test("words appear with their sound, never more than a piece ahead of it", () => {
  answer();
  vi.advanceTimersByTime(1_000);
  expect(shown).toEqual([]);
  captions.heard(100);
  expect(texts()).toEqual(["First"]);
  captions.heard(900);
  expect(texts().at(-1)).toBe("First factor it.");
  captions.heard(1_050);
  expect(texts().at(-1)).toBe("First factor it. Then");
  captions.heard(2_050);
  expect(texts().at(-1)).toBe("First factor it. Then each is");
  expect(shown.every(({ final }) => !final)).toBe(true);
  captions.ended();
  expect(shown.at(-1)).toEqual({
    text: "First factor it. Then each is zero.",
    final: true,
    scripted: false,
  });
});

test("words only grow, whatever order the times come in", () => {
  answer();
  for (let ms = 0; ms <= 3_000; ms += 50) captions.heard(ms);
  for (const [index, text] of texts().entries()) expect(text.startsWith(texts()[index - 1] ?? "")).toBe(true);
});

test("what the student spoke over is not shown, and does not come after", () => {
  answer();
  captions.heard(1_050);
  captions.interrupted();
  expect(shown.at(-1)).toEqual({ text: "First factor it. Then", final: true, scripted: false });
  const before = shown.length;
  captions.ended();
  voice = { queuedMs: 3_000, isBusy: false };
  said("Go on.", true);
  vi.advanceTimersByTime(400);
  expect(texts().slice(before)).toEqual(["Go on."]);
});

test("the end of an answer that was cut is told after the cut, and is not shown", () => {
  said("First");
  voice = { queuedMs: 5_000, isBusy: true };
  captions.heard(500);
  said("First factor it and then look");
  captions.interrupted();
  const before = shown.length;
  said("First factor it and then look", true);
  captions.ended();
  expect(shown.length).toBe(before);
});

test("without a voice words are shown after a moment", () => {
  said("Let us");
  said("Let us solve it.", true);
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(shown).toEqual([{ text: "Let us solve it.", final: true, scripted: false }]);
});

test("answers follow one another", () => {
  said("One.", true);
  voice = { queuedMs: 1_000, isBusy: true };
  said("Two.", true);
  captions.heard(500);
  expect(texts()).toEqual(["One."]);
  captions.heard(1_500);
  expect(texts()).toEqual(["One.", "Two."]);
  expect(shown.every(({ final }) => final)).toBe(true);
});
