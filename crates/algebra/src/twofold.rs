//! Numbers of about 32 digits as unevaluated sums of two doubles (Dekker 1971; Hida, Li and Bailey 2001), for checking.
//!
//! Products are split without a fused multiply, which browsers do not have: the same bits everywhere.

use crate::check::Letters;
use crate::complex::{Complex, Real};
use ganita_notation::Node;
use std::cell::Cell;
use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// `high + low`, where `low` is below half a unit in the last place of `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Twofold {
    high: f64,
    low: f64,
}

const fn both(high: f64, low: f64) -> Twofold {
    Twofold { high, low }
}

/// Of a double that is larger than the other, or of the same size.
fn quick_sum(a: f64, b: f64) -> Twofold {
    let sum = a + b;
    both(sum, b - (sum - a))
}

fn exact_sum(a: f64, b: f64) -> Twofold {
    let sum = a + b;
    let part = sum - a;
    both(sum, (a - (sum - part)) + (b - part))
}

/// In two halves of 26 bits.
fn split(a: f64) -> (f64, f64) {
    const FACTOR: f64 = 134_217_729.0; // 2^27 + 1
    let t = FACTOR * a;
    let high = t - (t - a);
    (high, a - high)
}

fn exact_product(a: f64, b: f64) -> Twofold {
    let product = a * b;
    let ((ah, al), (bh, bl)) = (split(a), split(b));
    both(product, ((ah * bh - product) + ah * bl + al * bh) + al * bl)
}

impl Add for Twofold {
    type Output = Twofold;
    #[inline(never)]
    #[cfg_attr(hot, optimize(speed))]
    fn add(self, other: Twofold) -> Twofold {
        let (s, t) = (exact_sum(self.high, other.high), exact_sum(self.low, other.low));
        let s = quick_sum(s.high, s.low + t.high);
        quick_sum(s.high, s.low + t.low)
    }
}
impl Sub for Twofold {
    type Output = Twofold;
    fn sub(self, other: Twofold) -> Twofold {
        self + -other
    }
}
impl Mul for Twofold {
    type Output = Twofold;
    #[inline(never)]
    #[cfg_attr(hot, optimize(speed))]
    fn mul(self, other: Twofold) -> Twofold {
        let p = exact_product(self.high, other.high);
        quick_sum(p.high, p.low + (self.high * other.low + self.low * other.high))
    }
}
impl Div for Twofold {
    type Output = Twofold;
    #[inline(never)]
    #[cfg_attr(hot, optimize(speed))]
    fn div(self, other: Twofold) -> Twofold {
        let first = self.high / other.high;
        let rest = self - other * both(first, 0.0);
        let second = rest.high / other.high;
        let rest = rest - other * both(second, 0.0);
        let third = rest.high / other.high;
        quick_sum(first, second) + both(third, 0.0)
    }
}
impl Neg for Twofold {
    type Output = Twofold;
    fn neg(self) -> Twofold {
        both(-self.high, -self.low)
    }
}
impl PartialOrd for Twofold {
    fn partial_cmp(&self, other: &Twofold) -> Option<Ordering> {
        match self.high.partial_cmp(&other.high) {
            Some(Ordering::Equal) => self.low.partial_cmp(&other.low),
            order => order,
        }
    }
}

/// By a whole number that is a double.
#[inline(never)]
#[cfg_attr(hot, optimize(speed))]
fn over(a: Twofold, n: f64) -> Twofold {
    let first = a.high / n;
    let product = exact_product(first, n);
    let rest = (a.high - product.high) - product.low + a.low;
    quick_sum(first, rest / n)
}

/// Values that are kept: sin x, cos x and tan x stand in one line, and the next line has them again.
const KEPT: usize = 8;

/// Of the sine and cosine or of the exponential function, where it was looked at, and its value there.
type Kept = (bool, Twofold, (Twofold, Twofold));

thread_local! {
    static VALUES: [Cell<Kept>; KEPT] = const {
        [const { Cell::new((false, Twofold::ZERO, (Twofold::ONE, Twofold::ZERO))) }; KEPT]
    };
    static NEXT: Cell<usize> = const { Cell::new(0) };
}

#[inline(never)]
#[cfg_attr(hot, optimize(speed))]
fn remembered(
    circular: bool,
    x: Twofold,
    find: fn(Twofold) -> (Twofold, Twofold),
) -> (Twofold, Twofold) {
    VALUES.with(|kept| {
        for kept in kept {
            let (kind, at, value) = kept.get();
            if kind == circular && at == x {
                return value;
            }
        }
        let value = find(x);
        let next = NEXT.get();
        kept[next].set((circular, x, value));
        NEXT.set((next + 1) % KEPT);
        value
    })
}

const LN_2: Twofold = both(std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);
const HALF_PI: Twofold = both(std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17);

