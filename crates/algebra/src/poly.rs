//! Polynomials in several generators with rational coefficients: exact division, gcd, square-free parts, factors.

use crate::expr::{E, add, burn, burn_ahead, mul, num, powi};
use crate::number::Q;

mod factor;
mod groebner;
mod terms;

pub(crate) use factor::{factor, univariate_roots};
pub(crate) use groebner::basis;
pub(crate) use terms::{Exponents, Terms};

/// Fuel for a term made or moved.
const TERM: u64 = 3;

/// A polynomial in some generators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Poly {
    pub(crate) terms: Terms,
    /// The number of generators.
    pub(crate) n: usize,
}

impl Poly {
    pub(crate) fn zero(n: usize) -> Poly {
        Poly { terms: Terms::default(), n }
    }

    /// One term after another.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn of(terms: &mut dyn Iterator<Item = (Exponents, Q)>, n: usize) -> Poly {
        let (least, most) = terms.size_hint();
        let mut out = Poly { terms: Terms::with_capacity(most.unwrap_or(least)), n };
        for (exponents, q) in terms {
            out.terms.insert(exponents, q);
        }
        burn(TERM * out.terms.len() as u64);
        out
    }

    pub(crate) fn term(exponents: Exponents, q: Q) -> Poly {
        let n = exponents.len();
        Poly::of(&mut std::iter::once((exponents, q)), n)
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn constant(q: Q, n: usize) -> Poly {
        let mut out = Poly::zero(n);
        if !q.is_zero() {
            out.terms.insert(Exponents::none(n), q);
        }
        out
    }

    pub(crate) fn one(n: usize) -> Poly {
        Poly::constant(Q::ONE, n)
    }

    pub(crate) fn generator(k: usize, power: u32, n: usize) -> Poly {
        let mut exponents = Exponents::none(n);
        exponents[k] = power;
        Poly::term(exponents, Q::ONE)
    }

    /// From the coefficients of 1, x, x², …
    pub(crate) fn dense(coefficients: &[Q]) -> Poly {
        let terms = coefficients.iter().enumerate().filter(|(_, q)| !q.is_zero());
        Poly::of(&mut terms.map(|(k, q)| (Exponents::of(&[k as u32]), q.clone())), 1)
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    pub(crate) fn as_constant(&self) -> Option<Q> {
        match self.terms.len() {
            0 => Some(Q::ZERO),
            1 => {
                self.terms.last().filter(|(e, _)| e.iter().all(|&k| k == 0)).map(|(_, q)| q.clone())
            }
            _ => None,
        }
    }

    pub(crate) fn degree(&self, k: usize) -> u32 {
        self.terms.keys().map(|e| e[k]).max().unwrap_or(0)
    }

    pub(crate) fn total_degree(&self) -> u32 {
        self.terms.keys().map(|e| e.iter().sum()).max().unwrap_or(0)
    }

    pub(crate) fn plus(&self, other: &Poly) -> Poly {
        burn(TERM * other.terms.len() as u64);
        Poly { terms: self.terms.clone().merged(other.terms.clone()), n: self.n }
    }

    fn accumulate(&mut self, exponents: Exponents, q: &Q) {
        burn(TERM);
        self.terms.add(exponents, q);
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn scaled(&self, by: &Q) -> Poly {
        if by.is_zero() {
            return Poly::zero(self.n);
        }
        Poly::of(&mut self.terms.iter().map(|(e, q)| (e.clone(), q * by)), self.n)
    }

    pub(crate) fn minus(&self, other: &Poly) -> Poly {
        burn(TERM * other.terms.len() as u64);
        let mut negative = Terms::with_capacity(other.terms.len());
        other.terms.iter().for_each(|(e, q)| negative.insert(e.clone(), -q));
        Poly { terms: self.terms.clone().merged(negative), n: self.n }
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn times(&self, other: &Poly) -> Poly {
        if burn_ahead(TERM * (self.terms.len() * other.terms.len()) as u64) {
            return Poly::zero(self.n);
        }
        Poly { terms: Terms::product(self.terms.as_slice(), &other.terms), n: self.n }
    }

    pub(crate) fn power(&self, k: u32) -> Poly {
        (0..k).fold(Poly::one(self.n), |all, _| all.times(self))
    }

    /// The quotient, if it divides exactly.
    pub(crate) fn divided(&self, by: &Poly) -> Option<Poly> {
        if let Some(q) = by.as_constant() {
            return (!q.is_zero()).then(|| self.scaled(&q.reciprocal()));
        }
        let (lead, lead_q) = by.terms.last()?;
        let mut left = self.clone();
        let mut out = Poly::zero(self.n);
        while let Some((e, q)) = left.terms.last() {
            if burn(TERM) {
                return None;
            }
            let exponents = e.over(lead)?;
            let q = q / lead_q;
            for (f, p) in by.terms.iter() {
                left.accumulate(f.times(&exponents), &-&(p * &q));
            }
            out.accumulate(exponents, &q);
        }
        Some(out)
    }

    /// Coefficients by powers of one generator, lowest first.
    pub(crate) fn coefficients(&self, k: usize) -> Vec<Poly> {
        let mut out = vec![Poly::zero(self.n); self.degree(k) as usize + 1];
        burn(TERM * self.terms.len() as u64);
        for (e, q) in self.terms.iter() {
            let mut rest = e.clone();
            let power = std::mem::take(&mut rest[k]);
            out[power as usize].terms.insert(rest, q.clone());
        }
        out
    }

    /// The rational coefficients of a polynomial in generator `k` alone, lowest first.
    pub(crate) fn dense_coefficients(&self, k: usize) -> Option<Vec<Q>> {
        self.coefficients(k).iter().map(Poly::as_constant).collect()
    }

    /// The common factor of all coefficients: positive, but with the sign of the leading one.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn content(&self) -> Q {
        let values: Vec<Q> = self.terms.values().cloned().collect();
        let content = Q::content(&values);
        if self.terms.values().next_back().is_some_and(Q::is_negative) {
            -&content
        } else {
            content
        }
    }

    /// With whole coefficients without a common factor, and a positive leading one.
    pub(crate) fn primitive(&self) -> Poly {
        if self.is_zero() { self.clone() } else { self.scaled(&self.content().reciprocal()) }
    }

    pub(crate) fn derivative(&self, k: usize) -> Poly {
        let mut out = Poly::zero(self.n);
        for (e, q) in self.terms.iter() {
            if e[k] > 0 {
                let mut lower = e.clone();
                lower[k] -= 1;
                out.terms.insert(lower, q * &Q::int(i64::from(e[k])));
            }
        }
        out
    }

    /// Quotient and remainder in one generator over the rationals.
    pub(crate) fn quotient(&self, by: &Poly) -> Option<(Poly, Poly)> {
        debug_assert_eq!(self.n, 1, "one generator");
        let (lead, lead_q) = by.terms.last()?;
        let mut left = self.clone();
        let mut out = Poly::zero(1);
        while let Some((e, q)) = left.terms.last().filter(|(e, _)| e[0] >= lead[0]) {
            if burn(TERM) {
                return None;
            }
            let step = Poly::term(Exponents::of(&[e[0] - lead[0]]), q / lead_q);
            left = left.minus(&step.times(by));
            out = out.plus(&step);
        }
        Some((out, left))
    }

    fn content_in(&self, k: usize) -> Poly {
        let mut common = Poly::zero(self.n);
        for c in self.coefficients(k).iter().filter(|c| !c.is_zero()) {
            common = gcd(&common, c);
            if common.as_constant().is_some() {
                break;
            }
        }
        common
    }

    pub(crate) fn to_expr(&self, generators: &[E]) -> E {
        add(self.terms.iter().map(|(e, q)| {
            let factors = e
                .iter()
                .zip(generators)
                .filter(|(k, _)| **k > 0)
                .map(|(&k, &g)| powi(g, i64::from(k)));
            mul(factors.chain([num(q.clone())]).collect::<Vec<_>>())
        }))
    }
}

/// The greatest common divisor, primitive.
pub(crate) fn gcd(a: &Poly, b: &Poly) -> Poly {
    if a.is_zero() {
        return b.primitive();
    }
    if b.is_zero() || a == b {
        return a.primitive();
    }
    let n = a.n;
    if a.as_constant().is_some() || b.as_constant().is_some() || burn(8) {
        return Poly::one(n);
    }
    let Some(k) = (0..n).find(|&k| a.degree(k) > 0 || b.degree(k) > 0) else { return Poly::one(n) };
    if a.degree(k) == 0 {
        return gcd(a, &b.content_in(k));
    }
    if b.degree(k) == 0 {
        return gcd(&a.content_in(k), b);
    }
    let (ca, cb) = (a.content_in(k), b.content_in(k));
    let common = gcd(&ca, &cb);
    let mut p = a.divided(&ca).unwrap_or_else(|| a.clone()).primitive();
    let mut q = b.divided(&cb).unwrap_or_else(|| b.clone()).primitive();
    if p.degree(k) < q.degree(k) {
        std::mem::swap(&mut p, &mut q);
    }
    loop {
        if burn(4) {
            return Poly::one(n);
        }
        let r = pseudo_remainder(&p, &q, k);
        if r.is_zero() {
            return common.times(&q).primitive();
        }
        if r.degree(k) == 0 {
            return common.primitive();
        }
        let content = r.content_in(k);
        p = q;
        q = r.divided(&content).unwrap_or(r).primitive();
    }
}

fn pseudo_remainder(a: &Poly, b: &Poly, k: usize) -> Poly {
    let degree = b.degree(k);
    let lead = b.coefficients(k).pop().expect("has a leading coefficient");
    let mut left = a.clone();
    while !left.is_zero() && left.degree(k) >= degree {
        if burn(8) {
            return Poly::zero(a.n);
        }
        let top = left.coefficients(k).pop().expect("not zero");
        let shift = Poly::generator(k, left.degree(k) - degree, a.n);
        left = left.times(&lead).minus(&b.times(&top).times(&shift));
    }
    left
}

/// The square root of a polynomial that is a square.
pub(crate) fn square_root(p: &Poly) -> Option<Poly> {
    if p.is_zero() {
        return Some(p.clone());
    }
    let factors = factor::square_free(p);
    let root = crate::expr::sqrt(num(factors.0)).num()?;
    let mut out = Poly::constant(root, p.n);
    for (part, times) in factors.1 {
        if times % 2 == 1 {
            return None;
        }
        out = out.times(&part.power(times / 2));
    }
    Some(out)
}
