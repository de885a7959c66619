import { Emitter } from "../emitter.ts";
import { type ErrorReason, GanitaError } from "../error.ts";
import type { Language, Transcript } from "../live/events.ts";
import { phrases } from "./phrases.ts";
import {
  phraseClass,
  type SpeechErrorCode,
  type SpeechErrorEvent,
  type SpeechRecogniser,
  type SpeechRecogniserClass,
  type SpeechResultEvent,
  speechRecogniser,
} from "./web-speech.ts";

/** Where the sound may be understood: on this device only, or also on the browser maker's servers. */
export type Place = "device" | "anywhere";

/** Whether a recogniser is there: now, after a download of a language pack, or not at all. */
export type Availability = "ready" | "downloadable" | "missing";

export interface RecogniserOptions {
  language: Language;
  /** Default `"device"`. With `"anywhere"` the browser may send the sound to its maker: ask for consent first. */
  place?: Place;
  /** The microphone to listen to; the browser's own choice if absent. */
  track?: MediaStreamTrack;
}

export type RecogniserState = "idle" | "listening";

/** A listener's arguments for each event. */
export type RecogniserEvents = {
  /** As a lesson's transcripts: interim ones replace each other until one is final. */
  transcript: [transcript: Transcript];
  state: [state: RecogniserState];
  /** It has stopped for good. */
  error: [error: GanitaError];
};

/** How much likelier than an ordinary word a phrase of mathematics is, on the API's scale of 0 to 10. */
const BOOST = 4;

/** Browsers end a session after some silence; it is begun again, but not in a tight circle. */
const RESTART_AFTER_MS = 250;

/** So many sessions in a row that ended at once mean that there will be none. */
const EMPTY_SESSIONS = 4;
const AT_ONCE_MS = 1_000;

const REASONS: Readonly<Partial<Record<SpeechErrorCode, ErrorReason>>> = {
  "audio-capture": "microphone-lost",
  network: "recogniser-offline",
  "not-allowed": "microphone-denied",
  "service-not-allowed": "recogniser-missing",
  "language-not-supported": "recogniser-missing",
};

/**
 * Words from the browser's own recogniser (Web Speech API), as the tutor's transcription gives them.
 *
 * It hears Indian English or Hindi. Of both in one sentence a recogniser of one language writes what it can, so `"auto"`
 * takes Hindi, whose recognisers know everyday English words, where it is there, and English otherwise.
 */
