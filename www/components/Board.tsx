import { useEffect, useRef } from "react";
import type { Draft, Item } from "../lesson/board";
import { Equation } from "./Equation";
import { Figure } from "./Figure";
import { Formula } from "./Formula";
import { Graph } from "./Graph";
import { Say } from "./Say";
import { useLanguage, useLesson, useStore } from "./store";
import { EXAMPLES, plain, WORDS } from "./words";

/** The whiteboard: the lines that stand, and the one that is being said. */
export function Board() {
  const lesson = useLesson();
  const language = useLanguage();
  const { board, draft } = useStore(lesson.paper);
  const sheet = useRef<HTMLElement>(null);
  const last = board.items.at(-1);
  const lastEquation = board.items.findLast((item) => item.type === "equation");

  // The newest line is what one wants to see; an answer that arrives later must not take the view away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new line or draft moves the view
  useEffect(() => {
    const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
    sheet.current?.scrollTo({ top: sheet.current.scrollHeight, behavior: reduced ? "auto" : "smooth" });
  }, [last?.id, draft === null]);

  return (
    <div className="board">
      <section
        className="sheet"
        ref={sheet}
        data-testid="board"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={plain(WORDS.board, language)}
      >
        {board.items.map((item) => (
          <Row key={item.id} item={item} newest={item === lastEquation} />
        ))}
        {draft && <Sketch draft={draft} />}
        {board.items.length === 0 && !draft && <Beginning />}
      </section>
      <p className="unseen" role="status">
        {lastEquation?.type === "equation" && (
          <>
            <Say word="onBoard" />: {lastEquation.plain}
          </>
        )}
      </p>
    </div>
  );
}

function Row({ item, newest }: { item: Item; newest: boolean }) {
  switch (item.type) {
    case "equation":
      return <Equation equation={item} newest={newest} />;
    case "graph":
      return <Graph graph={item} />;
    case "figure":
      return <Figure figure={item} />;
    case "sentence":
      return (
        <p className="row sentence" data-author={item.author} data-highlight={item.highlight}>
          <span className="margin" aria-hidden="true" />
          <span>{item.text}</span>
        </p>
      );
  }
}

/** The formula while it is being said. */
function Sketch({ draft }: { draft: Draft }) {
  const lesson = useLesson();
  return (
    <div className="row sketch" data-author="student" data-testid="board-draft" data-from={draft.from}>
      <span className="margin" aria-hidden="true" />
      <div className="ink">
        <Formula latex={draft.latex} onPainted={() => lesson.painted(draft.heardAtMs)} />
        <span className="pen" aria-hidden="true" />
      </div>
    </div>
  );
}

function Beginning() {
  const lesson = useLesson();
  const language = useLanguage();
  return (
    <div className="beginning">
      <h2>
        <Say word="tagline" />
      </h2>
      <p>
        <Say word="beginHow" />
      </p>
      <h3>
        <Say word="try" />
      </h3>
      <ul>
        {EXAMPLES[language].map((example) => (
          <li key={example}>
            <button type="button" className="example" onClick={() => lesson.type(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
