// @ganita/web as npm would publish it: packed, and unpacked into an application of a stranger.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const place = join(root, "target/packed");

/** The package's tarball, made anew. */
export function tarball() {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  execFileSync("npm", ["pack", "--silent", "--pack-destination", place], {
    cwd: join(root, "crates/wasm/npm"),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [file] = readdirSync(place);
  return join(place, file);
}

/** A copy of `app/` with nothing but the tarball's files as its own dependency. Next and React are the repository's. */
export function application(tarball) {
  const folder = join(place, "application");
  cpSync(fileURLToPath(new URL("app", import.meta.url)), folder, { recursive: true });
  const home = join(folder, "node_modules/@ganita/web");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", home, "--strip-components=1"]);
  return folder;
}
