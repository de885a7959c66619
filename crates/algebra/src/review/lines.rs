//! A line of work beside the one before it.

use super::asides::{self, Side};
use super::calculus;
use super::compare::{self, Link, Mode, link};
use super::kinds::{is_name, sides};
use super::losses::ROOT_SIGN;
use super::mistakes::{Make, RULES, Rule};
use super::slopes;
use super::spots::bare;
use super::{FUEL, Line, MOST_CHANGES, Mistake, Verdict};
use crate::explain::names;
use crate::expr::reset;
use crate::parts;
use ganita_notation::{Function, Node, Relation};

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
}

impl Work {
    pub(super) fn line(&mut self, node: &Node) -> Line {
        let about_quantities = self.with_quantities(node);
        let (verdict, mistake) = match self.mode {
            _ if about_quantities.is_some() => {
                about_quantities.unwrap_or((Verdict::Undecided, None))
            }
            _ if self.parametric.is_some() => self.on_parameters(node),
            Mode::Value(_) => self.values(node),
            Mode::System => self.system(node),
            Mode::Slopes(_) => self.on_the_curve(node),
            _ => self.statement(node),
        };
        let verdict = match verdict {
            Verdict::Wrong if mistake.is_none() && self.brings_a_letter(node) => Verdict::Undecided,
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

    /// An expression, or a chain of equal ones.
    pub(super) fn values(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let letter = match &self.mode {
            Mode::Value(letter) => letter.clone(),
            _ => None,
        };
        if let Some(right) =
            asides::differential(node, &self.given, letter.as_deref().unwrap_or("x"))
        {
            return (if right { Verdict::Definition } else { Verdict::Wrong }, None);
        }
        if let Some(true) = self.derived(node) {
            return (Verdict::Equivalent, None);
        }
        if let Some(letter) = self.zero_of_slope(node) {
            // f′(x) = 0: from here on x is looked for.
            self.mode = Mode::Equation(letter);
            return (Verdict::Definition, None);
        }
        let mut again = None;
        let mut all = sides(node);
        let is_chain = all.len() > 1;
        if is_chain && let Some(of) = self.derivative_of_named(&all[0]) {
            // dy/dx of what y stands for.
            all[0] = of;
            self.last = Some(all[0].clone());
        } else if is_chain && is_name(&all[0], &all[1..]) {
            let name = all.remove(0);
            let letter = crate::check::letter_name(&name);
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
                    let constant = RULES.iter().find(|rule| rule.name == "constant of integration");
                    let mistake = constant.map(|rule| Mistake {
                        name: rule.name,
                        part: before.clone(),
                        became: side.clone(),
                    });
                    return (Verdict::Wrong, mistake);
                }
                Link::Same => {
                    if verdict == Verdict::Start {
                        verdict = Verdict::Equivalent;
                    }
                }
                Link::Unknown => {
                    verdict = Verdict::Undecided;
                    from = Some(before);
                }
                _ => {
                    self.last = Some(all[all.len() - 1].clone());
                    return (Verdict::Wrong, self.mistake(&before, side));
                }
            }
        }
        // y = sin⁻¹(2x/(1 + x²)) and then y = 2 tan⁻¹ x: the second is what is differentiated.
        if let (Some(name), Some(body), Verdict::Equivalent) = (again, &from, verdict) {
            self.named = Some((name, body.clone()));
        }
        self.last = from;
        (verdict, None)
    }

    /// f′(x) = 0, or what f′(x) is = 0: the letter that is looked for.
    fn zero_of_slope(&mut self, node: &Node) -> Option<String> {
        let (_, body) = self.named.as_ref()?;
        let both = sides(node);
        let [left, right] = both.as_slice() else { return None };
        if *bare(right) != Node::number("0") {
            return None;
        }
        let mut letters = Vec::new();
        names(body, &mut letters);
        let [letter] = letters.as_slice() else { return None };
        let told = self.derivative_of_named(left);
        let last = self.last.clone()?;
        let shown = match &told {
            Some(told) if link(&self.mode, told, &last, &self.given) == Link::Same => last.clone(),
            Some(told) => told.clone(),
            None => left.clone(),
        };
        if told.is_none() && link(&self.mode, &last, left, &self.given) != Link::Same {
            return None;
        }
        let line = Node::relation(shown, Relation::Equal, right.clone());
        self.first = Some(line.clone());
        self.settled = None;
        self.last = Some(line);
        self.letters = vec![letter.clone()];
        Some(letter.clone())
    }

