//! Where nodes live for the length of a problem: shared, counted, remembered.

use super::{E, UNDEFINED, X};
use crate::number::Q;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What is asked of a node again and again.
#[derive(Clone, Copy, Default)]
pub(super) struct Facts {
    /// A bit for each letter, in the order of their making; letters from the 64th on share the last.
    pub(super) letters: u64,
    /// A bit for each function.
    pub(super) functions: u32,
    /// i, ∞, the undefined.
    pub(super) constants: u8,
    pub(super) size: u32,
}

/// Multiply and rotate (Fx): keys are small and nobody chooses them to collide.
#[derive(Clone, Copy, Default)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    #[inline]
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
    #[inline]
    fn write_u8(&mut self, n: u8) {
        self.write_u64(n.into());
    }
    #[inline]
    fn write_u32(&mut self, n: u32) {
        self.write_u64(n.into());
    }
    #[inline]
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.wrapping_add(n)).wrapping_mul(0xf135_7aea_2e62_a9c5);
    }
    #[inline]
    fn write_i64(&mut self, n: i64) {
        self.write_u64(n as u64);
    }
    #[inline]
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
    #[inline]
    fn write_isize(&mut self, n: isize) {
        self.write_u64(n as u64);
    }
}

pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

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

pub(super) struct Arena {
    /// Counted, not measured.
    bytes: u64,
    pub(super) nodes: Vec<X>,
    pub(super) facts: Vec<Facts>,
    pub(super) letters: Vec<E>,
    index: Map<X, E>,
    memory: Map<(Memory, E, E), E>,
    /// Counted by whoever reads a node, too.
    fuel: Cell<u64>,
    limit: u64,
    /// i and e are unknowns here, not constants.
    unknown_i: bool,
    unknown_e: bool,
}

impl Arena {
    const fn new() -> Arena {
        Arena {
            bytes: 0,
            nodes: Vec::new(),
            facts: Vec::new(),
            letters: Vec::new(),
            index: HashMap::with_hasher(BuildHasherDefault::new()),
            memory: HashMap::with_hasher(BuildHasherDefault::new()),
            fuel: Cell::new(0),
            limit: u64::MAX,
            unknown_i: false,
            unknown_e: false,
        }
    }
}

#[cfg(not(target_family = "wasm"))]
thread_local! {
    static ARENA: RefCell<Arena> = const { RefCell::new(Arena::new()) };
}

// There is one thread, and it never ends. `LocalKey::with` stays a function of its own for each closure and asks for the
// place through a pointer to a function; the arena is looked at thousands of times for a problem.
#[cfg(target_family = "wasm")]
thread_local! {
    static ARENA: &'static RefCell<Arena> = Box::leak(Box::new(RefCell::new(Arena::new())));
}

#[cfg(target_family = "wasm")]
fn arena() -> &'static RefCell<Arena> {
    ARENA.with(|arena| *arena)
}

/// Reads in the arena.
#[inline(always)]
pub(super) fn look<R>(read: impl FnOnce(&Arena) -> R) -> R {
    #[cfg(target_family = "wasm")]
    return read(&arena().borrow());
    #[cfg(not(target_family = "wasm"))]
    ARENA.with_borrow(read)
}

/// Changes the arena.
#[inline(always)]
fn change<R>(work: impl FnOnce(&mut Arena) -> R) -> R {
    #[cfg(target_family = "wasm")]
    return work(&mut arena().borrow_mut());
    #[cfg(not(target_family = "wasm"))]
    ARENA.with_borrow_mut(work)
}

/// Writing decimals takes little.
pub(crate) const FUEL_FOR_DECIMALS: u64 = 1_000_000;

