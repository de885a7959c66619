//! What students write between the lines that follow from one another: "here a = 1", D = b² − 4ac, t = x² + 1 and
//! dt = 2x dx, LHS and RHS, n ∈ ℤ, [F]ₐᵇ.

use super::compare::{self, Link, Mode};
use super::quantities::numeric;
use super::spots::bare;
use crate::check::{self, Letters, letter_name};
use crate::explain::names;
use crate::parts;
use ganita_notation::{Bracket, Join, Node, Relation, Sign};

/// The two sides of an identity that are worked apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    /// LHS = RHS: what was to be shown.
    Both,
}

/// "LHS = …" without the words, and which side they name.
pub(super) fn marked(line: &str) -> (Option<Side>, &str) {
    match mark(line) {
        None => (None, line),
        Some((side, rest)) => {
            let rest = rest.trim_start().trim_start_matches(['=', ':', '&']).trim_start();
            match mark(rest) {
                Some((other, "")) if other != side => (Some(Side::Both), ""),
                // "= RHS" below the left side.
                None if rest.is_empty() && side == Side::Right => (Some(Side::Both), ""),
                _ => (Some(side), rest),
            }
        }
    }
}

fn mark(line: &str) -> Option<(Side, &str)> {
    const LEFT: [&str; 6] = ["LHS", "L.H.S.", "L.H.S", "L. H. S.", "बायाँ पक्ष", "वाम पक्ष"];
    const RIGHT: [&str; 6] = ["RHS", "R.H.S.", "R.H.S", "R. H. S.", "दायाँ पक्ष", "दक्षिण पक्ष"];
    let (body, braced) = [r"\text{", r"\mathrm{", r"\textbf{"]
        .iter()
        .find_map(|open| line.strip_prefix(open))
        .map_or((line, false), |rest| (rest.trim_start(), true));
    let found = |words: &[&str], side| {
        let rest = words.iter().find_map(|word| body.strip_prefix(word))?;
        let rest = rest.trim_start();
        if !braced {
            return Some((side, rest));
        }
        // \text{LHS = } holds the sign as well.
        let rest = rest.trim_start_matches(['=', ':']).trim_start();
        Some((side, rest.strip_prefix('}')?))
    };
    found(&LEFT, Side::Left).or_else(|| found(&RIGHT, Side::Right)).map(|(s, r)| (s, r.trim()))
}

/// Without "n ∈ ℤ" and words beside a statement; [F]ₐᵇ as F(b) − F(a).
pub(super) fn plain(node: Node, letter: Option<&str>) -> Node {
    let family = |item: &Node| match item {
        Node::Relation(name, rest) => {
            rest.len() == 1
                && rest[0].0 == Relation::In
                && matches!(&**name, Node::Symbol(n) if matches!(n.as_str(), "n" | "k" | "m"))
        }
        Node::Text(_) => true,
        _ => false,
    };
    let node = match node {
        Node::List(items) if items.len() > 1 && items.iter().any(family) => {
            let mut kept: Vec<Node> = items.into_iter().filter(|item| !family(item)).collect();
            if kept.len() == 1 { kept.remove(0) } else { Node::List(kept) }
        }
        other => other,
    };
    let letter = letter.unwrap_or("x");
    parts::rewrite(&node, &mut |part| {
        if let Some(arranged) = arranged(&part) {
            return arranged;
        }
        let Node::Power(below, upper) = &part else { return part };
        let Node::Subscript(body, lower) = &**below else { return part };
        if matches!(**body, Node::Symbol(_)) {
            return part;
        }
        let body = bare(body);
        let mut letters = Vec::new();
        names(body, &mut letters);
        let letter = match letters.as_slice() {
            [only] => only,
            all if all.iter().any(|name| name == letter) => letter,
            _ => return part,
        };
        let at = |value: &Node| put(body, letter, value);
        Node::Group(
            Bracket::Round,
            Box::new(Node::Sum(vec![(Sign::Plus, at(upper)), (Sign::Minus, at(lower))])),
            Bracket::Round,
        )
    })
}

