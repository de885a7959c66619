//! Making canonical sums, products, powers and function values.

use super::{
    E, EULER, F, HALF, I, INFINITY, MINUS_ONE, Map, ONE, PI, UNDEFINED, X, ZERO, burn, int, intern,
    num, order, rat, sqrt,
};
use crate::number::Q;
use crate::sort;
use std::rc::Rc;

pub(crate) fn add(items: impl IntoIterator<Item = E>) -> E {
    let mut all = Vec::new();
    for item in items {
        all.push(item);
    }
    sum(all)
}

/// Fuel for a term of a sum or a factor of a product that is made.
const TERM: u64 = 1;
/// From so many terms on they are looked up, not gone through.
const MANY: usize = 24;

/// Apart from [`add`], so that it is compiled once and not for every sort of iterator.
fn sum(mut stack: Vec<E>) -> E {
    let mut number = Q::ZERO;
    // The term without its number, the number, and the term as it stood if it is the only one like it.
    let mut terms: Vec<(E, Q, Option<E>)> = Vec::new();
    // Where each term stands, once there are many.
    let mut places: Map<E, usize> = Map::default();
    if burn(TERM * stack.len() as u64) {
        return UNDEFINED;
    }
    stack.reverse();
    while let Some(item) = stack.pop() {
        match item.get() {
            X::Undefined => return UNDEFINED,
            X::Num(q) => number = &number + &q,
            X::Add(inner) => {
                burn(TERM * inner.len() as u64);
                stack.extend(inner.iter().rev());
            }
            _ => {
                let (q, rest) = item.coefficient();
                let known = if terms.len() < MANY {
                    terms.iter().position(|(term, ..)| *term == rest)
                } else {
                    if places.is_empty() {
                        places.extend(terms.iter().enumerate().map(|(k, term)| (term.0, k)));
                    }
                    places.get(&rest).copied()
                };
                match known.and_then(|k| terms.get_mut(k)) {
                    Some((_, sum, alone)) => (*sum, *alone) = (&*sum + &q, None),
                    None => {
                        if terms.len() >= MANY {
                            places.insert(rest, terms.len());
                        }
                        terms.push((rest, q, Some(item)));
                    }
                }
            }
        }
    }
    if terms.iter().any(|(term, ..)| *term == INFINITY) {
        let infinite = terms
            .iter()
            .find(|(term, ..)| *term == INFINITY)
            .map(|(_, q, _)| q.sign())
            .unwrap_or(0);
        let others_finite = terms.iter().all(|(term, ..)| *term == INFINITY || !term.has(INFINITY));
        if others_finite && infinite != 0 {
            return if infinite > 0 {
                INFINITY
            } else {
                intern(X::Mul(Rc::new([MINUS_ONE, INFINITY])))
            };
        }
        return UNDEFINED;
    }
    let mut out: Vec<E> = terms
        .into_iter()
        .filter(|(_, q, _)| !q.is_zero())
        .map(|(term, q, alone)| alone.unwrap_or_else(|| scaled(&q, term)))
        .collect();
    if !number.is_zero() {
        out.push(num(number));
    }
    match out.len() {
        0 => ZERO,
        1 => out[0],
        _ => {
            sort::by(&mut out, &mut |a, b| order(*a, *b));
            intern(X::Add(out.into()))
        }
    }
}

/// A number times something that has no number in front.
fn scaled(q: &Q, rest: E) -> E {
    if q.is_one() {
        return rest;
    }
    if rest == ONE {
        return num(q.clone());
    }
    let mut factors = vec![num(q.clone())];
    factors.extend(rest.factors());
    intern(X::Mul(factors.into()))
}

pub(crate) fn mul(items: impl IntoIterator<Item = E>) -> E {
    let mut all = Vec::new();
    for item in items {
        all.push(item);
    }
    product(all)
}

