"""How long after the first word speech is known to have begun, and after the last one to have ended.

usage: ends.py --ganita PROGRAM --corpus FOLDER [--pause 0.6]      (numpy)
Labels are the hand-made ones of corpus/vad; speech with pauses shorter than `--pause` seconds is one. Of each stretch the
end that `ganita vad --segments` decided first after it counts; an end decided while it still goes on splits it.
"""
import argparse
import csv
import glob
import io
import os
import subprocess

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--ganita", required=True)
parser.add_argument("--corpus", required=True)
parser.add_argument("--pause", type=float, default=0.6)
arguments = parser.parse_args()


def stretches(file):
    fields = open(file).read().strip().split(",")[1:]
    rows = [(float(s), float(e)) for s, e, v in zip(fields[0::3], fields[1::3], fields[2::3]) if v.strip() == "1"]
    joined = []
    for start, end in rows:
        if joined and start - joined[-1][1] < arguments.pause:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return joined, float(fields[-2])


begins, ends, split, count = [], [], 0, 0
for label in sorted(glob.glob(os.path.join(arguments.corpus, "vad", "*.scv"))):
    printed = subprocess.run(
        [arguments.ganita, "vad", "--segments", label[:-4] + ".wav"], check=True, capture_output=True, text=True
    ).stdout
    rows = [[float(value) for value in row.values()] for row in csv.DictReader(io.StringIO(printed))]
    spoken, length = stretches(label)
    for start, end in spoken:
        count += 1
        near = [row for row in rows if row[0] < end and row[1] > start]
        if not near:
            continue
        begins.append(near[0][2] - start)
        split += len(near) - 1
        # What follows the last word must be a pause in the recording, too.
        if end + arguments.pause < length:
            ends.append(near[-1][3] - end)


def spread(name, values):
    quantiles = 1_000 * np.quantile(values, [0.1, 0.5, 0.9])
    print(f"{name:6}" + "".join(f"{value:>9.0f}" for value in quantiles) + f"{len(values):>8}")


print(f"{'ms':6}{'10 %':>9}{'median':>9}{'90 %':>9}{'of':>8}")
spread("begin", begins)
spread("end", ends)
print(f"{count - len(begins)} of {count} stretches missed; {split} ends within one (pauses shorter than {arguments.pause} s)")
