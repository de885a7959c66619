import type { Reading } from "@ganita/web/maths";
import { expect, test } from "vitest";
import * as boards from "./board";
import { asSystem, systemOf } from "./system";

function written(...formulas: string[]): boards.Board {
  const sure = { isMathematics: true, confidence: 1, alternatives: [], notes: [] };
  const rest = { command: null, quantity: null, variable: null, method: null, spans: [], places: [] };
  return formulas.reduce((board, latex) => {
    const reading: Reading = { latex, plain: latex, ...sure, ...rest };
    return boards.writeReading(board, reading, "words", 0);
  }, boards.EMPTY);
}

/** The numbers of the lines that make a system with the last one. */
function numbers(...formulas: string[]): number[] | null {
  const board = written(...formulas);
  return systemOf(board, formulas.length)?.map(({ number }) => number) ?? null;
}

test("two equations in two letters belong together, and are written as one", () => {
  const board = written("2x + 3y = 12", "x - y = 1");
  const lines = systemOf(board, 2) ?? [];
  expect(asSystem(lines)).toBe("\\begin{cases} 2x + 3y = 12 \\\\ x - y = 1 \\end{cases}");
});

test("as many lines are taken as there are letters, the nearest first, others left out", () => {
  expect(numbers("x + y + z = 6", "x - y = 1", "y + z = 5")).toEqual([1, 2, 3]);
  expect(numbers("x + y = 9", "x + y = 3", "a^{2} = 4", "x - y = 1")).toEqual([2, 4]);
  expect(numbers("x = 2", "x + y = 5")).toEqual([1, 2]);
  expect(numbers("a_{1} + a_{2} = 3", "a_{1} - a_{2} = 1")).toEqual([1, 2]);
  expect(numbers("\\sin \\theta = y", "y = \\frac{1}{2}")).toEqual([1, 2]);
});

test("what is determined by itself, or cannot be, stands alone", () => {
  expect(numbers("x^{2} - 5x + 6 = 0")).toBeNull();
  expect(numbers("x + y = 3")).toBeNull();
  expect(numbers("x + y = 3", "x + y = 3")).toBeNull();
  expect(numbers("y = mx + c", "x + y = 3")).toBeNull();
  expect(numbers("x + y = 3", "x - y")).toBeNull();
  expect(numbers("x + y = 3", "x \\le y")).toBeNull();
  expect(numbers("\\int x \\, dx = y", "x + y = 3")).toBeNull();
});

test("a student's own lines for a problem make no system with it", () => {
  const board = boards.attempt(written("x + y = 3"), 1);
  const reading = { latex: "x - y = 1", plain: "", isMathematics: true, confidence: 1 };
  const rest = {
    alternatives: [],
    notes: [],
    command: null,
    quantity: null,
    variable: null,
    method: null,
    spans: [],
    places: [],
  };
  const further = boards.writeReading(board, { ...reading, ...rest }, "words", 0);
  expect(systemOf(further, 2)).toBeNull();
});
