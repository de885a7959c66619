// What nobody should hand over: nothing, a megabyte, talk, abuse, bytes, halves of characters, values that are no text.
// Words always come back as a reading; formulas as an answer that says why not; all else is refused with its reason. And
// the engine goes on.

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, here, type Link } from "../src/maths/link.ts";
import { Maths } from "../src/maths/maths.ts";
import { Recogniser } from "../src/recognise.ts";
import { fakeWorker } from "./fake-worker.ts";
import { wasm } from "./wasm-files.ts";

const MEGABYTE = 1 << 20;
const bytes = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));

/** No mathematics: what is said stays what is said. */
const talk: [name: string, words: string][] = [
  ["nothing", ""],
  ["spaces", " \t\n\u00a0\u3000 "],
  ["talk", "what a lovely evening it was at my uncle's house"],
  ["Hindi talk", "मेरा नाम राम है और मुझे भूख लगी है"],
  ["abuse", "shut up you stupid idiot"],
  ["Hindi abuse", "चुप रहो बेवकूफ़ गधे"],
  ["romanised abuse", "chup kar bewakoof gadhe"],
];

/** Whatever it is read as. */
const worse: [name: string, words: string][] = [
  ["markup", "<script>alert('hello')</script>"],
  ["bytes", bytes],
  ["halves of characters", "\ud800 x plus \udc00 one \ud83d"],
  ["marks that belong to nothing", "\u0301\u200d\u093c\ufeff\u202e x"],
  ["commands of LaTeX", String.raw`\href{javascript:alert(1)}{x} \input{/etc/passwd} \def\x{\x\x}`],
  ["a megabyte of one letter", "a".repeat(MEGABYTE)],
  ["a megabyte of mathematics", "x squared plus one ".repeat(MEGABYTE / 19)],
  ["a megabyte of talk", "नमस्ते hello ".repeat(MEGABYTE / 13)],
  ["a megabyte of bytes", bytes.repeat(MEGABYTE / 256)],
  ["brackets that nobody closes", "open bracket ".repeat(20_000)],
  ["roots of roots", `${"the square root of ".repeat(20_000)}x`],
];

const notText: [name: string, value: unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 42],
  ["not a number", Number.NaN],
  ["a big number", 10n ** 30n],
  ["a boolean", true],
  ["an object", { length: 4_000_000_000 }],
  ["a list", ["x", "plus", "one"]],
  ["bytes", new Uint8Array([120, 0, 255])],
  ["a String object", Object("x plus one")],
  ["a symbol", Symbol("x")],
  ["a function", () => "x"],
];

