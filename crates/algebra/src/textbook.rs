//! Chapters that are definitions and formulas put to work: matrices, vectors, sequences, statistics, coordinates, …
//!
//! A chapter says its lines on a [`Sheet`]. What a line names (a determinant, a distance, a sum of twenty terms) is known
//! to the sheet as a number found from the definition alone, and every line must agree with these numbers: a formula that
//! is wrong, or put to work wrongly, is not shown.

use crate::explain::names;
use crate::expr::{E, fuel_used, spent};
use crate::meaning::meaning;
use crate::parts;
use crate::show::show;
use crate::solution::{Check, Reason, Refusal, Relation as Link, Solution, Step};
use crate::task::Kind;
use crate::tasks::simplify::{evaluated, simplest};
use crate::value::value;
use crate::work::Parameters;
use arrays::{Array, World, array, statement};
pub(crate) use forms::is_curve;
use ganita_notation::{Function, Join, Node, Relation, read};
pub(crate) use programming::conditions;

pub(crate) mod arrays;

mod area;
mod behaviour;
mod calculus;
mod chance;
mod classes;
mod complex;
mod conics;
mod counting;
mod data;
mod differential;
pub(crate) mod dots;
mod events;
mod forms;
mod given;
mod lines;
pub(crate) mod matrices;
mod matrix_equations;
mod named;
mod points;
mod programming;
mod ratios;
mod sequences;
mod sets;
mod vectors;

/// A problem of a chapter, by its place in the table of chapters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Topic(u8);

/// What a chapter is given: the problem, and what else was said (a number of terms, a point, a letter).
pub(crate) struct Ask<'a> {
    pub(crate) kind: Kind,
    pub(crate) problem: &'a Node,
    pub(crate) said: &'a [String],
}

type Work = fn(&Ask<'_>) -> Result<Solution, Refusal>;

/// Names on the wire, and who does the work.
const TOPICS: &[(&str, Work)] = &[
    ("matrix", matrices::operations),
    ("determinant", matrices::determinant),
    ("inverse", matrices::inverse),
    ("rank", matrices::rank),
    ("matrix_equation", matrix_equations::equation),
    ("eigenvalues", matrices::eigenvalues),
    ("vector", vectors::operations),
    ("magnitude", vectors::magnitude),
    ("angle", vectors::angle),
    ("projection", vectors::projection),
    ("nth_term", sequences::nth_term),
    ("sum_of_terms", sequences::sum_of_terms),
    ("sum", sequences::sigma),
    ("mean", data::mean),
    ("median", data::median),
    ("mode", data::mode),
    ("variance", data::variance),
    ("standard_deviation", data::standard_deviation),
    ("distance", lines::distance),
    ("midpoint", points::midpoint),
    ("section", points::section),
    ("slope", points::slope),
    ("line_through", lines::line_through),
    ("triangle_area", points::triangle_area),
    ("circle", conics::circle),
    ("conic", conics::conic),
    ("complex", complex::form),
    ("conjugate", complex::conjugate),
    ("modulus", complex::modulus),
    ("argument", complex::argument),
    ("polar", complex::polar),
    ("complex_roots", complex::roots),
    ("count", counting::count),
    ("binomial_expansion", counting::expansion),
    ("general_term", counting::general_term),
    ("coefficient", counting::coefficient),
    ("extrema", calculus::extrema),
    ("tangent", calculus::tangent),
    ("normal", calculus::normal),
    ("area_between", area::area_between),
    ("taylor", calculus::taylor),
    ("differential_equation", differential::equation),
    ("mean_deviation", data::mean_deviation),
    ("binomial_distribution", chance::binomial),
    ("bayes", chance::bayes),
    ("expectation", chance::expectation),
    ("variance_of_variable", chance::variance),
    ("set", sets::operation),
    ("linear_program", programming::program),
    ("collect", forms::collect),
    ("parametric", forms::slope),
    ("value", given::work_out),
    ("order_and_degree", differential::order_and_degree),
    ("monotonic", behaviour::monotonic),
    ("adjoint", matrices::adjugate),
    ("symmetric_parts", matrices::symmetric_parts),
    ("unit_vector", vectors::unit_vector),
    ("direction_cosines", vectors::direction_cosines),
    ("parallelogram_area", vectors::parallelogram),
];

/// The chapters' kinds, in the order of their table.
pub(crate) fn topics() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().map(|(name, _)| *name)
}

