"""What noisereduce 3.0.3 makes of a computed signal: the expectations of src/denoise/gate.rs.

usage: gate.py stationary|adaptive|adaptive-question > gate-….txt      (numpy, noisereduce 3.0.3)
Levels in decibels of 32 bands, every 64 ms from the third second on; the voice begins with that second.
"""
import sys
import wave
from pathlib import Path

import noisereduce
import numpy as np

from signals import noise, voice

RATE, SILENCE = 16_000, 2 * 16_000
if sys.argv[1] == "adaptive-question":
    with wave.open(str(Path(__file__).parents[4] / "tests/recordings/solve-quadratic.wav")) as recording:
        samples = np.frombuffer(recording.readframes(recording.getnframes()), "<i2") / 32768
    spoken = np.concatenate([np.zeros(SILENCE), samples])
    signal = (spoken + 0.005 * noise(len(spoken))).astype(np.float32)
else:
    spoken = voice(6 * RATE)
    spoken[:SILENCE] = 0.0
    signal = (0.4 * spoken + 0.03 * noise(6 * RATE)).astype(np.float32)
LENGTH = len(signal)
if sys.argv[1] == "stationary":
    output = noisereduce.reduce_noise(signal, RATE, stationary=True, y_noise=signal[:24_000], prop_decrease=0.8)
else:
    output = noisereduce.reduce_noise(signal, RATE, stationary=False, prop_decrease=0.8)

window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(512) / 512)
for start in range(SILENCE, LENGTH - 512, 1_024):
    power = np.abs(np.fft.rfft(output[start : start + 512] * window)) ** 2
    levels = 10 * np.log10(power[1:].reshape(32, 8).mean(1) + 1e-6)
    print("\n".join(f"{level:.2f}" for level in levels))
