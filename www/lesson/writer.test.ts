import type { Reading, Solution, Step } from "@ganita/web/maths";
import { beforeEach, expect, test, vi } from "vitest";
import type { Notice } from "./notice";
import { Writer } from "./writer";

/** An engine whose answers can be held back: "x" reads as x, "x solve" asks to solve it, "hello" is no mathematics. */
const engine = vi.hoisted(() => ({
  hold: null as Promise<void> | null,
  fails: false,
  solves: true,
  prepared: 0,
  asked: {} as Record<string, unknown>,
}));

interface Asked {
  locale: string;
  longer?: boolean;
  kind?: string;
  variable?: string;
  method?: string;
}

vi.mock("@ganita/web/maths", () => {
  const read = (words: string): Reading => {
    const commands = ["solve", "clear", "plot", "readAloud"] as const;
    const command = commands.find((name) => words.includes(name)) ?? null;
    const variable = words.includes("for t") ? "t" : null;
    const method = /by (\w+)/.exec(words)?.[1] ?? null;
    const latex = words.replace(/solve|clear|plot|readAloud|hello|for t|by \w+/g, "").trim();
    const isMathematics = latex !== "";
    return {
      latex,
      plain: latex,
      isMathematics,
      confidence: 1,
      alternatives: words.includes("wrong either")
        ? [{ latex: "right", difference: ["wrong", "right"], confidence: 0.3 }]
        : [],
      notes: [],
      command,
      quantity: null,
      variable,
      method,
      spans: [],
      places: [],
    };
  };
  const solution = (latex: string, locale: string): Solution => ({
    ok: true,
    kind: "solve",
    readAsLatex: latex,
    variables: ["x"],
    answerLatex: `${locale}:${latex}`,
    answersLatex: [],
    steps: [],
    method: null,
    alternatives: [],
    decimal: null,
  });
  const tooLong: Solution = {
    ok: false,
    refusal: { code: "too_long", text: "It takes long.", aboutLatex: null, at: null, steps: [] },
  };
  const stopped: Solution = {
    ok: false,
    refusal: {
      code: "no_method",
      text: "No method.",
      aboutLatex: null,
      at: null,
      steps: [{ afterLatex: "x = 2 or y = 0" } as Step],
    },
  };
  class Maths {
    static create = async () => {
      if (engine.fails) throw new Error("no engine");
      return new Maths();
    };
    convert = async (words: string) => read(words);
    listen = () => ({
      hear: async (words: string) => {
        await engine.hold;
        return read(words);
      },
      dispose: () => {},
    });
    prepare = async () => {
      engine.prepared += 1;
    };
    solve = async (latex: string, { locale, longer, ...asked }: Asked) => {
      engine.asked = asked;
      if (asked.method === "unfit") return { ok: false, refusal: { code: "no_such_method", text: "No." } };
      if (latex === "hard" && !longer) return tooLong;
      if (latex === "stuck") return stopped;
      if (!engine.solves) throw new Error("what solves could not be loaded");
      return solution(latex, locale);
    };
    hint = async (_: string, { locale }: { locale: string }) => ({
      ok: true,
      rule: "factor",
      levels: [`${locale} 1`, `${locale} 2`, `${locale} 3`],
      nextLatex: "",
    });
    checkWork = async (lines: string[], { locale } = { locale: "en" }) => {
      const firstWrong = lines.findIndex((line) => line.includes("wrong"));
      return {
        firstWrong: firstWrong < 0 ? null : firstWrong,
        lines: lines.map((line, index) => ({
          readAsLatex: line,
          verdict: index === 0 ? "start" : line.includes("wrong") ? "wrong" : "equivalent",
          mistake: null,
          text: `${locale} ${line} after ${lines[index - 1]}`,
          partLatex: null,
          becameLatex: null,
        })),
      };
    };
    practice = async (latex: string, { seed, locale }: { seed: number; locale: string }) =>
      latex === "?"
        ? { ok: false, refusal: { code: "no_practice", text: `${locale} none` } }
        : { ok: true, kind: "solve", latex: `${latex}+${seed}` };
    speak = async (latex: string, language: string) => (latex === "?" ? null : `${language}: ${latex}`);
    plot = async () => ({ ok: false, refusal: { code: "no", text: "no curve" } });
    plain = async (latex: string) => latex;
    dispose = () => {};
  }
  return { Maths };
});

let notices: Notice[];
let writer: Writer;
const formulas = () =>
  writer.paper.get().board.items.map((item) => (item.type === "equation" ? item.latex : item.type));

