"""GTCRN as ONNX Runtime runs it, behind the command line that the judge of noise suppression asks for.

usage: gtcrn.py MODEL denoise IN.wav OUT.wav      (numpy, soundfile, onnxruntime; MODEL is gtcrn_simple.onnx)
Frames of 512 samples at 16 kHz, every 256, the first over the first 256 samples and as many zeros before them.
"""
import sys

import numpy as np
import onnxruntime
import soundfile

HOP = 256
CACHES = ([2, 1, 16, 16, 33], [2, 3, 1, 1, 16], [2, 1, 33, 16])


def load(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def denoise(session, samples):
    window = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(2 * HOP) / (2 * HOP)))
    padded = np.concatenate([np.zeros(HOP), samples, np.zeros(HOP + -len(samples) % HOP)])
    caches = [np.zeros(shape, np.float32) for shape in CACHES]
    names = [given.name for given in session.get_inputs()]
    output = np.zeros(len(padded))
    for start in range(0, len(padded) - 2 * HOP + 1, HOP):
        spectrum = np.fft.rfft(padded[start : start + 2 * HOP] * window)
        given = np.stack([spectrum.real, spectrum.imag], -1)[None, :, None, :].astype(np.float32)
        cleaned, *caches = session.run(None, dict(zip(names, [given, *caches])))
        output[start : start + 2 * HOP] += np.fft.irfft(cleaned[0, :, 0, 0] + 1j * cleaned[0, :, 0, 1]) * window
    return output[HOP : HOP + len(samples)]


if __name__ == "__main__":
    samples, rate = soundfile.read(sys.argv[3], dtype="float32")
    if rate != 16_000 or samples.ndim != 1:
        sys.exit(f"{sys.argv[3]}: the judge writes mono at 16 kHz")
    soundfile.write(sys.argv[4], denoise(load(sys.argv[1]), samples), rate, "PCM_16")
