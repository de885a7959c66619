import type { Judgement as Judged } from "../lesson/board";
import { Say } from "./Say";
import { useLanguage } from "./store";
import { plain, WORDS, type Word } from "./words";

const MARKS: Readonly<Record<Judged["verdict"], readonly [mark: string, word: Word]>> = {
  start: ["✓", "follows"],
  equivalent: ["✓", "follows"],
  implies: ["✓", "follows"],
  definition: ["✓", "follows"],
  solved: ["✓", "solved"],
  loses: ["✗", "wrongLine"],
  wrong: ["✗", "wrongLine"],
  undecided: ["?", "unchecked"],
  unreadable: ["?", "unchecked"],
};

/** A tick or a cross for the student's own line, and what went wrong where something did. */
export function Judgement({ judgement }: { judgement: Judged }) {
  const language = useLanguage();
  const { verdict, en, hi } = judgement;
  const [mark, word] = MARKS[verdict];
  const silent = mark === "✓" && verdict !== "solved" && verdict !== "implies";
  return (
    <p className="judgement" data-testid="judgement" data-verdict={verdict} role="status">
      <span className="mark" role="img" aria-label={plain(WORDS[word], language)}>
        {mark}
      </span>
      {verdict === "solved" ? <Say word="solved" /> : !silent && <Say said={{ en, hi }} />}
    </p>
  );
}
