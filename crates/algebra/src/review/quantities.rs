//! Quantities with names: values put into formulas, chances of events, vectors and their lengths. What a line says of one
//! is compared with what its formula, its definition, or the laws of probability give.

use super::asides;
use super::compare::{self, Link, Mode};
use super::kinds::{has_calculus, is_equation, sides};
use super::lines::Work;
use super::mistakes::FORMULA;
use super::spots::bare;
use super::{Mistake, Verdict};
use crate::check::letter_name;
use crate::explain::names;
use crate::parts;
use crate::textbook::arrays::{Array, World, array};
use crate::textbook::items;
use ganita_notation::{Accent, Bracket, Join, Node, Relation};

/// What the lines so far have said.
#[derive(Default)]
pub(super) struct Known {
    world: World,
    /// Values as they were written, to be put into equations.
    given: Vec<(String, Node)>,
    formulas: Vec<(Node, Node)>,
    vectors: Vec<Node>,
    /// What a wrong line said: the next may go on from there.
    said: Option<(Node, Array)>,
    /// Whether the lines say which values are put in.
    valued: bool,
    /// An equation in one letter that follows from the formulas.
    equation: Option<Node>,
}

/// Digits that stand for π in school.
const PI: [&str; 3] = ["", r"\frac{22}{7}", "3.14"];

fn numeric(node: &Node) -> bool {
    let mut letters = Vec::new();
    names(node, &mut letters);
    letters.is_empty() && array(node, &World::default()).is_some()
}

/// n, P and the event of n(A ∪ B) and P(A | B), as one piece of a product.
fn event(head: &Node, of: &Node) -> bool {
    let counted = matches!(head, Node::Symbol(name) if name == "P" || name == "n");
    let capital = |node: &Node| {
        let letter = match bare(node) {
            Node::Subscript(letter, _) => letter,
            other => other,
        };
        matches!(letter, Node::Symbol(name) if name.chars().all(|c| c.is_ascii_uppercase()))
    };
    counted
        && match of {
            Node::Relation(a, rest) => capital(a) && rest.len() == 1,
            Node::Operation(name, _) => name == "cap" || name == "cup",
            Node::Group(_, inner, _) => match &**inner {
                Node::Prime(inner, 1) | Node::Accented(Accent::Bar, inner) => capital(inner),
                inner => capital(inner),
            },
            _ => false,
        }
}

fn given_that(relation: &Relation) -> bool {
    matches!(relation, Relation::Named(name) if name == "mid")
}

fn chance(head: &Node, of: Node) -> Node {
    Node::Product(vec![(Join::Beside, head.clone()), (Join::Beside, of)])
}

/// Chances as pieces of their own, and events in one order.
fn gathered(node: &Node) -> Node {
    parts::rewrite(node, &mut |part| {
        let Node::Product(factors) = &part else { return part };
        let mut out: Vec<(Join, Node)> = Vec::new();
        for (join, factor) in factors {
            match out.last_mut() {
                Some((_, head)) if event(head, factor) => {
                    let of = match factor {
                        Node::Operation(name, two) if two.len() == 2 => {
                            let mut two = two.clone();
                            crate::sort::by(&mut two, &mut |a, b| {
                                ganita_notation::write_latex(a)
                                    .cmp(&ganita_notation::write_latex(b))
                            });
                            Node::Operation(name.clone(), two)
                        }
                        other => other.clone(),
                    };
                    *head = chance(head, of);
                }
                _ => out.push((*join, factor.clone())),
            }
        }
        if out.len() == 1 { out.remove(0).1 } else { Node::Product(out) }
    })
}

fn is_chance(node: &Node) -> Option<(&Node, &Node)> {
    match node {
        Node::Product(two) if two.len() == 2 && event(&two[0].1, &two[1].1) => {
            Some((&two[0].1, &two[1].1))
        }
        _ => None,
    }
}

/// A name that a value can be given to.
fn is_name(node: &Node) -> bool {
    match node {
        Node::Symbol(_) | Node::Subscript(..) | Node::Accented(..) => true,
        // SI, CP: letters side by side.
        Node::Product(factors) => {
            let vector = |node: &Node| matches!(node, Node::Accented(Accent::Vector, _));
            is_chance(node).is_some()
                || factors.len() > 1 && factors.iter().all(|(_, factor)| vector(factor))
                || factors.iter().all(|(join, factor)| {
                *join == Join::Beside
                    && matches!(factor, Node::Symbol(name) if name.chars().all(|c| c.is_ascii_uppercase()))
            })
        }
        _ => false,
    }
}

