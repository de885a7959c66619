//! Matrices and vectors that are given names: "A = [2 3; 1 2], A² − 4A + I". Class 12.

use super::given::{Problem, listed};
use super::{Ask, dots, equals, infer, vectors};
use crate::explain::sides;
use crate::parts;
use crate::solution::{Refusal, Solution};
use ganita_notation::{Bracket, Node};

/// Matrices and vectors by their names.
pub(super) struct Arrays {
    named: Vec<(Node, Node)>,
    /// Rows of the square matrices, for the identity.
    order: Option<usize>,
}

impl Arrays {
    pub(super) fn of(problem: &Problem) -> Option<Arrays> {
        let mut named: Vec<(Node, Node)> = Vec::new();
        let mut order = None;
        for condition in &problem.conditions {
            let (name, array) = sides(condition)?;
            if !matches!(name, Node::Symbol(_) | Node::Accented(..) | Node::Subscript(..))
                || named.iter().any(|(known, _)| known == name)
            {
                return None;
            }
            let array = match array {
                Node::Matrix(_, rows, _) => {
                    order = (rows.len() == rows[0].len()).then_some(rows.len());
                    array.clone()
                }
                _ if vectors::has_unit(array) => match array {
                    Node::Group(..) => array.clone(),
                    _ => Node::Group(Bracket::Round, Box::new(array.clone()), Bracket::Round),
                },
                _ => return None,
            };
            named.push((name.clone(), array));
        }
        Some(Arrays { named, order })
    }

    fn put(&self, node: &Node) -> Node {
        let of = |name: &Node| self.named.iter().find(|(known, _)| known == name);
        parts::rewrite(node, &mut |part| {
            if let Some((_, array)) = of(&part) {
                return array.clone();
            }
            if let Node::Prime(inner, 1) = &part {
                return Node::Power(Box::new(self.put(inner)), Box::new(Node::symbol("T")));
            }
            match (&part, self.order) {
                (Node::Symbol(name), Some(n)) if name == "I" => {
                    let entry = |r, c| Node::number(if r == c { "1" } else { "0" });
                    let rows = (0..n).map(|r| (0..n).map(|c| entry(r, c)).collect()).collect();
                    Node::Matrix(Bracket::Square, rows, Bracket::Square)
                }
                _ => part,
            }
        })
    }

    /// Each target with the names put in, by the chapter it then belongs to.
    pub(super) fn work_out(&self, ask: &Ask<'_>, targets: &[Node]) -> Result<Solution, Refusal> {
        let mut whole: Option<Solution> = None;
        let (mut lines, mut answers) = (Vec::new(), Vec::new());
        for target in targets {
            let put = self.put(target);
            let Some(topic) = infer(&put) else { return ask.refuse() };
            let mut solution = super::explain(topic, &put, &[])?;
            solution.steps.insert(0, dots::step("put values", target, &put, vec![]));
            let answer = match &solution.answer {
                line @ Node::Relation(_, rest) => match rest.first() {
                    Some((_, value)) => equals(target.clone(), value.clone()),
                    None => line.clone(),
                },
                value => equals(target.clone(), value.clone()),
            };
            solution.steps.push(dots::step("so", &solution.answer, &answer, vec![]));
            lines.push(answer);
            answers.append(&mut solution.answers);
            match &mut whole {
                None => whole = Some(solution),
                Some(whole) => whole.steps.append(&mut solution.steps),
            }
        }
        let Some(mut solution) = whole else { return ask.refuse() };
        solution.kind = ask.kind;
        solution.problem = ask.problem.clone();
        solution.answer = listed(&lines);
        solution.answers = answers;
        Ok(solution)
    }
}