/// Without "since" before it.
fn wordless(node: &Node) -> Node {
    parts::rewrite(node, &mut |part| match part {
        Node::Product(factors) => {
            let mut kept: Vec<_> =
                factors.into_iter().filter(|(_, f)| !matches!(f, Node::Text(_))).collect();
            if kept.len() == 1 { kept.remove(0).1 } else { Node::Product(kept) }
        }
        other => other,
    })
}

/// sin x = 3/5, π/2 < x < π: the equation, and where it holds.
pub(super) fn condition(node: Node) -> (Node, Option<Node>) {
    let Node::List(items) = &node else { return (node, None) };
    let is_condition = |item: &&Node| {
        let mut letters = Vec::new();
        names(item, &mut letters);
        super::kinds::is_inequality(item) && letters.len() == 1
    };
    let (conditions, rest): (Vec<&Node>, Vec<&Node>) = items.iter().partition(is_condition);
    match (conditions.as_slice(), rest.as_slice()) {
        ([only], [equation]) if super::kinds::is_equation(equation) => {
            ((*equation).clone(), Some(wordless(only)))
        }
        _ => (node, None),
    }
}

/// ⁿPᵣ, also typed nPᵣ, as n!/(n − r)!, and ⁿCᵣ.
fn arranged(part: &Node) -> Option<Node> {
    match part {
        Node::Choose('P', n, r) => {
            let rest = Node::Sum(vec![(Sign::Plus, (**n).clone()), (Sign::Minus, grouped(r))]);
            let all = |n: Node| Node::Factorial(Box::new(grouped(&n)));
            Some(Node::fraction(all((**n).clone()), all(rest)))
        }
        Node::Choose('C', n, r) => Some(Node::Binomial(n.clone(), r.clone())),
        Node::Product(factors) => factors.windows(2).enumerate().find_map(|(k, two)| {
            let [
                (_, n @ (Node::Symbol(_) | Node::Number(_))),
                (Join::Beside, Node::Subscript(letter, r)),
            ] = two
            else {
                return None;
            };
            let Node::Symbol(letter) = &**letter else { return None };
            let letter = match letter.as_str() {
                "P" => 'P',
                "C" => 'C',
                _ => return None,
            };
            let ways = arranged(&Node::Choose(letter, Box::new(n.clone()), r.clone()))?;
            let mut factors = factors.clone();
            factors.remove(k + 1);
            factors[k].1 = ways;
            Some(if factors.len() == 1 { factors.remove(0).1 } else { Node::Product(factors) })
        }),
        _ => None,
    }
}

fn grouped(node: &Node) -> Node {
    match node {
        Node::Number(_) | Node::Symbol(_) => node.clone(),
        other => Node::Group(Bracket::Round, Box::new(other.clone()), Bracket::Round),
    }
}

/// A letter replaced by what it stands for.
pub(super) fn put(node: &Node, letter: &str, value: &Node) -> Node {
    let value = grouped(value);
    parts::rewrite(node, &mut |part| match &part {
        Node::Symbol(name) if name == letter => value.clone(),
        _ => part,
    })
}

/// dy/dx and y′ of a letter replaced.
pub(super) fn with_slope(node: &Node, y: &str, slope: &Node) -> Node {
    let is_y = |inner: &Node| matches!(inner, Node::Symbol(name) if name == y);
    match node {
        Node::Derivative { order: 1, of: Some(of), .. } if is_y(of) => slope.clone(),
        Node::Prime(inner, 1) if is_y(inner) => slope.clone(),
        other => parts::map(other, &mut |part| with_slope(part, y, slope)),
    }
}

/// `t = x² + 1` with a letter that is new and others that are known.
pub(super) fn definition(node: &Node, known: &[String]) -> Option<(String, Node)> {
    let Node::Relation(first, rest) = bare(node) else { return None };
    let [(Relation::Equal, second)] = rest.as_slice() else { return None };
    let new = |side: &Node| letter_name(side).filter(|name| !known.contains(name));
    let spoken_of = |side: &Node| {
        let mut letters = Vec::new();
        names(side, &mut letters);
        !letters.is_empty() && letters.iter().all(|name| known.contains(name))
    };
    match (new(first), new(second)) {
        (Some(letter), _) if spoken_of(second) => Some((letter, second.clone())),
        (_, Some(letter)) if spoken_of(first) => Some((letter, (**first).clone())),
        _ => None,
    }
}

