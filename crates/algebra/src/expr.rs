//! Expressions: handles into an arena of shared nodes, canonical as they are made, so that equal means same handle.
//!
//! The arena lives for one problem on one thread ([`reset`]). Handles are copied freely and never leave the crate. Making
//! nodes costs fuel; when it is spent every maker returns [`UNDEFINED`], which no check lets through: work ends soon,
//! by counting, without a clock and without a panic.

use crate::number::Q;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops;
use std::rc::Rc;

mod make;

pub(crate) use make::{add, apply, call, leads_negative, make_negative, mul, pow};

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

/// What is asked of a node again and again.
#[derive(Clone, Copy, Default)]
struct Facts {
    /// A bit for each letter, in the order of their making; letters from the 64th on share the last.
    letters: u64,
    /// A bit for each function.
    functions: u32,
    /// i, ∞, the undefined.
    constants: u8,
    size: u32,
}

/// Multiply and rotate (Fx): keys are small and nobody chooses them to collide.
#[derive(Clone, Copy, Default)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }
    fn write_u8(&mut self, n: u8) {
        self.write_u64(n.into());
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(n.into());
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.wrapping_add(n)).wrapping_mul(0xf135_7aea_2e62_a9c5);
    }
    fn write_i64(&mut self, n: i64) {
        self.write_u64(n as u64);
    }
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
    fn write_isize(&mut self, n: isize) {
        self.write_u64(n as u64);
    }
}

type Map<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// What is worth remembering for the length of a problem.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Memory {
    Derivative,
    Expanded,
    Numerator,
    Denominator,
    Simplest,
    Factored,
    /// No antiderivative was found with so many levels left.
    NoIntegral(u8),
}

/// Bytes that nodes, their facts, the index and what is remembered may take together.
pub(crate) const BYTES_MAX: u64 = 48 << 20;
/// What a node costs with its facts and its place in the index, on a 64-bit machine with tables half full. The same
/// everywhere, so that a browser stops where a server does.
const NODE_BYTES: u64 = 160;
/// What a part of a sum or product costs.
const PART_BYTES: u64 = 8;
/// What something remembered costs.
const MEMORY_BYTES: u64 = 48;

struct Arena {
    /// Counted, not measured.
    bytes: u64,
    nodes: Vec<X>,
    facts: Vec<Facts>,
    letters: Vec<E>,
    index: Map<X, E>,
    memory: Map<(Memory, E, E), E>,
    fuel: u64,
    limit: u64,
    /// i and e are unknowns here, not constants.
    unknown_i: bool,
    unknown_e: bool,
}

