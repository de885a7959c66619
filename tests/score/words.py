"""Words that Whisper gets wrong in noise, before and after `ganita denoise`, by mode and signal-to-noise ratio.

usage: words.py --ganita PROGRAM --model FOLDER --corpus FOLDER [--noises N]     (runs in the tutor's ears' Python)
The right words are those that Whisper hears in the clean clip; so a count is of what noise changes, not of what Whisper
gets wrong anyway. The mixes are the same every time.
"""
import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile
import wave

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio

RATE = 16_000
SNR_DB = [0, 5, 10]
MODES = [("off", 0.8), ("gtcrn", 0.8), ("gtcrn", 0.9), ("gtcrn", 1.0), ("rnnoise", 0.8), ("rnnoise", 1.0), ("stationary", 0.8),
         ("adaptive", 0.8)]

parser = argparse.ArgumentParser()
parser.add_argument("--ganita", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--corpus", required=True)
parser.add_argument("--clips", nargs="*", default=[])
parser.add_argument("--noises", type=int, default=6)
parser.add_argument("--first", type=int, default=0, help="the first noise of the set")
arguments = parser.parse_args()
whisper = WhisperModel(arguments.model, device="cpu", compute_type="int8", cpu_threads=1)


def words(samples):
    segments, _ = whisper.transcribe(samples, language="en", beam_size=1, temperature=0.0, condition_on_previous_text=False)
    return re.findall(r"[a-z0-9']+", " ".join(segment.text for segment in segments).lower())


def errors(expected, found):
    """Insertions, deletions and substitutions."""
    row = list(range(len(found) + 1))
    for n, word in enumerate(expected, 1):
        before, row[0] = row[0], n
        for k, other in enumerate(found, 1):
            before, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, before + (word != other))
    return row[-1]


def cleaned(samples, mode, strength):
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "noisy.wav"), os.path.join(folder, "clean.wav")
        with wave.open(source, "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
        command = [arguments.ganita, "denoise", source, target, "--mode", mode, "--strength", str(strength)]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stderr)
        return decode_audio(target, sampling_rate=RATE)


def mixed(speech, noise, snr_db):
    noise = np.resize(noise, len(speech))
    gain = np.sqrt(np.mean(speech**2) / np.mean(noise**2) / 10 ** (snr_db / 10))
    sum_ = speech + gain * noise
    return (sum_ / max(1.0, np.abs(sum_).max() / 0.98)).astype(np.float32)


clips = sorted(glob.glob(os.path.join(arguments.corpus, "clean", "*.wav"))) + arguments.clips
clips = [decode_audio(clip, sampling_rate=RATE) for clip in clips]
noises = sorted(glob.glob(os.path.join(arguments.corpus, "noise", "*.ogg")))
# Every seventh: the kinds take turns.
noises = [noises[(arguments.first + 7 * n) % len(noises)] for n in range(arguments.noises)]
noises = [decode_audio(noise, sampling_rate=RATE) for noise in noises]
expected = [words(clip) for clip in clips]
total = sum(map(len, expected)) * len(noises)
print(f"wrong words in percent of {total} at each ratio; {len(clips)} clips, {len(noises)} noises")
print(f"{'mode':12}{'strength':>9}" + "".join(f"{snr:>8} dB" for snr in SNR_DB))
for mode, strength in MODES:
    shares = []
    for snr in SNR_DB:
        wrong = sum(
            errors(right, words(cleaned(mixed(clip, noise, snr), mode, strength)))
            for clip, right in zip(clips, expected)
            for noise in noises
        )
        shares.append(100 * wrong / total)
    print(f"{mode:12}{strength:>9}" + "".join(f"{share:>11.1f}" for share in shares), flush=True)
