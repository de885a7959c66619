//! What is sent: 100 ms of PCM16 at a time, from a memory that reaches back before the speech was noticed.

use crate::detect::FRAME_SAMPLES;

/// Samples in a chunk: 100 ms.
pub const CHUNK_SAMPLES: usize = 1_600;

/// How far the memory reaches back, in frames of 256: 6 s. The longest pre-roll (2 s), shortest speech (1 s) and the
/// longest pause within it (2 s) fit.
const MEMORY_FRAMES: usize = 375;
const MEMORY_SAMPLES: usize = MEMORY_FRAMES * FRAME_SAMPLES;

/// 100 ms of sound, ready to be sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chunk<'a> {
    /// Counts from 0; none is left out.
    pub sequence: u32,
    /// Mono, 16 kHz.
    pub samples: &'a [i16; CHUNK_SAMPLES],
    /// Where in the input its first sample was heard.
    pub start: u64,
    /// Where in the input its last sample was heard, plus one: its capture time.
    pub end: u64,
    /// Where in the input the pipeline was when it was ready.
    pub decided: u64,
    /// Mean probability of speech.
    pub probability: f32,
    /// Level of these samples.
    pub level: crate::Level,
    /// Input samples at or over full scale since the chunk before.
    pub clipped: u32,
}

/// A piece cut from the memory; positions count samples at 16 kHz.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cut {
    pub(crate) sequence: u32,
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) probability: f32,
}

/// Keeps the last seconds of sound and cuts chunks from them.
pub(crate) struct Chunker {
    memory: Vec<f32>,
    probabilities: Vec<f32>,
    /// Samples written since the beginning.
    written: u64,
    /// The next sample to be sent.
    cursor: u64,
    /// Sound is sent up to here; `u64::MAX` while open.
    until: u64,
    sequence: u32,
    chunk: [i16; CHUNK_SAMPLES],
    scratch: [f32; CHUNK_SAMPLES],
}

impl Chunker {
    pub(crate) fn new() -> Chunker {
        Chunker {
            memory: vec![0.0; MEMORY_SAMPLES],
            probabilities: vec![0.0; MEMORY_FRAMES],
            written: 0,
            cursor: 0,
            until: 0,
            sequence: 0,
            chunk: [0; CHUNK_SAMPLES],
            scratch: [0.0; CHUNK_SAMPLES],
        }
    }

    /// Remembers a frame, with what its probability will about be.
    pub(crate) fn write(&mut self, frame: &[f32; FRAME_SAMPLES], probability: f32) {
        let slot = (self.written / FRAME_SAMPLES as u64) as usize % MEMORY_FRAMES;
        self.memory[slot * FRAME_SAMPLES..][..FRAME_SAMPLES].copy_from_slice(frame);
        self.probabilities[slot] = probability;
        self.written += FRAME_SAMPLES as u64;
    }

    /// Corrects the probability of the frame that begins at `start`.
    pub(crate) fn correct(&mut self, start: u64, probability: f32) {
        self.probabilities[(start / FRAME_SAMPLES as u64) as usize % MEMORY_FRAMES] = probability;
    }

    /// From here on everything is sent, beginning at `start`, unless that was sent already or is forgotten.
    pub(crate) fn open(&mut self, start: u64) {
        if self.until != u64::MAX {
            let oldest = self.written.saturating_sub(MEMORY_SAMPLES as u64);
            self.cursor = start.max(self.cursor).max(oldest);
            self.until = u64::MAX;
        }
    }

    /// Nothing after this moment is sent; what came before still is.
    pub(crate) fn close(&mut self) {
        self.until = self.until.min(self.written);
    }

