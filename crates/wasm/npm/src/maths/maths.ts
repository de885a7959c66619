import { GanitaError } from "../error.ts";
import type {
  CommandName,
  Hint,
  Kind,
  Plot,
  Practice,
  Reading,
  Review,
  Solution,
} from "../generated/maths.ts";
import { here, inWorker, type Link } from "./link.ts";
import type { MathsWasm } from "./module.ts";
import { option, text, texts } from "./text.ts";

/** The language of what is said: `auto` for either or both. */
export type SpokenLanguage = "auto" | "en" | "hi";

/** The language of what is shown. */
export type Locale = "en" | "hi";

/** How the engine is made. */
export interface MathsOptions {
  /** True: in a worker. False: in this thread. Absent: in a worker where one can be started, else in this thread. */
  worker?: boolean;
  /**
   * Where `words_bg.wasm`, `notation_bg.wasm`, `algebra_bg.wasm` and `algebra_rest.wasm` are, their bytes, or compiled
   * (but for `algebra_bg.wasm`); the package's own if absent.
   */
  wasm?: MathsWasm;
}

/** Whose conventions hold. */
export interface ClassOptions {
  /**
   * The student's class, 1 to 12, or 13 for college: up to 10 `\log` without a base is to the base 10, else natural.
   * `maths.schoolClass` if absent.
   */
  schoolClass?: number;
}

/** How a student's own lines are checked. */
export interface CheckOptions extends ClassOptions {
  /** Language of the sentences; default English. */
  locale?: Locale;
}

/** What is to be done with a problem. */
export interface SolveOptions extends ClassOptions {
  /** One of `KINDS`, or the command of a reading; found out from the problem if absent. */
  kind?: Kind | CommandName | (string & {});
  /** For which variable; found out if absent. */
  variable?: string;
  /** Language of the steps; default English. */
  locale?: Locale;
}

/** How a problem is solved. */
export interface SolveByOptions extends SolveOptions {
  /** The textbook's method: one a solution names in `alternatives`. The engine chooses if absent. */
  method?: string;
  /** Five times the work, for what was refused as `too_long`. */
  longer?: boolean;
  /** The answer in decimals as well, with so many places (at most 50), correctly rounded. */
  decimals?: number;
}

/** For whom a hint is. */
export interface HintOptions extends SolveOptions {
  /** The student's own lines after the problem, LaTeX each; none at the beginning. */
  soFar?: string[];
}

/** Which further problem is wanted. */
export interface PracticeOptions extends SolveOptions {
  /** A whole number from 0; the same one gives the same problem. Default 1. */
  seed?: number;
}

/** What is to be drawn. */
export interface PlotOptions extends ClassOptions {
  /** Which variable runs to the right; found out if absent. */
  variable?: string;
  /** Where it begins; found out if absent. */
  from?: number;
  /** Where it ends; found out if absent. */
  to?: number;
  /** Language of a refusal; default English. */
  locale?: Locale;
}

/** Speech to formulas, steps and plots. */
export class Maths {
  /** The class of the student, for calls that name none; absent: college. */
  schoolClass: number | undefined;
  readonly #link: Link;
  #listeners = 0;

  /** Starts the engine; it reads words when the promise resolves. What reads LaTeX and what solves are loaded when they are first needed. */
  static async create(options: MathsOptions = {}): Promise<Maths> {
    const { worker, wasm } = options;
    if (worker === false) return new Maths(await here(wasm));
    try {
      return new Maths(await inWorker(wasm));
    } catch (error) {
      // No workers here, or the page's policy forbids them. A module that is missing would be missing here as well.
      const noWorker = error instanceof GanitaError && error.reason === "no-worker";
      if (worker === true || !noWorker) throw error;
      return new Maths(await here(wasm));
    }
  }

  private constructor(link: Link) {
    this.#link = link;
  }

  /** Loads what reads LaTeX, solves and draws ahead of the first problem, for when the network may be gone by then. */
  prepare(): Promise<void> {
    return this.#link.call("prepare");
  }

  /** Reads a whole sentence. */
  async convert(words: string, options: { language?: SpokenLanguage } = {}): Promise<Reading> {
    return this.#link.call("convert", text(words), option(options.language ?? "auto"));
  }

