//! Answers as decimals, on request: each number correctly rounded, and how far it may be off.
//!
//! A number is enclosed in an interval of big integers, which is made narrower until both its ends round to the same
//! digits: no digit is ever guessed. Rational numbers are rounded exactly.

use crate::expr::{E, FUEL_FOR_DECIMALS, I, X, ZERO, reset};
use crate::meaning::meaning;
use crate::number::Q;
use dashu_int::IBig;
use ganita_notation::{Join, Node, Relation, Sign};

mod enclose;

use enclose::enclosure;

/// Places after the point that can be asked for.
pub const PLACES_MAX: u32 = 50;
/// Digits before the point; longer numbers are no decimals for people.
const WHOLE_DIGITS_MAX: usize = 40;
/// Bits at first, and where narrowing ends.
const BITS: [usize; 5] = [96, 192, 384, 768, 1536];

/// An answer in which numbers are written as decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct Decimal {
    /// The answer; `=` is `≈` where something was rounded.
    pub node: Node,
    /// Places after the point.
    pub places: u32,
    /// Nothing was rounded.
    pub exact: bool,
}

impl Decimal {
    /// The most by which each number can be off: half a unit of the last place, `0.5 × 10⁻ⁿ`; zero if exact.
    #[must_use]
    pub fn error(&self) -> Node {
        if self.exact {
            return Node::number("0");
        }
        let exponent = Node::negative(Node::number(&self.places.to_string()));
        let unit = Node::Power(Box::new(Node::number("10")), Box::new(exponent));
        Node::Product(vec![(Join::Beside, Node::number("0.5")), (Join::Times, unit)])
    }
}

/// Writes the numbers in an answer as decimals with so many places, correctly rounded (a tie away from zero). Letters
/// stay. `None`: there is no number to write, it is too long, or its digits cannot be decided.
#[must_use]
pub fn decimal(answer: &Node, places: u32) -> Option<Decimal> {
    reset(FUEL_FOR_DECIMALS);
    let mut writer = Writer { places: places.min(PLACES_MAX), rounded: false, found: false };
    let node = writer.node(answer)?;
    let places = writer.places;
    writer.found.then_some(Decimal { node, places, exact: !writer.rounded })
}

struct Writer {
    places: u32,
    rounded: bool,
    found: bool,
}

impl Writer {
    fn node(&mut self, node: &Node) -> Option<Node> {
        if let Some(e) = number(node) {
            return self.number(e);
        }
        let boxed = |inner: Option<Node>| inner.map(Box::new);
        Some(match node {
            Node::Sum(terms) => {
                let terms = terms.iter().map(|(sign, term)| Some((*sign, self.node(term)?)));
                Node::Sum(terms.collect::<Option<_>>()?)
            }
            Node::Product(factors) => self.product(factors)?,
            Node::Fraction(a, b) => Node::Fraction(boxed(self.node(a))?, boxed(self.node(b))?),
            Node::Power(base, exponent) => Node::Power(boxed(self.node(base))?, exponent.clone()),
            Node::Group(open, inner, shut) => Node::Group(*open, boxed(self.node(inner))?, *shut),
            Node::List(items) => Node::List(self.all(items)?),
            Node::Lines(items) => Node::Lines(self.all(items)?),
            Node::Operation(name, items) => Node::Operation(name.clone(), self.all(items)?),
            Node::Relation(first, rest) => {
                let before = std::mem::take(&mut self.rounded);
                let first = boxed(self.node(first))?;
                let sides = rest.iter().map(|(sign, side)| Some((sign.clone(), self.node(side)?)));
                let mut rest: Vec<(Relation, Node)> = sides.collect::<Option<_>>()?;
                if self.rounded {
                    for (sign, _) in &mut rest {
                        if *sign == Relation::Equal {
                            *sign = Relation::Approximately;
                        }
                    }
                }
                self.rounded |= before;
                Node::Relation(first, rest)
            }
            other => other.clone(),
        })
    }

    fn all(&mut self, items: &[Node]) -> Option<Vec<Node>> {
        items.iter().map(|item| self.node(item)).collect()
    }

    /// The numbers among the factors are one number.
    fn product(&mut self, factors: &[(Join, Node)]) -> Option<Node> {
        let plain = factors
            .iter()
            .all(|(join, _)| !matches!(join, Join::Divide | Join::Slash | Join::Ratio));
        if !plain {
            let factors = factors.iter().map(|(join, factor)| Some((*join, self.node(factor)?)));
            return Some(Node::Product(factors.collect::<Option<_>>()?));
        }
        let numbers: Vec<E> = factors.iter().filter_map(|(_, factor)| number(factor)).collect();
        let front = crate::expr::mul(numbers.iter().copied());
        let mut out = Vec::new();
        if !numbers.is_empty() {
            out.push((Join::Beside, self.number(front)?));
        }
        for (join, factor) in factors.iter().filter(|(_, factor)| number(factor).is_none()) {
            let factor = self.node(factor)?;
            out.push((if out.is_empty() { Join::Beside } else { *join }, factor));
        }
        if out.len() == 1 { out.pop().map(|(_, only)| only) } else { Some(Node::Product(out)) }
    }

