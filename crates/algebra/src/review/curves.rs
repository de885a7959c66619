//! Curves given by an equation in x and y or by a parameter, and their slopes.

use super::asides;
use super::compare::{self, Link, Mode, link};
use super::kinds::sides;
use super::lines::Work;
use super::slopes;
use super::solutions::on_curve;
use super::{FUEL, Mistake, Verdict};
use crate::expr::reset;
use crate::parts;
use ganita_notation::Node;

impl Work {
    /// A line about a curve x = f(t), y = g(t).
    pub(super) fn on_parameters(&mut self, node: &Node) -> (Verdict, Option<Mistake>) {
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
    pub(super) fn differentiated(&self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
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
        let truth = on_curve(curve, &asides::with_slope(node, "y", &slope));
        let mistake = || {
            let after = slopes::lettered(node);
            let made = slopes::misdifferentiated(curve, node);
            made.iter().find(|(_, made)| compare::proportional(made, &after)).map(|(name, made)| {
                let (part, became) = (curve.clone(), slopes::unlettered(made));
                Mistake { name, part, became }
            })
        };
        Some(match truth {
            Some(true) => (Verdict::Equivalent, None),
            Some(false) => (Verdict::Wrong, mistake()),
            None => (Verdict::Undecided, None),
        })
    }
}