fn product(mut stack: Vec<E>) -> E {
    let mut number = Q::ONE;
    // Base, exponent, and the factor as it stood if it is the only one with this base.
    let mut bases: Vec<(E, E, Option<E>)> = Vec::new();
    if burn(TERM * stack.len() as u64) {
        return UNDEFINED;
    }
    stack.reverse();
    let mut infinite = false;
    while let Some(item) = stack.pop() {
        match item.get() {
            X::Undefined => return UNDEFINED,
            X::Num(q) => number = &number * &q,
            X::Mul(inner) => stack.extend(inner.iter().rev()),
            X::Infinity => infinite = true,
            _ => {
                let (base, exponent) = item.base_exponent();
                match bases.iter_mut().find(|(found, ..)| *found == base) {
                    Some((_, sum, alone)) => (*sum, *alone) = (*sum + exponent, None),
                    None => bases.push((base, exponent, Some(item))),
                }
            }
        }
    }
    if infinite {
        if number.is_zero() || !bases.is_empty() {
            let sign = bases
                .iter()
                .map(|(base, exponent, _)| crate::value::sign(pow(*base, *exponent)))
                .try_fold(1, |all, one| Some(all * one?));
            match sign {
                Some(sign) if sign != 0 && !number.is_zero() => {
                    number = &number * &Q::int(i64::from(sign));
                }
                _ => return UNDEFINED,
            }
        }
        return if number.is_negative() {
            intern(X::Mul(Rc::new([MINUS_ONE, INFINITY])))
        } else {
            INFINITY
        };
    }
    if number.is_zero() {
        return ZERO;
    }
    // Numbers under one root go together: √2 √3 = √6.
    let mut out: Vec<E> = Vec::new();
    let mut radicals: Vec<(Q, Q)> = Vec::new();
    let mut again: Vec<E> = Vec::new();
    for (base, exponent, alone) in bases {
        let power = alone.unwrap_or_else(|| pow(base, exponent));
        let same = alone.is_some()
            || matches!(power.get(), X::Pow(b, e) if b == base && e == exponent)
            || power == base && exponent == ONE;
        if !same {
            match power.get() {
                X::Undefined => return UNDEFINED,
                X::Num(q) => number = &number * &q,
                _ => again.push(power),
            }
            continue;
        }
        if exponent != ONE
            && let (Some(radicand), Some(e)) = (base.num(), exponent.num())
            && !e.is_integer()
            && !radicand.is_negative()
        {
            match radicals.iter_mut().find(|(found, _)| *found == e) {
                Some((_, product)) => {
                    *product = &*product * &radicand;
                    again.push(ONE);
                }
                None => radicals.push((e, radicand)),
            }
            continue;
        }
        out.push(power);
    }
    out.extend(radicals.into_iter().map(|(e, radicand)| pow(num(radicand), num(e))));
    if !again.is_empty() {
        again.push(num(number));
        again.extend(out);
        return mul(again);
    }
    if number.is_zero() {
        return ZERO;
    }
    if out.len() == 1 {
        return match out[0].get() {
            X::Num(q) => num(&number * &q),
            X::Mul(_) => mul([num(number), out[0]]),
            _ => scaled(&number, out[0]),
        };
    }
    sort::by(&mut out, &mut |a, b| order(*a, *b));
    if !number.is_one() {
        out.insert(0, num(number));
    }
    match out.len() {
        0 => ONE,
        1 => out[0],
        _ => intern(X::Mul(out.into())),
    }
}

/// `(p, rest)` with n = p^k · rest and rest free of k-th powers; by trial division up to a bound.
pub(crate) fn integer_root(n: u64, k: u32) -> (u64, u64) {
    let (mut outside, mut inside, mut left) = (1u64, 1u64, n);
    let mut p = 2u64;
    while p * p <= left && p < 60_000 {
        let mut times = 0;
        while left % p == 0 {
            left /= p;
            times += 1;
        }
        outside *= p.pow(times / k);
        inside *= p.pow(times % k);
        p += if p == 2 { 1 } else { 2 };
    }
    if left > 1 {
        // A large prime, or a product of two: it may still be a perfect power.
        let root = libm::round(libm::pow(left as f64, 1.0 / f64::from(k))) as u64;
        if root > 1 && root.checked_pow(k) == Some(left) {
            outside *= root;
        } else {
            inside *= left;
        }
    }
    (outside, inside)
}