/// `name = body`, and whether the body is a number.
fn said(item: &Node) -> Option<(Node, Node, bool)> {
    let mut both = sides(item);
    if !is_equation(item) || both.len() < 2 || !is_name(&both[0]) {
        return None;
    }
    let body = both.swap_remove(1);
    let valued = numeric(&body);
    Some((both.swap_remove(0), body, valued))
}

/// Whether the lines are about named quantities, not about an unknown.
pub(super) fn known(lines: &[&Node]) -> Option<Known> {
    let (first, rest) = lines.split_first()?;
    let mut special = false;
    for line in lines {
        if has_calculus(line) {
            return None;
        }
        special |= parts::any(&gathered(line), &|part| match part {
            Node::Accented(Accent::Vector | Accent::Hat, _) => true,
            part => is_chance(part).is_some_and(|(_, of)| !matches!(bare(of), Node::Symbol(_))),
        });
    }
    if special {
        return Some(Known::default());
    }
    let from = items(first);
    let (mut formula, mut given) = (None, Vec::new());
    for item in &from {
        match said(item)? {
            (name, _, true) => given.push(name),
            (name, body, false) if formula.is_none() => formula = Some((name, body)),
            _ => return None,
        }
    }
    let named = |body: &Node, name: &Node| parts::any(body, &|part| part == name);
    // A = πr², r = 7; or A = πr² = 22/7 · 7 · 7; or P = 5000, R = 8, and then a formula.
    let (mut valued, mut put) = (false, formula.is_some() && from.len() == 1 && !rest.is_empty());
    if let Some((name, body)) = &formula {
        valued = given.iter().any(|letter| named(body, letter) && !named(body, name));
    }
    for line in rest {
        for item in items(line) {
            let said = said(&item);
            match (&formula, &said) {
                (Some((name, body)), Some((of, _, true))) => {
                    valued |= named(body, of) && !named(body, name);
                    put &= of == name;
                }
                (Some(_), _) => put = false,
                (None, Some((of, body, _))) if !given.contains(of) => {
                    valued |= given.iter().any(|name| named(body, name));
                }
                // a = 3, b = 4, then c² = a² + b²; x = 3, then 2x + 1.
                (None, None) => {
                    let open = usize::from(is_equation(&item));
                    valued |= given.iter().any(|name| named(&item, name))
                        && unknowns(&item, &given) == open;
                }
                _ => {}
            }
        }
    }
    (valued || put).then(|| Known { valued, ..Known::default() })
}

/// How many letters have no value.
fn unknowns(item: &Node, given: &[Node]) -> usize {
    let mut letters = Vec::new();
    names(item, &mut letters);
    let known: Vec<Option<String>> = given.iter().map(letter_name).collect();
    letters.retain(|letter| !known.iter().flatten().any(|name| name == letter));
    letters.len()
}

impl Known {
    fn learn(&mut self, name: &Node, value: Array, written: Option<&Node>) {
        if let (Some(letter), Some(written)) = (letter_name(name), written) {
            self.given.retain(|(known, _)| *known != letter);
            self.given.push((letter, written.clone()));
        }
        self.world.learn(name.clone(), value);
        if matches!(name, Node::Accented(Accent::Vector, _)) && !self.vectors.contains(name) {
            self.vectors.push(name.clone());
            if let [a, b] = self.vectors.as_slice()
                && let (Some(a), Some(b)) = (array(a, &self.world), array(b, &self.world))
                && let Some(dot) = a.dot(&b)
            {
                let angle = libm::acos(dot.re / (a.length() * b.length()));
                self.world.learn(Node::symbol("theta"), Array::real(angle));
            }
        }
    }

