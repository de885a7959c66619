import type { LiveActions, LiveEvent, LiveSettings } from "../generated/live.ts";
import { loader } from "../module.ts";

/** What wasm-bindgen makes of the part of crates/wasm that leads a lesson. A test holds it against the real module. */
export interface LiveModule {
  LiveMachine: new (
    settings: LiveSettings,
  ) => {
    onEvent(event: LiveEvent, nowMs: number): LiveActions;
    free(): void;
  };
}

/** Loads the machine into this thread; once. */
export const loadLive = loader<LiveModule>(
  () => import("../../wasm/live.js"),
  () => new URL("../../wasm/live_bg.wasm", import.meta.url).href,
);