pub(crate) fn pow(base: E, exponent: E) -> E {
    if base == UNDEFINED || exponent == UNDEFINED {
        return UNDEFINED;
    }
    if exponent == ZERO {
        return ONE;
    }
    if exponent == ONE {
        return base;
    }
    let n = exponent.num();
    match (base.get(), &n) {
        (X::Num(b), _) if b.is_one() => return ONE,
        (X::Num(b), Some(e)) => {
            if b.is_zero() {
                return if e.is_negative() { UNDEFINED } else { ZERO };
            }
            if let Some(k) = e.as_i64() {
                return match b.pow(k) {
                    Some(value) => num(value),
                    None => intern(X::Pow(base, exponent)),
                };
            }
            return number_root(&b, e);
        }
        (X::I, Some(e)) if e.is_integer() => {
            let k = e.as_i64().map_or(0, |k| k.rem_euclid(4));
            return [ONE, I, MINUS_ONE, -I][k as usize];
        }
        (X::Infinity, Some(e)) => return if e.is_negative() { ZERO } else { INFINITY },
        (X::Mul(factors), Some(e)) if e.is_integer() => {
            return mul(factors.iter().map(|&factor| pow(factor, exponent)).collect::<Vec<_>>());
        }
        (X::Mul(factors), Some(e)) => {
            // A positive number, a root of one, and e^… go out of the root.
            let mut outside = Vec::new();
            let mut inside = Vec::new();
            for &factor in factors.iter() {
                match factor.get() {
                    X::Num(q) if q.is_negative() => {
                        let odd = e.parts().is_some_and(|(_, d)| d % 2 == 1);
                        if odd {
                            outside.push(num(q));
                        } else {
                            if q != Q::int(-1) {
                                outside.push(num(q.abs()));
                            }
                            inside.push(MINUS_ONE);
                        }
                    }
                    X::Num(_) | X::Pi | X::Euler => outside.push(factor),
                    X::Pow(b, k) if positive_constant(b) && k.num().is_some() => {
                        outside.push(factor);
                    }
                    X::Pow(b, _) if b == EULER && !factor.has(I) => outside.push(factor),
                    X::Pow(_, k)
                        if e.parts().is_some_and(|(_, d)| d % 2 == 1) && k.as_int().is_some() =>
                    {
                        outside.push(factor);
                    }
                    _ => inside.push(factor),
                }
            }
            if !outside.is_empty() {
                let mut all: Vec<E> =
                    outside.into_iter().map(|factor| pow(factor, exponent)).collect();
                if !inside.is_empty() {
                    all.push(pow(mul(inside), exponent));
                }
                return mul(all);
            }
        }
        (X::Pow(b, k), Some(e)) => {
            let free = e.is_integer()
                || (positive_constant(b) && !k.has(I))
                || match (k.num().and_then(|k| k.parts()), e.parts()) {
                    // An odd root of an integer power; any root of what is a root already.
                    (Some((_, 1)), Some((_, d))) => d % 2 == 1,
                    (Some((p, _)), Some(_)) => p % 2 != 0,
                    _ => false,
                };
            if free {
                return pow(b, k * exponent);
            }
        }
        (X::Pow(b, k), None) if b == EULER && !k.has(I) => return pow(b, k * exponent),
        (X::Pow(b, k), None) if positive_constant(b) => return pow(b, k * exponent),
        (X::Euler, _) => {
            // e^{a ln b} = b^a
            let (q, rest) = exponent.coefficient();
            for factor in rest.factors() {
                if let X::Fun(F::Ln, inner) = factor.get() {
                    let others = mul(rest.factors().into_iter().filter(|&other| other != factor));
                    return pow(inner, num(q) * others);
                }
            }
            if let X::Add(terms) = exponent.get()
                && terms.iter().any(|term| matches!(term.coefficient().1.get(), X::Fun(F::Ln, _)))
            {
                let (logs, rest): (Vec<E>, Vec<E>) = terms
                    .iter()
                    .partition(|term| matches!(term.coefficient().1.get(), X::Fun(F::Ln, _)));
                let rest = intern_power(EULER, add(rest));
                return mul(logs.into_iter().map(|log| pow(EULER, log)).chain([rest]));
            }
        }
        (X::Num(b), None) if !b.is_negative() && !b.is_zero() => {
            // b^{ln a / ln b} = a, 4^x = 2^{2x}
            let log = super::ln(base);
            let over = mul([exponent, log]);
            if over.size() < exponent.size() || matches!(over.get(), X::Fun(F::Ln, _)) {
                return pow(EULER, over);
            }
            if let Some((root, k)) = perfect_power(&b) {
                return pow(num(root), int(k) * exponent);
            }
            if let X::Add(terms) = exponent.get()
                && let Some(k) = terms.iter().find_map(|term| term.as_int())
                && let Some(outside) = b.pow(k)
            {
                return mul([num(outside), pow(base, exponent - int(k))]);
            }
        }
        _ => {}
    }
    intern(X::Pow(base, exponent))
}

