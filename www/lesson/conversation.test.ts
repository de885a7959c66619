import { expect, test } from "vitest";
import { type Conversation, hear, settle } from "./conversation";

const said = (who: "student" | "tutor", text: string, final = false) => ({
  who,
  text,
  final,
  scripted: false,
});
const texts = (conversation: Conversation) => conversation.map((line) => line.text);

test("interim words replace each other until they are final", () => {
  let conversation: Conversation = [];
  for (const line of [
    said("student", "x"),
    said("student", "x squared"),
    said("student", "x squared.", true),
    said("student", "plus"),
  ]) {
    conversation = hear(conversation, line);
  }
  expect(texts(conversation)).toEqual(["x squared.", "plus"]);
});

test("both may speak at once, each in a line of their own", () => {
  const conversation = [
    said("student", "x"),
    said("tutor", "Let"),
    said("student", "x plus"),
    said("tutor", "Let us", true),
  ].reduce(hear, [] as Conversation);
  expect(texts(conversation)).toEqual(["x plus", "Let us"]);
});

test("a lesson of hours keeps a bounded number of lines with ids of their own", () => {
  let conversation: Conversation = [];
  for (let count = 0; count < 1_200; count++)
    conversation = hear(conversation, said("student", String(count), true));
  expect(conversation).toHaveLength(500);
  expect(new Set(conversation.map((line) => line.id)).size).toBe(500);
  expect(conversation.at(-1)?.text).toBe("1199");
});

test("what was begun and never finished is closed as it stands", () => {
  const open = hear([], said("student", "x plus"));
  expect(settle(open)[0]).toMatchObject({ text: "x plus", final: true });
  const closed = settle(open);
  expect(settle(closed)).toBe(closed);
});