/// By a power of two.
fn scaled(x: Twofold, exponent: i32) -> Twofold {
    both(libm::scalbn(x.high, exponent), libm::scalbn(x.low, exponent))
}

impl Twofold {
    /// Σ x^k/k! over every second k from `first` on, for a small x; with alternating signs where -x² is given for x².
    #[cfg_attr(hot, optimize(speed))]
    fn series(self, first: u32, square: Twofold) -> Twofold {
        let mut term = if first == 0 { Self::ONE } else { self };
        let mut sum = term;
        let mut k = first;
        while term.high.abs() > 1e-34 * sum.high.abs() && k < 32 {
            term = over(term * square, f64::from((k + 1) * (k + 2)));
            sum = sum + term;
            k += 2;
        }
        sum
    }

    /// Sine and cosine. Beyond some thousands digits are lost, as they are in floats.
    fn sine_cosine(self) -> (Twofold, Twofold) {
        remembered(true, self, Self::found_sine_cosine)
    }

    fn found_sine_cosine(self) -> (Twofold, Twofold) {
        let turns = libm::round(self.high / HALF_PI.high);
        if !turns.is_finite() || turns.abs() > 1e12 {
            return (both(f64::NAN, 0.0), both(f64::NAN, 0.0));
        }
        let rest = self - HALF_PI * both(turns, 0.0);
        let square = -(rest * rest);
        let (sine, cosine) = (rest.series(1, square), rest.series(0, square));
        match (turns as i64).rem_euclid(4) {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        }
    }

    /// e^x = 2^k (e^{r/512})^512 with |r| ≤ (ln 2)/2, by e^r - 1, which keeps its digits when it is doubled.
    fn found_exp(self) -> Twofold {
        if self.high.is_nan() || self.high > 709.0 {
            return both(libm::exp(self.high), 0.0);
        }
        if self.high < -700.0 {
            return Self::ZERO;
        }
        let k = libm::round(self.high / LN_2.high);
        let r = scaled(self - LN_2 * both(k, 0.0), -9);
        let (mut term, mut sum) = (r, r);
        for n in 2..9 {
            term = over(term * r, f64::from(n));
            sum = sum + term;
        }
        for _ in 0..9 {
            sum = sum + sum + sum * sum;
        }
        scaled(sum + Self::ONE, k as i32)
    }
}

impl Real for Twofold {
    const ZERO: Twofold = both(0.0, 0.0);
    const ONE: Twofold = both(1.0, 0.0);
    const HALF: Twofold = both(0.5, 0.0);
    const PI: Twofold = both(std::f64::consts::PI, 1.224_646_799_147_353_2e-16);
    const E: Twofold = both(std::f64::consts::E, 1.445_646_891_729_250_2e-16);
    const TOLERANCE: f64 = 1e-18;
    const SLOPE: f64 = 1e-15;
    const APPROACHED: f64 = 1e-8;
    const SETTLED: f64 = 1e-8;
    const STEP: f64 = 1e-5;

