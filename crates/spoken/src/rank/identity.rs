//! Whether an equation holds whatever its letters stand for: "sin two A equals two tan A by one plus tan square A" is said
//! because it holds, so of several groupings the one that holds is meant.

use ganita_notation::{Function, Join, Node, Relation, Sign};

/// Terms of a series; for arguments below ten what is left out is below a millionth.
const TERMS: u32 = 48;
/// Two sides that differ by less, measured by their size, are equal.
const CLOSE: f64 = 1e-6;
/// Larger exponents are not multiplied out.
const LARGEST_EXPONENT: f64 = 64.0;

/// What the letters stand for.
#[derive(Clone, Copy)]
struct World {
    salt: u32,
}

/// Whether both sides of every equality in the tree's one chain have the same value, for two sets of values.
pub(super) fn holds(tree: &Node) -> bool {
    let Node::Relation(first, rest) = tree else { return false };
    if !rest.iter().all(|(relation, _)| *relation == Relation::Equal) {
        return false;
    }
    // "x = x" is no reason.
    if rest.iter().any(|(_, side)| **first == *side) {
        return false;
    }
    [1, 2].into_iter().all(|salt| {
        let world = World { salt };
        let Some(value) = world.value(first) else { return false };
        rest.iter().all(|(_, side)| {
            world
                .value(side)
                .is_some_and(|other| (value - other).abs() <= CLOSE * (1.0 + value.abs()))
        })
    })
}

impl World {
    fn value(&self, node: &Node) -> Option<f64> {
        let value = match node {
            Node::Number(digits) => decimal(digits),
            Node::Symbol(name) if name == "pi" => core::f64::consts::PI,
            Node::Symbol(name) if matches!(name.as_str(), "infinity" | "ldots" | "cdots" | "i") => {
                return None;
            }
            Node::Symbol(name) if name == "e" => core::f64::consts::E,
            Node::Symbol(_) | Node::Subscript(..) => self.letter(node),
            Node::Sum(terms) => {
                let mut sum = 0.0;
                for (sign, term) in terms {
                    match sign {
                        Sign::Plus => sum += self.value(term)?,
                        Sign::Minus => sum -= self.value(term)?,
                        _ => return None,
                    }
                }
                sum
            }
            Node::Product(factors) => {
                let mut product = 1.0;
                for (join, factor) in factors {
                    match join {
                        Join::Beside | Join::Dot | Join::Times => product *= self.value(factor)?,
                        Join::Divide | Join::Slash => product /= self.value(factor)?,
                        Join::Ratio => return None,
                    }
                }
                product
            }
            Node::Fraction(above, below) => self.value(above)? / self.value(below)?,
            Node::Power(base, exponent) => raised(self.value(base)?, self.value(exponent)?)?,
            Node::Root { degree: None, radicand } => self.value(radicand)?.sqrt(),
            Node::Absolute(inner) => self.value(inner)?.abs(),
            Node::Group(_, inner, _) => self.value(inner)?,
            Node::Degrees(inner) => self.value(inner)? * core::f64::consts::PI / 180.0,
            Node::Apply { function: Function::Named(name), power, index: None, argument } => {
                let argument = self.value(argument)?;
                if power.as_deref().is_some_and(is_minus_one) {
                    return inverse(name, argument);
                }
                let value = applied(name, argument)?;
                match power.as_deref() {
                    None => value,
                    Some(Node::Number(digits)) => raised(value, decimal(digits))?,
                    Some(_) => return None,
                }
            }
            _ => return None,
        };
        value.is_finite().then_some(value)
    }

    /// Between a fifth and one: roots, logarithms and tangents are defined there.
    fn letter(&self, node: &Node) -> f64 {
        let name = ganita_notation::write_latex(node);
        let mixed = name.bytes().fold(self.salt.wrapping_mul(0x9e37_79b9), |hash, byte| {
            (hash.rotate_left(5) ^ u32::from(byte)).wrapping_mul(0x2722_0a95)
        });
        0.2 + 0.8 * f64::from(mixed >> 8) / f64::from(1 << 24)
    }
}

/// A numeral's value; the standard parser's tables would make the module the browser downloads a tenth larger.
fn decimal(digits: &str) -> f64 {
    let (mut value, mut scale, mut behind) = (0.0, 1.0, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                scale *= if behind { 10.0 } else { 1.0 };
            }
            _ => behind = true,
        }
    }
    value / scale
}

