"use client";

import { useEffect, useState } from "react";
import { Lesson } from "../lesson/lesson";
import { Board } from "./Board";
import { Consent } from "./Consent";
import { Conversation } from "./Conversation";
import { Dock } from "./Dock";
import { Header } from "./Header";
import { Notices } from "./Notices";
import { LanguageContext, LessonContext, useStore } from "./store";

/** The whole page: one lesson, and what is drawn of it. */
export function Classroom() {
  const [lesson] = useState(() => new Lesson());
  const [asking, setAsking] = useState(false);
  const [onlyBoard, setOnlyBoard] = useState(false);
  const { language } = useStore(lesson.state);

  useEffect(() => {
    void lesson.open();
    return () => lesson.close();
  }, [lesson]);

  useEffect(() => {
    document.documentElement.lang = language === "hi" ? "hi" : "en";
  }, [language]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && !inField) {
        event.preventDefault();
        lesson.writer.undo();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [lesson]);

  return (
    <LessonContext value={lesson}>
      <LanguageContext value={language}>
        <div className="classroom" data-view={onlyBoard ? "board" : "lesson"} data-language={language}>
          <Header onlyBoard={onlyBoard} onOnlyBoard={setOnlyBoard} />
          <Notices />
          <main className="room">
            <Board />
            <Conversation />
          </main>
          <Dock onStart={() => setAsking(true)} />
          {asking && (
            <Consent
              onAnswer={(agreed) => {
                setAsking(false);
                if (agreed) void lesson.start();
              }}
            />
          )}
        </div>
      </LanguageContext>
    </LessonContext>
  );
}
