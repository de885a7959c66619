import type { Item } from "./board";

/** The board stays on this device when the page is closed: a phone may do that at any time. */

const KEY = "ganita.board";
/** Of the stored form; another one is left alone. */
const VERSION = 1;

/** Keeps what stands on the board. Browsers that keep nothing are no reason to stop the lesson. */
export function keep(items: readonly Item[], storage: Storage = localStorage): void {
  const written = (items: readonly Item[]) => JSON.stringify({ version: VERSION, items });
  try {
    if (items.length === 0) storage.removeItem(KEY);
    else storage.setItem(KEY, written(items));
  } catch {
    // Full: curves are large, and are drawn again with one press.
    try {
      storage.setItem(KEY, written(items.filter((item) => item.type !== "graph")));
    } catch {}
  }
}

/** What was kept; nothing if it is of another version or cannot be read. */
export function kept(storage: Storage = localStorage): readonly Item[] {
  try {
    const { version, items } = JSON.parse(storage.getItem(KEY) ?? "{}");
    return version === VERSION && Array.isArray(items) ? items : [];
  } catch {
    return [];
  }
}
