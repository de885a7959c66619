"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { GanitaError } from "../error.ts";
import type { Reading } from "../generated/maths.ts";
import { type Listener, Maths, type SpokenLanguage } from "../maths/maths.ts";

/** What to listen with. */
export interface ListenerOptions {
  /** Default `"auto"`. */
  language?: SpokenLanguage;
  /** An engine to share; the hook makes its own if absent. */
  maths?: Maths;
}

/** Spoken mathematics for a component. */
export interface ListenerHook {
  ready: boolean;
  /** What was said so far; null after `finish` until something is heard. */
  reading: Reading | null;
  error: GanitaError | null;
  /** Takes the whole sentence as it stands now. */
  hear(text: string): void;
  /** The sentence is over. */
  finish(): Promise<Reading | null>;
}

/** Reads sentences while they are spoken. */
export function useListener({ language = "auto", maths }: ListenerOptions = {}): ListenerHook {
  const [ready, setReady] = useState(false);
  const [reading, setReading] = useState<Reading | null>(null);
  const [error, setError] = useState<GanitaError | null>(null);
  const listener = useRef<Listener | null>(null);
  const heard = useRef(0);

  useEffect(() => {
    let gone = false;
    let own: Maths | undefined;
    const begin = async () => {
      const engine = maths ?? (await Maths.create());
      if (maths === undefined) own = engine;
      if (gone) return own?.dispose();
      listener.current = engine.listen({ language });
      setReady(true);
    };
    begin().catch((failure) => {
      if (!gone) setError(GanitaError.from(failure, "maths-failed"));
    });
    return () => {
      gone = true;
      listener.current?.dispose();
      listener.current = null;
      own?.dispose();
      setReady(false);
    };
  }, [language, maths]);

  const hear = useCallback((text: string) => {
    heard.current += 1;
    const mine = heard.current;
    listener.current?.hear(text).then(
      // A slower answer to an earlier text must not overwrite a later one.
      (next) => {
        if (heard.current === mine) setReading(next);
      },
      (failure) => setError(GanitaError.from(failure, "maths-failed")),
    );
  }, []);

  const finish = useCallback(async () => {
    heard.current += 1;
    const last = await listener.current?.finish();
    setReading(null);
    return last ?? null;
  }, []);

  return { ready, reading, error, hear, finish };
}
