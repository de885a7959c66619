/** What was said, in the order in which it was said. */
export interface Line {
  id: number;
  who: "student" | "tutor";
  text: string;
  /** An interim line may still change. */
  final: boolean;
  /** The words come from a file, not from listening. */
  scripted: boolean;
}

export type Conversation = readonly Line[];

/** A lesson of an hour is about 1,500 lines; older ones leave the page, not the server. */
const LINES_KEPT = 500;

/** An interim line of a speaker is replaced by what he is heard to say next; a final one stays. */
export function hear(conversation: Conversation, line: Omit<Line, "id">): Conversation {
  const open = conversation.findLast((old) => old.who === line.who && !old.final);
  if (open) return conversation.map((old) => (old === open ? { ...line, id: old.id } : old));
  const id = (conversation.at(-1)?.id ?? 0) + 1;
  const kept = conversation.length >= LINES_KEPT ? conversation.slice(1 - LINES_KEPT) : conversation;
  return [...kept, { ...line, id }];
}

/** A line that was begun but never finished (the connection went) is closed as it stands. */
export function settle(conversation: Conversation): Conversation {
  if (conversation.every((line) => line.final)) return conversation;
  return conversation.map((line) => (line.final ? line : { ...line, final: true }));
}
