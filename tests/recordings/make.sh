#!/bin/sh
# Makes the question recordings anew: sh tests/recordings/make.sh
# Needs flite, espeak-ng and sox (Debian packages of those names). What each says stands in recordings.json.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# speak NAME VOICE WORDS: half a second of quiet, the words, a second and a half of quiet; 16 kHz, 16 bit, mono.
speak() {
    flite -voice "$2" -t "$3" -o "$work/$1.wav"
    sox "$work/$1.wav" -r 16000 -b 16 -c 1 "$1.wav" gain -n -6 pad 0.5 1.5
}

speak solve-quadratic slt "solve x squared minus five x plus six equals zero"
speak differentiate rms "differentiate x cubed plus two x with respect to x"

# A fan at about 10 dB below the voice: brown noise with a hum, made here, mixed under a question.
speak clean slt "find the derivative of x squared plus three x"
mv clean.wav "$work/quiet.wav"
length=$(soxi -D "$work/quiet.wav")
sox -R -n -r 16000 -b 16 -c 1 "$work/fan.wav" synth "$length" brownnoise synth "$length" sine mix 120 gain -n -6
voice_level=$(sox "$work/quiet.wav" -n trim 0.5 -1.5 stat 2>&1 | awk '/RMS +amplitude/ { print $3 }')
fan_level=$(sox "$work/fan.wav" -n stat 2>&1 | awk '/RMS +amplitude/ { print $3 }')
fan_volume=$(awk "BEGIN { print $voice_level / $fan_level / 10 ^ (10 / 20) }")
sox -R -m -v 1 "$work/quiet.wav" -v "$fan_volume" "$work/fan.wav" -r 16000 -b 16 -c 1 derivative-noisy.wav gain -n -3

# Hindi: "solve x squared minus five x plus six equals zero". No recogniser for Hindi comes in a package, so what is
# said is told to the practice tutor by hindi-quadratic.toml, and every transcript of it is labelled as scripted.
espeak-ng -v hi -s 140 -w "$work/hindi.wav" "एक्स का वर्ग माइनस पाँच एक्स प्लस छह बराबर शून्य हल करो"
sox "$work/hindi.wav" -r 16000 -b 16 -c 1 hindi-quadratic.wav gain -n -6 pad 0.5 1.5
