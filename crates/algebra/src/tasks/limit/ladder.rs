//! The textbook's ladder: leading powers, conjugates, growth, L'Hospital.

use super::continuous;
use crate::algebra::{expand, split_fraction, together};
use crate::complex::real;
use crate::derive::derivative;
use crate::expr::{
    E, EULER, F, HALF, INFINITY, MINUS_ONE, ONE, PI, UNDEFINED, X, ZERO, add, apply, burn, exp, ln,
    mul, num, pow,
};
use crate::number::Q;
use crate::value::{real_value, sign, value};

/// Limits as x → 0 from the right, or as x → ∞.
pub(super) struct Ladder {
    pub(super) x: E,
    pub(super) infinite: bool,
}

impl Ladder {
    /// A point close to the target, closer with k.
    fn near(&self, k: i32) -> f64 {
        let step = libm::pow(10.0, -f64::from(k));
        if self.infinite { 2.7 / step } else { step * 0.37 }
    }

    fn sign_near(&self, f: E) -> Option<i32> {
        let mut out = None;
        for k in 2..=4 {
            let y = value(f, &[(self.x, real(self.near(k)))]);
            if !y.is_finite() || !y.is_real() || y.re == 0.0 {
                continue;
            }
            let s = if y.re > 0.0 { 1 } else { -1 };
            if out.is_some_and(|found| found != s) {
                return None;
            }
            out = Some(s);
        }
        out
    }

    fn infinity(sign: i32) -> E {
        if sign > 0 { INFINITY } else { -INFINITY }
    }

    pub(super) fn limit(&self, f: E, depth: usize) -> Option<E> {
        let x = self.x;
        if !f.has(x) {
            return Some(f);
        }
        if depth > 9 || f == UNDEFINED || f.size() > 400 || burn(16) {
            return None;
        }
        if !self.infinite {
            let put = f.replace(x, ZERO);
            if put != UNDEFINED
                && continuous(f, x, ZERO)
                && (!put.symbols().is_empty() || real_value(put).is_some())
            {
                return Some(put);
            }
        } else if f == x {
            return Some(INFINITY);
        }
        // |h| by its sign nearby, and steps by the step that is stood on.
        let bars = f.rewrite(&mut |part| match part.get() {
            X::Fun(F::Floor | F::Ceiling, h) if h.has(x) && !self.infinite => {
                let here = value(part, &[(x, real(self.near(5)))]).re;
                let near = value(part, &[(x, real(self.near(7)))]).re;
                if here == near { num(Q::int(here as i64)) } else { part }
            }
            X::Fun(F::Abs, h) if h.has(x) => match self.sign_near(h) {
                Some(s) if s > 0 => h,
                Some(_) => expand(-h),
                None => part,
            },
            X::Fun(F::Sign, h) if h.has(x) => {
                self.sign_near(h).map_or(part, |s| num(Q::int(i64::from(s))))
            }
            _ => part,
        });
        if bars != f {
            return self.limit(bars, depth + 1);
        }
        let scaled = self.powers_out(f);
        if scaled != f {
            return self.limit(scaled, depth + 1);
        }
        if let Some(found) = self.algebraic(f) {
            return Some(found);
        }
        match f.get() {
            X::Add(terms) => self.sum(f, &terms, depth),
            X::Mul(_) => self.product(f, depth),
            X::Pow(base, exponent) => self.power(base, exponent, depth),
            X::Fun(g, h) => self.function(g, h, depth),
            _ => None,
        }
    }

