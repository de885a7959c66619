//! What holds for any words: a reading always comes back, in time, and hearing in pieces changes nothing.

use ganita_notation::write_latex;
use ganita_spoken::{Context, Listener, Note, convert};
use proptest::prelude::*;

/// Words that open, close, join and end things, in three scripts, with some that mean nothing.
const WORDS: &[&str] = &[
    "x",
    "y",
    "n",
    "two",
    "3",
    "plus",
    "minus",
    "times",
    "over",
    "squared",
    "equals",
    "the",
    "square",
    "root",
    "of",
    "StartFraction",
    "Over",
    "EndFraction",
    "Superscript",
    "Subscript",
    "Baseline",
    "left",
    "right",
    "parenthesis",
    "integral",
    "from",
    "to",
    "d",
    "dx",
    "limit",
    "as",
    "approaches",
    "sum",
    "sine",
    "log",
    "whole",
    "quantity",
    "end",
    "open",
    "close",
    "paren",
    "comma",
    "and",
    "or",
    "matrix",
    "row",
    "column",
    "1st",
    "2nd",
    "case",
    "cases",
    "all",
    "का",
    "वर्ग",
    "वर्गमूल",
    "के",
    "बराबर",
    "है",
    "से",
    "तक",
    "समाकलन",
    "बटा",
    "कोष्ठक",
    "समाप्त",
    "को",
    "में",
    "पाँच",
    "सौ",
    "घटाओ",
    "भाग",
    "दो",
    "सापेक्ष",
    "अवकलज",
    "ka",
    "varg",
    "barabar",
    "hai",
    "karo",
    "solve",
    "hello",
    "weather",
    "ModifyingAbove",
    "With",
    "arrow",
    "Underscript",
    "Endscripts",
    "power",
    "th",
    "sub",
    "vector",
    "hat",
    "prime",
    ",",
    ";",
    "8x",
    "x^2",
    "(",
    ")",
    "|",
    "no wait",
    "interval",
    "including",
    "set",
    "determinant",
    "of",
    "upper",
    "half",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_words_give_a_reading(picks in prop::collection::vec(0..WORDS.len(), 0..40)) {
        let words = picks.iter().map(|pick| WORDS[*pick]).collect::<Vec<_>>().join(" ");
        let reading = convert(&words, &Context::default());
        let _ = write_latex(&reading.tree);
        prop_assert!(reading.alternatives.len() <= 3);
        prop_assert!((0.0..=1.0).contains(&reading.confidence));
        for pair in reading.spans.windows(2) {
            prop_assert!(pair[0].words.end <= pair[1].words.start);
        }
    }

    #[test]
    fn any_text_gives_a_reading(text in "\\PC{0,80}") {
        let reading = convert(&text, &Context::default());
        let _ = write_latex(&reading.tree);
    }

    #[test]
    fn hearing_in_pieces_ends_where_hearing_at_once_does(
        picks in prop::collection::vec(0..WORDS.len(), 1..12),
        wrong in prop::collection::vec(0..WORDS.len(), 0..3),
    ) {
        let words: Vec<&str> = picks.iter().flat_map(|pick| WORDS[*pick].split_whitespace()).collect();
        let mut listener = Listener::new(Context::default());
        let mut stable = 0;
        for count in 1..=words.len() {
            let mistaken = wrong.iter().map(|pick| WORDS[*pick]).collect::<Vec<_>>().join(" ");
            listener.replace_tail(count - 1, &mistaken);
            listener.replace_tail(count - 1, words[count - 1]);
            prop_assert!(listener.stable_len() >= stable);
            stable = listener.stable_len();
        }
        prop_assert_eq!(listener.finish(), convert(&words.join(" "), &Context::default()));
    }
}

#[test]
fn deep_and_huge_input_ends() {
    for word in [
        "left parenthesis",
        "StartFraction",
        "square root of",
        "Superscript",
        "का वर्ग",
        "x",
        "sine",
        "sub",
        "three",
        "whole over one",
        "whole squared",
        "factorial",
        "prime",
        "का अवकलज",
        "का समाकलन",
    ] {
        let words = format!("{word} ").repeat(20_000);
        let reading = convert(&words, &Context::default());
        // A browser's stack sets what is written: brackets, braces, nothing else nests.
        let latex = write_latex(&reading.tree);
        let nested = latex.bytes().scan(0_i32, |depth, byte| {
            *depth += i32::from(byte == b'{') - i32::from(byte == b'}');
            Some(*depth)
        });
        assert!(nested.max().unwrap_or(0) < 500, "{word}");
    }
    let reading = convert(&"\u{0}\u{fffd}ab".repeat(200_000), &Context::default());
    let _ = write_latex(&reading.tree);
}

#[test]
fn ordinary_talk_stays_text() {
    for talk in [
        "hello how are you",
        "can you repeat that please",
        "what is the weather today",
        "मेरा नाम राम है",
        "mujhe samajh nahi aaya",
        "",
        "thank you very much",
        "sorry I did not understand that",
        "wait a minute",
        "do you have any example",
        "the teacher said we have to use integration by parts",
        "एक बार फिर से",
    ] {
        let reading = convert(talk, &Context::default());
        assert!(!reading.is_mathematics, "{talk}: {}", write_latex(&reading.tree));
    }
}

/// What was settled stays; and something is settled, three words behind a relation sign at the latest.
#[test]
fn a_settled_prefix_never_changes() {
    const SIDES: [&str; 8] = [
        "x squared plus one",
        "two y minus three",
        "a over b",
        "sine theta",
        "five n",
        "e to the power x",
        "root two x",
        "x का वर्ग",
    ];
    let (mut sentences, mut with_settled) = (0, 0);
    for sign in ["equals", "is less than", "बराबर"] {
        for (at, first) in SIDES.iter().enumerate() {
            for second in SIDES {
                let third = SIDES[(at + 3) % SIDES.len()];
                let sentence = format!("{first} {sign} {second} {sign} {third}");
                let mut listener = Listener::new(Context::default());
                let mut settled: Vec<String> = Vec::new();
                for (count, word) in sentence.split_whitespace().enumerate() {
                    listener.replace_tail(count, word);
                    settled.push(listener.stable_latex().to_owned());
                }
                let latex = write_latex(&listener.finish().tree);
                for pair in settled.windows(2) {
                    assert!(pair[1].starts_with(&pair[0]), "{sentence}: {pair:?}");
                }
                let last = settled.pop().expect("a sentence has words");
                assert!(latex.starts_with(&last), "{sentence}: settled {last}, then {latex}");
                sentences += 1;
                with_settled += usize::from(!last.is_empty());
            }
        }
    }
    assert!(with_settled * 2 > sentences, "{with_settled} of {sentences} had anything settled");
}

/// KaTeX sets no formula whose text is some hundred thousand bytes long.
#[test]
fn text_without_end_is_cut_and_a_note_says_so() {
    let context = Context::default();
    for words in ["poora bata ".repeat(50_000), "आ".repeat(300_000)] {
        let reading = convert(&words, &context);
        let latex = write_latex(&reading.tree);
        assert!(latex.len() < 100_000, "{} bytes of {}", latex.len(), words.len());
        let cut = reading.notes.iter().any(|note| matches!(note, Note::TooLong(_)));
        assert!(cut, "{:?}", reading.notes);
    }
}
