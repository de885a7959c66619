import { CleanerProcessor } from "./cleaner-processor.ts";
import type { CleanerWorkletOptions, ToCleaner } from "./messages.ts";
import { register } from "./worklet-scope.ts";

const NOTHING: Float32Array[] = [];

register<CleanerWorkletOptions>("ganita-cleaner", (exports, rate, options, post) => {
  const processor = new CleanerProcessor(exports, rate, options, post);
  return {
    process: (inputs, outputs) => processor.process(inputs[0] ?? NOTHING, outputs[0] ?? NOTHING),
    receive: (message) => processor.receive(message as ToCleaner),
    greeting: { latencyMs: processor.latencyMs },
  };
});
