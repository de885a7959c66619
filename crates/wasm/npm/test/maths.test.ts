// The real maths module, in this thread and behind the worker's messages.

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, here, type Link } from "../src/maths/link.ts";
import { Maths } from "../src/maths/maths.ts";
import { fakeWorker } from "./fake-worker.ts";
import { wasm } from "./wasm-files.ts";

describe.each(["here", "worker"])("mathematics, %s", (place) => {
  let maths: Maths;

  beforeAll(async () => {
    const link: Link = place === "here" ? await here(wasm) : await connect(fakeWorker(), wasm);
    // Made from a link, which is what differs between the two.
    maths = new (Maths as unknown as new (link: Link) => Maths)(link);
  });
  afterAll(() => maths.dispose());

  test("a sentence becomes a formula", async () => {
    expect(await maths.convert("x squared plus one", { language: "en" })).toMatchObject({
      latex: "x^{2} + 1",
      isMathematics: true,
      command: null,
    });
  });

  test("a formula is said back in English and Hindi, and shown as MathML", async () => {
    expect(await maths.speak("x^{2} = \\frac{1}{2}")).toBe("x squared equals 1 over 2");
    expect(await maths.speak("x^{2} + 1", "hi")).toBe("x का वर्ग जोड़ 1");
    expect(await maths.speak("\\frac{1}{")).toBeNull();
    const reading = await maths.convert("x squared plus one", { language: "en" });
    expect(await maths.mathml(reading.latex)).toContain(
      "<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn>",
    );
  });

  test("what is asked for is not part of the formula", async () => {
    const reading = await maths.convert("solve x squared minus five x plus six equals zero");
    expect(reading).toMatchObject({ latex: "x^{2} - 5x + 6 = 0", command: "solve" });
    expect(reading.spans[0]).toEqual({ words: [0, 1], role: "command" });
  });

  test("a sentence is followed while it grows, and ends as when said at once", async () => {
    const listener = maths.listen({ language: "en" });
    let stable = 0;
    const words = "x squared plus one over two equals y".split(" ");
    for (let count = 1; count <= words.length; count += 1) {
      const text = words.slice(0, count).join(" ");
      const reading = await listener.hear(text);
      expect(reading.latex).toBe((await maths.convert(text, { language: "en" })).latex);
      expect(listener.stableLength).toBeLessThanOrEqual(reading.latex.length);
      expect(listener.stableLength).toBeGreaterThanOrEqual(stable);
      stable = listener.stableLength;
    }
    expect((await listener.finish()).latex).toBe(
      (await maths.convert(words.join(" "), { language: "en" })).latex,
    );
    expect((await listener.hear("y cubed")).latex).toBe("y^{3}");
    listener.dispose();
    await expect(listener.hear("more")).rejects.toMatchObject({ reason: "disposed" });
  });

  test("a quadratic is solved in steps, told in both languages", async () => {
    const problem = "x^{2} - 5x + 6 = 0";
    const solution = await maths.solve(problem, { kind: "solve" });
    if (!solution.ok) throw new Error(solution.refusal.text);
    expect(solution.readAsLatex).toBe(problem);
    expect(solution.answersLatex.join(" ")).toMatch(/2.*3|3.*2/);
    expect(solution.steps.length).toBeGreaterThan(1);
    expect(solution.steps[0]).toMatchObject({ number: "1", beforeLatex: problem });
    const hindi = await maths.solve(problem, { kind: "solve", locale: "hi" });
    if (!hindi.ok) throw new Error(hindi.refusal.text);
    expect(hindi.steps.map(({ rule }) => rule)).toEqual(solution.steps.map(({ rule }) => rule));
    expect(hindi.steps[0]?.text).toMatch(/[\u0900-\u097f]/);
  });

  test("what cannot be read is refused with its place", async () => {
    expect(await maths.solve("\\frac{1}{")).toMatchObject({ ok: false, refusal: { code: "unreadable" } });
    expect(await maths.solve("x", { kind: "cook" })).toMatchObject({
      ok: false,
      refusal: { code: "unknown_kind", text: expect.stringMatching(/solve,.*mean,/) as string },
    });
  });

  test("a quadratic is solved by the method that is chosen among those named", async () => {
    const problem = "x^{2} - 5x + 6 = 0";
    const usual = await maths.solve(problem);
    if (!usual.ok) throw new Error(usual.refusal.text);
    expect(usual.alternatives.map(({ name }) => name)).toContain("completing_square");
    const magic = await maths.solve(problem, { method: "magic" });
    expect(magic.ok || magic.refusal.code).toBe("no_such_method");
    expect(magic.ok || magic.refusal.text).toContain("completing_square");
    const chosen = await maths.solve(problem, { method: "completing_square", longer: true, decimals: 3 });
    expect(chosen).toMatchObject({ ok: true, decimal: { places: 3 } });
    if (!chosen.ok) throw new Error(chosen.refusal.text);
    expect(chosen.method?.name).toBe("completing_square");
    expect(chosen.answerLatex).toBe(usual.answerLatex);
  });

  test("a logarithm is read as in the class, of the call or of the student", async () => {
    const answer = async (schoolClass?: number) => {
      const solution = await maths.solve("\\log x = 2", schoolClass === undefined ? {} : { schoolClass });
      return solution.ok ? solution.answerLatex : solution.refusal.text;
    };
    expect(await Promise.all([answer(9), answer(11), answer()])).toEqual([
      "x = 100",
      "x = e^{2}",
      "x = e^{2}",
    ]);
    const lines = ["\\log x = 2", "x = 100"];
    expect((await maths.checkWork(lines, { schoolClass: 12 })).firstWrong).toBe(1);
    // Where no class is said, the student may mean either.
    expect((await maths.checkWork(lines)).firstWrong).toBeNull();
    maths.schoolClass = 10;
    expect(await answer()).toBe("x = 100");
    expect(await answer(12)).toBe("x = e^{2}");
    expect((await maths.checkWork(lines)).firstWrong).toBeNull();
    expect(await maths.hint("\\log x = 2")).toMatchObject({ ok: true, rule: expect.any(String) });
    const practice = await maths.practice("\\log x = 2");
    expect(practice.ok && practice.latex).toContain("\\log_{10}");
    const plot = await maths.plot("y = \\log x", { from: 0, to: 20 });
    const last = plot.ok ? plot.curves.at(-1)?.at(-1) : undefined;
    expect(last?.[1]).toBeCloseTo(Math.log10(20), 6);
    maths.schoolClass = undefined;
  });

  test("a student's own lines are checked, and the mistake is named in both languages", async () => {
    const lines = ["2x + 3 = 7", "2x = 10", "x = 5"];
    const review = await maths.checkWork(lines);
    expect(review.firstWrong).toBe(1);
    expect(review.lines.map(({ verdict }) => verdict)).toEqual(["start", "wrong", "equivalent"]);
    expect(review.lines[1]).toMatchObject({ mistake: "transposed without sign", readAsLatex: "2x = 10" });
    const hindi = await maths.checkWork(lines, { locale: "hi" });
    expect(hindi.lines[1]?.text).toMatch(/[\u0900-\u097f]/);
  });

  test("a hint goes on from the student's lines, and a similar problem can be solved", async () => {
    const hint = await maths.hint("2x + 3 = 7", { soFar: ["2x = 4"] });
    expect(hint).toMatchObject({ ok: true, afterLatex: null });
    expect(hint.ok && hint.levels.join(" ")).not.toContain("x = 2");
    expect(await maths.hint("2x + 3 = 7")).toMatchObject({ ok: true, afterLatex: "2x = 7 - 3" });
    const practice = await maths.practice("x^{2} - 5x + 6 = 0", { seed: 3 });
    if (!practice.ok) throw new Error(practice.refusal.text);
    expect(practice.latex).not.toBe("x^{2} - 5x + 6 = 0");
    expect(await maths.solve(practice.latex, { kind: practice.kind })).toMatchObject({ ok: true });
  });

  test("a parabola is drawn", async () => {
    const plot = await maths.plot("x^{2} - 1", { from: -3, to: 3 });
    if (!plot.ok) throw new Error(plot.refusal.text);
    const points = plot.curves.flat();
    expect(points.length).toBeGreaterThan(20);
    for (const [x, y] of points) expect(y).toBeCloseTo(x * x - 1, 6);
    expect(plot.marks.filter(({ kind }) => kind === "root").map(({ x }) => Math.round(x))).toEqual([-1, 1]);
  });

  test("formulas are said in plain characters", async () => {
    expect(await maths.plain("x^{2} + 1")).toMatch(/x²|x\^2/);
    expect(await maths.plain("\\frac{")).toBeNull();
    expect(await maths.mathml("\\frac{1}{2}")).toContain("<mfrac><mn>1</mn><mn>2</mn></mfrac>");
    expect(await maths.mathml("\\frac{")).toBeNull();
  });
});

