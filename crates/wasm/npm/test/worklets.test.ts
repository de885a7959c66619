// The built worklet files in a global scope as bare as AudioWorkletGlobalScope is: no TextDecoder, no fetch, no timers,
// no self, and no import.

import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { audioBytes } from "./audio-module.ts";

interface Processor {
  port: { onmessage: ((event: { data: unknown }) => void) | null };
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

function load(name: string, processorOptions: object) {
  const code = readFileSync(new URL(`../dist/audio/${name}-worklet.js`, import.meta.url), "utf8");
  const posted: { type: string; message?: string }[] = [];
  let registered: { name: string; make: new (options: object) => Processor } | undefined;
  class AudioWorkletProcessor {
    port = { onmessage: null, postMessage: (message: { type: string }) => posted.push(message) };
  }
  const scope = {
    AudioWorkletProcessor,
    WebAssembly,
    sampleRate: 48_000,
    currentFrame: 0,
    registerProcessor: (name: string, make: new (options: object) => Processor) => {
      registered = { name, make };
    },
  };
  runInNewContext(code, scope);
  if (registered === undefined) throw new Error("nothing was registered");
  return { name: registered.name, processor: new registered.make({ processorOptions }), posted };
}

const settings = { denoise: "rnnoise", strength: 0.8, gate: true, vad: {}, capacityMs: 1_000, volume: 1 };

describe.each(["capture", "player", "cleaner"])("the %s worklet", (name) => {
  test("is ready when it was given the compiled module", () => {
    const module = new WebAssembly.Module(audioBytes());
    const made = load(name, { ...settings, module, bytes: undefined });
    expect(made.name).toBe(`ganita-${name}`);
    expect(made.posted).toMatchObject([{ type: "ready" }]);
  });

  test("is ready when only the bytes arrived", () => {
    expect(load(name, { ...settings, module: {}, bytes: audioBytes() }).posted).toMatchObject([
      { type: "ready" },
    ]);
  });

  test("says what is wrong with a module, and stops", () => {
    const { processor, posted } = load(name, { ...settings, bytes: new ArrayBuffer(8) });
    expect(posted).toMatchObject([{ type: "error" }]);
    expect(posted[0]?.message).toBeTruthy();
    expect(processor.process([[]], [[]])).toBe(false);
  });

  test("lives with nothing connected until it is stopped", () => {
    const { processor, posted } = load(name, { ...settings, bytes: audioBytes() });
    expect(processor.process([[]], [[new Float32Array(128)]])).toBe(true);
    expect(processor.process([], [])).toBe(true);
    processor.port.onmessage?.({ data: { type: "stop" } });
    expect(processor.process([[]], [[]])).toBe(false);
    expect(posted.filter(({ type }) => type === "error")).toEqual([]);
  });
});
