//! From samples to bytes: 16-bit PCM where that is what came in, 32-bit float otherwise.

use std::fs;
use std::path::Path;

use super::Wav;
use crate::failure::{Failure, in_words};

/// Writes a file, or says in one line why not.
pub(crate) fn write(path: &Path, wav: &Wav) -> Result<(), Failure> {
    let bytes = encode(wav)
        .ok_or_else(|| Failure::at(path.display(), "longer than a WAV file can be (4 GB)"))?;
    fs::write(path, bytes).map_err(|error| Failure::at(path.display(), in_words(&error)))
}

fn encode(wav: &Wav) -> Option<Vec<u8>> {
    let (tag, width): (u16, usize) = if wav.fits_16_bits { (1, 2) } else { (3, 4) };
    let channels = u16::try_from(wav.channels.len()).ok()?;
    let block = width * wav.channels.len();
    let length = u32::try_from(wav.len() * block).ok()?;
    let riff_length = length.checked_add(36)?;

    let mut bytes = Vec::with_capacity(44 + length as usize);
    bytes.extend(b"RIFF");
    bytes.extend(riff_length.to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    bytes.extend(tag.to_le_bytes());
    bytes.extend(channels.to_le_bytes());
    bytes.extend(wav.sample_rate_hz.to_le_bytes());
    bytes.extend(wav.sample_rate_hz.wrapping_mul(block as u32).to_le_bytes());
    bytes.extend((block as u16).to_le_bytes());
    bytes.extend((width as u16 * 8).to_le_bytes());
    bytes.extend(b"data");
    bytes.extend(length.to_le_bytes());
    for n in 0..wav.len() {
        for channel in &wav.channels {
            if wav.fits_16_bits {
                // A float outside the range becomes the end of the range.
                bytes.extend(((channel[n] * 32_768.0).round() as i16).to_le_bytes());
            } else {
                bytes.extend(channel[n].to_le_bytes());
            }
        }
    }
    Some(bytes)
}
