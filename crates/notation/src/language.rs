//! The words that stand between formulas, in the reader's language.

use crate::tree::Node;
use std::borrow::Cow;

/// A language explanations are given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Hindi, in Devanagari.
    Hindi,
}

/// Joining words and fixed answers: English, Hindi (as in NCERT's Hindi textbooks).
const WORDS: &[(&str, &str)] = &[
    ("or", "या"),
    ("and", "और"),
    ("no solution", "कोई हल नहीं"),
    ("does not exist", "अस्तित्व नहीं है"),
    ("order", "कोटि"),
    ("degree", "घात"),
    ("not defined", "परिभाषित नहीं"),
    ("if", "यदि"),
    ("otherwise", "अन्यथा"),
];

/// A sentence with what its names in braces stand for; a name that stands for nothing stays. The library's way to replace
/// text searches for any text, and goes over the sentence once for each name.
#[must_use]
pub fn filled(sentence: &str, of: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let place = |text: &str, sign: u8| text.bytes().position(|byte| byte == sign);
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some(open) = place(rest, b'{') {
        let (before, name) = rest.split_at(open);
        out += before;
        let found = place(name, b'}').and_then(|shut| Some((of(&name[1..shut])?, shut + 1)));
        let end = match &found {
            Some((value, end)) => {
                out += value;
                *end
            }
            None => {
                out.push('{');
                1
            }
        };
        rest = &name[end..];
    }
    out + rest
}

/// The same mathematics with the words between it in `language`: `x = 2 \text{ or } x = 3` becomes
/// `x = 2 \text{ या } x = 3`. [`crate::read`] reads the joining words of both languages to the same tree.
#[must_use]
pub fn in_language(node: &Node, language: Language) -> Cow<'_, Node> {
    match language {
        Language::English => Cow::Borrowed(node),
        Language::Hindi => Cow::Owned(in_hindi(node)),
    }
}

fn in_hindi(node: &Node) -> Node {
    let all = |nodes: &[Node]| nodes.iter().map(in_hindi).collect();
    match node {
        Node::Text(words) => Node::Text(hindi(words).to_owned()),
        Node::Operation(name, operands) => Node::Operation(hindi(name).to_owned(), all(operands)),
        Node::List(items) => Node::List(all(items)),
        Node::Lines(lines) => Node::Lines(all(lines)),
        Node::Cases(rows) => Node::Cases(
            rows.iter()
                .map(|(value, condition)| {
                    let condition = condition.as_ref().map(in_hindi);
                    (in_hindi(value), condition)
                })
                .collect(),
        ),
        Node::Relation(first, rest) => Node::Relation(
            Box::new(in_hindi(first)),
            rest.iter().map(|(sign, side)| (sign.clone(), in_hindi(side))).collect(),
        ),
        other => other.clone(),
    }
}

fn hindi(words: &str) -> &str {
    WORDS.iter().find(|(english, _)| *english == words.trim()).map_or(words, |(_, hindi)| hindi)
}

#[cfg(test)]
mod tests {
    use super::{Language, in_language};
    use crate::{read, write_latex, write_plain};

    #[test]
    fn joining_words_are_hindi_and_read_back() {
        let node = read(r"x = 2 \text{ or } x = 3").expect("this is LaTeX");
        let hindi = in_language(&node, Language::Hindi);
        assert_eq!(write_latex(&hindi), r"x = 2 \text{ या } x = 3");
        assert_eq!(write_plain(&hindi), "x = 2 या x = 3");
        assert_eq!(read(&write_latex(&hindi)), Ok(node));
    }
}
