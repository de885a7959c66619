/** Listeners by event name; each event's listener takes the tuple named in `Events`. */
export class Emitter<Events extends { [Name in keyof Events]: unknown[] }> {
  #listeners = new Map<keyof Events, Set<unknown>>();

  /** Calls `listener` on every such event, until the function returned is called. */
  on<Name extends keyof Events>(event: Name, listener: (...values: Events[Name]) => void): () => void {
    const known = this.#listeners.get(event) ?? new Set<unknown>();
    this.#listeners.set(event, known);
    known.add(listener);
    return () => {
      known.delete(listener);
    };
  }

  /** Tells everyone. A listener that throws does not keep the others from hearing; its error is reported. */
  protected emit<Name extends keyof Events>(event: Name, ...values: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        (listener as (...values: Events[Name]) => void)(...values);
      } catch (error) {
        reportError(error);
      }
    }
  }

  /** Forgets all listeners. */
  protected silence(): void {
    this.#listeners.clear();
  }
}

/** As an uncaught error would be shown, but without stopping the caller. */
function reportError(error: unknown): void {
  if (typeof globalThis.reportError === "function") {
    globalThis.reportError(error);
  } else {
    queueMicrotask(() => {
      throw error;
    });
  }
}
