//! From a task to its method; the answer's own check happens in each method, the steps' check here.

use crate::check::{Ground, Reach};
use crate::expr::{E, fuel_used, reset, spent, sym};
use crate::show::show;
use crate::solution::{Reason, Refusal, Relation as Link, Solution};
use crate::task::{Kind, Task};
use crate::tasks;
use crate::work::Work;
use ganita_notation::{Node, Relation};

/// The work a problem may take, in nodes read and made and terms touched: a unit is 100 to 250 instructions for most kinds of
/// work (`cargo xtask bench fuel`), so this is about 50 ms of an ordinary machine.
pub const FUEL: u64 = 2_000_000;
/// The work it may take when somebody is ready to wait: [`explain_longer`].
pub const LONG_FUEL: u64 = 5 * FUEL;
/// What reading and telling the shortest problem takes.
const BASE: u64 = 200;
/// Nodes of notation a problem may have.
const SIZE: usize = 4_000;
/// What a node takes in LaTeX beside its parts, at most: `\left\lfloor  \right\rfloor`.
const NODE_BYTES: usize = 40;

/// What a method returns.
pub(crate) struct Found {
    pub(crate) work: Work,
    pub(crate) answer: Node,
    pub(crate) answers: Vec<Node>,
    /// The rule's name if all is shown as one step.
    pub(crate) whole: &'static str,
    /// Points for statements, one value a letter, in the order of `letters`.
    pub(crate) points: Vec<Vec<f64>>,
    pub(crate) variables: Vec<String>,
    /// Where the answer holds.
    pub(crate) reach: Reach,
}

impl Found {
    pub(crate) fn one(work: Work, answer: Node, whole: &'static str, variable: Option<E>) -> Found {
        let variables =
            variable.and_then(E::name).map(|name| name.to_string()).into_iter().collect();
        Found {
            work,
            answers: vec![answer.clone()],
            answer,
            whole,
            points: Vec::new(),
            variables,
            reach: Reach::Real,
        }
    }
}

/// Solves a problem and explains how.
///
/// # Errors
/// A [`Refusal`] names why no answer is shown. An answer that fails its check is never shown.
pub fn explain(task: &Task, problem: &Node) -> Result<Solution, Refusal> {
    reset(FUEL);
    again(task, problem)
}

/// As [`explain`], with five times the work: for what was [`Reason::TooLong`].
///
/// # Errors
/// As [`explain`].
pub fn explain_longer(task: &Task, problem: &Node) -> Result<Solution, Refusal> {
    reset(LONG_FUEL);
    again(task, problem)
}

/// With the fuel that is left.
pub(crate) fn again(task: &Task, problem: &Node) -> Result<Solution, Refusal> {
    let found = worked(task, problem).map(|(solution, _)| solution);
    // √((1 + sin A)/(1 - sin A)) = sec A + tan A has no list of solutions, but a proof.
    let proof = match &found {
        Err(Refusal { reason: Reason::NoMethod | Reason::Unverified, .. })
            if task.kind == Kind::Solve && task.variables.is_empty() && has_angle(problem) =>
        {
            let kind = Kind::TrigIdentity;
            worked(&Task { kind, variables: Vec::new() }, problem).ok()
        }
        _ => None,
    };
    proof.map_or(found, |(solution, _)| Ok(solution))
}

fn has_call(problem: &Node) -> bool {
    crate::parts::any(problem, &|part| {
        matches!(part, Node::Apply { function: ganita_notation::Function::Letter(_), .. })
    })
}

fn has_angle(problem: &Node) -> bool {
    crate::parts::any(problem, &|part| match part {
        Node::Apply { function: ganita_notation::Function::Named(name), .. } => {
            matches!(name.as_str(), "sin" | "cos" | "tan" | "cot" | "sec" | "csc")
        }
        _ => false,
    })
}