impl Topic {
    pub(crate) fn named(name: &str) -> Option<Topic> {
        let place = TOPICS.iter().position(|(known, _)| *known == name)?;
        Some(Topic(u8::try_from(place).expect("a short table")))
    }

    pub(crate) fn name(self) -> &'static str {
        TOPICS[usize::from(self.0)].0
    }
}

/// A problem whose notation alone says its chapter.
pub(crate) fn infer(node: &Node) -> Option<Topic> {
    let has_matrix = |node: &Node| parts::any(node, &|part| matches!(part, Node::Matrix(..)));
    let name = match node {
        _ if sets::is_operation(node) => "set",
        _ if differential::is_equation(node) => "differential_equation",
        _ if given::is_given(node) => "value",
        _ if lines::are_lines(node) => "distance",
        Node::Matrix(ganita_notation::Bracket::Bar, ..) => "determinant",
        Node::Absolute(inner) if has_matrix(inner) => "determinant",
        Node::Absolute(inner) | Node::Norm(inner) if vectors::has_unit(inner) => "magnitude",
        Node::Apply { function: Function::Named(name), power: None, argument, .. }
            if name == "det" && has_matrix(argument) =>
        {
            "determinant"
        }
        Node::Apply { function: Function::Named(name), power: None, argument, .. }
            if name == "adj" && has_matrix(argument) =>
        {
            "adjoint"
        }
        Node::Power(base, _) if matrices::is_inverse(node) && has_matrix(base) => "inverse",
        Node::Relation(left, rest)
            if rest.len() == 1
                && rest[0].0 == Relation::Equal
                && (has_matrix(left) || has_matrix(&rest[0].1)) =>
        {
            "matrix_equation"
        }
        Node::Big { .. } => "sum",
        Node::Sum(_) if dots::may_have_value(node) => "sum_of_terms",
        Node::Sum(_) | Node::Product(_) | Node::Power(..) | Node::Fraction(..)
            if has_matrix(node) =>
        {
            "matrix"
        }
        Node::Sum(_) | Node::Product(_) if vectors::has_unit(node) => "vector",
        _ => return None,
    };
    Topic::named(name)
}

pub(crate) fn explain(topic: Topic, problem: &Node, said: &[String]) -> Result<Solution, Refusal> {
    let ask = Ask { kind: Kind::Textbook(topic), problem, said };
    let (_, work) = TOPICS[usize::from(topic.0)];
    let found = work(&ask);
    if spent() { Err(Refusal::new(Reason::TooLong)) } else { found }
}

impl Ask<'_> {
    pub(crate) fn refuse<T>(&self) -> Result<T, Refusal> {
        Err(Refusal::about(Reason::NotUnderstood, self.problem))
    }
}

/// LaTeX of ours.
pub(crate) fn tex(latex: &str) -> Node {
    // What cannot be read is shown as it is, and refused, for it has no value.
    read(latex).unwrap_or_else(|_| Node::Raw(latex.to_owned()))
}

/// A node as LaTeX, to be put into LaTeX.
pub(crate) fn w(node: &Node) -> String {
    ganita_notation::write_latex(node)
}

/// An expression as LaTeX.
pub(crate) fn l(e: E) -> String {
    w(&show(e))
}

/// In brackets where a minus sign or a sum would run into what stands before.
pub(crate) fn p(e: E) -> String {
    let text = l(e);
    if e.terms().len() > 1 || text.starts_with('-') { format!("({text})") } else { text }
}

/// `a = b`.
pub(crate) fn equals(left: Node, right: Node) -> Node {
    Node::relation(left, Relation::Equal, right)
}

/// The plainest form of a value.
pub(crate) fn plain(e: E) -> E {
    if e.symbols().is_empty() { evaluated(e) } else { simplest(e) }
}

/// Lines said so far, and what is known of the things they name.
pub(crate) struct Sheet {
    problem: Node,
    line: Node,
    steps: Vec<Step>,
    /// Numbers of lines, from 1.
    checked_elsewhere: Vec<usize>,
    coarse: bool,
    pub(crate) worlds: Vec<World>,
}

impl Sheet {
    /// A sheet that knows only the letters of the problem, as sample numbers.
    pub(crate) fn on(problem: &Node) -> Sheet {
        let mut letters = Vec::new();
        all_names(problem, &mut letters);
        let worlds = if letters.is_empty() { 1 } else { 3 };
        let worlds = (0..worlds)
            .map(|k| {
                let mut world = World::default();
                for (j, name) in letters.iter().enumerate() {
                    let v =
                        1.3 + 0.7 * f64::from(k) + 0.45 * j as f64 + 0.11 * j as f64 * f64::from(k);
                    world.letters.push((name.clone(), crate::complex::real(v)));
                }
                world
            })
            .collect();
        Sheet {
            problem: problem.clone(),
            line: problem.clone(),
            steps: Vec::new(),
            checked_elsewhere: Vec::new(),
            coarse: false,
            worlds,
        }
    }

