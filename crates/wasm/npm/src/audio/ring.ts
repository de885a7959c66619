// Chunks and speech events from the audio thread to the page through shared memory: nothing is allocated and no message
// is sent for them. One side writes, one reads; both count on for ever.

import { CHUNK_SAMPLES } from "./abi.ts";
import type { ChunkMessage, FromCapture, SpeechMessage } from "./messages.ts";

/** What the page may leave unread: ten seconds of speech. */
const SLOTS = 128;

/** Places in the head: entries written, entries read, messages sent while the ring was full, and such handled. */
const WRITTEN = 0;
const READ = 1;
const SENT = 2;
const HANDLED = 3;
const HEAD_BYTES = 64;

/** A slot: kind, sequence, time, speech, level, clipped as doubles, and the samples. */
const FIELDS = 6;
const SLOT_BYTES = FIELDS * 8 + CHUNK_SAMPLES * 2;

const SPEECH_BEGINS = 1;
const SPEECH_ENDS = 2;
const CHUNK = 3;

/** Memory for a ring; none where the page is not isolated from others (COOP and COEP). */
export function openRing(): SharedArrayBuffer | undefined {
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer === "undefined") return undefined;
  return new SharedArrayBuffer(HEAD_BYTES + SLOTS * SLOT_BYTES);
}

/** Whether the page can wait for a change of shared memory. Where it cannot, the audio thread wakes it by message. */
export const canWait = "waitAsync" in Atomics;

interface Slot {
  fields: Float64Array;
  samples: Int16Array;
}

/** The views are made once: the audio thread makes none later. */
function slotsOf(buffer: SharedArrayBuffer): Slot[] {
  return Array.from({ length: SLOTS }, (_, index) => {
    const at = HEAD_BYTES + index * SLOT_BYTES;
    const samples = new Int16Array(buffer, at + FIELDS * 8, CHUNK_SAMPLES);
    return { fields: new Float64Array(buffer, at, FIELDS), samples };
  });
}

/** The audio thread's side. */
export class RingWriter {
  readonly #head: Int32Array;
  readonly #slots: Slot[];
  readonly #wakeByMessage: (() => void) | undefined;

  constructor(buffer: SharedArrayBuffer, wakeByMessage?: () => void) {
    this.#head = new Int32Array(buffer, 0, HEAD_BYTES / 4);
    this.#slots = slotsOf(buffer);
    this.#wakeByMessage = wakeByMessage;
  }

  /** Tells that speech began or ended; false if it has to be told by message. */
  speech(speaking: boolean, at: number): boolean {
    const slot = this.#free();
    if (slot === undefined) return false;
    slot.fields[0] = speaking ? SPEECH_BEGINS : SPEECH_ENDS;
    slot.fields[2] = at;
    this.#written();
    return true;
  }

  /** Hands a chunk over; false if it has to go by message. */
  chunk(
    sequence: number,
    at: number,
    speech: number,
    level: number,
    clipped: number,
    samples: Int16Array,
  ): boolean {
    const slot = this.#free();
    if (slot === undefined) return false;
    slot.fields[0] = CHUNK;
    slot.fields[1] = sequence;
    slot.fields[2] = at;
    slot.fields[3] = speech;
    slot.fields[4] = level;
    slot.fields[5] = clipped;
    slot.samples.set(samples);
    this.#written();
    return true;
  }

  /** The next slot, unless the page is so far behind, or still has messages of such a time before it. */
  #free(): Slot | undefined {
    const head = this.#head;
    const written = head[WRITTEN] as number;
    const isFull = ((written - Atomics.load(head, READ)) | 0) >= SLOTS;
    if (isFull || head[SENT] !== Atomics.load(head, HANDLED)) {
      Atomics.add(head, SENT, 1);
      return undefined;
    }
    return this.#slots[(written >>> 0) % SLOTS];
  }

  #written(): void {
    Atomics.add(this.#head, WRITTEN, 1);
    Atomics.notify(this.#head, WRITTEN);
    this.#wakeByMessage?.();
  }
}

/** The page's side. */
export class RingReader {
  readonly #head: Int32Array;
  readonly #slots: Slot[];
  readonly #receive: (message: FromCapture) => void;
  #disposed = false;

  constructor(buffer: SharedArrayBuffer, receive: (message: FromCapture) => void) {
    this.#head = new Int32Array(buffer, 0, HEAD_BYTES / 4);
    this.#slots = slotsOf(buffer);
    this.#receive = receive;
    if (canWait) void this.#follow();
  }

  /** Reads what is there. Call it before a message of the worklet is looked at: what is here happened earlier. */
  drain(): void {
    const head = this.#head;
    while (!this.#disposed && head[READ] !== Atomics.load(head, WRITTEN)) {
      const slot = this.#slots[((head[READ] as number) >>> 0) % SLOTS] as Slot;
      const message = read(slot);
      Atomics.add(head, READ, 1);
      this.#receive(message);
    }
  }

  /** A message that was sent because the ring was full has been handled. */
  handled(): void {
    Atomics.add(this.#head, HANDLED, 1);
  }

  /** Stops reading. */
  dispose(): void {
    this.#disposed = true;
    Atomics.notify(this.#head, WRITTEN);
  }

  async #follow(): Promise<void> {
    const head = this.#head;
    while (!this.#disposed) {
      this.drain();
      const waiting = (Atomics as WaitingAtomics).waitAsync(head, WRITTEN, head[READ] as number);
      if (waiting.async) await waiting.value;
    }
  }
}

// Not in the language version whose types we are built with.
type WaitingAtomics = typeof Atomics & {
  waitAsync(
    array: Int32Array,
    index: number,
    value: number,
  ): { async: false; value: string } | { async: true; value: Promise<string> };
};

function read({ fields, samples }: Slot): ChunkMessage | SpeechMessage {
  const [kind, sequence, at, speech, level, clipped] = fields as unknown as [number, ...number[]];
  if (kind !== CHUNK) return { type: "speech", speaking: kind === SPEECH_BEGINS, at: at as number };
  return {
    type: "chunk",
    sequence: sequence as number,
    // What is shared cannot be given away: the page gets its own.
    samples: new Int16Array(samples),
    at: at as number,
    speech: speech as number,
    level: level as number,
    clipped: clipped as number,
  };
}