thread_local! {
    static ARENA: RefCell<Arena> = const {
        RefCell::new(Arena {
            bytes: 0,
            nodes: Vec::new(),
            facts: Vec::new(),
            letters: Vec::new(),
            index: HashMap::with_hasher(BuildHasherDefault::new()),
            memory: HashMap::with_hasher(BuildHasherDefault::new()),
            fuel: 0,
            limit: u64::MAX,
            unknown_i: false,
            unknown_e: false,
        })
    };
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

/// Writing decimals takes little.
pub(crate) const FUEL_FOR_DECIMALS: u64 = 1_000_000;

/// Empties the arena for a new problem with so much fuel.
pub(crate) fn reset(fuel: u64) {
    ARENA.with_borrow_mut(|arena| {
        arena.nodes.clear();
        arena.facts.clear();
        arena.letters.clear();
        arena.index.clear();
        arena.memory.clear();
        arena.bytes = 0;
        arena.fuel = 0;
        arena.limit = u64::MAX;
        // A hard problem's memory is not kept for the easy ones after it.
        arena.nodes.shrink_to(NODES_KEPT);
        arena.facts.shrink_to(NODES_KEPT);
        arena.index.shrink_to(NODES_KEPT);
        arena.memory.shrink_to(NODES_KEPT);
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

/// Says which letters are unknowns, so that i and e can be.
pub(crate) fn unknowns(names: &[String]) {
    let has = |letter: &str| names.iter().any(|name| name == letter);
    ARENA.with_borrow_mut(|arena| (arena.unknown_i, arena.unknown_e) = (has("i"), has("e")));
}

/// Whether i or e stands for its number.
pub(crate) fn is_constant(name: &str) -> bool {
    ARENA.with_borrow(|arena| match name {
        "i" => !arena.unknown_i,
        "e" => !arena.unknown_e,
        _ => false,
    })
}

/// Takes fuel; true when it is spent.
pub(crate) fn burn(amount: u64) -> bool {
    ARENA.with_borrow_mut(|arena| {
        arena.fuel += amount;
        arena.fuel > arena.limit
    })
}

/// Work that may be left undone: `None` if it takes more than so much fuel.
pub(crate) fn within(budget: u64, work: impl FnOnce() -> E) -> Option<E> {
    let (whole, part) = ARENA.with_borrow_mut(|arena| {
        let whole = arena.limit;
        arena.limit = whole.min(arena.fuel.saturating_add(budget));
        (whole, arena.limit)
    });
    let found = work();
    ARENA.with_borrow_mut(|arena| {
        arena.limit = whole;
        (arena.fuel <= part && found != UNDEFINED).then_some(found)
    })
}

/// All nodes at once, for reading without copies. Nothing may be made meanwhile.
pub(crate) fn nodes<R>(read: impl FnOnce(&[X]) -> R) -> R {
    ARENA.with_borrow(|arena| read(&arena.nodes))
}

pub(crate) fn spent() -> bool {
    burn(0)
}

/// The work that the last problem on this thread took, refused or not: in the unit of [`crate::FUEL`].
#[must_use]
pub fn fuel_used() -> u64 {
    ARENA.with_borrow(|arena| arena.fuel)
}

/// The handle of a node that is already canonical.
fn intern(x: X) -> E {
    ARENA.with_borrow_mut(|arena| {
        if let Some(e) = arena.index.get(&x).copied() {
            arena.fuel += 1;
            return e;
        }
        arena.take(NODE_BYTES + x.bytes());
        arena.fuel += 4;
        if arena.fuel > arena.limit {
            return UNDEFINED;
        }
        let e = E(u32::try_from(arena.nodes.len()).expect("fuel runs out long before"));
        let facts = arena.facts_of(&x, e);
        arena.facts.push(facts);
        arena.nodes.push(x.clone());
        arena.index.insert(x, e);
        e
    })
}

/// Nodes for which room is kept between problems.
const NODES_KEPT: usize = 1 << 14;

impl X {
    /// What it holds outside itself.
    fn bytes(&self) -> u64 {
        match self {
            X::Add(parts) | X::Mul(parts) => PART_BYTES * parts.len() as u64,
            X::Num(q) => q.bits() / 4,
            _ => 0,
        }
    }
}

impl Arena {
    /// Counts memory; when it is full, the fuel is spent.
    fn take(&mut self, bytes: u64) {
        self.bytes += bytes;
        if self.bytes > BYTES_MAX {
            self.fuel = u64::MAX / 2;
        }
    }

    /// Parts are made before the whole, and leave their marks on it.
    fn has(&self, whole: E, part: E) -> bool {
        if whole == part {
            return true;
        }
        if whole.0 < part.0 {
            return false;
        }
        let (a, b) = (self.facts[whole.0 as usize], self.facts[part.0 as usize]);
        if b.letters & !a.letters != 0
            || b.functions & !a.functions != 0
            || b.constants & !a.constants != 0
            || b.size >= a.size
        {
            return false;
        }
        match &self.nodes[part.0 as usize] {
            X::Sym(_) if b.letters != 1 << 63 => true,
            X::I | X::Infinity | X::Undefined => true,
            _ => match &self.nodes[whole.0 as usize] {
                X::Add(items) | X::Mul(items) => items.iter().any(|&item| self.has(item, part)),
                X::Pow(x, y) => self.has(*x, part) || self.has(*y, part),
                X::Fun(_, x) | X::Call(_, x) => self.has(*x, part),
                _ => false,
            },
        }
    }

    fn facts_of(&mut self, x: &X, e: E) -> Facts {
        let mut out = Facts { size: 1, ..Facts::default() };
        let mut take = |part: E| {
            let facts = self.facts[part.0 as usize];
            out.letters |= facts.letters;
            out.functions |= facts.functions;
            out.constants |= facts.constants;
            out.size = out.size.saturating_add(facts.size);
        };
        match x {
            X::Sym(_) => {
                out.letters = 1 << self.letters.len().min(63);
                self.letters.push(e);
            }
            X::I => out.constants = 1,
            X::Infinity => out.constants = 2,
            X::Undefined => out.constants = 4,
            X::Add(items) | X::Mul(items) => items.iter().for_each(|&item| take(item)),
            X::Pow(a, b) => {
                take(*a);
                take(*b);
            }
            X::Fun(f, a) => {
                take(*a);
                out.functions |= 1 << (*f as u32);
            }
            X::Call(_, a) => take(*a),
            X::Num(_) | X::Pi | X::Euler => {}
        }
        out
    }
}

/// What `work` finds for `e` with regard to `x`, once.
pub(crate) fn remembered(what: Memory, e: E, x: E, work: impl FnOnce() -> E) -> E {
    if let Some(found) = recall(what, e, x) {
        return found;
    }
    let found = work();
    remember(what, e, x, found);
    found
}

pub(crate) fn recall(what: Memory, e: E, x: E) -> Option<E> {
    ARENA.with_borrow(|arena| arena.memory.get(&(what, e, x)).copied())
}

/// Nothing found after the fuel was spent is kept.
pub(crate) fn remember(what: Memory, e: E, x: E, found: E) {
    ARENA.with_borrow_mut(|arena| {
        arena.take(MEMORY_BYTES);
        if arena.fuel <= arena.limit {
            arena.memory.insert((what, e, x), found);
        }
    });
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

    /// Where its node stands in [`nodes`].
    pub(crate) fn place(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn num(self) -> Option<Q> {
        nodes(|all| match &all[self.place()] {
            X::Num(q) => Some(q.clone()),
            _ => None,
        })
    }

    pub(crate) fn as_int(self) -> Option<i64> {
        nodes(|all| match &all[self.place()] {
            X::Num(q) => q.as_i64(),
            _ => None,
        })
    }

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

    fn facts(self) -> Facts {
        ARENA.with_borrow(|arena| arena.facts[self.0 as usize])
    }

    pub(crate) fn has(self, part: E) -> bool {
        ARENA.with_borrow(|arena| arena.has(self, part))
    }

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
        let mut out: Vec<E> = ARENA.with_borrow(|arena| {
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
    pub(crate) fn map(self, f: &mut dyn FnMut(E) -> E) -> E {
        burn(1);
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
    nodes(|all| order_among(all, a, b))
}

fn order_among(all: &[X], a: E, b: E) -> Ordering {
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
    let order = |a, b| order_among(all, a, b);
    let (x, y) = (&all[a.place()], &all[b.place()]);
    match (x, y) {
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
        _ => rank(x).cmp(&rank(y)),
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
            && let Some(k) = make::whole_log(a, b)
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
