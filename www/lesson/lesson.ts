import type { Alternative, Draft, Wish } from "./board";
import { Captions } from "./captions";
import { type Conversation, hear, settle } from "./conversation";
import { Ears } from "./ears";
import { isLanguage, type Language, preferredLanguage } from "./language";
import { Microphone } from "./microphone";
import { keep, kept } from "./notebook";
import { errorNotice, type Notice, notice, withNotice, withoutNotice } from "./notice";
import { asSchoolClass } from "./school-class";
import { speak } from "./speaking";
import { Store } from "./store";
import { measure } from "./timing";
import { type Connection, type Transcript, Tutor } from "./tutor";
import { Voice } from "./voice";
import { type Paper, Writer } from "./writer";

export interface LessonState {
  language: Language;
  /** 1 to 12, 13 for college; null until the student says. */
  schoolClass: number | null;
  microphone: "off" | "starting" | "on" | "failed";
  connection: Connection;
  /** The student is speaking, as the voice detector hears it. */
  speaking: boolean;
  tutorSpeaking: boolean;
  /** The browser's own ears write down what is said, since no tutor does. */
  listeningAlone: boolean;
  conversation: Conversation;
  notices: readonly Notice[];
}

const START: LessonState = {
  language: "en",
  schoolClass: null,
  microphone: "off",
  connection: "off",
  speaking: false,
  tutorSpeaking: false,
  listeningAlone: false,
  conversation: [],
  notices: [],
};

const LANGUAGE_KEY = "ganita.language";
const CLASS_KEY = "ganita.class";

/** Silence after which the student has finished: the tutor then answers. Shorter would cut a thought in two. */
const TURN_PAUSE_MS = 700;

/** The board is written to the device once it has been still for this long. */
const BOARD_PAUSE_MS = 300;

/**
 * One lesson of one student: joins microphone, tutor, voice and board.
 *
 * Nothing is opened by constructing it, so it can be made while a page is rendered on a server.
 */