fn intern_power(base: E, exponent: E) -> E {
    if exponent == ZERO {
        ONE
    } else if exponent == ONE {
        base
    } else {
        intern(X::Pow(base, exponent))
    }
}

/// `8 = 2^3`, `1/4 = 2^{-2}`.
fn perfect_power(b: &Q) -> Option<(Q, i64)> {
    let (n, d) = b.parts()?;
    if d != 1 {
        if n == 1 {
            let inner = Q::int(d);
            return Some(perfect_power(&inner).map_or((inner, -1), |(root, k)| (root, -k)));
        }
        return None;
    }
    for k in [2u32, 3, 5, 7] {
        let root = libm::round(libm::pow(n as f64, 1.0 / f64::from(k))) as i64;
        if root > 1 && root.checked_pow(k) == Some(n) {
            let inner = Q::int(root);
            return Some(match perfect_power(&inner) {
                Some((smaller, j)) => (smaller, j * i64::from(k)),
                None => (inner, i64::from(k)),
            });
        }
    }
    None
}

/// k where a = b^k for numbers a and b.
pub(super) fn whole_log(a: E, b: E) -> Option<i64> {
    let (p, q) = (a.num()?, b.num()?);
    let k = libm::round(libm::log(p.to_f64()) / libm::log(q.to_f64()));
    if !(1.0..=64.0).contains(&k.abs()) {
        return None;
    }
    (q.pow(k as i64)? == p).then_some(k as i64)
}

fn positive_constant(e: E) -> bool {
    match e.get() {
        X::Num(q) => !q.is_negative() && !q.is_zero(),
        X::Pi | X::Euler => true,
        _ => false,
    }
}

/// A fractional power of a number, with whole powers taken out and no root in a denominator.
fn number_root(b: &Q, e: &Q) -> E {
    let Some((p, q)) = e.parts() else { return intern(X::Pow(num(b.clone()), num(e.clone()))) };
    if b.is_negative() {
        let positive = pow(num(b.abs()), num(e.clone()));
        if q % 2 == 1 {
            return if p % 2 == 0 { positive } else { mul([MINUS_ONE, positive]) };
        }
        if q == 2 {
            return mul([pow(I, int(p)), positive]);
        }
        return intern(X::Pow(num(b.clone()), num(e.clone())));
    }
    // b^{p/q} = b^whole · b^{r/q} with 0 < r < q
    let whole = p.div_euclid(q);
    let r = p.rem_euclid(q);
    let Some(outside) = b.pow(whole) else { return intern(X::Pow(num(b.clone()), num(e.clone()))) };
    let (Some((n, d)), Ok(k)) = (b.parts(), u32::try_from(q)) else {
        return plain_power(outside, b.clone(), Q::new(r, q));
    };
    if k > 64 {
        return plain_power(outside, b.clone(), Q::new(r, q));
    }
    // (n/d)^{r/q}: powers out of both, then the denominator made whole.
    let raise = |x: i64| u64::try_from(x).ok().and_then(|x| x.checked_pow(u32::try_from(r).ok()?));
    let (Some(n), Some(d)) = (raise(n), raise(d)) else {
        return plain_power(outside, b.clone(), Q::new(r, q));
    };
    let (n_out, n_in) = integer_root(n, k);
    let (d_out, d_in) = integer_root(d, k);
    let whole_root = d_in
        .checked_pow(k - 1)
        .and_then(|fill| n_in.checked_mul(fill))
        .and_then(|inside| i64::try_from(inside).ok());
    let (Some(inside), Ok(n_out), Ok(d_out), Ok(d_in)) =
        (whole_root, i64::try_from(n_out), i64::try_from(d_out), i64::try_from(d_in))
    else {
        return plain_power(outside, b.clone(), Q::new(r, q));
    };
    let (more, inside) = integer_root(inside as u64, k);
    let front = &outside * &(&Q::new(n_out, d_out) * &Q::new(more as i64, d_in));
    if inside == 1 {
        return num(front);
    }
    // 4^{1/4} = 2^{1/2}
    let (mut inside, mut exponent) = (inside as i64, Q::new(1, q));
    if let Some((root, j)) = perfect_power(&Q::int(inside)) {
        inside = root.as_i64().unwrap_or(inside);
        exponent = &exponent * &Q::int(j);
    }
    plain_power(front, Q::int(inside), exponent)
}

