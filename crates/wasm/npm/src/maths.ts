// Spoken mathematics to formulas, solved step by step and drawn.

export { type ErrorReason, GanitaError } from "./error.ts";
export type {
  Alternative,
  CommandName,
  Drawn,
  Mark,
  MarkKind,
  Plot,
  Reading,
  Refusal,
  Refused,
  Role,
  Solution,
  Solved,
  Span,
  Step,
  StepRelation,
  Substitution,
} from "./generated/maths.ts";
export {
  Listener,
  type Locale,
  Maths,
  type MathsOptions,
  type PlotOptions,
  type SolveOptions,
  type SpokenLanguage,
} from "./maths/maths.ts";
export type { MathsWasm } from "./maths/module.ts";
export type { WasmSource } from "./module.ts";
