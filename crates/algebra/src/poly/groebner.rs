//! Gröbner bases (Buchberger 1965) in lexicographic order, for small systems: the last polynomial of the basis of a
//! system with finitely many solutions holds the last unknown alone.

use super::{Exponents, Poly};
use crate::expr::burn;
use crate::number::Q;

const LARGEST: usize = 24;
const TERMS: usize = 120;

/// The reduced basis, leading monomials falling. `None`: it grows too large.
pub(crate) fn basis(start: &[Poly]) -> Option<Vec<Poly>> {
    let mut all: Vec<Poly> = Vec::new();
    for p in start.iter().filter(|p| !p.is_zero()) {
        let rest = remainder(p, &all)?;
        if !rest.is_zero() {
            all.push(rest.primitive());
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        (0..all.len()).flat_map(|j| (0..j).map(move |i| (i, j))).collect();
    while !pairs.is_empty() {
        // The pair whose leading monomials have the smallest common multiple first.
        let weight = |&(i, j): &(usize, usize)| {
            let m = multiple(lead(&all[i]), lead(&all[j]));
            (m.iter().sum::<u32>(), m)
        };
        let next = (0..pairs.len()).min_by_key(|&k| weight(&pairs[k]))?;
        let (i, j) = pairs.swap_remove(next);
        let (a, b) = (lead(&all[i]), lead(&all[j]));
        // Nothing new comes of leading monomials that share no generator.
        if a.iter().zip(b.iter()).all(|(x, y)| *x == 0 || *y == 0) {
            continue;
        }
        let rest = remainder(&spread(&all[i], &all[j]), &all)?;
        if rest.is_zero() {
            continue;
        }
        if all.len() >= LARGEST || rest.terms.len() > TERMS {
            return None;
        }
        pairs.extend((0..all.len()).map(|k| (k, all.len())));
        all.push(rest.primitive());
    }
    reduced(all)
}

fn lead(p: &Poly) -> &Exponents {
    &p.terms.last().expect("not zero").0
}

fn multiple(a: &Exponents, b: &Exponents) -> Exponents {
    a.each(b, u32::max)
}

fn shifted(p: &Poly, by: &Exponents, q: &Q) -> Poly {
    let mut terms = p.terms.iter().map(|(e, c)| (e.times(by), c * q));
    Poly::of(&mut terms, p.n)
}

/// Both brought to the common multiple of their leading monomials, one less the other.
fn spread(p: &Poly, q: &Poly) -> Poly {
    let m = multiple(lead(p), lead(q));
    let part = |p: &Poly| {
        let by = m.each(lead(p), |a, b| a - b);
        shifted(p, &by, &p.terms.values().next_back().expect("not zero").reciprocal())
    };
    part(p).minus(&part(q))
}

/// What is left of `p` when leading monomials of `by` are taken away wherever they divide a term.
fn remainder(p: &Poly, by: &[Poly]) -> Option<Poly> {
    let mut left = p.clone();
    let mut out = Poly::zero(p.n);
    while let Some((e, q)) = left.terms.last() {
        if burn(4) {
            return None;
        }
        let (e, q) = (e.clone(), q.clone());
        let fits = by.iter().find_map(|g| e.over(lead(g)).map(|over| (g, over)));
        match fits {
            Some((g, over)) => {
                let factor = &q / g.terms.values().next_back().expect("not zero");
                left = left.minus(&shifted(g, &over, &factor));
                if left.terms.len() > 4 * TERMS || burn(g.terms.len() as u64) {
                    return None;
                }
            }
            None => {
                left.terms.pop();
                out.terms.insert(e, q);
            }
        }
    }
    Some(out)
}

/// No leading monomial divides a term of another polynomial.
fn reduced(mut all: Vec<Poly>) -> Option<Vec<Poly>> {
    let divides = |a: &[u32], b: &[u32]| a.iter().zip(b).all(|(x, y)| x <= y);
    crate::sort::by(&mut all, &mut |p, q| lead(p).cmp(lead(q)));
    let mut kept: Vec<Poly> = Vec::new();
    for p in all {
        if !kept.iter().any(|k| divides(lead(k), lead(&p))) {
            kept.push(p);
        }
    }
    let out: Option<Vec<Poly>> = (0..kept.len())
        .map(|k| {
            let others: Vec<Poly> =
                kept.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, p)| p.clone()).collect();
            remainder(&kept[k], &others).map(|p| p.primitive())
        })
        .collect();
    let mut out = out?;
    out.reverse();
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algebra::Field;
    use crate::expr::{reset, sym};

    /// Expectations computed with SymPy's `groebner(…, order="lex")`.
    #[test]
    fn bases_agree_with_another_system() {
        for (system, letters, expected) in [
            (vec!["x^2+y^2-5", "x y-2"], vec!["x", "y"], vec!["2x+y^3-5y", "y^4-5y^2+4"]),
            (vec!["x^2-y", "y^2-x"], vec!["x", "y"], vec!["x-y^2", "y^4-y"]),
            (vec!["x+y-1", "x+y-2"], vec!["x", "y"], vec!["1"]),
            (
                vec!["x+y+z-6", "x y+y z+z x-11", "x y z-6"],
                vec!["x", "y", "z"],
                vec!["x+y+z-6", "y^2+y z-6y+z^2-6z+11", "z^3-6z^2+11z-6"],
            ),
        ] {
            reset(1_000_000);
            let letters: Vec<_> = letters.into_iter().map(sym).collect();
            let field = Field::of(&letters, &letters);
            let poly = |text: &str| {
                let node = ganita_notation::read(text).expect("reads");
                let e = crate::meaning::meaning(&node).expect("has a meaning");
                field.ratio(e).expect("is a polynomial").0.primitive()
            };
            let start: Vec<Poly> = system.into_iter().map(poly).collect();
            let found = basis(&start).expect("is small");
            assert_eq!(found, expected.into_iter().map(poly).collect::<Vec<_>>());
        }
    }
}
