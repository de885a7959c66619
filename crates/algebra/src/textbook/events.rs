//! Probabilities of two events from those that are given: P(A), P(A ∩ B), P(A | B), … Classes 11 and 12.

use super::arrays::{Array, World};
use super::given::{Problem, listed};
use super::{Ask, Sheet, equals, p, plain, tex, w};
use crate::explain::sides;
use crate::expr::{E, ONE, ZERO};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::value::real_value;
use ganita_notation::{Accent, Node, Relation};

/// An event as the parts of the whole it is made of: A ∩ B is 1, A ∩ B′ is 2, A′ ∩ B is 4, A′ ∩ B′ is 8.
type Event = u8;

const ALL: Event = 15;
const A: Event = 3;
const B: Event = 5;
const BOTH: Event = 1;
const EITHER: Event = 7;

/// P(event), or P(event | condition).
#[derive(Clone, Copy, PartialEq)]
struct Chance {
    event: Event,
    under: Event,
}

impl Chance {
    fn of(event: Event) -> Chance {
        Chance { event: event & ALL, under: ALL }
    }

    fn given(event: Event, under: Event) -> Chance {
        Chance { event: event & under, under }
    }
}

/// Two events by their letters.
struct Letters([String; 2]);

pub(super) struct Events {
    letters: Letters,
    known: Vec<(Chance, E)>,
    independent: bool,
}

/// How one probability follows from others.
struct Found {
    what: Chance,
    rule: &'static str,
    formula: String,
    from: Vec<Chance>,
    value: E,
}

fn collect(node: &Node, out: &mut Vec<String>) {
    match node {
        Node::Symbol(name) if !out.contains(name) => out.push(name.clone()),
        Node::Accented(_, inner) | Node::Prime(inner, 1) => collect(inner, out),
        Node::Group(_, inner, _) => collect(inner, out),
        Node::Operation(_, items) => items.iter().for_each(|item| collect(item, out)),
        Node::Power(base, _) => collect(base, out),
        Node::Relation(first, rest) => {
            collect(first, out);
            rest.iter().for_each(|(_, side)| collect(side, out));
        }
        _ => {}
    }
}

/// What stands in P( … ).
fn inside(node: &Node) -> Option<&Node> {
    let Node::Product(factors) = node else { return None };
    match factors.as_slice() {
        [(_, Node::Symbol(name)), (_, event)] if name == "P" => Some(event),
        _ => None,
    }
}

