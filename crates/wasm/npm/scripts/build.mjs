// Builds dist/: one ES module per source file by tsc, and each worklet as one self-contained file by esbuild.
//
// A worklet file that imports another fails to load from Next's bundlers, so what tsc wrote for it is replaced.

import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const worklets = ["capture", "player", "cleaner"].map((name) => join(folder, `src/audio/${name}-worklet.ts`));
const typescript = createRequire(import.meta.url).resolve("typescript/package.json");

rmSync(join(folder, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [join(dirname(typescript), "bin/tsc"), "-p", folder], { stdio: "inherit" });
await build({
  entryPoints: worklets,
  outdir: join(folder, "dist/audio"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  allowOverwrite: true,
  logLevel: "warning",
});

const bound = ["words", "notation", "algebra", "live"].flatMap((name) => [`${name}.js`, `${name}_bg.wasm`]);
for (const file of ["audio.wasm", "echo.wasm", "algebra_rest.wasm", ...bound]) {
  if (!existsSync(join(folder, "wasm", file))) {
    console.warn(`wasm/${file} is missing: run \`cargo xtask wasm\` before using the package`);
  }
}
