//! The terms of a polynomial side by side in memory, in the order of their exponents.

use crate::number::Q;
use std::cmp::Ordering;
use std::ops::{Deref, DerefMut};

/// So many generators have their exponents in place; more are rare.
const FEW: usize = 5;

/// Exponents, one for each generator, compared from the first on.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Exponents {
    Few(u8, [u32; FEW]),
    Many(Box<[u32]>),
}

impl Exponents {
    /// Those of a constant.
    pub(crate) fn none(n: usize) -> Exponents {
        match u8::try_from(n) {
            Ok(count) if n <= FEW => Exponents::Few(count, [0; FEW]),
            _ => Exponents::Many(vec![0; n].into()),
        }
    }

    pub(crate) fn of(all: &[u32]) -> Exponents {
        let mut out = Exponents::none(all.len());
        out.copy_from_slice(all);
        out
    }

    /// One for each generator from the two others'.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn each(&self, other: &Exponents, of: impl Fn(u32, u32) -> u32) -> Exponents {
        let mut out = self.clone();
        for (a, b) in out.iter_mut().zip(other.iter()) {
            *a = of(*a, *b);
        }
        out
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn times(&self, other: &Exponents) -> Exponents {
        self.each(other, |a, b| a + b)
    }

    /// `None`: the other does not divide it.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn over(&self, other: &Exponents) -> Option<Exponents> {
        let divides = other.iter().zip(self.iter()).all(|(b, a)| b <= a);
        divides.then(|| self.each(other, |a, b| a - b))
    }
}

impl Deref for Exponents {
    type Target = [u32];
    fn deref(&self) -> &[u32] {
        match self {
            Exponents::Few(n, all) => &all[..usize::from(*n)],
            Exponents::Many(all) => all,
        }
    }
}

impl DerefMut for Exponents {
    fn deref_mut(&mut self) -> &mut [u32] {
        match self {
            Exponents::Few(n, all) => &mut all[..usize::from(*n)],
            Exponents::Many(all) => all,
        }
    }
}

impl PartialOrd for Exponents {
    fn partial_cmp(&self, other: &Exponents) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exponents {
    #[cfg_attr(hot, optimize(speed))]
    fn cmp(&self, other: &Exponents) -> Ordering {
        match (self, other) {
            // What is not used is 0 in both.
            (Exponents::Few(_, a), Exponents::Few(_, b)) => a.cmp(b),
            _ => (**self).cmp(&**other),
        }
    }
}

impl std::fmt::Debug for Exponents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

type Term = (Exponents, Q);

/// Exponents to coefficient, rising. No zero coefficients.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Terms(Vec<Term>);

impl Terms {
    pub(crate) fn with_capacity(count: usize) -> Terms {
        Terms(Vec::with_capacity(count))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Term> {
        self.0.iter()
    }

    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &Exponents> {
        self.0.iter().map(|(e, _)| e)
    }

    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &Q> {
        self.0.iter().map(|(_, q)| q)
    }

    /// The one with the highest exponents.
    pub(crate) fn last(&self) -> Option<&Term> {
        self.0.last()
    }

    pub(crate) fn pop(&mut self) -> Option<Term> {
        self.0.pop()
    }

    #[cfg_attr(hot, optimize(speed))]
    fn place(&self, exponents: &Exponents) -> Result<usize, usize> {
        match self.0.last() {
            Some((last, _)) if last >= exponents => {
                self.0.binary_search_by(|(e, _)| e.cmp(exponents))
            }
            _ => Err(self.0.len()),
        }
    }

    pub(crate) fn get(&self, exponents: &Exponents) -> Option<&Q> {
        self.place(exponents).ok().map(|k| &self.0[k].1)
    }

    /// Puts a coefficient in the place of the one that is there.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn insert(&mut self, exponents: Exponents, q: Q) {
        match self.place(&exponents) {
            Ok(k) => self.0[k].1 = q,
            Err(k) => self.0.insert(k, (exponents, q)),
        }
    }

    /// Adds to the coefficient that is there.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn add(&mut self, exponents: Exponents, q: &Q) {
        match self.place(&exponents) {
            Ok(k) => {
                let sum = &self.0[k].1 + q;
                if sum.is_zero() {
                    self.0.remove(k);
                } else {
                    self.0[k].1 = sum;
                }
            }
            Err(k) if !q.is_zero() => self.0.insert(k, (exponents, q.clone())),
            Err(_) => {}
        }
    }

    /// The sum.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn merged(self, other: Terms) -> Terms {
        let mut out = Terms::with_capacity(self.len() + other.len());
        let (mut left, mut right) = (self.0.into_iter().peekable(), other.0.into_iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            let term = match order {
                Ordering::Less => left.next(),
                Ordering::Greater => right.next(),
                Ordering::Equal => {
                    let b = right.next();
                    left.next().zip(b).map(|((e, p), (_, q))| (e, &p + &q))
                }
            };
            match term {
                Some(term) if term.1.is_zero() => {}
                // Long coefficients take more than was foreseen.
                Some(term) if term.1.bits() > 0 && crate::expr::spent() => return out,
                Some(term) => out.0.push(term),
                None => return out,
            }
        }
    }

    /// The product: products by a single term, which are in order, put together two by two.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn product(some: &[Term], other: &Terms) -> Terms {
        match some {
            [] => Terms::default(),
            _ if crate::expr::spent() => Terms::default(),
            [(e, p)] => {
                let mut out = Terms::with_capacity(other.len());
                for (f, q) in &other.0 {
                    let term = (e.times(f), p * q);
                    if term.1.bits() > 0 && crate::expr::spent() {
                        break;
                    }
                    out.0.push(term);
                }
                out
            }
            _ => {
                let (first, second) = some.split_at(some.len() / 2);
                Terms::product(first, other).merged(Terms::product(second, other))
            }
        }
    }

    pub(crate) fn as_slice(&self) -> &[Term] {
        &self.0
    }

    pub(crate) fn into_vec(self) -> Vec<Term> {
        self.0
    }
}
