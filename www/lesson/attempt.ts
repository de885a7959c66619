import type { Maths } from "@ganita/web/maths";
import {
  type Alternative,
  type Board,
  type Equation,
  equation,
  type Judgement,
  linesOf,
  sameSpelling,
} from "./board";

/** A student's own work on a problem: every line is checked against the one before it. */

/** What is to be said of each line, by its id. Nothing where the problem is gone or has no lines. */
export async function judgements(
  maths: Maths,
  board: Board,
  problem: number,
): Promise<ReadonlyMap<number, Judgement>> {
  const asked = equation(board, problem);
  const lines = linesOf(board, problem);
  if (!asked || lines.length === 0) return new Map();
  const work = [asked, ...lines].map(({ latex }) => latex);
  const [en, hi] = await Promise.all([
    maths.checkWork(work, { locale: "en" }),
    maths.checkWork(work, { locale: "hi" }),
  ]);
  const told = new Map<number, Judgement>();
  for (const [index, line] of lines.entries()) {
    const [english, hindi] = [en.lines[index + 1], hi.lines[index + 1]];
    if (english && hindi) told.set(line.id, { verdict: english.verdict, en: english.text, hi: hindi.text });
  }
  const last = lines.at(-1);
  if (last && en.firstWrong === null && (await isAnswer(maths, asked, last.latex))) {
    told.set(last.id, { verdict: "solved", en: "", hi: "" });
  }
  return told;
}

/** Of the other readings of a student's newest line, the first that follows where the likeliest one does not. */
export async function readingThatFollows(
  maths: Maths,
  board: Board,
  problem: number,
): Promise<Alternative | null> {
  const asked = equation(board, problem);
  const lines = linesOf(board, problem);
  const last = lines.at(-1);
  if (!asked || !last) return null;
  const before = [asked, ...lines.slice(0, -1)].map(({ latex }) => latex);
  const follows = async (latex: string) => {
    const verdict = (await maths.checkWork([...before, latex])).lines.at(-1)?.verdict;
    return verdict === "equivalent" || verdict === "implies";
  };
  if (last.alternatives.length === 0 || (await follows(last.latex))) return null;
  for (const other of last.alternatives) if (await follows(other.latex)) return other;
  return null;
}

/** Answers join in the language they are given in: "or" or "या". */
async function isAnswer(maths: Maths, asked: Equation, latex: string): Promise<boolean> {
  const kind = asked.work?.kind ?? null;
  const solve = (locale: "en" | "hi") => maths.solve(asked.latex, { locale, ...(kind && { kind }) });
  const solutions = await Promise.all([solve("en"), solve("hi")]);
  return solutions.some((solution) => solution.ok && sameSpelling(solution.answerLatex, latex));
}