    /// √(x² + 1) = x √(1 + 1/x²) for large x; √(x² + x³) = x √(1 + x) for small positive x.
    fn powers_out(&self, f: E) -> E {
        let x = self.x;
        f.rewrite(&mut |part| {
            let X::Pow(base, r) = part.get() else { return part };
            if !base.has(x) || r.num().is_none_or(|q| q.is_integer()) || base == x {
                return part;
            }
            let mut extreme: Option<Q> = None;
            for term in base.terms() {
                let mut degree = Q::ZERO;
                for factor in term.factors() {
                    let (b, k) = factor.base_exponent();
                    if b == x {
                        let Some(k) = k.num() else { return part };
                        degree = &degree + &k;
                    } else if factor.has(x) {
                        // A bounded factor does not count.
                        return part;
                    }
                }
                extreme = Some(match extreme {
                    None => degree,
                    Some(found) => {
                        if self.infinite {
                            found.max(degree)
                        } else {
                            found.min(degree)
                        }
                    }
                });
            }
            let Some(degree) = extreme.filter(|q| !q.is_zero()) else { return part };
            let inner = expand(base * pow(x, num(-&degree)));
            mul([pow(x, num(&degree * &r.num().expect("looked at above"))), pow(inner, r)])
        })
    }

    /// Sums of powers of x: the leading one decides.
    fn algebraic(&self, f: E) -> Option<E> {
        let x = self.x;
        let leading = |e: E| -> Option<(Q, E)> {
            let mut best: Option<(Q, Vec<E>)> = None;
            for term in expand(e).terms() {
                let (mut degree, mut rest) = (Q::ZERO, Vec::new());
                for factor in term.factors() {
                    let (b, k) = factor.base_exponent();
                    if b == x {
                        degree = &degree + &k.num()?;
                    } else if factor.has(x) {
                        return None;
                    } else {
                        rest.push(factor);
                    }
                }
                let c = mul(rest);
                match &mut best {
                    Some((found, all)) if *found == degree => all.push(c),
                    Some((found, _)) if (degree > *found) != self.infinite => {}
                    _ => best = Some((degree, vec![c])),
                }
            }
            let (degree, all) = best?;
            let c = add(all);
            (!crate::algebra::is_zero(c)).then_some((degree, c))
        };
        let (top, bottom) = crate::algebra::fraction(f);
        let ((p, a), (q, b)) = (leading(top)?, leading(bottom)?);
        let ratio = crate::algebra::rationalized(a / b);
        match (p.cmp(&q), self.infinite) {
            (std::cmp::Ordering::Equal, _) => Some(ratio),
            (std::cmp::Ordering::Less, true) | (std::cmp::Ordering::Greater, false) => Some(ZERO),
            _ => Some(Ladder::infinity(sign(ratio).or_else(|| self.sign_near(f))?)),
        }
    }

    fn sum(&self, f: E, terms: &[E], depth: usize) -> Option<E> {
        let limits: Vec<Option<E>> =
            terms.iter().map(|&term| self.limit(term, depth + 1)).collect();
        if limits.iter().all(Option::is_some) {
            let total = add(limits.iter().map(|e| e.expect("all are there")));
            if total != UNDEFINED {
                return Some(total);
            }
        }
        // ∞ - ∞: with roots, multiply by the conjugate.
        let roots: Vec<E> = terms.iter().copied().filter(|t| t.any(&|p| matches!(p.get(), X::Pow(b, k) if b.has(self.x) && k.num() == Some(Q::new(1, 2))))).collect();
        if !roots.is_empty() && terms.len() <= 3 {
            let (a, b): (Vec<E>, Vec<E>) = terms.iter().partition(|t| roots.contains(t));
            let (a, b) = if b.is_empty() { (vec![a[0]], a[1..].to_vec()) } else { (a, b) };
            let (a, b) = (add(a), add(b));
            let top = expand(expand(a * a) - expand(b * b));
            if let Some(found) = self.limit(top / (a - b), depth + 2) {
                return Some(found);
            }
        }
        let joined = together(f);
        if joined != f && !matches!(joined.get(), X::Add(_)) {
            return self.limit(joined, depth + 1);
        }
        // The largest term leads: f = a (1 + b/a).
        for &lead in terms {
            let rest = add(terms.iter().filter(|&&t| t != lead).map(|&t| t / lead));
            if let Some(ratio) = self.limit(rest, depth + 2)
                && !ratio.has(INFINITY)
            {
                let front = ONE + ratio;
                if front == ZERO || crate::algebra::is_zero(front) {
                    continue;
                }
                let total = mul([front, self.limit(lead, depth + 1)?]);
                if total != UNDEFINED {
                    return Some(total);
                }
            }
        }
        // What stays bounded does not count beside what grows.
        let (bounded, growing): (Vec<E>, Vec<E>) =
            terms.iter().partition(|&&term| self.bounded(term));
        if !bounded.is_empty() && !growing.is_empty() {
            let rest = self.limit(add(growing), depth + 2)?;
            if rest.has(INFINITY) {
                return Some(rest);
            }
        }
        // Logarithms as one.
        let logs = crate::algebra::logs_joined(f);
        if logs != f {
            return self.limit(logs, depth + 1);
        }
        None
    }

