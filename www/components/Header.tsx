import { useEffect, useState } from "react";
import { isLanguage } from "../lesson/language";
import { asSchoolClass, SCHOOL_CLASSES } from "../lesson/school-class";
import { Say } from "./Say";
import { useLanguage, useLesson, useStore } from "./store";
import { plain, WORDS } from "./words";

export function Header({
  onlyBoard,
  onOnlyBoard,
}: {
  onlyBoard: boolean;
  onOnlyBoard: (only: boolean) => void;
}) {
  const lesson = useLesson();
  const language = useLanguage();
  const { connection, schoolClass } = useStore(lesson.state);
  return (
    <header className="header">
      <h1 className="mark">
        <span lang="hi">गणित</span> <span lang="en">Ganita</span>
      </h1>
      <p className="connection" data-testid="connection-state" data-state={connection} role="status">
        <Say word={connection} />
      </p>
      {connection === "gone" && (
        <button type="button" className="quiet again" onClick={() => void lesson.reconnect()}>
          <Say word="again" />
        </button>
      )}
      <div className="settings">
        <select
          className="quiet"
          data-testid="language-select"
          aria-label={plain(WORDS.language, "both")}
          value={language}
          onChange={(event) => {
            if (isLanguage(event.target.value)) lesson.setLanguage(event.target.value);
          }}
        >
          <option value="en">English</option>
          <option value="hi" lang="hi">
            हिन्दी
          </option>
          <option value="both">Both · दोनों</option>
        </select>
        <select
          className="quiet"
          data-testid="class-select"
          aria-label={plain(WORDS.schoolClass, "both")}
          value={schoolClass ?? ""}
          onChange={(event) => lesson.setSchoolClass(asSchoolClass(event.target.value))}
        >
          <option value="">{plain(WORDS.schoolClass, language)}</option>
          {SCHOOL_CLASSES.map((one) => (
            <option key={one} value={one}>
              {one > 12 ? plain(WORDS.college, language) : one}
            </option>
          ))}
        </select>
        <Theme />
        <button
          type="button"
          className="quiet icon large-board"
          aria-pressed={onlyBoard}
          aria-label={plain(onlyBoard ? WORDS.smallBoard : WORDS.bigBoard, language)}
          title={plain(onlyBoard ? WORDS.smallBoard : WORDS.bigBoard, language)}
          onClick={() => onOnlyBoard(!onlyBoard)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path
              d={
                onlyBoard
                  ? "M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5"
                  : "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"
              }
            />
          </svg>
        </button>
      </div>
    </header>
  );
}

/** Paper by day, slate by night, or as the person likes: a projector wants the other one. */
function Theme() {
  const language = useLanguage();
  const [dark, setDark] = useState<boolean | null>(null);
  useEffect(() => {
    if (dark !== null) document.documentElement.dataset.theme = dark ? "slate" : "paper";
  }, [dark]);
  return (
    <button
      type="button"
      className="quiet icon"
      aria-label={plain(WORDS.theme, language)}
      title={plain(WORDS.theme, language)}
      onClick={() => setDark((now) => !(now ?? matchMedia("(prefers-color-scheme: dark)").matches))}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="8" />
        <path d="M12 4a8 8 0 0 1 0 16z" className="filled" />
      </svg>
    </button>
  );
}
