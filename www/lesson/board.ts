import type { Kind, Plot as Plotted, Reading, ReviewedLine, Solution } from "@ganita/web/maths";

/** The board as data: what stands on it, and how it came there. Every change returns a new board. */

export type Plot = Extract<Plotted, { ok: true }>;
export type Author = "student" | "tutor";
export type Colour = "yellow" | "green" | "red" | "blue";

/** What chapters have a name for: the engine's kinds that a sentence or the tutor can ask for by it. */
export const QUANTITIES = [
  "mean",
  "median",
  "mode",
  "variance",
  "standard_deviation",
  "distance",
  "midpoint",
  "slope",
  "line_through",
  "triangle_area",
  "angle",
  "nth_term",
  "sum_of_terms",
  "coefficient",
  "general_term",
  "extrema",
  "tangent",
  "normal",
  "mean_deviation",
  "polar",
  "eigenvalues",
  "value",
  "inverse",
  "adjoint",
  "symmetric_parts",
  "rank",
  "magnitude",
  "unit_vector",
  "projection",
  "direction_cosines",
  "parallelogram_area",
  "monotonic",
  "order_and_degree",
  "area_between",
  "parametric",
  "circle",
  "conic",
  "modulus",
  "argument",
] as const satisfies readonly Kind[];

export type Work = ({ state: "working" } | { state: "done"; en: Solution; hi: Solution }) & Wish;

/** What is asked of a formula; where something is not said, the formula itself says it best. */
export interface Wish {
  /** `null` lets the engine infer it. */
  kind: Kind | null;
  /** "with respect to t". Boards kept from before have none. */
  variable?: string | null | undefined;
  /** "by factorisation": one of the textbook's methods. */
  method?: string | null | undefined;
}

/** Help with the next step: each level gives away more, and only as many as were asked for are shown. */
export interface Hint {
  en: readonly string[];
  hi: readonly string[];
  shown: number;
}

/** What the engine says of a student's own line, in both languages. */
export interface Judgement {
  verdict: ReviewedLine["verdict"] | "solved";
  en: string;
  hi: string;
}

export interface Equation {
  type: "equation";
  id: number;
  author: Author;
  /** Counted as in a textbook: (1), (2), … */
  number: number;
  latex: string;
  /** The same in plain words, for those who listen to the page. */
  plain: string;
  label: string | null;
  /** The sentence it was read from; `null` when the tutor wrote it. */
  words: string | null;
  /** Which of these words are which part of the formula; a board kept by an earlier version has none. */
  places?: Reading["places"];
  notes: readonly string[];
  alternatives: readonly Alternative[];
  confidence: number;
  /** When its words arrived, on the page's clock: the start of `ganita:words-to-board`. */
  heardAtMs: number | null;
  /** The tutor wrote the same thing: both understood each other. */
  confirmed: boolean;
  highlight: Colour | null;
  work: Work | null;
  hint: Hint | null;
  /** The id of the problem of which this is a line of the student's own work. */
  attempt: number | null;
  judgement: Judgement | null;
}

export interface Alternative {
  latex: string;
  /** What stands on the board, and what would stand there instead: short enough to ask about. */
  difference: readonly [here: string, there: string];
}

export interface Sentence {
  type: "sentence";
  id: number;
  author: Author;
  text: string;
  highlight: Colour | null;
}

export interface Graph {
  type: "graph";
  id: number;
  author: Author;
  latex: string;
  plot: Plot;
  highlight: Colour | null;
}

/** What can be drawn on squared paper. */
export type Shape = "point" | "segment" | "line" | "arrow" | "circle" | "triangle" | "polygon" | "angle";
export type Point = readonly [x: number, y: number];

export interface Figure {
  type: "figure";
  id: number;
  author: Author;
  shape: Shape;
  points: readonly Point[];
  radius: number | null;
  /** Of the points, in order; there may be fewer. */
  names: readonly string[];
  label: string | null;
  highlight: Colour | null;
}

export type Item = Equation | Sentence | Graph | Figure;

/** What is just being said or typed: shown on the board, not yet on it. */
export interface Draft {
  from: "speech" | "typing";
  latex: string;
  plain: string;
  confidence: number;
  /** When the words arrived, on the page's clock: the start of `ganita:words-to-board`. */
  heardAtMs: number;
}

export interface Board {
  items: readonly Item[];
  past: readonly (readonly Item[])[];
  nextId: number;
  /** The id of the problem that the student is working out alone: the lines that come are its lines. */
  attempting: number | null;
}

/** Undo goes this far back. */
const PAST_KEPT = 50;

