import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Equation } from "../lesson/board";
import { Formula } from "./Formula";
import { marked, partOf } from "./parts";
import { Say } from "./Say";

const NONE = -1;

/**
 * A formula above the words it was read from. Pointing at, tapping or focusing a part of either shows the other: the parts
 * of the formula by pointer and finger, the words by the keyboard too.
 */
export function Spoken({
  equation: { latex, words, places = [] },
  open,
  onPainted,
}: {
  equation: Pick<Equation, "latex" | "words" | "places">;
  open: boolean;
  onPainted?: () => void;
}) {
  const [lit, setLit] = useState(NONE);
  const [asked, setAsked] = useState(false);
  const formula = useRef<HTMLSpanElement>(null);
  const parts = useMemo(() => (places.length > 0 ? marked(latex, places) : undefined), [latex, places]);
  const shown = lit === NONE ? undefined : places[lit];

  useLayoutEffect(() => {
    for (const part of formula.current?.querySelectorAll<HTMLElement>("[data-place]") ?? [])
      part.classList.toggle("lit", Number(part.getAttribute("data-place")) === lit);
  });

  const point = (target: EventTarget) => {
    const part = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
    if (part) setAsked(true);
    setLit(part ? Number(part.getAttribute("data-place")) : NONE);
  };
  return (
    <>
      <span
        ref={formula}
        className="parts"
        onPointerMove={(event) => point(event.target)}
        onPointerDown={(event) => point(event.target)}
        onPointerLeave={(event) => event.pointerType === "mouse" && setLit(NONE)}
      >
        <Formula latex={latex} parts={parts} {...(onPainted && { onPainted })} />
      </span>
      {words !== null && places.length > 0 && (open || asked) && (
        <p className="spoken" data-testid="spoken-words">
          <span className="unseen">
            <Say word="youSaid" />{" "}
          </span>
          {words
            .trim()
            .split(/\s+/)
            .map((word, index) => {
              const part = partOf(index, places);
              const isLit = shown !== undefined && shown.words[0] <= index && index < shown.words[1];
              const key = `${index} ${word}`;
              if (part === NONE) return <span key={key}>{word} </span>;
              return (
                <button
                  key={key}
                  type="button"
                  className="word"
                  aria-pressed={isLit}
                  onPointerEnter={() => setLit(part)}
                  onPointerLeave={(event) => event.pointerType === "mouse" && setLit(NONE)}
                  onFocus={() => setLit(part)}
                  onBlur={() => setLit(NONE)}
                  onClick={() => setLit(part)}
                >
                  {word}
                  <span className="unseen"> {latex.slice(...(places[part]?.latex ?? [0, 0]))}</span>
                </button>
              );
            })}
        </p>
      )}
    </>
  );
}
