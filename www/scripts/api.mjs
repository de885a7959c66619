// Writes lesson/generated/api.ts from the server's OpenAPI description.

import { mkdir, writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";

const description = new URL("../../server/openapi.json", import.meta.url);
const types = new URL("../lesson/generated/api.ts", import.meta.url);
await mkdir(new URL(".", types), { recursive: true });
await writeFile(types, astToString(await openapi(description)));
