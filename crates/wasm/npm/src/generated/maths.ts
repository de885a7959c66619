// Written by `cargo test -p ganita-wasm` from the Rust types; UPDATE_EXPECT=1 renews it. Do not edit.

export type Reading = {
  latex: string;
  plain: string;
  isMathematics: boolean;
  confidence: number;
  alternatives: Array<Alternative>;
  notes: Array<string>;
  command: CommandName | null;
  spans: Array<Span>;
};

export type Alternative = { latex: string; difference: string; confidence: number };

export type Span = { words: [number, number]; role: Role };

export type Role = "number" | "symbol" | "operator" | "command" | "filler" | "text";

export type CommandName =
  | "solve"
  | "simplify"
  | "expand"
  | "factor"
  | "evaluate"
  | "differentiate"
  | "integrate"
  | "limit"
  | "prove"
  | "plot"
  | "clear"
  | "steps";

export type Solution =
  | { ok: true; kind: string; readAsLatex: string; answerLatex: string; steps: Array<Step> }
  | { ok: false; refusal: Refusal };

export type Step = {
  number: string;
  rule: string;
  relation: "equivalent" | "implies" | "restrict" | "info";
  beforeLatex: string;
  afterLatex: string;
  text: string;
  substeps: Array<Step>;
};

export type Refusal = { code: string; text: string };

export type Plot =
  | {
      ok: true;
      readAsLatex: string;
      variable: string;
      from: number;
      to: number;
      bottom: number;
      top: number;
      curves: Array<Array<[number, number]>>;
      marks: Array<Mark>;
    }
  | { ok: false; refusal: Refusal };

export type Mark = { kind: string; x: number; y: number };
