//! Numbers, vectors and matrices in floating point, for checking only: the value of written mathematics, and whether a
//! statement holds.

use crate::check::{self, Letters, letter_name};
use crate::complex::{C, close, real};
use ganita_notation::{Accent, Bracket, Join, Node, Relation, Sign};

/// Rows times columns numbers, row by row. One row and one column is a number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Array {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) entries: Vec<C>,
}

/// Sample numbers for the letters of a problem, and the values of what lines name.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) letters: Vec<(String, C)>,
    facts: Vec<(Node, Array)>,
}

impl World {
    pub(crate) fn facts(&self) -> &[(Node, Array)] {
        &self.facts
    }

    pub(crate) fn learn(&mut self, name: Node, value: Array) {
        if let (Some(letter), Some(v)) = (letter_name(&name), value.number()) {
            self.letters.retain(|(known, _)| *known != letter);
            self.letters.push((letter, v));
        }
        self.facts.retain(|(known, _)| *known != name);
        self.facts.push((name, value));
    }
}

impl Array {
    pub(crate) fn scalar(v: C) -> Array {
        Array { rows: 1, columns: 1, entries: vec![v] }
    }

    pub(crate) fn real(v: f64) -> Array {
        Array::scalar(real(v))
    }

    pub(crate) fn column(entries: &[f64]) -> Array {
        let entries: Vec<C> = entries.iter().copied().map(real).collect();
        Array { rows: entries.len(), columns: 1, entries }
    }

    pub(crate) fn number(&self) -> Option<C> {
        (self.entries.len() == 1).then(|| self.entries[0])
    }

    pub(crate) fn at(&self, r: usize, c: usize) -> C {
        self.entries[r * self.columns + c]
    }

    pub(crate) fn close(&self, other: &Array, tolerance: f64) -> bool {
        self.rows == other.rows
            && self.columns == other.columns
            && self.entries.iter().zip(&other.entries).all(|(a, b)| close(*a, *b, tolerance))
    }

    fn made(rows: usize, columns: usize, f: &dyn Fn(usize, usize) -> C) -> Array {
        let entries = (0..rows * columns).map(|k| f(k / columns, k % columns)).collect();
        Array { rows, columns, entries }
    }

    pub(crate) fn transposed(&self) -> Array {
        Array::made(self.columns, self.rows, &|r, c| self.at(c, r))
    }

    fn scaled(&self, by: C) -> Array {
        Array::made(self.rows, self.columns, &|r, c| self.at(r, c) * by)
    }

    fn plus(&self, other: &Array) -> Option<Array> {
        (self.rows == other.rows && self.columns == other.columns)
            .then(|| Array::made(self.rows, self.columns, &|r, c| self.at(r, c) + other.at(r, c)))
    }

    pub(crate) fn times(&self, other: &Array) -> Option<Array> {
        if let Some(by) = self.number() {
            return Some(other.scaled(by));
        }
        if let Some(by) = other.number() {
            return Some(self.scaled(by));
        }
        (self.columns == other.rows).then(|| {
            Array::made(self.rows, other.columns, &|r, c| {
                (0..self.columns).fold(real(0.0), |sum, k| sum + self.at(r, k) * other.at(k, c))
            })
        })
    }

    pub(crate) fn dot(&self, other: &Array) -> Option<C> {
        (self.columns == 1 && other.columns == 1 && self.rows == other.rows).then(|| {
            (0..self.rows).fold(real(0.0), |sum, k| sum + self.entries[k] * other.entries[k])
        })
    }

    pub(crate) fn cross(&self, other: &Array) -> Option<Array> {
        (self.rows == 3 && other.rows == 3 && self.columns == 1 && other.columns == 1).then(|| {
            Array::made(3, 1, &|k, _| {
                let (i, j) = ((k + 1) % 3, (k + 2) % 3);
                self.entries[i] * other.entries[j] - self.entries[j] * other.entries[i]
            })
        })
    }

    pub(crate) fn length(&self) -> f64 {
        libm::sqrt(self.entries.iter().map(|v| v.abs() * v.abs()).sum())
    }

    /// By elimination with the largest pivot.
    pub(crate) fn determinant(&self) -> Option<C> {
        if self.rows != self.columns {
            return None;
        }
        let row = |r: usize| (0..self.columns).map(|c| self.at(r, c)).collect();
        Some(check::determinant((0..self.rows).map(row).collect()))
    }