/// `dt = 2x dx` for a t that was put: whether it is right.
pub(super) fn differential(node: &Node, given: &[(String, Node)], x: &str) -> Option<bool> {
    let is = |part: &Node| matches!(part, Node::Differential(_));
    if given.is_empty() || !parts::any(node, &is) {
        return None;
    }
    let Node::Relation(first, rest) = bare(node) else { return None };
    let [(Relation::Equal, second)] = rest.as_slice() else { return None };
    let plain = |side: &Node| {
        parts::rewrite(side, &mut |part| {
            let Node::Differential(inner) = &part else { return part };
            let Some(letter) = letter_name(inner) else { return part };
            match given.iter().find(|(name, _)| *name == letter) {
                Some((_, body)) => Node::Derivative {
                    partial: false,
                    order: 1,
                    variables: vec![Node::symbol(x)],
                    of: Some(Box::new(body.clone())),
                    inside: false,
                },
                None => Node::number("1"),
            }
        })
    };
    let mode = Mode::Value(Some(x.to_owned()));
    match compare::link(&mode, &plain(first), &plain(second), given) {
        Link::Same => Some(true),
        Link::Unknown => None,
        _ => Some(false),
    }
}

/// `x = f(t), y = g(t)` with dy/dx in a later line: the two, and t.
pub(super) fn parametric(lines: &[&Node]) -> Option<(Vec<(String, Node)>, String)> {
    let (first, rest) = lines.split_first()?;
    let items = match bare(first) {
        Node::List(items) | Node::Lines(items) | Node::Operation(_, items) => items.clone(),
        Node::Cases(rows) => rows.iter().map(|(row, _)| row.clone()).collect(),
        _ => return None,
    };
    let mut given = Vec::new();
    let mut letters = Vec::new();
    for item in &items {
        let Node::Relation(name, rest) = item else { return None };
        let [(Relation::Equal, body)] = rest.as_slice() else { return None };
        names(body, &mut letters);
        given.push((letter_name(name)?, body.clone()));
    }
    if given.len() != 2 || letters.iter().any(|name| given.iter().any(|(known, _)| known == name)) {
        return None;
    }
    let mut by = None;
    for line in rest {
        parts::rewrite(line, &mut |part| {
            if let Node::Derivative { order: 1, variables, of: Some(of), .. } = &part
                && let ([Node::Symbol(t)], Some(x)) = (variables.as_slice(), letter_name(of))
                && letters.contains(t)
                && given.iter().any(|(name, _)| *name == x)
            {
                by = Some(t.clone());
            }
            part
        });
    }
    // dy/dx alone does not say which letter runs.
    let t = by.or_else(|| match letters.as_slice() {
        [only] if rest.iter().any(|line| has_slope(line)) => Some(only.clone()),
        _ => None,
    })?;
    Some((given, t))
}

fn has_slope(line: &Node) -> bool {
    parts::any(line, &|part| matches!(part, Node::Derivative { inside: true, .. }))
}

/// dx/dt and dy/dx of a parametric curve as what they are in t.
pub(super) fn by_parameter(node: &Node, given: &[(String, Node)], t: &str) -> Node {
    let slope = |name: &str| {
        let (_, body) = given.iter().find(|(known, _)| known == name)?;
        Some(Node::Derivative {
            partial: false,
            order: 1,
            variables: vec![Node::symbol(t)],
            of: Some(Box::new(body.clone())),
            inside: false,
        })
    };
    parts::rewrite(node, &mut |part| {
        let Node::Derivative { order: 1, variables, of: Some(of), .. } = &part else {
            return part;
        };
        let (Some(below), Some(above)) =
            (variables.first().and_then(letter_name), letter_name(of).and_then(|y| slope(&y)))
        else {
            return part;
        };
        match slope(&below) {
            _ if below == t => above,
            Some(below) => Node::fraction(above, below),
            None => part,
        }
    })
}

