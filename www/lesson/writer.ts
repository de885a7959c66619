import { type Kind, type Listener, Maths, type Reading, type Solution } from "@ganita/web/maths";
import { judgements, readingThatFollows } from "./attempt";
import type { Board, Draft, Wish } from "./board";
import * as boards from "./board";
import { inputLanguage, type Language, type Said } from "./language";
import { isDear } from "./network";
import { errorNotice, type Notice, notice } from "./notice";
import { Store } from "./store";
import { asSystem, systemOf } from "./system";
import { mark } from "./timing";
import type { ToolAnswer, ToolCall } from "./tools";

/** Places after the point, as a school table has them. */
const DECIMALS = 4;

/** What a spoken command asks of a formula. The others are no kinds of the engine: see `#obey`. */
const KIND_OF_COMMAND: Readonly<Record<string, Kind | null>> = {
  solve: null,
  steps: null,
  simplify: "simplify",
  expand: "expand",
  factor: "factor",
  evaluate: "evaluate",
  differentiate: "diff",
  integrate: "integrate",
  limit: "limit",
  prove: "trig_identity",
};

export interface Paper {
  board: Board;
  draft: Draft | null;
  engine: "loading" | "ready" | "failed";
}

/** Turns words into what stands on the board. All of it happens on this device. */
export class Writer {
  readonly paper = new Store<Paper>({ board: boards.EMPTY, draft: null, engine: "loading" });
  #maths: Maths | null = null;
  #listener: Listener | null = null;
  #language: Language;
  #schoolClass: number | undefined;
  /** Counts openings and closings: React opens twice while developing. */
  #opened = 0;
  /** Answers of the worker may cross: only the newest words may change the draft. */
  #heard = 0;
  /** What changes the board happens one after the other, in the order in which it was asked for. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Problems given for practice: each seed gives another one. */
  #practised = 0;
  readonly #onNotice: (notice: Notice) => void;
  readonly #onReadAloud: (latex: string) => void;

  constructor(
    language: Language,
    onNotice: (notice: Notice) => void,
    onReadAloud: (latex: string) => void = () => {},
  ) {
    this.#language = language;
    this.#onNotice = onNotice;
    this.#onReadAloud = onReadAloud;
  }

