// What JavaScript allocates on the audio thread, as Chromium's heap profiler sees it: every object, whether or not it
// was collected since.

/** A sample is taken every so many bytes on average: small enough that one object a second is seen. */
const INTERVAL_BYTES = 32;

/** Follows the worklets of a page; `measure` says what the newest of them allocates. */
export async function followWorklets(devtools) {
  const worklets = new Map();
  const answers = new Map();
  let id = 0;
  devtools.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => worklets.set(sessionId, targetInfo));
  devtools.on("Target.detachedFromTarget", ({ sessionId }) => worklets.delete(sessionId));
  devtools.on("Target.receivedMessageFromTarget", ({ message }) => {
    const answer = JSON.parse(message);
    answers.get(answer.id)?.(answer);
    answers.delete(answer.id);
  });
  await devtools.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const ask = (sessionId, method, params = {}) =>
    new Promise((resolve, reject) => {
      id += 1;
      answers.set(id, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
      devtools
        .send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) })
        .catch(reject);
    });
  return {
    /** Bytes a second by function, the most first; null where Chromium shows no worklet. */
    async measure(seconds) {
      const [session] = [...worklets].filter(([, info]) => /worklet/.test(info.type)).at(-1) ?? [];
      if (session === undefined) return null;
      await ask(session, "HeapProfiler.enable");
      await ask(session, "HeapProfiler.startSampling", {
        samplingInterval: INTERVAL_BYTES,
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      });
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      const { profile } = await ask(session, "HeapProfiler.stopSampling");
      const bytes = new Map();
      const visit = ({ callFrame, selfSize, children }) => {
        const at =
          callFrame.url === "" ? "" : ` (${callFrame.url.split("/").at(-1)}:${callFrame.lineNumber + 1})`;
        const name = `${callFrame.functionName || "no function"}${at}`;
        if (selfSize > 0) bytes.set(name, (bytes.get(name) ?? 0) + selfSize / seconds);
        children.forEach(visit);
      };
      visit(profile.head);
      return [...bytes].sort(([, a], [, b]) => b - a);
    },
  };
}
