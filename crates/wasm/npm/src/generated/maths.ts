// Written by `UPDATE_EXPECT=1 cargo test -p ganita-wasm` from the Rust types. Do not edit.

/**
 * What words mean.
 */
export type Reading = { 
/**
 * The likeliest formula. `mathml` of `Maths` writes it for screen readers.
 */
latex: string, 
/**
 * The same as one line of plain characters.
 */
plain: string, 
/**
 * False when the words are ordinary talk.
 */
isMathematics: boolean, 
/**
 * How sure the engine is, 0 to 1.
 */
confidence: number, 
/**
 * Other readings, likeliest first; at most three.
 */
alternatives: Array<Alternative>, 
/**
 * What the student should know, in short sentences: Hindi for a Hindi speaker, else English.
 */
notes: Array<string>, 
/**
 * What the sentence asks to be done.
 */
command: CommandName | null, 
/**
 * With `find`: which quantity, as `solve` takes it for its kind: `mean`, `distance`, `nth_term`.
 */
quantity: Kind | null, 
/**
 * "with respect to t": the letter that a command names, as `solve` takes it; of a quantity, what else it needs.
 */
variable: string | null, 
/**
 * "by factorisation": how the sentence wants it solved, as `solve` takes it. Not every method fits every problem.
 */
method: string | null, 
/**
 * What each stretch of words was taken for.
 */
spans: Array<Span>, 
/**
 * Which words stand where in `latex`; outer parts before those in them.
 */
places: Array<Place>, };

/**
 * Another reading of the same words.
 */
export type Alternative = { 
/**
 * Its formula.
 */
latex: string, 
/**
 * In what it differs, as LaTeX short enough to ask about: what stands in the reading, and what stands here instead.
 */
difference: [string, string], 
/**
 * How likely it is, 0 to 1.
 */
confidence: number, };

/**
 * A stretch of words and what it was taken for.
 */
export type Span = { 
/**
 * Which words, counted from 0; the second number is one past the last.
 */
words: [number, number], 
/**
 * What they were taken for.
 */
role: Role, };

/**
 * Words, and the part of the formula that was said with them.
 */
export type Place = { 
/**
 * Which words, counted from 0; the second number is one past the last.
 */
words: [number, number], 
/**
 * Which characters of `latex`; the second number is one past the last.
 */
latex: [number, number], };

/**
 * What words can be taken for.
 */
export type Role = "number" | "symbol" | "operator" | "command" | "filler" | "text";

/**
 * What a sentence asks to be done. `solve` of `Maths` takes these as kinds, except `find`, `solveTogether`, `plot`, `hint`, `practice`,
 * `readAloud`, `clear` and `amend`.
 */
export type CommandName = "solve" | "solveTogether" | "simplify" | "expand" | "factor" | "evaluate" | "find" | "differentiate" | "integrate" | "limit" | "prove" | "plot" | "clear" | "steps" | "hint" | "practice" | "readAloud" | "amend";

/**
 * A worked problem, or why there is none.
 */
export type Solution = Solved | Refused;

/**
 * A worked problem, every line of it checked.
 */
export type Solved = { 
/**
 * Always true.
 */
ok: true, 
/**
 * What was asked: `solve`, `diff`, `definite`, …
 */
kind: string, 
/**
 * The unknowns, as found or given.
 */
variables: Array<string>, 
/**
 * The problem as it was understood.
 */
readAsLatex: string, 
/**
 * The answer as one line.
 */
answerLatex: string, 
/**
 * The single answers, where there can be several.
 */
answersLatex: Array<string>, 
/**
 * The work, in order.
 */
steps: Array<Step>, 
/**
 * The textbook's method that was used, where there are several.
 */
method: Method | null, 
/**
 * Other methods that fit.
 */
alternatives: Array<Method>, 
/**
 * The answer in decimals, where it was asked for and there are numbers in it.
 */
decimal: Decimal | null, };

