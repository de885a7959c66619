//! Linear equations by elimination.

use crate::algebra::together;
use crate::expr::{E, ONE, ZERO, burn};

fn tidy(e: E) -> E {
    if e.num().is_some() { e } else { together(e) }
}

/// Rows of an augmented matrix in reduced echelon form; the pivot columns. `None` when fuel is spent.
pub(crate) fn reduced(mut rows: Vec<Vec<E>>) -> Option<(Vec<Vec<E>>, Vec<usize>)> {
    let width = rows.first()?.len();
    let mut pivots = Vec::new();
    let mut top = 0;
    for column in 0..width {
        // A plain number is the best pivot: no letter is divided by unseen.
        let found = (top..rows.len())
            .filter(|&r| rows[r][column] != ZERO)
            .min_by_key(|&r| rows[r][column].size());
        let Some(found) = found else { continue };
        rows.swap(top, found);
        let pivot = rows[top][column];
        for entry in &mut rows[top] {
            *entry = tidy(*entry / pivot);
        }
        rows[top][column] = ONE;
        for r in 0..rows.len() {
            let factor = rows[r][column];
            if r == top || factor == ZERO {
                continue;
            }
            let above = rows[top].clone();
            for (entry, &over) in rows[r].iter_mut().zip(&above) {
                *entry = tidy(*entry - factor * over);
            }
        }
        if burn(rows.len() as u64 * width as u64) {
            return None;
        }
        pivots.push(column);
        top += 1;
        if top == rows.len() {
            break;
        }
    }
    Some((rows, pivots))
}

/// The one solution of a square or overdetermined system.
pub(crate) fn solve(rows: Vec<Vec<E>>) -> Option<Vec<E>> {
    let unknowns = rows.first()?.len() - 1;
    let (rows, pivots) = reduced(rows)?;
    if pivots.len() != unknowns || pivots.contains(&unknowns) {
        return None;
    }
    Some((0..unknowns).map(|k| rows[k][unknowns]).collect())
}

/// By its first row, for few rows.
pub(crate) fn determinant(rows: &[Vec<E>]) -> E {
    let Some((first, rest)) = rows.split_first() else { return ONE };
    if burn(1 << rows.len().min(20)) {
        return crate::expr::UNDEFINED;
    }
    crate::expr::add(first.iter().enumerate().filter(|(_, e)| **e != ZERO).map(|(k, &e)| {
        let without = |row: &Vec<E>| {
            row.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, &e)| e).collect()
        };
        let minor: Vec<Vec<E>> = rest.iter().map(without).collect();
        let part = e * determinant(&minor);
        if k % 2 == 0 { part } else { -part }
    }))
}
