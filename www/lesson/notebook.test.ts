import { expect, test } from "vitest";
import * as boards from "./board";
import { keep, kept } from "./notebook";

/** The browser's storage, with room for `limit` characters. */
function storage(limit = Number.POSITIVE_INFINITY): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > limit) throw new DOMException("full", "QuotaExceededError");
      values.set(key, value);
    },
    removeItem: (key: string) => values.delete(key),
  } as unknown as Storage;
}

const curve = { variable: "x".repeat(500) } as unknown as boards.Plot;

test("a board comes back with new numbers after its own, and nothing left half done", () => {
  const place = storage();
  let board = boards.writeTutors(boards.EMPTY, "x", "x", null);
  board = boards.writeTutors(board, "y", "y", null);
  board = boards.work(board, 1, { state: "working", kind: null });
  keep(board.items, place);
  const restored = boards.restore(kept(place));
  expect(restored.items).toMatchObject([{ latex: "x", work: null }, { latex: "y" }]);
  const next = boards.writeTutors(restored, "z", "z", null);
  expect(next.items.at(-1)).toMatchObject({ id: 3, number: 3 });
});

test("where there is too little room the curves go, the lines stay", () => {
  const place = storage(500);
  const board = boards.draw(boards.writeTutors(boards.EMPTY, "x", "x", null), "student", "x", curve);
  keep(board.items, place);
  expect(kept(place)).toMatchObject([{ latex: "x" }]);
});

test("a cleared board stays cleared; what cannot be read is no board", () => {
  const place = storage();
  keep(boards.writeTutors(boards.EMPTY, "x", "x", null).items, place);
  keep([], place);
  expect(kept(place)).toEqual([]);
  place.setItem("ganita.board", '{"version":0,"items":[{}]}');
  expect(kept(place)).toEqual([]);
  place.setItem("ganita.board", "{");
  expect(kept(place)).toEqual([]);
});

test("a browser that keeps nothing does not stop the lesson", () => {
  const place = storage(0);
  expect(() => keep(boards.writeTutors(boards.EMPTY, "x", "x", null).items, place)).not.toThrow();
  expect(kept(place)).toEqual([]);
});