  async open(): Promise<void> {
    const current = ++this.#opened;
    try {
      const maths = await Maths.create();
      if (current !== this.#opened) return maths.dispose();
      maths.schoolClass = this.#schoolClass;
      this.#maths = maths;
      this.paper.patch({ engine: "ready" });
      // Words are read already. What solves comes behind them, so that it is there when the network is not; a failure
      // is said when something is to be solved. Where data is dear it comes with the first problem.
      if (!isDear()) void maths.prepare().catch(() => {});
    } catch (error) {
      if (current !== this.#opened) return;
      this.paper.patch({ engine: "failed" });
      this.#onNotice(errorNotice(error, "maths-failed"));
    }
  }

  close(): void {
    this.#opened++;
    this.#listener = null;
    this.#maths?.dispose();
    this.#maths = null;
  }

  setLanguage(language: Language): void {
    this.#language = language;
    this.#quiet();
  }

  /** What a class takes for granted: to which base a logarithm is. */
  setSchoolClass(schoolClass: number | null): void {
    this.#schoolClass = schoolClass ?? undefined;
    if (this.#maths) this.#maths.schoolClass = this.#schoolClass;
  }

  /** Words that may still change: the formula is shown while it is being said. */
  async sketch(words: string, from: Draft["from"], heardAtMs: number): Promise<void> {
    if (!this.#maths) return;
    if (words.trim() === "") return this.forget();
    const heard = ++this.#heard;
    let reading = await this.#listen(this.#maths).hear(words);
    const last = boards.lastSaid(this.paper.get().board);
    if (reading.command === "amend" && last)
      reading = await this.#convert(this.#maths, `${last.words} ${words}`);
    if (heard !== this.#heard) return;
    this.paper.patch({ draft: reading.isMathematics ? sketched(reading, from, heardAtMs) : null });
  }

  forget(): void {
    this.#heard++;
    this.#quiet();
    this.paper.patch({ draft: null });
  }

  /** Words that are final: they are written down, and what they ask for is done. */
  write(words: string, from: Draft["from"], heardAtMs: number): Promise<unknown> {
    this.#heard++;
    this.#quiet();
    return this.#next(async (maths) => {
      // Not through the listener: it may already be hearing the next sentence.
      const reading = await this.#convert(maths, words);
      if (reading.command === "amend" && (await this.#amend(maths, reading, words, heardAtMs))) return;
      if (reading.isMathematics && reading.latex !== "") {
        const board = boards.writeReading(this.paper.get().board, reading, words, heardAtMs);
        this.paper.patch({ board, draft: this.#newer(heardAtMs) });
        if (board.attempting !== null) await this.#understand(maths, board.attempting);
        await this.#obey(maths, reading, board.items.at(-1)?.id ?? null);
        return;
      }
      this.paper.patch({ draft: this.#newer(heardAtMs) });
      const last = this.paper.get().board.items.findLast((item) => item.type === "equation");
      if (reading.command) await this.#obey(maths, reading, last?.id ?? null);
      else if (from === "typing") this.#onNotice(notice("not-mathematics"));
    });
  }

  /** Words about the line before: both are read together. Whether there is a line that they can be about. */
  async #amend(maths: Maths, alone: Reading, words: string, heardAtMs: number): Promise<boolean> {
    const last = boards.lastSaid(this.paper.get().board);
    if (!last) return false;
    const together = `${last.words} ${words}`;
    const reading = await this.#convert(maths, together);
    if (reading.isMathematics && reading.latex !== "") {
      this.#change((board) => boards.reread(board, last.id, reading, together, heardAtMs));
      this.paper.patch({ draft: this.#newer(heardAtMs) });
      await this.#judgeAround(maths, last.id);
      await this.#obey(maths, reading, last.id);
      return true;
    }
    // Nothing is left of it: "delete that".
    if (alone.isMathematics) return false;
    this.#change((board) => boards.remove(board, last.id));
    this.paper.patch({ draft: this.#newer(heardAtMs) });
    if (last.attempt !== null) await this.#judge(maths, last.attempt);
    return true;
  }

  #convert(maths: Maths, words: string): Promise<Reading> {
    return maths.convert(words, { language: inputLanguage(this.#language) });
  }

  /** With `longer` it may take five times the work. */
  solve(id: number, wish: Wish, longer = false): Promise<unknown> {
    return this.#next((maths) => this.#solve(maths, id, wish, longer));
  }

  /** The line with those above it, as one system: see `systemOf`. */
  solveTogether(id: number): Promise<unknown> {
    return this.#next((maths) => this.#solveTogether(maths, id, null));
  }

  /** The next level of help, which never is the whole solution. */
  hint(id: number): Promise<unknown> {
    return this.#next((maths) => this.#hint(maths, id));
  }

  /** A formula as it is said, in both languages; null when it cannot be read. */
  said(latex: string): Promise<Said | null> {
    return this.#next(async (maths) => {
      const [en, hi] = await Promise.all([maths.speak(latex, "en"), maths.speak(latex, "hi")]);
      return en === null || hi === null ? null : { en, hi };
    });
  }

  plot(id: number): Promise<unknown> {
    return this.#next(async (maths) => {
      const item = this.paper.get().board.items.find((item) => item.id === id);
      if (item?.type === "equation") await this.#draw(maths, "student", item.latex, {});
    });
  }

  choose(id: number, chosen: boards.Alternative): Promise<unknown> {
    return this.#next(async (maths) => {
      const plain = (await maths.plain(chosen.latex)) ?? chosen.latex;
      this.#change((board) => boards.choose(board, id, chosen, plain));
      await this.#judgeAround(maths, id);
    });
  }

  /** The student tries a problem alone; with null, no longer. */
  attempt(id: number | null): void {
    this.#change((board) => boards.attempt(board, id));
  }

  /** Another problem that is solved in the same way, which the student tries at once. */
  practise(id: number): Promise<unknown> {
    return this.#next((maths) => this.#practise(maths, id));
  }

  remove(id: number): Promise<unknown> {
    const problem = boards.equation(this.paper.get().board, id)?.attempt ?? null;
    this.#change((board) => boards.remove(board, id));
    if (problem === null) return Promise.resolve();
    return this.#next((maths) => this.#judge(maths, problem));
  }

  /** What stood on the board another day. */
  restore(items: readonly boards.Item[]): void {
    this.#change((board) => (board.items.length === 0 ? boards.restore(items) : board));
  }

  clear(): void {
    this.forget();
    this.#change(boards.clear);
  }

  undo(): void {
    this.#change(boards.undo);
  }

  /** The tutor's hand on the board. The answer goes back to it, never empty. */
  call(call: ToolCall): Promise<ToolAnswer> {
    return this.#next((maths) => this.#carryOut(maths, call)).then(
      (answer) =>
        answer ?? { status: "error", message: "the board has no mathematics engine", retryable: false },
    );
  }

  async #carryOut(maths: Maths, call: ToolCall): Promise<ToolAnswer> {
    switch (call.tool) {
      case "write_equation": {
        const equation = await this.#byTutor(maths, call.latex, call.label);
        return { status: "ok", equation: equation.number };
      }
      case "write_text":
        this.#change((board) => boards.writeSentence(board, "tutor", call.text));
        return { status: "ok", written: call.text };
      case "show_steps": {
        const equation = await this.#byTutor(maths, call.latex, null);
        const { kind, variable, method } = call;
        const solution = await this.#solve(maths, equation.id, { kind, variable, method });
        if (!solution?.ok) {
          const message = solution?.refusal.text ?? "the board could not work this out";
          const last = solution?.refusal.steps?.at(-1);
          const soFar = last
            ? ` On the board stands the work so far, verified, down to ${last.afterLatex}`
            : "";
          return { status: "refused", message: message + soFar, retryable: false };
        }
        return { status: "ok", answer: solution.answerLatex, steps: solution.steps.length };
      }
      case "plot": {
        const refusal = await this.#draw(maths, "tutor", call.latex, call);
        if (refusal !== null) return { status: "refused", message: refusal, retryable: false };
        return { status: "ok", drawn: call.latex };
      }
      case "draw_shape": {
        const { shape, points, radius, names, label } = call;
        this.#change((board) => boards.drawFigure(board, "tutor", { shape, points, radius, names, label }));
        return { status: "ok", drawn: shape };
      }
      case "highlight": {
        const item = boards.find(this.paper.get().board, call.target);
        if (!item)
          return {
            status: "error",
            message: `nothing on the board is called ${call.target}`,
            retryable: false,
          };
        this.#change((board) => boards.highlight(board, item.id, call.colour));
        return { status: "ok", highlighted: call.target };
      }
      case "clear_board":
        this.#change(boards.clear);
        return { status: "ok", board: "empty" };
    }
  }

  /** If the student's line says the same, it is ticked instead of being written twice. */
  async #byTutor(maths: Maths, latex: string, label: string | null): Promise<boards.Equation> {
    const same = boards.sameEquation(this.paper.get().board, latex);
    if (same) {
      this.#change((board) => boards.confirm(board, same.id, label));
      return same;
    }
    const plain = (await maths.plain(latex)) ?? latex;
    this.#change((board) => boards.writeTutors(board, latex, plain, label));
    const written = this.paper.get().board.items.at(-1);
    if (written?.type !== "equation") throw new Error("the equation just written is the last item");
    return written;
  }

  /** Lines after a line that changed follow from another one now. */
  async #judgeAround(maths: Maths, id: number): Promise<void> {
    const { board } = this.paper.get();
    await this.#judge(maths, boards.equation(board, id)?.attempt ?? id);
  }

  /** The student's newest line: as it follows from the line before, if it can be read so. */
  async #understand(maths: Maths, problem: number): Promise<void> {
    const meant = await readingThatFollows(maths, this.paper.get().board, problem);
    const line = boards.linesOf(this.paper.get().board, problem).at(-1);
    if (meant && line) {
      const plain = (await maths.plain(meant.latex)) ?? meant.latex;
      this.#change((board) => boards.choose(board, line.id, meant, plain));
    }
    await this.#judge(maths, problem);
  }

  async #judge(maths: Maths, problem: number): Promise<void> {
    for (const [id, judgement] of await judgements(maths, this.paper.get().board, problem)) {
      this.#change((board) => boards.judge(board, id, judgement));
      if (judgement.verdict === "solved") this.attempt(null);
    }
  }

  async #obey(maths: Maths, asked: Reading, id: number | null): Promise<void> {
    const { command, variable, method } = asked;
    if (command === "clear") return this.#change(boards.clear);
    if (command === null || id === null) return;
    if (command === "plot") {
      const item = this.paper.get().board.items.find((item) => item.id === id);
      if (item?.type === "equation") await this.#draw(maths, "student", item.latex, {});
      return;
    }
    if (command === "solveTogether") return this.#solveTogether(maths, id, method);
    if (command === "hint") return this.#hint(maths, id);
    if (command === "practice") return this.#practise(maths, id);
    if (command === "readAloud") {
      const latex = boards.equation(this.paper.get().board, id)?.latex;
      return latex === undefined ? undefined : this.#onReadAloud(latex);
    }
    const kind = command === "find" ? asked.quantity : KIND_OF_COMMAND[command];
    if (kind !== undefined) await this.#solve(maths, id, { kind, variable, method });
  }

  async #solve(maths: Maths, id: number, wish: Wish, longer = false): Promise<Solution | null> {
    const item = boards.equation(this.paper.get().board, id);
    if (!item) return null;
    this.#change((board) => boards.work(board, id, { state: "working", ...wish }));
    const { kind, variable, method } = wish;
    const options = {
      ...(kind && { kind }),
      ...(variable && { variable }),
      ...(method && { method }),
      ...(longer && { longer }),
      decimals: DECIMALS,
    };
    const [en, hi] = await Promise.all([
      maths.solve(item.latex, { ...options, locale: "en" }),
      maths.solve(item.latex, { ...options, locale: "hi" }),
    ]).catch((error: unknown) => {
      this.#change((board) => boards.work(board, id, null));
      throw error;
    });
    if (method && !en.ok && en.refusal.code === "no_such_method") {
      const usual = await this.#solve(maths, id, { ...wish, method: null }, longer);
      if (usual?.ok) this.#onNotice(notice("method-unfit"));
      return usual;
    }
    this.#change((board) => boards.work(board, id, { state: "done", ...wish, en, hi }));
    mark("solve", { latex: item.latex, ok: en.ok, steps: en.ok ? en.steps.length : 0 });
    return this.#language === "hi" ? hi : en;
  }