export const EMPTY: Board = { items: [], past: [], nextId: 1, attempting: null };

/** A change that `undo` takes back. */
function change(board: Board, items: readonly Item[], added = 0): Board {
  const past = [...board.past, board.items].slice(-PAST_KEPT);
  return { items, past, nextId: board.nextId + added, attempting: stillThere(board.attempting, items) };
}

/** An attempt ends when its problem goes. */
function stillThere(attempting: number | null, items: readonly Item[]): number | null {
  return items.some((item) => item.id === attempting) ? attempting : null;
}

/** A board of another day: what was being worked out then, and when it was heard, is over. */
export function restore(items: readonly Item[]): Board {
  const settled = items.map((item) =>
    item.type === "equation"
      ? {
          ...item,
          heardAtMs: null,
          work: item.work?.state === "done" ? item.work : null,
          // Earlier versions of the page kept a sentence here.
          alternatives: item.alternatives.filter(({ difference }) => Array.isArray(difference)),
        }
      : item,
  );
  return { ...EMPTY, items: settled, nextId: 1 + Math.max(0, ...items.map(({ id }) => id)) };
}

/** A change that belongs to the one before it, such as an answer that arrives later. */
function amend(board: Board, id: number, with_: (item: Item) => Item): Board {
  return { ...board, items: board.items.map((item) => (item.id === id ? with_(item) : item)) };
}

/** The student's line, as it was understood. */
export function writeReading(board: Board, reading: Reading, words: string, heardAtMs: number): Board {
  const { latex, plain, notes, alternatives, confidence, places } = reading;
  return writeEquation(board, {
    author: "student",
    latex,
    plain,
    label: null,
    words,
    places,
    notes,
    alternatives,
    confidence,
    heardAtMs,
    attempt: board.attempting,
  });
}

/** The student's newest line that was read from words: what "delete that" and "change two to three" are about. */
export function lastSaid(board: Board): (Equation & { words: string }) | undefined {
  return board.items.findLast(
    (item): item is Equation & { words: string } =>
      item.type === "equation" && item.author === "student" && item.words !== null,
  );
}

/** The line with its words as they were changed; what was worked out for the old one goes. */
export function reread(board: Board, id: number, reading: Reading, words: string, heardAtMs: number): Board {
  const { latex, plain, notes, alternatives, confidence, places } = reading;
  const fresh = { latex, plain, notes, alternatives, confidence, places, words, heardAtMs };
  const gone = { confirmed: false, work: null, hint: null, judgement: null };
  return change(
    board,
    board.items.map((item) =>
      item.id === id && item.type === "equation" ? { ...item, ...fresh, ...gone } : item,
    ),
  );
}

/** A further problem for the student, who tries it at once. */
export function writePractice(board: Board, latex: string, plain: string): Board {
  return { ...writeMade(board, latex, plain), attempting: board.nextId };
}

/** What the page itself makes of lines on the board, such as a system of them. */
export function writeMade(board: Board, latex: string, plain: string): Board {
  const sure = { words: null, notes: [], alternatives: [], confidence: 1, heardAtMs: null };
  return writeEquation(board, { author: "student", latex, plain, label: null, attempt: null, ...sure });
}

/** The tutor's line: it says what it means, so there is nothing to choose. */
export function writeTutors(board: Board, latex: string, plain: string, label: string | null): Board {
  const sure = { words: null, notes: [], alternatives: [], confidence: 1, heardAtMs: null };
  return writeEquation(board, { author: "tutor", latex, plain, label, attempt: null, ...sure });
}

function writeEquation(
  board: Board,
  what: Omit<Equation, "type" | "id" | "number" | "confirmed" | "highlight" | "work" | "hint" | "judgement">,
): Board {
  const numbers = board.items.map((item) => (item.type === "equation" ? item.number : 0));
  const number = 1 + Math.max(0, ...numbers);
  const rest = {
    type: "equation",
    id: board.nextId,
    number,
    confirmed: false,
    highlight: null,
    work: null,
    hint: null,
    judgement: null,
  } as const;
  return change(board, [...board.items, { ...what, ...rest }], 1);
}

export function writeSentence(board: Board, author: Author, text: string): Board {
  return change(
    board,
    [...board.items, { type: "sentence", id: board.nextId, author, text, highlight: null }],
    1,
  );
}

export function draw(board: Board, author: Author, latex: string, plot: Plot): Board {
  const graph: Graph = { type: "graph", id: board.nextId, author, latex, plot, highlight: null };
  return change(board, [...board.items, graph], 1);
}

