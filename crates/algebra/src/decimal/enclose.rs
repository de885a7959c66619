//! Numbers between two ends, by fixed-point arithmetic on big integers.

use crate::expr::{E, F, X, burn};
use crate::number::Q;
use dashu_int::IBig;
use dashu_int::ops::{Abs, BitTest};

/// A number within `error` of `middle`, both in units of 2^-bits.
#[derive(Clone)]
pub(super) struct Span {
    middle: IBig,
    error: IBig,
    bits: usize,
}

/// What functions lose at the most by rounding, in units: 2^GUARD of the finer units in which they reckon.
const GUARD: usize = 48;
/// Larger than any answer for people; exponents beyond are given up.
const SIZE_MAX: usize = 4_000;

fn one(bits: usize) -> IBig {
    IBig::ONE << bits
}

impl Span {
    fn new(middle: IBig, error: IBig, bits: usize) -> Option<Span> {
        let small = middle.bit_len() < bits + SIZE_MAX;
        (small && !burn(bits as u64 / 32)).then_some(Span { middle, error, bits })
    }

    fn of(q: &Q, bits: usize) -> Option<Span> {
        let (n, d) = q.integers();
        Span::new((n << bits) / d, IBig::ONE, bits)
    }

    fn whole(n: i64, bits: usize) -> Span {
        Span { middle: IBig::from(n) << bits, error: IBig::ZERO, bits }
    }

    fn plus(&self, other: &Span) -> Option<Span> {
        Span::new(&self.middle + &other.middle, &self.error + &other.error, self.bits)
    }

    fn minus(&self) -> Span {
        Span { middle: -&self.middle, ..self.clone() }
    }

    fn less(&self, other: &Span) -> Option<Span> {
        self.plus(&other.minus())
    }

    fn times(&self, other: &Span) -> Option<Span> {
        let (a, b) = ((&self.middle).abs(), (&other.middle).abs());
        let error = a * &other.error + b * &self.error + &self.error * &other.error;
        let middle = (&self.middle * &other.middle) >> self.bits;
        Span::new(middle, (error >> self.bits) + IBig::from(2), self.bits)
    }

    fn over(&self, other: &Span) -> Option<Span> {
        let least = (&other.middle).abs() - &other.error;
        if least <= IBig::ZERO {
            return None;
        }
        let middle = (&self.middle << self.bits) / &other.middle;
        let error =
            ((&self.error << self.bits) + (&middle).abs() * &other.error + &other.error) / least;
        Span::new(middle, error + IBig::from(2), self.bits)
    }

    /// -1, 0 or 1; nothing while it may be either.
    fn sign(&self) -> Option<i32> {
        if self.middle > self.error {
            Some(1)
        } else if -&self.middle > self.error {
            Some(-1)
        } else {
            (self.error == IBig::ZERO).then_some(0)
        }
    }

    fn power(&self, n: u64) -> Option<Span> {
        let (mut out, mut base, mut n) = (Span::whole(1, self.bits), self.clone(), n);
        while n > 0 {
            if n % 2 == 1 {
                out = out.times(&base)?;
            }
            n /= 2;
            if n > 0 {
                base = base.times(&base)?;
            }
        }
        Some(out)
    }

    /// The n-th root of what is not negative.
    fn root(&self, n: usize) -> Option<Span> {
        let low = (&self.middle - &self.error).max(IBig::ZERO);
        let high = &self.middle + &self.error;
        if high < IBig::ZERO || n > 64 {
            return None;
        }
        let of = |x: IBig| (x << (self.bits * (n - 1))).nth_root(n);
        Span::between(&of(low), &(of(high) + IBig::ONE), self.bits)
    }

    fn between(low: &IBig, high: &IBig, bits: usize) -> Option<Span> {
        let middle = (low + high) >> 1usize;
        let error = high - &middle;
        Span::new(middle, error + IBig::ONE, bits)
    }

    /// The whole number nearest to this times `factor`, a tie away from zero; nothing while the ends differ.
    pub(super) fn rounded_times(&self, factor: &IBig) -> Option<IBig> {
        let round = |x: IBig| {
            let half = one(self.bits - 1);
            if x < IBig::ZERO { -((-x + half) >> self.bits) } else { (x + half) >> self.bits }
        };
        let (low, high) = (&self.middle - &self.error, &self.middle + &self.error);
        let (low, high) = (round(low * factor), round(high * factor));
        (low == high).then_some(low)
    }

    /// A function of the middle, with the error that its slope makes of ours.
    fn through(&self, slope: IBig, of: impl FnOnce(&IBig, usize) -> Option<IBig>) -> Option<Span> {
        let fine = self.bits + GUARD;
        let middle = of(&(&self.middle << GUARD), fine)? >> GUARD;
        let error = ((slope * &self.error) >> self.bits) + IBig::from(2);
        Span::new(middle, error, self.bits)
    }

