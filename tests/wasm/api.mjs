// Writes the types of the server's routes, from its OpenAPI description into the package.

import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";

/** Where they are kept. */
export const written = new URL("../../crates/wasm/npm/src/generated/api.ts", import.meta.url);

/** As they are made from the description. */
export async function made() {
  return astToString(await openapi(new URL("../../server/openapi.json", import.meta.url)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(written, await made());
