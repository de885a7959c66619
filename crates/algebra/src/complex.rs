//! Complex numbers in floating point, for checking only: no answer is made from them.

use crate::check::Letters;
use ganita_notation::Node;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// What a real part can be: [`f64`], or [`crate::twofold::Twofold`] where more digits are wanted.
pub(crate) trait Real:
    Copy
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    const ZERO: Self;
    const ONE: Self;
    const HALF: Self;
    const PI: Self;
    const E: Self;
    /// What two ways to one value may differ by, relative to its size, where no more was lost than is usual.
    const TOLERANCE: f64;
    /// The same for slopes.
    const SLOPE: f64;
    /// The same for limits, which are only approached.
    const APPROACHED: f64;
    /// By how much the last two values on the way to a limit may differ.
    const SETTLED: f64;
    /// How near a point one goes for them.
    const STEP: f64;

    fn from_f64(x: f64) -> Self;
    /// The nearest double.
    fn to_f64(self) -> f64;
    fn floor(self) -> Self;
    fn sqrt(self) -> Self;
    fn exp(self) -> Self;
    /// Of a positive number.
    fn ln(self) -> Self;
    /// Of a positive number.
    fn power(self, exponent: Self) -> Self;
    fn sin(self) -> Self;
    fn cos(self) -> Self;
    fn atan(self) -> Self;
    fn atan2(self, x: Self) -> Self;
    fn hypot(self, other: Self) -> Self;
    /// Between -1 and 1.
    fn asin(self) -> Self;
    /// Between -1 and 1.
    fn acos(self) -> Self;
    fn sinh(self) -> Self;
    fn cosh(self) -> Self;
    fn asinh(self) -> Self;
    /// From 1 on.
    fn acosh(self) -> Self;
    /// The value of digits with at most one point.
    fn decimal(digits: &str) -> Option<Self>;
    /// The value of a definite integral.
    fn integrated(node: &Node, letters: &Letters<'_, Self>) -> Complex<Self>;
    /// x! of a number that is not negative, where it can be had to full precision.
    fn factorial(self) -> Option<Self>;

    fn is_finite(self) -> bool {
        self.to_f64().is_finite()
    }

    fn is_whole(self) -> bool {
        self == self.floor()
    }

    #[cfg_attr(hot, optimize(speed))]
    fn abs(self) -> Self {
        if self < Self::ZERO { -self } else { self }
    }
}

impl Real for f64 {
    const ZERO: f64 = 0.0;
    const ONE: f64 = 1.0;
    const HALF: f64 = 0.5;
    const PI: f64 = std::f64::consts::PI;
    const E: f64 = std::f64::consts::E;
    const TOLERANCE: f64 = 1e-7;
    const SLOPE: f64 = 2e-5;
    const APPROACHED: f64 = 2e-5;
    const SETTLED: f64 = 1e-4;
    const STEP: f64 = 1e-3;

    fn from_f64(x: f64) -> f64 {
        x
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn floor(self) -> f64 {
        // One instruction where the machine has it, and exact everywhere, as roots are.
        f64::floor(self)
    }
    fn sqrt(self) -> f64 {
        f64::sqrt(self)
    }
    #[cfg_attr(hot, optimize(speed))]
    fn exp(self) -> f64 {
        libm::exp(self)
    }
    #[cfg_attr(hot, optimize(speed))]
    fn ln(self) -> f64 {
        libm::log(self)
    }
    fn power(self, exponent: f64) -> f64 {
        libm::pow(self, exponent)
    }
    fn sin(self) -> f64 {
        libm::sin(self)
    }
    fn cos(self) -> f64 {
        libm::cos(self)
    }
    fn atan(self) -> f64 {
        libm::atan(self)
    }
    fn atan2(self, x: f64) -> f64 {
        libm::atan2(self, x)
    }
    fn hypot(self, other: f64) -> f64 {
        libm::hypot(self, other)
    }
    fn asin(self) -> f64 {
        libm::asin(self)
    }
    fn acos(self) -> f64 {
        libm::acos(self)
    }
    fn sinh(self) -> f64 {
        libm::sinh(self)
    }
    fn cosh(self) -> f64 {
        libm::cosh(self)
    }
    fn asinh(self) -> f64 {
        libm::asinh(self)
    }
    fn acosh(self) -> f64 {
        libm::acosh(self)
    }
    fn decimal(digits: &str) -> Option<f64> {
        crate::check::decimal(digits)
    }
    fn integrated(node: &Node, letters: &Letters<'_>) -> C {
        crate::check::integrated(node, letters)
    }
    fn factorial(self) -> Option<f64> {
        Some(libm::tgamma(self + 1.0))
    }
}

/// A complex number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Complex<T> {
    pub(crate) re: T,
    pub(crate) im: T,
}

