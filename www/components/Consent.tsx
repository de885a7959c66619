import { useEffect, useRef } from "react";
import { Say } from "./Say";

/** What happens to the sound, before any of it is heard. */
export function Consent({ onAnswer }: { onAnswer: (agreed: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} className="consent" aria-labelledby="consent-title" onCancel={() => onAnswer(false)}>
      <h2 id="consent-title">
        <Say word="consentTitle" />
      </h2>
      <ul>
        <li>
          <Say word="consentDevice" />
        </li>
        <li>
          <Say word="consentKept" />
        </li>
        <li>
          <Say word="consentAge" />
        </li>
        <li>
          <Say word="consentFree" />
        </li>
      </ul>
      <div className="answers">
        <button type="button" className="quiet" onClick={() => onAnswer(false)}>
          <Say word="notNow" />
        </button>
        <button type="button" className="primary" data-testid="consent-accept" onClick={() => onAnswer(true)}>
          <Say word="agree" />
        </button>
      </div>
    </dialog>
  );
}
