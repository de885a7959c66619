//! Expressions: handles into an arena of shared nodes, canonical as they are made, so that equal means same handle.
//!
//! The arena lives for one problem on one thread ([`reset`]). Handles are copied freely and never leave the crate. Making
//! nodes costs fuel; when it is spent every maker returns [`UNDEFINED`], which no check lets through: work ends soon,
//! by counting, without a clock and without a panic.

use crate::number::Q;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops;
use std::rc::Rc;

mod make;

pub(crate) use make::{add, apply, call, make_negative, mul, pow};

/// A handle to an expression.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct E(u32);

/// A function of one argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum F {
    Sin,
    Cos,
    Tan,
    Cot,
    Sec,
    Csc,
    Asin,
    Acos,
    Atan,
    Acot,
    Asec,
    Acsc,
    Sinh,
    Cosh,
    Tanh,
    Coth,
    Sech,
    Csch,
    Asinh,
    Acosh,
    Atanh,
    Ln,
    Abs,
    Sign,
    Factorial,
    Floor,
    Ceiling,
}

/// What a handle stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum X {
    Num(Q),
    Sym(Rc<str>),
    Pi,
    Euler,
    I,
    Infinity,
    Undefined,
    /// Sorted, at least two terms, no numbers but one, like terms collected.
    Add(Rc<[E]>),
    /// Sorted, at least two factors, a number only in front, equal bases collected.
    Mul(Rc<[E]>),
    Pow(E, E),
    Fun(F, E),
    /// A function only known by its letter.
    Call(Rc<str>, E),
}

struct Arena {
    nodes: Vec<X>,
    index: HashMap<X, E>,
    fuel: u64,
    limit: u64,
}

thread_local! {
    static ARENA: RefCell<Arena> = RefCell::new(Arena { nodes: Vec::new(), index: HashMap::new(), fuel: 0, limit: u64::MAX });
}

/// Stands for what has no value: division by zero, or fuel spent.
pub(crate) const UNDEFINED: E = E(0);
pub(crate) const ZERO: E = E(1);
pub(crate) const ONE: E = E(2);
pub(crate) const MINUS_ONE: E = E(3);
pub(crate) const PI: E = E(4);
pub(crate) const EULER: E = E(5);
pub(crate) const I: E = E(6);
pub(crate) const INFINITY: E = E(7);
pub(crate) const TWO: E = E(8);
pub(crate) const HALF: E = E(9);

/// Empties the arena for a new problem with so much fuel.
pub(crate) fn reset(fuel: u64) {
    ARENA.with_borrow_mut(|arena| {
        arena.nodes.clear();
        arena.index.clear();
        arena.fuel = 0;
        arena.limit = u64::MAX;
    });
    let first = [
        X::Undefined,
        X::Num(Q::ZERO),
        X::Num(Q::ONE),
        X::Num(Q::int(-1)),
        X::Pi,
        X::Euler,
        X::I,
        X::Infinity,
        X::Num(Q::int(2)),
        X::Num(Q::new(1, 2)),
    ];
    for x in first {
        intern(x);
    }
    ARENA.with_borrow_mut(|arena| arena.limit = fuel);
}

/// Takes fuel; true when it is spent.
pub(crate) fn burn(amount: u64) -> bool {
    ARENA.with_borrow_mut(|arena| {
        arena.fuel += amount;
        arena.fuel > arena.limit
    })
}

pub(crate) fn spent() -> bool {
    burn(0)
}

pub(crate) fn fuel_used() -> u64 {
    ARENA.with_borrow(|arena| arena.fuel)
}

/// The handle of a node that is already canonical.
fn intern(x: X) -> E {
    ARENA.with_borrow_mut(|arena| {
        if let Some(&e) = arena.index.get(&x) {
            return e;
        }
        arena.fuel += 4;
        if arena.fuel > arena.limit {
            return UNDEFINED;
        }
        let e = E(u32::try_from(arena.nodes.len()).expect("fuel runs out long before"));
        arena.nodes.push(x.clone());
        arena.index.insert(x, e);
        e
    })
}

impl std::fmt::Debug for E {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&ganita_notation::write_latex(&crate::show::show(*self)))
    }
}

pub(crate) fn num(q: Q) -> E {
    intern(X::Num(q))
}

pub(crate) fn int(n: i64) -> E {
    num(Q::int(n))
}

pub(crate) fn rat(n: i64, d: i64) -> E {
    num(Q::new(n, d))
}

pub(crate) fn sym(name: &str) -> E {
    intern(X::Sym(name.into()))
}

pub(crate) fn sqrt(e: E) -> E {
    pow(e, HALF)
}

pub(crate) fn ln(e: E) -> E {
    apply(F::Ln, e)
}

pub(crate) fn exp(e: E) -> E {
    pow(EULER, e)
}

pub(crate) fn powi(e: E, n: i64) -> E {
    pow(e, int(n))
}

impl E {
    pub(crate) fn get(self) -> X {
        ARENA.with_borrow(|arena| arena.nodes[self.0 as usize].clone())
    }

    pub(crate) fn num(self) -> Option<Q> {
        match self.get() {
            X::Num(q) => Some(q),
            _ => None,
        }
    }

    pub(crate) fn as_int(self) -> Option<i64> {
        self.num()?.as_i64()
    }

    pub(crate) fn is_sym(self) -> bool {
        matches!(self.get(), X::Sym(_))
    }

    pub(crate) fn name(self) -> Option<Rc<str>> {
        match self.get() {
            X::Sym(name) => Some(name),
            _ => None,
        }
    }

    /// The terms of a sum; itself otherwise.
    pub(crate) fn terms(self) -> Vec<E> {
        match self.get() {
            X::Add(terms) => terms.to_vec(),
            _ => vec![self],
        }
    }

