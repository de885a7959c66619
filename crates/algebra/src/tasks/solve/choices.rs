//! Equal numbers of combinations: ⁿCₐ = ⁿC_b with a and b different is true for n = a + b only, by symmetry of the
//! n-th row of Pascal's triangle, which rises to its middle.

use super::statement;
use crate::explain::Found;
use crate::expr::E;
use crate::meaning::{letter, meaning};
use crate::show::show;
use crate::work::Work;
use ganita_notation::Node;

/// `n = a + b`, where the equation is one of this sort.
pub(super) fn equal(problem: &Node, left: &Node, right: &Node) -> Option<Found> {
    let ((n, a), (m, b)) = (choice(left)?, choice(right)?);
    if n != m || a == b {
        return None;
    }
    let total = a + b;
    let mut work = Work::on(problem);
    let answer = statement(n, &[total]);
    let parameters = vec![("n", show(n)), ("a", show(a)), ("b", show(b))];
    work.to("equal combinations", answer.clone(), parameters);
    let mut found = Found::one(work, answer, "equal combinations", Some(n));
    found.answers = vec![show(total)];
    found.points = vec![vec![total.as_int()? as f64]];
    Some(found)
}

/// n and r of nCr with a letter n and a whole number r.
fn choice(node: &Node) -> Option<(E, E)> {
    match node {
        Node::Binomial(n, r) | Node::Choose('C', n, r) => {
            let r = meaning(r).ok().filter(|r| r.as_int().is_some_and(|r| r >= 0))?;
            Some((letter(n)?, r))
        }
        Node::Group(_, inner, _) => choice(inner),
        _ => None,
    }
}