impl Letters {
    fn event(&self, node: &Node) -> Option<Event> {
        match node {
            Node::Symbol(name) if *name == self.0[0] => Some(A),
            Node::Symbol(name) if *name == self.0[1] => Some(B),
            Node::Prime(inner, 1) | Node::Accented(Accent::Bar, inner) => {
                Some(ALL ^ self.event(inner)?)
            }
            Node::Power(base, k) if matches!(&**k, Node::Symbol(c) if c == "c" || c == "C") => {
                Some(ALL ^ self.event(base)?)
            }
            Node::Group(_, inner, _) => self.event(inner),
            Node::Operation(name, items) => {
                let all: Option<Vec<Event>> = items.iter().map(|item| self.event(item)).collect();
                match name.as_str() {
                    "cap" => Some(all?.into_iter().fold(ALL, |a, b| a & b)),
                    "cup" => Some(all?.into_iter().fold(0, |a, b| a | b)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn chance(&self, node: &Node) -> Option<Chance> {
        match inside(node)? {
            Node::Group(_, inner, _) if matches!(**inner, Node::Relation(..)) => self.under(inner),
            event @ Node::Relation(..) => self.under(event),
            event => Some(Chance::of(self.event(event)?)),
        }
    }

    fn under(&self, node: &Node) -> Option<Chance> {
        let Node::Relation(event, rest) = node else { return None };
        match rest.as_slice() {
            [(Relation::Named(mid), under)] if mid == "mid" => {
                Some(Chance::given(self.event(event)?, self.event(under)?))
            }
            _ => None,
        }
    }

    fn name(&self, event: Event) -> String {
        let [a, b] = &self.0;
        match event {
            A => a.clone(),
            B => b.clone(),
            BOTH => format!(r"{a} \cap {b}"),
            EITHER => format!(r"{a} \cup {b}"),
            12 => format!("{a}'"),
            10 => format!("{b}'"),
            2 => format!(r"{a} \cap {b}'"),
            4 => format!(r"{a}' \cap {b}"),
            8 => format!(r"{a}' \cap {b}'"),
            14 => format!(r"{a}' \cup {b}'"),
            11 => format!(r"{a} \cup {b}'"),
            13 => format!(r"{a}' \cup {b}"),
            _ => String::new(),
        }
    }

    fn written(&self, chance: Chance) -> String {
        if chance.under == ALL {
            return format!("P({})", self.name(chance.event));
        }
        // Of what is common to both, the event's own name.
        let event = [A, B, ALL ^ A, ALL ^ B]
            .into_iter()
            .find(|event| event & chance.under == chance.event && *event != chance.under)
            .unwrap_or(chance.event);
        format!(r"P({} \mid {})", self.name(event), self.name(chance.under))
    }
}

impl Events {
    pub(super) fn of(problem: &Problem) -> Option<Events> {
        let mut names = Vec::new();
        for node in &problem.targets {
            collect(inside(node)?, &mut names);
        }
        let mut independent = false;
        for condition in &problem.conditions {
            if let Some((left, _)) = sides(condition) {
                collect(inside(left)?, &mut names);
            }
        }
        names.sort_unstable();
        let letters = match names.as_slice() {
            [a] => Letters([a.clone(), if a == "B" { "A" } else { "B" }.to_owned()]),
            [a, b] => Letters([a.clone(), b.clone()]),
            _ => return None,
        };
        let mut known = Vec::new();
        for condition in &problem.conditions {
            let (left, right) = sides(condition)?;
            // P(A ∩ B) = P(A) P(B) says that they are independent.
            let product = matches!(right, Node::Product(factors) if factors.len() == 4);
            if product && letters.chance(left) == Some(Chance::of(BOTH)) {
                independent = true;
                continue;
            }
            known.push((letters.chance(left)?, plain(meaning(right).ok()?)));
        }
        problem.targets.iter().all(|target| letters.chance(target).is_some()).then_some(Events {
            letters,
            known,
            independent,
        })
    }

    /// What one more rule gives, each with the probabilities it needs.
    fn next(&self, known: &[(Chance, E)]) -> Vec<Found> {
        let value = |chance: Chance| known.iter().find(|(k, _)| *k == chance).map(|(_, v)| *v);
        let name = |chance: Chance| self.letters.written(chance);
        let mut out: Vec<Found> = Vec::new();
        let mut add = |what, rule, formula: String, from: Vec<Chance>, of: &dyn Fn(&[E]) -> E| {
            let values: Option<Vec<E>> = from.iter().map(|chance| value(*chance)).collect();
            if let (None, Some(values)) = (value(what), values) {
                out.push(Found { what, rule, formula, from, value: plain(of(&values)) });
            }
        };
        let [a, b, both, either] = [A, B, BOTH, EITHER].map(Chance::of);
        let names = [a, b, both, either].map(name);
        let [na, nb, nboth, neither] = &names;
        add(either, "addition theorem", format!("{na} + {nb} - {nboth}"), vec![a, b, both], &|v| {
            v[0] + v[1] - v[2]
        });
        add(
            both,
            "addition theorem",
            format!("{na} + {nb} - {neither}"),
            vec![a, b, either],
            &|v| v[0] + v[1] - v[2],
        );
        add(
            a,
            "addition theorem",
            format!("{neither} + {nboth} - {nb}"),
            vec![either, both, b],
            &|v| v[0] + v[1] - v[2],
        );
        add(
            b,
            "addition theorem",
            format!("{neither} + {nboth} - {na}"),
            vec![either, both, a],
            &|v| v[0] + v[1] - v[2],
        );
        if self.independent {
            add(both, "independent events", format!(r"{na} \cdot {nb}"), vec![a, b], &|v| {
                v[0] * v[1]
            });
            // P(A ∪ B) = P(A) + P(B) - P(A) P(B)
            for (what, other) in [(a, b), (b, a)] {
                let no = name(other);
                let formula = format!(r"\frac{{{neither} - {no}}}{{1 - {no}}}");
                add(what, "independent events", formula, vec![either, other], &|v| {
                    if v[1] == ONE { crate::expr::UNDEFINED } else { (v[0] - v[1]) / (ONE - v[1]) }
                });
            }
        }
        for event in [A, B, BOTH, EITHER, 8, 14, 2, 4, 10, 12, 11, 13] {
            let (what, other) = (Chance::of(event), Chance::of(ALL ^ event));
            add(what, "complement", format!("1 - {}", name(other)), vec![other], &|v| ONE - v[0]);
        }
        for (part, whole) in [(2, A), (4, B)] {
            let (what, whole) = (Chance::of(part), Chance::of(whole));
            let formula = format!("{} - {nboth}", name(whole));
            add(what, "without the other", formula, vec![whole, both], &|v| v[0] - v[1]);
            let formula = format!("{} + {nboth}", name(what));
            add(whole, "without the other", formula, vec![what, both], &|v| v[0] + v[1]);
        }
        for under in [A, B, ALL ^ A, ALL ^ B] {
            for event in [A, B, ALL ^ A, ALL ^ B] {
                let common = event & under;
                if common == 0 || common == under {
                    continue;
                }
                let (chance, joint, whole) =
                    (Chance::given(event, under), Chance::of(common), Chance::of(under));
                let (nc, nj, nw) = (name(chance), name(joint), name(whole));
                add(
                    chance,
                    "conditional probability",
                    format!(r"\frac{{{nj}}}{{{nw}}}"),
                    vec![joint, whole],
                    &|v| {
                        if v[1] == ZERO { crate::expr::UNDEFINED } else { v[0] / v[1] }
                    },
                );
                add(
                    joint,
                    "multiplication theorem",
                    format!(r"{nw} \cdot {nc}"),
                    vec![whole, chance],
                    &|v| v[0] * v[1],
                );
                add(
                    whole,
                    "multiplication theorem",
                    format!(r"\frac{{{nj}}}{{{nc}}}"),
                    vec![joint, chance],
                    &|v| {
                        if v[1] == ZERO { crate::expr::UNDEFINED } else { v[0] / v[1] }
                    },
                );
            }
        }
        out
    }

    /// The four parts of the whole in numbers, which all that is found must agree with.
    fn parts(&self, found: &[(Chance, E)]) -> Option<[f64; 4]> {
        let value = |event| {
            let chance = Chance::of(event);
            found.iter().find(|(k, _)| *k == chance).and_then(|(_, v)| real_value(*v))
        };
        // What is not known may be anything that fits.
        let (a, b, both) = match (value(A), value(B), value(BOTH)) {
            (Some(a), Some(b), both) => (a, b, both.unwrap_or(a * b)),
            (Some(a), None, Some(both)) => (a, both + 0.5 * (1.0 - a), both),
            (None, Some(b), Some(both)) => (both + 0.5 * (1.0 - b), b, both),
            (Some(a), None, None) => (a, 0.5, 0.5 * a),
            (None, Some(b), None) => (0.5, b, 0.5 * b),
            (None, None, _) => return None,
        };
        let parts = [both, a - both, b - both, 1.0 - a - b + both];
        let sum = |event: Event| -> f64 {
            (0..4).filter(|k| event >> k & 1 == 1).map(|k| parts[k]).sum()
        };
        let agrees = |(chance, v): &(Chance, E)| {
            real_value(*v).is_some_and(|v| (v * sum(chance.under) - sum(chance.event)).abs() < 1e-9)
        };
        (parts.iter().all(|part| *part > -1e-12) && found.iter().all(agrees)).then_some(parts)
    }

    pub(super) fn work_out(&self, ask: &Ask<'_>, targets: &[Node]) -> Result<Solution, Refusal> {
        let none = || Refusal::new(Reason::NoMethod);
        let mut known = self.known.clone();
        let mut found: Vec<Found> = Vec::new();
        // Each round adds what follows; the number of probabilities is bounded.
        while let Some(next) = self.next(&known).into_iter().next() {
            known.push((next.what, next.value));
            found.push(next);
            if known.len() > 80 {
                break;
            }
        }
        let wanted: Option<Vec<Chance>> =
            targets.iter().map(|target| self.letters.chance(target)).collect();
        let wanted = wanted.ok_or_else(none)?;
        let value = |chance: Chance| known.iter().find(|(k, _)| *k == chance).map(|(_, v)| *v);
        // What is needed, from the last to the first.
        let mut needed = wanted.clone();
        let mut steps: Vec<&Found> = Vec::new();
        for one in found.iter().rev() {
            if needed.contains(&one.what) {
                needed.extend(&one.from);
                steps.push(one);
            }
        }
        steps.reverse();
        let possible = |v: E| real_value(v).is_some_and(|v| (-1e-12..=1.0 + 1e-12).contains(&v));
        if known.iter().any(|(_, v)| !possible(*v)) {
            return Err(Refusal::about(Reason::NotUnderstood, ask.problem));
        }
        let parts = self.parts(&known).ok_or_else(none)?;
        let sum = |event: Event| -> f64 {
            (0..4).filter(|k| event >> k & 1 == 1).map(|k| parts[k]).sum()
        };
        let mut sheet = Sheet::on(&Node::number("0"));
        sheet.problem_is(ask.problem);
        sheet.worlds = vec![World::default()];
        for (chance, _) in &known {
            let v = sum(chance.event) / sum(chance.under);
            sheet.know(&tex(&self.letters.written(*chance)), &|_| Some(Array::real(v)));
        }
        for one in steps {
            let name = tex(&self.letters.written(one.what));
            let line = equals(name.clone(), tex(&one.formula));
            if one.formula.contains(r"\cdot") {
                // P(A) · P(B) is read as one product of letters; its values are checked below.
                sheet.remark(one.rule, line);
            } else {
                sheet.say(one.rule, line, vec![]);
            }
            let mut put = one.formula.clone();
            for chance in &one.from {
                if let Some(v) = value(*chance) {
                    let from = self.letters.written(*chance);
                    let alone = put.contains(&format!("{{{from}}}"));
                    put = put.replace(&from, &if alone { w(&show(v)) } else { p(v) });
                }
            }
            sheet.say("put values", equals(name.clone(), tex(&put)), vec![]);
            sheet.say("calculate", equals(name, show(one.value)), vec![]);
        }
        let mut lines = Vec::new();
        for (target, chance) in targets.iter().zip(&wanted) {
            let v = value(*chance).ok_or_else(none)?;
            let here = sum(chance.event) / sum(chance.under);
            sheet.know(target, &|_| Some(Array::real(here)));
            lines.push(equals(target.clone(), show(v)));
        }
        let answers = wanted.iter().filter_map(|chance| value(*chance)).map(show).collect();
        sheet.done(ask, &listed(&lines), answers)
    }
}
