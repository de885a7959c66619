import { Say } from "./Say";
import { useLanguage, useLesson, useStore } from "./store";
import { plain, WORDS } from "./words";

/** What the person should know, in plain sentences, until it is closed or no longer true. */
export function Notices() {
  const lesson = useLesson();
  const language = useLanguage();
  const { notices } = useStore(lesson.state);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <p
          key={notice.code}
          className="notice"
          data-testid="notice"
          data-code={notice.code}
          data-tone={notice.tone}
        >
          <span>
            <Say said={notice} />
          </span>
          {notice.offer && (
            <button
              type="button"
              className="quiet"
              data-testid="notice-offer"
              onClick={() => lesson.accept(notice.code)}
            >
              <Say said={notice.offer} />
            </button>
          )}
          <button
            type="button"
            className="quiet icon"
            aria-label={plain(WORDS.dismiss, language)}
            onClick={() => lesson.dismiss(notice.code)}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 6l12 12M18 6L6 18" />
            </svg>
          </button>
        </p>
      ))}
    </div>
  );
}
