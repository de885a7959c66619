"""How far the networks written by hand are from ONNX Runtime, on real recordings.

usage: parity.py --ganita PROGRAM --exact PROGRAM --weights FOLDER --judge FOLDER
`--exact` is ganita built with Silero's 32-bit weights (feature exact-weights). GTCRN: the correlation of what `ganita
denoise --mode gtcrn --strength 1` and the ONNX file make of the judge's first mixes. Silero: the furthest probability.
"""
import argparse
import csv
import glob
import io
import os
import subprocess
import sys

import numpy as np
import soundfile

parser = argparse.ArgumentParser()
for name in ("ganita", "exact", "weights", "judge"):
    parser.add_argument(f"--{name}", required=True)
arguments = parser.parse_args()
sys.path.insert(0, arguments.judge)
import common
import gtcrn
import listener

MIXES = 12
session = gtcrn.load(os.path.join(arguments.weights, "gtcrn_simple.onnx"))
clips = sorted(
    glob.glob(os.path.join(common.CORPUS, "clean", "*.wav")) + glob.glob(os.path.join(common.CORPUS, "pairs", "*.clean.wav"))
)
noises = common.noises()
lowest, levels = 1.0, []
for n in range(MIXES):
    speech = common.load(clips[n % len(clips)])[: 6 * 16_000]
    source = common.tmp(common.mix(speech, noises[(n * 5 + 1) % len(noises)][1], [0, 5, 10, 15][n % 4]))
    target = source + ".out.wav"
    common.run([arguments.ganita, "denoise", source, target, "--mode", "gtcrn", "--strength", "1"])
    expected, found = gtcrn.denoise(session, common.load(source)), common.load(target)
    lowest = min(lowest, np.corrcoef(expected, found)[0, 1])
    levels.append(20 * np.log10(found.std() / expected.std()))
    os.unlink(source)
    os.unlink(target)
print(f"GTCRN, {MIXES} mixes: lowest correlation {lowest:.6f}, level off by at most {np.abs(levels).max():.3f} dB")

model = os.path.join(arguments.weights, "silero_vad_16k_op15.onnx")
for name, program in (("32-bit", arguments.exact), ("8-bit", arguments.ganita)):
    furthest, frames = 0.0, 0
    for file in sorted(glob.glob(os.path.join(common.CORPUS, "vad", "*.wav"))):
        printed = subprocess.run([program, "vad", "--silero", file], check=True, capture_output=True, text=True).stdout
        found = np.array([float(row["probability"]) for row in csv.DictReader(io.StringIO(printed))])
        expected = np.array(list(listener.silero(soundfile.read(file, dtype="float32")[0], model)))
        if len(found) != len(expected):
            sys.exit(f"{file}: {len(found)} frames, not {len(expected)}")
        furthest, frames = max(furthest, np.abs(found - expected).max()), frames + len(found)
    print(f"Silero, {name} weights, {frames} frames: furthest probability {furthest:.1e}")
