import type { Board, Equation } from "./board";

/** Equations that belong together, as a system is written in a textbook. */

/** No chapter of the school has more equations in one system. */
const AT_MOST = 4;

/**
 * The line `id` and the lines above it that make a system with it: as many equations as they have letters, each of them
 * sharing a letter with another. `null` when there are no such lines: the one line then stands for itself.
 */
export function systemOf(board: Board, id: number): Equation[] | null {
  const lines = board.items.filter(
    (item): item is Equation => item.type === "equation" && item.attempt === null,
  );
  const last = lines.findIndex((line) => line.id === id);
  const first = lines[last];
  if (!first || letters(first.latex) === null) return null;
  const unknowns = new Set(letters(first.latex));
  const system = [first];
  for (const line of lines.slice(0, last).reverse()) {
    const found = letters(line.latex);
    if (!found?.some((letter) => unknowns.has(letter))) continue;
    if (system.some((other) => other.latex === line.latex)) continue;
    system.unshift(line);
    for (const letter of found) unknowns.add(letter);
    if (unknowns.size > AT_MOST || system.length > AT_MOST) return null;
    if (system.length === unknowns.size && system.length > 1) return system;
  }
  return null;
}

/** The lines as one formula. */
export function asSystem(lines: readonly Equation[]): string {
  return `\\begin{cases} ${lines.map(({ latex }) => latex).join(" \\\\ ")} \\end{cases}`;
}

/** Signs of what is no equation of numbers: words, other relations, calculus, lists. */
const ELSE = /\\(?:text|begin|int|lim|sum|prod|to|in|lt|gt|leq?|geq?|neq?|pm|infty)(?![a-z])|[<>≤≥]|\\\\/;

const GREEK: ReadonlySet<string> = new Set([
  "\\alpha",
  "\\beta",
  "\\gamma",
  "\\theta",
  "\\phi",
  "\\lambda",
  "\\mu",
]);

/** The letters of an equation with one equals sign, each with its index; `null` for anything else. */
function letters(latex: string): string[] | null {
  if (ELSE.test(latex) || latex.split("=").length !== 2) return null;
  const names = latex.match(/\\[a-zA-Z]+|[a-zA-Z](?:_(?:\{\w+\}|\w))?/g) ?? [];
  const found = new Set(names.filter((name) => !name.startsWith("\\") || GREEK.has(name)));
  return found.size > 0 ? [...found] : null;
}
