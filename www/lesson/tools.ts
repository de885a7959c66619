import { KINDS, type Kind } from "@ganita/web/maths";
import type { Colour, Point, Shape, Wish } from "./board";

/** A call of the tutor, after its arguments were looked at: models send what they like. */
export type ToolCall =
  | { tool: "write_equation"; latex: string; label: string | null }
  | { tool: "write_text"; text: string }
  | ({ tool: "show_steps"; latex: string } & Wish)
  | { tool: "plot"; latex: string; variable: string | null; from: number | null; to: number | null }
  | {
      tool: "draw_shape";
      shape: Shape;
      points: readonly Point[];
      radius: number | null;
      names: string[];
      label: string | null;
    }
  | { tool: "highlight"; target: string; colour: Colour }
  | { tool: "clear_board" };

/** Never empty: a model that gets an empty answer calls again. */
export type ToolAnswer =
  | ({ status: "ok" } & Record<string, string | number>)
  | { status: "refused" | "error"; message: string; retryable: boolean };

/** The limits of `crates/live/src/tools.rs`, which declares these tools to the tutor. */
const LATEX_AT_MOST = 4_096;
const TEXT_AT_MOST = 4_096;

const IS_KIND: ReadonlySet<string> = new Set(KINDS);
/** Each shape and how many points it has, at least and at most. */
const SHAPES: Readonly<Record<Shape, readonly [number, number]>> = {
  point: [1, 1],
  segment: [2, 2],
  line: [2, 2],
  arrow: [2, 2],
  circle: [1, 1],
  triangle: [3, 3],
  polygon: [3, 32],
  angle: [3, 3],
};
const COLOURS: ReadonlySet<string> = new Set<Colour>(["yellow", "green", "red", "blue"]);

export function readToolCall(name: string, args: unknown): ToolCall | { wrong: string } {
  const given = typeof args === "object" && args !== null ? (args as Record<string, unknown>) : {};
  const text = (key: string, atMost: number): string | null => {
    const value = given[key];
    return typeof value === "string" && value.trim() !== "" && value.length <= atMost ? value.trim() : null;
  };
  const number = (key: string): number | null => {
    const value = given[key];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const latex = text("latex", LATEX_AT_MOST);
  const noLatex = { wrong: `latex must be a text of 1 to ${LATEX_AT_MOST} characters` };
  switch (name) {
    case "write_equation":
      return latex ? { tool: name, latex, label: text("label", 60) } : noLatex;
    case "write_text": {
      const words = text("text", TEXT_AT_MOST);
      return words
        ? { tool: name, text: words }
        : { wrong: `text must be of 1 to ${TEXT_AT_MOST} characters` };
    }
    case "show_steps": {
      if (!latex) return noLatex;
      const kind = text("kind", 40);
      return {
        tool: name,
        latex,
        kind: kind !== null && IS_KIND.has(kind) ? (kind as Kind) : null,
        variable: text("variable", 12),
        method: text("method", 40),
      };
    }
    case "plot": {
      if (!latex) return noLatex;
      return { tool: name, latex, variable: text("variable", 12), from: number("from"), to: number("to") };
    }
    case "draw_shape": {
      const shape = text("shape", 20);
      if (shape === null || !(shape in SHAPES)) return { wrong: "shape must be one of those declared" };
      const numbers = Array.isArray(given.points) ? (given.points as unknown[]) : [];
      const areNumbers = numbers.every((one) => typeof one === "number" && Number.isFinite(one));
      const points = pairs(numbers as number[]);
      const [least, most] = SHAPES[shape as Shape];
      if (!areNumbers || numbers.length % 2 !== 0 || points.length < least || points.length > most) {
        return { wrong: `points must be the x and y of ${least} to ${most} points` };
      }
      const radius = number("radius");
      if (shape === "circle" && !(radius !== null && radius > 0)) return { wrong: "radius must be above 0" };
      const names = (text("names", 64) ?? "").split(/\s+/).filter(Boolean);
      return { tool: name, shape: shape as Shape, points, radius, names, label: text("label", 60) };
    }
    case "highlight": {
      const target = text("target", LATEX_AT_MOST);
      if (!target) return { wrong: "target must name what to highlight" };
      const colour = text("colour", 12) ?? "yellow";
      return { tool: name, target, colour: COLOURS.has(colour) ? (colour as Colour) : "yellow" };
    }
    case "clear_board":
      return { tool: name };
    default:
      return { wrong: `there is no tool ${name}` };
  }
}

function pairs(numbers: readonly number[]): Point[] {
  const points: Point[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    points.push([numbers[at] as number, numbers[at + 1] as number]);
  }
  return points;
}
