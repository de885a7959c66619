/** Which words are which part of a formula: the formula's LaTeX with its parts named, and what stands where. */

import type { Reading } from "@ganita/web/maths";

type Place = Reading["places"][number];

/** Commands that would no longer stand apart from their neighbours if they were wrapped. */
const BARE_COMMAND = /^\\[a-zA-Z]+$/;
const LETTER =
  /^\\(?:[a-z]*(?:alpha|beta|gamma|delta|theta|lambda|sigma|omega|phi|psi|pi|mu|rho|tau|chi|xi|eta|nu|zeta|kappa|epsilon)|infty|emptyset)$/i;

/** Whether a stretch of LaTeX is whole by itself, so that it can be wrapped. */
function isWhole(latex: string): boolean {
  if (latex.trim() !== latex || latex === "") return false;
  if (BARE_COMMAND.test(latex) && !LETTER.test(latex)) return false;
  let depth = 0;
  for (const [sign] of latex.matchAll(/\\(?:[a-zA-Z]+|[^a-zA-Z])|[{}&]/g)) {
    if (sign === "{" || sign === "\\begin" || sign === "\\left") depth += 1;
    else if (sign === "}" || sign === "\\end" || sign === "\\right") depth -= 1;
    else if ((sign === "&" || sign === "\\\\") && depth === 0) return false;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The formula with its parts wrapped as `\htmlData{place=…}{…}`; the number is the part's place in the list. */
export function marked(latex: string, places: readonly Place[]): string {
  const parts = places
    .map(({ latex: [from, to] }, index) => ({ from, to, index }))
    .filter(({ from, to }) => isWhole(latex.slice(from, to)))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  let written = "";
  let at = 0;
  const open: number[] = [];
  const goTo = (place: number) => {
    while (open.length > 0 && (open.at(-1) ?? 0) <= place) {
      const end = open.pop() ?? place;
      written += `${latex.slice(at, end)}}`;
      at = end;
    }
    written += latex.slice(at, place);
    at = place;
  };
  for (const { from, to, index } of parts) {
    goTo(from);
    // Two parts that overlap without one inside the other cannot both be wrapped.
    if (to > (open.at(-1) ?? latex.length)) continue;
    written += `\\htmlData{place=${index}}{`;
    open.push(to);
  }
  goTo(latex.length);
  return written;
}

/** The smallest part that this word was said for; -1 for none. */
export function partOf(word: number, places: readonly Place[]): number {
  let best = -1;
  let size = Number.POSITIVE_INFINITY;
  places.forEach(({ words: [from, to] }, index) => {
    if (from <= word && word < to && to - from < size) {
      best = index;
      size = to - from;
    }
  });
  return best;
}