    /// f(1) = −2, of the f that was said.
    fn value_of_named(&self, node: &Node) -> Option<bool> {
        let mut all = sides(node);
        if !matches!(all[0], Node::Apply { function: Function::Letter(_), .. }) {
            return None;
        }
        all[0] = self.derivative_of_named(&all[0])?;
        let mut letters = Vec::new();
        all.iter().for_each(|side| names(side, &mut letters));
        if !letters.is_empty() {
            return None;
        }
        let same = |two: &[Node]| link(&Mode::Value(None), &two[0], &two[1], &[]);
        let links: Vec<Link> = all.windows(2).map(same).collect();
        (!links.contains(&Link::Unknown)).then(|| links.iter().all(|link| *link == Link::Same))
    }

    /// An equation that follows from y = …: log y = x log x, and what comes of it by differentiating.
    fn derived(&self, node: &Node) -> Option<bool> {
        let (name, body) = self.named.as_ref()?;
        let y = crate::check::letter_name(name)?;
        let all = sides(node);
        if all.len() < 2 || all[0] == *name || self.derivative_of_named(&all[0]).is_some() {
            return None;
        }
        let slope = self.derivative_of_named(&Node::Prime(Box::new(name.clone()), 1))?;
        let put = |side: &Node| asides::put(&asides::with_slope(side, &y, &slope), &y, body);
        let all: Vec<Node> = all.iter().map(put).collect();
        Some(
            all.windows(2).all(|two| link(&self.mode, &two[0], &two[1], &self.given) == Link::Same),
        )
    }

