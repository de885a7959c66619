//! A student's own work, line by line: which lines follow, which is the first that does not, and what went wrong there.
//!
//! Every line is compared with the one before it by numbers and by the solutions each has alone. Where a line is wrong,
//! the mistakes of a table are made on purpose on the line before until one gives what the student wrote.

use crate::explain::names;
use crate::expr::{reset, sym};
use crate::parts;
use crate::tasks::solve::unknown;
use asides::Side;
use compare::{Link, Mode, link};
use ganita_notation::{Function, Language, Node, Relation, read, write_plain};
use mistakes::{Make, RULES, Rule};
use spots::bare;

mod asides;
mod calculus;
mod compare;
mod equations;
mod mistakes;
mod spots;

/// The work a whole review may take, in nodes made and terms touched.
const FUEL: u64 = 12_000_000;
/// Lines looked at.
const MOST_LINES: usize = 60;
/// Changes of one line that are tried for one mistake.
const MOST_CHANGES: usize = 60;
/// Characters a line may have.
const LONGEST: usize = 2_000;

/// What became of a student's work.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// A verdict for every line given.
    pub lines: Vec<Line>,
    /// The first line that is wrong or loses a solution.
    pub first_wrong: Option<usize>,
}

/// A line of a student's work.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The line as it was understood; absent if it cannot be read.
    pub read: Option<Node>,
    /// How it follows from the line before.
    pub verdict: Verdict,
    /// What probably went wrong, if it can be named.
    pub mistake: Option<Mistake>,
}

/// How a line follows from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The first line: what the work starts from.
    Start,
    /// The same value, or the same solutions.
    Equivalent,
    /// It follows, but may have more solutions than the line before: they must be tried at the end.
    Implies,
    /// A solution is lost.
    Loses,
    /// It names something for the lines that follow: u = x² + 1.
    Definition,
    /// It does not follow.
    Wrong,
    /// It cannot be decided.
    Undecided,
    /// It cannot be read.
    Unreadable,
}

impl Verdict {
    /// A stable name for the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Start => "start",
            Verdict::Equivalent => "equivalent",
            Verdict::Implies => "implies",
            Verdict::Loses => "loses",
            Verdict::Definition => "definition",
            Verdict::Wrong => "wrong",
            Verdict::Undecided => "undecided",
            Verdict::Unreadable => "unreadable",
        }
    }
}

/// What probably went wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// Its name: the key of its wording.
    pub name: &'static str,
    /// The piece in which it happened.
    pub part: Node,
    /// What became of it, or what it should be: the wording says which.
    pub became: Node,
}

/// Checks lines of work, LaTeX each: expressions that should have one value, an equation and what follows from it, an
/// inequality, a system, a derivative, an integral.
#[must_use]
pub fn check_work(lines: &[&str]) -> Review {
    reset(FUEL);
    let marked = lines.iter().take(MOST_LINES).map(|line| asides::marked(cleaned(line)));
    let read: Vec<(Option<Side>, Option<Node>)> = marked
        .map(|(side, line)| {
            let node = (line.len() <= LONGEST).then(|| read(line).ok()).flatten();
            (side, node.map(|node| asides::plain(node, None)))
        })
        .collect();
    let known: Vec<&Node> = read.iter().filter_map(|(_, node)| node.as_ref()).collect();
    let mode = if read.iter().any(|(side, _)| side.is_some()) {
        Mode::Value(calculus_letter(&known))
    } else {
        mode(&known)
    };
    let mut work = Work {
        mode,
        last: None,
        settled: None,
        first: None,
        given: Vec::new(),
        named: None,
        letters: Vec::new(),
        side: None,
        sides: [None, None],
    };
    let mut out = Vec::new();
    for (side, node) in &read {
        out.push(match node {
            _ if side.is_some() => work.marked(*side, node.as_ref()),
            None => Line { read: None, verdict: Verdict::Unreadable, mistake: None },
            Some(node) => work.line(node),
        });
    }
    work.last_look(&mut out);
    work.roots_apart(&mut out);
    let bad = |line: &Line| matches!(line.verdict, Verdict::Wrong | Verdict::Loses);
    let first_wrong = out.iter().position(bad);
    Review { lines: out, first_wrong }
}

