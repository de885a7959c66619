import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ContextClock } from "../src/audio/clock.ts";
import { microphoneError, openMicrophone } from "../src/audio/microphone.ts";
import { startCapture } from "../src/audio.ts";
import { Emitter } from "../src/emitter.ts";
import { GanitaError } from "../src/error.ts";
import { reasonOfClose, socketUrl } from "../src/live/ticket.ts";
import { sentences } from "../src/sentences.ts";

describe("errors", () => {
  test.each(Object.entries(sentences))("%s is said in both languages", (_, { en, hi }) => {
    expect(en).toMatch(/^[A-Z].*\.$/);
    expect(hi).toMatch(/[\u0900-\u097f].*।$/);
  });

  test("keep what caused them, and are not wrapped twice", () => {
    const cause = new TypeError("no");
    const error = GanitaError.from(cause, "worklet-failed");
    expect(error).toMatchObject({ reason: "worklet-failed", cause, detail: "TypeError: no" });
    expect(GanitaError.from(error, "disposed")).toBe(error);
  });

  test.each([
    ["NotAllowedError", "microphone-denied"],
    ["NotFoundError", "microphone-missing"],
    ["OverconstrainedError", "microphone-missing"],
    ["NotReadableError", "microphone-busy"],
    ["SecurityError", "insecure-context"],
    ["Surprise", "microphone-failed"],
  ])("%s of the microphone is %s", (name, reason) => {
    expect(microphoneError(new DOMException("x", name)).reason).toBe(reason);
  });

  test.each([
    [4400, "bad-message"],
    [4401, "not-allowed"],
    [4403, "not-allowed"],
    [4408, "not-heard"],
    [4409, "opened-elsewhere"],
    [4410, "lesson-over"],
    [4429, "too-much"],
    [1011, "tutor-gone"],
    [1006, "server-unreachable"],
  ])("close code %d is %s", (code, reason) => {
    expect(reasonOfClose(code)).toBe(reason);
  });

  test("every close code that the server's own page names has a reason", () => {
    const page = readFileSync(new URL("../../../../server/README.md", import.meta.url), "utf8");
    const named = [...page.matchAll(/^\| (44\d\d) \|/gm)].map(([, code]) => Number(code));
    expect(named.length).toBeGreaterThanOrEqual(7);
    for (const code of named) {
      expect(reasonOfClose(code), String(code)).not.toBe("server-unreachable");
    }
  });
});

test("on a server, starting says that a browser is needed", async () => {
  await expect(startCapture()).rejects.toMatchObject({ reason: "no-browser" });
});

describe("the microphone", () => {
  const media = (getUserMedia: (wanted: { audio: Record<string, unknown> }) => Promise<unknown>) => {
    Object.defineProperty(globalThis, "navigator", {
      value: { mediaDevices: { getUserMedia } },
      configurable: true,
    });
  };

  test("is asked to keep out everything the device plays, and left noisy for us", async () => {
    const asked: unknown[] = [];
    media(async ({ audio }) => asked.push(audio));
    await openMicrophone("front");
    expect(asked).toEqual([
      {
        echoCancellation: { ideal: "all" },
        noiseSuppression: false,
        autoGainControl: true,
        channelCount: { ideal: 1 },
        deviceId: { exact: "front" },
      },
    ]);
  });

  test("is asked for no gain where ours is wanted, or none", async () => {
    const asked: unknown[] = [];
    media(async ({ audio }) => asked.push(audio.autoGainControl));
    await openMicrophone(undefined, "auto", "own");
    await openMicrophone(undefined, "auto", "off");
    await openMicrophone(undefined, "auto", "browser");
    expect(asked).toEqual([false, false, true]);
  });

  test("is asked again in older words by browsers that do not know the new ones", async () => {
    const asked: unknown[] = [];
    media(async ({ audio }) => {
      asked.push(audio.echoCancellation);
      if (audio.echoCancellation !== true) throw new TypeError("not a boolean");
    });
    await openMicrophone();
    expect(asked).toEqual([{ ideal: "all" }, true]);
  });

  test("is not asked twice when it was refused", async () => {
    let asked = 0;
    media(async () => {
      asked += 1;
      throw new DOMException("no", "NotAllowedError");
    });
    await expect(openMicrophone()).rejects.toMatchObject({ reason: "microphone-denied" });
    expect(asked).toBe(1);
  });
});

describe("the clock", () => {
  test("takes the smallest difference as the true one", () => {
    const clock = new ContextClock();
    clock.toPerformance(0, 1, 6_000);
    // The context's time had not moved on yet when this was read.
    expect(clock.toPerformance(1.1, 1.1, 6_105)).toBeCloseTo(6_100.5);
    expect(clock.toPerformance(1.2, 1.2, 6_196)).toBeCloseTo(6_196);
  });

  test("begins anew after sleep", () => {
    const clock = new ContextClock();
    clock.toPerformance(0, 1, 6_000);
    expect(clock.toPerformance(2, 2, 60_000)).toBe(60_000);
  });
});

test("one listener's failure does not keep the others from hearing", () => {
  class Bell extends Emitter<{ ring: [times: number] }> {
    ring(times: number) {
      this.emit("ring", times);
    }
  }
  const reported: unknown[] = [];
  Object.defineProperty(globalThis, "reportError", { value: (error: unknown) => reported.push(error) });
  const bell = new Bell();
  const heard: number[] = [];
  bell.on("ring", () => {
    throw new Error("deaf");
  });
  const forget = bell.on("ring", (times) => heard.push(times));
  bell.ring(1);
  forget();
  bell.ring(2);
  expect(heard).toEqual([1]);
  expect(reported).toHaveLength(2);
});

test("the socket is as safe as the server's address", () => {
  expect(socketUrl("https://school.example/lessons")).toBe("wss://school.example/ws/live");
  expect(socketUrl("http://127.0.0.1:8080")).toBe("ws://127.0.0.1:8080/ws/live");
});
