//! Folding: spellings that sound the same become the same letters.

/// Folds one word of any script: lower case, and for Devanagari no nukta, no visarga, one nasal sign, short vowels.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            // Nukta, visarga, joiners, and what recognisers leave behind.
            '\u{93c}' | '\u{903}' | '\u{200c}' | '\u{200d}' | '\u{feff}' => {}
            // Precomposed nukta letters: क़ ख़ ग़ ज़ ड़ ढ़ फ़ य़.
            '\u{958}' => out.push('क'),
            '\u{959}' => out.push('ख'),
            '\u{95a}' => out.push('ग'),
            '\u{95b}' => out.push('ज'),
            '\u{95c}' => out.push('ड'),
            '\u{95d}' => out.push('ढ'),
            '\u{95e}' => out.push('फ'),
            '\u{95f}' => out.push('य'),
            '\u{929}' => out.push('न'),
            '\u{931}' => out.push('र'),
            '\u{934}' => out.push('ळ'),
            // Marks over Latin letters, precomposed or behind the letter, say nothing in mathematics.
            '\u{300}'..='\u{36f}' => {}
            'À'..='Å' | 'à'..='å' => out.push('a'),
            'Ç' | 'ç' => out.push('c'),
            'È'..='Ë' | 'è'..='ë' => out.push('e'),
            'Ì'..='Ï' | 'ì'..='ï' => out.push('i'),
            'Ñ' | 'ñ' => out.push('n'),
            'Ò'..='Ö' | 'ò'..='ö' => out.push('o'),
            'Ù'..='Ü' | 'ù'..='ü' => out.push('u'),
            // Chandrabindu is said as anusvara.
            '\u{901}' => out.push('\u{902}'),
            // A nasal joined to the next consonant is the same sound: न्त = ंत.
            'ङ' | 'ञ' | 'ण' | 'न' | 'म' if letters.peek() == Some(&'\u{94d}') => {
                let mut ahead = letters.clone();
                ahead.next();
                let next = ahead.next();
                if next.is_some_and(|next| {
                    ('क'..='म').contains(&next) && next != letter && next != 'न' && next != 'म'
                }) {
                    letters.next();
                    out.push('\u{902}');
                } else {
                    out.push(letter);
                }
            }
            'ई' => out.push('इ'),
            'ऊ' => out.push('उ'),
            'ी' => out.push('ि'),
            'ू' => out.push('ु'),
            '’' | '‘' => out.push('\''),
            _ if letter.is_ascii() => out.push(letter.to_ascii_lowercase()),
            // Greek capitals stand 32 before their small letters.
            'Α'..='Ω' => out.extend(char::from_u32(letter as u32 + 32)),
            _ => out.push(letter),
        }
    }
}

/// Hindi in Latin letters has no fixed spelling: long and short vowels, aspirates after c and doubled letters are one.
pub(crate) fn fold_romanised(word: &str, out: &mut String) {
    let bytes = word.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        let (byte, next) = (bytes[index], bytes.get(index + 1).copied());
        let (letter, used) = match (byte, next) {
            (b'a', Some(b'a')) => (b'a', 2),
            (b'e', Some(b'e')) | (b'i', Some(b'i' | b'e')) => (b'i', 2),
            (b'o', Some(b'o')) | (b'u', Some(b'u')) => (b'u', 2),
            (b's', Some(b'h')) => (b's', 2),
            (b'p', Some(b'h')) => (b'f', 2),
            (b'w', _) => (b'v', 1),
            (b'z', _) => (b'j', 1),
            (b'q', _) => (b'k', 1),
            _ => (byte, 1),
        };
        index += used;
        if out.as_bytes().last().is_none_or(|last| *last != letter) || letter.is_ascii_digit() {
            out.push(char::from(letter));
        }
    }
    // The silent vowel at the end: "shunya", "shoony"; "area" has none.
    let vowel = |byte: &u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u');
    if out.len() > 3 && out.ends_with('a') && !out.as_bytes().iter().rev().nth(1).is_some_and(vowel)
    {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::{fold_into, fold_romanised};

    fn fold(word: &str) -> String {
        let mut out = String::new();
        fold_into(word, &mut out);
        out
    }

    #[test]
    fn spellings_of_one_sound_meet() {
        assert_eq!(fold("हज़ार"), fold("हजार"));
        assert_eq!(fold("पाँच"), fold("पांच"));
        assert_eq!(fold("छः"), fold("छ"));
        assert_eq!(fold("अनन्त"), fold("अनंत"));
        // Letters with a mark as one character, and as two: NFC and NFD.
        assert_eq!(fold("\u{95d}ाई"), fold("\u{922}\u{93c}ाई"));
        assert_eq!(fold("\u{929}"), fold("\u{928}\u{93c}"));
        assert_eq!(fold("B\u{e9}zier"), fold("Be\u{301}zier"));
        let romanised = |word: &str| {
            let mut out = String::new();
            fold_romanised(word, &mut out);
            out
        };
        assert_eq!(romanised("shoonya"), romanised("shuny"));
        assert_eq!(romanised("ghaataa"), romanised("ghata"));
    }
}