    fn bounded(&self, f: E) -> bool {
        match f.get() {
            X::Fun(F::Sin | F::Cos | F::Atan | F::Tanh, _) => true,
            X::Add(terms) => terms.iter().all(|&t| self.bounded(t)),
            X::Mul(factors) => factors.iter().all(|&t| self.bounded(t)),
            X::Pow(base, k) if !base.has(self.x) => self.bounded(k),
            X::Pow(base, k) => k.as_int().is_some_and(|k| k > 0) && self.bounded(base),
            _ => !f.has(self.x),
        }
    }

    fn product(&self, f: E, depth: usize) -> Option<E> {
        let factors = f.factors();
        let limits: Vec<Option<E>> =
            factors.iter().map(|&factor| self.limit(factor, depth + 1)).collect();
        if limits.iter().all(Option::is_some) {
            let total = mul(limits.iter().map(|e| e.expect("all are there")).collect::<Vec<_>>());
            let vague = limits.iter().any(|e| e.is_some_and(|e| e.has(INFINITY)))
                && limits.contains(&Some(ZERO));
            if total != UNDEFINED && !vague {
                return Some(total);
            }
        } else {
            // What stays bounded times what vanishes.
            let (bounded, rest): (Vec<E>, Vec<E>) =
                factors.iter().partition(|&&factor| self.bounded(factor));
            if !bounded.is_empty()
                && !rest.is_empty()
                && self.limit(mul(rest), depth + 1) == Some(ZERO)
            {
                return Some(ZERO);
            }
        }
        self.quotient(f, depth).or_else(|| self.growth(f, depth))
    }

    /// By the logarithm: x¹⁰ e^{-x} = e^{10 ln x - x}, and x outgrows its logarithm.
    fn growth(&self, f: E, depth: usize) -> Option<E> {
        if !self.infinite || depth > 3 {
            return None;
        }
        let logs = f.factors().into_iter().map(|factor| {
            let (base, k) = factor.base_exponent();
            (self.sign_near(base)? > 0).then(|| k * ln(base))
        });
        let exponent = add(logs.collect::<Option<Vec<E>>>()?);
        let grows = self.limit(exponent, depth + 2)?;
        if grows == -INFINITY {
            return Some(ZERO);
        }
        (grows == INFINITY).then_some(INFINITY)
    }

