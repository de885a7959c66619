//! Definite integrals of what is smooth, to thirty digits: Gauss's quadrature (1814) in pairs of doubles.
//!
//! Twenty nodes a piece are exact for polynomials of degree 39, and for an analytic function they err by ρ⁻⁴⁰, where ρ says
//! how far its nearest singularity is (Trefethen 2008): mostly less than the digits there are. Where there is a corner or a
//! pole the sums do not settle, and nothing is said.

use std::cell::OnceCell;
use std::rc::Rc;

use super::evaluate::{Letters, evaluate};
use super::{PRECISE, weight};
use crate::complex::{C, Complex, Real, real};
use crate::expr::burn;
use crate::twofold::Twofold;
use ganita_notation::Node;

const NODES: u32 = 20;
/// Pieces an interval is cut into, one try after the other.
const CUTS: [u32; 3] = [2, 5, 11];
/// Where two sums of an answer's digits agree so far, they are the same number.
const SAME: f64 = 1e-20;
/// An answer farther from a settled sum than this is another number, however it was rounded.
const OTHER: f64 = 1e-12;

/// Node and weight, of those above zero: the others mirror them.
type Nodes = Rc<[(Twofold, Twofold)]>;

thread_local! {
    static HALF_OF_THEM: OnceCell<Nodes> = const { OnceCell::new() };
}

/// The zeros of a Legendre polynomial, by Newton's method from Tricomi's estimate.
fn nodes() -> Nodes {
    let n = Twofold::from_f64(f64::from(NODES));
    let zero = |k: u32| {
        let angle = std::f64::consts::PI * (f64::from(k) + 0.75) / (f64::from(NODES) + 0.5);
        let mut x = Twofold::from_f64(libm::cos(angle));
        let mut slope = Twofold::ONE;
        for _ in 0..6 {
            let (mut before, mut here) = (Twofold::ONE, x);
            for j in 2..=NODES {
                let j = Twofold::from_f64(f64::from(j));
                let next = ((j + j - Twofold::ONE) * x * here - (j - Twofold::ONE) * before) / j;
                (before, here) = (here, next);
            }
            slope = n * (x * here - before) / (x * x - Twofold::ONE);
            x = x - here / slope;
        }
        let weight = (Twofold::ONE + Twofold::ONE) / ((Twofold::ONE - x * x) * slope * slope);
        (x, weight)
    };
    (0..NODES / 2).map(zero).collect()
}

/// Two sums in doubles that agree so far have settled.
const SETTLED: f64 = 1e-13;
/// Fuel for a value of what is integrated.
const VALUE: u64 = 2;

/// The integral in doubles, where two sums settle: a sixth of the values that [`super::quadrature`] takes, which does what has
/// corners and poles.
pub(super) fn doubles(f: &dyn Fn(f64) -> C, a: f64, b: f64) -> Option<C> {
    let nodes = HALF_OF_THEM.with(|all| all.get_or_init(nodes).clone());
    let sum = |count: u32| {
        let edge = |k: u32| a + (b - a) * edge(k, count);
        let mut total = real(0.0);
        for k in 0..count {
            let (low, high) = (edge(k), edge(k + 1));
            let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
            for (node, weight) in nodes.iter() {
                let (node, weight) = (half * node.to_f64(), half * weight.to_f64());
                total = total + (f(middle + node) + f(middle - node)) * real(weight);
            }
        }
        total
    };
    if burn(VALUE * u64::from(NODES * (CUTS[0] + CUTS[1]))) {
        return None;
    }
    let (coarse, fine) = (sum(CUTS[0]), sum(CUTS[1]));
    (fine.is_finite() && (fine - coarse).abs() < SETTLED * fine.abs().max(1.0)).then_some(fine)
}

/// Where a piece begins, as a part of the whole. The pieces differ in length: what is odd about the middle must not cancel.
fn edge(k: u32, count: u32) -> f64 {
    let part = f64::from(k) / f64::from(count);
    part * (1.0 - 0.1 * (1.0 - part))
}

/// An integral of one letter between two numbers.
pub(crate) struct Smooth<'a> {
    body: &'a Node,
    name: String,
    from: Twofold,
    width: Twofold,
    sums: [OnceCell<Option<Twofold>>; CUTS.len()],
}

