import type { Solution, Step } from "@ganita/web/maths";
import { useEffect, useRef, useState } from "react";
import { QUANTITIES, type Work } from "../lesson/board";
import { Formula } from "./Formula";
import { Say } from "./Say";
import { useLanguage } from "./store";
import { plain, WORDS } from "./words";

type Solved = Extract<Solution, { ok: true }>;

interface Shown {
  work: Work;
  written: string;
  /** Five times the work may be taken. */
  onLonger: () => void;
  /** The same by another of the textbook's methods. */
  onMethod: (name: string) => void;
}

/** How detailed the lines are: `Step.level`. */
type Level = 1 | 2 | 3;

const LEVELS = [
  [1, "keyLines"],
  [2, "usualLines"],
  [3, "everyLine"],
] as const;

/** The answer first, then how it is reached. */
export function Steps({ work, ...rest }: Shown) {
  if (work.state === "working") {
    return (
      <p className="hint" role="status">
        <Say word="working" />
      </p>
    );
  }
  return <Done work={work} {...rest} />;
}

function Done({ work, written, onLonger, onMethod }: Shown & { work: Extract<Work, { state: "done" }> }) {
  const language = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const { en, hi } = work;
  // An answer that was asked for should be seen, wherever the board stands.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new answer is shown
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, [work]);

  const chosen = language === "hi" ? hi : en;
  if (!chosen.ok) {
    const said = { en: en.ok ? "" : en.refusal.text, hi: hi.ok ? "" : hi.refusal.text };
    // A board kept from before has refusals without steps.
    const soFar = chosen.refusal.steps ?? [];
    return (
      <section ref={place}>
        <div className="refusal" data-testid="refusal" role="status">
          <strong>
            <Say word="refused" />:
          </strong>{" "}
          <Say said={said} />{" "}
          {chosen.refusal.code === "too_long" && (
            <button type="button" className="quiet" data-testid="think-longer" onClick={onLonger}>
              <Say word="thinkLonger" />
            </button>
          )}
        </div>
        {soFar.length > 0 && (
          <div className="solution" data-testid="so-far">
            <Lines
              word="soFar"
              steps={soFar}
              second={language === "both" && !hi.ok ? hi.refusal.steps : undefined}
            />
          </div>
        )}
      </section>
    );
  }
  const second = language === "both" && hi.ok ? hi : null;
  return (
    <section className="solution" data-testid="steps">
      <div className="answer" role="status" ref={place}>
        <span className="name">
          <Say word="answer" />
          {isTask(chosen.kind) && (
            <span className="tag">
              <Say word={chosen.kind} />
            </span>
          )}
        </span>
        <Formula latex={chosen.answerLatex} />
      </div>
      {chosen.decimal && chosen.decimal.latex !== chosen.answerLatex && (
        <details className="decimal" data-testid="decimal">
          <summary>
            <Say word="asDecimal" />
          </summary>
          <Formula latex={chosen.decimal.latex} />{" "}
          <span className="tag">
            <Say word={chosen.decimal.exact ? "roundedNothing" : "offBy"} />
            {!chosen.decimal.exact && <Formula latex={chosen.decimal.errorLatex} />}
          </span>
        </details>
      )}
      {spaceless(chosen.readAsLatex) !== spaceless(written) && (
        <p className="read-as">
          <Say word="readAs" />: <Formula latex={chosen.readAsLatex} />
        </p>
      )}
      {chosen.alternatives?.length > 0 && (
        <p className="methods">
          {chosen.method && <span className="tag">{chosen.method.text}</span>}
          <Say word="otherWays" />:
          {chosen.alternatives.map(({ name, text }) => (
            <button
              key={name}
              type="button"
              className="quiet"
              data-testid={`method-${name}`}
              onClick={() => onMethod(name)}
            >
              {text}
            </button>
          ))}
        </p>
      )}
      {chosen.steps.length > 0 && <Lines word="steps" steps={chosen.steps} second={second?.steps} />}
    </section>
  );
}

/** The lines, in as much detail as is wished. */
function Lines({
  word,
  steps,
  second,
}: {
  word: "steps" | "soFar";
  steps: Step[];
  second: Step[] | undefined;
}) {
  const language = useLanguage();
  const [level, setLevel] = useState<Level>(3);
  return (
    <details open>
      <summary>
        <Say word={word} /> ({steps.length})
      </summary>
      {steps.some((step) => !isShown(step, 1)) && (
        <select
          className="quiet"
          data-testid="step-level"
          aria-label={plain(WORDS.howMuch, language)}
          value={level}
          onChange={(event) => setLevel(Number(event.target.value) as Level)}
        >
          {LEVELS.map(([value, word]) => (
            <option key={value} value={value}>
              {plain(WORDS[word], language)}
            </option>
          ))}
        </select>
      )}
      <StepList steps={steps} second={second} language={language === "hi" ? "hi" : "en"} level={level} />
    </details>
  );
}

function StepList({
  steps,
  second,
  language,
  level,
}: {
  steps: Solved["steps"];
  second: Step[] | undefined;
  language: "en" | "hi";
  level: Level;
}) {
  const last = steps.length - 1;
  return (
    <ol className="steps">
      {steps.map((step, index) => (
        <li
          key={step.number}
          data-testid="step"
          data-relation={step.relation}
          hidden={index < last && !isShown(step, level)}
        >
          {index === 0 && step.focus?.length > 0 && (
            <div className="ink" data-testid="from">
              <Formula latex={step.beforeLatex} parts={inFocus(step.beforeLatex, step.focus)} />
            </div>
          )}
          {step.caseLatex && step.caseLatex !== steps[index - 1]?.caseLatex && (
            <p className="case" data-testid="case">
              <Say word="inCase" />: <Formula latex={step.caseLatex} />
            </p>
          )}
          <p className="reason">
            <span lang={language}>{step.text}</span>
            {second?.[index] && <span lang="hi">{second[index].text}</span>}
            {step.relation === "restrict" && (
              <span className="tag">
                <Say word="condition" />
              </span>
            )}
          </p>
          {step.afterLatex !== "" && (
            <div className="ink">
              <Formula latex={step.afterLatex} parts={leadingOn(step, steps[index + 1])} />
            </div>
          )}
          {step.substeps.length > 0 && (
            <details>
              <summary>
                <Say word="why" /> ({step.substeps.length})
              </summary>
              <StepList
                steps={step.substeps}
                second={second?.[index]?.substeps}
                language={language}
                level={level}
              />
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The line a step ends in, with the parts marked on which the next step acts. */
function leadingOn(step: Step, next: Step | undefined): string | undefined {
  return next?.beforeLatex === step.afterLatex ? inFocus(step.afterLatex, next.focus) : undefined;
}

/** The formula with its marked parts in boxes of their own; a board kept from before has no marks. */
function inFocus(latex: string, focus: Step["focus"] | undefined): string | undefined {
  return focus?.reduceRight(
    (all, [from, to]) => `${all.slice(0, from)}\\htmlData{focus=on}{${all.slice(from, to)}}${all.slice(to)}`,
    latex,
  );
}

/** A board kept from before lines had levels shows all of them. */
function isShown(step: Step, level: Level): boolean {
  return (step.level ?? 1) <= level;
}

/** Of these the equation alone does not say that they were asked for. */
const TOLD = ["simplify", "factor", "expand", "diff", "integrate", ...QUANTITIES] as const;

function isTask(kind: string): kind is (typeof TOLD)[number] {
  return (TOLD as readonly string[]).includes(kind);
}

function spaceless(latex: string): string {
  return latex.replace(/\s|\\left|\\right/g, "");
}