fn raised(base: f64, exponent: f64) -> Option<f64> {
    let whole = exponent as i32;
    if exponent.abs() <= LARGEST_EXPONENT && f64::from(whole) == exponent {
        let power = (0..whole.unsigned_abs()).fold(1.0, |power, _| power * base);
        return Some(if whole < 0 { 1.0 / power } else { power });
    }
    (base > 0.0).then(|| exponential(exponent * logarithm(base)))
}

fn applied(name: &str, x: f64) -> Option<f64> {
    Some(match name {
        "sin" => series(x, 1),
        "cos" => series(x, 0),
        "tan" => series(x, 1) / series(x, 0),
        "cot" => series(x, 0) / series(x, 1),
        "sec" => 1.0 / series(x, 0),
        "csc" | "cosec" => 1.0 / series(x, 1),
        "exp" => exponential(x),
        "ln" | "log" if x > 0.0 => logarithm(x),
        _ => return None,
    })
}

fn is_minus_one(power: &Node) -> bool {
    matches!(power, Node::Sum(terms) if matches!(terms.as_slice(),
        [(Sign::Minus, Node::Number(digits))] if digits == "1"))
}

fn inverse(name: &str, x: f64) -> Option<f64> {
    let right = core::f64::consts::FRAC_PI_2;
    let rest = (1.0 - x * x).sqrt();
    let angle = match name {
        "tan" => arctangent(x),
        "cot" => right - arctangent(x),
        "sin" => arctangent(x / rest),
        "cos" => right - arctangent(x / rest),
        _ => return None,
    };
    angle.is_finite().then_some(angle)
}

/// Halves the angle until its tangent is small.
fn arctangent(x: f64) -> f64 {
    let small = (0..6).fold(x, |x, _| x / (1.0 + (1.0 + x * x).sqrt()));
    let square = small * small;
    64.0 * small * (1.0 - square * (1.0 / 3.0 - square * (1.0 / 5.0 - square / 7.0)))
}

/// The terms of e's series from `first` on, every second one, with alternating signs: cosine from 0, sine from 1.
fn series(x: f64, first: u32) -> f64 {
    let mut term = if first == 0 { 1.0 } else { x };
    let mut sum = term;
    for count in 1..TERMS {
        let last = f64::from(2 * count + first);
        term *= -x * x / (last * (last - 1.0));
        sum += term;
    }
    sum
}

fn exponential(x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for count in 1..TERMS {
        term *= x / f64::from(count);
        sum += term;
    }
    sum
}

/// Halley's steps towards the number whose exponential is `x`.
fn logarithm(x: f64) -> f64 {
    (0..12).fold(0.0, |y, _| {
        let power = exponential(y);
        y + 2.0 * (x - power) / (x + power)
    })
}

#[cfg(test)]
mod tests {
    use super::holds;
    use ganita_notation::read;

    #[track_caller]
    fn check(latex: &str, expected: bool) {
        assert_eq!(holds(&read(latex).expect("LaTeX of the test's own")), expected, "{latex}");
    }

    #[test]
    fn identities_hold_and_equations_do_not() {
        check(r"\sin^{2} u=\frac{1-\cos 2u}{2}", true);
        check(r"\sin^{2} u=1-\cos \frac{2u}{2}", false);
        check(r"(a+b)^{2}=a^{2}+2ab+b^{2}", true);
        check(r"\log ab=\log a+\log b", true);
        check(r"e^{a+b}=e^{a}e^{b}", true);
        check(r"\sin 30^{\circ}=\frac{1}{2}", true);
        check(r"\tan^{-1} x+\tan^{-1} y=\tan^{-1} \frac{x+y}{1-xy}", true);
        check(r"\tan^{-1} x+\tan^{-1} y=\frac{\tan^{-1} x+y}{1-xy}", false);
        check(r"\sin^{-1} x+\cos^{-1} x=\frac{\pi}{2}", true);
        check(r"(2+3)4=20", true);
        check(r"2+3\times 4=20", false);
        check(r"x^{2}=4", false);
        check(r"x=x", false);
        check(r"\frac{dy}{dx}=0", false);
        check(r"x<x+1", false);
    }
}