    /// The signed minor of an entry.
    pub(crate) fn cofactor(&self, r: usize, c: usize) -> Option<C> {
        let n = self.rows;
        let kept = Array::made(n - 1, n - 1, &|i, j| {
            self.at(i + usize::from(i >= r), j + usize::from(j >= c))
        });
        let minor = if n == 1 { real(1.0) } else { kept.determinant()? };
        Some(if (r + c).is_multiple_of(2) { minor } else { minor * real(-1.0) })
    }

    pub(crate) fn adjoint(&self) -> Option<Array> {
        let n = self.rows;
        let entries: Option<Vec<C>> = (0..n * n).map(|k| self.cofactor(k % n, k / n)).collect();
        Some(Array { rows: n, columns: n, entries: entries? })
    }

    pub(crate) fn inverse(&self) -> Option<Array> {
        let d = self.determinant()?;
        if d.abs() < 1e-12 {
            return None;
        }
        Some(self.adjoint()?.scaled(real(1.0) / d))
    }

    pub(crate) fn rank(&self) -> usize {
        let mut m = self.clone();
        let mut top = 0;
        for c in 0..m.columns {
            let Some(best) =
                (top..m.rows).max_by(|&a, &b| m.at(a, c).abs().total_cmp(&m.at(b, c).abs()))
            else {
                break;
            };
            if m.at(best, c).abs() < 1e-9 {
                continue;
            }
            for k in 0..m.columns {
                m.entries.swap(best * m.columns + k, top * m.columns + k);
            }
            for r in top + 1..m.rows {
                let factor = m.at(r, c) / m.at(top, c);
                for k in 0..m.columns {
                    m.entries[r * m.columns + k] = m.at(r, k) - factor * m.at(top, k);
                }
            }
            top += 1;
        }
        top
    }
}

/// The value of written mathematics in a world; `None` where it has none.
pub(crate) fn array(node: &Node, world: &World) -> Option<Array> {
    if let Some((_, value)) = world.facts.iter().find(|(name, _)| name == node) {
        return Some(value.clone());
    }
    let of = |node: &Node| array(node, world);
    match node {
        Node::Matrix(open, rows, _) => {
            let columns = rows.first()?.len();
            if let (Bracket::Bar, [units, a, b]) = (open, rows.as_slice())
                && let Some(Node::Accented(Accent::Hat, _)) = units.first()
            {
                return column(a, world)?.cross(&column(b, world)?);
            }
            let entries: Option<Vec<C>> = rows.iter().flatten().map(|e| of(e)?.number()).collect();
            let out = Array { rows: rows.len(), columns, entries: entries? };
            if *open == Bracket::Bar { out.determinant().map(Array::scalar) } else { Some(out) }
        }
        Node::Accented(Accent::Hat, inner) => {
            let Node::Symbol(name) = &**inner else { return None };
            let place = ["i", "j", "k"].iter().position(|unit| unit == name)?;
            let mut unit = [0.0; 3];
            unit[place] = 1.0;
            Some(Array::column(&unit))
        }
        Node::Sum(terms) => {
            let mut out: Option<Array> = None;
            for (sign, term) in terms {
                let value = of(term)?;
                let value = match sign {
                    Sign::Plus => value,
                    Sign::Minus => value.scaled(real(-1.0)),
                    _ => return None,
                };
                out = Some(match out {
                    None => value,
                    Some(sum) => sum.plus(&value)?,
                });
            }
            out
        }
        Node::Product(factors) => {
            let mut out: Option<Array> = None;
            for (join, factor) in factors {
                let value = of(factor)?;
                out = Some(match out {
                    None => value,
                    Some(left) => match join {
                        Join::Divide | Join::Slash | Join::Ratio => {
                            left.scaled(real(1.0) / value.number()?)
                        }
                        Join::Dot if left.number().is_none() && value.number().is_none() => {
                            match left.dot(&value) {
                                Some(dot) => Array::scalar(dot),
                                None => left.times(&value)?,
                            }
                        }
                        Join::Times if left.number().is_none() && value.number().is_none() => {
                            left.cross(&value).or_else(|| left.times(&value))?
                        }
                        _ => left.times(&value)?,
                    },
                });
            }
            out
        }
        Node::Fraction(a, b) => {
            let (a, b) = (of(a)?, of(b)?.number()?);
            let out = a.scaled(real(1.0) / b);
            out.entries.iter().all(|v| v.is_finite()).then_some(out)
        }
        Node::Power(base, written) => {
            let value = of(base)?;
            if value.number().is_some() {
                let exponent = of(written)?.number()?;
                let whole = exponent.is_real() && exponent.re == libm::round(exponent.re);
                let odd = match whole {
                    true => Some((exponent.re as i64, 1)),
                    false => check::odd_root(written),
                };
                let out = value.number()?.pow(exponent, odd, false);
                return out.is_finite().then(|| Array::scalar(out));
            }
            match &**written {
                Node::Symbol(name) if name == "T" => Some(value.transposed()),
                Node::Number(n) => {
                    let n: u32 = n.parse().ok().filter(|n| (1..=12).contains(n))?;
                    (1..n).try_fold(value.clone(), |all, _| all.times(&value))
                }
                _ if super::matrices::is_inverse(node) => value.inverse(),
                _ => None,
            }
        }
        Node::Prime(inner, 1) => Some(of(inner)?.transposed()),
        Node::Root { degree, radicand } => {
            let v = of(radicand)?.number()?;
            let v = match degree {
                None => v.sqrt(),
                Some(n) => {
                    let n = of(n)?.number().filter(|n| n.is_real())?;
                    let odd = (n.re == libm::round(n.re)).then_some((1, n.re as i64));
                    v.pow(real(1.0) / n, odd, false)
                }
            };
            v.is_finite().then(|| Array::scalar(v))
        }
        Node::Absolute(inner) | Node::Norm(inner) => {
            let value = of(inner)?;
            if value.columns > 1 {
                return value.determinant().map(Array::scalar);
            }
            Some(Array::real(value.length()))
        }
        Node::Group(_, inner, _) => match &**inner {
            Node::List(entries) => column(entries, world),
            other => of(other),
        },
        Node::List(entries) => column(entries, world),
        Node::Binomial(n, k) | Node::Choose('C', n, k) => {
            let (n, k) = (of(n)?.number()?.re, of(k)?.number()?.re);
            let whole = n == libm::round(n) && k == libm::round(k) && (0.0..=400.0).contains(&k);
            let factors = (0..k as u32).map(|j| (n - f64::from(j)) / (f64::from(j) + 1.0));
            whole.then(|| Array::real(factors.product()))
        }
        Node::Apply { argument, function, power, index } => {
            let v = of(argument)?.number()?;
            let mut letters = Letters::default();
            letters.values.push(("argument".to_owned(), v));
            let call = Node::Apply {
                function: function.clone(),
                power: power.clone(),
                index: index.clone(),
                argument: Box::new(Node::symbol("argument")),
            };
            let out = check::evaluate(&call, &letters);
            out.is_finite().then(|| Array::scalar(out))
        }
        other => {
            let letters =
                Letters { values: world.letters.clone(), given: &[], minus: false, beside: false };
            let out = check::evaluate(other, &letters);
            out.is_finite().then(|| Array::scalar(out))
        }
    }
}

