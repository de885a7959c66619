// Spoken mathematics to formulas, solved step by step and drawn.

export { type ErrorReason, GanitaError } from "./error.ts";
export type {
  Alternative,
  Asymptote,
  CommandName,
  Decimal,
  Drawn,
  Hint,
  HintGiven,
  Kind,
  Mark,
  MarkKind,
  Method,
  Plot,
  Practice,
  PracticeGiven,
  Reading,
  Refusal,
  Refused,
  Review,
  ReviewedLine,
  Role,
  Solution,
  Solved,
  Span,
  Step,
  StepCheck,
  StepRelation,
  Substitution,
  Verdict,
} from "./generated/maths.ts";
export { KINDS } from "./generated/maths.ts";
export {
  type CheckOptions,
  type ClassOptions,
  type HintOptions,
  Listener,
  type Locale,
  Maths,
  type MathsOptions,
  type PlotOptions,
  type PracticeOptions,
  type SolveByOptions,
  type SolveOptions,
  type SpokenLanguage,
} from "./maths/maths.ts";
export type { MathsWasm } from "./maths/module.ts";
export type { WasmSource } from "./module.ts";
