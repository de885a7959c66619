//! Complex numbers in floating point, for checking only: no answer is made from them.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A complex number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct C {
    pub(crate) re: f64,
    pub(crate) im: f64,
}

pub(crate) const fn real(re: f64) -> C {
    C { re, im: 0.0 }
}

const IMAGINARY: C = C { re: 0.0, im: 1.0 };
pub(crate) const NOTHING: C = C { re: f64::NAN, im: f64::NAN };

impl Add for C {
    type Output = C;
    fn add(self, other: C) -> C {
        C { re: self.re + other.re, im: self.im + other.im }
    }
}
impl Sub for C {
    type Output = C;
    fn sub(self, other: C) -> C {
        C { re: self.re - other.re, im: self.im - other.im }
    }
}
impl Mul for C {
    type Output = C;
    fn mul(self, other: C) -> C {
        if self.im == 0.0 && other.im == 0.0 {
            return real(self.re * other.re);
        }
        C {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }
}
impl Div for C {
    type Output = C;
    fn div(self, other: C) -> C {
        if self.im == 0.0 && other.im == 0.0 {
            return real(self.re / other.re);
        }
        let size = other.re * other.re + other.im * other.im;
        C {
            re: (self.re * other.re + self.im * other.im) / size,
            im: (self.im * other.re - self.re * other.im) / size,
        }
    }
}
impl Neg for C {
    type Output = C;
    fn neg(self) -> C {
        C { re: -self.re, im: if self.im == 0.0 { 0.0 } else { -self.im } }
    }
}

impl C {
    pub(crate) fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    pub(crate) fn abs(self) -> f64 {
        libm::hypot(self.re, self.im)
    }

    /// Real within rounding.
    pub(crate) fn is_real(self) -> bool {
        self.im.abs() <= 1e-9 * self.re.abs().max(1.0)
    }

    pub(crate) fn exp(self) -> C {
        let size = libm::exp(self.re);
        if self.im == 0.0 {
            return real(size);
        }
        C { re: size * libm::cos(self.im), im: size * libm::sin(self.im) }
    }

    pub(crate) fn ln(self) -> C {
        if self.im == 0.0 && self.re > 0.0 {
            return real(libm::log(self.re));
        }
        if self.re == 0.0 && self.im == 0.0 {
            return NOTHING;
        }
        C { re: libm::log(self.abs()), im: libm::atan2(self.im, self.re) }
    }

    pub(crate) fn sqrt(self) -> C {
        if self.im == 0.0 {
            return if self.re >= 0.0 {
                real(libm::sqrt(self.re))
            } else {
                C { re: 0.0, im: libm::sqrt(-self.re) }
            };
        }
        (self.ln() * real(0.5)).exp()
    }

    /// With real odd roots of negative numbers, as at school: `(-8)^{1/3} = -2`.
    pub(crate) fn pow(self, exponent: C, odd_root: Option<(i64, i64)>) -> C {
        if exponent.im == 0.0 {
            let e = exponent.re;
            if e == 0.0 {
                return real(1.0);
            }
            if self.re == 0.0 && self.im == 0.0 {
                return if e > 0.0 { real(0.0) } else { NOTHING };
            }
            if e == libm::floor(e) && e.abs() < 512.0 {
                let (mut out, mut base, mut left) = (real(1.0), self, e.abs() as u32);
                while left > 0 {
                    if left & 1 == 1 {
                        out = out * base;
                    }
                    base = base * base;
                    left >>= 1;
                }
                return if e < 0.0 { real(1.0) / out } else { out };
            }
            if self.im == 0.0 && self.re > 0.0 {
                return real(libm::pow(self.re, e));
            }
            if self.im == 0.0
                && let Some((p, q)) = odd_root
                && q % 2 == 1
            {
                let size = libm::pow(-self.re, e);
                return real(if p % 2 == 0 { size } else { -size });
            }
            if e == 0.5 {
                return self.sqrt();
            }
        }
        if self.re == 0.0 && self.im == 0.0 {
            return NOTHING;
        }
        (self.ln() * exponent).exp()
    }

    pub(crate) fn sin(self) -> C {
        if self.im == 0.0 {
            return real(libm::sin(self.re));
        }
        C {
            re: libm::sin(self.re) * libm::cosh(self.im),
            im: libm::cos(self.re) * libm::sinh(self.im),
        }
    }

    pub(crate) fn cos(self) -> C {
        if self.im == 0.0 {
            return real(libm::cos(self.re));
        }
        C {
            re: libm::cos(self.re) * libm::cosh(self.im),
            im: -libm::sin(self.re) * libm::sinh(self.im),
        }
    }

    pub(crate) fn tan(self) -> C {
        self.sin() / self.cos()
    }

    pub(crate) fn sinh(self) -> C {
        if self.im == 0.0 {
            real(libm::sinh(self.re))
        } else {
            (self.exp() - (-self).exp()) * real(0.5)
        }
    }

    pub(crate) fn cosh(self) -> C {
        if self.im == 0.0 {
            real(libm::cosh(self.re))
        } else {
            (self.exp() + (-self).exp()) * real(0.5)
        }
    }

    pub(crate) fn asin(self) -> C {
        if self.im == 0.0 && self.re.abs() <= 1.0 {
            return real(libm::asin(self.re));
        }
        if self.im == 0.0 {
            return NOTHING;
        }
        -IMAGINARY * (IMAGINARY * self + (real(1.0) - self * self).sqrt()).ln()
    }

    pub(crate) fn acos(self) -> C {
        if self.im == 0.0 && self.re.abs() <= 1.0 {
            return real(libm::acos(self.re));
        }
        real(std::f64::consts::FRAC_PI_2) - self.asin()
    }

    pub(crate) fn atan(self) -> C {
        if self.im == 0.0 {
            return real(libm::atan(self.re));
        }
        let i = IMAGINARY;
        ((real(1.0) - i * self).ln() - (real(1.0) + i * self).ln()) * i * real(0.5)
    }

    pub(crate) fn asinh(self) -> C {
        if self.im == 0.0 {
            real(libm::asinh(self.re))
        } else {
            (self + (self * self + real(1.0)).sqrt()).ln()
        }
    }

    pub(crate) fn acosh(self) -> C {
        if self.im == 0.0 && self.re >= 1.0 {
            return real(libm::acosh(self.re));
        }
        if self.im == 0.0 {
            return NOTHING;
        }
        (self + (self - real(1.0)).sqrt() * (self + real(1.0)).sqrt()).ln()
    }

    pub(crate) fn atanh(self) -> C {
        ((real(1.0) + self).ln() - (real(1.0) - self).ln()) * real(0.5)
    }
}

/// Equal within rounding, measured against their size.
pub(crate) fn close(a: C, b: C, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}