  /** Follows somebody who is still speaking. */
  listen(options: { language?: SpokenLanguage } = {}): Listener {
    this.#listeners += 1;
    return new Listener(this.#link, this.#listeners, options.language ?? "auto");
  }

  /** Solves a problem written in LaTeX, with every step; or says why not. */
  async solve(latex: string, options: SolveByOptions = {}): Promise<Solution> {
    const { kind, variable, locale = "en", method, longer, decimals } = options;
    const { schoolClass = this.schoolClass } = options;
    return this.#link.call(
      "solve",
      text(latex),
      option(kind),
      option(variable),
      option(locale),
      option(method),
      longer,
      decimals,
      schoolClass,
    );
  }

  /** A student's own lines, LaTeX each: which follow, which is the first that does not, and the likely mistake. */
  async checkWork(lines: string[], options: CheckOptions = {}): Promise<Review> {
    const { locale = "en", schoolClass = this.schoolClass } = options;
    return this.#link.call("checkWork", texts(lines), option(locale), schoolClass);
  }

  /** Help with the next step in three levels, none of which is the whole solution; or why there is none. */
  async hint(latex: string, options: HintOptions = {}): Promise<Hint> {
    const { soFar = [], kind, variable, locale = "en", schoolClass = this.schoolClass } = options;
    return this.#link.call(
      "hint",
      text(latex),
      texts(soFar),
      option(kind),
      option(variable),
      option(locale),
      schoolClass,
    );
  }

  /** A similar problem, solved beforehand so that its answer is decent; or why there is none. */
  async practice(latex: string, options: PracticeOptions = {}): Promise<Practice> {
    const { seed = 1, kind, variable, locale = "en", schoolClass = this.schoolClass } = options;
    return this.#link.call(
      "practice",
      text(latex),
      seed,
      option(kind),
      option(variable),
      option(locale),
      schoolClass,
    );
  }

  /** The points of a curve; or why it has none. */
  async plot(latex: string, options: PlotOptions = {}): Promise<Plot> {
    const { variable, from, to, locale = "en", schoolClass = this.schoolClass } = options;
    return this.#link.call("plot", text(latex), option(variable), from, to, option(locale), schoolClass);
  }

  /** LaTeX as one line of plain characters, for those who cannot see it set; null when it cannot be read. */
  async plain(latex: string): Promise<string | null> {
    return this.#link.call("plain", text(latex));
  }

  /** LaTeX as MathML; null when it cannot be read. */
  async mathml(latex: string): Promise<string | null> {
    return this.#link.call("mathml", text(latex));
  }

  /** LaTeX in words, to be read out so that the student can confirm it; null when it cannot be read. */
  async speak(latex: string, language: Locale = "en"): Promise<string | null> {
    return this.#link.call("speak", text(latex), option(language));
  }

  /** Ends the engine; what was asked and not answered is refused. */
  dispose(): void {
    this.#link.dispose();
  }
}

/** Hears interim results as they come and change, and reads what was said so far. Made by `Maths.listen`. */
export class Listener {
  readonly #link: Link;
  readonly #number: number;
  readonly #language: string;
  #stableLength = 0;
  #disposed = false;

  /** Use `Maths.listen`. */
  constructor(link: Link, number: number, language: string) {
    this.#link = link;
    this.#number = number;
    this.#language = language;
  }

  /** How much of the last reading's LaTeX will not change while only words are added. */
  get stableLength(): number {
    return this.#stableLength;
  }

  /** Takes the whole sentence as it stands now. Words at its beginning that did not change are not read again. */
  async hear(words: string): Promise<Reading> {
    if (this.#disposed) throw new GanitaError("disposed");
    const heard = await this.#link.call("hear", this.#number, this.#language, text(words));
    this.#stableLength = heard.stableLength;
    return heard.reading;
  }

  /** The sentence is over: its reading. The listener is ready for the next one. */
  async finish(): Promise<Reading> {
    if (this.#disposed) throw new GanitaError("disposed");
    const heard = await this.#link.call("finish", this.#number, this.#language);
    this.#stableLength = heard.stableLength;
    return heard.reading;
  }

  /** Gives back its memory. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    // The engine may be gone already, and the listener with it.
    this.#link.call("forget", this.#number).catch(() => {});
  }
}
