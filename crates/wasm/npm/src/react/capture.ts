"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type Capture, startCapture } from "../audio/capture.ts";
import type { CaptureOptions, Chunk, Level } from "../audio/options.ts";
import { GanitaError } from "../error.ts";

/** Where a microphone stands. */
export type CaptureState = "off" | "starting" | "on" | "failed";

/** A microphone for a component. */
export interface CaptureHook {
  state: CaptureState;
  /** The running capture, to take chunks from or to give to `useLesson`. */
  capture: Capture | null;
  level: Level;
  speaking: boolean;
  error: GanitaError | null;
  /** Asks for the microphone. Call it from a tap or a key. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const SILENCE: Level = { rms: 0, peak: 0, speech: 0 };

/** A microphone that is given back when the component goes. Options count from the next `start`. */
export function useCapture(options?: CaptureOptions, onChunk?: (chunk: Chunk) => void): CaptureHook {
  const [state, setState] = useState<CaptureState>("off");
  const [capture, setCapture] = useState<Capture | null>(null);
  const [level, setLevel] = useState(SILENCE);
  const [speaking, setSpeaking] = useState(false);
  const [error, setError] = useState<GanitaError | null>(null);
  const latest = useRef({ options, onChunk });
  latest.current = { options, onChunk };
  // Counts starts and stops, so that a start which comes through late knows that it is no longer wanted.
  const turn = useRef(0);
  const running = useRef<Capture | null>(null);

  const stop = useCallback(async () => {
    turn.current += 1;
    const ending = running.current;
    running.current = null;
    setCapture(null);
    setState("off");
    setSpeaking(false);
    setLevel(SILENCE);
    await ending?.dispose();
  }, []);

  const start = useCallback(async () => {
    await stop();
    const mine = turn.current;
    setState("starting");
    setError(null);
    try {
      const started = await startCapture(latest.current.options);
      if (turn.current !== mine) return await started.dispose();
      running.current = started;
      started.on("chunk", (chunk) => latest.current.onChunk?.(chunk));
      started.on("level", setLevel);
      started.on("speech", (change) => setSpeaking(change.speaking));
      started.on("error", setError);
      started.on("ended", () => {
        if (running.current === started) void stop();
      });
      setCapture(started);
      setState("on");
    } catch (failure) {
      if (turn.current !== mine) return;
      setError(GanitaError.from(failure, "microphone-failed"));
      setState("failed");
    }
  }, [stop]);

  useEffect(() => () => void stop(), [stop]);
  return { state, capture, level, speaking, error, start, stop };
}
