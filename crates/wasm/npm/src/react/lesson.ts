"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Capture } from "../audio/capture.ts";
import { Player } from "../audio/player.ts";
import { GanitaError } from "../error.ts";
import type { LiveOptions, LiveState, Notice, ToolCall, Transcript } from "../live/events.ts";
import { LiveSession } from "../live/session.ts";

/** Finished utterances that are kept. */
const TRANSCRIPT_MAX = 200;

/** A lesson's settings. They count from the next `join`, the callbacks at once. */
export interface LessonOptions extends LiveOptions {
  /** The student's microphone; its chunks go to the tutor while joined. */
  capture?: Capture | null;
  /** Does what the tutor asks for on the board and returns what came of it. */
  onToolCall?: (call: ToolCall) => Promise<Record<string, unknown>> | Record<string, unknown>;
  /** Every transcript, interim ones included. */
  onTranscript?: (transcript: Transcript) => void;
}

/** A lesson for a component. */
export interface LessonHook {
  state: LiveState;
  /** Finished utterances, oldest first. */
  transcript: Transcript[];
  /** What is being said at this moment. */
  interim: Transcript | null;
  notice: Notice | null;
  error: GanitaError | null;
  /** Whether the tutor's voice is being played. */
  tutorSpeaks: boolean;
  session: LiveSession | null;
  /** Begins the lesson. Call it from a tap or a key, so that the browser lets the tutor be heard. */
  join(): Promise<void>;
  leave(): Promise<void>;
  say(text: string): void;
}

/** A lesson with the tutor: its words, its voice, its calls. Left when the component goes. */
export function useLesson(options: LessonOptions): LessonHook {
  const [state, setState] = useState<LiveState>("idle");
  const [transcript, setTranscript] = useState<Transcript[]>([]);
  const [interim, setInterim] = useState<Transcript | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [error, setError] = useState<GanitaError | null>(null);
  const [tutorSpeaks, setTutorSpeaks] = useState(false);
  const [session, setSession] = useState<LiveSession | null>(null);
  const latest = useRef(options);
  latest.current = options;
  const { capture } = options;
  const held = useRef<{ session: LiveSession; player: Player | null } | null>(null);

  const leave = useCallback(async () => {
    const leaving = held.current;
    if (leaving === null) return;
    held.current = null;
    setSession(null);
    setState("closed");
    setTutorSpeaks(false);
    setInterim(null);
    leaving.session.dispose();
    await leaving.player?.dispose();
  }, []);

  const join = useCallback(async () => {
    await leave();
    setError(null);
    const joined = new LiveSession(latest.current);
    const holding: { session: LiveSession; player: Player | null } = { session: joined, player: null };
    held.current = holding;
    joined.on("state", setState);
    joined.on("notice", setNotice);
    joined.on("error", setError);
    joined.on("transcript", (said) => {
      setInterim(said.final ? null : said);
      if (said.final) setTranscript((before) => [...before, said].slice(-TRANSCRIPT_MAX));
      latest.current.onTranscript?.(said);
    });
    joined.on("audio", ({ samples }) => holding.player?.play(samples));
    joined.on("interrupted", () => holding.player?.flush());
    joined.on("turnComplete", () => holding.player?.finish());
    joined.on("toolCall", (call) => void answer(joined, call, latest.current.onToolCall));
    setSession(joined);
    try {
      const [player] = await Promise.all([playerOrNone(setError), joined.connect()]);
      if (held.current !== holding) return await player?.dispose();
      player?.on("start", () => setTutorSpeaks(true));
      player?.on("end", () => setTutorSpeaks(false));
      holding.player = player;
    } catch (failure) {
      if (held.current !== holding) return;
      await leave();
      setError(GanitaError.from(failure, "server-unreachable"));
    }
  }, [leave]);

  const say = useCallback((text: string) => held.current?.session.sendText(text), []);

  useEffect(() => {
    if (capture == null || session === null) return;
    const forget = [
      capture.on("chunk", (chunk) => session.sendAudio(chunk)),
      capture.on("statistics", (statistics) => session.sendStatistics(statistics)),
      capture.on("speech", ({ speaking }) => {
        if (!speaking) session.endAudio();
      }),
    ];
    return () => {
      for (const one of forget) one();
    };
  }, [capture, session]);

  useEffect(() => () => void leave(), [leave]);
  return { state, transcript, interim, notice, error, tutorSpeaks, session, join, leave, say };
}

/** A lesson goes on without the tutor's voice: its words are shown. */
async function playerOrNone(setError: (error: GanitaError) => void): Promise<Player | null> {
  try {
    return await Player.create();
  } catch (failure) {
    setError(GanitaError.from(failure, "no-worklet"));
    return null;
  }
}

async function answer(
  session: LiveSession,
  call: ToolCall,
  tool: LessonOptions["onToolCall"],
): Promise<void> {
  try {
    const result = (await tool?.(call)) ?? { status: "error", text: "there is no board" };
    session.answerTool(call.id, call.name, result);
  } catch (failure) {
    session.answerTool(call.id, call.name, { status: "error", text: String(failure) });
  }
}
