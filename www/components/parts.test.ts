import katex from "katex";
import { expect, test } from "vitest";
import { marked, partOf } from "./parts";

const place = (words: [number, number], latex: [number, number]) => ({ words, latex });

test("parts are wrapped, those inside others too, and the formula stays the same", () => {
  // "x plus one over two"
  const latex = "x + \\frac{1}{2}";
  const places = [
    place([0, 1], [0, 1]),
    place([2, 3], [10, 11]),
    place([4, 5], [13, 14]),
    place([2, 5], [4, 15]),
  ];
  const wrapped = marked(latex, places);
  expect(wrapped).toBe(
    "\\htmlData{place=0}{x} + \\htmlData{place=3}{\\frac{\\htmlData{place=1}{1}}{\\htmlData{place=2}{2}}}",
  );
  const html = katex.renderToString(wrapped, { trust: true, strict: "ignore" });
  for (const index of [0, 1, 2, 3]) expect(html).toContain(`data-place="${index}"`);
  expect(wrapped.replace(/\\htmlData\{place=\d\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, "$1")).not.toBe(wrapped);
});

test("what cannot stand alone is not wrapped", () => {
  expect(marked("\\sin x", [place([0, 1], [0, 4])])).toBe("\\sin x");
  expect(marked("\\frac{1}{2}", [place([0, 1], [6, 8])])).toBe("\\frac{1}{2}");
  expect(marked("a & b", [place([0, 3], [0, 5])])).toBe("a & b");
  expect(marked("\\theta", [place([0, 1], [0, 6])])).toBe("\\htmlData{place=0}{\\theta}");
});

test("a word shows the smallest part it was said for", () => {
  const places = [place([0, 1], [0, 1]), place([2, 3], [10, 11]), place([2, 5], [4, 15])];
  expect(partOf(2, places)).toBe(1);
  expect(partOf(3, places)).toBe(2);
  expect(partOf(1, places)).toBe(-1);
});
