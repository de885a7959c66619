// The built package as somebody else sees it.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const folder = new URL("../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", folder), "utf8")) as {
  exports: Record<string, { types: string; default: string } | string>;
};
const entries = Object.entries(manifest.exports).filter(
  (entry): entry is [string, { types: string; default: string }] => typeof entry[1] === "object",
);

test.each(entries)("%s can be imported where there is no window", async (_, { types, default: code }) => {
  expect(existsSync(new URL(types, folder))).toBe(true);
  const names = Object.keys(await import(new URL(code, folder).href));
  expect(names).toContain("GanitaError");
});

describe("worklets", () => {
  const files = readdirSync(new URL("dist/audio/", folder)).filter((name) => name.endsWith("-worklet.js"));

  test.each(files)("%s imports nothing", (name) => {
    const code = readFileSync(new URL(`dist/audio/${name}`, folder), "utf8");
    expect(code).not.toMatch(/\bimport\b|\bexport\b/);
  });

  test("there are three", () => expect(files).toHaveLength(3));
});

test.each(["audio", "echo"])("%s.wasm imports nothing", async (name) => {
  const module = await WebAssembly.compile(readFileSync(new URL(`wasm/${name}.wasm`, folder)));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
});