beforeEach(async () => {
  engine.hold = null;
  engine.fails = false;
  engine.solves = true;
  engine.prepared = 0;
  notices = [];
  writer = new Writer("en", (notice) => notices.push(notice));
  await writer.open();
});

test("what solves is loaded ahead, but not where data is dear", async () => {
  expect(engine.prepared).toBe(1);
  vi.stubGlobal("navigator", { connection: { saveData: true } });
  await new Writer("en", () => {}).open();
  vi.unstubAllGlobals();
  expect(engine.prepared).toBe(1);
});

test("an older sketch that comes late does not replace a newer one", async () => {
  let release = () => {};
  engine.hold = new Promise((resolve) => {
    release = resolve;
  });
  const old = writer.sketch("x", "speech", 1);
  engine.hold = null;
  await writer.sketch("x+1", "speech", 2);
  release();
  await old;
  expect(writer.paper.get().draft?.latex).toBe("x+1");
});

test("what is begun while the last sentence is being written stays a sketch", async () => {
  const writing = writer.write("x", "speech", 1);
  await writer.sketch("y", "speech", 2);
  await writing;
  expect(formulas()).toEqual(["x"]);
  expect(writer.paper.get().draft?.latex).toBe("y");
});

test("a sentence that asks for something is obeyed, in both languages at once", async () => {
  await writer.write("x=1 solve", "speech", 1);
  const [equation] = writer.paper.get().board.items;
  expect(equation).toMatchObject({
    work: { state: "done", en: { answerLatex: "en:x=1" }, hi: { answerLatex: "hi:x=1" } },
  });
  await writer.write("clear", "speech", 2);
  expect(formulas()).toEqual([]);
});

test("a command alone means the last line", async () => {
  await writer.write("x=1", "speech", 1);
  await writer.write("solve", "speech", 2);
  expect(formulas()).toEqual(["x=1"]);
  expect(writer.paper.get().board.items[0]).toMatchObject({ work: { state: "done" } });
});

test("talk is not written down; typed talk is answered with a sentence", async () => {
  await writer.write("hello", "speech", 1);
  expect(notices).toEqual([]);
  await writer.write("hello", "typing", 2);
  expect(notices.map((notice) => notice.code)).toEqual(["not-mathematics"]);
  expect(formulas()).toEqual([]);
});

test("the tutor's line waits for the student's and then only ticks it", async () => {
  const student = writer.write("x^2=4", "speech", 1);
  const answer = await writer.call({ tool: "write_equation", latex: "x^{2} = 4", label: null });
  await student;
  expect(answer).toEqual({ status: "ok", equation: 1 });
  expect(writer.paper.get().board.items).toMatchObject([{ confirmed: true, author: "student" }]);
});

test("a curve that cannot be drawn is refused to the tutor and told to the student", async () => {
  expect(await writer.call({ tool: "plot", latex: "x", variable: null, from: null, to: null })).toMatchObject(
    { status: "refused" },
  );
  expect(notices.map((notice) => notice.code)).toEqual(["plot-refused"]);
});

test("the tutor is told how far a problem was worked that has no answer", async () => {
  const wish = { kind: null, variable: null, method: null };
  expect(await writer.call({ tool: "show_steps", latex: "stuck", ...wish })).toEqual({
    status: "refused",
    message: "No method. On the board stands the work so far, verified, down to x = 2 or y = 0",
    retryable: false,
  });
});

test("without an engine every call is answered and the page says so", async () => {
  engine.fails = true;
  const lame = new Writer("en", (notice) => notices.push(notice));
  await lame.open();
  expect(notices.map((notice) => notice.code)).toEqual(["maths-failed"]);
  expect(await lame.call({ tool: "clear_board" })).toMatchObject({ status: "error" });
});

test("what cannot be solved because the engine is not there is said, and the line stays as it was", async () => {
  engine.solves = false;
  await writer.write("x", "typing", 1);
  const [line] = writer.paper.get().board.items;
  await writer.solve(line?.id ?? 0, { kind: null });
  expect(notices.map(({ code }) => code)).toEqual(["maths-failed"]);
  expect(writer.paper.get().board.items[0]).toMatchObject({ latex: "x", work: null });
  engine.solves = true;
  await writer.solve(line?.id ?? 0, { kind: null });
  expect(writer.paper.get().board.items[0]).toMatchObject({ work: { state: "done" } });
});

test("what takes too much work is tried again with more, when that is asked for", async () => {
  await writer.write("hard", "typing", 1);
  const id = writer.paper.get().board.items[0]?.id ?? 0;
  await writer.solve(id, { kind: null });
  expect(writer.paper.get().board.items[0]).toMatchObject({
    work: { state: "done", en: { ok: false, refusal: { code: "too_long" } } },
  });
  await writer.solve(id, { kind: null }, true);
  expect(writer.paper.get().board.items[0]).toMatchObject({ work: { state: "done", en: { ok: true } } });
});

