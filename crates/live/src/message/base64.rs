//! Bytes in JSON. The same result by vectors where the processor has them, and byte by byte in the browser.

use ::base64::Engine;
use ::base64::alphabet::{STANDARD, URL_SAFE};
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const EITHER: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

static USUAL: GeneralPurpose = GeneralPurpose::new(&STANDARD, EITHER);
static FOR_ADDRESSES: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, EITHER);

/// Writes bytes as base64 behind a text, in the standard alphabet and padded.
pub(crate) fn encode_base64(bytes: &[u8], text: &mut String) {
    #[cfg(not(target_family = "wasm"))]
    ::base64_simd::STANDARD.encode_append(bytes, text);
    #[cfg(target_family = "wasm")]
    USUAL.encode_string(bytes, text);
}

/// Bytes from base64 in either alphabet, padded or not: Python's SDK sends the one for addresses.
#[must_use]
pub fn decode_base64(text: impl AsRef<[u8]>) -> Option<Vec<u8>> {
    decode_base64_after(&[], text)
}

/// The same behind some bytes that are there already, such as a frame's number.
#[must_use]
pub fn decode_base64_after(before: &[u8], text: impl AsRef<[u8]>) -> Option<Vec<u8>> {
    let text = text.as_ref();
    let mut bytes = Vec::with_capacity(before.len() + text.len().div_ceil(4) * 3);
    bytes.extend_from_slice(before);
    #[cfg(not(target_family = "wasm"))]
    if ::base64_simd::STANDARD.decode_append(text, &mut bytes).is_ok() {
        return Some(bytes);
    }
    // What is not usual: another alphabet, no padding, or no base64 at all.
    for engine in [&USUAL, &FOR_ADDRESSES] {
        bytes.truncate(before.len());
        if engine.decode_vec(text, &mut bytes).is_ok() {
            return Some(bytes);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

    #[test]
    fn every_length_in_either_alphabet_padded_or_not_behind_a_number() {
        for length in 0..200_u32 {
            let bytes: Vec<u8> = (0..length).map(|n| (n * 151 + length).to_le_bytes()[0]).collect();
            let expected = [&[7, 0, 0, 0], bytes.as_slice()].concat();
            for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
                let text = engine.encode(&bytes);
                assert_eq!(decode_base64(&text).as_ref(), Some(&bytes), "{text}");
                assert_eq!(decode_base64_after(&[7, 0, 0, 0], &text).as_ref(), Some(&expected));
            }
            let mut text = "before".to_owned();
            encode_base64(&bytes, &mut text);
            assert_eq!(text, format!("before{}", STANDARD.encode(&bytes)));
        }
    }

    #[test]
    fn what_is_no_base64_is_nothing() {
        for text in ["A", "AA==A", "A A=", "AAAA\n", "अ", "AA-/", "====", "AAA=AAAA"] {
            assert_eq!(decode_base64(text), None, "{text}");
        }
    }
}
