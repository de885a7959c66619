"""Phrases spoken aloud, clean and in noise, through the whole way from microphone to words.

usage: voice.py --ganita PROGRAM --model FOLDER --ears EARS.PY --output ROWS.jsonl [--noise FOLDER]
                [--first N] [--count N]
       (runs in the tutor's ears' Python; flite must be there)
Each phrase of phrases.py is said by two voices, clean and with noise 10 dB below the voice, at 48 kHz as a browser's
microphone gives it; `ganita capture` cleans it and keeps the speech; the tutor's ears write down the likeliest ways to
hear it. Rows: {id, group, construct, words, spoken, hypotheses: [{words, log_probability}], latex}.
"""
import argparse
import base64
import glob
import json
import os
import subprocess
import sys
import tempfile
import wave

import numpy as np
from faster_whisper.audio import decode_audio

from phrases import phrases

MICROPHONE_HZ = 48_000
SNR_DB = 10
VOICES = ["slt", "rms"]
HYPOTHESES = 8

parser = argparse.ArgumentParser()
parser.add_argument("--ganita", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--ears", required=True)
parser.add_argument("--output", required=True)
parser.add_argument("--noise")
parser.add_argument("--first", type=int, default=0)
parser.add_argument("--count", type=int, default=300)
arguments = parser.parse_args()


def write(path, samples):
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, MICROPHONE_HZ, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())


def said(words, voice, folder):
    path = os.path.join(folder, "said.wav")
    subprocess.run(["flite", "-voice", voice, "-t", words, "-o", path], check=True)
    speech = decode_audio(path, sampling_rate=MICROPHONE_HZ)
    speech = 0.5 * speech / np.abs(speech).max()
    quiet = np.zeros(MICROPHONE_HZ // 2, dtype=np.float32)
    return np.concatenate([quiet, speech, quiet]), np.sqrt(np.mean(speech**2))


def made_noise(count):
    """A fan, a crowd of tones, hiss: used where the recorded noises are not on the machine."""
    dice = np.random.default_rng(1)
    seconds = np.arange(10 * MICROPHONE_HZ) / MICROPHONE_HZ
    found = []
    for n in range(count):
        white = dice.standard_normal(len(seconds))
        brown = np.cumsum(white)
        brown -= np.convolve(brown, np.ones(4800) / 4800, mode="same")
        hum = np.sin(2 * np.pi * (100 + 7 * n) * seconds)
        mixture = [white / white.std(), brown / brown.std() + hum, 0.5 * white + brown / brown.std()][n % 3]
        found.append(mixture.astype(np.float32))
    return found


def noises():
    files = sorted(glob.glob(os.path.join(arguments.noise, "*.ogg"))) if arguments.noise else []
    if not files:
        return made_noise(6), "noise made here"
    # Every seventh: the kinds take turns.
    chosen = [files[7 * n % len(files)] for n in range(12)]
    return [decode_audio(file, sampling_rate=MICROPHONE_HZ) for file in chosen], "recorded noise"


def mixed(speech, level, noise, offset):
    noise = np.resize(np.roll(noise, -offset % len(noise)), len(speech))
    loudness = np.sqrt(np.mean(noise**2))
    if loudness == 0:
        return speech
    return speech + noise * (level / loudness / 10 ** (SNR_DB / 20))


class Ears:
    def __init__(self):
        command = [sys.executable, "-u", arguments.ears, arguments.model]
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.child.stdout.readline()

    def listen(self, path):
        with wave.open(path) as file:
            pcm = base64.b64encode(file.readframes(file.getnframes())).decode()
        question = {"id": 0, "pcm": pcm, "final": True, "alternatives": HYPOTHESES}
        self.child.stdin.write(json.dumps(question) + "\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())


ears = Ears()
found, kind = noises()
print(f"# {arguments.count} phrases, voices {' '.join(VOICES)}, {kind} at {SNR_DB} dB", flush=True)
with tempfile.TemporaryDirectory() as folder, open(arguments.output, "w") as rows:
    microphone, sent = os.path.join(folder, "microphone.wav"), os.path.join(folder, "sent.wav")
    for phrase in phrases()[arguments.first : arguments.first + arguments.count]:
        for voice in VOICES:
            speech, level = said(phrase["words"], voice, folder)
            noise = found[phrase["id"] % len(found)]
            for group, sound in [("clean", speech), ("noisy", mixed(speech, level, noise, 4801 * phrase["id"]))]:
                write(microphone, sound)
                subprocess.run([arguments.ganita, "capture", microphone, sent], check=True)
                heard = ears.listen(sent)
                ways = heard.get("alternatives") or [{"text": heard["text"], "log_probability": 0}]
                row = dict(
                    id=f"{phrase['id']}-{voice}-{group}",
                    group=group,
                    voice=f"{group}-{voice}",
                    construct=phrase["construct"],
                    words=phrase["words"],
                    lang="en",
                    spoken=heard["text"],
                    hypotheses=[dict(words=way["text"], log_probability=way["log_probability"]) for way in ways],
                    latex=phrase["latex"],
                )
                rows.write(json.dumps(row, ensure_ascii=False) + "\n")
                rows.flush()
