//! Making canonical sums and products.

use super::arena::{Arena, look};
use super::{E, INFINITY, MINUS_ONE, Map, ONE, UNDEFINED, X, ZERO, burn, intern, num, order, pow};
use crate::number::Q;
use crate::sort;
use std::rc::Rc;

pub(crate) fn add(items: impl IntoIterator<Item = E>) -> E {
    let mut all = Vec::with_capacity(ROOM);
    for item in items {
        all.push(item);
    }
    sum(all)
}

/// What is made.
#[derive(Clone, Copy, PartialEq)]
enum Gathered {
    Sum,
    Product,
}

/// What stands among the terms or factors.
enum Met {
    Nothing,
    Number(Q),
    /// A sum among terms, a product among factors, whose parts are to be met next.
    Several,
    Infinity,
    /// Its base and exponent.
    Other(E, E),
}

impl Arena {
    /// Without copies of names and parts.
    #[cfg_attr(hot, optimize(speed))]
    fn met(&self, item: E, of: Gathered, left: &mut Vec<E>) -> Met {
        self.burn(1);
        match &self.nodes[item.place()] {
            X::Undefined => Met::Nothing,
            X::Num(q) => Met::Number(q.clone()),
            X::Add(inner) if of == Gathered::Sum => {
                self.burn(TERM * inner.len() as u64);
                left.extend(inner.iter().rev());
                Met::Several
            }
            X::Mul(inner) if of == Gathered::Product => {
                left.extend(inner.iter().rev());
                Met::Several
            }
            X::Infinity => Met::Infinity,
            X::Pow(base, exponent) => Met::Other(*base, *exponent),
            _ => Met::Other(item, ONE),
        }
    }
}

/// Few sums and products have more terms.
const ROOM: usize = 8;
/// Fuel for a term of a sum or a factor of a product that is made.
const TERM: u64 = 1;
/// From so many terms on they are looked up, not gone through.
const MANY: usize = 24;

/// Apart from [`add`], so that it is compiled once and not for every sort of iterator.
#[cfg_attr(hot, optimize(speed))]
fn sum(mut stack: Vec<E>) -> E {
    let mut number = Q::ZERO;
    // The term without its number, the number, and the term as it stood if it is the only one like it.
    let mut terms: Vec<(E, Q, Option<E>)> = Vec::with_capacity(stack.len());
    // Where each term stands, once there are many.
    let mut places: Map<E, usize> = Map::default();
    if burn(TERM * stack.len() as u64) {
        return UNDEFINED;
    }
    stack.reverse();
    while let Some(item) = stack.pop() {
        match look(|arena| arena.met(item, Gathered::Sum, &mut stack)) {
            Met::Nothing => return UNDEFINED,
            Met::Number(q) => number = &number + &q,
            Met::Several => {}
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
    // In the memory of what was given.
    let mut out = stack;
    for (term, q, alone) in terms {
        if !q.is_zero() {
            out.push(alone.unwrap_or_else(|| scaled(&q, term)));
        }
    }
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
#[cfg_attr(hot, optimize(speed))]
fn scaled(q: &Q, rest: E) -> E {
    if q.is_one() {
        return rest;
    }
    if rest == ONE {
        return num(q.clone());
    }
    let rest = rest.factors();
    let mut factors = Vec::with_capacity(rest.len() + 1);
    factors.push(num(q.clone()));
    factors.extend(rest);
    intern(X::Mul(factors.into()))
}

pub(crate) fn mul(items: impl IntoIterator<Item = E>) -> E {
    let mut all = Vec::with_capacity(ROOM);
    for item in items {
        all.push(item);
    }
    product(all)
}

#[cfg_attr(hot, optimize(speed))]
fn product(mut stack: Vec<E>) -> E {
    let mut number = Q::ONE;
    // Base, exponent, and the factor as it stood if it is the only one with this base.
    let mut bases: Vec<(E, E, Option<E>)> = Vec::with_capacity(stack.len());
    if burn(TERM * stack.len() as u64) {
        return UNDEFINED;
    }
    stack.reverse();
    let mut infinite = false;
    while let Some(item) = stack.pop() {
        match look(|arena| arena.met(item, Gathered::Product, &mut stack)) {
            Met::Nothing => return UNDEFINED,
            Met::Number(q) => number = &number * &q,
            Met::Several => {}
            Met::Infinity => infinite = true,
            Met::Other(base, exponent) => {
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
    let mut out = stack;
    let mut radicals: Vec<(Q, Q)> = Vec::new();
    let mut again: Vec<E> = Vec::new();
    for (base, exponent, alone) in bases {
        let power = alone.unwrap_or_else(|| pow(base, exponent));
        let same = alone.is_some()
            || matches!(power.get(), X::Pow(b, e) if b == base && e == exponent)
            // √2 · √2 is a number again.
            || power == base && exponent == ONE && base.num().is_none();
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
