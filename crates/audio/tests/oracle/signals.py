"""The signals that the oracles hear, by formula; src/denoise.rs and src/detect/silero.rs compute the same."""
import numpy as np


def noise(length):
    """Uniform in -1…1, from a linear congruential generator."""
    state, samples = 1, []
    for _ in range(length):
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        samples.append((state >> 8) / 2**23 - 1.0)
    return np.array(samples)


def voice(length):
    """A pulse train with three resonances that comes and goes, at 16 kHz."""
    t = np.arange(length) / 16_000.0
    turn = lambda hz: np.sin(2 * np.pi * hz * t)
    loud = np.maximum(turn(1.5), 0.0) ** 2
    pitch = np.exp(3.0 * (turn(120.0 + 0.5 * np.floor(t)) - 1.0))
    return loud * pitch * (turn(700.0) + 0.6 * turn(1150.0) + 0.3 * turn(2500.0))


def voice_in_noise(length, level=0.03):
    return (0.4 * voice(length) + level * noise(length)).astype(np.float32)
