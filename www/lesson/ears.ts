import { type GanitaError, Recogniser, type Transcript } from "@ganita/web/recognise";
import { inputLanguage, type Language } from "./language";

export interface Overhearing {
  onTranscript(transcript: Transcript): void;
  onError(error: GanitaError): void;
}

/** What the browser can do without a tutor: hear, hear after a download, or not hear. */
export type Offer = "hears" | "downloadable" | "deaf";

/** The browser's own ears, on this device only: they listen while no tutor does. */
export class Ears {
  #recogniser: Recogniser | null = null;
  /** Counts openings and closings: an answer that comes after a closing is not acted on. */
  #turn = 0;
  readonly #overhearing: Overhearing;

  constructor(overhearing: Overhearing) {
    this.#overhearing = overhearing;
  }

  async open(language: Language): Promise<Offer> {
    this.close();
    const turn = this.#turn;
    const availability = await Recogniser.availability(inputLanguage(language));
    if (turn !== this.#turn) return "deaf";
    if (availability !== "ready") return availability === "downloadable" ? "downloadable" : "deaf";
    const recogniser = new Recogniser({ language: inputLanguage(language) });
    recogniser.on("transcript", (transcript) => this.#overhearing.onTranscript(transcript));
    recogniser.on("error", (error) => this.#overhearing.onError(error));
    this.#recogniser = recogniser;
    await recogniser.start();
    return "hears";
  }

  /** Downloads what hearing needs, when the person has asked for it. */
  download(language: Language): Promise<boolean> {
    return Recogniser.install(inputLanguage(language));
  }

  close(): void {
    this.#turn++;
    this.#recogniser?.dispose();
    this.#recogniser = null;
  }
}