export function drawFigure(
  board: Board,
  author: Author,
  what: Pick<Figure, "shape" | "points" | "radius" | "names" | "label">,
): Board {
  const figure: Figure = { ...what, type: "figure", id: board.nextId, author, highlight: null };
  return change(board, [...board.items, figure], 1);
}

export function confirm(board: Board, id: number, label: string | null): Board {
  return amend(board, id, (item) =>
    item.type === "equation" ? { ...item, confirmed: true, label: label ?? item.label } : item,
  );
}

export function work(board: Board, id: number, work: Work | null): Board {
  return amend(board, id, (item) => (item.type === "equation" ? { ...item, work } : item));
}

export function hint(board: Board, id: number, hint: Hint): Board {
  return amend(board, id, (item) => (item.type === "equation" ? { ...item, hint } : item));
}

/** The person says which reading was meant; what was worked out for the other one goes. */
export function choose(board: Board, id: number, chosen: Alternative, plain: string): Board {
  return change(
    board,
    board.items.map((item) => {
      if (item.id !== id || item.type !== "equation") return item;
      const rest = item.alternatives.filter((other) => other.latex !== chosen.latex);
      const [here, there] = chosen.difference;
      const before: Alternative = { latex: item.latex, difference: [there, here] };
      return {
        ...item,
        latex: chosen.latex,
        plain,
        places: [],
        alternatives: [before, ...rest],
        confidence: 1,
        confirmed: false,
        work: null,
        hint: null,
        judgement: null,
      };
    }),
  );
}

/** The student works this one out alone; with null, no longer. */
export function attempt(board: Board, id: number | null): Board {
  return { ...board, attempting: stillThere(id, board.items) };
}

/** The student's own lines for a problem, in order. */
export function linesOf(board: Board, problem: number): Equation[] {
  return board.items.filter((item): item is Equation => item.type === "equation" && item.attempt === problem);
}

export function judge(board: Board, id: number, judgement: Judgement): Board {
  return amend(board, id, (item) => (item.type === "equation" ? { ...item, judgement } : item));
}

export function highlight(board: Board, id: number, colour: Colour | null): Board {
  return amend(board, id, (item) => ({ ...item, highlight: colour }));
}

export function remove(board: Board, id: number): Board {
  return change(
    board,
    board.items.filter((item) => item.id !== id),
  );
}

export function clear(board: Board): Board {
  return board.items.length === 0 ? board : change(board, []);
}

export function undo(board: Board): Board {
  const items = board.past.at(-1);
  if (!items) return board;
  return { ...board, items, past: board.past.slice(0, -1), attempting: stillThere(board.attempting, items) };
}

/** An equation by its id. */
export function equation(board: Board, id: number): Equation | undefined {
  return board.items.find((item): item is Equation => item.type === "equation" && item.id === id);
}

/** Whether two formulas are the same, however their spaces and brackets are spelt. */
export function sameSpelling(latex: string, other: string): boolean {
  return spelling(latex) === spelling(other);
}

/** The newest equation that says the same, however its spaces and brackets are spelt. */
export function sameEquation(board: Board, latex: string): Equation | undefined {
  const key = spelling(latex);
  return board.items.findLast(
    (item): item is Equation =>
      item.type === "equation" &&
      (spelling(item.latex) === key ||
        (item.work?.state === "done" && item.work.en.ok && spelling(item.work.en.readAsLatex) === key)),
  );
}

/** What a person or the tutor may mean by "that one": its label, its number, its formula, or the last. */
export function find(board: Board, target: string): Item | undefined {
  const wanted = target.trim();
  const number = /^\(?\s*(\d+)\s*\)?$/.exec(wanted)?.[1];
  const equations = board.items.filter((item): item is Equation => item.type === "equation");
  const figures = board.items.filter((item): item is Figure => item.type === "figure");
  return (
    figures.findLast((item) => item.label !== null && item.label.toLowerCase() === wanted.toLowerCase()) ??
    equations.findLast((item) => item.label !== null && item.label.toLowerCase() === wanted.toLowerCase()) ??
    equations.find((item) => number !== undefined && item.number === Number(number)) ??
    sameEquation(board, wanted) ??
    equations.findLast((item) => spelling(item.latex).includes(spelling(wanted))) ??
    (wanted === "last" ? board.items.at(-1) : undefined)
  );
}

function spelling(latex: string): string {
  return latex
    .replace(/\\left|\\right|\\[,;:! ]|\\(?:d|t)(?=frac)|\s/g, (token) =>
      /^\\[dt]$/.test(token) ? "\\" : "",
    )
    .replace(/\{([0-9a-zA-Z])\}/g, "$1")
    .replace(/\\cdot|\\times/g, "*");
}
