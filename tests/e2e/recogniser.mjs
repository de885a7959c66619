// Debian's Chromium has the interface of the Web Speech API, but its language packs cannot be had in a test, so a scripted
// stand-in with the specification's names says the words, interim results and all: what is tested is the way from a
// recogniser to the board. It runs in the page.

/**
 * A recogniser for `ready` languages that says `words`, a sentence or several of each language, piece by piece, the last
 * time as final.
 */
export function standIn({ ready, downloadable, words }) {
  const can = new Set(ready);
  window.SpeechRecognitionPhrase = class {
    constructor(phrase, boost) {
      Object.assign(this, { phrase, boost });
    }
  };
  window.SpeechRecognition = class {
    phrases = [];
    processLocally = false;
    static async available({ langs, processLocally }) {
      if (processLocally && langs.every((tag) => can.has(tag))) return "available";
      return langs.every((tag) => downloadable.includes(tag)) ? "downloadable" : "unavailable";
    }
    static async install({ langs }) {
      for (const tag of langs) if (downloadable.includes(tag)) can.add(tag);
      return langs.every((tag) => can.has(tag));
    }
    start() {
      window.expectedPhrases = this.phrases.map(({ phrase }) => phrase);
      this.onstart?.();
      if (!this.processLocally) throw new Error("the sound would leave the device");
      let at = 0;
      for (const said of [words[this.lang] ?? ""].flat()) {
        const pieces = said.split(" ");
        pieces.forEach((_, index) => {
          setTimeout(() => this.#say(pieces.slice(0, index + 1).join(" "), false), at + 300 * (index + 1));
        });
        // Long enough for a busy machine to show what was heard so far.
        at += 300 * (pieces.length + 5);
        setTimeout(() => this.#say(said, true), at);
      }
    }
    #say(transcript, isFinal) {
      const result = { isFinal, length: 1, 0: { transcript, confidence: 0.9 } };
      this.onresult?.({ resultIndex: 0, results: [result] });
    }
    stop() {
      this.onend?.();
    }
    abort() {
      this.onend?.();
    }
  };
}
