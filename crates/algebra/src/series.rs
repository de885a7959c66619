//! Power series at 0 from the right with exact coefficients: what a function does close to a point.
//! Exponents are rational; coefficients may hold L, which stands for ln t and is weaker than any power of t.

use crate::algebra::expand;
use crate::expr::{
    E, EULER, F, HALF, INFINITY, MINUS_ONE, ONE, PI, UNDEFINED, X, ZERO, add, apply, burn, exp,
    int, ln, mul, num, pow, sym,
};
use crate::number::Q;
use crate::value::{real_value, sign};

/// Terms c t^k in order of k, exact below the bound.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    terms: Vec<(Q, E)>,
    bound: Q,
    /// What ln t is written as.
    log: E,
}

/// Terms a series may have before it is given up.
const TERMS: usize = 40;

fn letter() -> E {
    sym("__L")
}

/// Zero as a number, or as an expression.
fn vanishes(c: E) -> bool {
    if c == ZERO {
        return true;
    }
    match real_value(c) {
        Some(v) => v.abs() < 1e-11 && (c.num().is_none()),
        None => !c.is_number() && crate::algebra::is_zero(c),
    }
}

fn plain(c: E) -> E {
    if c.num().is_some() {
        c
    } else if c.is_number() {
        let tidy = expand(c);
        if vanishes(tidy) { ZERO } else { tidy }
    } else {
        expand(c)
    }
}

impl Series {
    fn constant(&self, c: E, order: &Q) -> Series {
        let terms = if vanishes(c) { Vec::new() } else { vec![(Q::ZERO, c)] };
        Series { terms, bound: order.clone(), log: self.log }
    }

    fn lead(&self) -> Option<&(Q, E)> {
        self.terms.first()
    }

    fn collected(&self, mut terms: Vec<(Q, E)>, bound: Q) -> Option<Series> {
        terms.retain(|(k, _)| *k < bound);
        crate::sort::by(&mut terms, &mut |a, b| a.0.cmp(&b.0));
        let mut out: Vec<(Q, Vec<E>)> = Vec::new();
        for (k, c) in terms {
            match out.last_mut() {
                Some((found, all)) if *found == k => all.push(c),
                _ => out.push((k, vec![c])),
            }
        }
        let out: Vec<(Q, E)> = out
            .into_iter()
            .map(|(k, all)| (k, plain(add(all))))
            .filter(|(_, c)| !vanishes(*c))
            .collect();
        let sound =
            out.len() <= TERMS && out.iter().all(|(_, c)| *c != UNDEFINED && c.size() < 400);
        sound.then_some(Series { terms: out, bound, log: self.log })
    }

    fn plus(&self, other: &Series) -> Option<Series> {
        let bound = self.bound.clone().min(other.bound.clone());
        let terms = self.terms.iter().chain(&other.terms).cloned().collect();
        self.collected(terms, bound)
    }

    fn scaled(&self, by: E) -> Option<Series> {
        let terms = self.terms.iter().map(|(k, c)| (k.clone(), *c * by)).collect();
        self.collected(terms, self.bound.clone())
    }

    fn shifted(&self, by: &Q) -> Series {
        let terms = self.terms.iter().map(|(k, c)| (k + by, *c)).collect();
        Series { terms, bound: &self.bound + by, log: self.log }
    }

    fn times(&self, other: &Series) -> Option<Series> {
        if burn((self.terms.len() * other.terms.len()) as u64) {
            return None;
        }
        let low = |s: &Series| s.lead().map_or(s.bound.clone(), |(k, _)| k.clone());
        let bound = (&low(self) + &other.bound).min(&low(other) + &self.bound);
        let mut terms = Vec::new();
        for (j, a) in &self.terms {
            for (k, b) in &other.terms {
                let power = j + k;
                if power < bound {
                    terms.push((power, *a * *b));
                }
            }
        }
        self.collected(terms, bound)
    }

    /// Without its constant term, which is given back; `None` where it is infinite at 0.
    fn apart(&self) -> Option<(E, Series)> {
        match self.lead() {
            Some((k, _)) if k.is_negative() => None,
            Some((k, c)) if k.is_zero() => {
                Some((*c, Series { terms: self.terms[1..].to_vec(), ..self.clone() }))
            }
            _ => Some((ZERO, self.clone())),
        }
    }

    /// Σ aₙ uⁿ for a series u that vanishes at 0.
    fn sum_of(&self, coefficient: &dyn Fn(i64) -> E) -> Option<Series> {
        let mut out = self.constant(coefficient(0), &self.bound);
        out.bound = self.bound.clone();
        let Some((low, _)) = self.lead() else { return Some(out) };
        let low = low.clone();
        let mut power = self.constant(ONE, &self.bound);
        let mut n = 0;
        loop {
            n += 1;
            if &low * &Q::int(n) >= self.bound || n > 40 {
                return Some(out);
            }
            power = power.times(self)?;
            let c = coefficient(n);
            if c != ZERO {
                out = out.plus(&power.scaled(c)?)?;
            }
        }
    }