    /// The problem, where its letters are no numbers.
    pub(crate) fn problem_is(&mut self, problem: &Node) {
        self.problem = problem.clone();
        self.line = problem.clone();
    }

    /// Tells the sheet the value of something by its definition.
    pub(crate) fn know(&mut self, name: &Node, of: &dyn Fn(&World) -> Option<Array>) {
        for world in &mut self.worlds {
            if let Some(value) = of(world) {
                world.learn(name.clone(), value);
            }
        }
    }

    /// A letter that stands for an expression of the problem's letters.
    pub(crate) fn letter(&mut self, name: &str, e: E) {
        self.know(&tex(name), &|world| world.of(e));
    }

    /// A line that holds by what is known.
    pub(crate) fn say(&mut self, rule: &'static str, line: Node, parameters: Parameters) {
        self.push(rule, Link::Implies, line, parameters);
    }

    /// The same value written otherwise.
    pub(crate) fn goes(&mut self, rule: &'static str, line: Node, parameters: Parameters) {
        self.push(rule, Link::Equivalent, line, parameters);
    }

    fn push(&mut self, rule: &'static str, relation: Link, after: Node, parameters: Parameters) {
        if after == self.line {
            return;
        }
        let before = std::mem::replace(&mut self.line, after.clone());
        let where_ = Vec::new();
        self.steps.push(Step {
            rule,
            relation,
            before,
            after,
            parameters,
            where_,
            substeps: Vec::new(),
            case: None,
            check: Check::Verified,
        });
    }

    /// A line that was checked where it was made (candidates tried, curves compared), not by what the sheet knows.
    pub(crate) fn remark(&mut self, rule: &'static str, line: Node) {
        self.remark_with(rule, line, Vec::new());
    }

    /// The same, with what its words name.
    pub(crate) fn remark_with(&mut self, rule: &'static str, line: Node, parameters: Parameters) {
        self.push(rule, Link::Implies, line, parameters);
        self.checked_elsewhere.push(self.steps.len());
    }

    /// What the sheet knows comes from differences or quadrature.
    pub(crate) fn coarse(&mut self) {
        self.coarse = true;
    }

    /// The line it stands at.
    pub(crate) fn line(&self) -> &Node {
        &self.line
    }

    /// The solution whose answer was checked as a whole.
    pub(crate) fn finished(mut self, ask: &Ask<'_>, answer: &Node) -> Result<Solution, Refusal> {
        self.checked_elsewhere.push(self.steps.len());
        self.done(ask, answer, vec![])
    }

    /// A formula in three lines: as the textbook has it, with the values put in, worked out. Gives the value.
    pub(crate) fn formula(
        &mut self,
        rule: &'static str,
        name: &str,
        formula: &str,
        with: &[(&str, E)],
    ) -> Result<E, Refusal> {
        for (letter, e) in with {
            self.letter(letter, *e);
        }
        let (name, general) = (tex(name), tex(formula));
        self.say(rule, equals(name.clone(), general.clone()), Vec::new());
        let bound: Vec<(Node, E)> = with.iter().map(|(letter, e)| (tex(letter), *e)).collect();
        let put = substituted(&general, &bound);
        let value = plain(meaning(&put)?);
        self.say("put values", equals(name.clone(), put), Vec::new());
        self.say("calculate", equals(name, show(value)), Vec::new());
        Ok(value)
    }

    /// A refusal with the lines so far that agree with what is known.
    #[cold]
    #[inline(never)]
    pub(crate) fn stopped(self, reason: Reason) -> Refusal {
        let tolerance = self.tolerance();
        let mut steps = Vec::new();
        for (place, step) in (1..).zip(self.steps) {
            let elsewhere = self.checked_elsewhere.contains(&place);
            match sound(&step, &self.worlds, tolerance) {
                _ if elsewhere => steps.push(step),
                Some(true) => steps.push(step),
                Some(false) => break,
                None => {}
            }
        }
        Refusal { steps: joined(steps, &self.problem), ..Refusal::new(reason) }
    }

    fn tolerance(&self) -> f64 {
        if self.coarse { 1e-5 } else { 1e-7 }
    }

