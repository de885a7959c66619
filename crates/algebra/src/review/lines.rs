//! A line of work beside the one before it.

use super::angles;
use super::asides::{self, Side};
use super::calculus;
use super::compare::{self, Link, Mode, link};
use super::equations;
use super::kinds::{has_calculus, is_equation, is_inequality, is_name, sides};
use super::mistakes::{
    BY_ZERO, CONSTANT, DIFFERENTIAL, LIMITS, Make, NEGATIVE, QUADRANT, ROOT_SIGN, RULES, Rule,
    SQUARE, ZEROS,
};
use super::quantities::numeric;
use super::rates;
use super::shapes::alike;
use super::solutions;
use super::spots::bare;
use super::{Line, MOST_CHANGES, Mistake, Verdict};
use crate::check::letter_name;
use crate::explain::names;
use crate::parts;
use crate::textbook::items;
use ganita_notation::{Node, Relation};

pub(super) struct Work {
    pub(super) mode: Mode,
    /// The line, or the last expression of a chain, that the next line is compared with.
    pub(super) last: Option<Node>,
    pub(super) first: Option<Node>,
    pub(super) given: Vec<(String, Node)>,
    /// y in y = x², and what it stands for.
    pub(super) named: Option<(Node, Node)>,
    /// The last line that was decided, where `last` was not.
    pub(super) settled: Option<Node>,
    /// The letters of the lines so far.
    pub(super) letters: Vec<String>,
    /// LHS or RHS, while one of them is worked alone.
    pub(super) side: Option<usize>,
    /// How far each of them has come.
    pub(super) sides: [Option<Node>; 2],
    /// The equations of a system, and what follows from them.
    pub(super) rows: Vec<Node>,
    /// x = f(t) and y = g(t) of a curve, and t.
    pub(super) parametric: Option<(Vec<(String, Node)>, String)>,
    /// Values of named quantities.
    pub(super) known: Option<super::quantities::Known>,
    /// A letter is looked for that makes D = 0.
    pub(super) on_condition: bool,
    /// Finite sets by name.
    pub(super) sets: Option<super::sets::Sets>,
    /// The roots of the first line have been called α and β.
    pub(super) of_zeros: bool,
    /// A reason for leaving a value out was written.
    pub(super) reasoned: bool,
    /// Where the unknown lies, as it was said: π/2 < x < π.
    pub(super) where_: Option<Node>,
    /// What dy/dx was found to be.
    pub(super) slope: Option<Node>,
    /// It has been taken at a point.
    pub(super) at_point: bool,
    /// The letter of time in related rates.
    pub(super) rates: Option<String>,
    /// A system of acute angles, given by their functions.
    pub(super) of_angles: bool,
    /// The last inequality between equations.
    pub(super) bound: Option<Node>,
    /// The conic whose a, b, c and e are named.
    pub(super) conic: Option<super::conics::Conic>,
    /// A, B, … of partial fractions.
    pub(super) numerators: Option<super::numerators::Numerators>,
    /// Functions that are composed or inverted.
    pub(super) functions: Vec<(Node, String, Node)>,
    /// α + β and αβ, from which a polynomial is made.
    pub(super) sums: Option<super::sums::Sums>,
}

impl Work {
    pub(super) fn line(&mut self, node: &Node) -> Line {
        let Some(t) = self.rates.clone() else { return self.plain_line(node) };
        let found = self.plain_line(&rates::lettered(node, &t));
        let shown = |mistake: Mistake| Mistake {
            part: rates::unlettered(&mistake.part, &t),
            became: rates::unlettered(&mistake.became, &t),
            ..mistake
        };
        Line { read: Some(node.clone()), mistake: found.mistake.map(shown), ..found }
    }