export class Lesson {
  readonly state = new Store<LessonState>(START);
  readonly writer = new Writer(
    START.language,
    (said) => this.#say(said),
    (latex) => void this.readAloud(latex),
  );
  readonly #microphone = new Microphone({
    onChunk: (chunk) => this.#tutor.sendAudio(chunk),
    onSpeech: (speaking) => this.#onSpeech(speaking),
    onStatistics: (statistics) => this.#tutor.sendStatistics(statistics),
    onError: (error) => this.#say(errorNotice(error, "microphone-lost")),
    onEnded: () => this.#onMicrophoneEnded(),
  });
  readonly #voice = new Voice({
    onSpeaking: (tutorSpeaking) => {
      this.state.patch({ tutorSpeaking });
      if (!tutorSpeaking && !this.#voice.isBusy) this.#captions.ended();
    },
    onHeard: (playedMs) => this.#captions.heard(playedMs),
    onError: (error) => this.#say(errorNotice(error, "voice-failed")),
  });
  readonly #captions = new Captions(
    () => this.#voice,
    (caption) => this.#line({ who: "tutor", ...caption }),
  );
  readonly #tutor = new Tutor({
    onConnection: (connection) => this.#onConnection(connection),
    onTranscript: (transcript) => this.#onTranscript(transcript),
    onAudio: (pcm) => this.#voice.play(pcm),
    onTurnComplete: () => this.#voice.finish(),
    onInterrupted: () => this.#hush(),
    onTool: (call) => this.writer.call(call),
    onNotice: (said) => this.#say(said),
  });
  readonly #ears = new Ears({
    onTranscript: (transcript) => this.#onTranscript(transcript),
    onError: (error) => {
      this.state.patch({ listeningAlone: false });
      this.dismiss("own-ears");
      this.#say(errorNotice(error, "microphone-lost"));
    },
  });
  #turnEnd: ReturnType<typeof setTimeout> | null = null;
  #leaveBoard: () => void = () => {};

  /** Loudness of the microphone, 0…1. */
  get level(): Store<number> {
    return this.#microphone.level;
  }

  get paper(): Store<Paper> {
    return this.writer.paper;
  }

  /** Starts what needs no permission: the mathematics engine. */
  async open(): Promise<void> {
    const stored = localStorage.getItem(LANGUAGE_KEY);
    this.#adoptLanguage(isLanguage(stored) ? stored : preferredLanguage(navigator.language));
    this.#adoptClass(asSchoolClass(localStorage.getItem(CLASS_KEY)));
    this.#takeUpBoard();
    await this.writer.open();
  }

  close(): void {
    this.#leaveBoard();
    void this.stop();
    this.writer.close();
  }

  setLanguage(language: Language): void {
    localStorage.setItem(LANGUAGE_KEY, language);
    this.#adoptLanguage(language);
  }

  setSchoolClass(schoolClass: number | null): void {
    if (schoolClass === null) localStorage.removeItem(CLASS_KEY);
    else localStorage.setItem(CLASS_KEY, String(schoolClass));
    this.#adoptClass(schoolClass);
  }

  /** The person is being asked whether they agree to be heard. */
  prepare(): void {
    this.#microphone.prepare();
  }

  /** The person agreed to be heard: microphone, voice and tutor start. What fails says so; the rest goes on. */
  async start(): Promise<void> {
    if (this.state.get().microphone === "starting" || this.state.get().microphone === "on") return;
    this.state.patch({ microphone: "starting" });
    if (!globalThis.crossOriginIsolated) this.#say(notice("no-shared-memory"));
    const { language, schoolClass } = this.state.get();
    await Promise.all([this.#tutor.connect(language, schoolClass), this.#startSound()]);
  }

  /** The voice first: the microphone has to know what is played. */
  async #startSound(): Promise<void> {
    try {
      await this.#voice.start();
    } catch (error) {
      this.#say(errorNotice(error, "voice-failed"));
    }
    if (this.state.get().microphone !== "starting") return;
    try {
      const isOn = await this.#microphone.start(this.#voice.stream);
      if (isOn) this.state.patch({ microphone: "on" });
    } catch (error) {
      this.#onMicrophoneEnded();
      this.#say(errorNotice(error, "microphone-lost"));
    }
  }

  /** The tutor was lost and is asked for once more; microphone and board stay as they are. */
  async reconnect(): Promise<void> {
    const { language, schoolClass } = this.state.get();
    await this.#tutor.connect(language, schoolClass);
  }

  async stop(): Promise<void> {
    this.#stopTurn();
    this.#captions.interrupted();
    this.state.patch({
      microphone: "off",
      speaking: false,
      conversation: settle(this.state.get().conversation),
    });
    this.writer.forget();
    this.#tutor.disconnect();
    this.#stopOwnEars();
    await Promise.all([this.#microphone.stop(), this.#voice.stop()]);
  }

  /** The sentence as it is being typed. */
  typing(words: string): void {
    void this.writer.sketch(words, "typing", performance.now());
  }

  /** The typed sentence: written here and, when the tutor is there, said to it. */
  type(words: string): void {
    const text = words.trim();
    if (text === "") return;
    this.dismiss("not-mathematics");
    this.#line({ who: "student", text, final: true, scripted: false });
    void this.writer.write(text, "typing", performance.now());
    this.#tutor.sendText(text);
  }

  /** With `longer` it may take five times the work. */
  solve(id: number, wish: Wish, longer = false): void {
    void this.writer.solve(id, wish, longer);
  }

  /** This line and those above that belong to it, as a system. */
  solveTogether(id: number): void {
    void this.writer.solveTogether(id);
  }

  hint(id: number): void {
    void this.writer.hint(id);
  }

  /** A formula is read back, so that one hears whether it was understood; where nothing can speak it is shown. */
  async readAloud(latex: string): Promise<void> {
    const said = await this.writer.said(latex);
    if (!said) return;
    this.dismiss("read-back");
    const language = this.state.get().language === "hi" ? "hi" : "en";
    if (!speak(said[language], language)) {
      this.#say({ code: "read-back", ...said, tone: "information" });
    }
  }

  plot(id: number): void {
    void this.writer.plot(id);
  }

  /** The student tries this one alone; with null, no longer. */
  attempt(id: number | null): void {
    this.writer.attempt(id);
  }

  practise(id: number): void {
    void this.writer.practise(id);
  }

  remove(id: number): void {
    void this.writer.remove(id);
  }

  choose(id: number, chosen: Alternative): void {
    void this.writer.choose(id, chosen);
  }

  dismiss(code: string): void {
    this.state.patch({ notices: withoutNotice(this.state.get().notices, code) });
  }

  /** The person takes up what a notice offers. */
  accept(code: string): void {
    this.dismiss(code);
    if (code === "own-ears-downloadable") void this.#downloadEars();
    if (code === "board-restored") this.writer.clear();
  }

  /** A formula whose words arrived at `heardAtMs` can be seen now. */
  painted(heardAtMs: Draft["heardAtMs"]): void {
    measure("words-to-board", heardAtMs, performance.now());
  }

  #takeUpBoard(): void {
    this.#leaveBoard();
    const items = kept();
    if (items.length > 0) {
      this.writer.restore(items);
      this.#say(notice("board-restored"));
    }
    let { board } = this.paper.get();
    const save = () => {
      if (board === this.paper.get().board) return;
      board = this.paper.get().board;
      keep(board.items);
    };
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = this.paper.subscribe(() => {
      clearTimeout(waiting);
      waiting = setTimeout(save, BOARD_PAUSE_MS);
    });
    // A phone that puts the page aside may never come back to it.
    document.addEventListener("visibilitychange", save);
    addEventListener("pagehide", save);
    this.#leaveBoard = () => {
      clearTimeout(waiting);
      unsubscribe();
      document.removeEventListener("visibilitychange", save);
      removeEventListener("pagehide", save);
      save();
    };
  }

  #adoptLanguage(language: Language): void {
    const changed = language !== this.state.get().language;
    this.state.patch({ language });
    this.writer.setLanguage(language);
    if (changed && this.state.get().connection === "gone") void this.#listenAlone();
    if (changed) void this.#tutor.change(language, this.state.get().schoolClass);
  }

  #adoptClass(schoolClass: number | null): void {
    const changed = schoolClass !== this.state.get().schoolClass;
    this.state.patch({ schoolClass });
    this.writer.setSchoolClass(schoolClass);
    if (changed) void this.#tutor.change(this.state.get().language, schoolClass);
  }

  #onSpeech(speaking: boolean): void {
    this.state.patch({ speaking });
    this.#stopTurn();
    if (speaking) return;
    this.#turnEnd = setTimeout(() => this.#tutor.endAudio(), TURN_PAUSE_MS);
  }

  #onMicrophoneEnded(): void {
    this.#stopTurn();
    this.state.patch({ microphone: "failed", speaking: false });
  }

  #onConnection(connection: Connection): void {
    this.state.patch({ connection });
    if (connection === "live") {
      this.dismiss("server-unreachable");
      this.dismiss("tutor-gone");
      this.dismiss("connection-lost");
      this.#stopOwnEars();
    } else if (connection === "reconnecting") {
      this.#say(notice("connection-lost"));
    } else if (connection === "gone") {
      this.dismiss("connection-lost");
      this.#hush();
      this.state.patch({ conversation: settle(this.state.get().conversation) });
      void this.#listenAlone();
    }
  }

  /** No tutor hears any more; where the browser can, it listens instead. */
  async #listenAlone(): Promise<void> {
    try {
      const offer = await this.#ears.open(this.state.get().language);
      if (this.state.get().connection !== "gone" || offer === "deaf") return;
      this.state.patch({ listeningAlone: offer === "hears" });
      this.#say(notice(offer === "hears" ? "own-ears" : "own-ears-downloadable"));
    } catch (error) {
      this.#say(errorNotice(error, "microphone-lost"));
    }
  }

  async #downloadEars(): Promise<void> {
    if (await this.#ears.download(this.state.get().language)) await this.#listenAlone();
    else this.#say(notice("own-ears-not-downloaded"));
  }

  #stopOwnEars(): void {
    this.#ears.close();
    this.state.patch({ listeningAlone: false });
    this.dismiss("own-ears");
    this.dismiss("own-ears-downloadable");
  }

  #onTranscript({ who, text, final, scripted }: Transcript): void {
    if (scripted) this.#say(notice("scripted"));
    if (who === "tutor") {
      this.#captions.said({ text, final, scripted });
      return;
    }
    this.#line({ who, text, final, scripted });
    if (final) void this.writer.write(text, "speech", performance.now());
    else void this.writer.sketch(text, "speech", performance.now());
  }

  /** The tutor is silent, and what was not heard of it is not shown. */
  #hush(): void {
    this.#captions.interrupted();
    this.#voice.hush();
  }

  #line(line: Parameters<typeof hear>[1]): void {
    this.state.patch({ conversation: hear(this.state.get().conversation, line) });
  }

  #say(said: Notice): void {
    this.state.patch({ notices: withNotice(this.state.get().notices, said) });
  }

  #stopTurn(): void {
    if (this.#turnEnd) clearTimeout(this.#turnEnd);
    this.#turnEnd = null;
  }
}
