//! Expressions: handles into an arena of shared nodes, canonical as they are made, so that equal means same handle.
//!
//! The arena lives for one problem on one thread ([`reset`]). Handles are copied freely and never leave the crate. Making
//! nodes costs fuel; when it is spent every maker returns [`UNDEFINED`], which no check lets through: work ends soon,
//! by counting, without a clock and without a panic.

use crate::number::Q;
use std::cmp::Ordering;
use std::ops;
use std::rc::Rc;

mod arena;
mod function;
mod make;
mod power;

pub use arena::fuel_used;
pub(crate) use arena::{
    FUEL_FOR_DECIMALS, Memory, burn, burn_ahead, is_constant, nodes, recall, remember, remembered,
    reset, spent, unknowns, within,
};
use arena::{Facts, Map, intern, look};
pub(crate) use function::{apply, call, leads_negative, make_negative};
pub(crate) use make::{add, mul};
pub(crate) use power::{integer_root, pow};

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

impl F {
    pub(crate) const ALL: [F; 27] = [
        F::Sin,
        F::Cos,
        F::Tan,
        F::Cot,
        F::Sec,
        F::Csc,
        F::Asin,
        F::Acos,
        F::Atan,
        F::Acot,
        F::Asec,
        F::Acsc,
        F::Sinh,
        F::Cosh,
        F::Tanh,
        F::Coth,
        F::Sech,
        F::Csch,
        F::Asinh,
        F::Acosh,
        F::Atanh,
        F::Ln,
        F::Abs,
        F::Sign,
        F::Factorial,
        F::Floor,
        F::Ceiling,
    ];
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

impl std::fmt::Debug for E {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&ganita_notation::write_latex(&crate::show::show(*self)))
    }
}

#[cfg_attr(hot, optimize(speed))]
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

/// In one place: every copy of it is code to download.
#[inline(never)]
fn parted(items: Vec<E>, x: E) -> (Vec<E>, Vec<E>) {
    items.into_iter().partition(|item| item.has(x))
}

impl E {
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn get(self) -> X {
        look(|arena| arena.node(self))
    }