    fn exp(&self) -> Option<Span> {
        if self.middle.bit_len() > self.bits + 12 || self.error > one(self.bits) {
            return None;
        }
        // The slope is the value itself, at the upper end at the most three times as much.
        let value = self.through(IBig::ZERO, exp)?;
        let slope = &value.middle * IBig::from(3) + IBig::from(8);
        // Large values are reckoned with a relative error.
        let relative = &value.middle >> (self.bits + GUARD / 2);
        let error = &value.error + ((slope * &self.error) >> self.bits) + relative + IBig::ONE;
        Span::new(value.middle, error, self.bits)
    }

    fn ln(&self) -> Option<Span> {
        let least = &self.middle - &self.error;
        if least <= IBig::ZERO {
            return None;
        }
        let slope = (one(2 * self.bits) / least) + IBig::ONE;
        self.through(slope, ln)
    }

    fn sin(&self) -> Option<Span> {
        self.through(one(self.bits), |x, bits| Some(sin_cos(x, bits)?.0))
    }

    fn cos(&self) -> Option<Span> {
        self.through(one(self.bits), |x, bits| Some(sin_cos(x, bits)?.1))
    }

    fn atan(&self) -> Option<Span> {
        self.through(one(self.bits), |x, bits| Some(atan(x, bits)))
    }

    /// 2 atan(x / (1 + √(1 - x²))).
    fn asin(&self) -> Option<Span> {
        let one = Span::whole(1, self.bits);
        let cosine = one.less(&self.times(self)?)?.root(2)?;
        Span::whole(2, self.bits).times(&self.over(&one.plus(&cosine)?)?.atan()?)
    }
}

/// Σ terms, each made from the one before it.
fn series(first: IBig, mut next: impl FnMut(&IBig, i64) -> IBig) -> IBig {
    let (mut sum, mut term, mut k) = (first.clone(), first, 1);
    while term != IBig::ZERO {
        term = next(&term, k);
        sum += &term;
        k += 1;
    }
    sum
}

/// atanh(1/n).
fn inverse_atanh(n: i64, bits: usize) -> IBig {
    odd_series(one(bits) / IBig::from(n), &IBig::from(n * n), false)
}

/// Σ ± t^{2k+1}/(2k+1) with t = first, t² = 1/square.
fn odd_series(first: IBig, square: &IBig, alternating: bool) -> IBig {
    let (mut sum, mut power, mut k) = (first.clone(), first, 1);
    while power != IBig::ZERO {
        power /= square;
        let term = &power / IBig::from(2 * k + 1);
        if alternating && k % 2 == 1 {
            sum -= term;
        } else {
            sum += term;
        }
        k += 1;
    }
    sum
}

fn ln_2(bits: usize) -> IBig {
    inverse_atanh(3, bits) * IBig::from(2)
}

/// Machin 1706: π/4 = 4 atan(1/5) - atan(1/239).
fn pi(bits: usize) -> IBig {
    let atan = |n: i64| odd_series(one(bits) / IBig::from(n), &IBig::from(n * n), true);
    (atan(5) * IBig::from(4) - atan(239)) * IBig::from(4)
}

/// x = k ln 2 + r, and e^r by its series.
fn exp(x: &IBig, bits: usize) -> Option<IBig> {
    let log = ln_2(bits);
    let turns = floor_div(x, &log);
    let rest = x - &turns * &log;
    let value = series(one(bits), |term, k| ((term * &rest) >> bits) / IBig::from(k));
    let turns = i64::try_from(turns).ok()?;
    let shift = usize::try_from(turns.unsigned_abs()).ok()?;
    Some(if turns < 0 { value >> shift } else { value << shift })
}

fn floor_div(x: &IBig, by: &IBig) -> IBig {
    let quotient = x / by;
    if &quotient * by > *x { quotient - IBig::ONE } else { quotient }
}

/// x = 2^k m with m near 1, and ln m = 2 atanh((m - 1)/(m + 1)).
fn ln(x: &IBig, bits: usize) -> Option<IBig> {
    let shift = i64::try_from(x.bit_len()).ok()? - i64::try_from(bits).ok()?;
    let m = if shift >= 0 { x >> shift as usize } else { x << shift.unsigned_abs() as usize };
    let t = ((&m - one(bits)) << bits) / (&m + one(bits));
    let square = (&t * &t) >> bits;
    let (mut sum, mut power, mut k) = (t.clone(), t, 1);
    while power != IBig::ZERO && k < 100_000 {
        power = (&power * &square) >> bits;
        // A negative number shifted down never becomes zero.
        if power == IBig::from(-1) {
            break;
        }
        sum += &power / IBig::from(2 * k + 1);
        k += 1;
    }
    Some(sum * IBig::from(2) + IBig::from(shift) * ln_2(bits))
}

fn sin_cos(x: &IBig, bits: usize) -> Option<(IBig, IBig)> {
    // A large angle needs π to more places.
    let extra = x.bit_len().saturating_sub(bits) + 8;
    if extra > SIZE_MAX {
        return None;
    }
    let turn = pi(bits + extra) * IBig::from(2);
    let wide = x << extra;
    let rest = (&wide - floor_div(&wide, &turn) * &turn) >> extra;
    let square = (&rest * &rest) >> bits;
    let next = |odd: i64| {
        let square = square.clone();
        move |term: &IBig, k: i64| {
            let n = 2 * k + odd;
            -(((term * &square) / one(bits)) / IBig::from(n * (n - 1)))
        }
    };
    Some((series(rest.clone(), next(1)), series(one(bits), next(0))))
}

