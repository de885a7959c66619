import type { Hint, Plot, Practice, Reading, Review, Solution } from "../generated/maths.ts";
import type { Renewable } from "../module.ts";
import type { Halves } from "./halves.ts";
import type { AlgebraModule, NotationModule, WordsModule } from "./module.ts";

/** What a listener answers. */
export interface Heard {
  reading: Reading;
  stableLength: number;
}

/** The calls that cross to the worker: plain values in, plain values out. */
export class MathsEngine {
  readonly #words: WordsModule;
  readonly #notation: () => Promise<NotationModule>;
  readonly #algebra: () => Promise<Halves<AlgebraModule>>;
  readonly #loaded = new Set<Renewable>();
  readonly #listeners = new Map<number, InstanceType<WordsModule["Listener"]>>();

  /**
   * `notation` is called whenever LaTeX is to be read out, `algebra` whenever something is to be solved or drawn, and both
   * before that by `prepare`.
   */
  constructor(
    words: WordsModule,
    notation: () => Promise<NotationModule>,
    algebra: () => Promise<Halves<AlgebraModule>>,
  ) {
    this.#words = words;
    this.#loaded.add(words);
    this.#notation = async () => {
      const module = await notation();
      this.#loaded.add(module);
      return module;
    };
    this.#algebra = async () => {
      const halves = await algebra();
      this.#loaded.add(halves.module);
      return halves;
    };
  }

  /** After a trap: all modules begin anew, and listeners are made again by their next call. */
  renew(): void {
    this.#listeners.clear();
    for (const module of this.#loaded) module.__wbg_reset_state?.();
  }

  async prepare(): Promise<void> {
    const [algebra] = await Promise.all([this.#algebra(), this.#notation()]);
    await algebra.complete();
  }

  convert(words: string, language: string): Reading {
    return this.#words.convert(words, language);
  }

  async solve(
    latex: string,
    kind: string | undefined,
    variable: string | undefined,
    locale: string,
    by: string | undefined,
    longer?: boolean,
    decimals?: number,
    schoolClass?: number,
  ): Promise<Solution> {
    const algebra = await this.#algebra();
    return algebra.ask(({ solve }) =>
      solve(latex, kind, variable, locale, by, longer, decimals, schoolClass),
    );
  }

  async checkWork(lines: string[], locale: string, schoolClass?: number): Promise<Review> {
    const algebra = await this.#algebra();
    return algebra.ask(({ checkWork }) => checkWork(lines, locale, schoolClass));
  }

  async hint(
    latex: string,
    soFar: string[],
    kind: string | undefined,
    variable: string | undefined,
    locale: string,
    schoolClass?: number,
  ): Promise<Hint> {
    const algebra = await this.#algebra();
    return algebra.ask(({ hint }) => hint(latex, soFar, kind, variable, locale, schoolClass));
  }

  async practice(
    latex: string,
    seed: number,
    kind: string | undefined,
    variable: string | undefined,
    locale: string,
    schoolClass?: number,
  ): Promise<Practice> {
    const algebra = await this.#algebra();
    return algebra.ask(({ practice }) => practice(latex, seed, kind, variable, locale, schoolClass));
  }

  async plot(
    latex: string,
    variable: string | undefined,
    from: number | undefined,
    to: number | undefined,
    locale: string,
    schoolClass?: number,
  ): Promise<Plot> {
    const algebra = await this.#algebra();
    return algebra.ask(({ plot }) => plot(latex, variable, from, to, locale, schoolClass));
  }

  async plain(latex: string): Promise<string | null> {
    return (await this.#notation()).plain(latex) ?? null;
  }

  async mathml(latex: string): Promise<string | null> {
    return (await this.#notation()).mathml(latex) ?? null;
  }

  async speak(latex: string, language: string): Promise<string | null> {
    return (await this.#notation()).speak(latex, language) ?? null;
  }

  /** A listener is made by its first call; its number is chosen by the caller. */
  hear(listener: number, language: string, text: string): Heard {
    const known = this.#listeners.get(listener) ?? new this.#words.Listener(language);
    this.#listeners.set(listener, known);
    const reading = known.hear(text);
    return { reading, stableLength: known.stableLength };
  }

  finish(listener: number, language: string): Heard {
    const known = this.#listeners.get(listener) ?? new this.#words.Listener(language);
    this.#listeners.set(listener, known);
    return { reading: known.finish(), stableLength: 0 };
  }

  forget(listener: number): void {
    this.#listeners.get(listener)?.free();
    this.#listeners.delete(listener);
  }
}

/** The names of the calls. */
export type Call = Exclude<
  {
    [Name in keyof MathsEngine]: MathsEngine[Name] extends (...values: never[]) => unknown ? Name : never;
  }[keyof MathsEngine],
  "renew"
>;
