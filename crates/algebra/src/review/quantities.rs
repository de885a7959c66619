//! Quantities with names: values put into formulas, chances of events, vectors and their lengths. What a line says of one
//! is compared with what its formula, its definition, or the laws of probability give.

use super::asides;
use super::chances::{as_letters, gather, gathered, is_chance};
use super::compare::{self, Link, Mode};
use super::digits::{PI, has_pi, with_pi};
use super::kinds::{has_calculus, is_equation, sides};
use super::lines::Work;
use super::mistakes::FORMULA;
use super::shapes::alike;
use super::spots::bare;
use super::{Mistake, Verdict};
use crate::check::letter_name;
use crate::explain::names;
use crate::parts;
use crate::textbook::arrays::{Array, World, array};
use crate::textbook::items;
use ganita_notation::{Accent, Join, Node, Relation};

/// What the lines so far have said.
#[derive(Default)]
pub(super) struct Known {
    pub(super) world: World,
    /// Values as they were written, to be put into equations.
    given: Vec<(String, Node)>,
    formulas: Vec<(Node, Node)>,
    /// Names whose value followed from others: it is no longer free.
    computed: Vec<Node>,
    vectors: Vec<Node>,
    /// What a wrong line said: the next may go on from there.
    said: Option<(Node, Array)>,
    /// Whether the lines say which values are put in.
    valued: bool,
    /// An equation in one letter that follows from the formulas.
    equation: Option<Node>,
}

pub(super) fn numeric(node: &Node) -> bool {
    let mut letters = Vec::new();
    names(node, &mut letters);
    letters.is_empty() && array(node, &World::default()).is_some()
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

const ARITHMETIC: &[&str] =
    &["a_n=a+(n-1)d", "t_n=a+(n-1)d", "T_n=a+(n-1)d", r"S_n=\frac{n}{2}(2a+(n-1)d)"];
const GEOMETRIC: &[&str] =
    &["a_n=ar^{n-1}", "t_n=ar^{n-1}", "T_n=ar^{n-1}", r"S_n=\frac{a(r^n-1)}{r-1}"];

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
    let from = items(first);
    let matrix = |item: &Node| {
        said(item).is_some_and(|(name, body, valued)| {
            valued && matches!(name, Node::Symbol(_)) && matches!(body, Node::Matrix(..))
        })
    };
    if special || !rest.is_empty() && from.iter().all(matrix) {
        return Some(Known::default());
    }
    let (mut formula, mut given) = (None, Vec::new());
    for item in &from {
        match said(item)? {
            (name, _, true) => given.push(name),
            (name, body, false) if formula.is_none() => formula = Some((name, body)),
            _ => return None,
        }
    }
    let has = |letter: &str| given.contains(&Node::symbol(letter));
    let by_rule = rest.iter().flat_map(|line| items(line)).any(|item| {
        let term = |name: &Node| {
            matches!(name, Node::Subscript(of, n) if (numeric(n) || **n == Node::symbol("n"))
            && matches!(&**of, Node::Symbol(of) if matches!(of.as_str(), "a" | "t" | "T" | "S")))
        };
        said(&item).is_some_and(|(name, _, _)| term(&name))
    });
    if formula.is_none() && by_rule && has("a") && has("d") != has("r") {
        let of = if has("d") { ARITHMETIC } else { GEOMETRIC };
        let formula = |latex: &&str| {
            let both = sides(&ganita_notation::read(latex).ok()?);
            Some((both[0].clone(), both[1].clone()))
        };
        let formulas = of.iter().filter_map(formula).collect();
        return Some(Known { valued: true, formulas, ..Known::default() });
    }
    let named = |body: &Node, name: &Node| parts::any(body, &|part| part == name);
    // A = πr², r = 7; or A = πr² = 22/7 · 7 · 7; or P = 5000, R = 8, and then a formula.
    let (mut valued, mut put) = (false, formula.is_some() && from.len() == 1 && !rest.is_empty());
    if let Some((name, body)) = &formula {
        valued = given.iter().any(|letter| named(body, letter) && !named(body, name));
    }
    let (mut further, mut named_again): (Vec<Node>, bool) = (Vec::new(), false);
    for line in rest {
        for item in items(line) {
            let said = said(&item);
            match (&formula, &said) {
                (Some((name, body)), Some((of, _, true))) => {
                    valued |= named(body, of) && !named(body, name);
                    put &= of == name || further.contains(of);
                    named_again |= of == name;
                }
                // s = (13 + 14 + 15)/2, and what goes on with s.
                (Some((name, _)), Some((of, body, false))) => {
                    put &= named(body, name);
                    further.push(of.clone());
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
    (valued || put && named_again).then(|| Known { valued, ..Known::default() })
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
    pub(super) fn has_formula(&mut self, name: Node, body: Node) {
        self.formulas.push((name, body));
    }

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
                && !self.computed.contains(name)
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
        let letter = as_letters(name);
        let sought = |line: &Node| parts::any(line, &|part| *part == letter);
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
            if formula.is_none() && place == 0 && has_pi(side) && !numeric(side) {
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
                } else if listed || self.valued && is_numeral(side) {
                    Verdict::Definition
                } else {
                    Verdict::Undecided
                };
            }
            value.get_or_insert(here);
            if !numeric(side) {
                self.computed.push(name.clone());
            }
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
        let item = &as_letters(item);
        let mut letters = Vec::new();
        names(item, &mut letters);
        let [x] = letters.as_slice() else {
            let follows = |(name, body): &(Node, Node)| {
                let formula = Node::relation(name.clone(), Relation::Equal, body.clone());
                alike(&as_letters(&self.put(&formula)), item, &mut self.given.clone())
            };
            if self.formulas.iter().any(follows) {
                self.equation = Some(item.clone());
                return (Verdict::Equivalent, None);
            }
            if let (Some(known), Some(x)) =
                (&self.equation, sides(item).first().and_then(letter_name))
            {
                let mut own = Vec::new();
                names(known, &mut own);
                if own.contains(&x) && letters.iter().all(|letter| own.contains(letter)) {
                    match compare::link(&Mode::Equation(x), known, item, &[]) {
                        Link::Same => return (Verdict::Equivalent, None),
                        Link::Wrong => return (Verdict::Wrong, None),
                        _ => {}
                    }
                }
            }
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
            let (name, body) = (&as_letters(name), &as_letters(body));
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

/// −81 or 7.
fn is_numeral(side: &Node) -> bool {
    match bare(side) {
        Node::Sum(terms) => matches!(terms.as_slice(), [(_, Node::Number(_))]),
        side => matches!(side, Node::Number(_)),
    }
}

fn near(item: &Node) -> bool {
    matches!(bare(item), Node::Relation(_, rest) if rest.iter().all(|(r, _)| matches!(r, Relation::Equal | Relation::Approximately)))
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

impl Work {
    /// A line of values and formulas.
    pub(super) fn with_quantities(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let mut known = self.known.take()?;
        let node = gathered(node);
        if let Some(t) = &self.rates
            && let Some(found) = self.rate_of_formula(&node, &mut known, t)
        {
            self.known = Some(known);
            return Some(found);
        }
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
