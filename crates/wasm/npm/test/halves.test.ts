// The solver in two files: what most problems need, and the rest when one needs it.

import { afterEach, describe, expect, test, vi } from "vitest";
import type { Halves } from "../src/maths/halves.ts";
import { joined, restOf } from "../src/maths/halves.ts";
import type { AlgebraModule, MathsWasm } from "../src/maths/module.ts";
import { isTrap } from "../src/module.ts";
import { file, wasm } from "./wasm-files.ts";

const usual = "x^{2} - 5x + 6 = 0";
/** Students' lines are not in the first file. */
const work = ["2x + 3 = 7", "2x = 10", "x = 5"];

/** A thread's own: the modules are loaded once in each. */
async function fresh(sources: MathsWasm = wasm) {
  vi.resetModules();
  const { MathsEngine } = await import("../src/maths/engine.ts");
  const { loadAlgebra, loadNotation, loadWords } = await import("../src/maths/module.ts");
  const load = () => loadAlgebra(sources.algebra, sources.algebraRest);
  const words = await loadWords(sources.words);
  const engine = new MathsEngine(words, () => loadNotation(sources.notation), load);
  const solve = () => engine.solve(usual, undefined, undefined, "en", undefined);
  return { engine, load, solve, check: () => engine.checkWork(work, "en") };
}

/** A network that can be cut off; what was asked of it. */
function network() {
  const asked: string[] = [];
  const state = { isThere: true, asked };
  vi.stubGlobal("fetch", async (address: string) => {
    const name = `${address}`.split("/").at(-1) ?? "";
    asked.push(name);
    if (!state.isThere) throw new TypeError("Failed to fetch");
    return new Response(file(name.replace(".wasm", "")), { headers: { "Content-Type": "application/wasm" } });
  });
  return state;
}
afterEach(() => vi.unstubAllGlobals());

test("what most ask is answered by the first file; what it has not makes it load the rest, once", async () => {
  const { asked } = network();
  const { engine, load, solve, check } = await fresh({ words: wasm.words, notation: wasm.notation });
  const before = await solve();
  expect(before).toMatchObject({ ok: true, answerLatex: expect.stringContaining("x = 2") });
  expect(asked).toEqual(["algebra_bg.wasm"]);
  expect((await load()).isWhole).toBe(false);
  // Both need the rest at the same time.
  const [review] = await Promise.all([check(), engine.checkWork(work, "hi"), solve()]);
  expect(review.firstWrong).toBe(1);
  expect((await load()).isWhole).toBe(true);
  expect(await solve()).toEqual(before);
  expect(await check()).toEqual(review);
  await engine.prepare();
  expect(asked).toEqual(["algebra_bg.wasm", "algebra_rest.wasm"]);
});

test("without a network what needs the rest says so, the first file goes on, and the next try works", async () => {
  const state = network();
  const { solve, check } = await fresh({ words: wasm.words });
  const before = await solve();
  state.isThere = false;
  await expect(check()).rejects.toMatchObject({
    reason: "not-loaded",
    en: expect.stringContaining("Check the connection"),
    hi: expect.stringMatching(/[\u0900-\u097f]/),
  });
  expect(await solve()).toEqual(before);
  state.isThere = true;
  expect((await check()).firstWrong).toBe(1);
});

test("all is there after it was prepared", async () => {
  const state = network();
  const { engine, check } = await fresh({ words: wasm.words, notation: wasm.notation });
  await engine.prepare();
  state.isThere = false;
  expect((await check()).firstWrong).toBe(1);
});

describe.each(["the first file", "the whole"])("a trap in %s", (state) => {
  test("the modules begin anew and answer again", async () => {
    const { engine, load, solve } = await fresh();
    const before = await solve();
    const halves = await load();
    if (state === "the whole") await halves.complete();
    expect(halves.isWhole).toBe(state === "the whole");
    expect(isTrap(await trap(halves))).toBe(true);
    engine.renew();
    expect(await solve()).toEqual(before);
    expect(halves.isWhole).toBe(state === "the whole");
  });

  test("a question that traps with all functions, too, is given up", async () => {
    const { engine, load, solve } = await fresh();
    const before = await solve();
    const halves = await load();
    if (state === "the whole") await halves.complete();
    let times = 0;
    const question = () => {
      times += 1;
      throw new WebAssembly.RuntimeError("unreachable");
    };
    await expect(halves.ask(question)).rejects.toThrow("unreachable");
    expect(times).toBe(state === "the whole" ? 1 : 2);
    engine.renew();
    expect(await solve()).toEqual(before);
  });
});

/** Addresses beyond the memory: what a panic or a full stack does, a trap in the middle of a call. */
async function trap({ module }: Halves<AlgebraModule>): Promise<unknown> {
  const glue = module as unknown as { default(): Promise<WebAssembly.Exports> };
  const { memory, solve } = (await glue.default()) as WebAssembly.Exports & {
    memory: WebAssembly.Memory;
    solve: (...values: unknown[]) => unknown;
  };
  try {
    return solve(memory.buffer.byteLength, 9e6, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0);
  } catch (error) {
    return error;
  }
}

test("the rest may be compiled; the first file may not, and says so when the rest is needed", async () => {
  const rest = await WebAssembly.compile(wasm.algebraRest);
  expect((await (await fresh({ ...wasm, algebraRest: rest })).check()).firstWrong).toBe(1);
  const compiled = await fresh({ ...wasm, algebra: await WebAssembly.compile(wasm.algebra) });
  expect(await compiled.solve()).toMatchObject({ ok: true });
  await expect(compiled.check()).rejects.toMatchObject({ reason: "bad-setting" });
});

test("files of two builds, or others, are not put together", async () => {
  const other = Buffer.from(wasm.algebraRest);
  const id = other.indexOf("rest") + 4;
  other.write("0123456789abcdef", id, "latin1");
  await expect((await fresh({ ...wasm, algebraRest: other })).check()).rejects.toMatchObject({
    reason: "not-loaded",
    detail: expect.stringContaining("not of the same build"),
  });
  await expect((await fresh({ ...wasm, algebraRest: wasm.words })).check()).rejects.toMatchObject({
    reason: "not-loaded",
  });
  const rest = restOf(wasm.algebraRest);
  expect(() => joined(wasm.algebra, rest.subarray(0, -1))).toThrow();
  expect(() => joined(wasm.algebra, Buffer.concat([rest, rest.subarray(16)]))).toThrow("functions too many");
});
