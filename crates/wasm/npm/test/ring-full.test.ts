import { expect, test } from "vitest";
import { CaptureLink } from "../src/audio/link.ts";
import type { ChunkMessage, FromCapture } from "../src/audio/messages.ts";
import { RingWriter } from "../src/audio/ring.ts";

const samples = new Int16Array(1_600);

/** As `openRing` makes it in an isolated page. */
async function ring(): Promise<SharedArrayBuffer> {
  const scope = globalThis as { crossOriginIsolated?: boolean };
  scope.crossOriginIsolated = true;
  const { openRing } = await import("../src/audio/ring.ts");
  const buffer = openRing();
  delete scope.crossOriginIsolated;
  if (buffer === undefined) throw new Error("no ring");
  return buffer;
}

test("a page that did not look for a minute loses nothing and hears all in its order", async () => {
  const buffer = await ring();
  const writer = new RingWriter(buffer);
  const { port1, port2 } = new MessageChannel();
  const told: number[] = [];
  const link = new CaptureLink(port2, buffer, (message: FromCapture) => {
    if (message.type === "chunk") told.push(message.sequence);
  });
  let byMessage = 0;
  let next = 0;
  const speak = (count: number) => {
    for (const end = next + count; next < end; next += 1) {
      if (writer.chunk(next, next / 10, 1, 0.1, 0, samples)) continue;
      byMessage += 1;
      const message: ChunkMessage = {
        ...{ type: "chunk", sequence: next, samples: new Int16Array(samples) },
        ...{ at: next / 10, speech: 1, level: 0.1, clipped: 0 },
      };
      port1.postMessage(message, [message.samples.buffer]);
    }
  };
  speak(600);
  expect(byMessage).toBe(600 - 128);
  // While messages are on their way the ring is not used again, or they would be overtaken.
  while (told.length < 600) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (next < 900) speak(3);
  }
  while (told.length < next) await new Promise((resolve) => setTimeout(resolve, 1));
  const before = byMessage;
  speak(50);
  while (told.length < next) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(byMessage).toBe(before);
  expect(told).toEqual(Array.from({ length: next }, (_, index) => index));
  link.close();
  port1.close();
});