    fn plain_line(&mut self, node: &Node) -> Line {
        let about_quantities = self
            .with_sets(node)
            .or_else(|| self.on_sums(node))
            .or_else(|| self.on_functions(node))
            .or_else(|| self.on_numerators(node))
            .or_else(|| self.with_quantities(node))
            .or_else(|| self.on_conic(node));
        let (verdict, mistake) = match self.mode {
            _ if about_quantities.is_some() => {
                about_quantities.unwrap_or((Verdict::Undecided, None))
            }
            _ if self.parametric.is_some() => self.on_parameters(node),
            Mode::Value(_) => self.each_value(node),
            Mode::System => self.system(node),
            Mode::Slopes(_) => self.on_the_curve(node),
            _ => self.statement(node),
        };
        let verdict = match verdict {
            Verdict::Wrong if mistake.is_none() && self.brings_a_letter(node) => Verdict::Undecided,
            // Another equation, with roots made of α and β.
            Verdict::Wrong if self.of_zeros && mistake.as_ref().is_none_or(|m| m.name != ZEROS) => {
                Verdict::Undecided
            }
            verdict => verdict,
        };
        if let (Some(side), Some(last)) = (self.side, &self.last) {
            self.sides[side] = Some(last.clone());
        }
        if !matches!(verdict, Verdict::Definition | Verdict::Undecided) {
            names(node, &mut self.letters);
        }
        Line { read: Some(node.clone()), verdict, mistake }
    }

    /// Whether an equation has a letter that no line before had: it says something new.
    fn brings_a_letter(&self, node: &Node) -> bool {
        let mut letters = Vec::new();
        names(node, &mut letters);
        matches!(self.mode, Mode::Equation(_) | Mode::System)
            && letters.iter().any(|letter| {
                // Those of general solutions.
                !self.letters.contains(letter) && !matches!(letter.as_str(), "n" | "k" | "m")
            })
    }

    /// LHS = …, RHS = …, and LHS = RHS at the end.
    pub(super) fn marked(&mut self, side: Option<Side>, node: Option<&Node>) -> Line {
        let place = match side {
            Some(Side::Left) => 0,
            Some(Side::Right) => 1,
            _ => {
                let verdict = match &self.sides {
                    [Some(left), Some(right)] => match link(&self.mode, left, right, &self.given) {
                        Link::Same => Verdict::Equivalent,
                        Link::Unknown => Verdict::Undecided,
                        _ => Verdict::Wrong,
                    },
                    [Some(left), None] => match self.first.as_ref().map(sides).as_deref() {
                        Some([_, right]) => match link(&self.mode, left, right, &self.given) {
                            Link::Same | Link::Unknown => Verdict::Equivalent,
                            _ => Verdict::Wrong,
                        },
                        _ => Verdict::Equivalent,
                    },
                    // Only one side was worked, until it was the other.
                    _ => Verdict::Equivalent,
                };
                return Line { read: None, verdict, mistake: None };
            }
        };
        let Some(node) = node else {
            return Line { read: None, verdict: Verdict::Unreadable, mistake: None };
        };
        // The side of the identity that stood in the first line.
        let stated = self.first.as_ref().map(sides).filter(|both| both.len() == 2);
        self.last = self.sides[place].clone().or_else(|| stated.map(|both| both[place].clone()));
        self.side = Some(place);
        self.line(node)
    }

    /// t = 1 + x², dt = 2x dx: each of a list for itself.
    pub(super) fn each_value(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let Node::List(items) = node else { return self.values(node) };
        if self.first.is_none() || !items.iter().all(is_equation) {
            return self.values(node);
        }
        let mut out = (Verdict::Definition, None);
        for item in items {
            match self.values(item) {
                (Verdict::Definition, _) => {}
                (Verdict::Equivalent, _) if out.0 == Verdict::Definition => {
                    out.0 = Verdict::Equivalent;
                }
                (Verdict::Equivalent, _) => {}
                found @ (Verdict::Wrong, _) => return found,
                found => out = found,
            }
        }
        out
    }