/// As it is used nearly everywhere.
pub(crate) type C = Complex<f64>;

pub(crate) const fn real<T: Real>(re: T) -> Complex<T> {
    Complex { re, im: T::ZERO }
}

pub(crate) const NOTHING: C = C { re: f64::NAN, im: f64::NAN };

impl<T: Real> Add for Complex<T> {
    type Output = Complex<T>;
    #[cfg_attr(hot, optimize(speed))]
    fn add(self, other: Complex<T>) -> Complex<T> {
        Complex { re: self.re + other.re, im: self.im + other.im }
    }
}
impl<T: Real> Sub for Complex<T> {
    type Output = Complex<T>;
    #[cfg_attr(hot, optimize(speed))]
    fn sub(self, other: Complex<T>) -> Complex<T> {
        Complex { re: self.re - other.re, im: self.im - other.im }
    }
}
impl<T: Real> Mul for Complex<T> {
    type Output = Complex<T>;
    #[cfg_attr(hot, optimize(speed))]
    fn mul(self, other: Complex<T>) -> Complex<T> {
        if self.im == T::ZERO && other.im == T::ZERO {
            return real(self.re * other.re);
        }
        Complex {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }
}
impl<T: Real> Div for Complex<T> {
    type Output = Complex<T>;
    #[inline(never)]
    #[cfg_attr(hot, optimize(speed))]
    fn div(self, other: Complex<T>) -> Complex<T> {
        if self.im == T::ZERO && other.im == T::ZERO {
            return real(self.re / other.re);
        }
        let size = other.re * other.re + other.im * other.im;
        Complex {
            re: (self.re * other.re + self.im * other.im) / size,
            im: (self.im * other.re - self.re * other.im) / size,
        }
    }
}
impl<T: Real> Neg for Complex<T> {
    type Output = Complex<T>;
    #[cfg_attr(hot, optimize(speed))]
    fn neg(self) -> Complex<T> {
        Complex { re: -self.re, im: if self.im == T::ZERO { T::ZERO } else { -self.im } }
    }
}

impl<T: Real> Complex<T> {
    pub(crate) const I: Complex<T> = Complex { re: T::ZERO, im: T::ONE };

    pub(crate) fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    /// Not finite.
    pub(crate) fn nothing() -> Complex<T> {
        Complex { re: T::from_f64(f64::NAN), im: T::from_f64(f64::NAN) }
    }

    /// The nearest double to the modulus.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn abs(self) -> f64 {
        let (re, im) = (self.re.to_f64(), self.im.to_f64());
        if im == 0.0 { re.abs() } else { libm::hypot(re, im) }
    }

    pub(crate) fn modulus(self) -> T {
        if self.im == T::ZERO { self.re.abs() } else { self.re.hypot(self.im) }
    }

    /// Real within rounding.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn is_real(self) -> bool {
        self.im.to_f64().abs() <= 1e-9 * larger(self.re.to_f64().abs(), 1.0)
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn exp(self) -> Complex<T> {
        let size = self.re.exp();
        if self.im == T::ZERO {
            return real(size);
        }
        Complex { re: size * self.im.cos(), im: size * self.im.sin() }
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn ln(self) -> Complex<T> {
        if self.im == T::ZERO && self.re > T::ZERO {
            return real(self.re.ln());
        }
        if self.re == T::ZERO && self.im == T::ZERO {
            return Self::nothing();
        }
        Complex { re: self.modulus().ln(), im: self.im.atan2(self.re) }
    }

    pub(crate) fn sqrt(self) -> Complex<T> {
        if self.im == T::ZERO {
            return if self.re >= T::ZERO {
                real(self.re.sqrt())
            } else {
                Complex { re: T::ZERO, im: (-self.re).sqrt() }
            };
        }
        let root = ((self.modulus() + self.re.abs()) * T::HALF).sqrt();
        let other = self.im * T::HALF / root;
        if self.re >= T::ZERO {
            Complex { re: root, im: other }
        } else if self.im < T::ZERO {
            Complex { re: -other, im: -root }
        } else {
            Complex { re: other, im: root }
        }
    }

    /// So near the real numbers that squares of what it is beside them are nothing.
    fn is_just_beside(self) -> bool {
        self.im.to_f64().abs() < 1e-16
    }

    /// With real odd roots of negative numbers, as at school: `(-8)^{1/3} = -2`. Beside the real numbers they go on from there,
    /// and other roots have no value where the base is not on the positive side.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn pow(
        self,
        exponent: Complex<T>,
        odd_root: Option<(i64, i64)>,
        beside: bool,
    ) -> Complex<T> {
        let zero = self.re == T::ZERO && self.im == T::ZERO;
        if exponent.im == T::ZERO {
            let e = exponent.re;
            if e == T::ZERO {
                return real(T::ONE);
            }
            if zero {
                return if e > T::ZERO { real(T::ZERO) } else { Self::nothing() };
            }
            if e.is_whole() && e.abs() < T::from_f64(512.0) {
                let (mut out, mut base, mut left) = (real(T::ONE), self, e.abs().to_f64() as u32);
                while left > 0 {
                    if left & 1 == 1 {
                        out = out * base;
                    }
                    base = base * base;
                    left >>= 1;
                }
                return if e < T::ZERO { real(T::ONE) / out } else { out };
            }
            if e == T::HALF && (!beside || self.re > T::ZERO) {
                return self.sqrt();
            }
            if self.im == T::ZERO && self.re > T::ZERO {
                return real(self.re.power(e));
            }
            if (self.im == T::ZERO || beside && self.re < T::ZERO)
                && let Some((p, q)) = odd_root
                && q % 2 == 1
            {
                let size = (-self).pow(exponent, None, beside);
                return if p % 2 == 0 { size } else { -size };
            }
        }
        if zero || beside && self.re <= T::ZERO {
            return Self::nothing();
        }
        (self.ln() * exponent).exp()
    }