  async #solveTogether(maths: Maths, id: number, method: string | null): Promise<void> {
    const lines = systemOf(this.paper.get().board, id);
    if (!lines) return this.#onNotice(notice("no-system"));
    const latex = asSystem(lines);
    const same = boards.sameEquation(this.paper.get().board, latex);
    if (!same) {
      const plain = (await maths.plain(latex)) ?? latex;
      this.#change((board) => boards.writeMade(board, latex, plain));
    }
    const system = same ?? boards.sameEquation(this.paper.get().board, latex);
    if (system) await this.#solve(maths, system.id, { kind: null, method });
  }

  async #hint(maths: Maths, id: number): Promise<void> {
    const { board } = this.paper.get();
    const item = boards.equation(board, id);
    if (!item) return;
    const { hint } = item;
    if (hint) {
      const shown = Math.min(hint.shown + 1, hint.en.length);
      this.#change((board) => boards.hint(board, id, { ...hint, shown }));
      return;
    }
    const problem = item.attempt === null ? item : (boards.equation(board, item.attempt) ?? item);
    const soFar = boards.linesOf(board, problem.id).filter((line) => line.id <= id);
    const options = { soFar: soFar.map(({ latex }) => latex) };
    const [en, hi] = await Promise.all([
      maths.hint(problem.latex, { ...options, locale: "en" }),
      maths.hint(problem.latex, { ...options, locale: "hi" }),
    ]);
    if (en.ok && hi.ok) {
      const hint = { en: en.levels, hi: hi.levels, shown: 1 };
      this.#change((board) => boards.hint(board, id, hint));
    } else if (!en.ok && !hi.ok) {
      const { text } = en.refusal;
      this.#onNotice({ code: "no-hint", en: text, hi: hi.refusal.text, tone: "information" });
    }
  }

  async #practise(maths: Maths, id: number): Promise<void> {
    const item = boards.equation(this.paper.get().board, id);
    if (!item) return;
    const kind = item.work?.kind ?? null;
    const options = { seed: ++this.#practised, ...(kind && { kind }) };
    const [en, hi] = await Promise.all([
      maths.practice(item.latex, { ...options, locale: "en" }),
      maths.practice(item.latex, { ...options, locale: "hi" }),
    ]);
    if (en.ok) {
      const plain = (await maths.plain(en.latex)) ?? en.latex;
      this.#change((board) => boards.writePractice(board, en.latex, plain));
    } else if (!hi.ok) {
      const { text } = en.refusal;
      this.#onNotice({ code: "no-practice", en: text, hi: hi.refusal.text, tone: "information" });
    }
  }

  /** Draws the curve, or says why there is none. */
  async #draw(
    maths: Maths,
    author: boards.Author,
    latex: string,
    wish: { variable?: string | null; from?: number | null; to?: number | null },
  ): Promise<string | null> {
    const options = {
      ...(wish.variable && { variable: wish.variable }),
      ...(typeof wish.from === "number" && { from: wish.from }),
      ...(typeof wish.to === "number" && { to: wish.to }),
    };
    const plot = await maths.plot(latex, { ...options, locale: "en" });
    if (plot.ok) {
      this.#change((board) => boards.draw(board, author, latex, plot));
      return null;
    }
    const inHindi = await maths.plot(latex, { ...options, locale: "hi" });
    const hi = inHindi.ok ? plot.refusal.text : inHindi.refusal.text;
    this.#onNotice({ code: "plot-refused", en: plot.refusal.text, hi, tone: "information" });
    return plot.refusal.text;
  }

  #listen(maths: Maths): Listener {
    this.#listener ??= maths.listen({ language: inputLanguage(this.#language) });
    return this.#listener;
  }

  /** What was sketched after these words belongs to the next sentence and stays. */
  #newer(heardAtMs: number): Draft | null {
    const { draft } = this.paper.get();
    return draft && draft.heardAtMs > heardAtMs ? draft : null;
  }

  #quiet(): void {
    this.#listener?.dispose();
    this.#listener = null;
  }

  #change(how: (board: Board) => Board): void {
    this.paper.patch({ board: how(this.paper.get().board) });
  }

  /** A failure of one line is said and must not stop the next one; its result is null. */
  #next<T>(what: (maths: Maths) => Promise<T>): Promise<T | null> {
    const done = this.#turn
      .then(() => (this.#maths ? what(this.#maths) : null))
      .catch((error: unknown) => {
        this.#onNotice(errorNotice(error, "maths-failed"));
        return null;
      });
    this.#turn = done;
    return done;
  }
}

function sketched(reading: Reading, from: Draft["from"], heardAtMs: number): Draft {
  const { latex, plain, confidence } = reading;
  return { from, latex, plain, confidence, heardAtMs };
}
