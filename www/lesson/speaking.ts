/** The languages' tags, as voices are named: how India speaks them. */
const TAGS = { en: "en-IN", hi: "hi-IN" } as const;

/** Says a sentence with one of the device's voices; whether there is one for the language. */
export function speak(text: string, language: "en" | "hi"): boolean {
  const synthesis = globalThis.speechSynthesis;
  if (synthesis === undefined) return false;
  const voices = synthesis.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith(language));
  const tag = TAGS[language];
  const voice = voices.find(({ lang }) => lang.replace("_", "-") === tag) ?? voices[0];
  if (voice === undefined) return false;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  // What is asked for now matters more than what was asked for before.
  synthesis.cancel();
  synthesis.speak(utterance);
  return true;
}
