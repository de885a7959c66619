//! The constant of integration: taken out of logarithms, and found from a point of the curve.

use super::General;
use crate::algebra::{expand, factored, split_fraction, together};
use crate::expr::{E, F, ONE, X, add, exp, mul, num, powi};
use crate::number::Q;
use crate::show::show;
use crate::tasks::simplify::simplest;
use crate::tasks::solve::roots::{Set, roots};
use crate::textbook::{Sheet, equals, plain};
use crate::value::{real_value, value};
use ganita_notation::{Join, Node, Relation};

/// Powers that are still written out.
const POWER: i64 = 6;

/// left = C · right, once the logarithms are gone.
pub(super) struct Factors {
    left: E,
    right: E,
}

/// k₁ ln|u₁| + k₂ ln|u₂| + … + others, times a whole number that makes each k whole.
struct Logs {
    powers: Vec<(E, i64)>,
    by: i64,
    others: E,
}

impl Logs {
    fn of(e: E, y: E) -> Option<Logs> {
        let mut logs = Vec::new();
        let mut others = Vec::new();
        for term in expand(e).terms() {
            let (k, body) = term.coefficient();
            match body.get() {
                X::Fun(F::Ln, inner) => {
                    let inner = match inner.get() {
                        X::Fun(F::Abs, u) => u,
                        _ => inner,
                    };
                    logs.push((inner, k));
                }
                _ => others.push(term),
            }
        }
        let leading = &logs.iter().find(|(u, _)| u.has(y))?.1;
        let by = (1..=POWER)
            .map(|n| if leading.is_negative() { -n } else { n })
            .find(|n| logs.iter().all(|(_, k)| (k * &Q::int(*n)).is_integer()))?;
        let powers: Option<Vec<(E, i64)>> = logs
            .iter()
            .map(|(u, k)| Some((*u, num(k * &Q::int(by)).as_int().filter(|k| k.abs() <= POWER)?)))
            .collect();
        Some(Logs { powers: powers?, by, others: add(others) })
    }
}

/// Several logarithms of one side as one: ½ ln|x² + y²|.
pub(super) fn merged(e: E, y: E) -> E {
    match Logs::of(e, y) {
        Some(logs) if logs.powers.len() > 1 => {
            let product = together(mul(logs.powers.iter().map(|(u, k)| powi(*u, *k))));
            num(Q::new(1, logs.by)) * crate::show::ln_abs(product) + logs.others
        }
        _ => e,
    }
}

impl Factors {
    /// ln|u| + … = … + C without its logarithms, the sign of u and e^C being called C again.
    pub(super) fn of(general: &General, (x, y): (E, E)) -> Option<Factors> {
        let logs = Logs::of(general.level(), y)?;
        // ln|y| + y = x + C says no more without its logarithm.
        if logs.others.terms().iter().any(|term| term.has(y) && !term.has(x)) {
            return None;
        }
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (u, k) in &logs.powers {
            // What would stand in the denominator on the right goes to the left.
            if u.has(y) || *k > 0 {
                left.push(powi(*u, *k));
            } else {
                right.push(powi(*u, -*k));
            }
        }
        let (mut left, mut right) = (together(mul(left)), mul(right));
        let (top, bottom) = split_fraction(left);
        if !bottom.has(y) {
            (left, right) = (top, right * bottom);
        }
        // y alone is the answer.
        let rest = left / y;
        if !rest.has(y) {
            (left, right) = (y, right / rest);
        }
        let front = num(left.coefficient().0);
        let power = exp(simplest(-crate::expr::int(logs.by) * logs.others));
        Some(Factors { left: factored(left / front), right: simplest(right) * power })
    }

    /// Constant along each solution.
    pub(super) fn level(&self) -> Node {
        show(self.left / self.right)
    }

    pub(super) fn with(&self, constant: Node) -> Node {
        let right = match show(self.right) {
            _ if self.right == ONE => constant,
            Node::Fraction(top, bottom) if *top == Node::number("1") => {
                Node::fraction(constant, *bottom)
            }
            Node::Product(mut factors) => {
                factors.insert(0, (Join::Beside, constant));
                Node::Product(factors)
            }
            other => Node::Product(vec![(Join::Beside, constant), (Join::Beside, other)]),
        };
        Node::relation(show(self.left), Relation::Equal, right)
    }
}

/// The solution through a point: the constant, then the equation, for y where that is simple.
pub(super) fn through(
    sheet: &mut Sheet,
    (x, y): (E, E),
    (x0, y0): (E, E),
    general: &General,
    factors: Option<&Factors>,
) -> Option<Node> {
    let here = |e: E| plain(e.replace(x, x0).replace(y, y0));
    let (left, right, c) = match factors {
        Some(Factors { left, right }) => {
            let c = plain(here(*left) / here(*right));
            (*left, simplest(c * *right), c)
        }
        None => {
            let c = plain(here(general.left) - here(general.right));
            (general.left, simplest(general.right + c), c)
        }
    };
    // Nothing that is no number, and the point lies on the curve.
    real_value(c)?;
    let gap = |u: E, v: E| {
        let at = [(x, value(u, &[])), (y, value(v, &[]))];
        (value(left, &at) - value(right, &at)).abs()
    };
    let off = gap(x0, y0);
    if off.is_nan() || off > 1e-9 {
        return None;
    }
    sheet.remark_with(
        "constant by the point",
        equals(Node::symbol("C"), show(c)),
        vec![("x", equals(show(x), show(x0))), ("y", equals(show(y), show(y0)))],
    );
    let implicit = match factors {
        Some(_) => equals(show(left), show(right)),
        None => general.with(c),
    };
    if general.alone.is_some() && factors.is_none() {
        return Some(implicit);
    }
    if left == y || left.has(x) {
        return Some(implicit);
    }
    if let Some(Set::Roots(found)) = roots(left - right, y, 0)
        && let [root] = found.as_slice()
        && !root.has(crate::expr::I)
        && !root.symbols().iter().any(|letter| *letter != x)
    {
        let root = plain(*root);
        let near = |u: E| gap(u, root.replace(x, u)) < 1e-8;
        let at_point = (value(root.replace(x, x0), &[]) - value(y0, &[])).abs() < 1e-9;
        if at_point && near(x0) && near(x0 + num(Q::new(1, 8))) {
            sheet.remark("through the point", implicit);
            return Some(equals(show(y), show(root)));
        }
    }
    Some(implicit)
}
