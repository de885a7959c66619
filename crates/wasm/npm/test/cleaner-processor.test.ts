import { expect, test } from "vitest";
import { CleanerProcessor } from "../src/audio/cleaner-processor.ts";
import type { FromCleaner } from "../src/audio/messages.ts";
import { atRate, audioModule, recording } from "./audio-module.ts";

const RATE = 48_000;
const samples = atRate(recording("derivative-noisy.wav"), RATE);

function clean(quantum: number, strength: number): { heard: Float32Array; latencyMs: number } {
  const messages: FromCleaner[] = [];
  const processor = new CleanerProcessor(audioModule(), RATE, { denoise: "rnnoise", strength }, (message) =>
    messages.push(message),
  );
  const heard = new Float32Array(samples.length);
  for (let at = 0; at + quantum <= samples.length; at += quantum) {
    processor.process([samples.subarray(at, at + quantum)], [heard.subarray(at, at + quantum)]);
  }
  return { heard, latencyMs: processor.latencyMs };
}

function energy(sound: Float32Array, from: number, to: number): number {
  return sound.subarray(from * RATE, to * RATE).reduce((sum, sample) => sum + sample * sample, 0);
}

test("noise between words goes, words stay, at the same rate", () => {
  const { heard, latencyMs } = clean(128, 1);
  expect(latencyMs).toBeGreaterThan(0);
  expect(latencyMs).toBeLessThan(60);
  const seconds = samples.length / RATE;
  const ratio = energy(heard, 0, seconds) / energy(samples, 0, seconds);
  expect(ratio).toBeGreaterThan(0.3);
  expect(ratio).toBeLessThan(1.2);
  // The recording's own noise, before the first word.
  const [from, to] = [1.05, 1.2];
  expect(energy(heard, from, to)).toBeLessThan(energy(samples, from, to) * 0.5);
});

test("the length of the quantum does not matter", () => {
  expect(clean(480, 0.8).heard.subarray(0, RATE * 2)).toEqual(clean(128, 0.8).heard.subarray(0, RATE * 2));
});

test("without input silence comes out in the end", () => {
  const processor = new CleanerProcessor(audioModule(), RATE, { denoise: "off", strength: 0 }, () => {});
  const output = new Float32Array(128).fill(1);
  for (let quantum = 0; quantum < 100; quantum += 1) processor.process([], [output]);
  expect(output.every((sample) => sample === 0)).toBe(true);
});
