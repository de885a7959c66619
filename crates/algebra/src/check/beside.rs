//! Values beside the real numbers, continued from them.
//!
//! |x|, odd roots of negative numbers and ⌊x⌋ are no functions of complex numbers, and roots and logarithms have cuts. But
//! where every part of a line has a real value, each goes on analytically to points beside it: |u| is u or -u, ∛u is -∛(-u).
//! Two lines that are equal on the real numbers there are equal beside them too. A part that leaves the half of the plane in
//! which its branch was chosen has no value here, nor has a line in which i stands.

use crate::complex::{Complex, Real, real};
use crate::expr::F;
use ganita_notation::{Function, Node};

/// The absolute value of what was real.
pub(super) fn absolute<T: Real>(x: Complex<T>) -> Complex<T> {
    let sign = if x.re < T::ZERO {
        -1.0
    } else if x.re == T::ZERO && x.im != T::ZERO {
        f64::NAN
    } else {
        1.0
    };
    x * real(T::from_f64(sign))
}

/// The value of a function of what was real; none where it has left its branch.
#[inline(never)]
pub(super) fn function<T: Real>(f: F, x: Complex<T>, beside: bool) -> Complex<T> {
    if beside && leaves(f, x.re.to_f64(), x.im.to_f64()) {
        Complex::nothing()
    } else {
        crate::value::function(f, x)
    }
}

fn leaves(f: F, re: f64, im: f64) -> bool {
    match f {
        F::Ln => re <= 0.0,
        F::Asin | F::Acos | F::Atanh => re.abs() >= 1.0,
        F::Asec | F::Acsc => re.abs() <= 1.0,
        F::Acosh => re <= 1.0,
        F::Abs => im != 0.0,
        _ => false,
    }
}

/// Whether a branch may have to be chosen for something in it.
pub(super) fn branches(node: &Node) -> bool {
    let digits = |node: &Node| matches!(node, Node::Number(_));
    crate::parts::any(node, &|part| match part {
        Node::Root { .. } | Node::Absolute(_) | Node::Floor(_) | Node::Ceiling(_) => true,
        Node::Power(base, exponent) => {
            !digits(exponent) && !digits(base) && **base != Node::symbol("e")
        }
        Node::Apply { function: Function::Named(name), power, .. } => {
            // All that is neither an inverse function nor a logarithm.
            power.as_ref().is_some_and(|power| !digits(power))
                || crate::meaning::named(name).and_then(crate::meaning::inverse).is_none()
        }
        Node::Apply { .. } | Node::Derivative { .. } | Node::Limit { .. } => true,
        _ => false,
    })
}