    /// Where its node stands in [`nodes`].
    pub(crate) fn place(self) -> usize {
        self.0 as usize
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn num(self) -> Option<Q> {
        nodes(|all| match &all[self.place()] {
            X::Num(q) => Some(q.clone()),
            _ => None,
        })
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn as_int(self) -> Option<i64> {
        nodes(|all| match &all[self.place()] {
            X::Num(q) => q.as_i64(),
            _ => None,
        })
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn is_sym(self) -> bool {
        nodes(|all| matches!(all[self.place()], X::Sym(_)))
    }

    pub(crate) fn name(self) -> Option<Rc<str>> {
        match self.get() {
            X::Sym(name) => Some(name),
            _ => None,
        }
    }

    /// The terms of a sum; itself otherwise.
    pub(crate) fn terms(self) -> Vec<E> {
        look(|arena| arena.parts(self, |x| matches!(x, X::Add(_))))
    }

    /// The factors of a product; itself otherwise.
    pub(crate) fn factors(self) -> Vec<E> {
        look(|arena| arena.parts(self, |x| matches!(x, X::Mul(_))))
    }

    /// The terms with x in them, and the others.
    pub(crate) fn terms_by(self, x: E) -> (Vec<E>, Vec<E>) {
        parted(self.terms(), x)
    }

    /// The factors with x in them, and the others.
    pub(crate) fn factors_by(self, x: E) -> (Vec<E>, Vec<E>) {
        parted(self.factors(), x)
    }

    /// A letter's name; empty for anything else.
    pub(crate) fn letter(self) -> String {
        self.name().map(|name| name.to_string()).unwrap_or_default()
    }

    /// A number in front, and the rest.
    pub(crate) fn coefficient(self) -> (Q, E) {
        let (q, rest) = look(|arena| arena.front(self));
        match rest {
            Ok(rest) => (q, rest),
            Err(factors) => (q, intern(X::Mul(factors))),
        }
    }

    /// Base and exponent.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn base_exponent(self) -> (E, E) {
        nodes(|all| match all[self.place()] {
            X::Pow(base, exponent) => (base, exponent),
            _ => (self, ONE),
        })
    }

    pub(crate) fn children(self) -> Vec<E> {
        match self.get() {
            X::Add(items) | X::Mul(items) => items.to_vec(),
            X::Pow(a, b) => vec![a, b],
            X::Fun(_, a) | X::Call(_, a) => vec![a],
            _ => Vec::new(),
        }
    }

    #[cfg_attr(hot, optimize(speed))]
    fn facts(self) -> Facts {
        look(|arena| arena.facts[self.0 as usize])
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn has(self, part: E) -> bool {
        look(|arena| arena.has(self, part))
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn any(self, test: &dyn Fn(E) -> bool) -> bool {
        test(self)
            || match self.get() {
                X::Add(items) | X::Mul(items) => items.iter().any(|item| item.any(test)),
                X::Pow(a, b) => a.any(test) || b.any(test),
                X::Fun(_, a) | X::Call(_, a) => a.any(test),
                _ => false,
            }
    }

    pub(crate) fn has_fun(self, test: &dyn Fn(F) -> bool) -> bool {
        let functions = self.facts().functions;
        functions != 0 && F::ALL.iter().any(|&f| functions & (1 << (f as u32)) != 0 && test(f))
    }

    /// The number of nodes.
    pub(crate) fn size(self) -> usize {
        self.facts().size as usize
    }

    /// Letters, in order of name.
    pub(crate) fn symbols(self) -> Vec<E> {
        let letters = self.facts().letters;
        if letters == 0 {
            return Vec::new();
        }
        let mut out: Vec<E> = look(|arena| {
            let all = arena.letters.iter().enumerate();
            all.filter(|(k, _)| letters & (1 << k.min(&63)) != 0).map(|(_, &e)| e).collect()
        });
        out.retain(|&letter| self.has(letter));
        crate::sort::by(&mut out, &mut |a, b| a.name().cmp(&b.name()));
        out
    }

    pub(crate) fn is_number(self) -> bool {
        let facts = self.facts();
        facts.letters == 0 && facts.constants & 6 == 0
    }

    /// With every child replaced.
    #[cfg_attr(hot, optimize(speed))]
    pub(crate) fn map(self, f: &mut dyn FnMut(E) -> E) -> E {
        if burn(1) {
            return UNDEFINED;
        }
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
#[cfg_attr(hot, optimize(speed))]
pub(crate) fn order(a: E, b: E) -> Ordering {
    look(|arena| arena.order(a, b))
}

impl arena::Arena {
    /// The parts of what `is` says of; else itself.
    fn parts(&self, e: E, is: fn(&X) -> bool) -> Vec<E> {
        self.burn(1);
        match &self.nodes[e.place()] {
            x @ (X::Add(parts) | X::Mul(parts)) if is(x) => parts.to_vec(),
            _ => vec![e],
        }
    }

    /// A number in front, and the rest, or the factors of which it is to be made.
    #[cfg_attr(hot, optimize(speed))]
    fn front(&self, e: E) -> (Q, Result<E, Rc<[E]>>) {
        self.burn(1);
        match &self.nodes[e.place()] {
            X::Num(q) => (q.clone(), Ok(ONE)),
            X::Mul(factors) => {
                self.burn(1);
                match (&self.nodes[factors[0].place()], &**factors) {
                    (X::Num(q), [_, rest]) => (q.clone(), Ok(*rest)),
                    (X::Num(q), [_, rest @ ..]) => (q.clone(), Err(rest.into())),
                    _ => (Q::ONE, Ok(e)),
                }
            }
            _ => (Q::ONE, Ok(e)),
        }
    }

    #[cfg_attr(hot, optimize(speed))]
    fn order(&self, a: E, b: E) -> Ordering {
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
        self.burn(1);
        let (x, y) = (&self.nodes[a.place()], &self.nodes[b.place()]);
        match (x, y) {
            (X::Num(p), X::Num(q)) => p.cmp(q),
            (X::Sym(p), X::Sym(q)) => p.cmp(q),
            (X::Pow(p, m), X::Pow(q, n)) => self.order(*p, *q).then_with(|| self.order(*m, *n)),
            (X::Fun(f, p), X::Fun(g, q)) => f.cmp(g).then_with(|| self.order(*p, *q)),
            (X::Call(f, p), X::Call(g, q)) => f.cmp(g).then_with(|| self.order(*p, *q)),
            (X::Add(p), X::Add(q)) | (X::Mul(p), X::Mul(q)) => {
                for (a, b) in p.iter().zip(q.iter()) {
                    let found = self.order(*a, *b);
                    if found != Ordering::Equal {
                        return found;
                    }
                }
                p.len().cmp(&q.len())
            }
            _ => rank(x).cmp(&rank(y)),
        }
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
        let both = self.facts().functions & other.facts().functions;
        if both & (1 << (F::Ln as u32)) != 0
            && let (X::Fun(F::Ln, a), X::Fun(F::Ln, b)) =
                (self.coefficient().1.get(), other.coefficient().1.get())
            && let Some(k) = power::whole_log(a, b)
        {
            return num(&(&self.coefficient().0 * &Q::int(k)) / &other.coefficient().0);
        }
        mul([self, pow(other, MINUS_ONE)])
    }
}

impl ops::Neg for E {
    type Output = E;
    fn neg(self) -> E {
        mul([MINUS_ONE, self])
    }
}