/**
 * A textbook's method.
 */
export type Method = { 
/**
 * To ask for it: `factoring`, `completing_square`, `quadratic_formula`, `elimination`, `substitution`, `cramer`,
 * `matrices`, `logarithms`.
 */
name: string, 
/**
 * What it is called, in the language asked for.
 */
text: string, };

/**
 * One line of work.
 */
export type Step = { 
/**
 * `2`, and `2.1` for its first substep.
 */
number: string, 
/**
 * The rule's name.
 */
rule: string, 
/**
 * How the two lines are related.
 */
relation: StepRelation, 
/**
 * The line it starts from.
 */
beforeLatex: string, 
/**
 * Which characters of `before_latex` the rule acts on, from left to right; the second number is one past the last.
 * None where it acts on the whole line.
 */
focus: Array<[number, number]>, 
/**
 * The line it ends in.
 */
afterLatex: string, 
/**
 * What was done, as a teacher says it, in the language asked for.
 */
text: string, 
/**
 * What letters brought in on the way stand for.
 */
where: Array<Substitution>, 
/**
 * The same step in smaller ones.
 */
substeps: Array<Step>, 
/**
 * The branch in which it holds; none where it holds throughout.
 */
caseLatex: string | null, 
/**
 * How detailed a view must be to show it: 1 for methods and results, 2 for the usual working, 3 for arithmetic.
 */
level: number, 
/**
 * What its check found.
 */
check: StepCheck, };

/**
 * How a step's two lines are related.
 */
export type StepRelation = "equivalent" | "implies" | "restrict" | "info";

/**
 * What the check of a step found; a step that fails is never shown.
 */
export type StepCheck = "verified" | "undecided";

/**
 * An answer in decimals, each number correctly rounded.
 */
export type Decimal = { 
/**
 * The answer; `=` is `\approx` where something was rounded.
 */
latex: string, 
/**
 * Places after the point.
 */
places: number, 
/**
 * Nothing was rounded.
 */
exact: boolean, 
/**
 * The most by which each number can be off, as LaTeX.
 */
errorLatex: string, };

/**
 * A letter and what it stands for.
 */
export type Substitution = { 
/**
 * The letter.
 */
name: string, 
/**
 * What it stands for.
 */
latex: string, };

/**
 * No answer, and why.
 */
export type Refused = { 
/**
 * Always false.
 */
ok: false, 
/**
 * Why.
 */
refusal: Refusal, };

/**
 * Why there is no answer.
 */
export type Refusal = { 
/**
 * To branch on: `unreadable`, `unknown_kind`, `no_curve`, or one of the engine's own, such as `unsupported`.
 */
code: string, 
/**
 * A sentence to show, in the language asked for.
 */
text: string, 
/**
 * The piece it is about, if one can be named.
 */
aboutLatex: string | null, 
/**
 * Where in the LaTeX reading stopped, in UTF-16 units as JavaScript counts.
 */
at: number | null, 
/**
 * Of a problem that is `unverified` or has `no_method`: the work so far, each line of it verified. None of them is
 * the answer.
 */
steps: Array<Step>, };

/**
 * A curve, or why there is none.
 */
export type Plot = Drawn | Refused;

/**
 * A curve as points.
 */
export type Drawn = { 
/**
 * Always true.
 */
ok: true, 
/**
 * What was drawn, as it was understood.
 */
readAsLatex: string, 
/**
 * Which variable runs to the right.
 */
variable: string, 
/**
 * Where it begins.
 */
from: number, 
/**
 * Where it ends.
 */
to: number, 
/**
 * Lowest y worth showing.
 */
bottom: number, 
/**
 * Highest y worth showing.
 */
top: number, 
/**
 * Connected runs of points.
 */
curves: Array<Array<[number, number]>>, 
/**
 * Points worth a dot.
 */
marks: Array<Mark>, 
/**
 * Lines the curve comes near to; vertical ones are marks of kind `pole`.
 */
asymptotes: Array<Asymptote>, 
/**
 * Polygons side by side where an inequality in x and y, or a system of them, holds.
 */
regions: Array<Array<[number, number]>>, };

