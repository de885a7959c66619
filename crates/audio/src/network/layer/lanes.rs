//! Four sums at once, of products of 16-bit integers.
//!
//! WebAssembly has an instruction for it, which the compiler does not find by itself; elsewhere it is spelt out. Integers
//! are exact and the steps between are the same, so both give the same bits.

pub(super) use imp::{Numbers, Pairs, add, floats, grown, nothing, numbers, pairs, store, zero};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod imp {
    use core::arch::wasm32::{
        f32x4, f32x4_add, f32x4_convert_i32x4, f32x4_extract_lane, f32x4_mul, f32x4_splat, i16x8,
        i32x4_add, i32x4_dot_i16x8, i32x4_splat, v128,
    };

    /// Two weights for each of four outputs.
    pub(crate) type Pairs = v128;
    /// Integer sums of four outputs.
    pub(crate) type Sums = v128;
    /// Floats of four outputs.
    pub(crate) type Numbers = v128;

    pub(crate) fn pairs(w: [i16; 8]) -> Pairs {
        i16x8(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
    }

    pub(crate) fn numbers(x: [f32; 4]) -> Numbers {
        f32x4(x[0], x[1], x[2], x[3])
    }

    pub(crate) fn zero() -> Sums {
        i32x4_splat(0)
    }

    pub(crate) fn nothing() -> Numbers {
        f32x4_splat(0.0)
    }

    #[inline]
    pub(crate) fn add(sums: Sums, weights: Pairs, pair: i32) -> Sums {
        i32x4_add(sums, i32x4_dot_i16x8(weights, i32x4_splat(pair)))
    }

    #[inline]
    pub(crate) fn grown(total: Numbers, by: Numbers, times: f32) -> Numbers {
        f32x4_add(total, f32x4_mul(by, f32x4_splat(times)))
    }

    #[inline]
    pub(crate) fn floats(sums: Sums, scale: Numbers) -> Numbers {
        f32x4_mul(f32x4_convert_i32x4(sums), scale)
    }

    #[inline]
    pub(crate) fn store(total: Numbers) -> [f32; 4] {
        [
            f32x4_extract_lane::<0>(total),
            f32x4_extract_lane::<1>(total),
            f32x4_extract_lane::<2>(total),
            f32x4_extract_lane::<3>(total),
        ]
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod imp {
    pub(crate) type Pairs = [i16; 8];
    pub(crate) type Sums = [i32; 4];
    pub(crate) type Numbers = [f32; 4];

    pub(crate) fn pairs(weights: [i16; 8]) -> Pairs {
        weights
    }

    pub(crate) fn numbers(numbers: [f32; 4]) -> Numbers {
        numbers
    }

    pub(crate) fn zero() -> Sums {
        [0; 4]
    }

    pub(crate) fn nothing() -> Numbers {
        [0.0; 4]
    }

    #[inline]
    pub(crate) fn add(sums: Sums, weights: Pairs, pair: i32) -> Sums {
        // In this form the compiler has one instruction for it on Intel processors.
        let values = [pair as i16, (pair >> 16) as i16];
        let products: [i32; 8] =
            std::array::from_fn(|n| i32::from(weights[n]) * i32::from(values[n % 2]));
        std::array::from_fn(|n| {
            sums[n].wrapping_add(products[2 * n].wrapping_add(products[2 * n + 1]))
        })
    }

    #[inline]
    pub(crate) fn grown(total: Numbers, by: Numbers, times: f32) -> Numbers {
        std::array::from_fn(|n| total[n] + by[n] * times)
    }

    #[inline]
    pub(crate) fn floats(sums: Sums, scale: Numbers) -> Numbers {
        std::array::from_fn(|n| sums[n] as f32 * scale[n])
    }

    #[inline]
    pub(crate) fn store(total: Numbers) -> [f32; 4] {
        total
    }
}
