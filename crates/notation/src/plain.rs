//! Tree → one line of plain text, for notes, titles and terminals: `x² + 3x ≥ √(2)/2`.

use crate::brackets::{Place, needed};
use crate::signs::{named_sign, relation_sign, sign, symbol_sign};
use crate::tree::{Accent, BigOperator, Bracket, Function, Join, Node, Side, Sign};
use crate::write::{big_command, write_latex};

/// Writes a tree as one line of Unicode text.
#[must_use]
pub fn write_plain(node: &Node) -> String {
    match node {
        Node::Number(digits) => digits.clone(),
        Node::Symbol(name) => symbol_sign(name).or_else(|| sign(name)).unwrap_or(name).to_owned(),
        Node::Styled(_, inner) => write_plain(inner),
        Node::Accented(accent, inner) => accented(*accent, write_plain(inner)),
        Node::Text(words) => words.trim().to_owned(),
        Node::Missing => "□".to_owned(),
        Node::Sum(terms) => sum(terms),
        Node::Product(factors) => product(factors),
        Node::Fraction(numerator, denominator) => {
            format!("{}/{}", tight(numerator), tight(denominator))
        }
        Node::Mixed(whole, numerator, denominator) => format!("{whole} {numerator}/{denominator}"),
        Node::Power(base, exponent) => format!("{}{}", at(base, Place::Base), raised(exponent)),
        Node::Subscript(base, index) => format!("{}{}", at(base, Place::Base), lowered(index)),
        Node::Root { degree, radicand } => match degree.as_deref() {
            None => format!("√{}", tight(radicand)),
            Some(Node::Number(three)) if three == "3" => format!("∛{}", tight(radicand)),
            Some(degree) => format!("root({}, {})", write_plain(degree), write_plain(radicand)),
        },
        Node::Apply { function, power, index, argument } => {
            let name = match function {
                Function::Named(name) => name.clone(),
                Function::Letter(letter) => write_plain(letter),
            };
            let index = index.as_deref().map(lowered).unwrap_or_default();
            let power = power.as_deref().map(raised).unwrap_or_default();
            let bare = crate::brackets::bare_argument(function, argument)
                && !matches!(**argument, Node::Fraction(..));
            let argument = write_plain(argument);
            if bare {
                format!("{name}{index}{power} {argument}")
            } else {
                format!("{name}{index}{power}({argument})")
            }
        }
        Node::Factorial(base) => format!("{}!", at(base, Place::Base)),
        Node::Percent(base) => format!("{}%", at(base, Place::Base)),
        Node::Degrees(base) => format!("{}°", at(base, Place::Base)),
        Node::Prime(base, count) => {
            format!("{}{}", at(base, Place::Base), "′".repeat(usize::from(*count)))
        }
        Node::Binomial(n, k) => format!("C({}, {})", write_plain(n), write_plain(k)),
        Node::Choose(letter, n, r) => format!("{letter}({}, {})", write_plain(n), write_plain(r)),
        Node::Absolute(inner) => format!("|{}|", write_plain(inner)),
        Node::Norm(inner) => format!("‖{}‖", write_plain(inner)),
        Node::Floor(inner) => format!("⌊{}⌋", write_plain(inner)),
        Node::Ceiling(inner) => format!("⌈{}⌉", write_plain(inner)),
        Node::Group(open, inner, close) => {
            format!("{}{}{}", bracket(*open, true), write_plain(inner), bracket(*close, false))
        }
        Node::List(items) => joined(items, ", "),
        Node::SetBuilder(element, condition) => {
            format!("{{{} | {}}}", write_plain(element), write_plain(condition))
        }
        Node::Big { operator, lower, upper, body } => {
            let sign = match operator {
                BigOperator::Sum => "Σ",
                BigOperator::Product => "Π",
                other => sign(big_command(*other)).unwrap_or("⋃"),
            };
            format!(
                "{sign}{} {}",
                bounds(lower.as_deref(), upper.as_deref()),
                at(body, Place::Body)
            )
        }
        Node::Integral { fold, closed, lower, upper, body, variables } => {
            let sign = if *closed { "∮" } else { "∫" }.repeat(usize::from(*fold).max(1));
            let variables: String =
                variables.iter().map(|variable| format!(" d{}", write_plain(variable))).collect();
            format!(
                "{sign}{} {}{variables}",
                bounds(lower.as_deref(), upper.as_deref()),
                at(body, Place::Body)
            )
        }
        Node::Derivative { partial, order, variables, of, inside } => {
            let d = if *partial { "∂" } else { "d" };
            let order = if *order > 1 {
                superscript(&order.to_string()).unwrap_or_default()
            } else {
                String::new()
            };
            let below: String =
                variables.iter().map(|variable| format!("{d}{}", write_plain(variable))).collect();
            match of {
                Some(of) if *inside => format!("{d}{order}{}/{below}{order}", at(of, Place::Base)),
                Some(of) => format!("{d}{order}/{below}{order} ({})", write_plain(of)),
                None => format!("{d}{order}/{below}{order}"),
            }
        }
        Node::Differential(variable) => format!("d{}", write_plain(variable)),
        Node::Limit { variable, target, side, body } => {
            let side = match side {
                Side::Both => "",
                Side::Left => "⁻",
                Side::Right => "⁺",
            };
            format!(
                "lim({} → {}{side}) {}",
                write_plain(variable),
                write_plain(target),
                at(body, Place::Body)
            )
        }
        Node::Matrix(_, rows, _) => {
            let rows: Vec<String> = rows.iter().map(|row| joined(row, ", ")).collect();
            format!("[{}]", rows.join("; "))
        }
        Node::Cases(rows) => {
            let rows: Vec<String> = rows
                .iter()
                .map(|(value, condition)| match condition {
                    Some(condition) => {
                        format!("{} if {}", write_plain(value), write_plain(condition))
                    }
                    None => write_plain(value),
                })
                .collect();
            rows.join("; ")
        }
        Node::Lines(lines) => joined(lines, "; "),
        Node::Relation(first, rest) => {
            let mut out = at(first, Place::Side);
            for (relation, side) in rest {
                out.push_str(&format!(" {} {}", relation_sign(relation), at(side, Place::Side)));
            }
            out
        }
        Node::Operation(name, operands) => joined(operands, &format!(" {} ", named_sign(name))),
        Node::Prefix(name, operand) => match sign(name) {
            Some(sign) => format!("{sign}{}", write_plain(operand)),
            None => format!("{name} {}", write_plain(operand)),
        },
        Node::Raw(_) => write_latex(node),
    }
}

