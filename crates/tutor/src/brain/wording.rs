//! Everything the tutor says of itself, in both languages. What it says about mathematics comes from `algebra`.

use ganita_notation::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phrase {
    Begin,
    Answer,
    RestOnBoard,
    Written,
    Doubtful,
    Plotted,
    Cleared,
    OnTheBoard,
    OtherWay,
    Done,
    NothingYet,
    NoMathematics,
    Greeting,
    Welcome,
    DidNotHear,
    NoEars,
}

/// A sentence; `{}` stands for what it is about.
pub(super) fn phrase(said: Phrase, language: Language) -> &'static str {
    let (english, hindi) = match said {
        Phrase::Begin => ("Let us work it out.", "आइए इसे हल करें।"),
        Phrase::Answer => ("So the answer is {}.", "अतः उत्तर है {}।"),
        Phrase::RestOnBoard => ("The other steps are on the board.", "बाकी चरण बोर्ड पर हैं।"),
        Phrase::Written => ("I have written it on the board.", "मैंने इसे बोर्ड पर लिख दिया है।"),
        Phrase::Doubtful => (
            "I am not sure I heard that right. I understood {}.",
            "मुझे पक्का नहीं कि मैंने सही सुना। मैंने समझा {}।",
        ),
        Phrase::Plotted => ("Here is the graph of {}.", "यह रहा {} का ग्राफ।"),
        Phrase::Cleared => ("The board is clear.", "बोर्ड साफ है।"),
        Phrase::OnTheBoard => ("Look at the board.", "बोर्ड पर देखिए।"),
        Phrase::OtherWay => (
            "This one is not solved in that way, so I take another.",
            "यह उस विधि से हल नहीं होता, इसलिए मैं दूसरी विधि लेता हूँ।",
        ),
        Phrase::Done => ("The board has finished: {}.", "बोर्ड ने पूरा कर लिया: {}।"),
        Phrase::NothingYet => ("Ask me a problem first.", "पहले कोई प्रश्न पूछिए।"),
        Phrase::NoMathematics => (
            "I understood the words \"{}\", but I find no mathematics in them that I can work on.",
            "मैंने \"{}\" सुना, पर इसमें मुझे ऐसा गणित नहीं मिला जिस पर मैं काम कर सकूँ।",
        ),
        Phrase::Greeting => (
            "Hello. I am the practice tutor. Say a problem, for example: solve x squared equals nine.",
            "नमस्ते। मैं अभ्यास शिक्षक हूँ। कोई प्रश्न बोलिए, जैसे: एक्स का वर्ग बराबर नौ हल करो।",
        ),
        Phrase::Welcome => ("You are welcome.", "आपका स्वागत है।"),
        Phrase::DidNotHear => (
            "I could not make out the words. Please say it again, or type it.",
            "मैं शब्द समझ नहीं पाया। कृपया फिर से बोलिए या लिखिए।",
        ),
        Phrase::NoEars => (
            "I cannot hear here, because no speech recogniser is installed for this language. Please type your question.",
            "मैं यहाँ सुन नहीं सकता, क्योंकि इस भाषा के लिए कोई वाक् पहचान स्थापित नहीं है। कृपया अपना प्रश्न लिखिए।",
        ),
    };
    match language {
        Language::English => english,
        Language::Hindi => hindi,
    }
}

fn has_one_of(words: &str, wanted: &[&str]) -> bool {
    let words = words.to_lowercase();
    words
        .split(|c: char| !c.is_alphanumeric() && !is_hindi_sign(c))
        .any(|word| wanted.contains(&word))
}

/// Vowel signs are not letters to Rust, but words in Devanagari are full of them.
fn is_hindi_sign(c: char) -> bool {
    ('\u{900}'..='\u{97f}').contains(&c)
}

pub(super) fn greets(words: &str) -> bool {
    has_one_of(words, &["hello", "hi", "hey", "namaste", "नमस्ते", "नमस्कार"])
}

pub(super) fn thanks(words: &str) -> bool {
    has_one_of(words, &["thanks", "thank", "धन्यवाद", "शुक्रिया", "dhanyavaad"])
}

pub(super) fn asks_again(words: &str) -> bool {
    has_one_of(
        words,
        &[
            "again",
            "why",
            "how",
            "explain",
            "steps",
            "repeat",
            "फिर",
            "क्यों",
            "कैसे",
            "समझाओ",
            "समझाइए",
            "चरण",
        ],
    )
}