    pub(crate) fn sin(self) -> Complex<T> {
        if self.im == T::ZERO {
            return real(self.re.sin());
        }
        Complex { re: self.re.sin() * self.im.cosh(), im: self.re.cos() * self.im.sinh() }
    }

    pub(crate) fn cos(self) -> Complex<T> {
        if self.im == T::ZERO {
            return real(self.re.cos());
        }
        Complex { re: self.re.cos() * self.im.cosh(), im: -self.re.sin() * self.im.sinh() }
    }

    pub(crate) fn tan(self) -> Complex<T> {
        self.sin() / self.cos()
    }

    /// Times i.
    fn turned(self) -> Complex<T> {
        Complex { re: -self.im, im: self.re }
    }

    /// Times -i.
    fn turned_back(self) -> Complex<T> {
        Complex { re: self.im, im: -self.re }
    }

    pub(crate) fn sinh(self) -> Complex<T> {
        self.turned().sin().turned_back()
    }

    pub(crate) fn cosh(self) -> Complex<T> {
        self.turned().cos()
    }

    pub(crate) fn asin(self) -> Complex<T> {
        if self.im == T::ZERO && self.re.abs() <= T::ONE {
            return real(self.re.asin());
        }
        if self.im == T::ZERO {
            return Self::nothing();
        }
        if self.is_just_beside() && self.re.abs() < T::ONE {
            let slope = T::ONE / (T::ONE - self.re * self.re).sqrt();
            return Complex { re: self.re.asin(), im: self.im * slope };
        }
        (self.turned() + (real(T::ONE) - self * self).sqrt()).ln().turned_back()
    }

    pub(crate) fn acos(self) -> Complex<T> {
        if self.im == T::ZERO && self.re.abs() <= T::ONE {
            return real(self.re.acos());
        }
        real(T::PI * T::HALF) - self.asin()
    }

    pub(crate) fn atan(self) -> Complex<T> {
        if self.im == T::ZERO {
            return real(self.re.atan());
        }
        if self.is_just_beside() {
            let slope = T::ONE / (T::ONE + self.re * self.re);
            return Complex { re: self.re.atan(), im: self.im * slope };
        }
        self.turned().atanh().turned_back()
    }

    pub(crate) fn asinh(self) -> Complex<T> {
        if self.im == T::ZERO { real(self.re.asinh()) } else { self.turned().asin().turned_back() }
    }

    pub(crate) fn acosh(self) -> Complex<T> {
        if self.im == T::ZERO && self.re >= T::ONE {
            return real(self.re.acosh());
        }
        if self.im == T::ZERO {
            return Self::nothing();
        }
        (self + (self - real(T::ONE)).sqrt() * (self + real(T::ONE)).sqrt()).ln()
    }

    pub(crate) fn atanh(self) -> Complex<T> {
        ((real(T::ONE) + self).ln() - (real(T::ONE) - self).ln()) * real(T::HALF)
    }
}

/// Equal within rounding, measured against their size.
pub(crate) fn close<T: Real>(a: Complex<T>, b: Complex<T>, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * larger(larger(a.abs(), b.abs()), 1.0)
}

/// [`f64::max`] of what is a number is a function in WebAssembly.
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