    fn power(&self, r: &Q) -> Option<Series> {
        let (k, c) = self.lead()?.clone();
        if c.has(letter()) && !r.is_integer() {
            return None;
        }
        if c.has(letter()) && r.is_negative() {
            return None;
        }
        if !r.is_integer() && sign(c) == Some(-1) && r.parts().is_none_or(|(_, d)| d % 2 == 0) {
            return None;
        }
        let front = pow(c, num(r.clone()));
        // c t^k (1 + u)
        let unit = Series {
            terms: self.terms[1..].iter().map(|(j, a)| (j - &k, plain(*a / c))).collect(),
            bound: &self.bound - &k,
            log: self.log,
        };
        let binomial = |n: i64| {
            num((0..n).fold(Q::ONE, |all, j| &(&all * &(r - &Q::int(j))) / &Q::int(j + 1)))
        };
        Some(unit.sum_of(&binomial)?.scaled(front)?.shifted(&(&k * r)))
    }

    fn exponential(&self) -> Option<Series> {
        let (c, rest) = self.apart()?;
        let over = |n: i64| num((1..=n).fold(Q::ONE, |all, j| &all / &Q::int(j)));
        let sum = rest.sum_of(&over)?;
        if !c.has(letter()) {
            return sum.scaled(exp(c));
        }
        // e^{a + b L} = e^a t^b
        let parts = crate::algebra::coefficients(c, letter())?;
        let [a, b] = parts.as_slice() else { return None };
        Some(sum.scaled(exp(*a))?.shifted(&b.num()?))
    }

    fn logarithm(&self) -> Option<Series> {
        let (k, c) = self.lead()?.clone();
        if c.has(letter()) || sign(c).is_some_and(|s| s < 0) {
            return None;
        }
        let unit = Series {
            terms: self.terms[1..].iter().map(|(j, a)| (j - &k, plain(*a / c))).collect(),
            bound: &self.bound - &k,
            log: self.log,
        };
        let over = |n: i64| {
            if n == 0 { ZERO } else { num(Q::new(if n % 2 == 0 { -1 } else { 1 }, n)) }
        };
        let front = self.constant(ln(c) + num(k) * self.log, &unit.bound);
        unit.sum_of(&over)?.plus(&front)
    }

    fn sine_and_cosine(&self) -> Option<(Series, Series)> {
        let (c, rest) = self.apart()?;
        if c.has(letter()) {
            return None;
        }
        let over = |n: i64, odd: i64| {
            if n % 2 != odd {
                return ZERO;
            }
            let q = (1..=n).fold(Q::ONE, |all, j| &all / &Q::int(j));
            num(if (n / 2) % 2 == 0 { q } else { -&q })
        };
        let (s, k) = (rest.sum_of(&|n| over(n, 1))?, rest.sum_of(&|n| over(n, 0))?);
        let (a, b) = (apply(F::Sin, c), apply(F::Cos, c));
        if a == ZERO {
            return Some((s.scaled(b)?, k.scaled(b)?));
        }
        if b == ZERO {
            return Some((k.scaled(a)?, s.scaled(-a)?));
        }
        Some((s.scaled(b)?.plus(&k.scaled(a)?)?, k.scaled(b)?.plus(&s.scaled(-a)?)?))
    }

    fn derivative(&self) -> Option<Series> {
        let terms = self.terms.iter().filter(|(k, _)| !k.is_zero());
        let terms = terms.map(|(k, c)| (k - &Q::ONE, num(k.clone()) * *c)).collect();
        self.collected(terms, &self.bound - &Q::ONE)
    }

    fn antiderivative(&self) -> Option<Series> {
        if self.terms.iter().any(|(k, c)| *k == Q::int(-1) || c.has(letter())) {
            return None;
        }
        let terms = self.terms.iter().map(|(k, c)| {
            let up = k + &Q::ONE;
            (up.clone(), *c * num(up.reciprocal()))
        });
        self.collected(terms.collect(), &self.bound + &Q::ONE)
    }

    /// f(s) = f(s₀) + ∫ f′(s) s′.
    fn by_slope(&self, f: F, order: &Q) -> Option<Series> {
        let (c, rest) = self.apart()?;
        if c.has(letter()) || self.terms.iter().any(|(_, c)| c.has(letter())) {
            return None;
        }
        let value = apply(f, c);
        if value == UNDEFINED {
            return None;
        }
        let u = sym("__s");
        let slope = of(crate::derive::outer(f, u)?, u, self, order, 0)?;
        let whole = slope.times(&rest.derivative()?)?.antiderivative()?;
        whole.plus(&self.constant(value, &whole.bound))
    }
}

