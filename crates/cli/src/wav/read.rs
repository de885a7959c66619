//! From bytes to samples, and why not.
//!
//! Layout: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991; WAVE_FORMAT_EXTENSIBLE
//! after Microsoft's "Multiple channel audio data and WAVE files", 2001.

use std::fs;
use std::path::Path;

use super::Wav;
use crate::failure::{Failure, in_words};

const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xFFFE;

/// A recorder that could not say how long it will record leaves this in the header.
const LENGTH_UNKNOWN: usize = u32::MAX as usize;

/// More channels than this is a broken header, not a recording.
const CHANNELS_MAX: u16 = 64;

/// Reads a file, or says in one line what is wrong with it.
pub(crate) fn read(path: &Path) -> Result<Wav, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::at(path.display(), in_words(&error)))?;
    parse(&bytes).map_err(|reason| Failure::at(path.display(), reason))
}

struct Format {
    tag: u16,
    channels: usize,
    sample_rate_hz: u32,
    bits: u16,
}

fn parse(bytes: &[u8]) -> Result<Wav, String> {
    if bytes.is_empty() {
        return Err("the file is empty".to_owned());
    }
    match bytes.get(..4) {
        Some(b"RIFF") => {}
        Some(b"RF64" | b"RIFX" | b"BW64") => {
            return Err("this kind of WAV file (64-bit or big-endian) is not read".to_owned());
        }
        _ => return Err("not a WAV file: it does not begin with RIFF".to_owned()),
    }
    if bytes.get(8..12) != Some(b"WAVE") {
        return Err("a RIFF file, but not a WAV file".to_owned());
    }
    let mut rest = &bytes[12..];
    let mut format = None;
    while rest.len() >= 8 {
        let length = u32_at(rest, 4) as usize;
        let id = &rest[..4];
        let body = &rest[8..];
        let present = &body[..length.min(body.len())];
        match id {
            b"fmt " => format = Some(parse_format(present)?),
            b"data" => {
                let format = format.ok_or("the format chunk is missing before the data")?;
                // A recording that was broken off is shorter than its header says: what is there is there.
                return decode(present, &format, length != LENGTH_UNKNOWN && length > body.len());
            }
            _ => {}
        }
        // Chunks begin at even places.
        let next = 8 + length + length % 2;
        if next > rest.len() {
            break;
        }
        rest = &rest[next..];
    }
    Err(match format {
        None => "broken header: there is no format chunk".to_owned(),
        Some(_) => "broken header: there is no data chunk".to_owned(),
    })
}

fn parse_format(body: &[u8]) -> Result<Format, String> {
    if body.len() < 16 {
        return Err(format!("broken header: a format chunk of {} bytes, not 16", body.len()));
    }
    let mut tag = u16_at(body, 0);
    let channels = u16_at(body, 2);
    let sample_rate_hz = u32_at(body, 4);
    let block = u16_at(body, 12);
    let bits = u16_at(body, 14);
    if tag == EXTENSIBLE {
        if body.len() < 40 {
            return Err("broken header: the extensible format chunk is cut off".to_owned());
        }
        tag = u16_at(body, 24);
    }
    if channels == 0 || channels > CHANNELS_MAX {
        return Err(format!("broken header: {channels} channels"));
    }
    if sample_rate_hz == 0 {
        return Err("broken header: a sample rate of 0 Hz".to_owned());
    }
    match (tag, bits) {
        (PCM, 8 | 16 | 24 | 32) | (FLOAT, 32 | 64) => {}
        (PCM | FLOAT, _) => return Err(format!("samples of {bits} bits are not read")),
        _ => {
            return Err(format!("compressed sound (format {tag}) is not read, only PCM and float"));
        }
    }
    if block != channels * (bits / 8) {
        return Err(format!(
            "broken header: blocks of {block} bytes for {channels} channels of {bits} bits"
        ));
    }
    Ok(Format { tag, channels: channels.into(), sample_rate_hz, bits })
}

fn decode(data: &[u8], format: &Format, broken_off: bool) -> Result<Wav, String> {
    let width = usize::from(format.bits / 8);
    let block = width * format.channels;
    let frames = data.len() / block;
    if frames == 0 {
        return Err(if broken_off {
            "the file ends where the sound should begin"
        } else {
            "there is no sound in it"
        }
        .to_owned());
    }
    let mut channels = vec![Vec::with_capacity(frames); format.channels];
    for frame in data.chunks_exact(block) {
        for (channel, sample) in channels.iter_mut().zip(frame.chunks_exact(width)) {
            channel.push(decode_sample(sample, format.tag));
        }
    }
    let fits_16_bits = format.tag == PCM && format.bits <= 16;
    Ok(Wav { sample_rate_hz: format.sample_rate_hz, channels, fits_16_bits })
}

