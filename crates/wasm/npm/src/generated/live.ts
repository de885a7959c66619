// Written by `cargo test -p ganita-wasm` from the Rust types; UPDATE_EXPECT=1 renews it. Do not edit.

export type LiveSettings = { session: string | null; seed: number };

export type LiveEvent =
  | { type: "start" }
  | { type: "opened"; connection: number }
  | { type: "received"; connection: number; text: string }
  | { type: "audioReceived"; connection: number }
  | { type: "closed"; connection: number; code: number; reason: string }
  | { type: "online" }
  | { type: "tick" }
  | { type: "audio"; sequence: number; pcm: Uint8Array }
  | { type: "audioEnd" }
  | { type: "text"; text: string }
  | { type: "toolResult"; id: string; response: Record<string, unknown> }
  | { type: "stop" };

export type LiveActions = { list: Array<LiveAction>; wakeAtMs: number | null };

export type LiveAction =
  | { type: "dial"; connection: number; resume: string | null }
  | { type: "sendText"; connection: number; text: string }
  | { type: "sendBinary"; connection: number; bytes: Uint8Array; sequence: number | null }
  | { type: "close"; connection: number; code: number; reason: string }
  | { type: "deliver"; message: unknown }
  | { type: "ready"; sessionId: string | null; resumed: boolean }
  | { type: "changed"; state: LiveMachineState }
  | { type: "lost"; loss: LiveLoss };

export type LiveMachineState =
  | "idle"
  | "connecting"
  | "live"
  | "draining"
  | "rotating"
  | "reconnecting"
  | "ended";

export type LiveLoss = {
  why: "unreachable" | "refused" | "rejected" | "silent" | "finished";
  code: number | null;
  reason: string;
};
