"""Ripple, alias and delay of `ganita resample`, with tones and a click.

usage: resample.py --ganita PROGRAM      (numpy, soundfile)
Ripple: the furthest from 0 dB of tones from 50 Hz to 7 kHz. Alias: the loudest of what tones from 9 kHz to 20 kHz leave.
Delay: of a click, with `--live`.
"""
import argparse
import os
import subprocess
import tempfile

import numpy as np
import soundfile

parser = argparse.ArgumentParser()
parser.add_argument("--ganita", required=True)
arguments = parser.parse_args()
TO = 16_000


def resampled(folder, samples, rate, *options):
    source, target = os.path.join(folder, "in.wav"), os.path.join(folder, "out.wav")
    soundfile.write(source, samples, rate, "FLOAT")
    subprocess.run([arguments.ganita, "resample", source, target, "--rate", str(TO), *options], check=True)
    return soundfile.read(target, dtype="float64")[0]


def tones(folder, rate, frequencies):
    """The level of each tone's middle after resampling, in dB; the tones stand in one file, apart."""
    t = np.arange(rate // 2) / rate
    apart = np.zeros(rate // 10)
    pieces = [np.concatenate([0.5 * np.sin(2 * np.pi * hz * t), apart]) for hz in frequencies]
    output = resampled(folder, np.concatenate(pieces).astype(np.float32), rate)
    step = len(pieces[0]) * TO / rate
    middles = (output[round(n * step) + TO // 8 : round(n * step) + 3 * TO // 8] for n in range(len(frequencies)))
    return [10 * np.log10(np.mean(middle**2) / 0.125 + 1e-30) for middle in middles]


print(f"{'Hz':>6}{'ripple dB':>12}{'alias dB':>12}{'delay ms':>12}")
with tempfile.TemporaryDirectory() as folder:
    for rate in (44_100, 48_000):
        ripple = max(np.abs(tones(folder, rate, np.linspace(52, 7_000, 140))))
        alias = max(tones(folder, rate, np.linspace(9_000, 20_000, 140)))
        # Not one sample, whose energy would partly lie above 8 kHz: a bell 1 ms wide around 0.25 s.
        bell = np.exp(-(((np.arange(rate // 2) / rate - 0.25) / 0.0005) ** 2)).astype(np.float32)
        output = resampled(folder, bell, rate, "--live")
        middle = (np.arange(len(output)) * output).sum() / output.sum() / TO
        print(f"{rate:>6}{ripple:>12.4f}{alias:>12.1f}{1_000 * (middle - 0.25):>12.2f}")