fn plain_power(front: Q, inside: Q, exponent: Q) -> E {
    let power = intern(X::Pow(num(inside), num(exponent)));
    if front.is_one() { power } else { intern(X::Mul(Rc::new([num(front), power]))) }
}

/// A function only known by its letter, applied.
pub(crate) fn call(name: &str, argument: E) -> E {
    if argument == UNDEFINED { UNDEFINED } else { intern(X::Call(name.into(), argument)) }
}

/// The number r with `e = r π`.
fn of_pi(e: E) -> Option<Q> {
    if e == ZERO {
        return Some(Q::ZERO);
    }
    let (q, rest) = e.coefficient();
    (rest == PI).then_some(q)
}

/// sin(r π) for the angles that have a simple value.
fn sine(r: &Q) -> Option<E> {
    let turn = &(r / &Q::int(2)) - &(r / &Q::int(2)).floor();
    let r = &turn * &Q::int(2);
    if r >= Q::ONE {
        return sine(&(&r - &Q::ONE)).map(|value| -value);
    }
    let r = if r > Q::new(1, 2) { &Q::ONE - &r } else { r };
    Some(match r.parts()? {
        (0, 1) => ZERO,
        (1, 6) => HALF,
        (1, 4) => sqrt(int(2)) * HALF,
        (1, 3) => sqrt(int(3)) * HALF,
        (1, 2) => ONE,
        (1, 12) => (sqrt(int(6)) - sqrt(int(2))) * rat(1, 4),
        (5, 12) => (sqrt(int(6)) + sqrt(int(2))) * rat(1, 4),
        (1, 10) => (sqrt(int(5)) - ONE) * rat(1, 4),
        (3, 10) => (sqrt(int(5)) + ONE) * rat(1, 4),
        _ => return None,
    })
}

/// sin(r π) or cos(r π) by an angle between 0 and a right one.
fn first_quadrant(f: F, r: &Q) -> E {
    let half = r / &Q::int(2);
    let turn = &(&half - &half.floor()) * &Q::int(2);
    let (r, negative) = match (f, turn > Q::ONE) {
        (F::Sin, true) => (&turn - &Q::ONE, true),
        (F::Cos, true) => (&Q::int(2) - &turn, false),
        _ => (turn, false),
    };
    let (r, negative) =
        if r > Q::new(1, 2) { (&Q::ONE - &r, negative != (f == F::Cos)) } else { (r, negative) };
    let value = intern(X::Fun(f, mul([num(r), PI])));
    if negative { -value } else { value }
}

/// tan(r π) for odd eighths.
fn eighth(r: &Q) -> Option<E> {
    let root = sqrt(int(2));
    Some(match r.parts()? {
        (1, 8) => root - ONE,
        (3, 8) => root + ONE,
        (5, 8) => -ONE - root,
        (7, 8) => ONE - root,
        _ => return None,
    })
}

/// Angles between -π/2 and π/2 by their sine.
fn arcsine(e: E) -> Option<E> {
    if !e.is_number() {
        return None;
    }
    [(0, 1), (1, 6), (1, 4), (1, 3), (1, 2), (1, 12), (5, 12)].into_iter().find_map(|(n, d)| {
        let value = sine(&Q::new(n, d))?;
        if value == e {
            return Some(rat(n, d) * PI);
        }
        (negated(value) == e).then(|| rat(-n, d) * PI)
    })
}

