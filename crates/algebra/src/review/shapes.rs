//! Whether a line is a formula with numbers for its letters.

use super::chances::is_chance;
use super::compare::{self, Link, Mode};
use super::digits::{PI, with_pi};
use super::quantities::numeric;
use super::spots::bare;
use crate::check::letter_name;
use crate::parts;
use ganita_notation::{Node, Sign};

/// Whether a line is a formula with numbers for its letters: the same shape, and one number for each letter.
pub(super) fn alike(formula: &Node, line: &Node, given: &mut Vec<(String, Node)>) -> bool {
    if formula == line {
        return true;
    }
    let of_event = || is_chance(formula).map(|_| ganita_notation::write_latex(formula));
    if let Some(letter) = letter_name(formula).or_else(of_event).filter(|name| name != "pi") {
        if !numeric(line) {
            return false;
        }
        return match given.iter().find(|(known, _)| *known == letter) {
            Some((_, value)) => bare(value) == bare(line),
            None => {
                given.push((letter, bare(line).clone()));
                true
            }
        };
    }
    let (formula, line) = (bare(formula), bare(line));
    if matches!(formula, Node::Big { .. }) {
        return numeric(line);
    }
    if *formula == Node::symbol("pi")
        && PI[1..].iter().any(|digits| bare(&with_pi(formula, digits)) == line)
    {
        return true;
    }
    if numeric(formula) {
        let mode = Mode::Value(None);
        return compare::link(&mode, formula, line, &[]) == Link::Same;
    }
    // r² as 49.
    if let (Node::Power(base, two), Node::Number(digits)) = (formula, line)
        && **two == Node::number("2")
        && letter_name(base).is_some()
        && let Ok(square) = digits.parse::<u32>()
        && let Some(root) = (1..=100).find(|n| n * n == square)
    {
        let root = Node::Number(root.to_string());
        let mut turned = given.clone();
        if alike(base, &Node::negative(root.clone()), &mut turned) && given.len() == turned.len() {
            return true;
        }
        return alike(base, &root, given);
    }
    // r² as 7 × 7.
    if let (Node::Product(a), Node::Product(b)) = (formula, line)
        && a.len() < b.len()
    {
        let mut all = Vec::new();
        for (join, factor) in a {
            let (base, times) = match factor {
                Node::Power(base, k) if **k == Node::number("2") => (&**base, 2),
                Node::Power(base, k) if **k == Node::number("3") => (&**base, 3),
                _ => (factor, 1),
            };
            all.resize(all.len() + times, (*join, base.clone()));
        }
        return all.len() == b.len() && alike(&Node::Product(all), line, given);
    }
    if let (Node::Sum(a), Node::Sum(b)) = (formula, line)
        && a.iter().zip(b).any(|((sign, _), (other, _))| sign != other)
    {
        // y₂ − y₁ as −4 − 2, x − h as x + 3.
        let term = |((sign, of), (other, value)): (&(Sign, Node), &(Sign, Node))| {
            let mut turned =
                || letter_name(of).is_some() && alike(of, &Node::negative(value.clone()), given);
            if sign == other { alike(of, value, given) } else { turned() }
        };
        return a.len() == b.len() && a.iter().zip(b).all(term);
    }
    let (a, b) = (parts::of(formula), parts::of(line));
    std::mem::discriminant(formula) == std::mem::discriminant(line)
        && a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| alike(a, b, given))
}
