import { describe, expect, test } from "vitest";
import { CaptureProcessor } from "../src/audio/capture-processor.ts";
import type { CaptureWorkletOptions, FromCapture } from "../src/audio/messages.ts";
import { atRate, audioModule, recording } from "./audio-module.ts";

type Options = Partial<Omit<CaptureWorkletOptions, "module" | "bytes">>;
type Said<Type> = Extract<FromCapture, { type: Type }>;

const question = recording("solve-quadratic.wav");

/** Puts sound through a processor in quanta of `quantum` samples. */
function run(samples: Float32Array, sampleRate: number, quantum: number, options: Options = {}) {
  const exports = audioModule();
  const messages: FromCapture[] = [];
  const settings = { denoise: "rnnoise", strength: 0.8, gate: true, vad: {}, ...options } as const;
  const processor = new CaptureProcessor(exports, sampleRate, settings, (message) => messages.push(message));
  const memory = exports.memory.buffer;
  for (let at = 0; at < samples.length; at += quantum) {
    processor.process([samples.subarray(at, at + quantum)], at);
  }
  expect(exports.memory.buffer, "memory must not grow while sound runs").toBe(memory);
  const of = <Type extends FromCapture["type"]>(type: Type) =>
    messages.filter((message): message is Said<Type> => message.type === type);
  return { processor, messages, of };
}

describe.each([44_100, 48_000])("a question heard at %d Hz", (rate) => {
  const samples = atRate(question, rate);
  const heard = run(samples, rate, 128);

  test("becomes chunks of 100 ms, numbered without gaps", () => {
    const chunks = heard.of("chunk");
    expect(chunks.length).toBeGreaterThan(10);
    expect(chunks.map(({ sequence }) => sequence)).toEqual(chunks.map((_, index) => index));
    for (const { samples } of chunks) expect(samples).toHaveLength(1600);
    const loudest = Math.max(...chunks.flatMap(({ samples }) => [...samples].map(Math.abs)));
    expect(loudest).toBeGreaterThan(1000);
  });

  test("begins after the silence and ends before the end", () => {
    const [begins, ...rest] = heard.of("speech");
    expect(begins).toMatchObject({ speaking: true });
    expect(begins?.at).toBeGreaterThan(0.6);
    expect(begins?.at).toBeLessThan(1.7);
    expect(rest.at(-1)).toMatchObject({ speaking: false });
    expect(rest.at(-1)?.at).toBeLessThan(samples.length / rate);
  });

  test("is not sent while nobody speaks", () => {
    const statistics = heard.of("statistics").at(-1);
    expect(statistics?.heldBackSamples).toBeGreaterThan(8_000);
    expect(statistics?.lostEvents).toBe(0);
  });

  test("tells times in the past, in order", () => {
    const ends = heard.of("chunk").map(({ at }) => at);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    const steps = ends.slice(1).map((end, index) => end - (ends[index] as number));
    // The last chunk is filled up with silence: it ends where speech did.
    for (const step of steps.slice(0, -1)) expect(step).toBeCloseTo(0.1, 3);
    expect(ends.at(-1)).toBeLessThanOrEqual(samples.length / rate);
  });

  test.each([1, 100, 256, 480, 5_000])("is the same in quanta of %d", (quantum) => {
    const other = run(samples, rate, quantum);
    expect(other.of("chunk").map(({ samples }) => samples)).toEqual(
      heard.of("chunk").map(({ samples }) => samples),
    );
  });
});

test("without the gate every 100 ms is sent", () => {
  const samples = new Float32Array(48_000 * 3);
  expect(run(samples, 48_000, 128).of("chunk")).toHaveLength(0);
  const chunks = run(samples, 48_000, 128, { gate: false }).of("chunk");
  expect(chunks.length).toBeGreaterThanOrEqual(28);
  expect(chunks.length).toBeLessThanOrEqual(30);
});