    /// An expression, or a chain of equal ones.
    pub(super) fn values(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let (node, sign) = &asides::without_sign(node);
        if *sign == Some(false) {
            return (Verdict::Wrong, None);
        }
        let letter = match &self.mode {
            Mode::Value(letter) => letter.clone(),
            _ => None,
        };
        if let Some(right) =
            asides::differential(node, &self.given, letter.as_deref().unwrap_or("x"))
        {
            return match (right, &self.last) {
                (true, _) => (Verdict::Definition, None),
                (false, before) => {
                    let before = before.as_ref().unwrap_or(node);
                    (Verdict::Wrong, self.named(DIFFERENTIAL, before, node))
                }
            };
        }
        if let Some(true) = self.derived(node) {
            return (Verdict::Equivalent, None);
        }
        if let Some(letter) = self.condition_on_named(node) {
            // f′(x) = 0: from here on x is looked for.
            self.mode = Mode::Equation(letter);
            return (Verdict::Definition, None);
        }
        let (mut again, mut at_point) = (None, false);
        let mut all = sides(node);
        let is_chain = all.len() > 1;
        // 96 = 2⁵ · 3, and then another number.
        let begins = |line: &Node| matches!(sides(line).as_slice(), [Node::Number(_), _, ..]);
        if begins(node)
            && self.first.as_ref().is_some_and(|first| begins(first) && sides(first)[0] != all[0])
        {
            self.last = None;
        }
        let told = self.derivative_of_named(&all[0]).filter(|_| is_chain);
        let is_slope = told.as_ref().is_some_and(|told| !numeric(told));
        if self.at_point && is_chain && told.is_none() {
            // A tangent or a normal.
            let verdict = match self.touches(node) {
                Some(true) => Verdict::Equivalent,
                Some(false) => Verdict::Wrong,
                None => Verdict::Undecided,
            };
            return (verdict, None);
        }
        if let Some(of) = told {
            // dy/dx of what y stands for; at a point, once it has been found.
            all[0] = of;
            self.last = Some(all[0].clone());
            at_point = is_slope && self.slope.is_some();
            // d²y/dx² = −y.
            if let Some((Node::Symbol(y), body)) = &self.named {
                all.iter_mut().for_each(|side| *side = asides::put(side, y, body));
            }
        } else if is_chain && is_name(&all[0], &all[1..]) {
            let name = all.remove(0);
            let letter = letter_name(&name);
            let new = self.named.as_ref().is_none_or(|(known, _)| *known != name);
            if let (Some(_), Some(letter), true) = (&self.last, letter, new) {
                // A substitution on the way.
                self.given.push((letter, all[0].clone()));
                return (Verdict::Definition, None);
            }
            if new {
                self.named = Some((name, all[0].clone()));
            } else {
                again = Some(name);
            }
        }
        let mut verdict = Verdict::Start;
        let mut from = self.last.clone();
        self.first.get_or_insert_with(|| node.clone());
        for side in &all {
            let Some(before) = from.replace(side.clone()) else { continue };
            match link(&self.mode, &before, side, &self.given) {
                Link::Same if calculus::lacks_constant(&before, side) => {
                    self.last = Some(all[all.len() - 1].clone());
                    return (Verdict::Wrong, self.named(CONSTANT, &before, side));
                }
                Link::Same => {
                    if verdict == Verdict::Start {
                        verdict = Verdict::Equivalent;
                    }
                }
                Link::Unknown if divides_by_zero(side) && !divides_by_zero(&before) => {
                    return (Verdict::Wrong, self.named(BY_ZERO, &before, side));
                }
                Link::Unknown => {
                    verdict = Verdict::Undecided;
                    from = Some(before);
                }
                _ => {
                    self.last = Some(all[all.len() - 1].clone());
                    if at_point && numeric(side) {
                        let slope = self.slope.as_ref().expect("there is one at a point");
                        let put = alike(slope, side, &mut Vec::new());
                        self.last = Some(side.clone());
                        from = Some(side.clone());
                        verdict = if put { Verdict::Equivalent } else { Verdict::Undecided };
                        self.at_point = true;
                        continue;
                    }
                    let mistake = if self.limits_kept(&before, side) {
                        self.named(LIMITS, &before, side)
                    } else {
                        self.mistake(&before, side)
                    };
                    // θ/360 · πr² with numbers for its letters.
                    if mistake.is_none()
                        && is_formula(&before)
                        && numeric(side)
                        && alike(&before, side, &mut Vec::new())
                    {
                        from = Some(side.clone());
                        verdict = Verdict::Equivalent;
                        continue;
                    }
                    return (Verdict::Wrong, mistake);
                }
            }
        }
        if is_slope && verdict == Verdict::Equivalent && !self.at_point {
            self.slope.clone_from(&from);
        }
        // y = sin⁻¹(2x/(1 + x²)) and then y = 2 tan⁻¹ x: the second is what is differentiated.
        if let (Some(name), Some(body), Verdict::Equivalent) = (again, &from, verdict) {
            self.named = Some((name, body.clone()));
        }
        self.last = from;
        (verdict, None)
    }

