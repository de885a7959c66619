// Spoken mathematics to formulas, solved step by step and drawn.

export { type ErrorReason, GanitaError } from "./error.ts";
export type {
  Alternative,
  CommandName,
  Mark,
  Plot,
  Reading,
  Refusal,
  Role,
  Solution,
  Span,
  Step,
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
