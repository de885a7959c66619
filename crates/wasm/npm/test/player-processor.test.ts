import { expect, test } from "vitest";
import type { FromPlayer } from "../src/audio/messages.ts";
import { PlayerProcessor } from "../src/audio/player-processor.ts";
import { audioModule } from "./audio-module.ts";

const RATE = 48_000;
const QUANTUM = 128;

function start() {
  const exports = audioModule();
  const messages: FromPlayer[] = [];
  const processor = new PlayerProcessor(exports, RATE, { capacityMs: 10_000, volume: 1 }, (message) =>
    messages.push(message),
  );
  const memory = exports.memory.buffer;
  let frames = 0;
  const render = (seconds: number) => {
    const heard: number[] = [];
    for (const end = frames + seconds * RATE; frames < end; frames += QUANTUM) {
      const channels = [new Float32Array(QUANTUM), new Float32Array(QUANTUM)];
      processor.render(channels, frames);
      expect(channels[0]).toEqual(channels[1]);
      heard.push(...(channels[0] as Float32Array));
    }
    expect(exports.memory.buffer, "memory must not grow while sound runs").toBe(memory);
    return heard;
  };
  const types = () => messages.map(({ type }) => type).filter((type) => type !== "level");
  return { processor, messages, render, types };
}

/** A tone of 440 Hz at 24 kHz. */
function tone(seconds: number): Int16Array<ArrayBuffer> {
  const samples = new Int16Array(seconds * 24_000);
  return samples.map((_, index) => 16_000 * Math.sin((2 * Math.PI * 440 * index) / 24_000));
}

/** How often a signal goes up through zero in a second, over the half second from 0.5 s on. */
function pitch(heard: number[]): number {
  const middle = heard.slice(RATE / 2, RATE);
  return 2 * middle.filter((sample, index) => sample >= 0 && (middle[index - 1] ?? 0) < 0).length;
}

const peak = (heard: number[]) => Math.max(...heard.map(Math.abs));

test("a tone comes out as loud and as high as it went in, after a short wait", () => {
  const { processor, messages, render, types } = start();
  expect(peak(render(0.1))).toBe(0);
  processor.receive({ type: "play", samples: tone(1) });
  processor.receive({ type: "finish" });
  const heard = render(1.5);
  expect(peak(heard)).toBeCloseTo(16_000 / 32_768, 1);
  expect(Math.abs(pitch(heard) - 440)).toBeLessThan(5);
  expect(types()).toEqual(["began", "ended"]);
  const began = messages.find((message) => message.type === "began");
  expect(began?.at).toBeGreaterThanOrEqual(0.1);
  expect(began?.at).toBeLessThan(0.35);
  expect(messages.filter(({ type }) => type === "level").length).toBeGreaterThan(10);
});

test("pieces that come one after the other are one speech", () => {
  const { processor, render, types } = start();
  for (let piece = 0; piece < 10; piece += 1) {
    processor.receive({ type: "play", samples: tone(0.1) });
    render(0.05);
  }
  processor.receive({ type: "finish" });
  render(2);
  expect(types()).toEqual(["began", "ended"]);
});

test("a flush is silent within 20 ms and forgets what waited", () => {
  const { processor, render, types } = start();
  processor.receive({ type: "play", samples: tone(5) });
  expect(peak(render(0.5))).toBeGreaterThan(0.4);
  processor.receive({ type: "flush" });
  render(0.02);
  expect(peak(render(1))).toBe(0);
  expect(types()).toContain("flushed");
});

test("volume is obeyed", () => {
  const { processor, render } = start();
  processor.receive({ type: "volume", volume: 0.25 });
  processor.receive({ type: "play", samples: tone(1) });
  render(0.4);
  expect(peak(render(0.2))).toBeCloseTo((16_000 / 32_768) * 0.25, 1);
});

test("what finds no room is reported", () => {
  const { processor, messages } = start();
  processor.receive({ type: "play", samples: tone(15) });
  const refused = messages.find((message) => message.type === "refused");
  expect(refused?.samples).toBeGreaterThan(3 * 24_000);
});

test("captions can follow: what was played or flushed is told on the scale of what was given", () => {
  const { processor, messages, render } = start();
  const played = () => messages.findLast((message) => message.type === "level")?.playedMs ?? 0;
  processor.receive({ type: "play", samples: tone(2) });
  render(1);
  expect(Math.abs(played() - 1_000)).toBeLessThan(60);
  processor.receive({ type: "flush" });
  render(0.1);
  processor.receive({ type: "play", samples: tone(5) });
  render(1);
  expect(Math.abs(played() - 3_000)).toBeLessThan(60);
  // It stands still while the network does, and goes on where it stopped.
  render(5);
  const dry = played();
  expect(Math.abs(dry - 7_000)).toBeLessThan(60);
  processor.receive({ type: "play", samples: tone(0.5) });
  processor.receive({ type: "finish" });
  render(0.3);
  expect(played()).toBeGreaterThan(7_000);
  expect(played()).toBeLessThanOrEqual(7_500);
});
