"""What ONNX Runtime makes of Silero VAD v6.2 and a computed signal: the expectations of src/detect/silero.rs.

usage: silero.py MODEL > silero.txt      (numpy, onnxruntime; MODEL is silero_vad_16k_op15.onnx)
"""
import sys

import numpy as np
import onnxruntime

from signals import voice_in_noise

FRAMES = 150
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
state, context = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32)
for frame in voice_in_noise(FRAMES * 512, 0.01).reshape(FRAMES, 512):
    heard = np.concatenate([context, frame])[None]
    probability, state = session.run(None, {"input": heard, "state": state, "sr": np.array(16_000, np.int64)})
    context = frame[-64:]
    print(f"{probability.item():.7f}")