    fn from_f64(x: f64) -> Twofold {
        both(x, 0.0)
    }
    fn to_f64(self) -> f64 {
        self.high
    }
    fn floor(self) -> Twofold {
        let whole = self.high.floor();
        if whole == self.high { quick_sum(whole, self.low.floor()) } else { both(whole, 0.0) }
    }
    /// A Newton step from the double (Karp and Markstein 1997).
    fn sqrt(self) -> Twofold {
        if self.high <= 0.0 {
            return both(self.high.sqrt(), 0.0);
        }
        let root = self.high.sqrt();
        let rest = self - exact_product(root, root);
        quick_sum(root, rest.high / (2.0 * root))
    }
    fn exp(self) -> Twofold {
        remembered(false, self, |x| (x.found_exp(), Self::ZERO)).0
    }
    /// A Newton step from the double: it doubles the digits.
    fn ln(self) -> Twofold {
        let near = both(libm::log(self.high), 0.0);
        if !near.high.is_finite() {
            return near;
        }
        near + self * (-near).exp() - Self::ONE
    }
    fn power(self, exponent: Twofold) -> Twofold {
        (self.ln() * exponent).exp()
    }
    fn sin(self) -> Twofold {
        self.sine_cosine().0
    }
    fn cos(self) -> Twofold {
        self.sine_cosine().1
    }
    fn atan(self) -> Twofold {
        self.atan2(Self::ONE)
    }
    /// The double, and what its sine and cosine say is missing.
    fn atan2(self, x: Twofold) -> Twofold {
        let near = both(libm::atan2(self.high, x.high), 0.0);
        let (sine, cosine) = near.sine_cosine();
        let (across, along) = (self * cosine - x * sine, x * cosine + self * sine);
        if along == Self::ZERO { near } else { near + across / along }
    }
    fn hypot(self, other: Twofold) -> Twofold {
        (self * self + other * other).sqrt()
    }
    fn asin(self) -> Twofold {
        self.atan2((Self::ONE - self * self).sqrt())
    }
    fn acos(self) -> Twofold {
        (Self::ONE - self * self).sqrt().atan2(self)
    }
    fn sinh(self) -> Twofold {
        if self.high.abs() < 0.1 {
            return self.series(1, self * self);
        }
        (self.exp() - (-self).exp()) * Self::HALF
    }
    fn cosh(self) -> Twofold {
        (self.exp() + (-self).exp()) * Self::HALF
    }
    fn asinh(self) -> Twofold {
        let size = Real::abs(self);
        let found = (size + (size * size + Self::ONE).sqrt()).ln();
        if self.high < 0.0 { -found } else { found }
    }
    fn acosh(self) -> Twofold {
        (self + (self * self - Self::ONE).sqrt()).ln()
    }
    fn decimal(digits: &str) -> Option<Twofold> {
        let ten = both(10.0, 0.0);
        let (mut value, mut scale, mut point) = (Self::ZERO, Self::ONE, false);
        for byte in digits.bytes() {
            match byte {
                b'0'..=b'9' => {
                    value = value * ten + both(f64::from(byte - b'0'), 0.0);
                    scale = if point { scale * ten } else { scale };
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        Some(if point { value / scale } else { value })
    }
    /// In doubles only: quadrature takes thousands of values.
    fn integrated(_: &Node, _: &Letters<'_, Twofold>) -> Complex<Twofold> {
        Complex::nothing()
    }
    /// Of whole numbers only.
    fn factorial(self) -> Option<Twofold> {
        if !self.is_whole() || self.high > 170.0 {
            return None;
        }
        Some((2..=self.high as u32).fold(Self::ONE, |all, k| all * both(f64::from(k), 0.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the value by mpmath, cut into two doubles.
    #[track_caller]
    fn is(found: Twofold, high: f64, low: f64) {
        let gap = found - both(high, low);
        assert!(gap.high.abs() <= 2e-30 * high.abs(), "{found:?} is off by {gap:?}");
    }

    fn at(x: f64) -> Twofold {
        both(x, 0.0)
    }

    #[test]
    fn functions_have_thirty_digits() {
        is(at(1.25).sin(), 0.9489846193555862, 1.3508965656504773e-17);
        is(at(-40.5).sin(), -0.33415117684842055, 7.136646669033696e-18);
        is(at(2.0).cos(), -0.4161468365471424, 1.990596398957495e-17);
        is(at(0.1).cos(), 0.9950041652780258, -5.50210156918377e-17);
        is(at(1.0).exp(), std::f64::consts::E, 1.4456468917292502e-16);
        is(at(-13.75).exp(), 1.0677040100347827e-06, 2.8331209924452033e-23);
        is(at(0.001).exp(), 1.0010005001667084, -4.290842058948394e-17);
        is(at(3.0).ln(), 1.0986122886681098, -9.07129723500153e-17);
        is(at(0.0078125).ln(), -4.852030263919617, -2.7335557943175664e-16);
        is(at(0.75).atan(), 0.6435011087932844, 1.5834785051444286e-17);
        is(at(-6.0).atan(), -1.4056476493802699, 8.922630138234492e-17);
        is(at(0.625).asin(), 0.6751315329370317, -5.931934973320855e-18);
        is(at(-0.875).acos(), 2.636232143305636, -1.7256619426184521e-18);
        is(at(1.5).sinh(), 2.1292794550948173, 1.8859829935660394e-16);
        is(at(-0.5).cosh(), 1.1276259652063807, 8.703480114456192e-17);
        is(at(2.0).asinh(), 1.4436354751788103, 4.124885142212745e-17);
        is(at(-3.5).asinh(), -1.9657204716496515, -5.275672231515644e-17);
        is(at(4.0).acosh(), 2.0634370688955603, 2.132681651634397e-16);
        is(at(3.0).power(at(0.3125)), 1.4096146091828, 5.177745947054652e-17);
    }

    #[test]
    fn arithmetic_keeps_its_digits() {
        let third = Twofold::ONE / both(3.0, 0.0);
        is(third + third + third, 1.0, 0.0);
        let root = both(2.0, 0.0).sqrt();
        assert!((root * root - both(2.0, 0.0)).high.abs() < 1e-31);
        assert_eq!(both(5.0, 0.0).factorial(), Some(both(120.0, 0.0)));
        assert_eq!(both(2.5, 0.0).factorial(), None);
        assert_eq!(both(-2.5, 0.0).floor(), both(-3.0, 0.0));
        assert_eq!((both(3.0, 0.0) - both(1e-20, 0.0)).floor(), both(2.0, 0.0));
    }
}