fn arctangent(e: E) -> Option<E> {
    if !e.is_number() {
        return None;
    }
    [
        (ZERO, (0, 1)),
        (sqrt(int(3)) / int(3), (1, 6)),
        (ONE, (1, 4)),
        (sqrt(int(3)), (1, 3)),
        (int(2) - sqrt(int(3)), (1, 12)),
        (int(2) + sqrt(int(3)), (5, 12)),
        (sqrt(int(2)) - ONE, (1, 8)),
        (sqrt(int(2)) + ONE, (3, 8)),
    ]
    .into_iter()
    .find_map(|(value, (n, d))| {
        if value == e {
            return Some(rat(n, d) * PI);
        }
        (negated(value) == e).then(|| rat(-n, d) * PI)
    })
}

/// Whether a minus sign can be taken out: -x, -2x + …
pub(crate) fn leads_negative(e: E) -> bool {
    match e.get() {
        X::Add(terms) => {
            let negative = terms.iter().filter(|term| term.coefficient().0.is_negative()).count();
            negative * 2 > terms.len()
                || (negative * 2 == terms.len()
                    && crate::show::leading(e).coefficient().0.is_negative())
        }
        _ => e.coefficient().0.is_negative(),
    }
}

fn negated(e: E) -> E {
    match e.get() {
        X::Add(terms) => add(terms.iter().map(|&term| -term)),
        _ => -e,
    }
}

/// √(a² + b²) for a + b i.
fn complex_size(x: E) -> Option<E> {
    let c = crate::algebra::coefficients(crate::algebra::expand(x), I)?;
    let [a, b] = c.as_slice() else { return None };
    (!a.has(I) && !b.has(I)).then(|| sqrt(crate::algebra::expand(*a * *a + *b * *b)))
}