/// Without the signs that say "therefore" and a leading "=".
fn cleaned(line: &str) -> &str {
    const LEADING: [&str; 12] = [
        "=",
        r"\Rightarrow",
        r"\implies",
        r"\therefore",
        r"\Leftrightarrow",
        r"\iff",
        r"\to",
        r"\quad",
        r"\because",
        r"\,",
        "&",
        r"\longrightarrow",
    ];
    let mut line = line.trim();
    while let Some(rest) = LEADING.iter().find_map(|mark| line.strip_prefix(mark)) {
        line = rest.trim_start();
    }
    line.trim_end_matches(['.', ',', ' '])
}

fn is_inequality(node: &Node) -> bool {
    use Relation::{Greater, GreaterEqual, Less, LessEqual};
    matches!(bare(node), Node::Relation(_, rest) if rest.iter().any(|(r, _)| matches!(r, Less | LessEqual | Greater | GreaterEqual)))
        || matches!(bare(node), Node::Operation(_, items) if items.iter().any(is_inequality))
}

fn is_equation(node: &Node) -> bool {
    matches!(bare(node), Node::Relation(_, rest) if rest.iter().all(|(r, _)| *r == Relation::Equal))
}

fn has_calculus(node: &Node) -> bool {
    parts::any(node, &|part| {
        matches!(
            part,
            Node::Integral { .. }
                | Node::Limit { .. }
                | Node::Derivative { of: Some(_), inside: false, .. }
        )
    })
}

fn sides(node: &Node) -> Vec<Node> {
    match bare(node) {
        Node::Relation(first, rest) => std::iter::once((**first).clone())
            .chain(rest.iter().map(|(_, side)| side.clone()))
            .collect(),
        other => vec![other.clone()],
    }
}

/// The letter differentiated or integrated by.
fn calculus_letter(nodes: &[&Node]) -> Option<String> {
    let mut found = None;
    for node in nodes {
        parts::any(
            node,
            &|part| matches!(part, Node::Integral { variables, .. } if !variables.is_empty()),
        )
        .then(|| letter_of_integral(node, &mut found));
        if found.is_some() {
            break;
        }
    }
    found
}

fn letter_of_integral(node: &Node, out: &mut Option<String>) {
    if let Node::Integral { variables, .. } = node
        && out.is_none()
    {
        *out = variables.first().and_then(crate::check::letter_name);
    }
    parts::of(node).iter().for_each(|part| letter_of_integral(part, out));
}

/// What kind of work the lines are.
fn mode(lines: &[&Node]) -> Mode {
    let value = || Mode::Value(calculus_letter(lines));
    let Some(first) = lines.first() else { return value() };
    let system = match bare(first) {
        Node::Cases(_) | Node::Lines(_) => true,
        Node::List(items) => items.len() > 1 && items.iter().all(is_equation),
        Node::Operation(name, items) => name == "and" && items.iter().all(is_equation),
        _ => false,
    };
    if system {
        return Mode::System;
    }
    let mut letters = Vec::new();
    names(first, &mut letters);
    if is_inequality(first) {
        return letters.first().map_or_else(value, |x| Mode::Inequality(x.clone()));
    }
    if !is_equation(first) || has_calculus(first) {
        return value();
    }
    let both = sides(first);
    let named = is_name(&both[0], &both[1..]);
    let later_derivative = lines[1..].iter().any(|line| {
        parts::any(line, &|part| {
            matches!(
                part,
                Node::Derivative { .. }
                    | Node::Prime(..)
                    | Node::Apply { function: Function::Letter(_), .. }
            )
        })
    });
    let rewriting = lines[1..].iter().any(|line| !is_statement(line));
    let identity =
        both.len() == 2 && link(&Mode::Value(None), &both[0], &both[1], &[]) == Link::Same;
    let alone = lines.len() == 1 && !matches!(bare(&both[1]), Node::Number(_));
    if (named && later_derivative) || rewriting || (identity && !named) || alone || both.len() > 2 {
        return value();
    }
    // The letter that stands alone at the end, else the usual one.
    let isolated = lines.iter().rev().find_map(|line| {
        compare::alternatives(line, "x").first().and_then(|one| {
            let all = sides(one);
            let name = crate::check::letter_name(all.first()?)?;
            is_name(&all[0], &all[1..]).then_some(name)
        })
    });
    let usual = || {
        let f = letters.iter().fold(crate::expr::ZERO, |sum, name| sum + sym(name));
        unknown(f).and_then(crate::expr::E::name).map(|name| name.to_string())
    };
    isolated.filter(|name| letters.contains(name)).or_else(usual).map_or_else(value, Mode::Equation)
}