/// Empties the arena for a new problem with so much fuel.
pub(crate) fn reset(fuel: u64) {
    change(|arena| {
        arena.nodes.clear();
        arena.facts.clear();
        arena.letters.clear();
        arena.index.clear();
        arena.memory.clear();
        arena.bytes = 0;
        arena.fuel.set(0);
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
    change(|arena| arena.limit = fuel);
}

/// Says which letters are unknowns, so that i and e can be.
pub(crate) fn unknowns(names: &[String]) {
    let has = |letter: &str| names.iter().any(|name| name == letter);
    change(|arena| (arena.unknown_i, arena.unknown_e) = (has("i"), has("e")));
}

/// Whether i or e stands for its number.
pub(crate) fn is_constant(name: &str) -> bool {
    look(|arena| match name {
        "i" => !arena.unknown_i,
        "e" => !arena.unknown_e,
        _ => false,
    })
}

/// Takes fuel; true when it is spent.
#[cfg_attr(hot, optimize(speed))]
pub(crate) fn burn(amount: u64) -> bool {
    look(|arena| arena.burn(amount))
}

/// Takes fuel for work that is not begun without: what is left is spent then, and no more.
pub(crate) fn burn_ahead(amount: u64) -> bool {
    look(|arena| {
        let left = arena.limit.saturating_sub(arena.fuel.get());
        arena.burn(amount.min(left.saturating_add(1)))
    })
}

/// Work that may be left undone: `None` if it takes more than so much fuel.
pub(crate) fn within(budget: u64, work: impl FnOnce() -> E) -> Option<E> {
    let (whole, part) = change(|arena| {
        let whole = arena.limit;
        arena.limit = whole.min(arena.fuel.get().saturating_add(budget));
        (whole, arena.limit)
    });
    let found = work();
    change(|arena| {
        arena.limit = whole;
        (arena.fuel.get() <= part && found != UNDEFINED).then_some(found)
    })
}

/// All nodes at once, for reading without copies. Nothing may be made meanwhile.
pub(crate) fn nodes<R>(read: impl FnOnce(&[X]) -> R) -> R {
    look(|arena| read(&arena.nodes))
}

pub(crate) fn spent() -> bool {
    burn(0)
}

/// The work that the last problem on this thread took, refused or not: in the unit of [`crate::FUEL`].
#[must_use]
pub fn fuel_used() -> u64 {
    look(|arena| arena.fuel.get())
}

/// The handle of a node that is already canonical.
pub(super) fn intern(x: X) -> E {
    change(|arena| arena.intern(x))
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
    #[cfg_attr(hot, optimize(speed))]
    #[inline(never)]
    fn intern(&mut self, x: X) -> E {
        if let Some(e) = self.index.get(&x).copied() {
            self.burn(1);
            return e;
        }
        self.take(NODE_BYTES + x.bytes());
        if self.burn(4) {
            return UNDEFINED;
        }
        let e = E(u32::try_from(self.nodes.len()).expect("fuel runs out long before"));
        let facts = self.facts_of(&x, e);
        self.facts.push(facts);
        self.nodes.push(x.clone());
        self.index.insert(x, e);
        e
    }

    /// A node, read.
    #[cfg_attr(hot, optimize(speed))]
    #[inline(never)]
    pub(super) fn node(&self, e: E) -> X {
        self.burn(1);
        self.nodes[e.place()].clone()
    }

    /// Counts memory; when it is full, the fuel is spent.
    fn take(&mut self, bytes: u64) {
        self.bytes += bytes;
        if self.bytes > BYTES_MAX {
            self.fuel.set(u64::MAX / 2);
        }
    }

    #[cfg_attr(hot, optimize(speed))]
    pub(super) fn burn(&self, amount: u64) -> bool {
        let fuel = self.fuel.get() + amount;
        self.fuel.set(fuel);
        fuel > self.limit
    }

    /// Parts are made before the whole, and leave their marks on it.
    #[cfg_attr(hot, optimize(speed))]
    pub(super) fn has(&self, whole: E, part: E) -> bool {
        if whole == part {
            return true;
        }
        if whole.0 < part.0 {
            return false;
        }
        self.burn(1);
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

    #[cfg_attr(hot, optimize(speed))]
    #[inline(never)]
    fn recall(&self, of: &(Memory, E, E)) -> Option<E> {
        self.memory.get(of).copied()
    }

    #[cfg_attr(hot, optimize(speed))]
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

#[cfg_attr(hot, optimize(speed))]
pub(crate) fn recall(what: Memory, e: E, x: E) -> Option<E> {
    look(|arena| arena.recall(&(what, e, x)))
}

/// Nothing found after the fuel was spent is kept.
#[cfg_attr(hot, optimize(speed))]
pub(crate) fn remember(what: Memory, e: E, x: E, found: E) {
    change(|arena| {
        arena.take(MEMORY_BYTES);
        if !arena.burn(0) {
            arena.memory.insert((what, e, x), found);
        }
    });
}
