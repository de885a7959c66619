//! Written mathematics as a voice can say it: speech programs stumble over `x^2`, `≤` and `\frac`.

use ganita_notation::Language;

/// A sentence with its signs replaced by words.
#[must_use]
pub fn aloud(text: &str, language: Language) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut spoken = String::with_capacity(text.len() * 2);
    let mut at = 0;
    while at < characters.len() {
        let rest = &characters[at..];
        let (taken, word) = match sign(rest, language) {
            Some((taken, word)) => (taken, format!(" {word} ")),
            None => (1, rest[0].to_string()),
        };
        // `5x` is two words; `sin2` does not occur in prose.
        let joins = at > 0 && characters[at - 1].is_ascii_digit() && rest[0].is_ascii_alphabetic();
        if joins {
            spoken.push(' ');
        }
        spoken.push_str(&word);
        at += taken;
    }
    tidy(&spoken)
}

/// The sign at the beginning, how many characters it takes, and its word.
fn sign(rest: &[char], language: Language) -> Option<(usize, &'static str)> {
    let next = rest.get(1).copied().unwrap_or(' ');
    let after = rest.get(2).copied().unwrap_or(' ');
    let (taken, english, hindi) = match rest[0] {
        '^' if next == '2' && !after.is_ascii_digit() => (2, "squared", "का वर्ग"),
        '^' if next == '3' && !after.is_ascii_digit() => (2, "cubed", "का घन"),
        '²' => (1, "squared", "का वर्ग"),
        '³' => (1, "cubed", "का घन"),
        '^' => (1, "to the power", "की घात"),
        '=' => (1, "equals", "बराबर"),
        '+' => (1, "plus", "प्लस"),
        '−' => (1, "minus", "माइनस"),
        '-' if !(next.is_ascii_alphabetic() && after.is_ascii_alphabetic()) => {
            (1, "minus", "माइनस")
        }
        '±' => (1, "plus or minus", "प्लस या माइनस"),
        '×' | '·' | '⋅' | '*' => (1, "times", "गुणा"),
        '÷' => (1, "divided by", "भाग"),
        '/' => (1, "over", "बटा"),
        '√' => (1, "the square root of", "वर्गमूल"),
        '≤' => (1, "is at most", "छोटा या बराबर"),
        '≥' => (1, "is at least", "बड़ा या बराबर"),
        '<' => (1, "is less than", "से छोटा"),
        '>' => (1, "is greater than", "से बड़ा"),
        '≠' => (1, "is not equal to", "बराबर नहीं"),
        '≈' => (1, "is about", "लगभग"),
        '→' => (1, "tends to", "की ओर"),
        '∞' => (1, "infinity", "अनंत"),
        '∫' => (1, "the integral of", "समाकलन"),
        '∈' => (1, "in", "में"),
        '°' => (1, "degrees", "डिग्री"),
        '\u{304}' => (1, "bar", "बार"),
        '\u{302}' => (1, "cap", "कैप"),
        '\u{20d7}' => (1, "vector", "सदिश"),
        '%' => (1, "percent", "प्रतिशत"),
        'π' => (1, "pi", "पाई"),
        'θ' => (1, "theta", "थीटा"),
        'α' => (1, "alpha", "अल्फा"),
        'β' => (1, "beta", "बीटा"),
        '(' | ')' | '{' | '}' | '[' | ']' | '"' | '\\' | '_' => (1, "", ""),
        _ => return None,
    };
    Some((taken, if language == Language::English { english } else { hindi }))
}

/// One space between words, none before a full stop.
fn tidy(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    [" .", " ,", " ।", " ?", " :", " ;"]
        .iter()
        .fold(words, |words, gap| words.replace(gap, gap.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, english: &str, hindi: &str) {
        assert_eq!(aloud(text, Language::English), english);
        assert_eq!(aloud(text, Language::Hindi), hindi);
    }

    #[test]
    fn signs_become_words() {
        check(
            "x^2 - 5x + 6 = 0.",
            "x squared minus 5 x plus 6 equals 0.",
            "x का वर्ग माइनस 5 x प्लस 6 बराबर 0.",
        );
        check("x = -3", "x equals minus 3", "x बराबर माइनस 3");
        check("x\u{304} = 5", "x bar equals 5", "x बार बराबर 5");
        check("2^23", "2 to the power 23", "2 की घात 23");
        check("(x - 2)(x - 3)", "x minus 2 x minus 3", "x माइनस 2 x माइनस 3");
        check("a well-known rule", "a well-known rule", "a well-known rule");
        check("x ≤ 4, √9", "x is at most 4, the square root of 9", "x छोटा या बराबर 4, वर्गमूल 9");
    }
}