fn is_statement(node: &Node) -> bool {
    match bare(node) {
        Node::Relation(..) | Node::Cases(_) | Node::Lines(_) | Node::Text(_) => true,
        Node::Operation(name, _) => name == "or" || name == "and",
        Node::List(items) => items.iter().any(is_statement),
        _ => false,
    }
}

/// A lone letter, or f(x), that does not occur in what follows.
fn is_name(node: &Node, rest: &[Node]) -> bool {
    match node {
        Node::Symbol(name) => {
            let mut letters = Vec::new();
            rest.iter().for_each(|side| names(side, &mut letters));
            !letters.contains(name)
        }
        Node::Apply { function: Function::Letter(_), .. } => true,
        _ => false,
    }
}

struct Work {
    mode: Mode,
    /// The line, or the last expression of a chain, that the next line is compared with.
    last: Option<Node>,
    first: Option<Node>,
    given: Vec<(String, Node)>,
    /// y in y = x², and what it stands for.
    named: Option<(Node, Node)>,
    /// The last line that was decided, where `last` was not.
    settled: Option<Node>,
    /// The letters of the lines so far.
    letters: Vec<String>,
    /// LHS or RHS, while one of them is worked alone.
    side: Option<usize>,
    /// How far each of them has come.
    sides: [Option<Node>; 2],
}

impl Work {
    fn line(&mut self, node: &Node) -> Line {
        let (verdict, mistake) = match self.mode {
            Mode::Value(_) => self.values(node),
            Mode::System => self.system(node),
            _ => self.statement(node),
        };
        if let (Some(side), Some(last)) = (self.side, &self.last) {
            self.sides[side] = Some(last.clone());
        }
        if !matches!(verdict, Verdict::Definition | Verdict::Undecided) {
            names(node, &mut self.letters);
        }
        Line { read: Some(node.clone()), verdict, mistake }
    }

