import { CaptureProcessor } from "./capture-processor.ts";
import type { CaptureWorkletOptions, ToCapture } from "./messages.ts";
import { register } from "./worklet-scope.ts";

register<CaptureWorkletOptions>("ganita-capture", (exports, rate, options, post) => {
  const processor = new CaptureProcessor(exports, rate, options, post);
  return {
    process: (inputs, _outputs, time) => processor.process(inputs[0] ?? [], time),
    receive: (message) => processor.receive(message as ToCapture),
  };
});
