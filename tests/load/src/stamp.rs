//! What stands in the first bytes of every piece of sound: whose it is, its number, and when it was sent.

use std::sync::OnceLock;
use std::time::Instant;

/// A piece of 100 ms at 16 kHz.
pub(crate) const PIECE_BYTES: usize = 3_200;

fn now_ns() -> u64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let began = BEGAN.get_or_init(Instant::now);
    u64::try_from(began.elapsed().as_nanos()).expect("fits for 500 years")
}

/// A piece of sound with its stamp.
pub(crate) fn piece(student: u32, number: u32) -> Vec<u8> {
    let mut bytes = vec![0; PIECE_BYTES];
    bytes[..4].copy_from_slice(&student.to_le_bytes());
    bytes[4..8].copy_from_slice(&number.to_le_bytes());
    bytes[8..16].copy_from_slice(&now_ns().to_le_bytes());
    bytes
}

/// Whose it is and its number.
pub(crate) fn read(piece: &[u8]) -> Option<(u32, u32)> {
    let (student, rest) = piece.split_first_chunk::<4>()?;
    let (number, _) = rest.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*student), u32::from_le_bytes(*number)))
}

/// How long it has been on its way, in microseconds.
#[expect(clippy::cast_precision_loss, reason = "microseconds of a run are far below 2^52")]
pub(crate) fn age_us(piece: &[u8]) -> Option<f64> {
    let sent = piece.get(8..16)?.try_into().ok().map(u64::from_le_bytes)?;
    Some(now_ns().saturating_sub(sent) as f64 / 1_000.0)
}