fn column(entries: &[Node], world: &World) -> Option<Array> {
    let entries: Option<Vec<C>> = entries.iter().map(|e| array(e, world)?.number()).collect();
    let entries = entries?;
    Some(Array { rows: entries.len(), columns: 1, entries })
}

pub(crate) fn is_statement(node: &Node) -> bool {
    match node {
        Node::Relation(..) | Node::Text(_) => true,
        Node::List(items) | Node::Lines(items) => items.iter().any(is_statement),
        Node::Operation(name, _) => name == "or" || name == "and",
        _ => false,
    }
}

/// Whether a statement holds in a world. `None`: it cannot be said.
pub(crate) fn statement(node: &Node, world: &World, tolerance: f64) -> Option<bool> {
    match node {
        Node::Relation(first, rest) => {
            let mut left = array(first, world);
            for (relation, side) in rest {
                let right = array(side, world);
                let (a, b) = (left?, right.clone()?);
                let holds = match relation {
                    Relation::Equal => a.close(&b, tolerance),
                    Relation::NotEqual => !a.close(&b, tolerance),
                    Relation::Less => a.number()?.re < b.number()?.re,
                    Relation::Greater => a.number()?.re > b.number()?.re,
                    _ => return None,
                };
                if !holds {
                    return Some(false);
                }
                left = right;
            }
            Some(true)
        }
        Node::List(items) | Node::Lines(items) => {
            let all: Option<Vec<bool>> =
                items.iter().map(|item| statement(item, world, tolerance)).collect();
            all.map(|all| all.iter().all(|ok| *ok))
        }
        Node::Operation(name, items) if name == "and" => {
            let all: Option<Vec<bool>> =
                items.iter().map(|item| statement(item, world, tolerance)).collect();
            all.map(|all| all.iter().all(|ok| *ok))
        }
        _ => None,
    }
}
