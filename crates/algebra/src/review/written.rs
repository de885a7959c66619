//! Lines before they are read: words that stand in them, differentials written close, reasons.

/// Where a piece stands in a line: searched by bytes, since the library's search would be a tenth of this module.
pub(super) fn find(line: &str, piece: &str) -> Option<usize> {
    let (line, piece) = (line.as_bytes(), piece.as_bytes());
    (0..line.len()).find(|&at| line[at..].starts_with(piece))
}

/// Words by which a student says why a value is left out.
const REASONS: &[&str] = &[
    "negative",
    "positive",
    "natural",
    "acute",
    "reject",
    "neglect",
    "discard",
    "possible",
    "length",
    "quadrant",
    "ऋणात्मक",
    "धनात्मक",
    "प्राकृत",
    "न्यून",
    "संभव",
    "छोड़",
    "चतुर्थांश",
];

/// Whether a line gives a reason why a value is left out: "length cannot be negative", "since k > 0".
pub(super) fn gives_reason(line: &str) -> bool {
    let bound = || {
        [
            ">", "<", r"
e",
        ]
        .iter()
        .any(|sign| find(line, sign).is_some())
    };
    REASONS.iter().any(|word| find(line, word).is_some())
        || find(line, TEXT).is_some_and(|at| at > 0 && line.get(at..).is_some_and(is_since))
            && bound()
}

/// Whether words go on with "since".
fn is_since(words: &str) -> bool {
    let said = words.strip_prefix(TEXT).unwrap_or(words).trim_start_matches(['(', ' ', ',']);
    ["since", "because", "as ", "क्योंकि", "चूँकि"].iter().any(|word| said.starts_with(word))
}

const TEXT: &str = r"\text{";

/// A line without its \text{…}, if it has any and something is left. What comes after a reason belongs to it.
pub(super) fn without_words(line: &str) -> Option<String> {
    let start = find(line, TEXT)?;
    let (kept, rest) = (line.get(..start)?.trim_end_matches([',', '(', ' ']), line.get(start..)?);
    if !kept.is_empty() && (gives_reason(line) || is_since(rest)) {
        return Some(kept.to_owned());
    }
    let mut depth = 0_i32;
    let end = rest.bytes().position(|b| {
        depth += i32::from(b == b'{') - i32::from(b == b'}');
        b == b'}' && depth == 0
    })?;
    let rest = rest.get(end + 1..)?;
    let mut out = kept.to_owned();
    out.push(' ');
    out.push_str(without_words(rest).as_deref().unwrap_or(rest));
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// du = 2xdx with a space before dx.
pub(super) fn apart(line: &str) -> String {
    let mut out = String::new();
    let bytes = line.as_bytes();
    let open = find(line, r"\int").is_some() || find(line, r"\d").is_some();
    let ends = |at: usize| matches!(bytes.get(at), None | Some(b' ' | b'=' | b','));
    // What stands right before d, and after the letter.
    let is_close = |at: usize| {
        at > 0
            && matches!(bytes[at - 1], b'a'..=b'z' | b'0'..=b'9' | b')' | b'}')
            && matches!(bytes.get(at + 1), Some(b'a'..=b'z'))
            && ends(at + 2)
    };
    let starts = matches!(bytes, [b'd', b'a'..=b'z', b'=' | b' ', ..])
        || find(line, ", d").is_some()
        || find(line, "dy").is_some() && find(line, "dx").is_some();
    for (at, c) in line.char_indices() {
        if c == 'd' && starts && !open && is_close(at) {
            out.push_str(r"\,");
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_left_out_and_differentials_stand_apart() {
        assert_eq!(
            without_words(r"x=12 \text{ (length cannot be negative)}").as_deref(),
            Some("x=12")
        );
        assert_eq!(without_words(r"\text{Since } x>0").as_deref(), Some("x>0"));
        assert_eq!(without_words("x=2"), None);
        assert_eq!(apart("du=2xdx"), r"du=2x\,dx");
        assert_eq!(apart("t=x^2, dt=2xdx"), r"t=x^2, dt=2x\,dx");
        assert_eq!(apart(r"\int xdx"), r"\int xdx");
        assert_eq!(apart("x=2ad"), "x=2ad");
    }
}
