import { GanitaError } from "./error.ts";

/** Where a module's code comes from: an address, its bytes, or compiled. */
export type WasmSource = string | URL | BufferSource | WebAssembly.Module;

/** A module that can begin anew: its memory is as after loading, and what was in it is gone. */
export interface Renewable {
  __wbg_reset_state?(): void;
}

/** Whether a call was cut off in the middle: what the module's memory then holds cannot be trusted any more. */
export function isTrap(error: unknown): boolean {
  // A stack that is full is a RangeError in Chromium and WebKit, an InternalError in Firefox.
  const isFull = error instanceof RangeError || (error instanceof Error && error.name === "InternalError");
  return isFull || error instanceof WebAssembly.RuntimeError;
}

type Glue<Module> = Module & {
  default(options: { module_or_path: WasmSource | Response }): Promise<unknown>;
};

/**
 * Loads a wasm-bindgen module into this thread, once; a failed attempt is forgotten, so that a later one may succeed.
 * `fetched` may see to it that a source is fetched.
 */
export function loader<Module>(
  glue: () => Promise<unknown>,
  address: () => WasmSource,
  fetched: (source: WasmSource) => Promise<WasmSource | Response> = async (source) => source,
): (source?: WasmSource) => Promise<Module> {
  let loading: Promise<Module> | undefined;
  const instantiate = async (source: WasmSource) => {
    const module = (await glue()) as Glue<Module>;
    await module.default({ module_or_path: await fetched(source) });
    return module;
  };
  return (source) => {
    if (typeof WebAssembly !== "object") return Promise.reject(new GanitaError("no-wasm"));
    loading ??= instantiate(source ?? address()).catch((error: unknown) => {
      loading = undefined;
      throw error instanceof WebAssembly.CompileError
        ? new GanitaError("no-wasm-simd", error)
        : GanitaError.from(error, "not-loaded");
    });
    return loading;
  };
}
