import { type FormEvent, useEffect, useRef, useState } from "react";
import { Say } from "./Say";
import { useLanguage, useLesson, useStore } from "./store";
import { plain, WORDS, type Word } from "./words";

/** Where one speaks or types. */
export function Dock({ onStart }: { onStart: () => void }) {
  const lesson = useLesson();
  const language = useLanguage();
  const { microphone, speaking, tutorSpeaking, connection, listeningAlone } = useStore(lesson.state);
  const { board } = useStore(lesson.paper);
  const on =
    microphone === "on" ||
    microphone === "starting" ||
    connection === "live" ||
    connection === "reconnecting";
  const label = plain(on ? WORDS.stop : WORDS.start, language);
  const status: Word = tutorSpeaking
    ? "tutorSpeaks"
    : microphone === "starting"
      ? "starting"
      : microphone !== "on"
        ? "idle"
        : connection === "gone" && !listeningAlone
          ? "unheard"
          : speaking
            ? "hearing"
            : "listening";
  return (
    <footer className="dock">
      <div className="above">
        <p className="status" data-testid="speech-indicator" data-speaking={speaking} data-status={status}>
          <Say word={status} />
        </p>
        {board.past.length > 0 && (
          <div className="tools">
            <button
              type="button"
              className="quiet"
              data-testid="undo-button"
              onClick={() => lesson.writer.undo()}
            >
              <Say word="undo" />
            </button>
            <button
              type="button"
              className="quiet"
              data-testid="clear-button"
              disabled={board.items.length === 0}
              onClick={() => lesson.writer.clear()}
            >
              <Say word="clear" />
            </button>
          </div>
        )}
      </div>
      <div className="controls">
        <button
          type="button"
          className="microphone"
          data-testid="start-button"
          data-state={microphone}
          aria-pressed={on}
          aria-label={label}
          title={label}
          onClick={() => (on ? void lesson.stop() : onStart())}
        >
          <Level />
          <svg viewBox="0 0 24 24" aria-hidden="true">
            {on ? (
              <rect x="8" y="8" width="8" height="8" rx="1.5" className="filled" />
            ) : (
              <>
                <rect x="9" y="3.5" width="6" height="10.5" rx="3" className="filled" />
                <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
              </>
            )}
          </svg>
        </button>
        <Typing />
      </div>
    </footer>
  );
}

/** A ring that grows with the voice. It changes twenty times a second, so React is left out of it. */
function Level() {
  const lesson = useLesson();
  const ring = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      lesson.level.subscribe(() => {
        const level = lesson.level.get().toFixed(2);
        ring.current?.style.setProperty("--level", level);
        ring.current?.setAttribute("data-level", level);
      }),
    [lesson],
  );
  return <span ref={ring} className="level" data-testid="mic-level" data-level="0" aria-hidden="true" />;
}

function Typing() {
  const lesson = useLesson();
  const language = useLanguage();
  const [words, setWords] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    lesson.type(words);
    setWords("");
  };
  return (
    <form className="typing" onSubmit={submit}>
      <input
        data-testid="typed-input"
        type="text"
        value={words}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="send"
        maxLength={600}
        aria-label={plain(WORDS.typeLabel, language)}
        placeholder={language === "hi" ? WORDS.typeHere.hi : WORDS.typeHere.en}
        onChange={(event) => {
          setWords(event.target.value);
          lesson.typing(event.target.value);
        }}
      />
      <button type="submit" className="primary" data-testid="typed-submit" disabled={words.trim() === ""}>
        <Say word="write" />
      </button>
    </form>
  );
}