/// The width of the slice is the width of the sample.
fn decode_sample(bytes: &[u8], tag: u16) -> f32 {
    match (tag, bytes) {
        (FLOAT, &[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
        (FLOAT, &[a, b, c, d, e, f, g, h]) => f64::from_le_bytes([a, b, c, d, e, f, g, h]) as f32,
        (_, &[a]) => (f32::from(a) - 128.0) / 128.0,
        (_, &[a, b]) => f32::from(i16::from_le_bytes([a, b])) / 32_768.0,
        (_, &[a, b, c]) => (i32::from_le_bytes([0, a, b, c]) >> 8) as f32 / 8_388_608.0,
        (_, &[a, b, c, d]) => {
            (f64::from(i32::from_le_bytes([a, b, c, d])) / 2_147_483_648.0) as f32
        }
        _ => unreachable!("the format was checked"),
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(tag: u16, channels: u16, bits: u16, data: &[u8]) -> Vec<u8> {
        let block = channels * (bits / 8);
        let mut bytes = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
        bytes.extend(tag.to_le_bytes());
        bytes.extend(channels.to_le_bytes());
        bytes.extend(16_000_u32.to_le_bytes());
        bytes.extend((16_000 * u32::from(block)).to_le_bytes());
        bytes.extend(block.to_le_bytes());
        bytes.extend(bits.to_le_bytes());
        bytes.extend(b"data");
        bytes.extend((data.len() as u32).to_le_bytes());
        bytes.extend(data);
        bytes
    }

    #[track_caller]
    fn check(tag: u16, channels: u16, bits: u16, data: &[u8], expected: &[&[f32]]) {
        let wav = parse(&file(tag, channels, bits, data)).expect("a good file");
        assert_eq!(wav.channels, expected);
    }

    #[test]
    fn every_depth_is_read() {
        check(PCM, 1, 8, &[0, 128, 192], &[&[-1.0, 0.0, 0.5]]);
        check(PCM, 1, 16, &[0, 0x80, 0, 0x40], &[&[-1.0, 0.5]]);
        check(PCM, 1, 24, &[0, 0, 0x80, 0, 0, 0x40], &[&[-1.0, 0.5]]);
        check(PCM, 1, 32, &[0, 0, 0, 0x80, 0, 0, 0, 0x40], &[&[-1.0, 0.5]]);
        check(FLOAT, 1, 32, &0.25_f32.to_le_bytes(), &[&[0.25]]);
        check(FLOAT, 1, 64, &0.25_f64.to_le_bytes(), &[&[0.25]]);
        check(PCM, 2, 8, &[192, 64, 128, 128], &[&[0.5, 0.0], &[-0.5, 0.0]]);
    }

    #[test]
    fn other_chunks_are_skipped_and_an_open_end_is_read() {
        let mut bytes = file(PCM, 1, 16, &[0, 0x40]);
        bytes.splice(12..12, *b"LIST\x03\0\0\0abc\0");
        let at = bytes.len() - 6;
        bytes[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(parse(&bytes).expect("a good file").channels, [[0.5]]);
    }

    #[test]
    fn a_recording_that_broke_off_is_read_as_far_as_it_goes() {
        let mut bytes = file(PCM, 1, 16, &[0, 0x40, 0, 0x40, 0, 0x40]);
        bytes.truncate(bytes.len() - 3);
        assert_eq!(parse(&bytes).expect("one whole sample is there").channels, [[0.5]]);
    }

    #[track_caller]
    fn refuse(bytes: &[u8], reason: &str) {
        assert_eq!(parse(bytes).expect_err("a bad file"), reason);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let good = file(PCM, 1, 16, &[0, 0x40]);
        refuse(b"", "the file is empty");
        refuse(b"ID3\x04", "not a WAV file: it does not begin with RIFF");
        refuse(b"RIFF\0\0\0\0AVI ", "a RIFF file, but not a WAV file");
        refuse(&good[..10], "a RIFF file, but not a WAV file");
        refuse(&good[..12], "broken header: there is no format chunk");
        refuse(&good[..28], "broken header: a format chunk of 8 bytes, not 16");
        refuse(&good[..36], "broken header: there is no data chunk");
        refuse(&good[..44], "the file ends where the sound should begin");
        refuse(&file(PCM, 1, 16, &[]), "there is no sound in it");
        refuse(&file(PCM, 0, 16, &[0, 0]), "broken header: 0 channels");
        refuse(&file(PCM, 1, 12, &[0, 0]), "samples of 12 bits are not read");
        refuse(
            &file(2, 1, 16, &[0, 0]),
            "compressed sound (format 2) is not read, only PCM and float",
        );
        let mut zero_rate = good.clone();
        zero_rate[24..28].fill(0);
        refuse(&zero_rate, "broken header: a sample rate of 0 Hz");
        let mut wrong_block = good;
        wrong_block[32] = 7;
        refuse(&wrong_block, "broken header: blocks of 7 bytes for 1 channels of 16 bits");
    }
}
