// The real audio.wasm, and sound to put through it.

import { readFileSync } from "node:fs";
import { type AudioExports, instantiate } from "../src/audio/abi.ts";

const bytes = readFileSync(new URL("../wasm/audio.wasm", import.meta.url));

/** A fresh instance of the module that the package ships. */
export function audioModule(): AudioExports {
  return instantiate(undefined, bytes);
}

/** The bytes that the package ships. */
export function audioBytes(): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/** A recorded question, with silence before and after it: 16 kHz, one channel. */
export function recording(name: string): { sampleRate: number; samples: Float32Array } {
  const file = readFileSync(new URL(`../../../../tests/recordings/${name}`, import.meta.url));
  const sampleRate = file.readUInt32LE(24);
  const data = file.indexOf("data") + 8;
  const silence = sampleRate;
  const count = (file.length - data) >> 1;
  const samples = new Float32Array(count + 2 * silence);
  for (let index = 0; index < count; index += 1) {
    samples[silence + index] = file.readInt16LE(data + 2 * index) / 32768;
  }
  return { sampleRate, samples };
}

/** The same sound at another rate, by straight lines between samples: good enough for a test. */
export function atRate(sound: { sampleRate: number; samples: Float32Array }, rate: number): Float32Array {
  const count = Math.floor((sound.samples.length * rate) / sound.sampleRate);
  const result = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const place = (index * sound.sampleRate) / rate;
    const before = Math.floor(place);
    const left = sound.samples[before] ?? 0;
    const right = sound.samples[before + 1] ?? left;
    result[index] = left + (right - left) * (place - before);
  }
  return result;
}
