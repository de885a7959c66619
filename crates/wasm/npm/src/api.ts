// The server's REST routes, typed from its own OpenAPI description.

export { Api, type Parameters, type Wish } from "./api/client.ts";
export { type Problem, Refused } from "./api/refused.ts";
export { type ErrorReason, GanitaError } from "./error.ts";
export type { components, paths } from "./generated/api.ts";