test("the letter and the method that were said are asked for; a method that does not fit is said and left", async () => {
  await writer.write("x solve for t by cramer", "typing", 1);
  expect(engine.asked).toMatchObject({ variable: "t", method: "cramer" });
  expect(writer.paper.get().board.items[0]).toMatchObject({ work: { variable: "t", method: "cramer" } });
  await writer.write("solve by unfit", "typing", 2);
  expect(engine.asked).not.toHaveProperty("method");
  expect(notices.map(({ code }) => code)).toEqual(["method-unfit"]);
  expect(writer.paper.get().board.items[0]).toMatchObject({ work: { state: "done", en: { ok: true } } });
});

test("the last line is read aloud when that is said", async () => {
  const heard: string[] = [];
  const aloud = new Writer(
    "en",
    () => {},
    (latex) => heard.push(latex),
  );
  await aloud.open();
  await aloud.write("x", "speech", 1);
  await aloud.write("readAloud", "speech", 2);
  expect(heard).toEqual(["x"]);
});

test("help comes level by level, and no further than the last", async () => {
  await writer.write("x", "typing", 1);
  const id = writer.paper.get().board.items[0]?.id ?? 0;
  const shown = () => {
    const [line] = writer.paper.get().board.items;
    return line?.type === "equation" ? line.hint?.hi.slice(0, line.hint.shown) : undefined;
  };
  await writer.hint(id);
  expect(shown()).toEqual(["hi 1"]);
  await writer.hint(id);
  await writer.hint(id);
  await writer.hint(id);
  expect(shown()).toEqual(["hi 1", "hi 2", "hi 3"]);
});

test("a formula is said in both languages, or not at all", async () => {
  expect(await writer.said("x")).toEqual({ en: "en: x", hi: "hi: x" });
  expect(await writer.said("?")).toBeNull();
});

/** What is said of the lines of the board, in order. */
const verdicts = () =>
  writer.paper
    .get()
    .board.items.map((item) => (item.type === "equation" ? (item.judgement?.verdict ?? null) : null));

test("while a problem is tried, each line is checked against the one before it", async () => {
  await writer.write("p", "typing", 1);
  writer.attempt(1);
  await writer.write("a", "typing", 2);
  await writer.write("wrong", "speech", 3);
  expect(verdicts()).toEqual([null, "equivalent", "wrong"]);
  expect(writer.paper.get().board.items[2]).toMatchObject({
    attempt: 1,
    judgement: { en: "en wrong after a", hi: "hi wrong after a" },
  });
  await writer.remove(2);
  expect(writer.paper.get().board.items[1]).toMatchObject({ judgement: { en: "en wrong after p" } });
  writer.attempt(null);
  await writer.write("b", "typing", 4);
  expect(verdicts()).toEqual([null, "wrong", null]);
});

test("of two readings of a line the one that follows is meant; outside an attempt the likelier one", async () => {
  await writer.write("wrong either", "speech", 1);
  writer.attempt(1);
  await writer.write("wrong either", "speech", 2);
  expect(formulas()).toEqual(["wrong either", "right"]);
  expect(writer.paper.get().board.items[1]).toMatchObject({ alternatives: [{ latex: "wrong either" }] });
  expect(verdicts()).toEqual([null, "equivalent"]);
});

test("the answer ends the attempt; a line that is wrong never counts as the answer", async () => {
  await writer.write("p", "typing", 1);
  writer.attempt(1);
  await writer.write("wrong", "typing", 2);
  await writer.write("en:p", "typing", 3);
  expect(writer.paper.get().board.attempting).toBe(1);
  await writer.remove(2);
  expect(verdicts()).toEqual([null, "solved"]);
  expect(writer.paper.get().board.attempting).toBeNull();
});

test("an attempt ends with its problem", async () => {
  await writer.write("p", "typing", 1);
  writer.attempt(1);
  writer.clear();
  expect(writer.paper.get().board.attempting).toBeNull();
});

test("practice brings another problem each time and begins an attempt; where there is none it says so", async () => {
  await writer.write("p", "typing", 1);
  await writer.practise(1);
  await writer.practise(1);
  expect(formulas()).toEqual(["p", "p+1", "p+2"]);
  expect(writer.paper.get().board.attempting).toBe(3);
  await writer.write("?", "typing", 2);
  await writer.practise(4);
  expect(notices).toMatchObject([{ code: "no-practice", en: "en none", hi: "hi none" }]);
});