    /// The solution, if every line agrees with what is known.
    pub(crate) fn done(
        self,
        ask: &Ask<'_>,
        answer: &Node,
        answers: Vec<Node>,
    ) -> Result<Solution, Refusal> {
        let mut sheet = self;
        if sheet.line != *answer {
            sheet.say("so", answer.clone(), Vec::new());
        }
        let mut steps: Vec<Step> = Vec::new();
        let last = sheet.steps.len().saturating_sub(1);
        let tolerance = sheet.tolerance();
        for (place, step) in sheet.steps.into_iter().enumerate() {
            let elsewhere = sheet.checked_elsewhere.contains(&(place + 1));
            let verdict =
                if elsewhere { Some(true) } else { sound(&step, &sheet.worlds, tolerance) };
            match verdict {
                Some(true) => steps.push(step),
                // A line that cannot be decided is left out, but never the last.
                None if place < last => {}
                _ => {
                    steps.retain(|step| step.after != *answer);
                    let steps = joined(steps, &sheet.problem);
                    return Err(Refusal { steps, ..Refusal::new(Reason::Unverified) });
                }
            }
        }
        let steps = joined(steps, &sheet.problem);
        Ok(Solution {
            kind: ask.kind,
            variables: Vec::new(),
            problem: sheet.problem,
            answer: answer.clone(),
            answers: if answers.is_empty() { vec![answer.clone()] } else { answers },
            steps,
            method: None,
            alternatives: Vec::new(),
            fuel_used: fuel_used(),
        })
    }
}

/// Each line starts where the one before ended.
fn joined(mut steps: Vec<Step>, problem: &Node) -> Vec<Step> {
    let mut from = problem.clone();
    for step in &mut steps {
        step.before = std::mem::replace(&mut from, step.after.clone());
    }
    steps
}

/// Also those in matrices.
fn all_names(node: &Node, out: &mut Vec<String>) {
    names(node, out);
    parts::of(node).iter().for_each(|part| all_names(part, out));
}

fn sound(step: &Step, worlds: &[World], tolerance: f64) -> Option<bool> {
    let mut all = None;
    for world in worlds {
        let here = if arrays::is_statement(&step.after) {
            statement(&step.after, world, tolerance)
        } else {
            match (array(&step.before, world), array(&step.after, world)) {
                (Some(a), Some(b)) => Some(a.close(&b, tolerance)),
                _ => None,
            }
        };
        match here {
            Some(false) => return Some(false),
            Some(true) => all = Some(true),
            None => {}
        }
    }
    all
}

/// Values put in for letters. Numbers side by side get a dot.
pub(crate) fn substituted(node: &Node, with: &[(Node, E)]) -> Node {
    if let Some((_, e)) = with.iter().find(|(name, _)| name == node) {
        return show(*e);
    }
    match node {
        Node::Product(factors) => {
            let mut out: Vec<(Join, Node)> = Vec::new();
            for (join, factor) in factors {
                let new = substituted(factor, with);
                let beside = *join == Join::Beside && !out.is_empty() && new != *factor;
                let plain_sum = matches!(new, Node::Sum(_));
                let changed = out.last().is_some_and(|(_, before)| {
                    !matches!(before, Node::Sum(_))
                        && matches!(new, Node::Number(_) | Node::Fraction(..) | Node::Power(..))
                });
                let join = if (beside && !plain_sum) || (*join == Join::Beside && changed) {
                    Join::Times
                } else {
                    *join
                };
                out.push((join, new));
            }
            Node::Product(out)
        }
        other => parts::map(other, &mut |part| substituted(part, with)),
    }
}

/// Items of a list, a set of brackets or rows; one thing alone is a list of one.
pub(crate) fn items(node: &Node) -> Vec<Node> {
    match node {
        Node::List(items) | Node::Lines(items) => items.clone(),
        Node::Group(_, inner, _) if matches!(**inner, Node::List(_)) => items(inner),
        other => vec![other.clone()],
    }
}

/// A number said with the problem: how many terms, which point.
pub(crate) fn number_said(said: &[String], place: usize) -> Option<E> {
    meaning(&read(said.get(place)?).ok()?).ok()
}

impl World {
    /// The value of an expression of the letters.
    pub(crate) fn of(&self, e: E) -> Option<Array> {
        let letters: Vec<(E, crate::complex::C)> =
            self.letters.iter().map(|(name, v)| (crate::expr::sym(name), *v)).collect();
        let v = value(e, &letters);
        v.is_finite().then(|| Array::scalar(v))
    }
}
