/** The person's choice: it sets the words of the page and the words that are understood. */
export type Language = "en" | "hi" | "both";

/** A sentence for a person, in both languages. */
export interface Said {
  en: string;
  hi: string;
}

export const LANGUAGES: readonly Language[] = ["en", "hi", "both"];

/** With both, sentences may mix the two: the engine then decides word by word. */
export function inputLanguage(language: Language): "en" | "hi" | "auto" {
  return language === "both" ? "auto" : language;
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** What the browser is set to, until the person chooses. */
export function preferredLanguage(browser: string | undefined): Language {
  return browser?.toLowerCase().startsWith("hi") ? "hi" : "en";
}
