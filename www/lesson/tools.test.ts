import { expect, test } from "vitest";
import { readToolCall } from "./tools";

test("a call is read with what it leaves out", () => {
  expect(readToolCall("write_equation", { latex: " x^2 " })).toEqual({
    tool: "write_equation",
    latex: "x^2",
    label: null,
  });
  expect(readToolCall("show_steps", { latex: "x=1", kind: "solve" })).toEqual({
    tool: "show_steps",
    latex: "x=1",
    kind: "solve",
    variable: null,
    method: null,
  });
  const byCramer = { latex: "x+y=1", method: "cramer", variable: "x" };
  expect(readToolCall("show_steps", byCramer)).toMatchObject({ method: "cramer", variable: "x" });
  expect(readToolCall("plot", { latex: "y=x", from: -1, to: 1 })).toEqual({
    tool: "plot",
    latex: "y=x",
    variable: null,
    from: -1,
    to: 1,
  });
  expect(readToolCall("clear_board", undefined)).toEqual({ tool: "clear_board" });
});

test("a kind or colour that does not exist is left to the board, not passed on", () => {
  expect(readToolCall("show_steps", { latex: "x=1", kind: "guess" })).toMatchObject({ kind: null });
  expect(readToolCall("highlight", { target: "1", colour: "url(x)" })).toMatchObject({ colour: "yellow" });
});

test.each([
  ["write_equation", {}],
  ["write_equation", { latex: "" }],
  ["write_equation", { latex: "x".repeat(5_000) }],
  ["write_equation", { latex: 7 }],
  ["write_text", { text: null }],
  ["highlight", {}],
  ["format_disk", {}],
  ["plot", null],
])("%s with %j says what is wrong", (name, args) => {
  expect(readToolCall(name, args)).toHaveProperty("wrong");
});

test("a number that is no number is left out", () => {
  expect(readToolCall("plot", { latex: "y=x", from: Number.NaN, to: "3" })).toMatchObject({
    from: null,
    to: null,
  });
});
