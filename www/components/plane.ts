/** From the plane of the curve to the plane of the page. */

export type Point = readonly [x: number, y: number];

export interface Frame {
  from: number;
  to: number;
  bottom: number;
  top: number;
  width: number;
  height: number;
}

export interface Plane extends Frame {
  x(x: number): number;
  y(y: number): number;
}

export function scale(frame: Frame): Plane {
  const across = frame.width / (frame.to - frame.from || 1);
  const up = frame.height / (frame.top - frame.bottom || 1);
  return { ...frame, x: (x) => (x - frame.from) * across, y: (y) => (frame.top - y) * up };
}

/** Far outside the frame numbers would grow until the browser rounds them: they stop two heights away. */
export function path(curve: readonly Point[], plane: Plane): string {
  const bounded = (y: number) => Math.min(3 * plane.height, Math.max(-2 * plane.height, y));
  return curve
    .map(
      ([x, y], index) =>
        `${index === 0 ? "M" : "L"}${plane.x(x).toFixed(1)} ${bounded(plane.y(y)).toFixed(1)}`,
    )
    .join("");
}

/** A closed outline to be filled. */
export function polygon(outline: readonly Point[], plane: Plane): string {
  return outline.length < 3 ? "" : `${path(outline, plane)}Z`;
}

/** Round numbers (1, 2 or 5 times a power of ten), at most about `most` of them. */
export function ticks(from: number, to: number, most: number): number[] {
  const wanted = (to - from) / most;
  if (!(wanted > 0) || !Number.isFinite(wanted)) return [];
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = ([1, 2, 5].find((times) => times * power >= wanted) ?? 10) * power;
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step + 0);
}

/** As one writes it by hand: three digits are enough to read off a graph. */
export function written(value: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  return String(Math.abs(rounded) < 1e-9 ? 0 : rounded).replace("-", "−");
}

/** The point of a curve nearest to `x`, if it can be seen. */
export function nearest(curves: readonly (readonly Point[])[], x: number, plane: Plane): Point | null {
  const reach = (plane.to - plane.from) / 40;
  let best: Point | null = null;
  for (const curve of curves) {
    for (const point of curve) {
      const seen = point[1] >= plane.bottom && point[1] <= plane.top;
      if (seen && Math.abs(point[0] - x) < Math.abs((best?.[0] ?? x + reach) - x)) best = point;
    }
  }
  return best;
}
