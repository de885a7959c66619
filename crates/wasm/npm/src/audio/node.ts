import { GanitaError } from "../error.ts";

/** How long a worklet may take from its making to `ready`. */
const READY_MS = 5_000;

/** Makes a worklet node and waits for its `ready`; what it says with it is returned. */
export async function startNode<Ready extends { type: string }>(
  context: BaseAudioContext,
  name: string,
  options: AudioWorkletNodeOptions,
): Promise<{ node: AudioWorkletNode; ready: Ready }> {
  let node: AudioWorkletNode;
  try {
    node = new AudioWorkletNode(context, name, options);
  } catch (error) {
    throw new GanitaError("worklet-failed", error);
  }
  const ready = await new Promise<Ready>((resolve, reject) => {
    const timer = setTimeout(() => fail(`no answer within ${READY_MS} ms`), READY_MS);
    const fail = (cause: unknown) => {
      clearTimeout(timer);
      node.disconnect();
      reject(new GanitaError("worklet-failed", cause));
    };
    node.onprocessorerror = (event) => fail((event as ErrorEvent).message || "the processor threw");
    node.port.onmessage = ({ data }: MessageEvent<{ type: string; message?: string }>) => {
      if (data.type === "error") return fail(data.message);
      clearTimeout(timer);
      resolve(data as Ready);
    };
  });
  return { node, ready };
}