pub(crate) fn apply(f: F, x: E) -> E {
    use F::*;
    if x == UNDEFINED {
        return UNDEFINED;
    }
    let odd = matches!(
        f,
        Sin | Tan
            | Cot
            | Csc
            | Asin
            | Atan
            | Sinh
            | Tanh
            | Coth
            | Csch
            | Asinh
            | Atanh
            | Acsc
            | Sign
    );
    let even = matches!(f, Cos | Sec | Cosh | Sech | Abs);
    if (odd || even) && !matches!(x.get(), X::Num(q) if !q.is_negative()) && leads_negative(x) {
        let inner = apply(f, negated(x));
        return if odd { -inner } else { inner };
    }
    let ratio = |n: Option<E>, d: Option<E>| match (n, d) {
        (Some(_), Some(d)) if d == ZERO => Some(UNDEFINED),
        (Some(n), Some(d)) => Some(crate::algebra::rationalized(n / d)),
        _ => None,
    };
    let pi = of_pi(x);
    let shifted = |r: &Q| &Q::new(1, 2) - r;
    let value = match f {
        Sin => pi.as_ref().and_then(sine),
        Cos => pi.as_ref().and_then(|r| sine(&shifted(r))),
        Tan => pi
            .as_ref()
            .and_then(|r| ratio(sine(r), sine(&shifted(r))).or_else(|| eighth(&(r - &r.floor())))),
        Cot => pi.as_ref().and_then(|r| ratio(sine(&shifted(r)), sine(r))),
        Sec => pi.as_ref().and_then(|r| ratio(Some(ONE), sine(&shifted(r)))),
        Csc => pi.as_ref().and_then(|r| ratio(Some(ONE), sine(r))),
        Asin => arcsine(x),
        Acos => arcsine(x).map(|angle| PI * HALF - angle),
        Atan if x == INFINITY => Some(PI * HALF),
        Atan => arctangent(x),
        Acot => arctangent(x).map(|angle| PI * HALF - angle),
        Asec if x != ZERO && x.is_number() => {
            arcsine(crate::algebra::rationalized(ONE / x)).map(|angle| PI * HALF - angle)
        }
        Acsc if x != ZERO && x.is_number() => arcsine(crate::algebra::rationalized(ONE / x)),
        Sinh | Tanh | Asinh | Atanh if x == ZERO => Some(ZERO),
        Cosh | Sech if x == ZERO => Some(ONE),
        Acosh if x == ONE => Some(ZERO),
        Sinh | Cosh if matches!(x.coefficient().1.get(), X::Fun(Ln, _)) => {
            let (up, down) = (super::exp(x), super::exp(-x));
            Some(if f == Sinh { (up - down) * HALF } else { (up + down) * HALF })
        }
        Ln => match x.get() {
            X::Num(q) if q.is_one() => Some(ZERO),
            X::Num(q) if q.is_zero() => Some(UNDEFINED),
            X::Num(q) if !q.is_negative() => match perfect_power(&q) {
                Some((root, k)) => Some(int(k) * intern(X::Fun(Ln, num(root)))),
                None => match q.parts() {
                    Some((n, d)) if d > 1 && n < d => Some(-apply(Ln, num(q.reciprocal()))),
                    _ => None,
                },
            },
            X::Euler => Some(ONE),
            X::Infinity => Some(INFINITY),
            X::Pow(EULER, k) if !k.has(I) => Some(k),
            X::Pow(b, k) if positive_constant(b) && k.num().is_some() => Some(k * apply(Ln, b)),
            X::Pow(b, k) if positive_constant(b) && !k.has(I) => Some(k * apply(Ln, b)),
            _ => None,
        },
        Abs => match x.get() {
            X::Num(q) => Some(num(q.abs())),
            X::Mul(factors) => {
                let (q, rest) = x.coefficient();
                if q.is_one() {
                    let (known, rest): (Vec<E>, Vec<E>) = factors.iter().partition(|factor| {
                        factor.is_number() || matches!(factor.get(), X::Pow(EULER, _))
                    });
                    (!known.is_empty() && !rest.is_empty())
                        .then(|| mul([apply(Abs, mul(known)), apply(Abs, mul(rest))]))
                } else {
                    Some(mul([num(q.abs()), apply(Abs, rest)]))
                }
            }
            X::Fun(Abs, _) => Some(x),
            _ if x.has(I) && x.is_number() => complex_size(x),
            X::Pow(_, k) if k.as_int().is_some_and(|k| k % 2 == 0) => Some(x),
            X::Pow(b, k) if k.as_int().is_some() => Some(pow(apply(Abs, b), k)),
            X::Pow(EULER, k) if !k.has(I) => Some(x),
            X::Pow(_, k) if k.num().and_then(|k| k.parts()).is_some_and(|(_, d)| d % 2 == 0) => {
                Some(x)
            }
            _ if x.is_number() => {
                crate::value::sign(x).map(|sign| if sign < 0 { negated(x) } else { x })
            }
            _ => None,
        },
        Sign => crate::value::sign(x).map(|sign| int(i64::from(sign))),
        Factorial => x
            .as_int()
            .filter(|n| (0..=170).contains(n))
            .map(|n| num((1..=n).fold(Q::ONE, |all, k| &all * &Q::int(k)))),
        Floor => x.num().map(|q| num(q.floor())),
        Ceiling => x.num().map(|q| num(-&(-&q).floor())),
        _ => None,
    };
    if let Some(value) = value {
        return value;
    }
    if let (Sin | Cos, Some(r)) = (f, &pi) {
        return first_quadrant(f, r);
    }
    // A function of its inverse.
    if let X::Fun(g, inner) = x.get() {
        let undone = match (f, g) {
            (Sin, Asin) | (Cos, Acos) | (Tan, Atan) | (Cot, Acot) | (Sec, Asec) | (Csc, Acsc) => {
                Some(inner)
            }
            (Sinh, Asinh) | (Cosh, Acosh) | (Tanh, Atanh) | (Asinh, Sinh) | (Atanh, Tanh) => {
                Some(inner)
            }
            (Sin, Acos) | (Cos, Asin) => Some(sqrt(ONE - inner * inner)),
            (Cos, Atan) => Some(ONE / sqrt(ONE + inner * inner)),
            (Sin, Atan) => Some(inner / sqrt(ONE + inner * inner)),
            (Sec, Atan) => Some(sqrt(ONE + inner * inner)),
            (Tan, Asin) => Some(inner / sqrt(ONE - inner * inner)),
            (Tan, Acos) => Some(sqrt(ONE - inner * inner) / inner),
            _ => None,
        };
        if let Some(undone) = undone {
            return undone;
        }
    }
    intern(X::Fun(f, x))
}

/// Whether letters stand with a minus sign in front: `-a²`.
pub(crate) fn make_negative(e: E) -> bool {
    leads_negative(e)
}
