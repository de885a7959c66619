//! What stands above or below something else: `\overset`, `\underset`, `\stackrel`, `\genfrac`; and sets in braces.

use super::lexer::{Kind, Token, tokens_from, words};
use super::vocabulary::{BIG_OPERATORS, FUNCTIONS, INTEGRALS, OPERATIONS, RELATIONS, has};

/// Marks that are set over a name, and the accent that they are.
const MARKS: &str = "to>vec frown>overgroup leftrightarrow>overleftrightarrow leftarrow>overleftarrow circ>mathring \
    sim>tilde land>hat";

/// A command that stacks, as others write the same, and where it ends; nothing where the name is another's. What has no other
/// form is empty.
pub(super) fn stacked(name: &str, bytes: &[(usize, char)], from: usize) -> Option<(String, usize)> {
    let count = match name {
        "overset" | "underset" | "stackrel" => 2,
        "genfrac" => 6,
        _ if has("set Set ket Ket bra Bra braket Braket", name) => 1,
        _ => return None,
    };
    let (mut arguments, mut next) = (Vec::new(), from);
    for _ in 0..count {
        let (argument, after) = words(bytes, next);
        if after == next {
            return None;
        }
        arguments.push(argument);
        next = after;
    }
    let written = match &*arguments {
        [elements] if name.ends_with("et") && name.len() == 3 && !name.starts_with(['k', 'K']) => {
            format!("\\{{{elements}\\}}")
        }
        [left, _, thickness, _, above, below] => {
            let kind = match (&**left, &**thickness) {
                ("(", "0pt") => "binom",
                ("" | ".", "" | "1pt") => "frac",
                _ => return Some((String::new(), next)),
            };
            format!("\\{kind}{{{above}}}{{{below}}}")
        }
        [label, base] => over(name, label, base),
        _ => String::new(),
    };
    Some((written, next))
}

/// `label` over or under `base`.
fn over(name: &str, label: &str, base: &str) -> String {
    let tokens = |latex| -> Vec<Token> { tokens_from(latex, 0, 1) };
    let (found, is_one) = match tokens(base).as_slice() {
        [first] => (first.kind.clone(), true),
        [first, ..] => (first.kind.clone(), false),
        [] => return String::new(),
    };
    let sign = match &found {
        Kind::Command(sign) => sign,
        Kind::Char('=' | '<' | '>') => "le",
        Kind::Words(command, _) if command == "operatorname" => "max",
        _ => "",
    };
    // What is said about a sign does not change it.
    if is_one
        && (has(RELATIONS, sign) || has(OPERATIONS, sign) || has("le ge ne approx in to", sign))
    {
        return base.to_owned();
    }
    if has(BIG_OPERATORS, sign) || has(INTEGRALS, sign) || has(FUNCTIONS, sign) || sign == "lim" {
        let script = if name == "underset" { '_' } else { '^' };
        return format!("{base}{script}{{{label}}}");
    }
    let accent = match tokens(label).as_slice() {
        [Token { kind: Kind::Command(mark), .. }] if name != "underset" => {
            MARKS.split(' ').find_map(|entry| entry.strip_prefix(&**mark)?.strip_prefix('>'))
        }
        _ => None,
    };
    accent.map_or_else(String::new, |accent| format!("\\{accent}{{{base}}}"))
}
