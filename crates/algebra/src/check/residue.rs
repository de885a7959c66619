//! Exact values of rational lines: modulo the prime 2⁶¹ − 1, at places fixed beforehand.
//!
//! Two different fractions of polynomials of degree d agree at such a place with a chance of about d/2⁶¹ (Schwartz 1980,
//! Zippel 1979).

use crate::expr::burn;
use ganita_notation::{Join, Node, Sign};

const PRIME: u64 = (1 << 61) - 1;
/// Higher powers are left to floating point.
const POWER_MAX: u64 = 1 << 12;

/// A fraction whose lower part is not zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Residue {
    above: u64,
    below: u64,
}

fn plus(a: u64, b: u64) -> u64 {
    let sum = a + b;
    if sum >= PRIME { sum - PRIME } else { sum }
}

#[inline(never)]
fn times(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    plus(wide as u64 & PRIME, (wide >> 61) as u64)
}

#[inline(never)]
fn raised(mut base: u64, mut exponent: u64) -> u64 {
    let mut out = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            out = times(out, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    out
}

impl Residue {
    pub(super) const ONE: Residue = Residue { above: 1, below: 1 };

    fn whole(above: u64) -> Residue {
        Residue { above, below: 1 }
    }

    fn negative(self) -> Residue {
        Residue { above: if self.above == 0 { 0 } else { PRIME - self.above }, ..self }
    }

    #[inline(never)]
    fn add(self, other: Residue) -> Residue {
        if self.below == other.below {
            return Residue { above: plus(self.above, other.above), below: self.below };
        }
        let (a, b) = (times(self.above, other.below), times(other.above, self.below));
        Residue { above: plus(a, b), below: times(self.below, other.below) }
    }

    #[inline(never)]
    pub(super) fn times(self, other: Residue) -> Residue {
        Residue { above: times(self.above, other.above), below: times(self.below, other.below) }
    }

    #[inline(never)]
    fn over(self, other: Residue) -> Option<Residue> {
        (other.above != 0).then(|| self.times(Residue { above: other.below, below: other.above }))
    }

    pub(super) fn minus(self, other: Residue) -> Residue {
        self.add(other.negative())
    }

    pub(super) fn is_zero(self) -> bool {
        self.above == 0
    }
}

impl PartialEq for Residue {
    fn eq(&self, other: &Residue) -> bool {
        times(self.above, other.below) == times(other.above, self.below)
    }
}

/// What the letters stand for.
pub(super) struct Place<'a> {
    pub(super) letters: &'a [String],
    pub(super) given: &'a [(String, Node)],
    /// Which of the places.
    pub(super) number: u64,
}

/// splitmix64 (Steele, Lea and Flood 2014).
fn scattered(number: u64) -> u64 {
    let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % PRIME
}

