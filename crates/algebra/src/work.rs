//! The work on one problem: lines that follow from one another, and what is needed to check them.

use crate::check::{self, Ground};
use crate::expr::E;
use crate::show::show;
use crate::solution::{Check, Reason, Refusal, Relation, Step};
use ganita_notation::Node;

/// Lines so far.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) line: Node,
    pub(crate) steps: Vec<Step>,
    /// Substitutions in force for the lines that follow.
    pub(crate) given: Vec<(String, Node)>,
}

/// Named parts of a step's wording.
pub(crate) type Parameters = Vec<(&'static str, Node)>;

impl Work {
    pub(crate) fn on(problem: &Node) -> Work {
        Work { line: problem.clone(), steps: Vec::new(), given: Vec::new() }
    }

    /// Goes on to a line with the same value or the same solutions.
    pub(crate) fn to(&mut self, rule: &'static str, after: Node, parameters: Parameters) {
        self.by(rule, Relation::Equivalent, after, parameters);
    }

    pub(crate) fn by(
        &mut self,
        rule: &'static str,
        relation: Relation,
        after: Node,
        parameters: Parameters,
    ) {
        if after == self.line {
            return;
        }
        let before = std::mem::replace(&mut self.line, after.clone());
        self.steps.push(Step {
            rule,
            relation,
            before,
            after,
            parameters,
            where_: self.given.clone(),
            substeps: Vec::new(),
            case: None,
            check: Check::Verified,
        });
    }

    /// Tells the last step in smaller ones.
    pub(crate) fn in_detail(&mut self, substeps: Vec<Step>) {
        if let Some(step) = self.steps.last_mut() {
            step.substeps = substeps;
        }
    }

    /// Says in which case the last step holds.
    pub(crate) fn only_if(&mut self, case: Node) {
        if let Some(step) = self.steps.last_mut() {
            step.case = Some(case);
        }
    }

    /// A side calculation `before = after`, which does not move the work on.
    pub(crate) fn note(
        &mut self,
        rule: &'static str,
        before: Node,
        after: Node,
        parameters: Parameters,
    ) {
        let where_ = self.given.clone();
        self.steps.push(Step {
            rule,
            relation: Relation::Info,
            before,
            after,
            parameters,
            where_,
            substeps: Vec::new(),
            case: None,
            check: Check::Verified,
        });
    }

    /// Keeps only steps that pass their check. Where some do not, the lines around them become one step; a whole that
    /// does not pass is refused.
    pub(crate) fn checked(
        self,
        problem: &Node,
        answer: &Node,
        whole: &'static str,
        ground: &Ground,
    ) -> Result<Vec<Step>, Refusal> {
        let sound = |step: &Step| check::step(step, ground) == Some(true);
        let mut steps = self.steps;
        for step in &mut steps {
            // A step in smaller ones is told whole or not at all.
            if !step.substeps.iter().all(sound) {
                step.substeps.clear();
            }
        }
        if steps.last().map(|step| &step.after) != Some(answer)
            && let Some(last) = steps.iter().rfind(|step| step.relation != Relation::Info)
            && last.after != *answer
        {
            let step = Step {
                rule: "simplify",
                relation: Relation::Equivalent,
                before: last.after.clone(),
                after: answer.clone(),
                parameters: Vec::new(),
                where_: Vec::new(),
                substeps: Vec::new(),
                case: None,
                check: Check::Verified,
            };
            steps.push(step);
        }
        let mut known = check::Known::default();
        let verdicts: Vec<bool> = steps
            .iter()
            .map(|step| check::next_step(step, ground, &mut known) == Some(true))
            .collect();
        if !steps.is_empty() && verdicts.iter().all(|&ok| ok) {
            return Ok(steps);
        }
        // A side calculation that cannot be checked is left out.
        let mut kept: Vec<Step> = Vec::new();
        let mut broken = steps.is_empty().then_some(0);
        for (step, ok) in steps.into_iter().zip(verdicts) {
            if ok {
                kept.push(step);
            } else if step.relation != Relation::Info {
                broken = broken.or(Some(kept.len()));
            }
        }
        let Some(broken) = broken else { return Ok(kept) };
        if problem == answer {
            return Ok(vec![one_step("already", problem, answer)]);
        }
        let step = one_step(whole, problem, answer);
        match check::step(&step, ground) {
            Some(false) => {
                kept.truncate(broken);
                kept.retain(|step| step.after != *answer);
                Err(Refusal {
                    steps: in_a_chain(kept, problem),
                    ..Refusal::new(Reason::Unverified)
                })
            }
            Some(true) => Ok(vec![step]),
            None => Ok(vec![Step { check: Check::Undecided, ..step }]),
        }
    }

    /// A refusal with the lines so far that pass their check.
    #[cold]
    #[inline(never)]
    pub(crate) fn stopped(self, reason: Reason, problem: &Node, variable: Option<E>) -> Refusal {
        let variable = variable.map(E::letter);
        let mut letters: Vec<String> = variable.iter().cloned().collect();
        crate::explain::names(problem, &mut letters);
        let unknowns = usize::from(variable.is_some());
        let ground = Ground {
            letters,
            variable,
            points: Vec::new(),
            reach: check::Reach::Real,
            unknowns,
            problem: Some(problem.clone()),
        };
        let sound = |step: &Step| check::step(step, &ground) == Some(true);
        let mut kept = Vec::new();
        for mut step in self.steps {
            if sound(&step) {
                if !step.substeps.iter().all(sound) {
                    step.substeps.clear();
                }
                kept.push(step);
            } else if step.relation != Relation::Info {
                break;
            }
        }
        Refusal { steps: in_a_chain(kept, problem), ..Refusal::new(reason) }
    }
}

/// The lines that follow one from another, from the problem on. A remark that says of a line only that it holds rests on
/// what comes after it, and is none of them.
fn in_a_chain(steps: Vec<Step>, problem: &Node) -> Vec<Step> {
    let mut line = problem.clone();
    let mut out: Vec<Step> = Vec::new();
    for step in steps {
        if step.relation == Relation::Info {
            if step.before != step.after {
                out.push(step);
            }
        } else if step.before == line {
            line = step.after.clone();
            out.push(step);
        } else {
            break;
        }
    }
    out
}

/// A line of one branch.
pub(crate) fn in_case(
    case: &Node,
    rule: &'static str,
    relation: Relation,
    before: &Node,
    after: &Node,
) -> Step {
    Step { relation, case: Some(case.clone()), ..one_step(rule, before, after) }
}

fn one_step(rule: &'static str, before: &Node, after: &Node) -> Step {
    Step {
        rule,
        relation: Relation::Equivalent,
        before: before.clone(),
        after: after.clone(),
        parameters: Vec::new(),
        where_: Vec::new(),
        substeps: Vec::new(),
        case: None,
        check: Check::Verified,
    }
}

/// A parameter shown as notation.
pub(crate) fn named(name: &'static str, e: E) -> (&'static str, Node) {
    (name, show(e))
}
