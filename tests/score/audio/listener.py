"""A voice detector to measure ours beside, behind the command line that the judge of speech detection asks for.

usage: listener.py NAME MODEL vad FILE.wav      (numpy, soundfile, onnxruntime; ten-vad for `ten`, which is never shipped)
NAME is `silero` (MODEL is silero_vad_16k_op15.onnx) or `ten`. Prints start,end,probability,speech,decided in seconds, a
row for each frame, known at its end. Speech is 0.5 and more, as either package's own code has it.
"""
import sys

import numpy as np
import soundfile

RATE = 16_000


def silero(samples, model):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    state, context = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32)
    for start in range(0, len(samples) - 511, 512):
        frame = samples[start : start + 512]
        found, state = session.run(
            None, {"input": np.concatenate([context, frame])[None], "state": state, "sr": np.array(RATE, np.int64)}
        )
        context = frame[-64:]
        yield found.item()


def ten(samples, _):
    from ten_vad import TenVad

    detector = TenVad(256, 0.5)
    for frame in (samples[: len(samples) // 256 * 256] * 32_767).astype(np.int16).reshape(-1, 256):
        yield detector.process(frame)[0]


def main():
    name, model, _, file = sys.argv[1:5]
    samples, rate = soundfile.read(file, dtype="float32")
    if rate != RATE or samples.ndim != 1:
        sys.exit(f"{file}: the judge writes mono at {RATE} Hz")
    listen, frame = {"silero": (silero, 512), "ten": (ten, 256)}[name]
    print("start,end,probability,speech,decided")
    for n, probability in enumerate(listen(samples, model)):
        start, end = n * frame / RATE, (n + 1) * frame / RATE
        print(f"{start:.5f},{end:.5f},{probability:.5f},{int(probability >= 0.5)},{end:.5f}")


if __name__ == "__main__":
    main()
