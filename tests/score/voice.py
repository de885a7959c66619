"""Phrases spoken aloud, clean and in noise, through the whole way from microphone to words.

usage: voice.py --ganita PROGRAM --model FOLDER --ears FOLDER --output ROWS.jsonl [--noise FOLDER]
                [--first N] [--count N] [--seed N] [--capture "--mode off"] [--heard FOLDER] [--sounds FOLDER]
       (runs in the tutor's ears' Python; flite must be there)
Each phrase of phrases.py is said by two voices, clean and with noise 10 dB below the voice, at 48 kHz as a browser's
microphone gives it; `ganita capture` cleans it and keeps the speech; the tutor's ears write down the likeliest ways to
hear it. Rows: {id, group, voice, construct, words, lang, spoken, hypotheses: [{words, log_probability}], latex}. Rows that
the output already holds are not said again, so that a run that was broken off goes on. What was heard of a sound is kept in
the folder `--heard` under the sound and the ears' own text, so that the same sound is not heard twice; `--sounds` keeps the
sounds themselves (16 bits, 16 kHz), for tries with other ears.
"""
import argparse
import glob
import hashlib
import itertools
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
HYPOTHESES = 32
# So many sentences are heard at once, which is quicker and comes to the same.
TOGETHER = 8

parser = argparse.ArgumentParser()
parser.add_argument("--ganita", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--ears", required=True)
parser.add_argument("--output", required=True)
parser.add_argument("--noise")
parser.add_argument("--first", type=int, default=0)
parser.add_argument("--count", type=int, default=300)
parser.add_argument("--seed", type=int, default=20261128)
parser.add_argument("--capture", default="", help="further arguments of `ganita capture`")
parser.add_argument("--heard", help="where what was heard of a sound is kept")
parser.add_argument("--sounds", help="where the sounds are kept")
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


def sent(sound, folder):
    """What `ganita capture` would send of it, 16 bits at 16 kHz."""
    microphone, speech = os.path.join(folder, "microphone.wav"), os.path.join(folder, "sent.wav")
    write(microphone, sound)
    subprocess.run([arguments.ganita, "capture", microphone, speech, *arguments.capture.split()], check=True)
    with wave.open(speech) as file:
        return file.readframes(file.getnframes())


def questions(known):
    with tempfile.TemporaryDirectory() as folder:
        for phrase in phrases(arguments.first + arguments.count, arguments.seed)[arguments.first :]:
            for voice in VOICES:
                ids = [f"{phrase['id']}-{voice}-{group}" for group in ("clean", "noisy")]
                if known.issuperset(ids):
                    continue
                speech, level = said(phrase["words"], voice, folder)
                noise = found[phrase["id"] % len(found)]
                sounds = [speech, mixed(speech, level, noise, 4801 * phrase["id"])]
                for id_, group, sound in zip(ids, ("clean", "noisy"), sounds):
                    row = dict(
                        id=id_, group=group, voice=f"{group}-{voice}", construct=phrase["construct"],
                        words=phrase["words"], lang="en", latex=phrase["latex"],
                    )
                    yield row, sent(sound, folder)


def settings():
    """What is heard hangs on the sound and on this."""
    parts = [str(HYPOTHESES), str(os.path.getsize(os.path.join(arguments.model, "model.bin")))]
    for name in ("ears.py", "lesson.txt"):
        with open(os.path.join(arguments.ears, name)) as file:
            parts.append(file.read())
    return hashlib.sha256("\0".join(parts).encode()).digest()


def place(pcm):
    """The file that keeps what is heard of this sound."""
    return os.path.join(arguments.heard, hashlib.sha256(ears_settings + pcm).hexdigest() + ".json")


def heard_before(pcm):
    if not arguments.heard or not os.path.exists(place(pcm)):
        return None
    with open(place(pcm)) as file:
        return json.load(file)


def keep(pcm, heard):
    if arguments.heard:
        # Whole or not at all: a run may be broken off.
        part = place(pcm) + ".part"
        with open(part, "w") as file:
            json.dump(heard, file, ensure_ascii=False)
        os.replace(part, place(pcm))


def heard_now(ears, sounds):
    """The ways to hear each of these, [] where there is nothing to hear."""
    spoken = [ears.spoken(pcm)[0] for pcm in sounds]
    ways = iter(ears.ways([sound for sound in spoken if sound is not None], HYPOTHESES))
    for pcm, sound in zip(sounds, spoken):
        heard = [] if sound is None else next(ways)
        if sound is not None and not heard:
            text = ears.transcribed(sound, True)["text"]
            heard = [dict(text=text, log_probability=0)] if text else []
        keep(pcm, heard)
        yield heard


def answered(ears, batch):
    """The rows of these questions with what was heard."""
    before = [heard_before(pcm) for _, pcm in batch]
    new = [pcm for (_, pcm), heard in zip(batch, before) if heard is None]
    now = heard_now(ears, new) if new else iter(())
    for (row, pcm), heard in zip(batch, before):
        heard = next(now) if heard is None else heard
        if arguments.sounds:
            with open(os.path.join(arguments.sounds, row["id"] + ".pcm"), "wb") as file:
                file.write(pcm)
        row["spoken"] = heard[0]["text"] if heard else ""
        row["hypotheses"] = [dict(words=way["text"], log_probability=way["log_probability"]) for way in heard]
        yield row


def known_rows():
    try:
        with open(arguments.output) as file:
            return {json.loads(line)["id"] for line in file}
    except FileNotFoundError:
        return set()


sys.path.insert(0, arguments.ears)
from ears import Ears  # noqa: E402 - the tutor's own, wherever it lies

ears = Ears(arguments.model, 1)
ears_settings = settings()
for folder in (arguments.heard, arguments.sounds):
    if folder:
        os.makedirs(folder, exist_ok=True)
found, kind = noises()
known = known_rows()
print(f"# {arguments.count} phrases, voices {' '.join(VOICES)}, {kind} at {SNR_DB} dB", flush=True)
with open(arguments.output, "a") as rows:
    waiting = questions(known)
    done = len(known)
    while batch := list(itertools.islice(waiting, TOGETHER)):
        for row in answered(ears, batch):
            rows.write(json.dumps(row, ensure_ascii=False) + "\n")
        rows.flush()
        done += len(batch)
        print(f"# {done} sentences heard", flush=True)
