"""Words that Whisper gets wrong in noise, before and after `ganita denoise`, by mode, strength and signal-to-noise ratio.

usage: words.py --ganita PROGRAM --model FOLDER --corpus FOLDER [--noises N]     (runs in the tutor's ears' Python)
The right words are those that Whisper hears in the clean clip; so a count is of what noise changes, not of what Whisper
gets wrong anyway. Only English is spoken in the clips: the corpus' Malayalam syllables (*.ogg) are left out. The mixes are
the same every time; the last column is the difference to the noisy mixes over all ratios, with twice its standard error
over clips and noises.
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
# Nothing is done in the first; it is what the others are measured against.
WAYS = [("noisy", None)] + [
    (mode, strength) for mode in ("gtcrn", "rnnoise") for strength in (0.5, 0.8, 1.0)
] + [("stationary", 0.8), ("adaptive", 0.8)]

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
    if strength is None:
        return samples
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


def english(folder):
    return sorted(glob.glob(os.path.join(folder, "clean", "*.wav")) + glob.glob(os.path.join(folder, "pairs", "*.clean.wav")))


clips = [decode_audio(clip, sampling_rate=RATE) for clip in english(arguments.corpus) + arguments.clips]
noises = sorted(glob.glob(os.path.join(arguments.corpus, "noise", "*.ogg")))
# Every seventh: the kinds take turns.
noises = [noises[(arguments.first + 7 * n) % len(noises)] for n in range(arguments.noises)]
noises = [decode_audio(noise, sampling_rate=RATE) for noise in noises]
expected = [words(clip) for clip in clips]
total = sum(map(len, expected)) * len(noises)
print(f"wrong words in percent of {total} at each ratio; {len(clips)} clips, {len(noises)} noises")
print(f"{'mode':12}{'strength':>9}" + "".join(f"{snr:>8} dB" for snr in SNR_DB) + f"{'to noisy':>16}")
before = None
for mode, strength in WAYS:
    # Ratio, clip, noise.
    wrong = np.array([
        [[errors(right, words(cleaned(mixed(clip, noise, snr), mode, strength))) for noise in noises]
         for clip, right in zip(clips, expected)]
        for snr in SNR_DB
    ])
    shares = 100 * wrong.sum(axis=(1, 2)) / total
    before = wrong if before is None else before
    # A clip in one noise counts once, whatever the ratio.
    change = 100 * (wrong - before).sum(axis=0).ravel() / (total / len(noises) / len(clips) * len(SNR_DB))
    error = change.std(ddof=1) / np.sqrt(len(change))
    print(f"{mode:12}{'' if strength is None else strength:>9}" + "".join(f"{share:>11.1f}" for share in shares)
          + f"{change.mean():>+9.1f} ± {2 * error:.1f}", flush=True)