    pub(super) fn statement(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let Some(first) = self.first.clone() else {
            self.first = Some(node.clone());
            self.last = Some(node.clone());
            return (Verdict::Start, None);
        };
        if matches!(self.mode, Mode::Inequality(_)) && parts::any(node, &solutions::is_plus_minus) {
            return (Verdict::Wrong, self.named(SQUARE, &first, node));
        }
        if let Some(found) = self.about_zeros(node) {
            return found;
        }
        if let Some(found) = self.discriminant(node) {
            return found;
        }
        let (shorter, sign) = asides::without_sign(node);
        let calculated = sign
            .and_then(|holds| Some(holds && self.value_of_named(&shorter)?))
            .or_else(|| self.value_of_named(node))
            .or_else(|| asides::side_calculation(node, &self.letters, &self.given));
        match calculated {
            Some(true) => return (Verdict::Definition, None),
            Some(false) => {
                let both = sides(node);
                let values = |a: &Node, b: &Node| link(&Mode::Value(None), a, b, &[]) == Link::Same;
                let mistake = both.windows(2).find_map(|two| {
                    RULES.iter().find_map(|rule| tried(rule, &two[0], &two[1], &values))
                });
                return (Verdict::Wrong, mistake);
            }
            None => {}
        }
        if let Some(definition) = asides::definition(node, &self.letters)
            && matches!(&self.mode, Mode::Equation(x) if *x != definition.0)
        {
            self.given.push(definition);
            return (Verdict::Definition, None);
        }
        // Letters that nobody introduced.
        let mut letters = Vec::new();
        names(node, &mut letters);
        let foreign = |name: &String| {
            !self.letters.contains(name) && !self.given.iter().any(|(known, _)| known == name)
        };
        if !letters.is_empty() && letters.iter().all(foreign) {
            return (Verdict::Undecided, None);
        }
        if let Some(found) = self.differentiated(node) {
            return found;
        }
        // x = kπ: any whole number.
        let whole = letters.iter().find(|name| matches!(name.as_str(), "k" | "m") && foreign(name));
        let node = &match (&self.mode, whole) {
            (Mode::Equation(x), Some(k)) if angles::periodic(&first, x) => {
                asides::put(node, k, &Node::symbol("n"))
            }
            _ => node.clone(),
        };
        let node = &self.in_first_letters(node);
        if self.valued(node) {
            return (Verdict::Definition, None);
        }
        if let Some(found) = self.bounded(node) {
            return found;
        }
        if let (Node::List(values), Mode::Equation(_), Some(last)) =
            (bare(node), &self.mode, &self.last)
            && values.iter().all(numeric)
            && link(&self.mode, last, node, &self.given) != Link::Same
        {
            // 16, 17, 18: what they are is not said.
            return (Verdict::Undecided, None);
        }
        if self.excludes(node) {
            self.reasoned = true;
            return (Verdict::Definition, None);
        }
        let Some(before) = self.last.replace(node.clone()) else { return (Verdict::Start, None) };
        let found = link(&self.mode, &before, node, &self.given);
        // What does not follow from the last line may follow from one before it: a root put back and rejected.
        let (found, before) = match found {
            Link::Same | Link::Gains => (found, before),
            _ => {
                let settled = self.settled.take().filter(|line| *line != before);
                let link_to = |line: &Node| link(&self.mode, line, node, &self.given);
                if link_to(&first) == Link::Same {
                    (Link::Same, before)
                } else {
                    match settled.map(|line| (link_to(&line), line)) {
                        Some((Link::Unknown, _)) | None => (found, before),
                        Some(other) => other,
                    }
                }
            }
        };
        let cleared = match found {
            Link::Same | Link::Unknown => None,
            _ => self.multiplied_by_unknown(&before, node),
        };
        let slipped = matches!(found, Link::Loses | Link::Gains)
            .then(|| self.turned_wrongly(&before, node))
            .flatten();
        let (verdict, mistake) = match found {
            _ if cleared.is_some() => (Verdict::Wrong, cleared),
            Link::Same => (Verdict::Equivalent, None),
            Link::Loses | Link::Gains if slipped.is_some() => (Verdict::Wrong, slipped),
            Link::Gains => (Verdict::Implies, None),
            Link::Loses if self.is_principal(&before, node) => (Verdict::Equivalent, None),
            Link::Loses | Link::Wrong if self.is_acute(&before, node) => {
                (Verdict::Equivalent, None)
            }
            Link::Loses | Link::Wrong if self.holds_there(&before, node) => {
                (Verdict::Equivalent, None)
            }
            Link::Loses | Link::Wrong
                if self.where_.is_none() && self.leaves_quadrant_open(&before, node) =>
            {
                if self.reasoned {
                    return (Verdict::Equivalent, None);
                }
                let root = self.lost(&before, node).filter(|m| m.name == ROOT_SIGN);
                (Verdict::Loses, root.or_else(|| self.named(QUADRANT, &before, node)))
            }
            Link::Unknown if self.holds_for_acute(node) => {
                // cos A = √(1 − sin² A): the next line goes on from the one before.
                self.last = Some(before.clone());
                (Verdict::Definition, None)
            }
            Link::Loses if self.is_positive(&before, node) => (Verdict::Equivalent, None),
            Link::Loses | Link::Wrong | Link::Unknown
                if self.values_put_in(&before, node) && alike(&before, node, &mut Vec::new()) =>
            {
                (Verdict::Equivalent, None)
            }
            Link::Loses if self.values_put_in(&before, node) => (Verdict::Undecided, None),
            Link::Loses => match self.lost(&before, node) {
                // Lengths and other quantities of a formula are positive.
                Some(mistake) if mistake.name == ROOT_SIGN && self.letters.len() > 1 => {
                    (Verdict::Implies, None)
                }
                // What was set up from words may be a length or an age.
                Some(mistake) if mistake.name == NEGATIVE && !equals_zero(&first) => {
                    (Verdict::Undecided, Some(mistake))
                }
                mistake => (Verdict::Loses, mistake),
            },
            Link::Unknown => (Verdict::Undecided, None),
            Link::Wrong => {
                let mistake = self.mistake(&before, node);
                if mistake.is_none() && self.values_put_in(&before, node) {
                    (Verdict::Undecided, None)
                } else {
                    (Verdict::Wrong, mistake)
                }
            }
        };
        self.settled = match verdict {
            Verdict::Undecided => Some(before),
            _ => Some(node.clone()),
        };
        (verdict, mistake)
    }