    /// A chance by the laws of probability, from those that are known.
    fn by_law(&self, name: &Node, depth: usize) -> Option<f64> {
        if let Some(known) = array(name, &self.world) {
            return Some(known.number()?.re);
        }
        let (head, of) = is_chance(name)?;
        if depth == 0 {
            return None;
        }
        let get = |of: Node| self.by_law(&chance(head, of), depth - 1);
        let alone = |event: &Node| {
            Node::Group(Bracket::Round, Box::new(bare(event).clone()), Bracket::Round)
        };
        let two = |name: &str, a: &Node, b: &Node| {
            Node::Operation(name.to_owned(), vec![a.clone(), b.clone()])
        };
        let given = |a: &Node, b: &Node| {
            Node::relation(a.clone(), Relation::Named("mid".to_owned()), b.clone())
        };
        match of {
            Node::Operation(name, both) => {
                let [a, b] = both.as_slice() else { return None };
                let other = if name == "cup" { "cap" } else { "cup" };
                let sum = || Some(get(alone(a))? + get(alone(b))? - get(two(other, a, b))?);
                let times = |a, b| Some(get(given(a, b))? * get(alone(b))?);
                let product =
                    || (name == "cap").then(|| times(a, b).or_else(|| times(b, a))).flatten();
                sum().or_else(product)
            }
            Node::Relation(a, rest) if given_that(&rest[0].0) => {
                let b = &rest[0].1;
                let (first, second) =
                    if ganita_notation::write_latex(a) < ganita_notation::write_latex(b) {
                        (&**a, b)
                    } else {
                        (b, &**a)
                    };
                Some(get(two("cap", first, second))? / get(alone(b))?)
            }
            Node::Group(_, inner, _) => match &**inner {
                Node::Prime(event, _) | Node::Accented(_, event) => Some(1.0 - get(alone(event))?),
                event => {
                    let not = Node::Prime(Box::new(event.clone()), 1);
                    match array(&chance(head, alone(&not)), &self.world) {
                        Some(other) => Some(1.0 - other.number()?.re),
                        None => self.total(head, event),
                    }
                }
            },
            _ => None,
        }
    }

    /// P(A) = Σ P(Eᵢ) P(A | Eᵢ), where the Eᵢ are all there are.
    fn total(&self, head: &Node, of: &Node) -> Option<f64> {
        let (mut whole, mut sum) = (0.0, 0.0);
        for (name, value) in self.world.facts() {
            if let Some((_, Node::Relation(a, rest))) = is_chance(name)
                && **a == *of
                && given_that(&rest[0].0)
            {
                let cause =
                    Node::Group(Bracket::Round, Box::new(rest[0].1.clone()), Bracket::Round);
                let prior = array(&chance(head, cause), &self.world)?.number()?.re;
                whole += prior;
                sum += prior * value.number()?.re;
            }
        }
        ((whole - 1.0).abs() < 1e-9).then_some(sum)
    }

    /// The formula for a name, with the n of a₁₀ in it.
    fn formula(&self, name: &Node) -> Option<Node> {
        self.formulas.iter().find_map(|(known, body)| {
            if known == name {
                return Some(body.clone());
            }
            match (known, name) {
                (Node::Subscript(a, n), Node::Subscript(b, value)) if a == b && numeric(value) => {
                    Some(asides::put(body, &letter_name(n)?, value))
                }
                _ => None,
            }
        })
    }

    /// â = a/|a|.
    fn along(&self, name: &Node) -> Option<Array> {
        let Node::Accented(Accent::Hat, of) = name else { return None };
        let vector = array(&Node::Accented(Accent::Vector, of.clone()), &self.world)?;
        vector.times(&Array::real(1.0 / vector.length()))
    }

    fn put(&self, body: &Node) -> Node {
        self.given.iter().fold(body.clone(), |body, (name, value)| asides::put(&body, name, value))
    }

    /// What a name may be: more than one number where π is.
    fn values(&self, name: &Node) -> (Vec<Array>, Option<Node>) {
        let Some(body) = self.formula(name) else {
            let by_law = || self.by_law(name, 3).map(Array::real);
            let found = if is_name(name)
                && self.given.iter().any(|(known, _)| letter_name(name).as_ref() == Some(known))
            {
                None
            } else {
                array(name, &self.world).or_else(by_law).or_else(|| self.along(name))
            };
            return (found.into_iter().collect(), None);
        };
        let all = PI.iter().map(|digits| with_pi(&body, digits));
        let mut found: Vec<Array> = all.filter_map(|body| array(&body, &self.world)).collect();
        if found.is_empty() {
            found.extend(array(name, &self.world));
        }
        (found, Some(body))
    }