    fn quotient(&self, f: E, depth: usize) -> Option<E> {
        // Equal bases of powers under one exponent: e^x / 3^x.
        let powers: Vec<E> = f
            .factors()
            .into_iter()
            .filter(|p| crate::algebra::is_exponential(*p) && p.has(self.x))
            .collect();
        if powers.len() > 1 {
            let exponent = add(powers.iter().map(|p| {
                let (base, k) = p.base_exponent();
                k * ln(base)
            }));
            let rest = mul(f.factors().into_iter().filter(|p| !powers.contains(p)));
            let exponent = crate::algebra::collected(exponent, self.x);
            let merged = mul([rest, intern_exp(exponent)]);
            if merged != f && merged.size() <= f.size() + 12 {
                let alone = self.limit(exponent, depth + 1)?;
                if rest == ONE {
                    return self.exponential(alone);
                }
                let front = self.limit(rest, depth + 1)?;
                let total = mul([front, self.exponential(alone)?]);
                if total != UNDEFINED && !(front == ZERO || front.has(INFINITY)) {
                    return Some(total);
                }
            }
        }
        let (mut top, mut bottom) = split_fraction(f);
        if let Some(found) = self.divided_by_leading(top, bottom, depth) {
            return Some(found);
        }
        // e^{-x} belongs below.
        let negative: Vec<E> = top
            .factors()
            .into_iter()
            .filter(|p| {
                crate::algebra::is_exponential(*p)
                    && p.has(self.x)
                    && self.limit(*p, depth + 2) == Some(ZERO)
            })
            .collect();
        for p in negative {
            let (base, k) = p.base_exponent();
            top = mul(top.factors().into_iter().filter(|&q| q != p));
            bottom = bottom * pow(base, -k);
        }
        if bottom == ONE {
            return self.vanishing_times_infinite(top, bottom, depth);
        }
        let (a, b) = (self.limit(top, depth + 1)?, self.limit(bottom, depth + 1)?);
        let small = |e: E| e == ZERO || crate::algebra::is_zero(e);
        if !small(b) && !b.has(INFINITY) {
            let total = a / b;
            if total != UNDEFINED {
                return Some(total);
            }
        }
        if small(b) && !small(a) {
            return Some(Ladder::infinity(self.sign_near(f)?));
        }
        if b.has(INFINITY) && !a.has(INFINITY) {
            return Some(ZERO);
        }
        if (small(a) && small(b)) || (a.has(INFINITY) && b.has(INFINITY)) {
            // Roots make L'Hospital go round: conjugate first.
            let slope = |e: E| derivative(e, self.x);
            let next = slope(top) / slope(bottom);
            if next == UNDEFINED {
                return None;
            }
            let next = simplest_quotient(next);
            return self.limit(next, depth + 1);
        }
        if small(a) || a.has(INFINITY) {
            return self.vanishing_times_infinite(top, bottom, depth);
        }
        None
    }

    /// 0·∞ the other way about.
    fn vanishing_times_infinite(&self, top: E, bottom: E, depth: usize) -> Option<E> {
        {
            let logs: Vec<E> =
                top.factors().into_iter().filter(|p| matches!(p.get(), X::Fun(F::Ln, _))).collect();
            let others = mul(top.factors().into_iter().filter(|p| !logs.contains(p)));
            if !logs.is_empty() && others.has(self.x) {
                return self.limit_quotient(mul(logs), bottom / others, depth);
            }
            for part in top.factors() {
                if part.has(self.x) && self.limit(part, depth + 1).is_some_and(|e| e.has(INFINITY))
                {
                    let rest = mul(top.factors().into_iter().filter(|&q| q != part)) / bottom;
                    return self.limit_quotient(rest, ONE / part, depth);
                }
            }
        }
        None
    }

    /// At infinity: numerator and denominator over the term of the denominator that grows most.
    fn divided_by_leading(&self, top: E, bottom: E, depth: usize) -> Option<E> {
        let (X::Add(terms), true) = (bottom.get(), self.infinite) else { return None };
        if depth > 6 {
            return None;
        }
        let sizes: Option<Vec<f64>> = terms
            .iter()
            .map(|&term| {
                let y = value(term, &[(self.x, real(300.0))]);
                y.is_finite().then(|| y.abs())
            })
            .collect();
        let sizes = sizes?;
        let most = (0..terms.len()).max_by(|&a, &b| sizes[a].total_cmp(&sizes[b]))?;
        let lead = terms[most];
        if !lead.has(self.x) {
            return None;
        }
        let over = |e: E| add(expand(e).terms().into_iter().map(|term| merged(term / lead)));
        let (up, down) = (over(top), over(bottom));
        if up.size() > 3 * top.size() + 30 {
            return None;
        }
        let below = self.limit(down, depth + 3)?;
        if below == ZERO || below.has(INFINITY) {
            return None;
        }
        let total = self.limit(up, depth + 3)? / below;
        (total != UNDEFINED).then_some(total)
    }