    fn named(&self, name: &'static str, before: &Node, after: &Node) -> Option<Mistake> {
        Some(Mistake { name, part: before.clone(), became: after.clone() })
    }

    /// A definite integral in a new letter with the limits of the old one.
    fn limits_kept(&self, before: &Node, after: &Node) -> bool {
        let (Some(a), Some(b)) = (ends(before), ends(after)) else { return false };
        a.0 != b.0 && a.1 == b.1 && self.given.iter().any(|(name, _)| Node::symbol(name) == b.0)
    }

    /// QR = 5, PR = 13 for letters of the first line that are not the unknown: put into the lines so far.
    fn valued(&mut self, node: &Node) -> bool {
        let Mode::Equation(x) = &self.mode else { return false };
        let mut values = Vec::new();
        for item in items(node) {
            match sides(&item).as_slice() {
                [name, value] if is_equation(&item) && numeric(value) => {
                    values.extend(letter_name(name).map(|name| (name, value.clone())));
                }
                _ => return false,
            }
        }
        let own = |name: &String| name != x && self.letters.contains(name);
        if values.is_empty() || !values.iter().all(|(name, _)| own(name)) {
            return false;
        }
        let put = |line: &Option<Node>| {
            let line = line.as_ref()?;
            Some(
                values
                    .iter()
                    .fold(line.clone(), |line, (name, value)| asides::put(&line, name, value)),
            )
        };
        (self.first, self.last) = (put(&self.first), put(&self.last));
        self.settled = None;
        true
    }

