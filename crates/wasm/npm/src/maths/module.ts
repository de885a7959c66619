import { GanitaError } from "../error.ts";
import type { LiveActions, LiveEvent, LiveSettings } from "../generated/live.ts";
import type { Plot, Reading, Solution } from "../generated/maths.ts";

/** What wasm-bindgen makes of crates/wasm, as this package uses it. A test holds it against the real module. */
export interface MathsModule {
  convert(words: string, language: string): Reading;
  solve(latex: string, kind: string | undefined, variable: string | undefined, locale: string): Solution;
  plot(
    latex: string,
    variable: string | undefined,
    from: number | undefined,
    to: number | undefined,
    locale: string,
  ): Plot;
  plain(latex: string): string | undefined;
  Listener: new (
    language: string,
  ) => {
    hear(text: string): Reading;
    finish(): Reading;
    readonly stableLength: number;
    free(): void;
  };
  LiveMachine: new (
    settings: LiveSettings,
  ) => {
    onEvent(event: LiveEvent, nowMs: number): LiveActions;
    free(): void;
  };
}

/** Where the module's code comes from: an address, its bytes, or compiled. */
export type MathsWasm = string | URL | BufferSource | WebAssembly.Module;

/** The address of `maths_bg.wasm` beside this package. */
export function mathsWasmUrl(): string {
  return new URL("../../wasm/maths_bg.wasm", import.meta.url).href;
}

let loading: Promise<MathsModule> | undefined;

/** Loads the module into this thread; once. */
export function loadMaths(wasm?: MathsWasm): Promise<MathsModule> {
  if (typeof WebAssembly !== "object") return Promise.reject(new GanitaError("no-wasm"));
  loading ??= instantiate(wasm).catch((error: unknown) => {
    loading = undefined;
    throw error instanceof WebAssembly.CompileError
      ? new GanitaError("no-wasm-simd", error)
      : GanitaError.from(error, "not-loaded");
  });
  return loading;
}

async function instantiate(wasm: MathsWasm | undefined): Promise<MathsModule> {
  const glue = (await import("../../wasm/maths.js")) as unknown as MathsModule & {
    default(options: { module_or_path: MathsWasm }): Promise<unknown>;
  };
  await glue.default({ module_or_path: wasm ?? mathsWasmUrl() });
  return glue;
}
