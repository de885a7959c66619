//! Roots put into the equation: exactly where that decides, else to thirty digits.

use crate::check::{self, Letters};
use crate::complex::{Complex, Real};
use crate::expr::{E, burn, sym};
use crate::show::show;
use crate::twofold::Twofold;
use ganita_notation::{Node, Relation};

/// What two sides may differ by, for their size, at a root of thirty digits: some are lost where terms cancel.
const SAME: f64 = 1e-20;
/// What large terms may lose.
const LOST: f64 = 1e-14;
/// Fuel for a side to thirty digits, a part of it.
const PRICE: u64 = 24;

/// Whether the equation is true with `root` in the place of `x`. `None`: that cannot be said, as for families and letters.
pub(super) fn holds(problem: &Node, f: E, x: E, root: E) -> Option<bool> {
    if root.num().is_some() && crate::algebra::coefficients(f, x).is_some() {
        return Some(crate::algebra::is_zero(f.replace(x, root)));
    }
    if !root.symbols().is_empty() || f.symbols().as_slice() != [x] || root.has(sym("n")) {
        return None;
    }
    let Node::Relation(left, rest) = problem else { return None };
    let [(Relation::Equal, right)] = rest.as_slice() else { return None };
    if burn(PRICE * (check::weight(left) + check::weight(right))) {
        return None;
    }
    let none = Letters { values: Vec::new(), given: &[], minus: false, beside: false };
    let value = check::evaluate::<Twofold>(&show(root), &none);
    if !value.is_finite() || !value.is_real() {
        return None;
    }
    let there = Letters {
        values: vec![(x.name()?.to_string(), value)],
        given: &[],
        minus: false,
        beside: false,
    };
    let (a, b) = (check::evaluate(left, &there), check::evaluate(right, &there));
    let gap = a - b;
    if gap.abs() <= SAME * (1.0 + a.abs()) {
        return Some(true);
    }
    // A root that is off by more than a double's last digit is none; what is less may be digits lost where terms cancel.
    let beside = Complex { re: value.re * (Twofold::ONE + Twofold::from_f64(1e-16)), ..value };
    let there = Letters {
        values: vec![(x.name()?.to_string(), beside)],
        given: &[],
        minus: false,
        beside: false,
    };
    let moved = check::evaluate(left, &there) - check::evaluate(right, &there);
    let shown = gap.abs() > LOST && gap.abs() > (moved - gap).abs();
    (gap.is_finite() && shown).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::meaning;

    fn is_root(equation: &str, root: &str) -> Option<bool> {
        crate::expr::reset(crate::explain::FUEL);
        let equation = ganita_notation::read(equation).expect("LaTeX");
        let root = meaning(&ganita_notation::read(root).expect("LaTeX")).expect("a number");
        let (left, right) = crate::explain::sides(&equation).expect("an equation");
        let f = meaning(left).expect("left") - meaning(right).expect("right");
        holds(&equation, f, sym("x"), root)
    }

    #[test]
    fn roots_are_put_in_exactly_or_to_thirty_digits() {
        assert_eq!(is_root("x^2-5x+6=0", "2"), Some(true));
        assert_eq!(is_root("x^2=2", r"\sqrt{2}"), Some(true));
        assert_eq!(is_root(r"\sqrt{x+3}=x", r"\frac{1+\sqrt{13}}{2}"), Some(true));
        assert_eq!(is_root(r"3^x=7", r"\frac{\ln 7}{\ln 3}"), Some(true));
        assert_eq!(is_root("(x-1)^2=0", "1"), Some(true));
    }

    #[test]
    fn a_root_that_is_off_in_its_twelfth_digit_is_none() {
        assert_eq!(is_root("x^2-5x+6=0", "2.000000000001"), Some(false));
        assert_eq!(is_root("x^2=2", r"\sqrt{2.000000000001}"), Some(false));
        assert_eq!(is_root(r"\sqrt{x+3}=x", r"\frac{1-\sqrt{13}}{2}"), Some(false));
    }
}
