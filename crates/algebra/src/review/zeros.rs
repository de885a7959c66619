//! α and β, the roots of the quadratic in the first line, and what is said of their sum and product.

use super::compare::{self, Mode};
use super::kinds;
use super::lines::Work;
use super::mistakes::ZEROS;
use super::{Mistake, Verdict};
use crate::algebra::{coefficients, expand};
use crate::check::{Letters, holds};
use crate::complex::{C, real};
use crate::explain::names;
use crate::expr::sym;
use crate::meaning::meaning;
use ganita_notation::Node;

const LETTERS: [&str; 2] = ["alpha", "beta"];

/// a, b and c of ax² + bx + c.
fn quadratic(line: &Node, x: &str) -> Option<[f64; 3]> {
    let f = expand(meaning(&compare::difference(line)?).ok()?);
    let c = coefficients(f, sym(x))?;
    let [c0, c1, c2] = c.as_slice() else { return None };
    let number = |e: crate::expr::E| Some(e.num()?.to_f64());
    Some([number(*c2)?, number(*c1)?, number(*c0)?])
}

impl Work {
    /// A line about α and β.
    pub(super) fn about_zeros(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let Mode::Equation(x) = &self.mode else { return None };
        let first = self.first.as_ref()?;
        let mut letters = Vec::new();
        names(first, &mut letters);
        if letters.as_slice() != [x.clone()] {
            return None;
        }
        letters.clear();
        names(node, &mut letters);
        let is_zero = |name: &str| LETTERS.contains(&name);
        if !letters.iter().any(|name| is_zero(name)) {
            return None;
        }
        let [a, b, c] = quadratic(first, x)?;
        self.of_zeros = true;
        let coefficient = |name: &str| ["a", "b", "c"].contains(&name);
        if !letters.iter().all(|name| is_zero(name) || coefficient(name))
            || !kinds::is_statement(node)
        {
            return Some((Verdict::Undecided, None));
        }
        let root = real(b * b - 4.0 * a * c).sqrt();
        let zero = |sign: f64| (root * real(sign) - real(b)) / real(2.0 * a);
        // Which of them is called α is open.
        let holds = |sign: f64| {
            let values = [
                ("alpha", zero(sign)),
                ("beta", zero(-sign)),
                ("a", real(a)),
                ("b", real(b)),
                ("c", real(c)),
            ];
            let values: Vec<(String, C)> = values.map(|(name, v)| (name.to_owned(), v)).to_vec();
            holds(node, &Letters { values, given: &[], minus: false, beside: false })
        };
        Some(match (holds(1.0), holds(-1.0)) {
            (Some(true), _) | (_, Some(true)) => (Verdict::Equivalent, None),
            (Some(false), Some(false)) => {
                let (part, became) = (first.clone(), node.clone());
                (Verdict::Wrong, Some(Mistake { name: ZEROS, part, became }))
            }
            _ => (Verdict::Undecided, None),
        })
    }
}
