//! Pieces of LaTeX that stand in a tree as they are, as MathML needs them: names, numbers, scripts, fractions. The reader of
//! whole formulas, which knows far more, is not linked into what only writes.

use crate::tree::{Join, Node};

/// Nobody nests a piece deeper.
const DEEPEST: usize = 20;

/// The tree of a piece, or nothing where it holds anything else.
pub(crate) fn fragment(latex: &str) -> Option<Node> {
    let mut rest = latex;
    let node = sequence(&mut rest, 0)?;
    rest.is_empty().then_some(node)
}

fn sequence(rest: &mut &str, depth: usize) -> Option<Node> {
    if depth > DEEPEST {
        return None;
    }
    let mut factors: Vec<(Join, Node)> = Vec::new();
    loop {
        *rest = rest.trim_start();
        match rest.bytes().next() {
            None | Some(b'}') => break,
            Some(sign @ (b'_' | b'^')) => {
                *rest = &rest[1..];
                let script = Box::new(group(rest, depth)?);
                let base = Box::new(factors.pop().map_or(Node::Text(String::new()), |base| base.1));
                let node = match sign {
                    b'_' => Node::Subscript(base, script),
                    _ => Node::Power(base, script),
                };
                factors.push((Join::Beside, node));
            }
            Some(_) => factors.push((Join::Beside, atom(rest, depth)?)),
        }
    }
    if factors.len() == 1 {
        return factors.pop().map(|(_, only)| only);
    }
    Some(Node::Product(factors))
}

/// `{…}`, or one thing without braces.
fn group(rest: &mut &str, depth: usize) -> Option<Node> {
    *rest = rest.trim_start();
    let Some(inner) = rest.strip_prefix('{') else { return atom(rest, depth) };
    *rest = inner;
    let node = sequence(rest, depth + 1)?;
    *rest = rest.strip_prefix('}')?;
    Some(node)
}

/// How long the beginning is that is made of such letters.
fn run(text: &str, part: fn(char) -> bool) -> usize {
    text.find(|letter| !part(letter)).unwrap_or(text.len())
}

/// Takes so much off.
fn taken<'a>(rest: &mut &'a str, length: usize) -> &'a str {
    let (piece, after) = rest.split_at(length);
    *rest = after;
    piece
}

fn atom(rest: &mut &str, depth: usize) -> Option<Node> {
    let first = rest.chars().next()?;
    Some(match first {
        '{' => return group(rest, depth),
        '\\' => {
            let length = run(&rest[1..], |c| c.is_ascii_alphabetic());
            match &taken(rest, 1 + length)[1..] {
                "frac" => {
                    let above = group(rest, depth + 1)?;
                    Node::Fraction(Box::new(above), Box::new(group(rest, depth + 1)?))
                }
                "sum" => Node::symbol("∑"),
                "prod" => Node::symbol("∏"),
                "int" => Node::symbol("∫"),
                "" | "left" | "right" | "begin" | "end" | "operatorname" => return None,
                name => Node::symbol(name),
            }
        }
        '0'..='9' => {
            let length = run(rest, |c| c.is_ascii_digit() || c == '.');
            Node::number(taken(rest, length))
        }
        letter if letter.is_alphabetic() => Node::symbol(taken(rest, letter.len_utf8())),
        sign if sign.is_ascii_punctuation() => Node::Text(taken(rest, 1).to_owned()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    #[test]
    fn a_piece_is_what_the_reader_makes_of_it() {
        for latex in
            ["x", "\\alpha", "x_{1}", "a^{2}", "\\frac{x}{2}", "12", "ab", "\\frac{1}{n^{2}}"]
        {
            assert_eq!(fragment(latex), read(latex).ok(), "{latex}");
        }
    }

    #[test]
    fn what_is_no_piece_gives_nothing() {
        for latex in ["\\left(x\\right)", "\\operatorname{x}", "{x", "x}", "\\begin{x}"] {
            assert_eq!(fragment(latex), None, "{latex}");
        }
        assert_eq!(fragment(&"{".repeat(1000)), None);
        assert_eq!(fragment(&"\\frac".repeat(1000)), None);
    }
}