#[inline(never)]
fn digits(text: &str) -> Option<Residue> {
    let (mut above, mut below, mut point) = (0, 1, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                above = plus(times(above, 10), u64::from(byte - b'0'));
                below = if point { times(below, 10) } else { below };
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    Some(Residue { above, below })
}

/// A whole exponent and whether it is negative.
fn whole(exponent: &Node) -> Option<(u64, bool)> {
    match exponent {
        Node::Number(text) => text.parse().ok().map(|n| (n, false)),
        Node::Sum(terms) => match terms.as_slice() {
            [(Sign::Minus, Node::Number(text))] => text.parse().ok().map(|n| (n, true)),
            _ => None,
        },
        Node::Group(_, inner, _) => whole(inner),
        _ => None,
    }
}

/// The value of a line of sums, products, quotients and whole powers. `None`: it is none, or has no value here.
#[inline(never)]
pub(super) fn residue(node: &Node, place: &Place<'_>) -> Option<Residue> {
    let of = |node: &Node| residue(node, place);
    match node {
        Node::Number(text) => digits(text),
        Node::Symbol(name) => {
            if let Some(j) = place.letters.iter().position(|letter| letter == name) {
                return Some(Residue::whole(scattered(place.number << 8 | (j as u64 + 1))));
            }
            let (_, given) = place.given.iter().find(|(letter, _)| letter == name)?;
            residue(given, &Place { given: &[], ..*place })
        }
        Node::Subscript(..) => of(&Node::Symbol(super::letter_name(node)?)),
        Node::Group(_, inner, _) => of(inner),
        Node::Sum(terms) => terms.iter().try_fold(Residue::whole(0), |sum, (sign, term)| {
            let value = of(term)?;
            match sign {
                Sign::Plus => Some(sum.add(value)),
                Sign::Minus => Some(sum.minus(value)),
                Sign::PlusMinus | Sign::MinusPlus => None,
            }
        }),
        Node::Product(factors) => {
            factors.iter().try_fold(Residue::whole(1), |product, (join, factor)| match join {
                Join::Beside | Join::Dot | Join::Times => Some(product.times(of(factor)?)),
                Join::Divide | Join::Slash | Join::Ratio => product.over(of(factor)?),
            })
        }
        Node::Fraction(a, b) => of(a)?.over(of(b)?),
        Node::Mixed(whole, a, b) => Some(digits(whole)?.add(digits(a)?.over(digits(b)?)?)),
        Node::Percent(inner) => of(inner)?.over(Residue::whole(100)),
        Node::Power(base, exponent) => {
            let (exponent, negative) = whole(exponent).filter(|&(n, _)| n <= POWER_MAX)?;
            let base = of(base)?;
            let power = Residue {
                above: raised(base.above, exponent),
                below: raised(base.below, exponent),
            };
            if negative { Residue::whole(1).over(power) } else { Some(power) }
        }
        _ => None,
    }
}

/// Whether two lines are rational and the same. Of lines that are not, floating point says what there is to say.
pub(super) fn same(
    before: &Node,
    after: &Node,
    letters: &[String],
    given: &[(String, Node)],
    price: u64,
) -> bool {
    // Without letters one place is as good as another.
    let places = if letters.is_empty() { 1 } else { 2 };
    (1..=places).all(|number| {
        let place = Place { letters, given, number };
        !burn(price)
            && residue(before, &place)
                .is_some_and(|before| residue(after, &place).is_some_and(|after| before == after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ganita_notation::read;

    fn at(latex: &str) -> Option<Residue> {
        let letters = ["x".to_owned(), "y".to_owned()];
        let place = Place { letters: &letters, given: &[], number: 1 };
        residue(&read(latex).expect("LaTeX"), &place)
    }

    #[test]
    fn rational_lines_are_told_apart_exactly() {
        for (a, b, same) in [
            ("(x+y)^3", "x^3+3x^2y+3xy^2+y^3", true),
            ("(x+y)^3", "x^3+3x^2y+3xy^2+y^3+10^{-40}", false),
            (r"\frac{x^2-y^2}{x-y}", "x+y", true),
            (r"\frac1x-\frac1y", r"\frac{y-x}{xy}", true),
            (r"\frac1x-\frac1y", r"\frac{x-y}{xy}", false),
            ("0.125", r"2^{-3}", true),
            (r"2\frac13", r"7\div3", true),
            ("x^{2000}", r"x^{1000}\cdot x^{1000}", true),
        ] {
            let (Some(p), Some(q)) = (at(a), at(b)) else { panic!("{a} and {b} have values") };
            assert_eq!(p == q, same, "{a} {b}");
        }
    }

    #[test]
    fn what_is_not_rational_or_has_no_value_is_left() {
        for latex in [
            r"\sqrt2",
            r"\sin x",
            "2^x",
            r"\frac{1}{x-x}",
            r"1\pm x",
            r"\pi",
            "z",
            "0.\\overline{3}",
        ] {
            assert!(at(latex).is_none(), "{latex}");
        }
    }
}
