import type { Transcript } from "./events.ts";
import type { ServerContent, Transcription } from "./messages.ts";

/** The label of words that were read from a script instead of being recognised. */
const SCRIPTED = "scripted";

/** What one side has said and not finished. */
interface Utterance {
  text: string;
  scripted: boolean;
}

/**
 * Joins pieces of transcripts to utterances.
 *
 * The student's interim words replace each other; final ones and the tutor's are pieces to be joined. A student's
 * utterance ends when it is said to be finished, or when the tutor begins; a tutor's at the end of the turn.
 */
export class Transcripts {
  #student: Utterance | undefined;
  #tutor: Utterance | undefined;

  /** What a message says anew, in order. */
  read(content: ServerContent): Transcript[] {
    const said: Transcript[] = [];
    if (content.interimInputTranscription !== undefined) {
      const interim = content.interimInputTranscription;
      const text = (this.#student?.text ?? "") + (interim.text ?? "");
      said.push(transcript("student", { text, scripted: isScripted(interim) }, false));
    }
    if (content.inputTranscription !== undefined) {
      const piece = content.inputTranscription;
      this.#student = joined(this.#student, piece);
      said.push(transcript("student", this.#student, piece.finished === true));
      if (piece.finished) this.#student = undefined;
    }
    const tutorSpeaks = content.outputTranscription !== undefined || content.modelTurn !== undefined;
    if (tutorSpeaks || content.turnComplete) said.push(...this.#endStudent());
    if (content.outputTranscription !== undefined) {
      const piece = content.outputTranscription;
      this.#tutor = joined(this.#tutor, piece);
      said.push(transcript("tutor", this.#tutor, piece.finished === true));
      if (piece.finished) this.#tutor = undefined;
    }
    if (content.turnComplete || content.interrupted) said.push(...this.#endTutor());
    return said.filter(({ text }) => text !== "");
  }

  #endStudent(): Transcript[] {
    const utterance = this.#student;
    this.#student = undefined;
    return utterance === undefined ? [] : [transcript("student", utterance, true)];
  }

  #endTutor(): Transcript[] {
    const utterance = this.#tutor;
    this.#tutor = undefined;
    return utterance === undefined ? [] : [transcript("tutor", utterance, true)];
  }
}

function joined(before: Utterance | undefined, piece: Transcription): Utterance {
  return {
    text: (before?.text ?? "") + (piece.text ?? ""),
    scripted: (before?.scripted ?? false) || isScripted(piece),
  };
}

function isScripted(piece: Transcription): boolean {
  return piece.speakerLabel === SCRIPTED;
}

function transcript(who: Transcript["who"], { text, scripted }: Utterance, final: boolean): Transcript {
  return { who, text: text.trim(), final, scripted };
}