    /// LHS = …, RHS = …, and LHS = RHS at the end.
    fn marked(&mut self, side: Option<Side>, node: Option<&Node>) -> Line {
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
    fn values(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
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
        self.last = from;
        (verdict, None)
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
                _ => None,
            },
            _ => None,
        }
    }

    fn statement(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let Some(first) = self.first.clone() else {
            self.first = Some(node.clone());
            self.last = Some(node.clone());
            return (Verdict::Start, None);
        };
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
        if let Some(verdict) = self.differentiated(node) {
            return (verdict, None);
        }
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

    /// An inequality cleared of a denominator that may be negative.
    fn multiplied_by_unknown(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let Mode::Inequality(x) = &self.mode else { return None };
        let below = |line: &Node| {
            let mut found = None;
            parts::rewrite(line, &mut |part| {
                if let Node::Fraction(_, bottom) = &part {
                    let mut letters = Vec::new();
                    names(bottom, &mut letters);
                    if letters.contains(x) {
                        found = Some((**bottom).clone());
                    }
                }
                part
            });
            found
        };
        let part = below(before)?;
        below(after).is_none().then(|| Mistake {
            name: UNKNOWN_SIGN.name,
            part,
            became: after.clone(),
        })
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

    /// A line with dy/dx after an equation in x and y: it holds with the slope of the curve.
    fn differentiated(&self, node: &Node) -> Option<Verdict> {
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
            return Some(Verdict::Equivalent);
        }
        let truth = compare::on_curve(curve, &asides::with_slope(node, "y", &slope));
        Some(match truth {
            Some(true) => Verdict::Equivalent,
            Some(false) => Verdict::Wrong,
            None => Verdict::Undecided,
        })
    }

    /// What follows from a system holds for its solutions.
    fn system(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
        let Some(first) = self.first.clone() else {
            self.first = Some(node.clone());
            self.last = Some(node.clone());
            return (Verdict::Start, None);
        };
        // x = 3, 7 says x = 3 or x = 7.
        let values = |items: &[Node]| items.iter().any(|item| !matches!(item, Node::Relation(..)));
        let listed = match bare(node) {
            Node::List(items) if values(items) => {
                sides(&items[0]).first().and_then(crate::check::letter_name)
            }
            _ => None,
        };
        let node = &match listed {
            Some(x) => Node::Operation("or".to_owned(), compare::alternatives(node, &x)),
            None => node.clone(),
        };
        let mut letters = Vec::new();
        names(&first, &mut letters);
        let solved = |system: &Node| {
            let task = crate::Task { kind: crate::Kind::SolveSystem, variables: letters.clone() };
            let found = crate::explain::explain(&task, system).ok();
            reset(FUEL);
            found
        };
        let Some(solution) = solved(&first) else { return (Verdict::Undecided, None) };
        let mut verdict = Verdict::Implies;
        for answer in &solution.answers {
            let values = sides_of_answer(answer);
            let at = crate::check::Letters { values, given: &[], minus: false };
            if at.values.iter().any(|(_, v)| !v.is_finite()) {
                return (Verdict::Undecided, None);
            }
            match crate::check::holds(node, &at) {
                Some(true) => {}
                Some(false) => verdict = Verdict::Wrong,
                None => return (Verdict::Undecided, None),
            }
        }
        if verdict == Verdict::Wrong {
            let before = self.last.replace(node.clone());
            return (
                Verdict::Wrong,
                before.and_then(|before| self.mistake_in_system(&before, node)),
            );
        }
        self.last = Some(node.clone());
        // As many equations as unknowns that hold only there.
        let mut mentioned = Vec::new();
        names(node, &mut mentioned);
        if mentioned.len() == letters.len()
            && solved(node).is_some_and(|other| other.answers == solution.answers)
        {
            verdict = Verdict::Equivalent;
        }
        (verdict, None)
    }

    /// A rule that turns the line before into this one.
    fn mistake(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let agree = |a: &Node, b: &Node| compare::agree(&self.mode, a, b, &self.given);
        RULES.iter().find_map(|rule| tried(rule, before, after, &agree))
    }

    /// In a system a single equation is looked at alone.
    fn mistake_in_system(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let rows = |node: &Node| match bare(node) {
            Node::Cases(rows) => rows.iter().map(|(row, _)| row.clone()).collect(),
            Node::List(rows) | Node::Lines(rows) | Node::Operation(_, rows) => rows.clone(),
            other => vec![other.clone()],
        };
        let mut letters = Vec::new();
        names(after, &mut letters);
        let (x, rows_before, rows_after) = (letters.first()?.clone(), rows(before), rows(after));
        let mode = Mode::Equation(x);
        let agree = |a: &Node, b: &Node| compare::agree(&mode, a, b, &[]);
        rows_after.iter().filter(|row| !rows_before.contains(row)).find_map(|row| {
            rows_before
                .iter()
                .find_map(|before| RULES.iter().find_map(|rule| tried(rule, before, row, &agree)))
        })
    }

    /// A line with fewer solutions: a sign of a root, or a division by something that is zero there.
    fn lost(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let Mode::Equation(x) = &self.mode else {
            let square = sides(before).iter().any(even);
            return square.then(|| Mistake {
                name: SQUARE.name,
                part: before.clone(),
                became: after.clone(),
            });
        };
        let root = compare::lost(before, after, x);
        let divided = || {
            let isolated = sides(after)[0] == Node::symbol(x);
            let zero = |side: &Node| {
                let values = vec![(x.clone(), crate::complex::real(root.unwrap_or(f64::NAN)))];
                let at = crate::check::Letters { values, given: &[], minus: false };
                crate::check::evaluate(side, &at).abs() < 1e-9
            };
            let literal = sides(before).iter().any(|side| *bare(side) == Node::number("0"));
            if isolated && (literal || !sides(before).iter().all(zero)) {
                return None;
            }
            let (f, g) = (compare::difference(before)?, compare::difference(after)?);
            let (f, g) = (crate::meaning::meaning(&f).ok()?, crate::meaning::meaning(&g).ok()?);
            let (top, bottom) = crate::algebra::fraction(f / g);
            let letter = sym(x);
            (top.has(letter) && !bottom.has(letter))
                .then(|| crate::show::show(crate::algebra::factored(top)))
        };
        if let Some(by) = divided() {
            return Some(Mistake { name: DIVIDED.name, part: by, became: after.clone() });
        }
        let part = root.map_or_else(|| before.clone(), |v| rounded(x, v));
        let squared = matches!(bare(after), Node::Relation(..));
        let rule = if squared && even(before) { &ROOT_SIGN } else { &LOST };
        Some(Mistake { name: rule.name, part, became: after.clone() })
    }

    /// x = 2 and then x = 3, each in a line of its own: together they are the answer.
    fn roots_apart(&self, out: &mut [Line]) {
        let Mode::Equation(x) = &self.mode else { return };
        let is_root = |line: &Line| {
            let both = line.read.as_ref().map(sides).unwrap_or_default();
            both.len() == 2 && both[0] == Node::symbol(x) && is_name(&both[0], &both[1..])
        };
        let count = out.iter().rev().take_while(|line| is_root(line)).count();
        if count < 2 || count >= out.len() {
            return;
        }
        let start = out.len() - count;
        let roots: Vec<Node> = out[start..].iter().filter_map(|line| line.read.clone()).collect();
        let together = Node::Operation("or".to_owned(), roots);
        let Some(before) = out[..start].iter().rev().find_map(|line| line.read.clone()) else {
            return;
        };
        if link(&self.mode, &before, &together, &self.given) == Link::Same {
            for line in &mut out[start..] {
                (line.verdict, line.mistake) = (Verdict::Equivalent, None);
            }
        }
    }

    /// The last line must not say more than the first.
    fn last_look(&self, out: &mut [Line]) {
        let (Mode::Equation(_) | Mode::Inequality(_), Some(first), Some(last)) =
            (&self.mode, &self.first, &self.last)
        else {
            return;
        };
        if !out.iter().any(|line| line.verdict == Verdict::Implies)
            || out.iter().any(|line| matches!(line.verdict, Verdict::Wrong | Verdict::Loses))
        {
            return;
        }
        let Mode::Equation(x) = &self.mode else {
            let alone = |side: &Node| matches!(side, Node::Symbol(_));
            if sides(last).iter().any(alone)
                && link(&self.mode, first, last, &[]) == Link::Gains
                && let Some(line) = out.iter_mut().rfind(|line| line.read.is_some())
            {
                line.verdict = Verdict::Wrong;
                let (part, became) = (first.clone(), last.clone());
                line.mistake = Some(Mistake { name: TOO_MANY.name, part, became });
            }
            return;
        };
        let isolated = compare::alternatives(last, x).iter().all(|one| {
            let all = sides(one);
            all.len() > 1 && all[0] == Node::symbol(x) && is_name(&all[0], &all[1..])
        });
        if isolated
            && link(&self.mode, first, last, &[]) == Link::Gains
            && let Some(line) = out.iter_mut().rfind(|line| line.read.is_some())
        {
            let root = compare::lost(last, first, x);
            line.verdict = Verdict::Wrong;
            line.mistake = Some(Mistake {
                name: EXTRANEOUS.name,
                part: root.map_or_else(|| last.clone(), |v| rounded(x, v)),
                became: last.clone(),
            });
        }
    }
}