export class Recogniser extends Emitter<RecogniserEvents> {
  readonly #options: Required<Pick<RecogniserOptions, "language" | "place">> & RecogniserOptions;
  #session: SpeechRecogniser | undefined;
  #wanted = false;
  #withPhrases = true;
  #startedAtMs = 0;
  #emptySessions = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RecogniserOptions) {
    super();
    this.#options = { place: "device", ...options };
  }

  /** What could be had for a language, without starting anything. */
  static async availability(language: Language, place: Place = "device"): Promise<Availability> {
    const browser = speechRecogniser();
    if (browser === undefined) return "missing";
    const found = await Promise.all(tags(language).map((tag) => availability(browser, tag, place)));
    return found.find((one) => one === "ready") ?? found.find((one) => one === "downloadable") ?? "missing";
  }

  /** Downloads the language pack for hearing on this device; whether it is there afterwards. */
  static async install(language: Language): Promise<boolean> {
    const browser = speechRecogniser();
    for (const tag of tags(language)) {
      const installed = await browser?.install?.({ langs: [tag], processLocally: true }).catch(() => false);
      if (installed) return true;
    }
    return false;
  }

  /** Begins to listen; resolves once the recogniser was asked to start. What fails later is an `error` event. */
  async start(): Promise<void> {
    const browser = speechRecogniser();
    if (browser === undefined) throw new GanitaError("recogniser-missing");
    if (this.#wanted) return;
    this.#wanted = true;
    this.#emptySessions = 0;
    const { language, place } = this.#options;
    const tag = await firstReady(browser, tags(language), place);
    if (!this.#wanted) return;
    if (tag === undefined) {
      this.#wanted = false;
      throw new GanitaError("recogniser-missing");
    }
    this.#begin(browser, tag);
  }

  /** Stops listening; what was being said becomes final if the browser still says what it heard. */
  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#session?.stop();
    this.emit("state", "idle");
  }

  /** Stops and forgets its listeners. */
  dispose(): void {
    this.silence();
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#session?.abort();
    this.#session = undefined;
  }

  #begin(browser: SpeechRecogniserClass, tag: string): void {
    const { language, place, track } = this.#options;
    const session = new browser();
    session.lang = tag;
    session.continuous = true;
    session.interimResults = true;
    session.maxAlternatives = 1;
    if (place === "device") session.processLocally = true;
    const Phrase = phraseClass();
    if (this.#withPhrases && Phrase && "phrases" in session) {
      session.phrases = phrases(language).map((phrase) => new Phrase(phrase, BOOST));
    }
    let failed: SpeechErrorEvent | undefined;
    let heard = false;
    session.onstart = () => this.emit("state", "listening");
    session.onresult = (event) => {
      heard = true;
      this.#hear(event);
    };
    session.onerror = (event) => {
      failed = event;
    };
    session.onend = () => {
      if (this.#session !== session) return;
      this.#session = undefined;
      if (this.#wanted) this.#goOn(browser, tag, heard, failed);
    };
    this.#session = session;
    this.#startedAtMs = performance.now();
    try {
      if (track) session.start(track);
      else session.start();
    } catch (error) {
      this.#session = undefined;
      this.#fail(GanitaError.from(error, "recogniser-missing"));
    }
  }

  #hear({ resultIndex, results }: SpeechResultEvent): void {
    let interim = "";
    for (let index = resultIndex; index < results.length; index += 1) {
      const result = results[index];
      const transcript: unknown = result?.[0]?.transcript;
      // What a browser's extension puts in the recogniser's place may hand over anything.
      const words = typeof transcript === "string" ? transcript : "";
      if (result?.isFinal) this.#say(words, true);
      else interim += words;
    }
    if (interim !== "") this.#say(interim, false);
  }

  #say(words: string, final: boolean): void {
    const text = words.trim();
    if (text !== "") this.emit("transcript", { who: "student", text, final, scripted: false });
  }

  #goOn(
    browser: SpeechRecogniserClass,
    tag: string,
    heard: boolean,
    failed: SpeechErrorEvent | undefined,
  ): void {
    const reason = failed && REASONS[failed.error];
    if (reason) {
      this.#fail(new GanitaError(reason, failed?.message || failed?.error));
      return;
    }
    if (failed?.error === "phrases-not-supported") this.#withPhrases = false;
    const atOnce = !heard && performance.now() - this.#startedAtMs < AT_ONCE_MS;
    this.#emptySessions = atOnce ? this.#emptySessions + 1 : 0;
    if (this.#emptySessions >= EMPTY_SESSIONS) {
      this.#fail(new GanitaError("recogniser-missing", failed?.error));
      return;
    }
    this.#timer = setTimeout(() => {
      if (this.#wanted) this.#begin(browser, tag);
    }, RESTART_AFTER_MS);
  }

  #fail(error: GanitaError): void {
    this.#wanted = false;
    this.emit("state", "idle");
    this.emit("error", error);
  }
}

/** The recognisers to try, best first, as BCP 47 tags. */
function tags(language: Language): string[] {
  if (language === "en") return ["en-IN"];
  return language === "hi" ? ["hi-IN"] : ["hi-IN", "en-IN"];
}

async function availability(
  browser: SpeechRecogniserClass,
  tag: string,
  place: Place,
): Promise<Availability> {
  // Older browsers cannot be asked, nor held to the device: what they hear may leave it.
  if (browser.available === undefined) return place === "anywhere" ? "ready" : "missing";
  const asked = { langs: [tag], processLocally: place === "device" };
  const status = await browser.available(asked).catch(() => "unavailable" as const);
  if (status === "available") return "ready";
  return status === "unavailable" ? "missing" : "downloadable";
}

async function firstReady(
  browser: SpeechRecogniserClass,
  wanted: readonly string[],
  place: Place,
): Promise<string | undefined> {
  for (const tag of wanted) {
    if ((await availability(browser, tag, place)) === "ready") return tag;
  }
  return undefined;
}
