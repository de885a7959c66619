import type { Colour, Kind } from "./board";

/** A call of the tutor, after its arguments were looked at: models send what they like. */
export type ToolCall =
  | { tool: "write_equation"; latex: string; label: string | null }
  | { tool: "write_text"; text: string }
  | { tool: "show_steps"; latex: string; kind: Kind | null; variable: string | null }
  | { tool: "plot"; latex: string; variable: string | null; from: number | null; to: number | null }
  | { tool: "highlight"; target: string; colour: Colour }
  | { tool: "clear_board" };

/** Never empty: a model that gets an empty answer calls again. */
export type ToolAnswer =
  | ({ status: "ok" } & Record<string, string | number>)
  | { status: "refused" | "error"; message: string; retryable: boolean };

/** The limits of `crates/live/src/tools.rs`, which declares these tools to the tutor. */
const LATEX_AT_MOST = 4_096;
const TEXT_AT_MOST = 4_096;

const KINDS: ReadonlySet<string> = new Set<Kind>([
  "evaluate",
  "simplify",
  "expand",
  "factor",
  "partial_fractions",
  "solve",
  "solve_system",
  "inequality",
  "trig_identity",
  "diff",
  "implicit_diff",
  "integrate",
  "definite",
  "limit",
]);
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
        kind: kind !== null && KINDS.has(kind) ? (kind as Kind) : null,
        variable: text("variable", 12),
      };
    }
    case "plot": {
      if (!latex) return noLatex;
      return { tool: name, latex, variable: text("variable", 12), from: number("from"), to: number("to") };
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