/// A line that speaks of other letters than the work does, or of none: `a = 1, b = -5`, `D = b² - 4ac = 16 - 4 = 12`.
/// Whether its numbers agree; `None`: it is no such line.
pub(super) fn side_calculation(
    node: &Node,
    known: &[String],
    given: &[(String, Node)],
) -> Option<bool> {
    // The coefficients of ax² + bx + c and the discriminant.
    const COEFFICIENTS: [&str; 6] = ["a", "b", "c", "D", "d", "Delta"];
    let items = match bare(node) {
        Node::List(items) => items.clone(),
        other => vec![other.clone()],
    };
    let mut right = true;
    for item in &items {
        let Node::Relation(first, rest) = bare(item) else { return None };
        if rest.iter().any(|(relation, _)| *relation != Relation::Equal) {
            return None;
        }
        let mut letters = Vec::new();
        names(item, &mut letters);
        let is_known = |letter: &String| {
            known.contains(letter) || given.iter().any(|(name, _)| name == letter)
        };
        let spoken_of = letter_name(first).is_some()
            || letters.iter().all(|letter| COEFFICIENTS.contains(&letter.as_str()));
        if !spoken_of || letters.iter().any(is_known) {
            return None;
        }
        let sides = std::iter::once(&**first).chain(rest.iter().map(|(_, side)| side));
        let values: Vec<_> = sides
            .filter(|side| {
                let mut letters = Vec::new();
                names(side, &mut letters);
                letters.is_empty()
            })
            .map(|side| check::evaluate(side, &Letters::default()))
            .collect();
        if letters.is_empty() && values.len() < 2 || values.iter().any(|value| !value.is_finite()) {
            return None;
        }
        right &=
            values.windows(2).all(|two| (two[0] - two[1]).abs() <= 1e-9 * two[0].abs().max(1.0));
    }
    Some(right)
}

/// f″(1) = 6 > 0 without the last, and whether that holds.
pub(super) fn without_sign(node: &Node) -> (Node, Option<bool>) {
    use Relation::{Greater, GreaterEqual, Less, LessEqual, NotEqual};
    if let Node::Relation(first, rest) = node
        && let [front @ .., (sign, last)] = rest.as_slice()
        && let Some((_, before)) = front.last()
        && matches!(sign, Greater | GreaterEqual | Less | LessEqual | NotEqual)
        && front.iter().all(|(relation, _)| *relation == Relation::Equal)
        && numeric(before)
    {
        let tail = Node::relation(before.clone(), sign.clone(), last.clone());
        let kept = front.to_vec();
        if let Some(holds) = check::holds(&tail, &Letters::default()) {
            return (Node::Relation(first.clone(), kept), Some(holds));
        }
    }
    (node.clone(), None)
}

/// Whether an equation is about lengths: π stands in it, or it is a sum of squares as Pythagoras has it.
pub(super) fn measured(first: &Node) -> bool {
    let terms = |side: &Node| match bare(side) {
        Node::Sum(terms) => terms.iter().map(|(_, term)| term.clone()).collect(),
        other => vec![other.clone()],
    };
    let all: Vec<Node> = super::kinds::sides(first).iter().flat_map(terms).collect();
    let square = |term: &Node| matches!(term, Node::Power(_, two) if **two == Node::number("2"));
    super::digits::has_pi(first) || all.len() > 2 && all.iter().all(square)
}

/// AC² = AB² + BC² with each side of a triangle as one letter, where lines speak of such sides.
pub(super) fn segments(node: &Node) -> Node {
    let point = |node: &Node| match node {
        Node::Symbol(name) if name.len() == 1 && name.as_str() < "[" => Some(name.clone()),
        _ => None,
    };
    let joined = |a: &Node, b: &Node| Some(Node::Symbol(point(a)? + &point(b)?));
    parts::rewrite(node, &mut |part| {
        let Node::Product(factors) = &part else { return part };
        let [(_, a), (Join::Beside, b)] = factors.as_slice() else { return part };
        let made = match b {
            Node::Power(b, k) => joined(a, b).map(|side| Node::power(side, (**k).clone())),
            b => joined(a, b),
        };
        made.unwrap_or(part)
    })
}

/// Whether a line is about squares of sides: at least three terms like AB².
pub(super) fn of_sides(first: &Node) -> bool {
    measured(&segments(first)) && segments(first) != *first && !super::digits::has_pi(first)
}