describe.each(["here", "worker"])("hostile input, %s", (place) => {
  let maths: Maths;

  beforeAll(async () => {
    const link: Link = place === "here" ? await here(wasm) : await connect(fakeWorker(), wasm);
    maths = new (Maths as unknown as new (link: Link) => Maths)(link);
    await maths.prepare();
  });
  afterAll(() => maths.dispose());

  const goesOn = async () => expect((await maths.convert("x squared plus one")).latex).toBe("x^{2} + 1");

  test.each(talk)("%s stays text", async (_, words) => {
    const reading = await maths.convert(words);
    expect(reading.isMathematics).toBe(false);
    const shown = (words.match(/\p{L}+/gu) ?? []).filter((word) => !reading.latex.includes(word));
    expect(shown).toEqual([]);
    await goesOn();
  });

  test.each([...talk, ...worse])("%s is read, and heard word by word", async (_, words) => {
    const reading = await maths.convert(words);
    expect(reading.confidence).toBeGreaterThanOrEqual(0);
    expect(reading.confidence).toBeLessThanOrEqual(1);
    expect(reading.alternatives.length).toBeLessThanOrEqual(3);
    // No command that does anything but set: KaTeX would not follow them either, another reader might.
    expect(reading.latex).not.toMatch(/\\(href|url|input|include|def|html\w*)(?![a-zA-Z])/);
    expect(reading.latex.length).toBeLessThan(20 * MEGABYTE);
    if (words.trim() !== "" && !reading.isMathematics) expect(reading.notes.length).toBeGreaterThan(0);
    const listener = maths.listen();
    await listener.hear(words.slice(0, 40));
    expect((await listener.hear(words)).latex).toBe(reading.latex);
    expect((await listener.finish()).latex).toBe(reading.latex);
    listener.dispose();
    await goesOn();
  });

  test.each([...talk, ...worse])("%s as a formula is answered", async (_, latex) => {
    const solution = await maths.solve(latex);
    if (!solution.ok) {
      expect(solution.refusal.text).not.toBe("");
      const hindi = await maths.solve(latex, { locale: "hi" });
      expect(hindi.ok || hindi.refusal.text).toMatch(/[\u0900-\u097f]/);
    }
    const review = await maths.checkWork([latex, "x = 1", latex]);
    expect(review.lines.length).toBeLessThanOrEqual(3);
    for (const shown of [
      await maths.plain(latex),
      await maths.mathml(latex),
      await maths.speak(latex, "hi"),
    ]) {
      expect(shown === null || typeof shown === "string").toBe(true);
    }
    await Promise.all([maths.hint(latex), maths.practice(latex), maths.plot(latex)]);
    await goesOn();
  });

  test.each(notText)("%s is no text", async (_, value) => {
    const given = value as string;
    const refused = { name: "GanitaError", reason: "not-text", hi: expect.stringMatching(/[\u0900-\u097f]/) };
    await expect(maths.convert(given)).rejects.toMatchObject(refused);
    await expect(maths.solve(given)).rejects.toMatchObject(refused);
    await expect(maths.checkWork([given])).rejects.toMatchObject(refused);
    await expect(maths.hint("x = 1", { soFar: [given] })).rejects.toMatchObject(refused);
    await expect(maths.speak(given)).rejects.toMatchObject(refused);
    const listener = maths.listen();
    await expect(listener.hear(given)).rejects.toMatchObject(refused);
    expect((await listener.hear("y cubed")).latex).toBe("y^{3}");
    listener.dispose();
    await goesOn();
  });

  test("lines that are no list, and options that are no text, are refused", async () => {
    await expect(maths.checkWork("x = 1" as unknown as string[])).rejects.toMatchObject({
      reason: "not-text",
    });
    const options = { kind: 7, locale: {}, variable: () => "x" } as unknown as object;
    await expect(maths.solve("x = 1", options)).rejects.toMatchObject({ reason: "bad-setting" });
    const longer = { longer: (() => true) as unknown as boolean };
    const solution = await maths.solve("x = 1", longer).catch((error) => error);
    expect(solution.ok ?? solution.reason).toSatisfy((found) => found === true || found === "bad-setting");
    await goesOn();
  });
});

test("whatever a recogniser hands over becomes words or nothing", async () => {
  const sessions: Browser[] = [];
  class Browser {
    onstart?: () => void;
    onresult?: (event: unknown) => void;
    constructor() {
      sessions.push(this);
    }
    static async available() {
      return "available";
    }
    start() {
      this.onstart?.();
    }
    abort() {}
  }
  vi.stubGlobal("SpeechRecognition", Browser);
  try {
    const recogniser = new Recogniser({ language: "auto" });
    const said: unknown[] = [];
    recogniser.on("transcript", ({ text }) => said.push(text));
    await recogniser.start();
    const hear = (transcript: unknown, isFinal: boolean) =>
      sessions.at(-1)?.onresult?.({ resultIndex: 0, results: [{ isFinal, 0: { transcript } }] });
    for (const isFinal of [false, true]) {
      for (const [, value] of notText) hear(value, isFinal);
      expect(said).toEqual([]);
      for (const [, words] of [...talk, ...worse]) hear(words, isFinal);
      const kept = [...talk, ...worse].map(([, words]) => words.trim()).filter(Boolean);
      expect(said.splice(0)).toEqual(kept);
    }
    recogniser.dispose();
  } finally {
    vi.unstubAllGlobals();
  }
});
