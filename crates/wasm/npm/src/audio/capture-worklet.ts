import { instantiate } from "./abi.ts";
import { CaptureProcessor } from "./capture-processor.ts";
import { type EchoExports, EchoStage } from "./echo-stage.ts";
import type { CaptureWorkletOptions, ToCapture } from "./messages.ts";
import { register } from "./worklet-scope.ts";

const NOTHING: Float32Array[] = [];

register<CaptureWorkletOptions>("ganita-capture", (exports, rate, options, post) => {
  const { echo } = options;
  const stage = echo && new EchoStage(instantiate<EchoExports>(echo.module, echo.bytes), rate);
  const processor = new CaptureProcessor(exports, rate, options, post, stage);
  return {
    process: (inputs, _outputs, frame) => processor.process(inputs[0] ?? NOTHING, frame, inputs[1]),
    receive: (message) => processor.receive(message as ToCapture),
  };
});
