//! Limits of exponentials, logarithms, powers and what is built of them, by comparing how fast their parts grow.
//!
//! D. Gruntz, On Computing Limits in a Symbolic Manipulation System, ETH 1996, chapter 3: find the parts that vary most
//! rapidly, write the function in one of them, ω → 0, and take the first term of its series in ω; its coefficient grows
//! more slowly, and the same is done with it.

use super::Way;
use crate::expr::{
    E, EULER, F, HALF, INFINITY, ONE, PI, TWO, UNDEFINED, X, ZERO, apply, burn, exp, int, ln, mul,
    num, pow, sqrt, sym, within,
};
use crate::number::Q;
use crate::series::leading_term;
use crate::value::{real_value, sign};

/// The limit for no more than so much fuel. `None`: there is none, or it is not of this sort.
pub(super) fn limit(f: E, x: E, a: E, way: Way, fuel: u64) -> Option<E> {
    // At infinity, from the right, from the left.
    let moved = |to: E| within(fuel, || Growth { x }.whole(f.replace(x, to)).unwrap_or(UNDEFINED));
    if a.has(INFINITY) {
        return moved(if a == INFINITY { x } else { -x });
    }
    let (right, left) = (a + ONE / x, a - ONE / x);
    match way {
        Way::Right => moved(right),
        Way::Left => moved(left),
        Way::Both => {
            let (right, left) = (moved(right)?, moved(left)?);
            (right == left || crate::algebra::is_zero(right - left)).then_some(right)
        }
    }
}

/// As x → ∞.
struct Growth {
    x: E,
}

/// How deep limits of coefficients and of exponents may lie in one another.
const DEPTH: usize = 24;

impl Growth {
    fn whole(&self, f: E) -> Option<E> {
        let e = self.prepared(f, 0)?;
        let found = self.limit(e, 0)?;
        (found.has(INFINITY) || real_value(found).is_some()).then_some(found)
    }

    fn limit(&self, e: E, depth: usize) -> Option<E> {
        if !e.has(self.x) {
            return (e != UNDEFINED).then_some(e);
        }
        if e == self.x {
            return Some(INFINITY);
        }
        let (c, k) = self.leading(e, depth)?;
        if k.is_zero() {
            self.limit(c, depth + 1)
        } else if k.is_negative() {
            Some(mul([int(self.sign(c, depth + 1)?.into()), INFINITY]))
        } else {
            Some(ZERO)
        }
    }

    /// The sign for all large x; `None` also for 0.
    fn sign(&self, e: E, depth: usize) -> Option<i32> {
        if !e.has(self.x) {
            return sign(e).filter(|&s| s != 0);
        }
        if e == self.x {
            return Some(1);
        }
        self.sign(self.leading(e, depth)?.0, depth + 1)
    }

    /// The first term c ω^k in that which varies most rapidly; c varies less. Where x itself is among it, e^x is put for
    /// x in c, which changes no limit and no sign.
    fn leading(&self, e: E, depth: usize) -> Option<(E, Q)> {
        if depth > DEPTH || e.size() > 600 || burn(64) {
            return None;
        }
        let rapid = self.most_rapid(e, depth)?;
        let small = sym("__w");
        if rapid.contains(&self.x) {
            // ω = 1/x; no other x is left, and ln x becomes x.
            let e = self.rewritten(e, &rapid, ln(self.x), true, small, depth)?;
            return leading_term(e, small, -self.x);
        }
        // The smallest contains none of the others.
        let &chosen = rapid.iter().min_by_key(|part| part.size())?;
        let growth = self.log(chosen)?;
        let up = self.limit(growth, depth + 1)? == INFINITY;
        let e = self.rewritten(e, &rapid, growth, up, small, depth)?;
        leading_term(e, small, if up { -growth } else { growth })
    }

    /// `e` with e^{s} for every part of the set written as ω^{±c} e^{s - c g}, where c is the limit of s/g.
    fn rewritten(
        &self,
        e: E,
        rapid: &[E],
        growth: E,
        up: bool,
        small: E,
        depth: usize,
    ) -> Option<E> {
        if !e.has(self.x) {
            return Some(e);
        }
        if rapid.contains(&e) {
            let s = self.log(e)?;
            let c = self.limit(s / growth, depth + 1)?.num().filter(|c| !c.is_zero())?;
            let rest = crate::algebra::expand(s - num(c.clone()) * growth);
            let rest = self.rewritten(rest, rapid, growth, up, small, depth + 1)?;
            return Some(mul([pow(small, num(if up { -&c } else { c })), exp(rest)]));
        }
        let mut sound = true;
        let out = e.map(&mut |part| {
            self.rewritten(part, rapid, growth, up, small, depth).unwrap_or_else(|| {
                sound = false;
                UNDEFINED
            })
        });
        (sound && out != UNDEFINED).then_some(out)
    }

    /// The logarithm of a part that varies most rapidly.
    fn log(&self, part: E) -> Option<E> {
        match part.get() {
            _ if part == self.x => Some(ln(part)),
            X::Pow(base, k) => Some(k * ln(base)),
            _ => None,
        }
    }

