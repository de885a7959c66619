import { GanitaError } from "@ganita/web/audio";
import type { Said } from "./language";

/** Something the person should know, said once per reason. */
export interface Notice extends Said {
  code: string;
  tone: "information" | "warning";
  /** What the person can do about it here and now. */
  offer?: Said;
}

/** Sentences of the page's own. Those about sound, server and tutor come with their errors. */
const SENTENCES = {
  "maths-failed": {
    en: "The mathematics engine did not start in this browser, so nothing can be written on the board. Please reload the page or use a newer browser.",
    hi: "इस ब्राउज़र में गणित का इंजन शुरू नहीं हुआ, इसलिए बोर्ड पर कुछ लिखा नहीं जा सकता। पेज दोबारा खोलें या नया ब्राउज़र इस्तेमाल करें।",
  },
  "microphone-lost": {
    en: "The microphone stopped. You can start it again, or type your sentence.",
    hi: "माइक्रोफ़ोन रुक गया। इसे फिर से शुरू करें, या अपना वाक्य लिखें।",
  },
  "voice-failed": {
    en: "The tutor's voice cannot be played here. Its words are still shown.",
    hi: "ट्यूटर की आवाज़ यहाँ नहीं चल पा रही है। उसके शब्द फिर भी दिखेंगे।",
  },
  "server-unreachable": {
    en: "The tutor's server cannot be reached. Typing, the board, steps and plots go on working on this device.",
    hi: "ट्यूटर के सर्वर से संपर्क नहीं हो पा रहा है। लिखना, बोर्ड, चरण और ग्राफ़ इसी डिवाइस पर चलते रहेंगे।",
  },
  "connection-lost": {
    en: "The connection to the tutor broke. It is being made again; typing, the board and the steps go on working.",
    hi: "ट्यूटर से संपर्क टूट गया। उसे फिर से जोड़ा जा रहा है; लिखना, बोर्ड और चरण चलते रहेंगे।",
  },
  "not-mathematics": {
    en: "I found no mathematics in that sentence. Try saying it in other words.",
    hi: "इस वाक्य में गणित नहीं मिला। इसे दूसरे शब्दों में कहकर देखें।",
  },
  "no-system": {
    en: "There are not enough equations to solve together. Write as many as there are letters to find.",
    hi: "साथ हल करने के लिए समीकरण काफ़ी नहीं हैं। जितने अक्षरों के मान चाहिए, उतने समीकरण लिखिए।",
  },
  "method-unfit": {
    en: "This problem is not solved in that way; here it is in another.",
    hi: "यह प्रश्न उस विधि से हल नहीं होता; यहाँ दूसरी विधि से हल है।",
  },
  "no-shared-memory": {
    en: "This browser keeps shared memory switched off. Everything works; sound may arrive a little later.",
    hi: "इस ब्राउज़र में साझा मेमोरी बंद है। सब कुछ चलेगा, पर आवाज़ थोड़ी देर से पहुँच सकती है।",
  },
  "own-ears": {
    en: "Without the tutor this browser listens by itself, on this device. Formulas, steps and graphs go on working.",
    hi: "शिक्षक के बिना यह ब्राउज़र इसी डिवाइस पर ख़ुद सुन रहा है। सूत्र, चरण और ग्राफ़ चलते रहेंगे।",
  },
  "own-ears-downloadable": {
    en: "This browser can listen by itself, without the tutor, once it has downloaded your language.",
    hi: "भाषा एक बार डाउनलोड हो जाए तो यह ब्राउज़र शिक्षक के बिना भी सुन सकता है।",
  },
  "own-ears-not-downloaded": {
    en: "The browser could not download your language. Typing works; you can try again when the connection is better.",
    hi: "ब्राउज़र आपकी भाषा डाउनलोड नहीं कर सका। लिखना चलता है; इंटरनेट ठीक होने पर फिर कोशिश करें।",
  },
  "board-restored": {
    en: "Your board from last time is here.",
    hi: "पिछली बार का आपका बोर्ड यहाँ है।",
  },
  scripted: {
    en: "This is a scripted transcript: the words come from a file, not from listening.",
    hi: "यह पहले से लिखा हुआ प्रतिलेख है: शब्द सुनकर नहीं, फ़ाइल से लिए गए हैं।",
  },
} as const satisfies Record<string, Said>;

const INFORMATION: ReadonlySet<string> = new Set([
  "no-shared-memory",
  "scripted",
  "not-mathematics",
  "no-system",
  "method-unfit",
  "own-ears",
  "own-ears-downloadable",
  "board-restored",
]);

const OFFERS: Readonly<Record<string, Said>> = {
  "own-ears-downloadable": { en: "Download", hi: "डाउनलोड करें" },
  "board-restored": { en: "Begin a new one", hi: "नया शुरू करें" },
};

export function notice(code: keyof typeof SENTENCES): Notice {
  const offer = OFFERS[code];
  const tone = INFORMATION.has(code) ? "information" : "warning";
  return { code, ...SENTENCES[code], tone, ...(offer && { offer }) };
}

/** The newest reason stands last; the same reason is not said twice. */
export function withNotice(notices: readonly Notice[], added: Notice): readonly Notice[] {
  return [...notices.filter((old) => old.code !== added.code), added];
}

export function withoutNotice(notices: readonly Notice[], code: string): readonly Notice[] {
  return notices.some((old) => old.code === code) ? notices.filter((old) => old.code !== code) : notices;
}

/** An error of the package says itself what a person should know; any other is told by the sentence given. */
export function errorNotice(error: unknown, otherwise: keyof typeof SENTENCES): Notice {
  if (!(error instanceof GanitaError)) return notice(otherwise);
  return { code: error.reason, en: error.en, hi: error.hi, tone: "warning" };
}
