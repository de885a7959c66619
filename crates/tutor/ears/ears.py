"""The practice tutor's ears: Whisper tiny.en behind a pipe.

    PYTHON -u ears.py MODEL_DIR

Reads one JSON object a line and answers each with one, in order:

    {"id": 7, "pcm": "<base64: 16-bit little-endian, 16 kHz, mono>", "final": true, "alternatives": 8}
    {"id": 7, "text": "solve x squared ...", "heard": true, "seconds": 2.1, "took_ms": 410,
     "alternatives": [{"text": "solve x squared ...", "log_probability": -3.1}, ...]}

`alternatives` asks for so many ways to hear it, the likeliest first; without it only `text` comes back. Half of the ways
are free, half are made of the words of a lesson only (lesson.txt).

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
# More than anybody asks for.
MAXIMUM_WAYS = 32
# What a token costs on average, given back: a way that leaves out the end would be likelier than the whole.
TOKEN_NATS = 0.3
# Among few words each is likelier than among all.
CHOICE_NATS = 2.0


def lesson_words():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "lesson.txt")) as file:
        return sorted({word for line in file if not line.startswith("#") for word in line.split()})


def say(message):
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def nothing(why):
    return {"text": "", "heard": False, "why": why}


class Ears:
    def __init__(self, folder, threads):
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens
        from faster_whisper.vad import VadOptions

        self.model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
        self.vad = VadOptions(threshold=0.5, min_silence_duration_ms=500, speech_pad_ms=200)
        multilingual = self.model.model.is_multilingual
        self.tokenizer = Tokenizer(self.model.hf_tokenizer, multilingual, task="transcribe", language="en")
        words = self.tokenizer.encode(" " + PROMPT)
        self.prompt = self.model.get_prompt(self.tokenizer, words, without_timestamps=True)
        # Capitals and marks make two ways of one; a formula has none but those that are said.
        pieces = {self.tokenizer.decode([token]): token for token in range(self.tokenizer.eot)}
        plain = [token for piece, token in pieces.items() if piece == piece.lower() and not set(piece) & set(",.?!;:")]
        lesson = {token for word in lesson_words() for token in self.tokenizer.encode(" " + word)}
        never = set(get_suppressed_tokens(self.tokenizer, [-1]))
        self.free, self.told = (
            sorted(never | set(range(self.tokenizer.eot)) - set(kept)) for kept in (plain, lesson)
        )

    def spoken(self, pcm):
        """The part of the sound in which somebody speaks, or why there is none."""
        import numpy
        from faster_whisper.vad import get_speech_timestamps

        sound = numpy.frombuffer(pcm, dtype="<i2").astype(numpy.float32) / 32768.0
        sound = sound[-int(MAXIMUM_SECONDS * RATE):]
        if len(sound) < MINIMUM_SECONDS * RATE:
            return None, "too short"
        if float(numpy.sqrt(numpy.mean(sound**2))) < MINIMUM_LEVEL:
            return None, "silence"
        spans = get_speech_timestamps(sound, self.vad)
        if not spans:
            return None, "no speech"
        return sound[max(0, spans[0]["start"] - RATE // 4): spans[-1]["end"] + RATE // 4], None

    def ways(self, sounds, count):
        """For each sound the likeliest ways to hear it, best first; none where the best free one is doubtful."""
        import numpy
        from faster_whisper.audio import pad_or_trim
        from faster_whisper.transcribe import get_compression_ratio

        features = [self.model.feature_extractor(sound) for sound in sounds]
        encoded = self.model.encode(numpy.stack([pad_or_trim(feature) for feature in features]))
        count = min(count, MAXIMUM_WAYS)
        searches = [
            self.model.model.generate(
                encoded,
                [self.prompt] * len(sounds),
                beam_size=max(5, count // 2),
                num_hypotheses=max(1, count // 2),
                max_length=self.model.max_length,
                return_scores=True,
                return_no_speech_prob=True,
                suppress_tokens=suppressed,
            )
            for suppressed in (self.free, self.told)
        ]
        found = []
        for free, told in zip(*searches):
            if free.no_speech_prob > MAXIMUM_NO_SPEECH or free.scores[0] < MINIMUM_LOG_PROBABILITY:
                found.append([])
                continue
            ways = {}
            for search, given in ((free, 0.0), (told, CHOICE_NATS)):
                for tokens, score in zip(search.sequences_ids, search.scores):
                    text = self.tokenizer.decode(tokens).strip()
                    # The score is a mean over the tokens.
                    nats = (score + TOKEN_NATS) * len(tokens) - given
                    if text and get_compression_ratio(text) <= MAXIMUM_COMPRESSION:
                        ways[text] = max(nats, ways.get(text, nats))
            best = sorted(ways.items(), key=lambda way: -way[1])
            found.append([{"text": text, "log_probability": round(nats, 3)} for text, nats in best])
        return found

    def transcribed(self, sound, final):
        """One way to hear it: the quickest search for interim results, which are only looked at for a moment."""
        segments, _ = self.model.transcribe(
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

    def listen(self, pcm, final, alternatives):
        sound, why = self.spoken(pcm)
        if sound is None:
            return nothing(why)
        ways = self.ways([sound], alternatives)[0] if final and alternatives > 1 else []
        if ways:
            return {"text": ways[0]["text"], "heard": True, "alternatives": ways}
        return self.transcribed(sound, final)


def main():
    import numpy

    threads = int(os.environ.get("GANITA_EARS_THREADS", "0")) or min(4, os.cpu_count() or 1)
    started = time.monotonic()
    ears = Ears(sys.argv[1], threads)
    # The first pass is slow (kernels are chosen, memory is mapped): do it before anybody speaks.
    warm = (numpy.sin(numpy.arange(RATE) * 0.1) * 3000).astype("<i2")
    ears.spoken(warm.tobytes())
    list(ears.model.transcribe(warm.astype(numpy.float32) / 32768.0, language="en", beam_size=1)[0])
    say({"ready": "whisper tiny.en", "threads": threads, "took_ms": round(1000 * (time.monotonic() - started))})

    for line in sys.stdin:
        question = {}
        begun = time.monotonic()
        try:
            question = json.loads(line)
            pcm = base64.b64decode(question["pcm"], validate=True)
            answer = ears.listen(
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