    /// The parts that vary most rapidly: all of one class, each the larger the class. x or exponentials.
    fn most_rapid(&self, e: E, depth: usize) -> Option<Vec<E>> {
        if depth > DEPTH || burn(16) {
            return None;
        }
        if !e.has(self.x) {
            return Some(Vec::new());
        }
        if e == self.x {
            return Some(vec![e]);
        }
        match e.get() {
            X::Add(parts) | X::Mul(parts) => {
                let mut out = Vec::new();
                for &part in parts.iter() {
                    out = self.more_rapid(out, self.most_rapid(part, depth + 1)?, depth + 1)?;
                }
                Some(out)
            }
            X::Pow(base, k) if k.num().is_some() => self.most_rapid(base, depth + 1),
            X::Pow(base, k) => {
                let log = k * ln(base);
                let inside = self.more_rapid(
                    self.most_rapid(base, depth + 1)?,
                    self.most_rapid(k, depth + 1)?,
                    depth + 1,
                )?;
                if self.limit(log, depth + 1)?.has(INFINITY) {
                    self.more_rapid(vec![e], inside, depth + 1)
                } else {
                    Some(inside)
                }
            }
            X::Fun(_, h) => self.most_rapid(h, depth + 1),
            _ => None,
        }
    }

    /// The more rapid of two sets, or both where they are of one class.
    fn more_rapid(&self, a: Vec<E>, b: Vec<E>, depth: usize) -> Option<Vec<E>> {
        let (Some(&p), Some(&q)) = (a.first(), b.first()) else {
            return Some(if a.is_empty() { b } else { a });
        };
        let both = |mut a: Vec<E>, b: Vec<E>| {
            for part in b {
                if !a.contains(&part) {
                    a.push(part);
                }
            }
            a
        };
        if p == q || a.contains(&q) || b.contains(&p) {
            return Some(both(a, b));
        }
        let ratio = self.limit(self.log(p)? / self.log(q)?, depth + 1)?;
        Some(if ratio == ZERO {
            b
        } else if ratio.has(INFINITY) {
            a
        } else {
            both(a, b)
        })
    }

    /// In exponentials, logarithms and functions that are analytic where they are used.
    fn prepared(&self, e: E, depth: usize) -> Option<E> {
        if !e.has(self.x) {
            return (e != UNDEFINED && !e.has(INFINITY)).then_some(e);
        }
        if depth > DEPTH || burn(8) {
            return None;
        }
        let mut sound = true;
        let e = e.map(&mut |part| {
            self.prepared(part, depth + 1).unwrap_or_else(|| {
                sound = false;
                UNDEFINED
            })
        });
        if !sound || e == UNDEFINED {
            return None;
        }
        if !e.has(self.x) {
            return Some(e);
        }
        match e.get() {
            // Only a positive number has all its powers.
            X::Pow(base, k) if k.has(self.x) && base != EULER => {
                (self.sign(base, depth + 1)? > 0).then_some(e)
            }
            X::Fun(F::Ln, h) => match h.get() {
                X::Pow(base, k) if self.sign(base, depth + 1)? > 0 => Some(k * ln(base)),
                _ => (self.sign(h, depth + 1)? > 0).then_some(e),
            },
            X::Fun(f, h) => self.function(f, h, depth),
            X::Call(..) => None,
            _ => Some(e),
        }
    }