    fn item(&mut self, item: &Node, listed: bool) -> (Verdict, Option<Mistake>) {
        let all = sides(item);
        let (name, rest) = (&all[0], &all[1..]);
        if rest.is_empty() || !near(item) {
            return (Verdict::Undecided, None);
        }
        // Chances that follow from the others.
        let mut wanted = Vec::new();
        for side in rest {
            gather(side, &mut wanted);
        }
        for chance in wanted {
            if let Some(value) = self.by_law(&chance, 3) {
                self.world.learn(chance, Array::real(value));
            }
        }
        let (targets, formula) = self.values(name);
        let mistake = |part: &Node, became: &Node| {
            let part = formula.as_ref().map_or_else(
                || part.clone(),
                |body| Node::relation(name.clone(), Relation::Equal, body.clone()),
            );
            Some(Mistake { name: FORMULA, part, became: became.clone() })
        };
        let sought = |line: &Node| parts::any(line, &|part| part == name);
        let valued = |side: &Node| array(side, &self.world).is_some();
        let unknown = match numeric(name) {
            true => !rest.iter().all(valued),
            false => !is_name(name) && targets.is_empty(),
        };
        if unknown || self.equation.as_ref().is_some_and(sought) || self.last_unknown(name) {
            return self.solved(item);
        }
        let mut value: Option<Array> = None;
        let mut verdict = Verdict::Definition;
        for (place, side) in rest.iter().enumerate() {
            let Some(here) = array(side, &self.world) else {
                let same = formula.as_ref().is_some_and(|body| {
                    compare::link(&Mode::Value(None), body, side, &self.given) == Link::Same
                });
                match (same, rest.get(place + 1)) {
                    (true, _) => verdict = Verdict::Equivalent,
                    (false, None) if place > 0 || !targets.is_empty() || formula.is_some() => {
                        verdict = Verdict::Undecided;
                    }
                    _ => {}
                }
                if formula.is_none() && place == 0 {
                    self.formulas.push((name.clone(), side.clone()));
                }
                continue;
            };
            // Of V = πr²h, where r and h are known, the digits of π are still open.
            if formula.is_none()
                && place == 0
                && parts::any(side, &|part| *part == Node::symbol("pi"))
                && !numeric(side)
            {
                self.formulas.push((name.clone(), side.clone()));
            }
            let agrees = |other: &Array| agree(&here, other, side);
            if let Some(value) = &value {
                if !agrees(value) {
                    self.said = Some((name.clone(), here));
                    return (Verdict::Wrong, mistake(side, side));
                }
            } else if self.said.as_ref().is_some_and(|(of, value)| of == name && agrees(value)) {
                verdict = Verdict::Equivalent;
            } else if !targets.is_empty() {
                if !targets.iter().any(agrees) {
                    self.said = Some((name.clone(), here));
                    return (Verdict::Wrong, mistake(name, side));
                }
                verdict = Verdict::Equivalent;
            } else if let Some(body) = &formula {
                verdict = if alike(&self.put(body), side, &mut self.given) {
                    Verdict::Equivalent
                } else if listed || (self.valued && matches!(bare(side), Node::Number(_))) {
                    Verdict::Definition
                } else {
                    Verdict::Undecided
                };
            }
            value.get_or_insert(here);
        }
        if let Some(value) = value {
            let written = rest
                .last()
                .filter(|side| (formula.is_none() || targets.is_empty()) && numeric(side));
            self.learn(name, value, written);
            // What was matched in a formula is known from here on.
            for (letter, node) in self.given.clone() {
                if let Some(v) = array(&node, &World::default()) {
                    self.world.learn(Node::symbol(&letter), v);
                }
            }
        }
        (verdict, None)
    }

    /// Whether a formula has its value and all its letters but this one.
    fn last_unknown(&self, name: &Node) -> bool {
        self.formulas.iter().any(|(of, body)| {
            let mut own = Vec::new();
            names(&self.put(&Node::relation(of.clone(), Relation::Equal, body.clone())), &mut own);
            matches!(own.as_slice(), [only] if Some(only) == letter_name(name).as_ref())
                && of != name
        })
    }