/// `x = 2` for a value that is shown to the student; whole numbers and simple fractions exactly.
fn rounded(x: &str, v: f64) -> Node {
    for d in 1..=60 {
        let n = v * f64::from(d);
        if (n - libm::round(n)).abs() < 1e-9 {
            let q = crate::number::Q::new(libm::round(n) as i64, i64::from(d));
            return Node::relation(
                Node::symbol(x),
                Relation::Equal,
                crate::show::show(crate::expr::num(q)),
            );
        }
    }
    let thousandths = libm::round(v.abs() * 1000.0) as u64;
    let digits = Node::Number(format!("{}.{:03}", thousandths / 1000, thousandths % 1000));
    let value = if v < 0.0 { Node::negative(digits) } else { digits };
    Node::relation(Node::symbol(x), Relation::Approximately, value)
}

/// x² = c, (x - 1)² = c.
fn even(line: &Node) -> bool {
    sides(line).iter().any(|side| {
        matches!(bare(side), Node::Power(_, k) if matches!(&**k, Node::Number(n) if n.parse::<u32>().is_ok_and(|n| n % 2 == 0)))
    })
}

fn sides_of_answer(answer: &Node) -> Vec<(String, crate::complex::C)> {
    let items = match answer {
        Node::List(items) | Node::Operation(_, items) => items.clone(),
        one => vec![one.clone()],
    };
    items
        .iter()
        .filter_map(|item| {
            let all = sides(item);
            let name = crate::check::letter_name(all.first()?)?;
            Some((name, crate::check::evaluate(all.get(1)?, &crate::check::Letters::default())))
        })
        .collect()
}

