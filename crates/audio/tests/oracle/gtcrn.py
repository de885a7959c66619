"""What ONNX Runtime makes of GTCRN and a computed signal: the expectations of src/denoise/gtcrn.rs.

usage: gtcrn.py MODEL > gtcrn.txt      (numpy, onnxruntime; MODEL is gtcrn_simple.onnx)
"""
import sys

import numpy as np
import onnxruntime

from signals import voice_in_noise

HOPS, HOP = 150, 256
signal = np.concatenate([np.zeros(HOP), voice_in_noise(HOPS * HOP)])
window = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(2 * HOP) / (2 * HOP)))
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
caches = [np.zeros(shape, np.float32) for shape in ([2, 1, 16, 16, 33], [2, 3, 1, 1, 16], [2, 1, 33, 16])]
names = ["conv_cache", "tra_cache", "inter_cache"]
output = np.zeros(len(signal))
for hop in range(HOPS):
    at = slice(hop * HOP, (hop + 2) * HOP)
    spectrum = np.fft.rfft(signal[at] * window)
    mix = np.stack([spectrum.real, spectrum.imag], -1).astype(np.float32)[None, :, None, :]
    enhanced, *caches = session.run(None, {"mix": mix, **dict(zip(names, caches))})
    enhanced = enhanced[0, :, 0, 0] + 1j * enhanced[0, :, 0, 1]
    output[at] += np.fft.irfft(enhanced) * window
print("\n".join(f"{sample:.7f}" for sample in output[: HOPS * HOP : 16]))
