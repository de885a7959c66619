import { expect, test } from "vitest";
import { nearest, path, polygon, scale, ticks, written } from "./plane";

const plane = scale({ from: -5, to: 5, bottom: -10, top: 10, width: 100, height: 100 });

test("ticks are round numbers inside the frame", () => {
  expect(ticks(-5, 5, 9)).toEqual([-4, -2, 0, 2, 4]);
  expect(ticks(0, 1, 7)).toHaveLength(6);
  expect(ticks(3, 3, 7)).toEqual([]);
  expect(ticks(0, Number.POSITIVE_INFINITY, 7)).toEqual([]);
});

test("numbers are written as by hand", () => {
  expect([0, -2, 0.30000000000000004, 1234.5, -1e-12].map(written)).toEqual(["0", "−2", "0.3", "1230", "0"]);
});

test("a curve stays near the frame even where its values do not", () => {
  expect(
    path(
      [
        [0, 0],
        [1, 1e12],
      ],
      plane,
    ),
  ).toBe("M50.0 50.0L60.0 -200.0");
});

test("an outline is closed, and two points are none", () => {
  const corners = [
    [0, 0],
    [1, 0],
    [0, 2],
  ] as const;
  expect(polygon(corners, plane)).toBe("M50.0 50.0L60.0 50.0L50.0 40.0Z");
  expect(polygon(corners.slice(0, 2), plane)).toBe("");
});

test("the point read off is one that can be seen", () => {
  expect(
    nearest(
      [
        [
          [0, 1],
          [0.1, 1e6],
        ],
      ],
      0.1,
      plane,
    ),
  ).toEqual([0, 1]);
  expect(nearest([[[4, 1]]], -4, plane)).toBeNull();
});
