/** The tutor's words so far, as the conversation shows them. */
export interface Caption {
  text: string;
  final: boolean;
  scripted: boolean;
}

/** A tutor's words so far, and how much of its voice had come when they did. */
interface Piece {
  text: string;
  atMs: number;
}

interface Utterance {
  pieces: Piece[];
  final: boolean;
  scripted: boolean;
}

/** How fast words are said: about 150 a minute. Slower voices are waited for by the next piece of words. */
const LETTERS_PER_SECOND = 15;

/** Words are held back so long for a voice that has not begun. Without a voice they are shown then. */
const VOICE_BEGINS_MS = 300;

/** Where the voice is: how much has come, and whether some of it is still to be heard. */
export interface Hearing {
  queuedMs: number;
  isBusy: boolean;
}

/**
 * Shows the tutor's words while they are heard. They come with the voice, seconds before it is played.
 *
 * A piece of words begins where the voice stood when it came and goes on at the pace of speech, at the latest until the
 * next piece begins.
 */
export class Captions {
  readonly #show: (caption: Caption) => void;
  readonly #hearing: () => Hearing;
  #utterances: Utterance[] = [];
  #shown = "";
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** The end of an utterance that was cut off is still to be told, and is not shown. */
  #isCut = false;

  constructor(hearing: () => Hearing, show: (caption: Caption) => void) {
    this.#hearing = hearing;
    this.#show = show;
  }

  /** The words of an utterance so far. */
  said({ text, final, scripted }: Caption): void {
    const isTail = this.#isCut && final;
    this.#isCut = false;
    if (isTail) return;
    let utterance = this.#utterances.at(-1);
    if (utterance === undefined || utterance.final) {
      utterance = { pieces: [], final: false, scripted };
      this.#utterances.push(utterance);
    }
    utterance.final = final;
    utterance.scripted ||= scripted;
    const hearing = this.#hearing();
    if (text !== utterance.pieces.at(-1)?.text) utterance.pieces.push({ text, atMs: hearing.queuedMs });
    if (!hearing.isBusy) this.#wait();
  }

  /** So much of all voice has been heard. */
  heard(playedMs: number): void {
    for (;;) {
      const [utterance] = this.#utterances;
      if (utterance === undefined) return;
      const text = heardOf(utterance.pieces, playedMs);
      const isWhole = text === utterance.pieces.at(-1)?.text;
      this.#put(utterance, text, isWhole && utterance.final);
      if (!isWhole || !utterance.final) return;
      this.#utterances.shift();
      this.#shown = "";
    }
  }

  /** The voice has come to its end: what was not shown yet has been heard. */
  ended(): void {
    this.heard(Number.POSITIVE_INFINITY);
  }

  /** The student speaks over the tutor: what was not heard is not shown. */
  interrupted(): void {
    clearTimeout(this.#waiting);
    const [utterance] = this.#utterances;
    this.#isCut = this.#utterances.some(({ final }) => !final);
    if (utterance !== undefined && this.#shown !== "") {
      this.#show({ text: this.#shown, final: true, scripted: utterance.scripted });
    }
    this.#utterances = [];
    this.#shown = "";
  }

  #put({ scripted }: Utterance, text: string, final: boolean): void {
    if (text === this.#shown && !final) return;
    this.#shown = text;
    if (text !== "") this.#show({ text, final, scripted });
  }

  #wait(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      if (!this.#hearing().isBusy) this.ended();
    }, VOICE_BEGINS_MS);
  }
}

/** The words of which the voice has been heard, to the end of a word. */
function heardOf(pieces: readonly Piece[], playedMs: number): string {
  let heard = "";
  for (const [index, { text, atMs }] of pieces.entries()) {
    const isOver = playedMs >= (pieces[index + 1]?.atMs ?? Number.POSITIVE_INFINITY);
    if (isOver) {
      heard = text;
      continue;
    }
    if (playedMs < atMs) return heard;
    const letters = heard.length + ((playedMs - atMs) * LETTERS_PER_SECOND) / 1000;
    if (letters >= text.length) return text;
    const end = text.slice(Math.ceil(letters)).search(/\s/);
    return end < 0 ? text : text.slice(0, Math.ceil(letters) + end);
  }
  return heard;
}