    /// An inequality on the way of an equation: 1 − 4y² ≥ 0, and what follows from it.
    fn bounded(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let mut letters = Vec::new();
        names(node, &mut letters);
        let [letter] = letters.as_slice() else { return None };
        if !matches!(self.mode, Mode::Equation(_)) || !is_inequality(node) || self.excludes(node) {
            return None;
        }
        let mode = Mode::Inequality(letter.clone());
        let Some(before) = self.bound.replace(node.clone()) else {
            return Some((Verdict::Undecided, None));
        };
        Some(match link(&mode, &before, node, &[]) {
            Link::Same => (Verdict::Equivalent, None),
            Link::Gains => (Verdict::Implies, None),
            Link::Loses => (Verdict::Loses, None),
            Link::Wrong => (Verdict::Wrong, None),
            Link::Unknown => (Verdict::Undecided, None),
        })
    }

    /// x ≠ −7 or x > 0: why a value is left out.
    fn excludes(&self, node: &Node) -> bool {
        let Mode::Equation(x) = &self.mode else { return false };
        let (Node::Relation(_, rest), all) = (bare(node), sides(node)) else { return false };
        let [(relation, bound)] = rest.as_slice() else { return false };
        let limits = match relation {
            Relation::NotEqual => numeric(bound),
            Relation::Greater | Relation::GreaterEqual => *bare(bound) == Node::number("0"),
            _ => false,
        };
        limits && all[0] == Node::symbol(x)
    }

    /// A mistake that makes an inequality say more or less.
    fn turned_wrongly(&self, before: &Node, after: &Node) -> Option<Mistake> {
        const SLIPS: &[&str] = &[
            "transposed without sign",
            "distribution",
            "divided one term",
            "minus before a bracket",
        ];
        if !matches!(self.mode, Mode::Inequality(_)) {
            return None;
        }
        let agree = |a: &Node, b: &Node| compare::agree(&self.mode, a, b, &self.given);
        RULES
            .iter()
            .filter(|rule| SLIPS.contains(&rule.name))
            .find_map(|rule| tried(rule, before, after, &agree))
    }

    /// The same of an acute angle.
    fn is_acute(&self, before: &Node, after: &Node) -> bool {
        matches!(&self.mode, Mode::Equation(x) if angles::acute(before, after, x))
    }

    /// The same where the unknown was said to lie.
    fn holds_there(&self, before: &Node, after: &Node) -> bool {
        let (Mode::Equation(x), Some(condition)) = (&self.mode, &self.where_) else { return false };
        let there = |v: f64| {
            let values = vec![(x.clone(), crate::complex::real(v))];
            let at = crate::check::Letters { values, given: &[], minus: false, beside: false };
            crate::check::holds(condition, &at) == Some(true)
        };
        solutions::same_where(before, after, x, &there)
    }

    fn leaves_quadrant_open(&self, before: &Node, after: &Node) -> bool {
        matches!(&self.mode, Mode::Equation(x) if angles::other_quadrant(before, after, x))
    }

    /// What is always true of an acute angle.
    fn holds_for_acute(&self, node: &Node) -> bool {
        let both = sides(node);
        matches!(&self.mode, Mode::Equation(x) if angles::of_triangle(x))
            && both.len() == 2
            && link(&Mode::Value(None), &both[0], &both[1], &[]) == Link::Same
    }

    /// Only negative values are left out of what is a length, or what is said to be positive.
    fn is_positive(&self, before: &Node, after: &Node) -> bool {
        let measured = || self.first.as_ref().is_some_and(asides::measured);
        matches!(&self.mode, Mode::Equation(x)
            if (self.reasoned || measured()) && solutions::negative_lost(before, after, x).is_some())
    }

    /// The solutions between 0 and 2π, which textbooks call the principal ones.
    fn is_principal(&self, before: &Node, after: &Node) -> bool {
        matches!(&self.mode, Mode::Equation(x) if angles::principal(before, after, x))
    }

    /// A line about t as the same line about x, once t = … was said.
    pub(super) fn in_first_letters(&self, node: &Node) -> Node {
        self.given.iter().rev().fold(node.clone(), |line, (letter, body)| {
            if !parts::any(&line, &|part| *part == Node::symbol(letter)) {
                return line;
            }
            let line = match solutions::alternatives(&line, letter) {
                items
                    if items.len() > 1
                        && matches!(bare(&line), Node::List(_) | Node::Relation(..)) =>
                {
                    Node::Operation("or".to_owned(), items)
                }
                _ => line,
            };
            asides::put(&line, letter, body)
        })
    }