    /// A real number, or a + bi.
    fn number(&mut self, e: E) -> Option<Node> {
        let (mut re, mut im) = (Vec::new(), Vec::new());
        for term in crate::algebra::expand(crate::algebra::rationalized(e)).terms() {
            if term.has(I) { im.push(term / I) } else { re.push(term) }
        }
        let (re, im) = (crate::expr::add(re), crate::expr::add(im));
        if re.has(I) || im.has(I) {
            return None;
        }
        if im == ZERO {
            return Some(signed(self.real(re)?));
        }
        let (minus, digits) = self.real(im)?;
        let unit = Node::Product(vec![
            (Join::Beside, Node::number(&digits)),
            (Join::Beside, Node::symbol("i")),
        ]);
        let unit = (if minus { Sign::Minus } else { Sign::Plus }, unit);
        Some(if re == ZERO {
            Node::Sum(vec![unit])
        } else {
            let (minus, digits) = self.real(re)?;
            let sign = if minus { Sign::Minus } else { Sign::Plus };
            Node::Sum(vec![(sign, Node::number(&digits)), unit])
        })
    }

    /// Sign and digits.
    fn real(&mut self, e: E) -> Option<(bool, String)> {
        self.found = true;
        let power = IBig::from(10).pow(self.places as usize);
        let units = match e.get() {
            X::Num(q) => {
                let scaled = &q * &Q::from_integer(power);
                self.rounded |= !scaled.is_integer();
                scaled.rounded()
            }
            _ => {
                self.rounded = true;
                BITS.iter().find_map(|&bits| enclosure(e, bits)?.rounded_times(&power))?
            }
        };
        let minus = units < IBig::ZERO;
        let digits = if minus { -units } else { units }.to_string();
        let places = self.places as usize;
        if digits.len() > places + WHOLE_DIGITS_MAX {
            return None;
        }
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        // A whole number stays one: 3, not 3.0000.
        let part = if e.num().is_some() { part.trim_end_matches('0') } else { part };
        let digits = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
        Some((minus, digits))
    }
}

fn signed((minus, digits): (bool, String)) -> Node {
    let digits = Node::number(&digits);
    if minus { Node::negative(digits) } else { digits }
}

/// What has a value without any letter.
fn number(node: &Node) -> Option<E> {
    let plain = matches!(
        node,
        Node::Number(_)
            | Node::Symbol(_)
            | Node::Sum(_)
            | Node::Product(_)
            | Node::Fraction(..)
            | Node::Mixed(..)
            | Node::Power(..)
            | Node::Root { .. }
            | Node::Apply { .. }
            | Node::Factorial(_)
            | Node::Percent(_)
            | Node::Degrees(_)
            | Node::Absolute(_)
            | Node::Binomial(..)
            | Node::Group(..)
    );
    let choice = matches!(node, Node::Sum(terms) if terms.iter().any(|(sign, _)| matches!(sign, Sign::PlusMinus | Sign::MinusPlus)));
    if !plain || choice {
        return None;
    }
    meaning(node).ok().filter(|e| e.is_number())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ganita_notation::{read, write_latex};

    #[track_caller]
    fn check(latex: &str, places: u32, expected: &str) {
        let found = decimal(&read(latex).expect("this is LaTeX"), places);
        let found = found.map(|decimal| write_latex(&decimal.node));
        assert_eq!(found.as_deref(), Some(expected), "{latex}");
    }

    #[test]
    fn digits_are_those_of_the_tables() {
        // Abramowitz and Stegun, table 1.1.
        check(r"\sqrt{2}", 25, "1.4142135623730950488016887");
        check(r"\pi", 24, "3.141592653589793238462643");
        check("e", 25, "2.7182818284590452353602875");
        check(r"\ln 2", 25, "0.6931471805599453094172321");
        check(r"\ln 10", 24, "2.302585092994045684017991");
        check(r"e^{\pi}", 24, "23.140692632779269005729086");
        check(r"\sin 1", 23, "0.84147098480789650665250");
        check(r"\cos 1", 23, "0.54030230586813971740094");
        check(r"\tan^{-1} 2", 20, "1.10714871779409050302");
        check(r"\sqrt[3]{100}", 20, "4.64158883361277889241");
    }

    #[test]
    fn answers_keep_their_form() {
        check(r"x = \frac{1 + \sqrt{5}}{2}", 3, r"x \approx 1.618");
        check(r"x = \frac{1}{4} \text{ or } x = 2", 3, r"x = 0.25 \text{ or } x = 2");
        check(r"x = \frac{\pi}{6} + 2 \pi n", 3, r"x \approx 0.524 + 6.283n");
        check(r"x = 1 - \sqrt{2} i", 2, r"x \approx 1 - 1.41i");
        check(r"\left[-\sqrt{2}, \sqrt{2}\right]", 4, "[-1.4142, 1.4142]");
    }

    #[test]
    fn a_tie_goes_away_from_zero_and_rationals_are_exact() {
        check(r"\frac{1}{8}", 2, "0.13");
        check(r"-\frac{1}{8}", 2, "-0.13");
        check(r"\frac{1}{8}", 3, "0.125");
        check("10^{20}", 3, "100000000000000000000");
        let exact = |latex: &str| decimal(&read(latex).expect("this is LaTeX"), 3).map(|d| d.exact);
        assert_eq!(exact(r"\frac{1}{8}"), Some(true));
        assert_eq!(exact(r"\frac{1}{3}"), Some(false));
    }

    #[test]
    fn close_cancellations_are_resolved() {
        // 2143/22 is close to π⁴: the difference begins at the seventh place.
        check(r"\frac{2143}{22} - \pi^4", 12, "-0.000000124912");
        check(r"e^{\pi} - \pi", 12, "19.999099979189");
    }
}
