/** From a figure as data to lines on a plane. */

import type { Figure, Point } from "../lesson/board";

export type Piece = { type: "lines"; points: Point[] } | { type: "circle"; centre: Point; radius: number };

export interface Outline {
  /** What has to be seen; as wide for its height as the paper is. */
  frame: { from: number; to: number; bottom: number; top: number };
  pieces: Piece[];
}

/** How much of the figure's size is left free around it. */
const MARGIN = 0.15;

/** An arrow's barbs are this share of its length, and this far apart. */
const BARB = 0.12;
const BARB_ANGLE = Math.PI / 7;

/** The arc of an angle is this share of its shorter arm. */
const ARC = 0.25;

export function outline({ shape, points, radius }: Figure, aspect: number): Outline {
  const reach = shape === "circle" ? (radius ?? 0) : 0;
  const xs = points.flatMap(([x]) => [x - reach, x + reach]);
  const ys = points.flatMap(([, y]) => [y - reach, y + reach]);
  const middle: Point = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  const across = Math.max(...xs) - Math.min(...xs);
  const up = Math.max(...ys) - Math.min(...ys);
  // A single point still wants some paper around it.
  const height = Math.max(up, across / aspect) * (1 + 2 * MARGIN) || 4;
  const frame = {
    from: middle[0] - (height * aspect) / 2,
    to: middle[0] + (height * aspect) / 2,
    bottom: middle[1] - height / 2,
    top: middle[1] + height / 2,
  };
  return { frame, pieces: pieces(shape, points, radius, height * aspect) };
}

function pieces(
  shape: Figure["shape"],
  points: readonly Point[],
  radius: number | null,
  width: number,
): Piece[] {
  const [a, b, c] = points;
  if (a === undefined) return [];
  switch (shape) {
    case "point":
      return [];
    case "circle":
      return [{ type: "circle", centre: a, radius: radius ?? 0 }];
    case "triangle":
    case "polygon":
      return [{ type: "lines", points: [...points, a] }];
    case "segment":
      return [{ type: "lines", points: [...points] }];
    case "line":
      return b === undefined ? [] : [{ type: "lines", points: extended(a, b, width) }];
    case "arrow":
      return b === undefined ? [] : [{ type: "lines", points: [a, b] }, ...barbs(a, b)];
    case "angle":
      if (b === undefined || c === undefined) return [];
      return [
        { type: "lines", points: [a, b, c] },
        { type: "lines", points: arc(a, b, c) },
      ];
  }
}

/** A line goes on over the paper's edges. */
function extended(a: Point, b: Point, width: number): Point[] {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const far = (2 * width) / (Math.hypot(dx, dy) || 1);
  return [
    [a[0] - far * dx, a[1] - far * dy],
    [b[0] + far * dx, b[1] + far * dy],
  ];
}

function barbs(a: Point, b: Point): Piece[] {
  const back = Math.atan2(a[1] - b[1], a[0] - b[0]);
  const length = BARB * Math.hypot(a[0] - b[0], a[1] - b[1]);
  return [back - BARB_ANGLE, back + BARB_ANGLE].map((angle) => ({
    type: "lines",
    points: [[b[0] + length * Math.cos(angle), b[1] + length * Math.sin(angle)], b],
  }));
}

/** The arc at the second of three points, on the side of less than a half turn. */
function arc(a: Point, vertex: Point, c: Point): Point[] {
  const towards = (point: Point) => Math.atan2(point[1] - vertex[1], point[0] - vertex[0]);
  const distance = (point: Point) => Math.hypot(point[0] - vertex[0], point[1] - vertex[1]);
  const radius = ARC * Math.min(distance(a), distance(c));
  const first = towards(a);
  let turn = towards(c) - first;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  return Array.from({ length: 25 }, (_, step) => {
    const angle = first + (turn * step) / 24;
    return [vertex[0] + radius * Math.cos(angle), vertex[1] + radius * Math.sin(angle)] as const;
  });
}
