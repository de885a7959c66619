import { useEffect, useRef, useState } from "react";
import type { Line } from "../lesson/conversation";
import { Say } from "./Say";
import { useLesson, useStore } from "./store";

/** Who said what. The line being said is shown as it changes, and read out only when it is final. */
export function Conversation() {
  const lesson = useLesson();
  const { conversation } = useStore(lesson.state);
  const [open, setOpen] = useState(false);
  const list = useRef<HTMLElement>(null);
  const final = conversation.filter((line) => line.final);
  const interim = conversation.filter((line) => !line.final);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new word moves the view to the end
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [conversation, open]);

  return (
    <div className="conversation" data-open={open} data-empty={conversation.length === 0}>
      <h2 id="conversation-title">
        <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Say word="conversation" />
        </button>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="lines" ref={list} tabIndex={0} aria-labelledby="conversation-title">
        <div role="log" aria-live="polite" data-testid="transcript">
          <Lines lines={final} />
        </div>
        {interim.length > 0 && (
          <div aria-live="off" data-testid="transcript-interim">
            <Lines lines={interim} />
          </div>
        )}
        {conversation.length === 0 && (
          <p className="hint">
            <Say word="nothingSaid" />
          </p>
        )}
      </section>
    </div>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <ol>
      {lines.map((line) => (
        <Spoken key={line.id} line={line} />
      ))}
    </ol>
  );
}

function Spoken({ line }: { line: Line }) {
  return (
    <li className="line" data-who={line.who} data-final={line.final} data-scripted={line.scripted}>
      <span className="who">
        <Say word={line.who === "student" ? "you" : "tutor"} />
      </span>
      <span className="said">{line.text}</span>
      {line.scripted && (
        <span className="tag">
          <Say word="scripted" />
        </span>
      )}
    </li>
  );
}
