import { GanitaError } from "./error.ts";

/** Where a module's code comes from: an address, its bytes, or compiled. */
export type WasmSource = string | URL | BufferSource | WebAssembly.Module;

type Glue<Module> = Module & { default(options: { module_or_path: WasmSource }): Promise<unknown> };

/** Loads a wasm-bindgen module into this thread, once; a failed attempt is forgotten, so that a later one may succeed. */
export function loader<Module>(
  glue: () => Promise<unknown>,
  address: () => WasmSource,
): (source?: WasmSource) => Promise<Module> {
  let loading: Promise<Module> | undefined;
  const instantiate = async (source: WasmSource) => {
    const module = (await glue()) as Glue<Module>;
    await module.default({ module_or_path: source });
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
