import type { Language, Said } from "../lesson/language";

/** Every word of the interface, in both languages. */
export const WORDS = {
  tagline: { en: "Say it, and it is written.", hi: "बोलिए, और लिखा जाएगा।" },
  beginHow: {
    en: "Speak or type a formula in English, Hindi or both. It appears here while you say it.",
    hi: "कोई सूत्र बोलिए या लिखिए: हिन्दी में, अंग्रेज़ी में या दोनों मिलाकर। कहते-कहते वह यहाँ लिख जाएगा।",
  },
  try: { en: "Try one", hi: "एक आज़माइए" },
  language: { en: "Language", hi: "भाषा" },
  theme: { en: "Paper or slate", hi: "काग़ज़ या स्लेट" },
  bigBoard: { en: "Only the board, large", hi: "केवल बोर्ड, बड़ा" },
  smallBoard: { en: "Back to the lesson", hi: "पाठ पर वापस" },
  board: { en: "Board", hi: "बोर्ड" },
  undo: { en: "Undo", hi: "वापस लो" },
  clear: { en: "Clear", hi: "मिटाओ" },
  conversation: { en: "Conversation", hi: "बातचीत" },
  youSaid: { en: "You said:", hi: "आपने कहा:" },
  you: { en: "You", hi: "आप" },
  tutor: { en: "Tutor", hi: "शिक्षक" },
  nothingSaid: { en: "What you and the tutor say stands here.", hi: "आप और शिक्षक जो कहेंगे, यहाँ लिखा रहेगा।" },
  scripted: { en: "scripted", hi: "पहले से लिखा" },
  start: { en: "Start the microphone", hi: "माइक्रोफ़ोन चालू करें" },
  stop: { en: "Stop the microphone", hi: "माइक्रोफ़ोन बंद करें" },
  typeHere: { en: "x squared plus one over two", hi: "x का वर्ग जमा एक बटा दो" },
  typeLabel: { en: "Type a sentence", hi: "वाक्य लिखें" },
  write: { en: "Write", hi: "लिखो" },
  idle: { en: "Tap the microphone and speak, or type.", hi: "माइक दबाकर बोलिए, या लिखिए।" },
  starting: { en: "Starting…", hi: "शुरू हो रहा है…" },
  listening: { en: "Listening. Speak whenever you like.", hi: "सुन रहा हूँ। जब चाहें बोलिए।" },
  unheard: {
    en: "Nobody can hear you now. Type, or try the tutor again.",
    hi: "अभी आपको कोई सुन नहीं रहा। लिखिए, या शिक्षक से फिर जुड़िए।",
  },
  hearing: { en: "I hear you", hi: "आपकी आवाज़ आ रही है" },
  tutorSpeaks: { en: "The tutor is speaking", hi: "शिक्षक बोल रहे हैं" },
  off: { en: "On this device", hi: "इसी डिवाइस पर" },
  connecting: { en: "Connecting", hi: "जुड़ रहा है" },
  live: { en: "Tutor is here", hi: "शिक्षक साथ हैं" },
  reconnecting: { en: "Reconnecting", hi: "फिर जुड़ रहा है" },
  gone: { en: "No tutor", hi: "शिक्षक नहीं हैं" },
  again: { en: "Try again", hi: "फिर कोशिश करें" },
  solve: { en: "Solve", hi: "हल करो" },
  hint: { en: "Hint", hi: "संकेत" },
  tryIt: { en: "Try it yourself", hi: "ख़ुद हल करो" },
  stopTrying: { en: "Stop trying", hi: "कोशिश रोको" },
  nextLine: {
    en: "Say or type your next line. Each one is checked.",
    hi: "अपनी अगली पंक्ति बोलिए या लिखिए। हर पंक्ति जाँची जाती है।",
  },
  another: { en: "Another like it", hi: "ऐसा ही एक और" },
  follows: { en: "This follows", hi: "यह सही निकलता है" },
  wrongLine: { en: "This does not follow", hi: "यह नहीं निकलता" },
  unchecked: { en: "Not checked", hi: "जाँच नहीं हुई" },
  solved: { en: "Solved. Well done!", hi: "हल हो गया। शाबाश!" },
  readAloud: { en: "Read aloud", hi: "पढ़कर सुनाओ" },
  more: { en: "More", hi: "और" },
  less: { en: "Less", hi: "कम" },
  simplify: { en: "Simplify", hi: "सरल करो" },
  factor: { en: "Factorise", hi: "गुणनखंड" },
  expand: { en: "Expand", hi: "विस्तार" },
  diff: { en: "Differentiate", hi: "अवकलन" },
  integrate: { en: "Integrate", hi: "समाकलन" },
  plot: { en: "Graph", hi: "ग्राफ़" },
  remove: { en: "Remove", hi: "हटाओ" },
  confirmed: { en: "The tutor wrote the same", hi: "शिक्षक ने भी यही लिखा" },
  or: { en: "or", hi: "या" },
  unsure: { en: "Or did you mean", hi: "या आपका मतलब था" },
  working: { en: "Working it out…", hi: "हल निकाला जा रहा है…" },
  answer: { en: "Answer", hi: "उत्तर" },
  steps: { en: "Steps", hi: "चरण" },
  why: { en: "In detail", hi: "विस्तार से" },
  readAs: { en: "Read as", hi: "ऐसे पढ़ा गया" },
  thinkLonger: { en: "Think longer", hi: "और सोचो" },
  asDecimal: { en: "As a decimal", hi: "दशमलव में" },
  offBy: { en: "each number is off by at most", hi: "हर संख्या में अधिकतम त्रुटि" },
  roundedNothing: { en: "exact", hi: "यथार्थ" },
  inCase: { en: "Case", hi: "स्थिति" },
  howMuch: { en: "How much is shown", hi: "कितना दिखाया जाए" },
  keyLines: { en: "Key lines", hi: "मुख्य पंक्तियाँ" },
  usualLines: { en: "Usual working", hi: "सामान्य हल" },
  everyLine: { en: "Every line", hi: "हर पंक्ति" },
  refused: { en: "Not worked out", hi: "हल नहीं हुआ" },
  condition: { en: "condition", hi: "शर्त" },
  graphOf: { en: "Graph", hi: "ग्राफ़" },
  points: { en: "Points to notice", hi: "ख़ास बिंदु" },
  dismiss: { en: "Close this message", hi: "यह संदेश बंद करें" },
  consentTitle: { en: "Before you speak", hi: "बोलने से पहले" },
  consentDevice: {
    en: "Your sound is cleaned on this device. Only while you speak does it go to your school's server, and from there to the tutor.",
    hi: "आपकी आवाज़ इसी डिवाइस पर साफ़ की जाती है। केवल आपके बोलते समय वह स्कूल के सर्वर तक, और वहाँ से शिक्षक तक जाती है।",
  },
  consentKept: {
    en: "The sound is not kept. The words are, with your lesson.",
    hi: "आवाज़ नहीं रखी जाती। शब्द आपके पाठ के साथ रखे जाते हैं।",
  },
  consentAge: {
    en: "Under 18? Ask a parent or guardian first.",
    hi: "18 वर्ष से कम उम्र? पहले माता-पिता या अभिभावक से पूछें।",
  },
  consentFree: {
    en: "You can stop at any time. Typing works without the microphone and sends nothing.",
    hi: "आप कभी भी रोक सकते हैं। लिखना माइक्रोफ़ोन के बिना चलता है और कुछ नहीं भेजता।",
  },
  agree: { en: "I agree, start", hi: "सहमत हूँ, शुरू करें" },
  notNow: { en: "Not now", hi: "अभी नहीं" },
  onBoard: { en: "On the board", hi: "बोर्ड पर" },
} as const satisfies Record<string, Said>;

export type Word = keyof typeof WORDS;

/** For attributes, where no markup can say which language is which. */
export function plain(said: Said, language: Language): string {
  if (language === "both") return `${said.en} · ${said.hi}`;
  return said[language];
}

/** Sentences to begin with: each shows something else that can be done. */
export const EXAMPLES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    "solve x squared minus five x plus six equals zero",
    "integral of two x plus one dx",
    "plot y equals x squared minus four",
    "square root of three over two",
  ],
  hi: [
    "x का वर्ग घटा पाँच x जमा छह बराबर शून्य हल करो",
    "दो x जमा एक का समाकलन",
    "तीन बटा दो का वर्गमूल",
    "x का घन जमा एक",
  ],
  both: [
    "x square minus five x plus six equals zero solve karo",
    "x का वर्ग plus एक over दो",
    "integral of two x plus one dx",
    "plot y equals x squared minus four",
  ],
};
