//! Values beside the real numbers, continued from them.
//!
//! |x|, odd roots of negative numbers and ⌊x⌋ are no functions of complex numbers, and roots and logarithms have cuts. But
//! where every part of a line has a real value, each goes on analytically to points beside it: |u| is u or -u, ∛u is -∛(-u).
//! Two lines that are equal on the real numbers there are equal beside them too. A part that leaves the half of the plane in
//! which its branch was chosen has no value here, nor has a line in which i stands.

use crate::complex::{Complex, Real, real};
use crate::expr::F;
use ganita_notation::{Function, Node};

/// A power of what was real.
#[inline(never)]
pub(super) fn raised<T: Real>(
    base: Complex<T>,
    power: Complex<T>,
    odd_root: Option<(i64, i64)>,
) -> Complex<T> {
    let whole = power.im == T::ZERO && power.re.is_whole();
    let zero = base.re == T::ZERO && base.im == T::ZERO;
    if whole || zero || base.re > T::ZERO {
        return base.pow(power, None);
    }
    match odd_root {
        Some((p, q)) if q % 2 == 1 && base.re < T::ZERO => {
            let size = (-base).pow(power, None);
            if p % 2 == 0 { size } else { -size }
        }
        _ => Complex::nothing(),
    }
}

/// The absolute value of what was real.
pub(super) fn absolute<T: Real>(x: Complex<T>) -> Complex<T> {
    if x.re > T::ZERO {
        x
    } else if x.re < T::ZERO {
        -x
    } else if x.im == T::ZERO {
        real(T::ZERO)
    } else {
        Complex::nothing()
    }
}

/// Whether a function of what was real has left its branch.
pub(super) fn leaves<T: Real>(f: F, x: Complex<T>) -> bool {
    let size = x.re.abs();
    match f {
        F::Ln => x.re <= T::ZERO,
        F::Asin | F::Acos | F::Atanh => size >= T::ONE,
        F::Asec | F::Acsc => size <= T::ONE,
        F::Acosh => x.re <= T::ONE,
        F::Abs => x.im != T::ZERO,
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
