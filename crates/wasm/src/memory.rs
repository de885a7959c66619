//! Memory of the solver: small pieces that are given back are kept, by their size, for whoever asks next.
//!
//! talc joins what is given back with what is free beside it and cuts it again for the next; algebra, which makes and
//! drops small pieces all the time, spent a fifth of its time on that.
#![allow(unsafe_code, reason = "what gives memory out is unsafe to write")]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr::null_mut;

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// talc cuts memory into multiples of so many bytes, the last four of which are its own.
const UNIT: usize = talc::base::CHUNK_UNIT;
const OWN: usize = size_of::<usize>();
/// Sizes that are kept: up to 252 bytes.
const SIZES: usize = 16;
/// Pieces of one size that are kept, one megabyte of all sizes.
const DEPTH: usize = 512;

/// A piece that nobody uses.
struct Piece {
    next: *mut Piece,
    /// How many are kept with it and below it.
    depth: usize,
}

pub(crate) struct Memory {
    whole: WasmDynamicTalc,
    kept: [Cell<*mut Piece>; SIZES],
}

// SAFETY: there is one thread; with more, WebAssembly has the feature `atomics`, for which this is not built.
unsafe impl Sync for Memory {}

impl Memory {
    pub(crate) const fn new() -> Memory {
        Memory {
            whole: new_wasm_dynamic_allocator(),
            kept: [const { Cell::new(null_mut()) }; SIZES],
        }
    }

    /// Where pieces like this are kept, and the largest layout that takes the same piece.
    #[inline(always)]
    fn place(&self, layout: Layout) -> Option<(&Cell<*mut Piece>, Layout)> {
        let size = (layout.size() + OWN - 1) / UNIT;
        let kept = self.kept.get(size).filter(|_| layout.align() <= UNIT)?;
        Some((kept, Layout::from_size_align((size + 1) * UNIT - OWN, UNIT).ok()?))
    }
}

// SAFETY: a piece comes from talc with the largest layout of its size, and goes back to it with the same; meanwhile it is
// either used or in one list, and only a piece that is in none is given out.
unsafe impl GlobalAlloc for Memory {
    #[cfg_attr(hot, optimize(speed))]
    #[inline(always)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((kept, layout)) = self.place(layout) else {
            // SAFETY: as asked of us.
            return unsafe { self.whole.alloc(layout) };
        };
        let piece = kept.get();
        if piece.is_null() {
            // SAFETY: the size is not zero.
            return unsafe { self.whole.alloc(layout) };
        }
        // SAFETY: what is in a list was written by `dealloc`.
        kept.set(unsafe { (*piece).next });
        piece.cast()
    }

    #[cfg_attr(hot, optimize(speed))]
    #[inline(always)]
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        let Some((kept, layout)) = self.place(layout) else {
            // SAFETY: as asked of us.
            return unsafe { self.whole.dealloc(at, layout) };
        };
        let next = kept.get();
        // SAFETY: what is in a list was written here.
        let depth = if next.is_null() { 0 } else { unsafe { (*next).depth } };
        if depth >= DEPTH {
            // SAFETY: it came with this layout.
            return unsafe { self.whole.dealloc(at, layout) };
        }
        let piece = at.cast::<Piece>();
        // SAFETY: nobody uses it any more, and the smallest piece has room for this.
        unsafe { piece.write(Piece { next, depth: depth + 1 }) };
        kept.set(piece);
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as asked of us.
        let new = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (self.place(layout), self.place(new)) {
            // SAFETY: as asked of us.
            (None, None) => unsafe { self.whole.realloc(at, layout, size) },
            (Some((_, old)), Some((_, new))) if old == new => at,
            _ => {
                // SAFETY: as asked of us.
                let moved = unsafe { self.alloc(new) };
                if !moved.is_null() {
                    // SAFETY: both are at least so long, and they are apart.
                    unsafe {
                        moved.copy_from_nonoverlapping(at, layout.size().min(size));
                        self.dealloc(at, layout);
                    }
                }
                moved
            }
        }
    }
}
