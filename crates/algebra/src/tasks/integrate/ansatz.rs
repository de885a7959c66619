//! A guess with unknown coefficients (Risch and Norman 1976, in the parallel form of Geddes and others): the integral is
//! a sum of products of what the integrand is made of; its derivative gives linear equations for the coefficients.

use crate::algebra::{Field, expand};
use crate::derive::derivative;
use crate::expr::{E, F, UNDEFINED, X, ZERO, add, apply, burn, mul, powi};
use crate::poly::{self, Poly};
use crate::show::ln_abs;

const UNKNOWNS: usize = 90;

/// The parts of the integrand and what their derivatives bring in.
fn parts(f: E, x: E) -> Vec<E> {
    let mut out: Vec<E> = vec![x];
    let mut waiting = vec![f];
    let mut rounds = 0;
    while let Some(e) = waiting.pop() {
        rounds += 1;
        if rounds > 60 {
            break;
        }
        let field = Field::of(&[e], &[x]);
        for &g in &field.generators {
            if g.has(x) && !out.contains(&g) && out.len() < 7 {
                out.push(g);
                waiting.push(derivative(g, x));
                if let X::Fun(F::Sin, h) = g.get() {
                    waiting.push(apply(F::Cos, h));
                }
                if let X::Fun(F::Cos, h) = g.get() {
                    waiting.push(apply(F::Sin, h));
                }
            }
        }
    }
    out
}

pub(crate) fn ansatz(f: E, x: E) -> Option<E> {
    if f.size() > 80 {
        return None;
    }
    let f =
        if f.has_fun(&|g| matches!(g, F::Tan | F::Sec | F::Cot | F::Csc)) { f } else { expand(f) };
    let generators = parts(f, x);
    if generators.len() > 5 {
        return None;
    }
    let field = Field::of(&[&[f], generators.as_slice()].concat(), &[x]);
    let (top, bottom) = field.ratio(f)?;
    let n = field.generators.len();
    let active: Vec<usize> = (0..n).filter(|&k| field.generators[k].has(x)).collect();
    // The denominator loses one of each factor; each factor may give a logarithm.
    let (_, factors) = poly::factor(&bottom);
    let mut below = Poly::one(n);
    let mut logs: Vec<E> = Vec::new();
    for (factor, times) in &factors {
        let e = field.expr(factor);
        if !e.has(x) {
            continue;
        }
        let exponential = crate::algebra::is_exponential(e);
        below = below.times(&factor.power(if exponential { *times } else { times - 1 }));
        if !exponential && e.size() < 20 {
            logs.push(ln_abs(e));
        }
    }
    // Monomials up to a degree in each generator.
    let limit: Vec<u32> = (0..n)
        .map(|k| {
            if !active.contains(&k) {
                return 0;
            }
            let g = field.generators[k];
            let degree = top.degree(k).max(below.degree(k));
            let own = matches!(g.get(), X::Pow(..)) && !crate::algebra::is_exponential(g);
            if crate::algebra::is_exponential(g) {
                degree
            } else if own {
                degree.max(1)
            } else {
                degree + 1
            }
        })
        .collect();
    let total = top.total_degree().max(below.total_degree()) + 2;
    let mut monomials: Vec<Vec<u32>> = vec![vec![0; n]];
    for &k in &active {
        let mut next = Vec::new();
        for m in &monomials {
            for power in 0..=limit[k] {
                let mut m = m.clone();
                m[k] = power;
                if m.iter().sum::<u32>() <= total {
                    next.push(m);
                }
            }
        }
        monomials = next;
        if monomials.len() > 4 * UNKNOWNS {
            return None;
        }
    }
    let bottom_e = field.expr(&below);
    let mut shapes: Vec<E> = monomials
        .iter()
        .map(|m| {
            mul(m
                .iter()
                .zip(&field.generators)
                .map(|(&k, &g)| powi(g, i64::from(k)))
                .collect::<Vec<_>>())
                / bottom_e
        })
        .filter(|e| e.has(x))
        .collect();
    shapes.extend(logs);
    if shapes.len() > UNKNOWNS || shapes.is_empty() {
        return None;
    }
    // Σ c_i shape_i' - f = 0, over one denominator, coefficient by coefficient.
    let slopes: Vec<E> = shapes.iter().map(|&e| derivative(e, x)).collect();
    if slopes.contains(&UNDEFINED) || burn(shapes.len() as u64 * 20) {
        return None;
    }
    let wide = Field::of(&[slopes.as_slice(), &[f]].concat(), &[x]);
    if wide.generators.iter().filter(|g| g.has(x)).count() > active.len() + 1 {
        return None;
    }
    let mut ratios = Vec::new();
    let mut common = Poly::one(wide.generators.len());
    for &e in slopes.iter().chain([&f]) {
        let (top, bottom) = wide.ratio(e)?;
        let shared = poly::gcd(&common, &bottom);
        common = common.times(&bottom.divided(&shared)?);
        if common.terms.len() > 60 || burn(32) {
            return None;
        }
        ratios.push((top, bottom));
    }
    let numerators: Option<Vec<Poly>> =
        ratios.iter().map(|(top, bottom)| Some(top.times(&common.divided(bottom)?))).collect();
    let numerators = trigonometric(numerators?, &wide);
    // Rows by monomial in what has x; the coefficients may hold other letters.
    let bound: Vec<usize> =
        (0..wide.generators.len()).filter(|&k| wide.generators[k].has(x)).collect();
    // In the order of the monomials.
    let mut rows: Vec<(Vec<u32>, Vec<E>)> = Vec::new();
    for (j, p) in numerators.iter().enumerate() {
        for (m, q) in p.terms.iter() {
            let key: Vec<u32> = bound.iter().map(|&k| m[k]).collect();
            let place = match rows.binary_search_by(|(known, _)| known.cmp(&key)) {
                Ok(place) => place,
                Err(place) => {
                    rows.insert(place, (key, vec![ZERO; numerators.len()]));
                    place
                }
            };
            let row = &mut rows[place].1;
            let free = mul((0..m.len())
                .filter(|k| !bound.contains(k))
                .map(|k| powi(wide.generators[k], i64::from(m[k])))
                .chain([crate::expr::num(q.clone())])
                .collect::<Vec<_>>());
            row[j] = row[j] + free;
        }
    }
    let rows: Vec<Vec<E>> = rows.into_iter().map(|(_, row)| row).collect();
    let (reduced, pivots) = crate::matrix::reduced(rows)?;
    let last = shapes.len();
    if pivots.contains(&last) {
        return None;
    }
    let mut out = Vec::new();
    for (r, &column) in pivots.iter().enumerate() {
        out.push(reduced[r][last] * shapes[column]);
    }
    Some(add(out))
}

/// cos² = 1 - sin², so that the monomials are independent.
fn trigonometric(mut numerators: Vec<Poly>, field: &Field) -> Vec<Poly> {
    let n = field.generators.len();
    for (k, g) in field.generators.iter().enumerate() {
        let X::Fun(F::Cos, h) = g.get() else { continue };
        let sine = apply(F::Sin, h);
        let Some(j) = field.generators.iter().position(|&g| g == sine) else { continue };
        let square = Poly::one(n).minus(&Poly::generator(j, 2, n));
        for p in &mut numerators {
            let mut out = Poly::zero(n);
            for (power, c) in p.coefficients(k).iter().enumerate() {
                let part = c.times(&square.power(power as u32 / 2));
                out = out.plus(&part.times(&Poly::generator(k, power as u32 % 2, n)));
            }
            *p = out;
        }
    }
    numerators
}
