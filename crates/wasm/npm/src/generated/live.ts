// Written by `UPDATE_EXPECT=1 cargo test -p ganita-wasm` from the Rust types. Do not edit.

/**
 * What a machine is made from.
 */
export type LiveSettings = { 
/**
 * A lesson to take up, by its name on the server.
 */
session: string | null, 
/**
 * For the jitter: any whole number below 2^53, other for every machine.
 */
seed: number, };

/**
 * Something that happened.
 */
export type LiveEvent = { "type": "start" } | { "type": "opened", 
/**
 * Which.
 */
connection: number, } | { "type": "received", 
/**
 * On which socket.
 */
connection: number, 
/**
 * What it says.
 */
text: string, } | { "type": "audioReceived", 
/**
 * On which socket.
 */
connection: number, } | { "type": "closed", 
/**
 * Which.
 */
connection: number, 
/**
 * The close code; 1006 when there was none.
 */
code: number, 
/**
 * The reason given.
 */
reason: string, } | { "type": "online" } | { "type": "tick" } | { "type": "audio", 
/**
 * The number of the piece.
 */
sequence: number, 
/**
 * 16-bit samples, little-endian, one channel, 16 kHz.
 */
pcm: Uint8Array, } | { "type": "audioEnd" } | { "type": "text", 
/**
 * What.
 */
text: string, } | { "type": "toolResult", 
/**
 * The call's id.
 */
id: string, 
/**
 * The result.
 */
response: Record<string, unknown>, } | { "type": "stop" };

/**
 * What to do, in order, and when to look again.
 */
export type LiveActions = { 
/**
 * In order.
 */
list: Array<LiveAction>, 
/**
 * When to send a tick if nothing else happens.
 */
wakeAtMs: number | null, };

/**
 * Something to do.
 */
export type LiveAction = { "type": "dial", 
/**
 * Its number.
 */
connection: number, 
/**
 * The lesson it will take up.
 */
resume: string | null, } | { "type": "sendText", 
/**
 * On which socket.
 */
connection: number, 
/**
 * What.
 */
text: string, } | { "type": "sendBinary", 
/**
 * On which socket.
 */
connection: number, 
/**
 * What.
 */
bytes: Uint8Array, 
/**
 * The number of the sound in it.
 */
sequence: number | null, } | { "type": "close", 
/**
 * Which.
 */
connection: number, 
/**
 * With which code.
 */
code: number, 
/**
 * And which reason.
 */
reason: string, } | { "type": "deliver", 
/**
 * Gemini Live's server message.
 */
message: unknown, } | { "type": "ready", 
/**
 * The lesson's name on the server.
 */
sessionId: string | null, 
/**
 * Whether the conversation goes on (true) or began anew (false).
 */
resumed: boolean, } | { "type": "changed", 
/**
 * This one.
 */
state: LiveMachineState, } | { "type": "lost", 
/**
 * Why.
 */
loss: LiveLoss, };

/**
 * Where a session stands.
 */
export type LiveMachineState = "idle" | "connecting" | "live" | "draining" | "rotating" | "reconnecting" | "ended";

/**
 * Why a session is over although nobody stopped it.
 */
export type LiveLoss = { 
/**
 * Which way it was lost.
 */
why: LiveLossReason, 
/**
 * The close code, where there was one.
 */
code: number | null, 
/**
 * What the other side said.
 */
reason: string, };

/**
 * Which way a session was lost.
 */
export type LiveLossReason = "unreachable" | "refused" | "rejected" | "silent" | "finished";
