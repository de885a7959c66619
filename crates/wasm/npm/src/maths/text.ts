import { GanitaError } from "../error.ts";

/** `value` itself when it is text. JavaScript hands over anything, and the module would read it as if it were text. */
export function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new GanitaError("not-text", `expected text, found ${kind(value)}`);
}

/** The lines of a list, each of them text. */
export function texts(value: unknown): string[] {
  if (!Array.isArray(value))
    throw new GanitaError("not-text", `expected a list of lines, found ${kind(value)}`);
  return value.map(text);
}

/** An option: text, or absent. */
export function option<Text extends string | undefined>(value: Text): Text {
  if (value === undefined || typeof value === "string") return value;
  throw new GanitaError("bad-setting", `expected text, found ${kind(value)}`);
}

function kind(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