/// A solution, and what its lines were checked on; the chapters' sheets check their lines themselves.
pub(crate) fn worked(task: &Task, problem: &Node) -> Result<(Solution, Option<Ground>), Refusal> {
    crate::expr::unknowns(&task.variables);
    crate::expr::burn(BASE);
    let problem = &crate::meaning::counted(problem);
    if is_long(problem) {
        return Err(Refusal::new(Reason::TooLong));
    }
    if let Kind::Textbook(topic) = task.kind {
        let solution = crate::textbook::explain(topic, &bare(problem), &task.variables)?;
        return Ok((solution, None));
    }
    let wanted = matches!(task.kind, Kind::Evaluate | Kind::Simplify);
    let dotted = || crate::textbook::dots::is_dotted(problem);
    if wanted
        && (matches!(problem, Node::Big { .. }) || dotted())
        && let Some(topic) = crate::textbook::infer(problem)
    {
        return Ok((crate::textbook::explain(topic, problem, &task.variables)?, None));
    }
    let first_step = match task.kind {
        Kind::Evaluate | Kind::Simplify | Kind::Limit => {
            crate::textbook::dots::in_closed_form(problem)
        }
        Kind::SolveSystem => tasks::system::real_and_imaginary(problem),
        _ => None,
    };
    if let Some((after, step)) = first_step {
        let mut solution = again(task, &after)?;
        solution.steps.insert(0, step);
        solution.problem = problem.clone();
        return Ok((solution, None));
    }
    let variables: Vec<E> = task.variables.iter().map(|name| sym(name)).collect();
    let first = variables.first().copied();
    let problem = match task.kind {
        Kind::Integrate => tasks::integrate::with_sign(bare(problem), first),
        Kind::Inequality => joined(bare(problem)),
        _ => bare(problem),
    };
    let problem = crate::meaning::no_calls(problem, &task.variables, task.kind == Kind::Solve);
    let within =
        (task.kind == Kind::Solve).then(|| tasks::solve::within::interval(&problem)).flatten();
    let (problem, bounds, first) = match within {
        Some((equation, bounds, x)) => (equation, Some(bounds), first.or(Some(x))),
        None => (problem, None, first),
    };
    let found = match task.kind {
        Kind::Evaluate | Kind::Simplify => tasks::simplify::simplify(&problem, task.kind, first),
        Kind::Expand => tasks::simplify::expand(&problem),
        Kind::Factor => tasks::factor::factor(&problem),
        Kind::PartialFractions => tasks::fractions::partial_fractions(&problem, first),
        Kind::Diff => tasks::diff::diff(&problem, first),
        Kind::ImplicitDiff => tasks::diff::implicit(&problem, &variables),
        Kind::Solve => tasks::solve::solve_within(&problem, first, bounds.as_ref()),
        // A function that is not known has no value to solve for.
        Kind::SolveSystem if has_call(&problem) => {
            Err(Refusal::about(Reason::NotUnderstood, &problem))
        }
        Kind::SolveSystem => tasks::system::system(&problem, &variables),
        Kind::Inequality => tasks::inequality::inequality(&problem, first),
        Kind::TrigIdentity => tasks::identity::identity(&problem),
        Kind::Integrate => tasks::integrate::integrate(&problem, first),
        Kind::Definite => tasks::definite::definite(&problem, first),
        Kind::Limit => tasks::limit::limit(&problem),
        Kind::Textbook(_) => return Err(Refusal::new(Reason::Unsupported)),
    };
    let found =
        found.map_err(|refusal| if spent() { Refusal::new(Reason::TooLong) } else { refusal })?;
    finished(task, problem, found).map(|(solution, ground)| (solution, Some(ground)))
}