    /// A line about the one letter that has no value yet: it follows from a formula, or from the line before.
    fn solved(&mut self, item: &Node) -> (Verdict, Option<Mistake>) {
        let mut letters = Vec::new();
        names(item, &mut letters);
        let [x] = letters.as_slice() else {
            let mut open = Vec::new();
            names(&self.put(item), &mut open);
            if open.len() != 1 || open == letters || !is_equation(item) {
                return (Verdict::Undecided, None);
            }
            let mut both = sides(item);
            self.formulas.push((both.swap_remove(0), both.swap_remove(0)));
            return (Verdict::Definition, None);
        };
        let mode = Mode::Equation(x.clone());
        let mut from: Vec<Node> = self.equation.iter().cloned().collect();
        for (name, body) in &self.formulas {
            let formula = Node::relation(name.clone(), Relation::Equal, body.clone());
            if alike(&self.put(&formula), item, &mut self.given.clone()) {
                from.push(item.clone());
            }
            if let [number, _] = sides(item).as_slice()
                && numeric(number)
            {
                from.push(Node::relation(number.clone(), Relation::Equal, self.put(body)));
            }
            let equations = PI.iter().map(|digits| self.put(&with_pi(&formula, digits)));
            from.extend(equations);
        }
        from.retain(|equation| {
            let mut own = Vec::new();
            names(equation, &mut own);
            own == letters
        });
        let links: Vec<Link> =
            from.iter().map(|line| compare::link(&mode, line, item, &[])).collect();
        let verdict = match () {
            () if links.contains(&Link::Same) => Verdict::Equivalent,
            () if links.contains(&Link::Gains) => Verdict::Implies,
            // Lengths and numbers of terms are positive.
            () if links.contains(&Link::Loses) => Verdict::Equivalent,
            () if links.contains(&Link::Wrong) => Verdict::Wrong,
            () => return (Verdict::Undecided, None),
        };
        self.equation = Some(item.clone());
        (verdict, None)
    }
}

fn with_pi(body: &Node, digits: &str) -> Node {
    match ganita_notation::read(digits) {
        Ok(value) if !digits.is_empty() => asides::put(body, "pi", &value),
        _ => body.clone(),
    }
}

fn near(item: &Node) -> bool {
    matches!(bare(item), Node::Relation(_, rest) if rest.iter().all(|(r, _)| matches!(r, Relation::Equal | Relation::Approximately)))
}

fn gather(node: &Node, out: &mut Vec<Node>) {
    if is_chance(node).is_some() {
        out.push(node.clone());
    } else {
        parts::of(node).iter().for_each(|part| gather(part, out));
    }
}

/// Two values; what is written with decimals may be rounded.
fn agree(here: &Array, other: &Array, written: &Node) -> bool {
    if here.close(other, 1e-9) {
        return true;
    }
    let decimals = match written {
        Node::Number(digits) => digits.split_once('.').map_or(0, |(_, after)| after.len()),
        _ => 0,
    };
    let size = || Some((here.number()? - other.number()?).abs());
    decimals > 0 && size().is_some_and(|gap| gap <= 0.5001 * libm::pow(10.0, -(decimals as f64)))
}

/// Whether a line is a formula with numbers for its letters: the same shape, and one number for each letter.
fn alike(formula: &Node, line: &Node, given: &mut Vec<(String, Node)>) -> bool {
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
        return false;
    }
    let (a, b) = (parts::of(formula), parts::of(line));
    std::mem::discriminant(formula) == std::mem::discriminant(line)
        && a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| alike(a, b, given))
}

impl Work {
    /// A line of values and formulas.
    pub(super) fn with_quantities(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let mut known = self.known.take()?;
        let node = gathered(node);
        let mut out = Verdict::Definition;
        let mut mistake = None;
        if sides(&node).len() < 2 && !matches!(node, Node::List(_)) {
            // An expression with vectors, and what it comes to.
            out = match self.last.replace(node.clone()) {
                None => Verdict::Start,
                Some(before) => match (array(&before, &known.world), array(&node, &known.world)) {
                    (Some(a), Some(b)) if agree(&b, &a, &node) => Verdict::Equivalent,
                    (Some(_), Some(_)) => {
                        mistake = self.mistake(&before, &node);
                        Verdict::Wrong
                    }
                    _ => Verdict::Undecided,
                },
            };
        } else {
            for item in items(&node) {
                let (verdict, named) = known.item(&item, matches!(node, Node::List(_)));
                match verdict {
                    Verdict::Wrong => {
                        (out, mistake) = (verdict, named);
                        break;
                    }
                    Verdict::Definition => {}
                    _ if out == Verdict::Undecided => {}
                    other => out = other,
                }
            }
        }
        if self.first.is_none() && out != Verdict::Wrong {
            out = if out == Verdict::Equivalent { out } else { Verdict::Start };
        }
        self.first.get_or_insert(node);
        self.known = Some(known);
        Some((out, mistake))
    }
}
