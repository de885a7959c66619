import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Transcript } from "../src/live/events.ts";
import { Recogniser } from "../src/recognise.ts";

// A browser's recogniser as webaudio.github.io/web-speech-api describes it, led by the test. What a real
// Chromium without language packs does is in chromium.test.ts.

type Listener = ((event: unknown) => void) | null;

class Browser {
  static sessions: Browser[] = [];
  static ready: string[] = [];
  static downloadable: string[] = [];
  static async available({ langs, processLocally }: { langs: string[]; processLocally: boolean }) {
    const [tag = ""] = langs;
    if (Browser.ready.includes(tag) && processLocally) return "available";
    return Browser.downloadable.includes(tag) ? "downloadable" : "unavailable";
  }
  static async install({ langs: [tag = ""] }: { langs: string[] }) {
    if (!Browser.downloadable.includes(tag)) return false;
    Browser.ready.push(tag);
    return true;
  }

  lang = "";
  continuous = false;
  interimResults = false;
  processLocally = false;
  phrases: { phrase: string; boost: number }[] = [];
  onstart: Listener = null;
  onend: Listener = null;
  onresult: Listener = null;
  onerror: Listener = null;
  stopped = false;
  aborted = false;

  constructor() {
    Browser.sessions.push(this);
  }
  start() {
    this.onstart?.({});
  }
  stop() {
    this.stopped = true;
    this.onend?.({});
  }
  abort() {
    this.aborted = true;
    this.onend?.({});
  }
  /** Words as results: `+` before those that are final. */
  hear(...words: string[]) {
    const results = words.map((text) => ({
      isFinal: text.startsWith("+"),
      length: 1,
      0: { transcript: text.replace(/^\+/, ""), confidence: 0.9 },
    }));
    this.onresult?.({ resultIndex: 0, results });
  }
  fail(error: string) {
    this.onerror?.({ error });
    this.onend?.({});
  }
}

class Phrase {
  readonly phrase: string;
  readonly boost: number;
  constructor(phrase: string, boost: number) {
    this.phrase = phrase;
    this.boost = boost;
  }
}

const session = () => {
  const last = Browser.sessions.at(-1);
  if (last === undefined) throw new Error("the browser's recogniser was not started");
  return last;
};

beforeEach(() => {
  vi.useFakeTimers();
  Browser.sessions = [];
  Browser.ready = ["en-IN", "hi-IN"];
  Browser.downloadable = [];
  vi.stubGlobal("SpeechRecognition", Browser);
  vi.stubGlobal("SpeechRecognitionPhrase", Phrase);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function listening(language: "en" | "hi" | "auto" = "en") {
  const recogniser = new Recogniser({ language });
  const said: string[] = [];
  const errors: string[] = [];
  recogniser.on("transcript", ({ text, final }: Transcript) => said.push(`${final ? "+" : "…"} ${text}`));
  recogniser.on("error", ({ reason }) => errors.push(reason));
  await recogniser.start();
  return { recogniser, said, errors };
}

test("words come as from the tutor: interim ones, then the final ones", async () => {
  const { said } = await listening();
  session().hear("x square");
  session().hear("x squared", " plus one");
  session().hear("+ x squared plus one");
  expect(said).toEqual(["… x square", "… x squared plus one", "+ x squared plus one"]);
});

test("it is asked to stay on the device and to expect mathematics", async () => {
  await listening();
  expect(session()).toMatchObject({
    lang: "en-IN",
    continuous: true,
    interimResults: true,
    processLocally: true,
  });
  expect(session().phrases.map(({ phrase }) => phrase)).toContain("under root");
  for (const { boost } of session().phrases) expect(boost).toBeGreaterThan(0);
});

test("both languages at once: Hindi's recogniser first, English if there is none", async () => {
  await listening("auto");
  expect(session().lang).toBe("hi-IN");
  Browser.ready = ["en-IN"];
  await listening("auto");
  expect(session().lang).toBe("en-IN");
});

test("after a silence it listens on", async () => {
  const { said } = await listening();
  vi.advanceTimersByTime(8_000);
  session().fail("no-speech");
  vi.advanceTimersByTime(1_000);
  expect(Browser.sessions).toHaveLength(2);
  session().hear("+two plus two");
  expect(said).toEqual(["+ two plus two"]);
});

test("a browser that hears but takes no phrases is asked again without", async () => {
  await listening();
  session().fail("phrases-not-supported");
  vi.advanceTimersByTime(1_000);
  expect(Browser.sessions).toHaveLength(2);
  expect(session().phrases).toEqual([]);
});

test("sessions that end at once are not begun for ever", async () => {
  const { errors } = await listening();
  for (let turn = 0; turn < 50; turn += 1) {
    if (errors.length === 0) session().fail("aborted");
    vi.advanceTimersByTime(500);
  }
  expect(errors).toEqual(["recogniser-missing"]);
  expect(Browser.sessions.length).toBeLessThan(6);
});

test.each([
  ["not-allowed", "microphone-denied"],
  ["audio-capture", "microphone-lost"],
  ["network", "recogniser-offline"],
  ["language-not-supported", "recogniser-missing"],
])("%s is %s", async (code, reason) => {
  const { errors } = await listening();
  session().fail(code);
  vi.advanceTimersByTime(10_000);
  expect(errors).toEqual([reason]);
  expect(Browser.sessions).toHaveLength(1);
});

test("stopped, it does not begin again", async () => {
  const { recogniser, errors } = await listening();
  recogniser.stop();
  vi.advanceTimersByTime(10_000);
  expect(Browser.sessions).toHaveLength(1);
  expect(errors).toEqual([]);
});

test("disposed while it is being started, it never starts", async () => {
  const recogniser = new Recogniser({ language: "en" });
  const started = recogniser.start();
  recogniser.dispose();
  await started;
  expect(Browser.sessions).toHaveLength(0);
});

describe("what can be had", () => {
  test("a language pack may have to be downloaded first", async () => {
    Browser.ready = [];
    Browser.downloadable = ["hi-IN"];
    expect(await Recogniser.availability("hi")).toBe("downloadable");
    expect(await Recogniser.availability("en")).toBe("missing");
    await expect(new Recogniser({ language: "hi" }).start()).rejects.toMatchObject({
      reason: "recogniser-missing",
    });
    expect(await Recogniser.install("hi")).toBe(true);
    expect(await Recogniser.availability("hi")).toBe("ready");
    expect(await Recogniser.install("en")).toBe(false);
  });

  test("a browser that cannot be held to the device is used only where sound may leave it", async () => {
    vi.stubGlobal("SpeechRecognition", undefined);
    expect(await Recogniser.availability("en", "anywhere")).toBe("missing");
    const older = class extends Browser {};
    Object.assign(older, { available: undefined });
    vi.stubGlobal("webkitSpeechRecognition", older);
    expect(await Recogniser.availability("en")).toBe("missing");
    expect(await Recogniser.availability("en", "anywhere")).toBe("ready");
  });
});