    /// The factors of a product; itself otherwise.
    pub(crate) fn factors(self) -> Vec<E> {
        match self.get() {
            X::Mul(factors) => factors.to_vec(),
            _ => vec![self],
        }
    }

    /// A number in front, and the rest.
    pub(crate) fn coefficient(self) -> (Q, E) {
        match self.get() {
            X::Num(q) => (q, ONE),
            X::Mul(factors) => match factors[0].get() {
                X::Num(q) => {
                    let rest = if factors.len() == 2 {
                        factors[1]
                    } else {
                        intern(X::Mul(factors[1..].into()))
                    };
                    (q, rest)
                }
                _ => (Q::ONE, self),
            },
            _ => (Q::ONE, self),
        }
    }

    /// Base and exponent.
    pub(crate) fn base_exponent(self) -> (E, E) {
        match self.get() {
            X::Pow(base, exponent) => (base, exponent),
            _ => (self, ONE),
        }
    }

    pub(crate) fn children(self) -> Vec<E> {
        match self.get() {
            X::Add(items) | X::Mul(items) => items.to_vec(),
            X::Pow(a, b) => vec![a, b],
            X::Fun(_, a) | X::Call(_, a) => vec![a],
            _ => Vec::new(),
        }
    }

    pub(crate) fn has(self, part: E) -> bool {
        self == part || self.children().into_iter().any(|child| child.has(part))
    }

    pub(crate) fn any(self, test: &dyn Fn(E) -> bool) -> bool {
        test(self) || self.children().into_iter().any(|child| child.any(test))
    }

    pub(crate) fn has_fun(self, test: &dyn Fn(F) -> bool) -> bool {
        self.any(&|e| matches!(e.get(), X::Fun(f, _) if test(f)))
    }

    /// The number of nodes.
    pub(crate) fn size(self) -> usize {
        1 + self.children().into_iter().map(E::size).sum::<usize>()
    }

    /// Letters, in order of name.
    pub(crate) fn symbols(self) -> Vec<E> {
        let mut out = Vec::new();
        self.collect_symbols(&mut out);
        out.sort_by_key(|e| e.name());
        out
    }

    fn collect_symbols(self, out: &mut Vec<E>) {
        if self.is_sym() {
            if !out.contains(&self) {
                out.push(self);
            }
        } else {
            for child in self.children() {
                child.collect_symbols(out);
            }
        }
    }

    pub(crate) fn is_number(self) -> bool {
        self.symbols().is_empty() && !self.has(INFINITY) && !self.has(UNDEFINED)
    }

    /// With every child replaced.
    pub(crate) fn map(self, f: &mut dyn FnMut(E) -> E) -> E {
        match self.get() {
            X::Add(items) => add(items.iter().map(|&item| f(item))),
            X::Mul(items) => mul(items.iter().map(|&item| f(item))),
            X::Pow(a, b) => {
                let (a, b) = (f(a), f(b));
                pow(a, b)
            }
            X::Fun(name, a) => apply(name, f(a)),
            X::Call(name, a) => call(&name, f(a)),
            _ => self,
        }
    }

    /// With `from` replaced by `to` everywhere.
    pub(crate) fn replace(self, from: E, to: E) -> E {
        if self == from {
            return to;
        }
        if !self.has(from) {
            return self;
        }
        self.map(&mut |child| child.replace(from, to))
    }

    /// Every part changed from the inside out.
    pub(crate) fn rewrite(self, f: &mut dyn FnMut(E) -> E) -> E {
        let inner = self.map(&mut |child| child.rewrite(f));
        f(inner)
    }
}

/// Numbers, then constants, letters, powers, products, sums, functions: by structure, never by age.
pub(crate) fn order(a: E, b: E) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    fn rank(x: &X) -> u8 {
        match x {
            X::Undefined => 0,
            X::Num(_) => 1,
            X::Pi => 2,
            X::Euler => 3,
            X::I => 4,
            X::Infinity => 5,
            X::Sym(_) => 6,
            X::Pow(..) => 7,
            X::Mul(_) => 8,
            X::Add(_) => 9,
            X::Fun(..) => 10,
            X::Call(..) => 11,
        }
    }
    let (x, y) = (a.get(), b.get());
    match (&x, &y) {
        (X::Num(p), X::Num(q)) => p.cmp(q),
        (X::Sym(p), X::Sym(q)) => p.cmp(q),
        (X::Pow(p, m), X::Pow(q, n)) => order(*p, *q).then_with(|| order(*m, *n)),
        (X::Fun(f, p), X::Fun(g, q)) => f.cmp(g).then_with(|| order(*p, *q)),
        (X::Call(f, p), X::Call(g, q)) => f.cmp(g).then_with(|| order(*p, *q)),
        (X::Add(p), X::Add(q)) | (X::Mul(p), X::Mul(q)) => {
            for (a, b) in p.iter().zip(q.iter()) {
                let found = order(*a, *b);
                if found != Ordering::Equal {
                    return found;
                }
            }
            p.len().cmp(&q.len())
        }
        _ => rank(&x).cmp(&rank(&y)),
    }
}

impl ops::Add for E {
    type Output = E;
    fn add(self, other: E) -> E {
        add([self, other])
    }
}

impl ops::Sub for E {
    type Output = E;
    fn sub(self, other: E) -> E {
        add([self, -other])
    }
}

impl ops::Mul for E {
    type Output = E;
    fn mul(self, other: E) -> E {
        mul([self, other])
    }
}

impl ops::Div for E {
    type Output = E;
    fn div(self, other: E) -> E {
        mul([self, pow(other, MINUS_ONE)])
    }
}

impl ops::Neg for E {
    type Output = E;
    fn neg(self) -> E {
        mul([MINUS_ONE, self])
    }
}
