import type { Said } from "../lesson/language";
import { useLanguage } from "./store";
import { WORDS, type Word } from "./words";

/** Words of the page in the person's language; with both, one after the other, each marked as what it is. */
export function Say({ word, said }: { word: Word; said?: never } | { word?: never; said: Said }) {
  const language = useLanguage();
  const { en, hi } = said ?? WORDS[word];
  if (language === "en") return en;
  if (language === "hi") return hi;
  return (
    <span className="both">
      <span lang="en">{en}</span> <span lang="hi">{hi}</span>
    </span>
  );
}