test("quiet speech is made louder where that is asked for, and the statistics tell by how much", () => {
  const quiet = atRate(question, 16_000).map((sample) => sample / 10);
  const long = Float32Array.from({ length: 16_000 * 16 }, (_, n) => quiet[n % quiet.length] as number);
  const loudness = (gain: boolean) => {
    const { of } = run(long, 16_000, 128, { gain, gate: false });
    const late = of("chunk")
      .slice(110)
      .filter(({ speech }) => speech > 0.9)
      .map(({ level }) => level ** 2);
    const decibels = 10 * Math.log10(late.reduce((sum, one) => sum + one, 0) / late.length);
    return { decibels, told: of("statistics").at(-1)?.gainDb };
  };
  const without = loudness(false);
  const own = loudness(true);
  expect(without.told).toBe(0);
  expect(own.told).toBeGreaterThan(8);
  expect(own.decibels - without.decibels).toBeGreaterThan(8);
  expect(own.decibels).toBeGreaterThan(-26);
  expect(own.decibels).toBeLessThan(-18);
});

test("two channels become their mean, and no channels are no sound", () => {
  const { samples, sampleRate } = question;
  const inverted = samples.map((sample) => -sample);
  const messages: FromCapture[] = [];
  const options = { denoise: "off", strength: 0, gate: false, vad: {} } as const;
  const processor = new CaptureProcessor(audioModule(), sampleRate, options, (said) => messages.push(said));
  processor.process([], 0);
  processor.process([new Float32Array(0)], 0);
  expect(messages).toEqual([]);
  for (let at = 0; at + 128 <= samples.length; at += 128) {
    processor.process([samples.subarray(at, at + 128), inverted.subarray(at, at + 128)], at);
  }
  const chunks = messages.filter((message) => message.type === "chunk");
  expect(chunks.length).toBeGreaterThan(10);
  expect(chunks.every(({ samples }) => samples.every((sample) => sample === 0))).toBe(true);
});

test("clipping is told with the chunk in which it was heard", () => {
  const loud = Float32Array.from({ length: 48_000 }, (_, n) => (n >= 20_000 && n < 20_010 ? 1 : 0));
  const chunks = run(loud, 48_000, 128, { gate: false }).of("chunk");
  expect(chunks.reduce((sum, { clipped }) => sum + clipped, 0)).toBe(10);
  expect(chunks.filter(({ clipped }) => clipped > 0)).toHaveLength(1);
});

test("every way of cleaning can be had and changed to", () => {
  for (const denoise of ["off", "rnnoise", "gtcrn", "stationary", "adaptive"] as const) {
    const { processor, of } = run(new Float32Array(48_000), 48_000, 128, { denoise, gate: false });
    processor.receive({ type: "denoise", mode: "gtcrn", strength: 0.5 });
    expect(of("refused")).toEqual([]);
    expect(of("chunk").length).toBeGreaterThan(7);
  }
});

test("levels come about twenty times a second", () => {
  const levels = run(new Float32Array(16_000 * 2), 16_000, 128).of("level");
  expect(levels.length / 2).toBeGreaterThan(15);
  expect(levels.length / 2).toBeLessThan(25);
});

test("settings that are out of range are refused with the reason", () => {
  const post = () => {};
  const good = { denoise: "rnnoise", strength: 0.8, gate: true, vad: {} } as const;
  const make = (rate: number, options: Options) =>
    new CaptureProcessor(audioModule(), rate, { ...good, ...options }, post);
  expect(() => make(1_000, {})).toThrow(/sample rate/);
  expect(() => make(48_000, { strength: 2 })).toThrow(/strength/);
  expect(() => make(48_000, { denoise: "magic" as "off" })).toThrow(/not known/);
  expect(() => make(48_000, { vad: { positiveSpeechThreshold: 7 } })).toThrow(/speech detection/);
});

test("a change while running is taken, a wrong one refused without stopping", () => {
  const { processor, messages } = run(new Float32Array(4_800), 48_000, 128);
  processor.receive({ type: "denoise", mode: "off", strength: 1 });
  expect(messages.filter(({ type }) => type === "refused")).toEqual([]);
  processor.receive({ type: "denoise", mode: "rnnoise", strength: -1 });
  expect(messages.at(-1)).toEqual({ type: "refused", message: "the strength is not between 0 and 1" });
});
