import type { Solution, Step } from "@ganita/web/maths";
import { useEffect, useRef } from "react";
import type { Work } from "../lesson/board";
import { Formula } from "./Formula";
import { Say } from "./Say";
import { useLanguage } from "./store";

type Solved = Extract<Solution, { ok: true }>;

/** The answer first, then how it is reached. */
export function Steps({ work, written }: { work: Work; written: string }) {
  if (work.state === "working") {
    return (
      <p className="hint" role="status">
        <Say word="working" />
      </p>
    );
  }
  return <Done work={work} written={written} />;
}

function Done({ work, written }: { work: Extract<Work, { state: "done" }>; written: string }) {
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
    return (
      <div className="refusal" data-testid="refusal" role="status" ref={place}>
        <strong>
          <Say word="refused" />:
        </strong>{" "}
        <Say said={said} />
      </div>
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
      {spaceless(chosen.readAsLatex) !== spaceless(written) && (
        <p className="read-as">
          <Say word="readAs" />: <Formula latex={chosen.readAsLatex} />
        </p>
      )}
      {chosen.steps.length > 0 && (
        <details open>
          <summary>
            <Say word="steps" /> ({chosen.steps.length})
          </summary>
          <StepList steps={chosen.steps} second={second?.steps} language={language === "hi" ? "hi" : "en"} />
        </details>
      )}
    </section>
  );
}

function StepList({
  steps,
  second,
  language,
}: {
  steps: Solved["steps"];
  second: Step[] | undefined;
  language: "en" | "hi";
}) {
  return (
    <ol className="steps">
      {steps.map((step, index) => (
        <li key={step.number} data-testid="step" data-relation={step.relation}>
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
              <Formula latex={step.afterLatex} />
            </div>
          )}
          {step.substeps.length > 0 && (
            <details>
              <summary>
                <Say word="why" /> ({step.substeps.length})
              </summary>
              <StepList steps={step.substeps} second={second?.[index]?.substeps} language={language} />
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Of these the equation alone does not say that they were asked for. */
function isTask(kind: string): kind is "simplify" | "factor" | "expand" | "diff" | "integrate" {
  return ["simplify", "factor", "expand", "diff", "integrate"].includes(kind);
}

function spaceless(latex: string): string {
  return latex.replace(/\s|\\left|\\right/g, "");
}
