// Writes the types of the server's routes from its OpenAPI description: for the page and for the package.

import { mkdir, writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";

const description = new URL("../../server/openapi.json", import.meta.url);
const types = astToString(await openapi(description));
for (const place of ["../lesson/generated/api.ts", "../../crates/wasm/npm/src/generated/api.ts"]) {
  const file = new URL(place, import.meta.url);
  await mkdir(new URL(".", file), { recursive: true });
  await writeFile(file, types);
}
