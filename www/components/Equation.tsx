import type { Kind } from "@ganita/web/maths";
import { useState } from "react";
import type { Equation as Written } from "../lesson/board";
import { systemOf } from "../lesson/system";
import { Formula } from "./Formula";
import { Judgement } from "./Judgement";
import { Say } from "./Say";
import { Spoken } from "./Spoken";
import { Steps } from "./Steps";
import { useLanguage, useLesson, useStore } from "./store";
import { plain, WORDS, type Word } from "./words";

const FURTHER: readonly (Kind & Word)[] = ["simplify", "factor", "expand", "diff", "integrate"];

/** Below this the other readings are asked about; above, they wait until one looks for them. */
const SURE = 0.8;

/** One numbered line, what else it might have meant, and what can be done with it. */
export function Equation({ equation, newest }: { equation: Written; newest: boolean }) {
  const lesson = useLesson();
  const language = useLanguage();
  const [more, setMore] = useState(false);
  const { heardAtMs } = equation;
  const others = equation.alternatives;
  const asked = equation.confidence < 1 ? others[0]?.difference : undefined;
  const { board } = useStore(lesson.paper);
  const trying = board.attempting === equation.id;
  const ownLine = equation.attempt !== null;
  const { kind = null, variable = null, method = null } = equation.work ?? {};
  const wish = { kind, variable, method };
  const partners = systemOf(board, equation.id)?.filter(({ id }) => id !== equation.id) ?? [];
  return (
    <article
      className="row equation"
      data-testid="board-equation"
      data-author={equation.author}
      data-latex={equation.latex}
      data-highlight={equation.highlight}
      data-attempt={ownLine}
    >
      <span className="margin">({equation.number})</span>
      <div className="body">
        <div className="ink">
          <Spoken
            equation={equation}
            open={more}
            {...(heardAtMs !== null && { onPainted: () => lesson.painted(heardAtMs) })}
          />
          {equation.label && <span className="tag">{equation.label}</span>}
          {equation.confirmed && (
            <span
              className="tick"
              role="img"
              aria-label={plain(WORDS.confirmed, language)}
              title={plain(WORDS.confirmed, language)}
            >
              ✓
            </span>
          )}
        </div>
        {others.length > 0 && (more || newest || equation.confidence < SURE) && (
          <div className="alternatives">
            {asked ? (
              <span className="question" data-testid="question">
                <Formula latex={asked[0]} /> <Say word="or" /> <Formula latex={asked[1]} />?
              </span>
            ) : (
              <span data-testid="unsure">
                <Say word="unsure" />
              </span>
            )}
            {others.map((other) => (
              <button
                key={other.latex}
                type="button"
                className="alternative"
                data-testid="alternative"
                onClick={() => lesson.choose(equation.id, other)}
              >
                <Formula latex={other.latex} />
                {/* A formula in print is no name for a button. */}
                <span className="unseen">{other.latex}</span>
              </button>
            ))}
          </div>
        )}
        {equation.judgement && <Judgement judgement={equation.judgement} />}
        {equation.hint && (
          <ol className="hints" data-testid="hints" role="status">
            {equation.hint.en.slice(0, equation.hint.shown).map((en, level) => (
              <li key={en}>
                <Say said={{ en, hi: equation.hint?.hi[level] ?? en }} />
              </li>
            ))}
          </ol>
        )}
        {equation.work && (
          <Steps
            work={equation.work}
            written={equation.latex}
            onLonger={() => lesson.solve(equation.id, wish, true)}
            onMethod={(method) => lesson.solve(equation.id, { ...wish, method })}
          />
        )}
        {trying && (
          <p className="hint" data-testid="attempt">
            <Say word="nextLine" />
          </p>
        )}
        <div className="actions">
          {(!ownLine || more) && (
            <>
              <button
                type="button"
                className={newest && !trying && !ownLine ? "primary" : "quiet"}
                data-testid="solve-button"
                // What was asked aloud, a derivative for instance, is what is worked out again.
                onClick={() => lesson.solve(equation.id, wish)}
              >
                <Say word="solve" />
              </button>
              {partners.length > 0 && (
                <button
                  type="button"
                  className="quiet"
                  data-testid="solve-together-button"
                  onClick={() => lesson.solveTogether(equation.id)}
                >
                  <Say word="solveWith" /> {partners.map(({ number }) => `(${number})`).join(", ")}
                </button>
              )}
              <button
                type="button"
                className="quiet"
                data-testid="plot-button"
                onClick={() => lesson.plot(equation.id)}
              >
                <Say word="plot" />
              </button>
            </>
          )}
          <button
            type="button"
            className="quiet"
            data-testid="hint-button"
            disabled={equation.hint !== null && equation.hint.shown === equation.hint.en.length}
            onClick={() => lesson.hint(equation.id)}
          >
            <Say word="hint" />
          </button>
          {!ownLine && (
            <button
              type="button"
              className="quiet"
              data-testid="attempt-button"
              aria-pressed={trying}
              onClick={() => lesson.attempt(trying ? null : equation.id)}
            >
              <Say word={trying ? "stopTrying" : "tryIt"} />
            </button>
          )}
          <button type="button" className="quiet" aria-expanded={more} onClick={() => setMore(!more)}>
            <Say word={more ? "less" : "more"} />
          </button>
          {more && (
            <>
              <button
                type="button"
                className="quiet"
                data-testid="read-aloud"
                onClick={() => void lesson.readAloud(equation.latex)}
              >
                <Say word="readAloud" />
              </button>
              <button
                type="button"
                className="quiet"
                data-testid="practice-button"
                onClick={() => lesson.practise(equation.id)}
              >
                <Say word="another" />
              </button>
              {FURTHER.map((kind) => (
                <button
                  key={kind}
                  type="button"
                  className="quiet"
                  onClick={() => lesson.solve(equation.id, { kind })}
                >
                  <Say word={kind} />
                </button>
              ))}
              <button type="button" className="quiet" onClick={() => lesson.remove(equation.id)}>
                <Say word="remove" />
              </button>
            </>
          )}
        </div>
      </div>
    </article>
  );
}
