import { GanitaError } from "../error.ts";
import type { WasmOptions } from "./messages.ts";

// The smallest module with a SIMD instruction: (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt).
const simdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);

/** Refuses browsers that cannot run the module, with the reason. */
export function requireWasm(): void {
  if (typeof WebAssembly !== "object") throw new GanitaError("no-wasm");
  if (!WebAssembly.validate(simdProbe)) throw new GanitaError("no-wasm-simd");
}

const loading = new Map<string, Promise<WasmOptions>>();

/** Fetches and compiles `audio.wasm`; once for each address. */
export function loadAudioModule(address?: string | URL): Promise<WasmOptions> {
  return load(String(address ?? new URL("../../wasm/audio.wasm", import.meta.url)));
}

/** Fetches and compiles `echo.wasm`; once for each address. */
export function loadEchoModule(address?: string | URL): Promise<WasmOptions> {
  return load(String(address ?? new URL("../../wasm/echo.wasm", import.meta.url)));
}

function load(url: string): Promise<WasmOptions> {
  requireWasm();
  const known = loading.get(url);
  if (known !== undefined) return known;
  const promise = fetchAndCompile(url).catch((error: unknown) => {
    loading.delete(url);
    throw GanitaError.from(error, "not-loaded");
  });
  loading.set(url, promise);
  return promise;
}

async function fetchAndCompile(url: string): Promise<WasmOptions> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  return { module: await WebAssembly.compile(bytes), bytes };
}