/// The series of `e` with `inner` for the letter `t`, to the given order.
fn of(e: E, t: E, inner: &Series, order: &Q, depth: usize) -> Option<Series> {
    if burn(8) || depth > 40 {
        return None;
    }
    if !e.has(t) {
        return (!e.has(INFINITY) && e != UNDEFINED).then(|| inner.constant(e, order));
    }
    if e == t {
        return Some(inner.clone());
    }
    let go = |part: E| of(part, t, inner, order, depth + 1);
    match e.get() {
        X::Add(items) => {
            let mut out = go(items[0])?;
            for &item in &items[1..] {
                out = out.plus(&go(item)?)?;
            }
            Some(out)
        }
        X::Mul(items) => {
            let mut out = go(items[0])?;
            for &item in &items[1..] {
                out = out.times(&go(item)?)?;
            }
            Some(out)
        }
        X::Pow(base, k) => {
            if base == EULER {
                return go(k)?.exponential();
            }
            if let Some(q) = k.num() {
                return go(base)?.power(&q);
            }
            go(k)?.times(&go(base)?.logarithm()?)?.exponential()
        }
        X::Fun(f, h) => {
            let s = go(h)?;
            match f {
                F::Sin => Some(s.sine_and_cosine()?.0),
                F::Cos => Some(s.sine_and_cosine()?.1),
                F::Tan | F::Cot | F::Sec | F::Csc => {
                    let (a, b) = s.sine_and_cosine()?;
                    let one = Q::int(-1);
                    match f {
                        F::Tan => a.times(&b.power(&one)?),
                        F::Cot => b.times(&a.power(&one)?),
                        F::Sec => b.power(&one),
                        _ => a.power(&one),
                    }
                }
                F::Ln => s.logarithm(),
                F::Abs | F::Sign => {
                    let (_, c) = s.lead()?;
                    let up = leading_sign(*c)?;
                    if f == F::Sign {
                        return Some(inner.constant(int(up.into()), order));
                    }
                    s.scaled(int(up.into()))
                }
                F::Sinh | F::Cosh | F::Tanh | F::Coth | F::Sech | F::Csch => {
                    let up = s.exponential()?;
                    let down = s.scaled(MINUS_ONE)?.exponential()?;
                    let sinh = up.plus(&down.scaled(MINUS_ONE)?)?.scaled(HALF)?;
                    let cosh = up.plus(&down)?.scaled(HALF)?;
                    let one = Q::int(-1);
                    match f {
                        F::Sinh => Some(sinh),
                        F::Cosh => Some(cosh),
                        F::Tanh => sinh.times(&cosh.power(&one)?),
                        F::Coth => cosh.times(&sinh.power(&one)?),
                        F::Sech => cosh.power(&one),
                        _ => sinh.power(&one),
                    }
                }
                F::Atan | F::Acot => {
                    let infinite = s.lead().is_some_and(|(k, _)| k.is_negative());
                    let angle = if infinite {
                        // atan s = ±π/2 - atan(1/s)
                        let up = leading_sign(s.lead()?.1)?;
                        let turned = s.power(&Q::int(-1))?.by_slope(F::Atan, order)?;
                        let quarter = int(up.into()) * PI * HALF;
                        turned.scaled(MINUS_ONE)?.plus(&inner.constant(quarter, order))?
                    } else {
                        s.by_slope(F::Atan, order)?
                    };
                    if f == F::Atan {
                        Some(angle)
                    } else {
                        angle.scaled(MINUS_ONE)?.plus(&inner.constant(PI * HALF, order))
                    }
                }
                F::Asin | F::Acos | F::Asinh | F::Atanh => s.by_slope(f, order),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The sign close to 0, where L tends to -∞.
fn leading_sign(c: E) -> Option<i32> {
    let parts = crate::algebra::coefficients(c, letter())?;
    let s = sign(*parts.last()?)?;
    Some(if parts.len() % 2 == 0 { -s } else { s })
}

/// The first term c t^k of `e` as t → 0 from the right, with `log` written for ln t; c = 0 if all that can be said is
/// that `e` vanishes faster than t^k, k > 0. `None`: not a series of this sort.
pub(crate) fn leading_term(e: E, t: E, log: E) -> Option<(E, Q)> {
    for order in [3, 6, 11] {
        let order = Q::int(order);
        let inner = Series { terms: vec![(Q::ONE, ONE)], bound: &order + &Q::ONE, log };
        let s = of(e, t, &inner, &order, 0)?;
        match s.lead() {
            Some((k, c)) => return Some((*c, k.clone())),
            None if !s.bound.is_negative() && !s.bound.is_zero() => return Some((ZERO, s.bound)),
            None => {}
        }
    }
    None
}

/// The limit of `e` as t → 0 from the right. `None`: not a series of this sort.
pub(crate) fn limit_at_zero(e: E, t: E) -> Option<E> {
    let (c, k) = leading_term(e, t, letter())?;
    if !k.is_negative() && !k.is_zero() {
        return Some(ZERO);
    }
    if k.is_zero() && !c.has(letter()) {
        return Some(c);
    }
    let up = leading_sign(c)?;
    Some(mul([int(up.into()), INFINITY]))
}