/**
 * A point worth a dot.
 */
export type Mark = { 
/**
 * What it marks.
 */
kind: MarkKind, 
/**
 * Where.
 */
x: number, 
/**
 * Where; 0 for a pole.
 */
y: number, };

/**
 * A line y = slope · x + intercept.
 */
export type Asymptote = { 
/**
 * 0 for a horizontal one.
 */
slope: number, 
/**
 * Where it meets the y-axis.
 */
intercept: number, };

/**
 * What a dot on a curve means.
 */
export type MarkKind = "root" | "intercept" | "maximum" | "minimum" | "pole" | "corner";

/**
 * A student's own work, looked at line by line.
 */
export type Review = { 
/**
 * A verdict for every line given.
 */
lines: Array<ReviewedLine>, 
/**
 * The first line that is wrong or loses a solution, counted from 0.
 */
firstWrong: number | null, };

/**
 * A line of a student's work.
 */
export type ReviewedLine = { 
/**
 * How it was understood; absent if it cannot be read.
 */
readAsLatex: string | null, 
/**
 * How it follows from the line before.
 */
verdict: Verdict, 
/**
 * The mistake's name, if one can be named.
 */
mistake: string | null, 
/**
 * A sentence to show, in the language asked for.
 */
text: string, 
/**
 * The piece in which the mistake happened.
 */
partLatex: string | null, 
/**
 * What became of the piece, or what it should be: the sentence says which.
 */
becameLatex: string | null, };

/**
 * How a line follows from the one before it.
 */
export type Verdict = "start" | "equivalent" | "implies" | "loses" | "definition" | "wrong" | "undecided" | "unreadable";

/**
 * Help with the next step, or why there is none.
 */
export type Hint = HintGiven | Refused;

/**
 * Help with the next step, in levels that give away more and more.
 */
export type HintGiven = { 
/**
 * Always true.
 */
ok: true, 
/**
 * The rule of the next step, or the mistake that is in the way.
 */
rule: string, 
/**
 * What kind of thing to do; with which part; the step itself. In the language asked for.
 */
levels: Array<string>, 
/**
 * The line after the step, to be shown with the last level.
 */
afterLatex: string | null, };

/**
 * A similar problem, or why there is none.
 */
export type Practice = PracticeGiven | Refused;

/**
 * A similar problem, which the engine has solved.
 */
export type PracticeGiven = { 
/**
 * Always true.
 */
ok: true, 
/**
 * What is asked.
 */
kind: string, 
/**
 * The problem.
 */
latex: string, };

/** What can be asked of a problem: `solve`, `hint` and `practice` take these as `kind`. */
export const KINDS = ["evaluate", "simplify", "expand", "factor", "partial_fractions", "solve", "solve_system", "inequality", "trig_identity", "diff", "implicit_diff", "integrate", "definite", "limit", "matrix", "determinant", "inverse", "rank", "matrix_equation", "eigenvalues", "vector", "magnitude", "angle", "projection", "nth_term", "sum_of_terms", "sum", "mean", "median", "mode", "variance", "standard_deviation", "distance", "midpoint", "section", "slope", "line_through", "triangle_area", "circle", "conic", "complex", "conjugate", "modulus", "argument", "polar", "complex_roots", "count", "binomial_expansion", "general_term", "coefficient", "extrema", "tangent", "normal", "area_between", "taylor", "differential_equation", "mean_deviation", "binomial_distribution", "bayes", "expectation", "variance_of_variable", "set", "linear_program", "collect", "parametric", "value", "order_and_degree", "monotonic", "adjoint", "symmetric_parts", "unit_vector", "direction_cosines", "parallelogram_area"] as const;

/** One of `KINDS`. */
export type Kind = (typeof KINDS)[number];