    /// What dy/dx or f′(x) means when y = … was said.
    fn derivative_of_named(&self, side: &Node) -> Option<Node> {
        let (name, body) = self.named.as_ref()?;
        let of = |variables: Vec<Node>, order: u8| Node::Derivative {
            partial: false,
            order,
            variables,
            of: Some(Box::new(body.clone())),
            inside: false,
        };
        let letter = || {
            let mut letters = Vec::new();
            names(body, &mut letters);
            let usual = letters.iter().find(|name| *name == "x").or(letters.first());
            vec![Node::symbol(usual.map_or("x", String::as_str))]
        };
        match side {
            Node::Derivative { order, variables, of: Some(inner), .. } if **inner == *name => {
                Some(of(variables.clone(), *order))
            }
            Node::Prime(inner, order) if **inner == *name => Some(of(letter(), *order)),
            Node::Apply { function: Function::Letter(f), argument, .. } => match (&**f, name) {
                (Node::Prime(inner, order), Node::Apply { function: Function::Letter(g), .. })
                    if inner == g =>
                {
                    Some(of(vec![(**argument).clone()], *order))
                }
                // f(2) of f(x) = ….
                (_, Node::Apply { function: Function::Letter(g), argument: letter, .. })
                    if f == g && argument != letter =>
                {
                    let letter = crate::check::letter_name(letter)?;
                    Some(asides::put(body, &letter, argument))
                }
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn statement(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let Some(first) = self.first.clone() else {
            self.first = Some(node.clone());
            self.last = Some(node.clone());
            return (Verdict::Start, None);
        };
        if let Some(found) = self.discriminant(node) {
            return found;
        }
        if let Some(found) = self.value_of_named(node) {
            return (if found { Verdict::Definition } else { Verdict::Wrong }, None);
        }
        match asides::side_calculation(node, &self.letters, &self.given) {
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
            (Mode::Equation(x), Some(k)) if compare::periodic(&first, x) => {
                asides::put(node, k, &Node::symbol("n"))
            }
            _ => node.clone(),
        };
        let node = &self.in_first_letters(node);
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
        let (verdict, mistake) = match found {
            _ if cleared.is_some() => (Verdict::Wrong, cleared),
            Link::Same => (Verdict::Equivalent, None),
            Link::Gains => (Verdict::Implies, None),
            Link::Loses if self.is_principal(&before, node) => (Verdict::Equivalent, None),
            Link::Loses if self.values_put_in(&before, node) => (Verdict::Undecided, None),
            Link::Loses => match self.lost(&before, node) {
                // Lengths and other quantities of a formula are positive.
                Some(mistake) if mistake.name == ROOT_SIGN.name && self.letters.len() > 1 => {
                    (Verdict::Implies, None)
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

    /// The solutions between 0 and 2π, which textbooks call the principal ones.
    fn is_principal(&self, before: &Node, after: &Node) -> bool {
        matches!(&self.mode, Mode::Equation(x) if compare::principal(before, after, x))
    }

    /// A line about t as the same line about x, once t = … was said.
    fn in_first_letters(&self, node: &Node) -> Node {
        self.given.iter().rev().fold(node.clone(), |line, (letter, body)| {
            if !parts::any(&line, &|part| *part == Node::symbol(letter)) {
                return line;
            }
            let line = match compare::alternatives(&line, letter) {
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

    /// A line about a curve x = f(t), y = g(t).
    fn on_parameters(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let Some((given, t)) = self.parametric.clone() else { return (Verdict::Undecided, None) };
        if self.first.is_none() {
            self.first = Some(node.clone());
            return (Verdict::Start, None);
        }
        self.mode = Mode::Value(Some(t.clone()));
        let all = sides(node);
        let (shown, put): (Vec<Node>, Vec<Node>) =
            all.iter().map(|side| (side.clone(), asides::by_parameter(side, &given, &t))).unzip();
        for k in 1..put.len() {
            match link(&self.mode, &put[k - 1], &put[k], &[]) {
                Link::Same => {}
                Link::Unknown => return (Verdict::Undecided, None),
                _ => return (Verdict::Wrong, self.mistake(&put[k - 1], &shown[k])),
            }
        }
        (if put.len() > 1 { Verdict::Equivalent } else { Verdict::Undecided }, None)
    }

    /// A line with dy/dx after an equation in x and y: it holds with the slope of the curve.
    fn differentiated(&self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let slopes = |line: &Node| {
            parts::any(line, &|part| {
                matches!(part, Node::Derivative { inside: true, .. } | Node::Prime(..))
            })
        };
        let curve = self.last.as_ref().filter(|line| slopes(node) && !slopes(line))?;
        let letters = ["x", "y"].map(str::to_owned);
        let task = crate::Task { kind: crate::Kind::ImplicitDiff, variables: letters.to_vec() };
        let found = crate::explain::explain(&task, curve).ok();
        reset(FUEL);
        let slope = sides(&found?.answer).pop()?;
        let line = sides(&asides::with_slope(node, "y", &slope));
        let same = line
            .windows(2)
            .all(|two| link(&Mode::Value(None), &two[0], &two[1], &[]) == Link::Same);
        if same {
            return Some((Verdict::Equivalent, None));
        }
        let truth = compare::on_curve(curve, &asides::with_slope(node, "y", &slope));
        let mistake = || {
            let after = slopes::lettered(node);
            let product = RULES.iter().find(|rule| rule.name == "product of derivatives")?;
            let made = slopes::half_product(curve, node);
            made.iter().find(|made| compare::proportional(made, &after)).map(|made| Mistake {
                name: product.name,
                part: curve.clone(),
                became: slopes::unlettered(made),
            })
        };
        Some(match truth {
            Some(true) => (Verdict::Equivalent, None),
            Some(false) => (Verdict::Wrong, mistake()),
            None => (Verdict::Undecided, None),
        })
    }

    /// A rule that turns the line before into this one.
    pub(super) fn mistake(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let agree = |a: &Node, b: &Node| compare::agree(&self.mode, a, b, &self.given);
        RULES.iter().find_map(|rule| tried(rule, before, after, &agree))
    }
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
    match rule.make {
        Make::Spot(make) => parts::changes(before, make, MOST_CHANGES)
            .iter()
            .find(|change| agree(&change.line, after))
            .map(|change| named(&change.part, &change.became)),
        Make::Undo(make) => parts::changes(after, make, MOST_CHANGES)
            .iter()
            .find(|change| agree(before, &change.line))
            .map(|change| named(&change.part, &change.became)),
        Make::Line(make) if rule.name != "constant of integration" => {
            make(before, after).iter().find(|candidate| agree(candidate, after)).map(|candidate| {
                let (part, became) = parts::difference(before, candidate);
                named(&part, &became)
            })
        }
        Make::Line(_) => None,
        Make::UndoLine(make) => make(after)
            .iter()
            .find(|candidate| agree(before, candidate))
            .map(|candidate| named(after, candidate)),
    }
}