/// Whether a rule explains the step from `before` to `after`.
fn tried(
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

/// What is said of a line: how it follows, and the mistake if one is named.
#[must_use]
pub fn tell_line(line: &Line, language: Language) -> String {
    let (english, hindi) = match &line.mistake {
        Some(mistake) => {
            let rule = RULES.iter().chain(LOSSES).find(|rule| rule.name == mistake.name);
            let (english, hindi) = rule.map_or(("", ""), |rule| (rule.english, rule.hindi));
            let text = if language == Language::Hindi { hindi } else { english };
            return text
                .replace("{part}", &write_plain(&mistake.part))
                .replace("{became}", &write_plain(&mistake.became));
        }
        None => match line.verdict {
            Verdict::Start => ("The work starts here.", "हल यहाँ से आरंभ होता है।"),
            Verdict::Equivalent => {
                ("Right: this line says the same.", "सही: यह पंक्ति वही बात कहती है।")
            }
            Verdict::Implies => (
                "Right: this follows; values found from here on must be put back into the first line.",
                "सही: यह निष्कर्ष निकलता है; आगे मिले मान पहली पंक्ति में रखकर जाँचिए।",
            ),
            Verdict::Loses => ("A solution is lost here.", "यहाँ एक हल छूट गया।"),
            Verdict::Definition => (
                "Right: noted for the lines that follow.",
                "सही: यह आगे की पंक्तियों के लिए लिखा गया है।",
            ),
            Verdict::Wrong => {
                ("This does not follow from the line before.", "यह पिछली पंक्ति से नहीं निकलता।")
            }
            Verdict::Undecided => (
                "I cannot decide whether this line follows.",
                "यह पंक्ति पिछली से निकलती है या नहीं, मैं तय नहीं कर सका।",
            ),
            Verdict::Unreadable => ("I cannot read this line.", "यह पंक्ति पढ़ी नहीं जा सकी।"),
        },
    };
    (if language == Language::Hindi { hindi } else { english }).to_owned()
}

/// Mistakes that are seen in the solutions themselves.
const LOSSES: &[Rule] = &[DIVIDED, ROOT_SIGN, LOST, EXTRANEOUS, SQUARE, TOO_MANY, UNKNOWN_SIGN];

const fn none(_: &Node) -> Vec<Node> {
    Vec::new()
}

const DIVIDED: Rule = Rule {
    name: "divided by zero",
    make: Make::UndoLine(none),
    english: "Dividing by {part} loses a solution, because it may be zero. Bring everything to one side and factor.",
    hindi: "{part} से भाग देने पर एक हल छूट जाता है, क्योंकि यह शून्य हो सकता है। सब कुछ एक ओर लाकर गुणनखंड कीजिए।",
    #[cfg(test)]
    example: ["x^2=3x", "x=3"],
};
const ROOT_SIGN: Rule = Rule {
    name: "root sign",
    make: Make::UndoLine(none),
    english: "A square has two roots, ±: {part} is lost.",
    hindi: "वर्ग के दो मूल होते हैं, ±: {part} छूट गया।",
    #[cfg(test)]
    example: ["x^2=9", "x=3"],
};
const LOST: Rule = Rule {
    name: "lost root",
    make: Make::UndoLine(none),
    english: "A solution is lost: {part}.",
    hindi: "एक हल छूट गया: {part}।",
    #[cfg(test)]
    example: ["(x-1)(x-2)=0", "x=1"],
};
const EXTRANEOUS: Rule = Rule {
    name: "extraneous root",
    make: Make::UndoLine(none),
    english: "Put the values back: {part} does not satisfy the first line and must be rejected.",
    hindi: "मान वापस रखकर देखिए: {part} पहली पंक्ति को संतुष्ट नहीं करता, इसे छोड़ना होगा।",
    #[cfg(test)]
    example: [r"\sqrt{x+2}=x", "x+2=x^2"],
};
const SQUARE: Rule = Rule {
    name: "square inequality",
    make: Make::UndoLine(none),
    english: "x² > a² means x < −a or x > a; x² < a² means −a < x < a. One part is lost here.",
    hindi: "x² > a² का अर्थ x < −a या x > a है; x² < a² का अर्थ −a < x < a है। यहाँ एक भाग छूट गया।",
    #[cfg(test)]
    example: ["x^2>9", "x>3"],
};
const UNKNOWN_SIGN: Rule = Rule {
    name: "unknown sign",
    make: Make::UndoLine(none),
    english: "An inequality may not be multiplied by {part}, which can be negative: bring everything to one side and look at signs.",
    hindi: "असमिका को {part} से गुणा नहीं कर सकते, क्योंकि यह ऋणात्मक हो सकता है: सब कुछ एक ओर लाकर चिह्न देखिए।",
    #[cfg(test)]
    example: [r"\frac{x-1}{x-2}>1", "x-1>x-2"],
};
const TOO_MANY: Rule = Rule {
    name: "too many values",
    make: Make::UndoLine(none),
    english: "This allows values that do not satisfy the first line: look again at the step where a condition was dropped.",
    hindi: "इसमें ऐसे मान भी हैं जो पहली पंक्ति को संतुष्ट नहीं करते: वह चरण फिर देखिए जहाँ एक शर्त छूट गई।",
    #[cfg(test)]
    example: ["|x-3|<2", "x<5"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_found_in_its_example_and_told_in_both_languages() {
        let mut wrong = Vec::new();
        for rule in RULES.iter().chain(LOSSES) {
            let mut lines = rule.example.to_vec();
            if rule.name == "extraneous root" {
                lines.push(r"x=2 \text{ or } x=-1");
            }
            let review = check_work(&lines);
            let last = review.lines.last().expect("two lines");
            let found = last.mistake.as_ref().map(|mistake| mistake.name);
            if found != Some(rule.name) {
                wrong.push(format!("{}: {:?} {found:?}", rule.name, last.verdict));
                continue;
            }
            for language in [Language::English, Language::Hindi] {
                let text = tell_line(last, language);
                assert!(!text.is_empty() && !text.contains('{'), "{}: {text}", rule.name);
            }
            assert!(rule.hindi.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn verdicts(lines: &[&str]) -> Vec<&'static str> {
        check_work(lines).lines.iter().map(|line| line.verdict.name()).collect()
    }

    #[test]
    fn right_work_has_no_wrong_line() {
        for lines in [
            &["2x+3=7", "2x=4", "x=2"][..],
            &["x^2-5x+6=0", "(x-2)(x-3)=0", r"x=2 \text{ or } x=3"],
            &["x^2=9", r"x=\pm 3"],
            &[r"\frac{x^2-1}{x-1}", "=x+1"],
            &[r"\int 2x\cos(x^2)dx", "u=x^2", r"\int \cos u\,du", r"\sin u+C", r"\sin(x^2)+C"],
            &["y=x^2\\sin x", r"\frac{dy}{dx}=2x\sin x+x^2\cos x"],
            &["-2x<6", "x>-3"],
            &[r"\sin x=\frac12", r"x=n\pi+(-1)^n\frac{\pi}{6}"],
            &["(a+b)^2=a^2+2ab+b^2"],
            &["y=mx+c", "y-c=mx", r"x=\frac{y-c}{m}"],
            &[r"\begin{cases}x+y=5\\x-y=1\end{cases}", "2x=6", "x=3", "y=2", "x=3,y=2"],
            &["x^2+1=0", r"x=\pm i"],
        ] {
            let review = check_work(lines);
            let unsure = review
                .lines
                .iter()
                .any(|line| matches!(line.verdict, Verdict::Undecided | Verdict::Unreadable));
            assert!(review.first_wrong.is_none() && !unsure, "{lines:?}: {:?}", verdicts(lines));
        }
    }

    #[test]
    fn relations_are_named() {
        assert_eq!(verdicts(&[r"\sqrt{x+2}=x", "x+2=x^2"]), ["start", "implies"]);
        assert_eq!(verdicts(&["x^2=4", "x=2"]), ["start", "loses"]);
        assert_eq!(verdicts(&["x+1", "y+1"])[1], "wrong");
        assert_eq!(verdicts(&["x+1", r"\frac{"])[1], "unreadable");
    }
}
