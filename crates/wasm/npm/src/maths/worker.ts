import type { ToWorker } from "./link.ts";
import { serve } from "./serve.ts";

const answer = serve((message) => postMessage(message));
addEventListener("message", (event: MessageEvent<ToWorker>) => {
  void answer(event.data);
});