/// Halved three times by atan x = 2 atan(x/(1 + √(1 + x²))), then by its series; above 1 as π/2 - atan(1/x).
fn atan(x: &IBig, bits: usize) -> IBig {
    if *x < IBig::ZERO {
        return -atan(&-x, bits);
    }
    if *x > one(bits) {
        return (pi(bits) >> 1usize) - atan(&(one(2 * bits) / x), bits);
    }
    let mut t = x.clone();
    for _ in 0..3 {
        let hypotenuse = (one(2 * bits) + &t * &t).nth_root(2);
        t = (&t << bits) / (one(bits) + hypotenuse);
    }
    let square = (&t * &t) >> bits;
    let (mut sum, mut power, mut k) = (t.clone(), t, 1);
    while power != IBig::ZERO {
        power = (&power * &square) >> bits;
        let term = &power / IBig::from(2 * k + 1);
        if k % 2 == 1 {
            sum -= term;
        } else {
            sum += term;
        }
        k += 1;
    }
    sum * IBig::from(8)
}

/// Where a real number lies; nothing if it has no real value, or is not told from one at these bits.
pub(super) fn enclosure(e: E, bits: usize) -> Option<Span> {
    let of = |e: E| enclosure(e, bits);
    match e.get() {
        X::Num(q) => Span::of(&q, bits),
        X::Pi => Span::whole(0, bits).through(IBig::ZERO, |_, fine| Some(pi(fine))),
        X::Euler => Span::whole(1, bits).exp(),
        X::Add(items) => {
            items.iter().try_fold(Span::whole(0, bits), |sum, &item| sum.plus(&of(item)?))
        }
        X::Mul(items) => {
            items.iter().try_fold(Span::whole(1, bits), |product, &item| product.times(&of(item)?))
        }
        X::Pow(base, exponent) => power(base, exponent, bits),
        X::Fun(f, x) => function(f, &of(x)?),
        _ => None,
    }
}

fn power(base: E, exponent: E, bits: usize) -> Option<Span> {
    let Some((p, q)) = exponent.num().and_then(|q| q.parts()) else {
        return enclosure(exponent, bits)?.times(&enclosure(base, bits)?.ln()?)?.exp();
    };
    let base = enclosure(base, bits)?;
    let root = match (q, base.sign()) {
        (1, _) => base,
        // At school an odd root of a negative number is negative.
        (_, Some(-1)) if q % 2 == 1 => base.minus().root(usize::try_from(q).ok()?)?.minus(),
        (_, Some(-1)) => return None,
        _ => base.root(usize::try_from(q).ok()?)?,
    };
    let power = root.power(p.unsigned_abs())?;
    if p < 0 { Span::whole(1, bits).over(&power) } else { Some(power) }
}

fn function(f: F, x: &Span) -> Option<Span> {
    let bits = x.bits;
    let one = Span::whole(1, bits);
    let half = |x: Span| x.over(&Span::whole(2, bits));
    let right_angle = || half(enclosure(crate::expr::PI, bits)?);
    let inverse = || one.over(x);
    let square = || x.times(x);
    let hyperbolic = |sign: bool| {
        let (a, b) = (x.exp()?, x.minus().exp()?);
        half(if sign { a.plus(&b)? } else { a.less(&b)? })
    };
    match f {
        F::Sin => x.sin(),
        F::Cos => x.cos(),
        F::Tan => x.sin()?.over(&x.cos()?),
        F::Cot => x.cos()?.over(&x.sin()?),
        F::Sec => one.over(&x.cos()?),
        F::Csc => one.over(&x.sin()?),
        F::Asin => x.asin(),
        F::Acos => right_angle()?.less(&x.asin()?),
        F::Atan => x.atan(),
        F::Acot => right_angle()?.less(&x.atan()?),
        F::Asec => right_angle()?.less(&inverse()?.asin()?),
        F::Acsc => inverse()?.asin(),
        F::Sinh => hyperbolic(false),
        F::Cosh => hyperbolic(true),
        F::Tanh => hyperbolic(false)?.over(&hyperbolic(true)?),
        F::Coth => hyperbolic(true)?.over(&hyperbolic(false)?),
        F::Sech => one.over(&hyperbolic(true)?),
        F::Csch => one.over(&hyperbolic(false)?),
        F::Asinh => x.plus(&square()?.plus(&one)?.root(2)?)?.ln(),
        F::Acosh => x.plus(&square()?.less(&one)?.root(2)?)?.ln(),
        F::Atanh => half(one.plus(x)?.over(&one.less(x)?)?.ln()?),
        F::Ln => x.ln(),
        F::Abs => match x.sign()? {
            -1 => Some(x.minus()),
            _ => Some(x.clone()),
        },
        F::Sign => x.sign().map(|sign| Span::whole(sign.into(), bits)),
        F::Factorial | F::Floor | F::Ceiling => None,
    }
}