/// One letter carries its accent as a combining character; over more of them it is left out.
fn accented(accent: Accent, mut text: String) -> String {
    let mark = match accent {
        Accent::Vector => '\u{20d7}',
        Accent::Hat => '\u{302}',
        Accent::Bar => '\u{304}',
        Accent::Tilde => '\u{303}',
        Accent::Dot => '\u{307}',
        Accent::DoubleDot => '\u{308}',
        Accent::Underline | Accent::Named(_) => return text,
    };
    if text.chars().count() == 1 {
        text.push(mark);
    }
    text
}

fn joined(nodes: &[Node], separator: &str) -> String {
    nodes.iter().map(write_plain).collect::<Vec<_>>().join(separator)
}

fn at(node: &Node, place: Place) -> String {
    if needed(node, place) { format!("({})", write_plain(node)) } else { write_plain(node) }
}

/// As one operand of a division or root: brackets around all but the smallest things.
fn tight(node: &Node) -> String {
    match node {
        Node::Number(_)
        | Node::Symbol(_)
        | Node::Group(..)
        | Node::Absolute(_)
        | Node::Root { .. }
        | Node::Power(..) => write_plain(node),
        _ => format!("({})", write_plain(node)),
    }
}

fn sum(terms: &[(Sign, Node)]) -> String {
    let mut out = String::new();
    for (index, (sign, term)) in terms.iter().enumerate() {
        let sign = match sign {
            Sign::Plus => "+",
            Sign::Minus => "−",
            Sign::PlusMinus => "±",
            Sign::MinusPlus => "∓",
        };
        if index > 0 {
            out.push_str(&format!(" {sign} "));
        } else if sign != "+" {
            out.push_str(sign);
        }
        out.push_str(&at(term, Place::Term { last: index + 1 == terms.len() }));
    }
    out
}

fn product(factors: &[(Join, Node)]) -> String {
    let mut out = String::new();
    for (index, (join, factor)) in factors.iter().enumerate() {
        let place = if index == 0 {
            Place::First { join: factors.get(1).map(|(join, _)| *join) }
        } else {
            Place::Factor { join: *join, last: index + 1 == factors.len() }
        };
        let piece = at(factor, place);
        if index > 0 {
            let words = out.ends_with(|c: char| c.is_alphanumeric())
                && matches!(factor, Node::Apply { .. });
            out.push_str(match join {
                Join::Beside
                    if words
                        || matches!(
                            factors[index - 1].1,
                            Node::Apply { .. } | Node::Fraction(..)
                        ) =>
                {
                    " "
                }
                Join::Beside => "",
                Join::Dot => " · ",
                Join::Times => " × ",
                Join::Divide => " ÷ ",
                Join::Slash => "/",
                Join::Ratio => " : ",
            });
        }
        out.push_str(&piece);
    }
    out
}

fn superscript(text: &str) -> Option<String> {
    text.chars()
        .map(|c| {
            Some(match c {
                '0' => '⁰',
                '1' => '¹',
                '2' => '²',
                '3' => '³',
                '4' => '⁴',
                '5' => '⁵',
                '6' => '⁶',
                '7' => '⁷',
                '8' => '⁸',
                '9' => '⁹',
                '−' => '⁻',
                'n' => 'ⁿ',
                _ => return None,
            })
        })
        .collect()
}

fn raised(exponent: &Node) -> String {
    let text = write_plain(exponent);
    match superscript(&text) {
        Some(text) => text,
        None if text.chars().count() == 1 => format!("^{text}"),
        None => format!("^({text})"),
    }
}

fn lowered(index: &Node) -> String {
    let text = write_plain(index);
    let digits: Option<String> = text
        .chars()
        .map(|c| c.to_digit(10).and_then(|digit| char::from_u32(0x2080 + digit)))
        .collect();
    digits.unwrap_or_else(|| {
        if text.chars().count() == 1 { format!("_{text}") } else { format!("_({text})") }
    })
}

fn bounds(lower: Option<&Node>, upper: Option<&Node>) -> String {
    match (lower, upper) {
        (Some(lower), Some(upper)) => format!("[{} … {}]", write_plain(lower), write_plain(upper)),
        (Some(one), None) | (None, Some(one)) => format!("[{}]", write_plain(one)),
        (None, None) => String::new(),
    }
}

fn bracket(bracket: Bracket, left: bool) -> &'static str {
    match (bracket, left) {
        (Bracket::Round, true) => "(",
        (Bracket::Round, false) => ")",
        (Bracket::Square, true) => "[",
        (Bracket::Square, false) => "]",
        (Bracket::Curly, true) => "{",
        (Bracket::Curly, false) => "}",
        (Bracket::Bar, _) => "|",
        (Bracket::Angle, true) => "⟨",
        (Bracket::Angle, false) => "⟩",
        (Bracket::None, _) => "",
    }
}
