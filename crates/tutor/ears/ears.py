"""The practice tutor's ears: Whisper tiny.en behind a pipe.

    PYTHON -u ears.py MODEL_DIR

Reads one JSON object a line and answers each with one, in order:

    {"id": 7, "pcm": "<base64: 16-bit little-endian, 16 kHz, mono>", "final": true, "alternatives": 5}
    {"id": 7, "text": "solve x squared ...", "heard": true, "seconds": 2.1, "took_ms": 410,
     "alternatives": [{"text": "solve x squared ...", "log_probability": -3.1}, ...]}

`alternatives` asks for so many ways to hear it, the likeliest first; without it only `text` comes back.

The first line it prints is {"ready": "whisper tiny.en", ...}. What it is not sure to have heard it does not say: then
`text` is empty, `heard` is false and `why` says the reason.
"""

import base64
import json
import os
import sys
import time

# Whisper writes as its prompt writes: words, not symbols, small letters, no marks.
PROMPT = (
    "a lesson in mathematics. x squared plus two y cubed minus seven, a over b, the square root of n, "
    "the integral of sine theta with respect to theta, the derivative of e to the power of t, factorise, expand, "
    "simplify, evaluate, plot the graph of y equals, the limit as h tends to zero, log of five, pi, alpha, beta, "
    "open bracket, close bracket, is less than, equals."
)

RATE = 16_000
# Shorter than any word of a question.
MINIMUM_SECONDS = 0.3
# A turn is cut here: Whisper sees thirty seconds at a time.
MAXIMUM_SECONDS = 28.0
# Quieter than this is a closed microphone (-60 dB below full scale).
MINIMUM_LEVEL = 0.001
# The decoder's own doubts. Below these, what it writes is invented more often than heard.
MAXIMUM_NO_SPEECH = 0.6
MINIMUM_LOG_PROBABILITY = -1.0
MAXIMUM_COMPRESSION = 2.4


def say(message):
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main():
    from faster_whisper import WhisperModel
    from faster_whisper.audio import pad_or_trim
    from faster_whisper.tokenizer import Tokenizer
    from faster_whisper.transcribe import get_compression_ratio, get_suppressed_tokens
    from faster_whisper.vad import VadOptions, get_speech_timestamps
    import numpy

    threads = int(os.environ.get("GANITA_EARS_THREADS", "0")) or min(4, os.cpu_count() or 1)
    started = time.monotonic()
    model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
    vad = VadOptions(threshold=0.5, min_silence_duration_ms=500, speech_pad_ms=200)

    def nothing(why):
        return {"text": "", "heard": False, "why": why}

    tokenizer = Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language="en")
    prompt = model.get_prompt(tokenizer, tokenizer.encode(" " + PROMPT), without_timestamps=True)
    suppressed = list(get_suppressed_tokens(tokenizer, [-1]))

    def hypotheses(sound, count):
        """The likeliest ways to hear this, best first; none when the best one is doubtful."""
        encoded = model.encode(pad_or_trim(model.feature_extractor(sound)))
        result = model.model.generate(
            encoded,
            [prompt],
            beam_size=max(5, count),
            num_hypotheses=count,
            max_length=model.max_length,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=suppressed,
        )[0]
        if result.no_speech_prob > MAXIMUM_NO_SPEECH or result.scores[0] < MINIMUM_LOG_PROBABILITY:
            return []
        found = {}
        for tokens, score in zip(result.sequences_ids, result.scores):
            text = tokenizer.decode(tokens).strip()
            if text and get_compression_ratio(text) <= MAXIMUM_COMPRESSION:
                # The score is a mean over the tokens.
                found.setdefault(text, round(score * len(tokens), 3))
        return [{"text": text, "log_probability": score} for text, score in found.items()]

    def listen(pcm, final, alternatives):
        sound = numpy.frombuffer(pcm, dtype="<i2").astype(numpy.float32) / 32768.0
        sound = sound[-int(MAXIMUM_SECONDS * RATE):]
        if len(sound) < MINIMUM_SECONDS * RATE:
            return nothing("too short")
        if float(numpy.sqrt(numpy.mean(sound**2))) < MINIMUM_LEVEL:
            return nothing("silence")
        spans = get_speech_timestamps(sound, vad)
        if not spans:
            return nothing("no speech")
        sound = sound[max(0, spans[0]["start"] - RATE // 4): spans[-1]["end"] + RATE // 4]
        if final and alternatives > 1:
            ways = hypotheses(sound, min(alternatives, 10))
            if ways:
                return {"text": ways[0]["text"], "heard": True, "alternatives": ways}
        # Interim results are only looked at for a moment: the quickest search will do.
        segments, _ = model.transcribe(
            sound,
            language="en",
            beam_size=5 if final else 1,
            temperature=[0.0, 0.2, 0.4] if final else 0.0,
            initial_prompt=PROMPT,
            condition_on_previous_text=False,
            without_timestamps=True,
            compression_ratio_threshold=MAXIMUM_COMPRESSION,
            log_prob_threshold=MINIMUM_LOG_PROBABILITY,
            no_speech_threshold=MAXIMUM_NO_SPEECH,
        )
        words, doubts = [], []
        for segment in segments:
            if segment.no_speech_prob > MAXIMUM_NO_SPEECH and segment.avg_logprob < -0.5:
                doubts.append("probably no speech")
            elif segment.avg_logprob < MINIMUM_LOG_PROBABILITY:
                doubts.append("unsure of every word")
            elif segment.compression_ratio > MAXIMUM_COMPRESSION:
                doubts.append("repeats itself")
            else:
                words.append(segment.text.strip())
        text = " ".join(word for word in words if word)
        return {"text": text, "heard": True} if text else nothing(doubts[0] if doubts else "no words")

    # The first pass is slow (kernels are chosen, memory is mapped): do it before anybody speaks.
    warm = (numpy.sin(numpy.arange(RATE) * 0.1) * 3000).astype("<i2")
    list(model.transcribe(warm.astype(numpy.float32) / 32768.0, language="en", beam_size=1)[0])
    get_speech_timestamps(warm.astype(numpy.float32) / 32768.0, vad)
    say({"ready": "whisper tiny.en", "threads": threads, "took_ms": round(1000 * (time.monotonic() - started))})

    for line in sys.stdin:
        question = {}
        begun = time.monotonic()
        try:
            question = json.loads(line)
            pcm = base64.b64decode(question["pcm"], validate=True)
            answer = listen(
                pcm[: len(pcm) // 2 * 2], bool(question.get("final")), int(question.get("alternatives") or 1)
            )
            answer["seconds"] = round(len(pcm) / 2 / RATE, 2)
        except Exception as error:  # noqa: BLE001 - one bad request must not deafen the tutor
            answer = nothing(f"{type(error).__name__}: {error}")
        answer["id"] = question.get("id")
        answer["took_ms"] = round(1000 * (time.monotonic() - begun))
        say(answer)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: ears.py MODEL_DIR")
    try:
        main()
    except ImportError as error:
        sys.exit(f"the ears need faster-whisper: {error}")
