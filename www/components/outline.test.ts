import { expect, test } from "vitest";
import type { Figure, Point, Shape } from "../lesson/board";
import { outline } from "./outline";

const ASPECT = 1.6;

function figure(shape: Shape, points: Point[], radius: number | null = null): Figure {
  return {
    type: "figure",
    id: 1,
    author: "tutor",
    shape,
    points,
    radius,
    names: [],
    label: null,
    highlight: null,
  };
}

test.each([
  figure("triangle", [
    [0, 0],
    [4, 0],
    [0, 3],
  ]),
  figure("circle", [[2, 2]], 5),
  figure("point", [[7, -7]]),
  figure("segment", [
    [0, 0],
    [100, 1],
  ]),
])("a $shape is seen whole, and lengths look equal in both directions", (drawn) => {
  const { frame } = outline(drawn, ASPECT);
  const reach = drawn.radius ?? 0;
  for (const [x, y] of drawn.points) {
    expect(x - reach).toBeGreaterThan(frame.from);
    expect(x + reach).toBeLessThan(frame.to);
    expect(y - reach).toBeGreaterThan(frame.bottom);
    expect(y + reach).toBeLessThan(frame.top);
  }
  expect((frame.to - frame.from) / (frame.top - frame.bottom)).toBeCloseTo(ASPECT);
});

test("a triangle is closed", () => {
  const { pieces } = outline(
    figure("triangle", [
      [0, 0],
      [4, 0],
      [0, 3],
    ]),
    ASPECT,
  );
  expect(pieces).toEqual([
    {
      type: "lines",
      points: [
        [0, 0],
        [4, 0],
        [0, 3],
        [0, 0],
      ],
    },
  ]);
});

test("the arc of a right angle stays inside it", () => {
  const { pieces } = outline(
    figure("angle", [
      [4, 0],
      [0, 0],
      [0, 4],
    ]),
    ASPECT,
  );
  const arc = pieces[1];
  if (arc?.type !== "lines") throw new Error("an angle has an arc");
  for (const [x, y] of arc.points) {
    expect(x).toBeGreaterThanOrEqual(-1e-9);
    expect(y).toBeGreaterThanOrEqual(-1e-9);
    expect(Math.hypot(x, y)).toBeCloseTo(1);
  }
});
