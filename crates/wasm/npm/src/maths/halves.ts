import { GanitaError } from "../error.ts";
import { isTrap, loader, type Renewable, type WasmSource } from "../module.ts";

/** A module that can go on with other code. `cargo xtask wasm` adds this to what wasm-bindgen writes. */
export interface Replaceable extends Renewable {
  replaceModule(module: WebAssembly.Module): void;
}

/** The name of the custom section in which both files say to which build they belong. */
const REST = "rest";
const ID_BYTES = 16;
const HEADER_BYTES = 8;
const CODE_SECTION = 10;

/**
 * A module in two files: what most problems run, and the functions that are missing there. Where one of them is called
 * the module traps; then the second file is loaded, the module begins anew with all functions, and is asked again. The
 * calls must need nothing but their arguments.
 */
export class Halves<Module extends Replaceable> {
  readonly module: Module;
  readonly #rest: WasmSource;
  /** Until the rest is there. */
  #first: Promise<BufferSource> | undefined;
  #completing: Promise<void> | undefined;

  constructor(module: Module, first: Promise<BufferSource>, rest: WasmSource) {
    this.module = module;
    this.#first = first;
    this.#rest = rest;
  }

  /** Whether all functions are there. */
  get isWhole(): boolean {
    return this.#first === undefined;
  }

  async ask<Answer>(question: (module: Module) => Answer): Promise<Answer> {
    try {
      return question(this.module);
    } catch (error) {
      if (this.isWhole || !isTrap(error)) throw error;
      // Others may ask while the rest is under way, and the memory is in the middle of something.
      this.module.__wbg_reset_state?.();
      await this.complete();
      return question(this.module);
    }
  }

  /** Loads the second file; a failed attempt is forgotten, so that a later one may succeed. */
  complete(): Promise<void> {
    this.#completing ??= this.#complete().catch((error: unknown) => {
      this.#completing = undefined;
      throw GanitaError.from(error, "not-loaded");
    });
    return this.#completing;
  }

  async #complete(): Promise<void> {
    const [first, rest] = await Promise.all([this.#first, content(this.#rest)]);
    if (first === undefined) return;
    const module = await WebAssembly.compile(joined(bytesOf(first), rest));
    this.module.replaceModule(module);
    this.#first = undefined;
  }
}

/** Loads a module in two files into this thread, once; the second file not yet. */
export function halvesLoader<Module extends Replaceable>(
  glue: () => Promise<unknown>,
  first: () => WasmSource,
  rest: () => WasmSource,
): (first?: WasmSource, rest?: WasmSource) => Promise<Halves<Module>> {
  let bytes: Promise<BufferSource>;
  const load = loader<Module>(glue, first, async (source) => {
    if (source instanceof WebAssembly.Module) {
      bytes = Promise.reject(
        new GanitaError("bad-setting", "the first file was given compiled, not as bytes"),
      );
    } else if (typeof source === "string" || source instanceof URL) {
      const response = await fetch(source);
      bytes = response.clone().arrayBuffer();
      // Said by whoever compiles the response itself.
      bytes.catch(() => {});
      return response;
    } else {
      bytes = Promise.resolve(source);
    }
    bytes.catch(() => {});
    return source;
  });
  let loaded: Promise<Halves<Module>> | undefined;
  return (firstSource, restSource) => {
    loaded ??= load(firstSource).then(
      (module) => new Halves(module, bytes, restSource ?? rest()),
      (error: unknown) => {
        loaded = undefined;
        throw error;
      },
    );
    return loaded;
  };
}

/** The module that the two files were made from, to the byte; of the second, what `restOf` finds in it. */
export function joined(first: Uint8Array, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  const id = (from: Uint8Array) => String.fromCharCode(...from.subarray(0, ID_BYTES));
  const pieces = [first.subarray(0, HEADER_BYTES)];
  let belongs: string | undefined;
  for (let at = HEADER_BYTES; at < first.length; ) {
    const [length, start] = number(first, at + 1);
    const end = start + length;
    const own = first[at] === 0 ? custom(first.subarray(start, end)) : undefined;
    if (own !== undefined) belongs = id(own);
    else if (first[at] === CODE_SECTION) {
      const code = whole(first.subarray(start, end), rest.subarray(ID_BYTES));
      pieces.push(Uint8Array.of(CODE_SECTION), numeral(total(code)), ...code);
    } else pieces.push(first.subarray(at, end));
    at = end;
  }
  if (belongs !== id(rest)) throw new Error("the two files of the module are not of the same build");
  const all = new Uint8Array(total(pieces));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The functions one after the other; each that has no body in `code` takes the next of `rest`. */
function whole(code: Uint8Array, rest: Uint8Array): Uint8Array[] {
  let [functions, at] = number(code, 0);
  const pieces = [code.subarray(0, at)];
  let taken = 0;
  let since = at;
  for (; functions > 0; functions -= 1) {
    const [length, body] = number(code, at);
    // No variables; `unreachable`; the end.
    const isMissing = length === 3 && code[body] === 0 && code[body + 1] === 0;
    if (isMissing) {
      const [restLength, restBody] = number(rest, taken);
      const restEnd = restBody + restLength;
      pieces.push(code.subarray(since, at), rest.subarray(taken, restEnd));
      taken = restEnd;
      since = body + length;
    }
    at = body + length;
  }
  if (taken !== rest.length) throw new Error("the second file of the module has functions too many");
  return [...pieces, code.subarray(since)];
}

async function content(source: WasmSource): Promise<Uint8Array> {
  if (source instanceof WebAssembly.Module) {
    const [section] = WebAssembly.Module.customSections(source, REST);
    if (section === undefined) throw new Error(`a module without the section ${REST}`);
    return new Uint8Array(section);
  }
  let bytes: Uint8Array;
  if (typeof source === "string" || source instanceof URL) {
    const response = await fetch(source);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}: ${source}`);
    bytes = new Uint8Array(await response.arrayBuffer());
  } else bytes = bytesOf(source);
  return restOf(bytes);
}

/** What the second file holds: its build, and the functions. */
export function restOf(file: Uint8Array): Uint8Array {
  const [length, start] = number(file, HEADER_BYTES + 1);
  const found = custom(file.subarray(start, start + length));
  if (found === undefined) throw new Error(`a file without the section ${REST}`);
  return found;
}

/** What stands in the custom section, where it is the one looked for. */
function custom(section: Uint8Array): Uint8Array | undefined {
  const [length, start] = number(section, 0);
  const name = String.fromCharCode(...section.subarray(start, start + length));
  return name === REST ? section.subarray(start + length) : undefined;
}

function bytesOf(source: BufferSource): Uint8Array {
  return source instanceof ArrayBuffer
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
}

/** A number in WebAssembly's variable-length code, and where it ends. */
function number(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
  throw new Error("no WebAssembly file");
}

function numeral(value: number): Uint8Array {
  const bytes = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Uint8Array.from([...bytes, value]);
}

function total(pieces: Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
