//! Whether a list of solutions lacks one: Newton's method from scattered points, which shares nothing with the way in
//! which the list was found.

use crate::complex::real;
use crate::expr::E;
use crate::value::value;

const STARTS: usize = 14;
const ROUNDS: usize = 24;

/// A real solution that is not in the list. Only for as many equations as unknowns.
pub(super) fn any(all: &[E], unknowns: &[E], known: &[Vec<E>]) -> bool {
    let n = unknowns.len();
    if all.len() != n
        || n > 4
        || all.iter().any(|f| f.symbols().iter().any(|e| !unknowns.contains(e)))
    {
        return false;
    }
    let known: Option<Vec<Vec<f64>>> = known
        .iter()
        .map(|solution| solution.iter().map(|&v| crate::value::real_value(v)).collect())
        .collect();
    // Families of solutions, or complex ones, are not counted.
    let Some(known) = known else { return false };
    (0..STARTS).any(|k| {
        let start: Vec<f64> = (0..n).map(|j| start(k, j)).collect();
        newton(all, unknowns, start).is_some_and(|found| {
            !known.iter().any(|solution| {
                solution.iter().zip(&found).all(|(a, b)| (a - b).abs() < 1e-5 * a.abs().max(1.0))
            })
        })
    })
}

/// Low-discrepancy points, most of them small, some positive only (roots, logarithms).
fn start(k: usize, j: usize) -> f64 {
    let ratio = [0.754_877_666, 0.569_840_291, 0.430_159_709, 0.324_717_957][j.min(3)];
    let unit = (0.5 + ratio * (k as f64 + 1.0)) % 1.0;
    if k.is_multiple_of(2) { unit * 6.0 + 0.05 } else { (unit - 0.5) * 14.0 }
}

fn newton(all: &[E], unknowns: &[E], mut at: Vec<f64>) -> Option<Vec<f64>> {
    let n = unknowns.len();
    let values = |at: &[f64]| -> Option<Vec<f64>> {
        let letters: Vec<_> = unknowns.iter().zip(at).map(|(&e, &v)| (e, real(v))).collect();
        all.iter()
            .map(|&f| {
                let y = value(f, &letters);
                (y.is_finite() && y.is_real()).then_some(y.re)
            })
            .collect()
    };
    for _ in 0..ROUNDS {
        let here = values(&at)?;
        let mut rows: Vec<Vec<f64>> = here.iter().map(|&y| vec![-y]).collect();
        for j in 0..n {
            let h = 1e-6 * at[j].abs().max(1e-2);
            let mut moved = at.clone();
            moved[j] += h;
            let there = values(&moved)?;
            for (row, (a, b)) in rows.iter_mut().zip(there.iter().zip(&here)) {
                row.insert(j, (a - b) / h);
            }
        }
        let step = solve(rows)?;
        for (x, d) in at.iter_mut().zip(&step) {
            *x += d;
        }
        let size = at.iter().fold(1.0_f64, |m, x| m.max(x.abs()));
        if !size.is_finite() || size > 1e6 {
            return None;
        }
        if step.iter().all(|d| d.abs() < 1e-10 * size) {
            let rest = values(&at)?;
            return rest.iter().all(|y| y.abs() < 1e-8 * size).then_some(at);
        }
    }
    None
}

/// Gauss with the largest pivot.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    for c in 0..n {
        let r = (c..n).max_by(|&a, &b| rows[a][c].abs().total_cmp(&rows[b][c].abs()))?;
        if rows[r][c].abs() < 1e-9 {
            return None;
        }
        rows.swap(c, r);
        let pivot = rows[c].clone();
        for (k, row) in rows.iter_mut().enumerate() {
            if k != c {
                let factor = row[c] / pivot[c];
                row.iter_mut().zip(&pivot).for_each(|(x, p)| *x -= factor * p);
            }
        }
    }
    Some((0..n).map(|k| rows[k][n] / rows[k][k]).collect())
}
