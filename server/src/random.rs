//! Names and seeds nobody can guess.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};

/// Bytes nobody can guess.
#[must_use]
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the system's random source does not fail");
    bytes
}

/// 192 bits, as 32 characters that are safe in addresses and in `Sec-WebSocket-Protocol`.
#[must_use]
pub(crate) fn name() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<24>())
}

/// A seed.
#[must_use]
pub(crate) fn seed() -> u64 {
    u64::from_le_bytes(bytes())
}
