"use client";

// Hooks over the other entries. Each gives back what it holds when its component goes.

export { type ErrorReason, GanitaError } from "./error.ts";
export { type CaptureHook, type CaptureState, useCapture } from "./react/capture.ts";
export { type LessonHook, type LessonOptions, useLesson } from "./react/lesson.ts";
export { type ListenerHook, type ListenerOptions, useListener } from "./react/listener.ts";