    fn limit_quotient(&self, top: E, bottom: E, depth: usize) -> Option<E> {
        let slope = |e: E| derivative(e, self.x);
        let next = simplest_quotient(slope(top) / slope(bottom));
        if next == UNDEFINED { None } else { self.limit(next, depth + 2) }
    }

    fn exponential(&self, exponent: E) -> Option<E> {
        if exponent == INFINITY {
            Some(INFINITY)
        } else if exponent == -INFINITY {
            Some(ZERO)
        } else {
            Some(exp(exponent))
        }
    }

    fn power(&self, base: E, exponent: E, depth: usize) -> Option<E> {
        if base == EULER {
            return self.exponential(self.limit(exponent, depth + 1)?);
        }
        if !exponent.has(self.x) {
            let b = self.limit(base, depth + 1)?;
            let q = exponent.num();
            let negative = q.as_ref().is_some_and(Q::is_negative);
            if b == ZERO || (b != ZERO && crate::algebra::is_zero(b)) {
                return if negative {
                    Some(Ladder::infinity(self.sign_near(pow(base, exponent))?))
                } else {
                    Some(ZERO)
                };
            }
            if b == INFINITY {
                return Some(if negative { ZERO } else { INFINITY });
            }
            if b == -INFINITY {
                let k = exponent.as_int();
                return if negative {
                    Some(ZERO)
                } else {
                    k.map(|k| if k % 2 == 0 { INFINITY } else { -INFINITY })
                };
            }
            let total = pow(b, exponent);
            return (total != UNDEFINED).then_some(total);
        }
        let inner = mul([exponent, ln(base)]);
        self.exponential(self.limit(inner, depth + 1)?)
    }

    fn function(&self, g: F, h: E, depth: usize) -> Option<E> {
        let inner = self.limit(h, depth + 1)?;
        if inner == INFINITY || inner == -INFINITY {
            let up = inner == INFINITY;
            return match g {
                F::Ln if up => Some(INFINITY),
                F::Atan => Some(if up { PI * HALF } else { -(PI * HALF) }),
                F::Acot => Some(if up { ZERO } else { PI }),
                F::Abs | F::Cosh => Some(INFINITY),
                F::Sinh | F::Asinh => Some(inner),
                F::Acosh if up => Some(INFINITY),
                F::Tanh | F::Coth => Some(if up { ONE } else { MINUS_ONE }),
                F::Asec => Some(PI * HALF),
                _ => None,
            };
        }
        if g == F::Ln && (inner == ZERO || crate::algebra::is_zero(inner)) {
            return Some(-INFINITY);
        }
        let value = apply(g, inner);
        if value != UNDEFINED {
            return Some(value);
        }
        Some(Ladder::infinity(self.sign_near(apply(g, h))?))
    }
}

/// 2^x/3^x as e^{x (ln 2 - ln 3)}.
fn merged(term: E) -> E {
    let (powers, rest): (Vec<E>, Vec<E>) =
        term.factors().into_iter().partition(|&p| crate::algebra::is_exponential(p));
    if powers.len() < 2 {
        return term;
    }
    let exponent = add(powers.iter().map(|p| {
        let (base, k) = p.base_exponent();
        k * ln(base)
    }));
    let shared =
        exponent.symbols().first().map_or(exponent, |&x| crate::algebra::collected(exponent, x));
    mul(rest.into_iter().chain([intern_exp(shared)]).collect::<Vec<_>>())
}

fn intern_exp(exponent: E) -> E {
    pow(EULER, exponent)
}

fn simplest_quotient(e: E) -> E {
    let (top, bottom) = crate::algebra::fraction(e);
    let joined = top / bottom;
    if crate::tasks::simplify::cost(joined) <= crate::tasks::simplify::cost(e) + 6 {
        joined
    } else {
        e
    }
}