    fn function(&self, f: F, h: E, depth: usize) -> Option<E> {
        let half_sum = |other: E| HALF * (exp(h) + other);
        match f {
            F::Sinh => Some(half_sum(-exp(-h))),
            F::Cosh => Some(half_sum(exp(-h))),
            F::Tanh => Some((exp(TWO * h) - ONE) / (exp(TWO * h) + ONE)),
            F::Coth => Some((exp(TWO * h) + ONE) / (exp(TWO * h) - ONE)),
            F::Sech => Some(TWO / (exp(h) + exp(-h))),
            F::Csch => Some(TWO / (exp(h) - exp(-h))),
            F::Asinh => {
                // Odd; the logarithm's argument must not vanish.
                let s = int(self.sign(h, depth + 1)?.into());
                Some(s * ln(s * h + sqrt(h * h + ONE)))
            }
            F::Acosh => Some(ln(h + sqrt(h * h - ONE))),
            F::Atanh => Some(HALF * ln((ONE + h) / (ONE - h))),
            F::Abs => Some(int(self.sign(h, depth + 1)?.into()) * h),
            F::Sign => Some(int(self.sign(h, depth + 1)?.into())),
            F::Atan | F::Acot => {
                let end = self.limit(h, depth + 1)?;
                let angle = if end.has(INFINITY) {
                    let quarter = int(self.sign(h, depth + 1)?.into()) * PI * HALF;
                    quarter - apply(F::Atan, ONE / h)
                } else {
                    apply(F::Atan, h)
                };
                Some(if f == F::Atan { angle } else { PI * HALF - angle })
            }
            F::Asec => Some(apply(F::Acos, ONE / h)),
            F::Acsc => Some(apply(F::Asin, ONE / h)),
            // What oscillates has no class.
            F::Sin | F::Cos | F::Tan | F::Cot | F::Sec | F::Csc | F::Asin | F::Acos => {
                (!self.limit(h, depth + 1)?.has(INFINITY)).then(|| apply(f, h))
            }
            F::Ln | F::Factorial | F::Floor | F::Ceiling => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Way, limit};
    use crate::expr::{INFINITY, reset, sym};
    use crate::meaning::meaning;
    use crate::value::real_value;

    #[track_caller]
    fn check(f: &str, at: &str, way: Way, expected: &str) {
        reset(u64::MAX / 4);
        let of = |latex: &str| {
            let node = ganita_notation::read(latex).expect("the test is in notation");
            meaning(&node).expect("the test has a meaning")
        };
        let found = limit(of(f), sym("x"), of(at), way, 5_000_000);
        if expected == "none" {
            assert_eq!(found, None, "{f}");
            return;
        }
        let found = found.unwrap_or_else(|| panic!("{f}: no limit found"));
        let expected = of(expected);
        let equal = found == expected
            || !found.has(INFINITY)
                && (real_value(found).expect("a number") - real_value(expected).expect("a number"))
                    .abs()
                    < 1e-12;
        assert!(equal, "{f}: {found:?}, not {expected:?}");
    }

    /// Examples of Gruntz's chapter 8.1 with his values, for which SymPy's are the same.
    #[test]
    fn gruntz_examples() {
        for (f, expected) in [
            (r"e^x(e^{1/x-e^{-x}}-e^{1/x})", "-1"),
            (r"e^x(e^{1/x+e^{-x}+e^{-x^2}}-e^{1/x-e^{-e^x}})", "1"),
            (r"\frac{e^{e^{x-e^{-x}}}}{e^{e^x}}", r"e^{-1}"),
            (r"\frac{e^{e^{e^{x+e^{-x}}}}}{e^{e^{e^x}}}", r"\infty"),
            (r"\frac{e^{e^{e^x}}}{e^{e^{e^{x-e^{-e^{e^x}}}}}}", "1"),
            (r"\frac{x\ln x\,(\ln(xe^x-x^2))^2}{\ln(\ln(x^2+2e^{e^{3x^3\ln x}}))}", r"\frac13"),
            (r"\frac{e^{\frac{xe^{-x}}{e^{-x}+e^{-\frac{2x^2}{x+1}}}}-e^x}{x}", "-e^2"),
            (r"\frac{x}{\ln(x^{\ln(x^{\frac{\ln2}{\ln x}})})}", r"\infty"),
            (r"\frac{e^{\frac{xe^{-x}}{e^{-x}+e^{-\frac{2x^2}{x+1}}}}}{e^x}", "1"),
        ] {
            check(f, r"\infty", Way::Both, expected);
        }
    }

    /// Class 11 and 12, and a first course of analysis.
    #[test]
    fn textbook() {
        for (f, at, expected) in [
            (r"\frac{\sin x}{x}", "0", "1"),
            (r"\frac{1-\cos x}{x^2}", "0", r"\frac12"),
            (r"\frac{\tan x-\sin x}{x^3}", "0", r"\frac12"),
            (r"\frac{x^3-8}{x-2}", "2", "12"),
            (r"\frac{\sqrt{x+4}-2}{x}", "0", r"\frac14"),
            (r"\frac{a^x-1}{x}", "0", "none"),
            (r"\frac{3^x-1}{x}", "0", r"\ln 3"),
            (r"(1+2x)^{1/x}", "0", "e^2"),
            (r"\left(1+\frac3x\right)^x", r"\infty", "e^3"),
            (r"\sqrt{x^2+x}-x", r"\infty", r"\frac12"),
            (r"x-x^2\ln\left(1+\frac1x\right)", r"\infty", r"\frac12"),
            (r"\frac{\ln x}{x}", r"\infty", "0"),
            (r"x^{1/x}", r"\infty", "1"),
            (r"\frac{x^{10}}{e^x}", r"\infty", "0"),
            // Incommensurable powers of one ω are left to the ladder.
            (r"\frac{2^x}{3^x}", r"\infty", "none"),
            (r"\arctan x", r"-\infty", r"-\frac{\pi}{2}"),
            (r"x\left(\frac{\pi}{2}-\arctan x\right)", r"\infty", "1"),
            (r"\frac{\sinh x}{e^x}", r"\infty", r"\frac12"),
            (r"\sin x", r"\infty", "none"),
            (r"e^{-x}\sin x", r"\infty", "none"),
            (r"\frac{|x|}{x}", "0", "none"),
            (r"\frac1x", "0", "none"),
            (r"\frac{1}{x^2}", "0", r"\infty"),
        ] {
            check(f, at, Way::Both, expected);
        }
        check(r"\frac{|x|}{x}", "0", Way::Left, "-1");
        check(r"x\ln x", "0", Way::Right, "0");
        check(r"x^x", "0", Way::Right, "1");
        check(r"(1+2x)^{1/x}", "0", Way::Right, "e^2");
        check(r"e^{1/x}", "0", Way::Left, "0");
        check(r"e^{1/x}", "0", Way::Right, r"\infty");
    }
}