/// What was found with its lines checked.
pub(crate) fn finished(
    task: &Task,
    problem: Node,
    found: Found,
) -> Result<(Solution, Ground), Refusal> {
    if spent() {
        return Err(Refusal::new(Reason::TooLong));
    }
    // Nobody reads an answer of several pages.
    if is_long(&found.answer) {
        return Err(Refusal::new(Reason::TooLong));
    }
    let mut letters = Vec::new();
    // The unknowns come first, so that points fit them.
    letters.extend(found.variables.iter().cloned());
    names(&problem, &mut letters);
    let variable = found.variables.first().cloned();
    let rejects = found.work.steps.iter().any(|step| step.relation == Link::Restrict);
    let mut ground = Ground {
        letters,
        variable,
        points: found.points,
        reach: found.reach,
        unknowns: found.variables.len(),
        problem: rejects.then(|| problem.clone()),
    };
    // Letters under roots are positive in textbooks, as constants in integrals are.
    let under_roots = matches!(task.kind, Kind::Simplify | Kind::Evaluate | Kind::Expand)
        && crate::parts::any(&problem, &|part| matches!(part, Node::Root { .. } | Node::Power(..)));
    let again = (task.kind == Kind::Integrate || under_roots).then(|| found.work.clone());
    let steps = found.work.checked(&problem, &found.answer, found.whole, &ground);
    let steps = match (steps, again) {
        // A textbook's a is positive; where that matters it is said.
        (Err(Refusal { reason: Reason::Unverified, .. }), Some(work))
            if ground.letters.len() > 1 || under_roots && !ground.letters.is_empty() =>
        {
            ground.reach = Reach::Positive;
            if under_roots {
                ground.variable = None;
            }
            let condition = condition(&ground);
            let mut steps = work.checked(&problem, &found.answer, found.whole, &ground)?;
            steps.iter_mut().for_each(|step| step.case = Some(condition.clone()));
            steps
        }
        (Ok(mut steps), _) if ground.reach == Reach::Acute => {
            let condition = condition(&ground);
            steps.iter_mut().for_each(|step| step.case = Some(condition.clone()));
            steps
        }
        (steps, _) => steps?,
    };
    if spent() {
        return Err(Refusal::new(Reason::TooLong));
    }
    let mut steps = steps;
    if task.kind == Kind::SolveSystem {
        tasks::system::parts::turn_round(&mut steps);
    }
    let (method, alternatives) = crate::methods::offered(task, &problem, &steps);
    let solution = Solution {
        kind: task.kind,
        variables: found.variables,
        problem,
        answer: found.answer,
        answers: found.answers,
        steps,
        method,
        alternatives,
        fuel_used: fuel_used(),
    };
    Ok((solution, ground))
}

/// `a > 0, b > 0` for the letters that are constants; `0 < A < π/2` for acute angles.
fn condition(ground: &Ground) -> Node {
    let one = |name: &String| {
        let letter = show(sym(name));
        if ground.reach == Reach::Acute {
            let right = (Relation::Less, Node::fraction(Node::symbol("pi"), Node::number("2")));
            Node::Relation(Box::new(Node::number("0")), vec![(Relation::Less, letter), right])
        } else {
            Node::relation(letter, Relation::Greater, Node::number("0"))
        }
    };
    let constants = ground.letters.iter().filter(|name| Some(*name) != ground.variable.as_ref());
    let mut all: Vec<Node> = constants.map(one).collect();
    if all.len() == 1 { all.remove(0) } else { Node::List(all) }
}

/// Two bytes of LaTeX count as a node. Only what may be too long is written to find out.
fn is_long(node: &Node) -> bool {
    fn most(node: &Node) -> usize {
        let own = match node {
            Node::Number(text) | Node::Symbol(text) | Node::Text(text) | Node::Raw(text) => {
                NODE_BYTES + 4 * text.len()
            }
            Node::Mixed(whole, a, b) => NODE_BYTES + whole.len() + a.len() + b.len(),
            _ => NODE_BYTES,
        };
        let mut all = own;
        node.for_each_child(&mut |part| all += most(part));
        all
    }
    most(node) > 2 * SIZE && ganita_notation::write_latex(node).len() > 2 * SIZE
}