test("where there are no workers the engine runs in this thread, unless a worker was insisted on", async () => {
  const maths = await Maths.create({ wasm });
  expect((await maths.convert("x cubed")).latex).toBe("x^{3}");
  maths.dispose();
  await expect(Maths.create({ wasm, worker: true })).rejects.toMatchObject({ reason: "no-worker" });
});

test("a worker that cannot start says so", async () => {
  const worker = fakeWorker();
  const connecting = connect(worker, wasm);
  worker.fail("refused by policy");
  await expect(connecting).rejects.toMatchObject({ reason: "no-worker" });
});

test("what waits when the engine is disposed of is refused", async () => {
  const link = await connect(fakeWorker(), wasm);
  const waiting = link.call("convert", "x", "en");
  link.dispose();
  await expect(waiting).rejects.toMatchObject({ reason: "disposed" });
  await expect(link.call("convert", "x", "en")).rejects.toMatchObject({ reason: "disposed" });
});

test("a worker that dies refuses what waits, and what comes", async () => {
  const worker = fakeWorker();
  const link = await connect(worker, wasm);
  const waiting = link.call("convert", "x", "en");
  worker.fail("out of memory");
  await expect(waiting).rejects.toMatchObject({ reason: "maths-failed" });
  await expect(link.call("convert", "x", "en")).rejects.toMatchObject({ reason: "maths-failed" });
});

test("words are read while algebra cannot be loaded, and problems wait for nothing else", async () => {
  vi.resetModules();
  const { Maths: Fresh } = await import("../src/maths/maths.ts");
  const maths = await Fresh.create({ worker: false, wasm: { ...wasm, algebra: new Uint8Array([1, 2, 3]) } });
  await expect(maths.solve("x = 1")).rejects.toMatchObject({ reason: "no-wasm-simd" });
  await expect(maths.prepare()).rejects.toMatchObject({ reason: "no-wasm-simd" });
  expect((await maths.convert("x cubed")).latex).toBe("x^{3}");
});
