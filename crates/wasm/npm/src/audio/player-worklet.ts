import type { PlayerWorkletOptions, ToPlayer } from "./messages.ts";
import { PlayerProcessor } from "./player-processor.ts";
import { register } from "./worklet-scope.ts";

const NOTHING: Float32Array[] = [];

register<PlayerWorkletOptions>("ganita-player", (exports, rate, options, post) => {
  const processor = new PlayerProcessor(exports, rate, options, post);
  return {
    process: (_inputs, outputs, frame) => processor.render(outputs[0] ?? NOTHING, frame),
    receive: (message) => processor.receive(message as ToPlayer),
  };
});