    /// Samples at 16 kHz that came in.
    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// Cuts the next chunk, if there is one. The last before a close is filled up with silence.
    pub(crate) fn cut(&mut self) -> Option<Cut> {
        let ready = self.written.min(self.until).saturating_sub(self.cursor);
        let last = self.until != u64::MAX;
        if ready == 0 || (ready < CHUNK_SAMPLES as u64 && !last) {
            return None;
        }
        let length = ready.min(CHUNK_SAMPLES as u64) as usize;
        let mut sum = 0.0;
        for (n, target) in self.scratch[..length].iter_mut().enumerate() {
            let at = self.cursor + n as u64;
            let slot = (at / FRAME_SAMPLES as u64) as usize % MEMORY_FRAMES;
            sum += self.probabilities[slot];
            *target = self.memory[slot * FRAME_SAMPLES + at as usize % FRAME_SAMPLES];
        }
        self.scratch[length..].fill(0.0);
        for (target, &sample) in self.chunk.iter_mut().zip(&self.scratch) {
            *target = to_pcm16(sample);
        }
        let cut = Cut {
            sequence: self.sequence,
            start: self.cursor,
            end: self.cursor + length as u64,
            probability: sum / length as f32,
        };
        self.sequence = self.sequence.wrapping_add(1);
        self.cursor = cut.end;
        Some(cut)
    }

    /// The samples of the last cut, as they are sent and as they were.
    pub(crate) fn samples(&self) -> (&[i16; CHUNK_SAMPLES], &[f32; CHUNK_SAMPLES]) {
        (&self.chunk, &self.scratch)
    }

    pub(crate) fn reset(&mut self) {
        self.memory.fill(0.0);
        self.probabilities.fill(0.0);
        self.written = 0;
        self.cursor = 0;
        self.until = 0;
        self.sequence = 0;
        self.chunk.fill(0);
        self.scratch.fill(0.0);
    }
}

/// Rounds to the nearest of 65,536 steps; what is over full scale stays at it.
pub(crate) fn to_pcm16(sample: f32) -> i16 {
    (sample * 32_767.0).round_ties_even() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes frames whose samples count upwards, so that a cut shows where it came from.
    fn write(chunker: &mut Chunker, frames: usize) {
        for _ in 0..frames {
            let start = chunker.written();
            let frame = std::array::from_fn(|n| ((start + n as u64) % 30_000) as f32 / 32_767.0);
            chunker.write(&frame, 0.5);
        }
    }

    #[test]
    fn nothing_is_cut_while_closed() {
        let mut chunker = Chunker::new();
        write(&mut chunker, 100);
        assert_eq!(chunker.cut(), None);
    }

    #[test]
    fn the_past_is_sent_first_and_the_end_is_filled_up() {
        let mut chunker = Chunker::new();
        write(&mut chunker, 20);
        chunker.open(1_000);
        let first = chunker.cut().expect("4,120 samples are there");
        assert_eq!(
            (first.sequence, first.start, first.end, first.probability),
            (0, 1_000, 2_600, 0.5)
        );
        assert_eq!((chunker.samples().0[0], chunker.samples().0[1_599]), (1_000, 2_599));
        assert_eq!(chunker.cut().map(|cut| cut.end), Some(4_200));
        assert_eq!(chunker.cut(), None, "920 samples are not a chunk yet");
        chunker.close();
        assert_eq!(chunker.cut().map(|cut| (cut.start, cut.end)), Some((4_200, 5_120)));
        assert_eq!((chunker.samples().0[919], chunker.samples().0[920]), (5_119, 0));
        assert_eq!(chunker.cut(), None);
    }

    #[test]
    fn no_sample_is_sent_twice() {
        let mut chunker = Chunker::new();
        write(&mut chunker, 10);
        chunker.open(0);
        while chunker.cut().is_some() {}
        chunker.close();
        while chunker.cut().is_some() {}
        write(&mut chunker, 10);
        chunker.open(0);
        assert_eq!(chunker.cut().map(|cut| (cut.sequence, cut.start)), Some((2, 2_560)));
    }

    #[test]
    fn the_memory_has_an_end() {
        let mut chunker = Chunker::new();
        write(&mut chunker, MEMORY_FRAMES + 10);
        chunker.open(0);
        assert_eq!(chunker.cut().map(|cut| cut.start), Some(2_560));
    }

    #[test]
    fn full_scale_is_kept() {
        assert_eq!(
            [to_pcm16(1.0), to_pcm16(-1.0), to_pcm16(4.0), to_pcm16(-4.0)],
            [32_767, -32_767, 32_767, -32_768]
        );
    }
}
