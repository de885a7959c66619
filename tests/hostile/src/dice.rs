//! Dice that fall the same everywhere.

/// Splitmix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall by this seed.
    #[must_use]
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `n` - 1; `n` is at least 1.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True once in `n`.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these; there is at least one.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// So many bytes, all values alike.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.below(256) as u8).collect()
    }

    /// A text with a few pieces cut out, doubled or put in, at most `most` characters long.
    pub fn spoilt(&mut self, text: &str, pieces: &[&str], most: usize) -> String {
        let mut text: Vec<char> = text.chars().collect();
        for _ in 0..1 + self.below(4) {
            let at = self.below(text.len() + 1);
            let end = (at + 1 + self.below(8)).min(text.len());
            match self.below(3) {
                0 => {
                    text.drain(at..end);
                }
                1 => {
                    let part: Vec<char> = text[at..end].to_vec();
                    text.splice(at..at, part);
                }
                _ => {
                    text.splice(at..at, self.one(pieces).chars());
                }
            }
            text.truncate(most);
        }
        text.into_iter().collect()
    }
}