    /// A formula whose letters became numbers: whether they are the right ones is not written.
    fn values_put_in(&self, before: &Node, after: &Node) -> bool {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        names(before, &mut a);
        names(after, &mut b);
        a.len() > 1 && b.len() < a.len() && b.iter().all(|letter| a.contains(letter))
    }

    /// A rule that turns the line before into this one.
    pub(super) fn mistake(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let agree = |a: &Node, b: &Node| compare::agree(&self.mode, a, b, &self.given);
        let first = |before: &Node, test: &dyn Fn(&Rule) -> bool| {
            let mut rules = RULES.iter().filter(|rule| test(rule));
            rules.find_map(|rule| tried(rule, before, after, &agree))
        };
        // A wrong sign after an integral is none of a law within it.
        let lined = |rule: &Rule| {
            rule.name == "sign" || rule.makes.iter().all(|make| matches!(make, Make::Line(_)))
        };
        let done = has_calculus(before) && !has_calculus(after);
        done.then(|| first(before, &lined))
            .flatten()
            .or_else(|| first(before, &|_| true))
            // Denominators cleared in passing.
            .or_else(|| first(&equations::cleared(before)?, &|_| true))
    }
}

/// The letter and the limits of a definite integral.
fn ends(node: &Node) -> Option<(Node, [Node; 2])> {
    match node {
        Node::Integral { lower: Some(low), upper: Some(high), variables, .. } => {
            Some((variables.first()?.clone(), [(**low).clone(), (**high).clone()]))
        }
        other => parts::of(other).into_iter().find_map(ends),
    }
}

/// Letters that numbers can be put in for.
fn is_formula(node: &Node) -> bool {
    let mut letters = Vec::new();
    names(node, &mut letters);
    !letters.is_empty() && !parts::any(node, &|part| matches!(part, Node::Big { .. }))
}

/// A fraction of numbers with 0 below.
fn divides_by_zero(node: &Node) -> bool {
    parts::any(node, &|part| match part {
        Node::Fraction(above, below) => {
            // 0/0 is noted in limits.
            *bare(above) != Node::number("0")
                && numeric(below)
                && crate::check::evaluate(below, &crate::check::Letters::default()).abs() < 1e-12
        }
        _ => false,
    })
}

fn equals_zero(line: &Node) -> bool {
    sides(line).iter().any(|side| *bare(side) == Node::number("0"))
}

/// Whether a rule explains the step from `before` to `after`.
pub(super) fn tried(
    rule: &Rule,
    before: &Node,
    after: &Node,
    agree: &dyn Fn(&Node, &Node) -> bool,
) -> Option<Mistake> {
    let named = |part: &Node, became: &Node| Mistake {
        name: rule.name,
        part: part.clone(),
        became: became.clone(),
    };
    let made = |make: &Make| match *make {
        Make::Spot(make) => parts::changes(before, make, MOST_CHANGES)
            .iter()
            .find(|change| agree(&change.line, after))
            .map(|change| named(&change.part, &change.became))
            .or_else(|| {
                // The same mistake wherever it can be made.
                everywhere(before, make).iter().find(|line| agree(line, after)).map(|line| {
                    let (part, became) = parts::difference(before, line);
                    named(&part, &became)
                })
            }),
        Make::Undo(make) => parts::changes(after, make, MOST_CHANGES)
            .iter()
            .find(|change| agree(before, &change.line))
            .map(|change| named(&change.part, &change.became)),
        Make::Line(make) => {
            make(before, after).iter().find(|candidate| agree(candidate, after)).map(|candidate| {
                let (part, became) = parts::difference(before, candidate);
                named(&part, &became)
            })
        }
        Make::UndoLine(make) => make(after)
            .iter()
            .find(|candidate| agree(before, candidate))
            .map(|candidate| named(after, candidate)),
    };
    rule.makes.iter().find_map(made)
}

/// Choices of one mistake that are made at all places at once.
const CHOICES: usize = 4;

fn everywhere(before: &Node, make: fn(&Node) -> Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    for choice in 0..CHOICES {
        let mut places = 0;
        let line = parts::rewrite(before, &mut |part| match make(&part).into_iter().nth(choice) {
            Some(changed) => {
                places += 1;
                changed
            }
            None => part,
        });
        if places > 1 {
            out.push(line);
        }
    }
    out
}
