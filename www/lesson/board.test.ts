import type { Reading } from "@ganita/web/maths";
import { expect, test } from "vitest";
import * as boards from "./board";

function reading(latex: string, alternatives: Reading["alternatives"] = []): Reading {
  return {
    latex,
    plain: latex,
    isMathematics: true,
    confidence: 0.9,
    alternatives,
    notes: [],
    command: null,
    quantity: null,
    variable: null,
    method: null,
    spans: [],
    places: [],
  };
}

function written(...formulas: string[]): boards.Board {
  return formulas.reduce(
    (board, latex) => boards.writeReading(board, reading(latex), "words", 0),
    boards.EMPTY,
  );
}

test("lines are numbered as in a textbook, also after one was taken away", () => {
  const board = boards.remove(written("a", "b", "c"), 1);
  const next = boards.writeReading(board, reading("d"), "d", 0);
  expect(next.items.map((item) => item.type === "equation" && item.number)).toEqual([2, 3, 4]);
});

test("undo takes back one change at a time, clearing included", () => {
  const cleared = boards.clear(written("a", "b"));
  expect(cleared.items).toHaveLength(0);
  expect(boards.undo(cleared).items).toHaveLength(2);
  expect(boards.undo(boards.undo(boards.undo(cleared))).items).toHaveLength(0);
  expect(boards.undo(boards.EMPTY)).toBe(boards.EMPTY);
});

test("an answer that arrives is no change of its own: undo takes back the line with its answer", () => {
  const solved = boards.work(written("a"), 1, { state: "working", kind: null });
  expect(solved.past).toHaveLength(1);
  expect(boards.undo(solved).items).toHaveLength(0);
});

test("choosing another reading keeps the first one to go back to, and forgets its answer", () => {
  const difference: [string, string] = ["a", "b"];
  const other = { latex: "b", difference, confidence: 0.4 };
  let board = boards.writeReading(boards.EMPTY, reading("a", [other]), "words", 0);
  board = boards.work(board, 1, { state: "working", kind: null });
  board = boards.choose(board, 1, other, "b");
  expect(board.items[0]).toMatchObject({
    latex: "b",
    work: null,
    alternatives: [{ latex: "a", difference: ["b", "a"] }],
    confidence: 1,
  });
});

test("the tutor's line is known again however its spaces and brackets are spelt", () => {
  const board = written("x^{2} - 5 x + 6 = 0", "\\frac{1}{2}\\left(x+1\\right)");
  expect(boards.sameEquation(board, "x^2-5x+6=0")?.number).toBe(1);
  expect(boards.sameEquation(board, "\\dfrac{1}{2} (x + 1)")?.number).toBe(2);
  expect(boards.sameEquation(board, "x^2-5x+7=0")).toBeUndefined();
});

test("what the tutor points at is found by label, number, formula or place", () => {
  let board = written("a = 1", "b = 2");
  board = boards.writeTutors(board, "c = 3", "c = 3", "Result");
  expect(boards.find(board, "result")?.id).toBe(3);
  expect(boards.find(board, "(2)")?.id).toBe(2);
  expect(boards.find(board, "a=1")?.id).toBe(1);
  expect(boards.find(board, "last")?.id).toBe(3);
  expect(boards.find(board, "nowhere")).toBeUndefined();
});