impl<'a> Smooth<'a> {
    /// `None`: an end is not a finite real number.
    pub(crate) fn of(body: &'a Node, name: &str, ends: [&Node; 2]) -> Option<Smooth<'a>> {
        let [from, to] = ends.map(number);
        let (from, to) = (from?, to?);
        Some(Smooth {
            body,
            name: name.to_owned(),
            from,
            width: to - from,
            sums: [const { OnceCell::new() }; CUTS.len()],
        })
    }

    /// Whether a number is the integral. `None`: the sums do not settle.
    pub(crate) fn is(&self, answer: &Node) -> Option<bool> {
        let answer = number(answer)?;
        let size = answer.to_f64().abs().max(1.0);
        let mut last: Option<Twofold> = None;
        for (sum, &count) in self.sums.iter().zip(&CUTS) {
            let sum = (*sum.get_or_init(|| self.sum(count)))?;
            let gap = |other: Twofold| (sum - other).to_f64().abs();
            if gap(answer) < SAME * size {
                return Some(true);
            }
            if last.is_some_and(|last| gap(last) < SAME * size) {
                return (gap(answer) > OTHER * size).then_some(false);
            }
            last = Some(sum);
        }
        None
    }

    fn sum(&self, count: u32) -> Option<Twofold> {
        let values = 2 * u64::from(NODES * count);
        if burn(values * PRECISE * weight(self.body) / 4) {
            return None;
        }
        let nodes = HALF_OF_THEM.with(|all| all.get_or_init(nodes).clone());
        let edge = |k: u32| self.from + self.width * Twofold::from_f64(edge(k, count));
        let mut letters = Letters {
            values: vec![(self.name.clone(), real(Twofold::ZERO))],
            given: &[],
            minus: false,
            beside: false,
        };
        let mut total = Twofold::ZERO;
        for k in 0..count {
            let (low, high) = (edge(k), edge(k + 1));
            let (middle, half) = ((low + high) * Twofold::HALF, (high - low) * Twofold::HALF);
            for &(node, weight) in nodes.iter() {
                for x in [middle + half * node, middle - half * node] {
                    letters.values[0].1 = real(x);
                    let value = finite(evaluate(self.body, &letters))?;
                    total = total + value * weight * half;
                }
            }
        }
        Some(total)
    }
}

fn finite(value: Complex<Twofold>) -> Option<Twofold> {
    (value.is_finite() && value.is_real()).then_some(value.re)
}

fn number(node: &Node) -> Option<Twofold> {
    finite(evaluate(node, &Letters { values: Vec::new(), given: &[], minus: false, beside: false }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(body: &str, ends: [&str; 2], answer: &str) -> Option<bool> {
        let read = |latex: &str| ganita_notation::read(latex).expect("LaTeX");
        let (body, ends, answer) = (read(body), ends.map(read), read(answer));
        crate::expr::reset(crate::explain::FUEL);
        Smooth::of(&body, "x", [&ends[0], &ends[1]])?.is(&answer)
    }

    #[test]
    fn what_is_smooth_is_known_to_twenty_digits() {
        assert_eq!(is(r"\frac{1}{1+x^2}", ["0", "1"], r"\frac{\pi}{4}"), Some(true));
        assert_eq!(is(r"x\sin x", ["0", r"\pi"], r"\pi"), Some(true));
        assert_eq!(is(r"e^{x}\ln x", ["1", "2"], r"e^2\ln 2-\int_1^2\frac{e^x}{x}dx"), None);
        assert_eq!(is(r"\ln x", ["1", "3"], r"3\ln 3-2"), Some(true));
    }

    #[test]
    fn a_number_that_is_off_by_a_billionth_is_not_the_integral() {
        assert_eq!(is(r"\frac{1}{1+x^2}", ["0", "1"], "0.785398163"), Some(false));
        assert_eq!(is(r"x\sin x", ["0", r"\pi"], r"\frac{355}{113}"), Some(false));
    }

    #[test]
    fn poles_and_corners_do_not_settle() {
        assert_eq!(is(r"\frac{1}{x}", ["-1", "1"], "0"), None);
        assert_eq!(is(r"|x|", ["-1", "2"], r"\frac{5}{2}"), None);
        assert_eq!(is(r"\sqrt{x}", ["0", "1"], r"\frac{2}{3}"), None);
    }
}
