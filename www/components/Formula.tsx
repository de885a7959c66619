"use client";

import katex from "katex";
import { useLayoutEffect, useRef } from "react";

/** A formula in print. Long ones break at their signs, as on paper. */
export function Formula({ latex, onPainted }: { latex: string; onPainted?: () => void }) {
  const place = useRef<HTMLSpanElement>(null);
  const painted = useRef(onPainted);
  painted.current = onPainted;

  useLayoutEffect(() => {
    if (!place.current) return;
    katex.render(`\\displaystyle ${latex}`, place.current, {
      throwOnError: false,
      errorColor: "currentColor",
      strict: "ignore",
      trust: false,
      maxExpand: 10_000,
    });
    // The frame that shows it begins after this callback; the timer runs when it is done.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => painted.current?.());
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [latex]);

  return <span ref={place} className="formula" data-latex={latex} />;
}
