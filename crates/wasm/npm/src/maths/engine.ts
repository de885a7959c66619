import type { Plot, Reading, Solution } from "../generated/maths.ts";
import type { MathsModule } from "./module.ts";

/** What a listener answers. */
export interface Heard {
  reading: Reading;
  stableLength: number;
}

/** The calls that cross to the worker: plain values in, plain values out. */
export class MathsEngine {
  readonly #module: MathsModule;
  readonly #listeners = new Map<number, InstanceType<MathsModule["Listener"]>>();

  constructor(module: MathsModule) {
    this.#module = module;
  }

  convert(words: string, language: string): Reading {
    return this.#module.convert(words, language);
  }

  solve(latex: string, kind: string | undefined, variable: string | undefined, locale: string): Solution {
    return this.#module.solve(latex, kind, variable, locale);
  }

  plot(
    latex: string,
    variable: string | undefined,
    from: number | undefined,
    to: number | undefined,
    locale: string,
  ): Plot {
    return this.#module.plot(latex, variable, from, to, locale);
  }

  plain(latex: string): string | null {
    return this.#module.plain(latex) ?? null;
  }

  /** A listener is made by its first call; its number is chosen by the caller. */
  hear(listener: number, language: string, text: string): Heard {
    const known = this.#listeners.get(listener) ?? new this.#module.Listener(language);
    this.#listeners.set(listener, known);
    const reading = known.hear(text);
    return { reading, stableLength: known.stableLength };
  }

  finish(listener: number, language: string): Heard {
    const known = this.#listeners.get(listener) ?? new this.#module.Listener(language);
    this.#listeners.set(listener, known);
    return { reading: known.finish(), stableLength: 0 };
  }

  forget(listener: number): void {
    this.#listeners.get(listener)?.free();
    this.#listeners.delete(listener);
  }
}

/** The names of the calls. */
export type Call = {
  [Name in keyof MathsEngine]: MathsEngine[Name] extends (...values: never[]) => unknown ? Name : never;
}[keyof MathsEngine];
