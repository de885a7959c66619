"use client";

import katex from "katex";
import { useLayoutEffect, useRef } from "react";

interface Props {
  latex: string;
  /** The same with its parts named by `\htmlData{place=…}`: they can be pointed at. */
  parts?: string | undefined;
  onPainted?: () => void;
}

/** A formula in print. Long ones break at their signs, as on paper. */
export function Formula({ latex, parts, onPainted }: Props) {
  const place = useRef<HTMLSpanElement>(null);
  const painted = useRef(onPainted);
  painted.current = onPainted;

  useLayoutEffect(() => {
    if (!place.current) return;
    const settings = { errorColor: "currentColor", strict: "ignore", maxExpand: 10_000 } as const;
    const plain = { ...settings, throwOnError: false, trust: false };
    try {
      if (parts === undefined) throw new katex.ParseError("nothing is named");
      const trust = ({ command }: { command: string }) => command === "\\htmlData";
      katex.render(`\\displaystyle ${parts}`, place.current, { ...settings, throwOnError: true, trust });
    } catch {
      katex.render(`\\displaystyle ${latex}`, place.current, plain);
    }
    // The frame that shows it begins after this callback; the timer runs when it is done.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => painted.current?.());
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [latex, parts]);

  return <span ref={place} className="formula" data-latex={latex} />;
}
