import { createContext, useContext, useSyncExternalStore } from "react";
import type { Language } from "../lesson/language";
import type { Lesson } from "../lesson/lesson";
import type { Store } from "../lesson/store";

/** Draws again when the value changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

export const LessonContext = createContext<Lesson | null>(null);

export function useLesson(): Lesson {
  const lesson = useContext(LessonContext);
  if (!lesson) throw new Error("this component is drawn inside a Classroom");
  return lesson;
}

export const LanguageContext = createContext<Language>("en");

export function useLanguage(): Language {
  return useContext(LanguageContext);
}
