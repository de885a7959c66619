import { expect, test } from "vitest";
import type { ServerContent } from "../src/live/messages.ts";
import { Transcripts } from "../src/live/transcripts.ts";

/** A conversation as lines: `+` for final, `…` for interim. */
function read(...messages: ServerContent[]): string[] {
  const transcripts = new Transcripts();
  return messages
    .flatMap((message) => transcripts.read(message))
    .map(
      ({ who, text, final, scripted }) => `${who}${final ? "+" : "…"}${scripted ? " scripted" : ""} ${text}`,
    );
}

test("interim words replace each other, the final ones end them", () => {
  expect(
    read(
      { interimInputTranscription: { text: "x square" } },
      { interimInputTranscription: { text: "x squared plus" } },
      { inputTranscription: { text: "x squared plus one", finished: true } },
    ),
  ).toEqual(["student… x square", "student… x squared plus", "student+ x squared plus one"]);
});

test("pieces are joined, and the tutor's beginning ends the student's words", () => {
  expect(
    read(
      { inputTranscription: { text: " solve" } },
      { inputTranscription: { text: " x plus one" } },
      { modelTurn: { parts: [{}] } },
      { outputTranscription: { text: "Here" } },
      { outputTranscription: { text: " it is." } },
      { turnComplete: true },
    ),
  ).toEqual([
    "student… solve",
    "student… solve x plus one",
    "student+ solve x plus one",
    "tutor… Here",
    "tutor… Here it is.",
    "tutor+ Here it is.",
  ]);
});

test("an interrupted tutor's words end where they stood", () => {
  expect(read({ outputTranscription: { text: "First we" } }, { interrupted: true })).toEqual([
    "tutor… First we",
    "tutor+ First we",
  ]);
});

test("words from a script are marked", () => {
  expect(
    read({ inputTranscription: { text: "दो और तीन", finished: true, speakerLabel: "scripted" } }),
  ).toEqual(["student+ scripted दो और तीन"]);
});

test("empty pieces say nothing", () => {
  expect(read({ interimInputTranscription: { text: "" } }, { turnComplete: true })).toEqual([]);
});
