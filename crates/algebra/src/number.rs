//! Exact rational numbers: two machine integers while they fit, big ones when they do not.

use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A rational number in lowest terms with a positive denominator.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Q {
    Small(i64, i64),
    Big(Box<RBig>),
}

pub(crate) fn gcd(a: u128, b: u128) -> u128 {
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return gcd_small(a, b).into();
    }
    let (mut a, mut b) = (a, b);
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return gcd_small(a, b).into();
        }
        (a, b) = (b, a % b);
    }
    a
}

#[cfg_attr(hot, optimize(speed))]
fn gcd_small(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// So many digits always fit into a machine integer.
const MACHINE: usize = 18;

/// Numerators and denominators of two numbers, if products of two of them and sums of two products fit into a machine
/// integer: to find out by multiplying takes WebAssembly a call, and twice as many digits.
#[cfg_attr(hot, optimize(speed))]
fn halves(a: &Q, b: &Q) -> Option<[i64; 4]> {
    let (Q::Small(a, b), Q::Small(c, d)) = (a, b) else { return None };
    let all = [*a, *b, *c, *d];
    let any = a.unsigned_abs() | b.unsigned_abs() | c.unsigned_abs() | d.unsigned_abs();
    (any < 1 << 31).then_some(all)
}

impl Q {
    pub(crate) const ZERO: Q = Q::Small(0, 1);
    pub(crate) const ONE: Q = Q::Small(1, 1);

    pub(crate) fn int(n: i64) -> Q {
        Q::Small(n, 1)
    }

    pub(crate) fn new(n: i64, d: i64) -> Q {
        Q::reduced(i128::from(n), i128::from(d))
    }

    fn reduced(n: i128, d: i128) -> Q {
        debug_assert!(d != 0, "callers look at the denominator first");
        // Divisions of machine words take a tenth of the time.
        if let (Ok(n), Ok(d)) = (i64::try_from(n), i64::try_from(d))
            && n != i64::MIN
            && d > 0
        {
            return Q::lowest(n, d);
        }
        let g = gcd(n.unsigned_abs(), d.unsigned_abs()).max(1);
        let (n, d) = (n / g as i128, d / g as i128);
        let (n, d) = if d < 0 { (-n, -d) } else { (n, d) };
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) if n != i64::MIN => Q::Small(n, d),
            _ => Q::Big(Box::new(RBig::from_parts_signed(IBig::from(n), IBig::from(d)))),
        }
    }

    /// In lowest terms; the denominator is positive.
    #[cfg_attr(hot, optimize(speed))]
    fn lowest(n: i64, d: i64) -> Q {
        if d == 1 {
            return Q::Small(n, 1);
        }
        let g = gcd_small(n.unsigned_abs(), d.unsigned_abs()).cast_signed();
        Q::Small(n / g, d / g)
    }

    fn big(&self) -> RBig {
        match self {
            Q::Small(n, d) => RBig::from_parts_signed(IBig::from(*n), IBig::from(*d)),
            Q::Big(big) => (**big).clone(),
        }
    }

    fn from_big(big: RBig) -> Q {
        match (
            i64::try_from(big.numerator().clone()),
            i64::try_from(IBig::from(big.denominator().clone())),
        ) {
            (Ok(n), Ok(d)) if n != i64::MIN => Q::Small(n, d),
            _ => Q::Big(Box::new(big)),
        }
    }

    /// From digits with at most one point. `None` for anything else, or for more than 1000 digits.
    pub(crate) fn parse(digits: &str) -> Option<Q> {
        if digits.len() > 1000 {
            return None;
        }
        if digits.len() <= MACHINE && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return digits.parse().ok().map(Q::int);
        }
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let joined = format!("{whole}{part}");
        if joined.is_empty() || !joined.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let numerator: IBig = joined.parse().ok()?;
        let denominator = IBig::from(10).pow(part.len());
        Some(Q::from_big(RBig::from_parts_signed(numerator, denominator)))
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn is_zero(&self) -> bool {
        matches!(self, Q::Small(0, _))
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn is_one(&self) -> bool {
        matches!(self, Q::Small(1, 1))
    }

    pub(crate) fn is_integer(&self) -> bool {
        match self {
            Q::Small(_, d) => *d == 1,
            Q::Big(big) => big.denominator().is_one(),
        }
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.sign() < 0
    }

    pub(crate) fn sign(&self) -> i32 {
        match self {
            Q::Small(n, _) => n.signum() as i32,
            Q::Big(big) => {
                if big.numerator() < &IBig::ZERO {
                    -1
                } else {
                    1
                }
            }
        }
    }

    /// How many bits it takes beyond two machine words.
    pub(crate) fn bits(&self) -> u64 {
        match self {
            Q::Small(..) => 0,
            Q::Big(big) => (big.numerator().bit_len() + big.denominator().bit_len()) as u64,
        }
    }

    /// Numerator and denominator.
    pub(crate) fn integers(&self) -> (IBig, IBig) {
        let big = self.big();
        (big.numerator().clone(), IBig::from(big.denominator().clone()))
    }

    pub(crate) fn from_integer(n: IBig) -> Q {
        Q::from_big(RBig::from(n))
    }

    /// The nearest whole number, a tie away from zero.
    pub(crate) fn rounded(&self) -> IBig {
        let (n, d) = self.integers();
        let twice = &n * IBig::from(2);
        if n < IBig::ZERO {
            (twice - &d) / (d * IBig::from(2))
        } else {
            (twice + &d) / (d * IBig::from(2))
        }
    }

    pub(crate) fn as_i64(&self) -> Option<i64> {
        match self {
            Q::Small(n, 1) => Some(*n),
            _ => None,
        }
    }

    /// Numerator and denominator, if both are machine integers.
    pub(crate) fn parts(&self) -> Option<(i64, i64)> {
        match self {
            Q::Small(n, d) => Some((*n, *d)),
            Q::Big(_) => None,
        }
    }

    pub(crate) fn numerator(&self) -> Q {
        match self {
            Q::Small(n, _) => Q::Small(*n, 1),
            Q::Big(big) => Q::from_big(RBig::from(big.numerator().clone())),
        }
    }

    pub(crate) fn denominator(&self) -> Q {
        match self {
            Q::Small(_, d) => Q::Small(*d, 1),
            Q::Big(big) => Q::from_big(RBig::from(IBig::from(big.denominator().clone()))),
        }
    }

    pub(crate) fn abs(&self) -> Q {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// Not for zero.
    pub(crate) fn reciprocal(&self) -> Q {
        &Q::ONE / self
    }

    /// `self^exponent`; `None` beyond about 20,000 bits, or for 0 to a negative power.
    pub(crate) fn pow(&self, exponent: i64) -> Option<Q> {
        if exponent < 0 {
            return if self.is_zero() {
                None
            } else {
                self.reciprocal().pow(exponent.checked_neg()?)
            };
        }
        if self.is_one() || exponent == 0 {
            return Some(Q::ONE);
        }
        let bits = match self {
            Q::Small(n, d) => 64 - n.unsigned_abs().max(d.unsigned_abs()).leading_zeros() as i64,
            Q::Big(big) => big.numerator().clone().to_string().len() as i64 * 4,
        };
        if *self != Q::int(-1) && !self.is_zero() && bits.saturating_mul(exponent) > 20_000 {
            return None;
        }
        let (mut out, mut base, mut left) = (Q::ONE, self.clone(), exponent);
        while left > 0 {
            if left & 1 == 1 {
                out = &out * &base;
            }
            left >>= 1;
            if left > 0 {
                base = &base * &base;
            }
        }
        Some(out)
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn to_f64(&self) -> f64 {
        match self {
            Q::Small(n, d) => *n as f64 / *d as f64,
            Q::Big(big) => big.to_f64().value(),
        }
    }

    /// The greatest common divisor of the numerators over the least common multiple of the denominators.
    pub(crate) fn content(values: &[Q]) -> Q {
        if let Some(small) = small_content(values) {
            return small;
        }
        let mut numerator = IBig::ZERO;
        let mut denominator = IBig::ONE;
        for value in values {
            let big = value.big();
            let n = big.numerator().clone();
            numerator = if numerator == IBig::ZERO {
                IBig::from(magnitude(&n))
            } else {
                big_gcd(&numerator, &n)
            };
            let d = IBig::from(big.denominator().clone());
            let g = big_gcd(&denominator, &d);
            denominator = denominator / g * d;
        }
        if numerator == IBig::ZERO {
            return Q::ONE;
        }
        Q::from_big(RBig::from_parts_signed(numerator, denominator))
    }

    /// The whole number at or below.
    pub(crate) fn floor(&self) -> Q {
        match self {
            Q::Small(n, d) => Q::int(n.div_euclid(*d)),
            Q::Big(big) => Q::from_big(RBig::from(big.floor())),
        }
    }
}

fn small_content(values: &[Q]) -> Option<Q> {
    let (mut numerator, mut denominator) = (0u128, 1u128);
    for value in values {
        let Q::Small(n, d) = value else { return None };
        let d = u128::from(d.unsigned_abs());
        numerator = gcd(numerator, n.unsigned_abs().into());
        denominator = (denominator / gcd(denominator, d)).checked_mul(d)?;
    }
    if numerator == 0 {
        return Some(Q::ONE);
    }
    Some(Q::Small(i64::try_from(numerator).ok()?, i64::try_from(denominator).ok()?))
}

/// Fuel for arithmetic beyond machine integers: lowest terms cost a division for each word.
fn heavy(a: &Q, b: &Q) {
    let words = |q: &Q| match q {
        Q::Small(..) => 1,
        Q::Big(big) => (big.numerator().bit_len() + big.denominator().bit_len()) as u64 / 64 + 1,
    };
    crate::expr::burn(3 + words(a) * words(b));
}

fn magnitude(n: &IBig) -> UBig {
    n.clone().into_parts().1
}

fn big_gcd(a: &IBig, b: &IBig) -> IBig {
    let (mut a, mut b) = (IBig::from(magnitude(a)), IBig::from(magnitude(b)));
    while b != IBig::ZERO {
        let r = &a % &b;
        a = b;
        b = r;
    }
    a
}

impl fmt::Debug for Q {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Q {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Q::Small(n, 1) => write!(f, "{n}"),
            Q::Small(n, d) => write!(f, "{n}/{d}"),
            Q::Big(big) => write!(f, "{big}"),
        }
    }
}

impl Ord for Q {
    #[cfg_attr(hot, optimize(speed))]
    fn cmp(&self, other: &Q) -> Ordering {
        if let Some([a, b, c, d]) = halves(self, other) {
            return (a * d).cmp(&(c * b));
        }
        match (self, other) {
            (Q::Small(a, b), Q::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Q {
    fn partial_cmp(&self, other: &Q) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Neg for &Q {
    type Output = Q;
    #[cfg_attr(hot, optimize(speed))]
    fn neg(self) -> Q {
        match self {
            Q::Small(n, d) => Q::Small(-n, *d),
            Q::Big(big) => Q::from_big(-(**big).clone()),
        }
    }
}

impl Add for &Q {
    type Output = Q;
    #[cfg_attr(hot, optimize(speed))]
    fn add(self, other: &Q) -> Q {
        if let Some([a, b, c, d]) = halves(self, other) {
            return if b == d { Q::lowest(a + c, b) } else { Q::lowest(a * d + c * b, b * d) };
        }
        if let (Q::Small(a, b), Q::Small(c, d)) = (self, other) {
            let (a, b, c, d) = (i128::from(*a), i128::from(*b), i128::from(*c), i128::from(*d));
            if let Some(n) = (a * d).checked_add(c * b) {
                return Q::reduced(n, b * d);
            }
        }
        heavy(self, other);
        Q::from_big(self.big() + other.big())
    }
}

impl Sub for &Q {
    type Output = Q;
    fn sub(self, other: &Q) -> Q {
        self + &-other
    }
}

impl Mul for &Q {
    type Output = Q;
    #[cfg_attr(hot, optimize(speed))]
    fn mul(self, other: &Q) -> Q {
        if let Some([a, b, c, d]) = halves(self, other) {
            return Q::lowest(a * c, b * d);
        }
        if let (Q::Small(a, b), Q::Small(c, d)) = (self, other) {
            return Q::reduced(i128::from(*a) * i128::from(*c), i128::from(*b) * i128::from(*d));
        }
        heavy(self, other);
        Q::from_big(self.big() * other.big())
    }
}

impl Div for &Q {
    type Output = Q;
    #[cfg_attr(hot, optimize(speed))]
    fn div(self, other: &Q) -> Q {
        debug_assert!(!other.is_zero(), "callers look at the divisor first");
        match (self, other) {
            (Q::Small(a, b), Q::Small(c, d)) => {
                Q::reduced(i128::from(*a) * i128::from(*d), i128::from(*b) * i128::from(*c))
            }
            _ => {
                heavy(self, other);
                Q::from_big(self.big() / other.big())
            }
        }
    }
}
