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
  const [agreed, setAgreed] = useState(false);
  const [onlyBoard, setOnlyBoard] = useState(false);
  const { language } = useStore(lesson.state);
  const { engine } = useStore(lesson.paper);

  useEffect(() => {
    void lesson.open();
    return () => lesson.close();
  }, [lesson]);

  useEffect(() => {
    // While developing, files change without changing their names.
    if (process.env.NODE_ENV !== "production") return;
    // A browser that keeps nothing still shows the page while there is a network.
    navigator.serviceWorker?.register("/offline.js").catch(() => {});
  }, []);

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
        <div
          className="classroom"
          data-view={onlyBoard ? "board" : "lesson"}
          data-language={language}
          data-engine={engine}
        >
          <Header onlyBoard={onlyBoard} onOnlyBoard={setOnlyBoard} />
          <Notices />
          <main className="room">
            <Board />
            <Conversation />
          </main>
          <Dock
            onStart={() => {
              if (agreed) return void lesson.start();
              setAsking(true);
              lesson.prepare();
            }}
          />
          {asking && (
            <Consent
              onAnswer={(yes) => {
                setAsking(false);
                setAgreed(yes);
                if (yes) void lesson.start();
              }}
            />
          )}
        </div>
      </LanguageContext>
    </LessonContext>
  );
}
