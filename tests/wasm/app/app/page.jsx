"use client";

import { Player, startCapture } from "@ganita/web/audio";
import { Maths } from "@ganita/web/maths";
import { useState } from "react";

/** As the package's README shows it: nothing is configured, nothing is copied. */
async function lesson() {
  const maths = await Maths.create({ worker: true });
  const reading = await maths.convert("x squared minus five x plus six equals zero");
  const solution = await maths.solve(reading.latex);
  const capture = await startCapture();
  const chunk = await new Promise((resolve) => capture.on("chunk", resolve));
  const player = await Player.create();
  const played = new Promise((resolve) => player.on("end", resolve));
  player.play(new Int16Array(2400));
  player.finish();
  await played;
  await Promise.all([capture.dispose(), player.dispose()]);
  maths.dispose();
  return { latex: reading.latex, answer: solution.answerLatex, samples: chunk.samples.length };
}

export default function Page() {
  const [outcome, setOutcome] = useState(null);
  const start = () =>
    lesson().then(setOutcome, (error) => setOutcome({ error: `${error.reason} ${error.message}` }));
  return (
    <main>
      <button type="button" onClick={start}>
        Start
      </button>
      {outcome && <output>{JSON.stringify(outcome)}</output>}
    </main>
  );
}