/// Inequalities one beside or below the other hold together.
fn joined(problem: Node) -> Node {
    let items = match problem {
        Node::List(items) | Node::Lines(items) => items,
        Node::Cases(rows) => rows.into_iter().map(|(row, _)| row).collect(),
        Node::Matrix(..) | Node::Group(..) => match tasks::system::equations(&problem) {
            Some(rows) => rows.into_iter().cloned().collect(),
            None => return problem,
        },
        other => return other,
    };
    Node::Operation("and".to_owned(), items)
}

/// `y = f(x)` for what is to be worked out is taken as f(x); outer brackets go.
fn bare(problem: &Node) -> Node {
    match problem {
        Node::Group(ganita_notation::Bracket::Round, inner, ganita_notation::Bracket::Round) => {
            bare(inner)
        }
        other => other.clone(),
    }
}

/// The letters of a problem, in the order in which they are met.
pub(crate) fn names(node: &Node, out: &mut Vec<String>) {
    let note = |name: &str, out: &mut Vec<String>| {
        let constant = match name {
            "e" | "i" => crate::expr::is_constant(name),
            "pi" | "infinity" | "emptyset" => true,
            _ => false,
        };
        if !constant && !out.iter().any(|known| known == name) {
            out.push(name.to_owned());
        }
    };
    match node {
        Node::Symbol(name) => note(name, out),
        Node::Subscript(base, index) => match crate::check::letter_name(node) {
            Some(name) => note(&name, out),
            // [F]_a^b.
            None => {
                names(base, out);
                names(index, out);
            }
        },
        Node::Sum(items) => items.iter().for_each(|(_, item)| names(item, out)),
        Node::Product(items) => items.iter().for_each(|(_, item)| names(item, out)),
        Node::Fraction(a, b) | Node::Power(a, b) | Node::Binomial(a, b) | Node::Choose(_, a, b) => {
            names(a, out);
            names(b, out);
        }
        Node::Root { degree, radicand } => {
            degree.iter().for_each(|degree| names(degree, out));
            names(radicand, out);
        }
        Node::Apply { argument, index, power, .. } => {
            index.iter().for_each(|index| names(index, out));
            power.iter().for_each(|power| names(power, out));
            names(argument, out);
        }
        Node::Factorial(inner)
        | Node::Percent(inner)
        | Node::Degrees(inner)
        | Node::Absolute(inner) => names(inner, out),
        Node::Group(_, inner, _) | Node::Floor(inner) | Node::Ceiling(inner) => names(inner, out),
        Node::List(items) | Node::Lines(items) | Node::Operation(_, items) => {
            items.iter().for_each(|item| names(item, out));
        }
        Node::Cases(rows) => rows.iter().for_each(|(row, _)| names(row, out)),
        Node::Matrix(_, rows, _) => rows.iter().flatten().for_each(|entry| names(entry, out)),
        Node::Relation(first, rest) => {
            names(first, out);
            rest.iter().for_each(|(_, side)| names(side, out));
        }
        Node::Derivative { of: Some(of), variables, .. } => {
            variables.iter().for_each(|variable| names(variable, out));
            names(of, out);
        }
        Node::Integral { lower, upper, body, variables, .. } => {
            variables.iter().for_each(|variable| names(variable, out));
            names(body, out);
            lower.iter().for_each(|bound| names(bound, out));
            upper.iter().for_each(|bound| names(bound, out));
        }
        Node::Limit { variable, target, body, .. } => {
            names(variable, out);
            names(target, out);
            names(body, out);
        }
        _ => {}
    }
}

/// Left and right of a single equation.
pub(crate) fn sides(node: &Node) -> Option<(&Node, &Node)> {
    match node {
        Node::Relation(left, rest) if rest.len() == 1 && rest[0].0 == Relation::Equal => {
            Some((left, &rest[0].1))
        }
        _ => None,
    }
}
