//! The fitted weights: `weights.txt`, written by `cargo xtask fit`.

use super::feature::{self, Features};
use crate::choice::Kind;

/// How many units of a score one unit of the grammar's cost is.
pub(crate) const PER_COST: i32 = 4;

/// Raw confidence 0, 0.1, … 1 and how often readings as sure as that were right.
const KNOTS: usize = 11;

pub(crate) struct Weights {
    features: [i16; feature::COUNT],
    right: [f32; KNOTS],
}

/// The table, read by the compiler.
pub(crate) static WEIGHTS: Weights = Weights::read(include_bytes!("weights.txt"));

impl Weights {
    /// Lines `name weight`, and one line `confidence` with the eleven knots. Names that are not there weigh nothing.
    const fn read(table: &[u8]) -> Weights {
        let mut features = [0; feature::COUNT];
        let mut right = [0.0; KNOTS];
        let mut knot = 0;
        while knot < KNOTS {
            right[knot] = knot as f32 / (KNOTS - 1) as f32;
            knot += 1;
        }
        let mut at = 0;
        while at < table.len() {
            let end = until(table, at, b'\n');
            let name_end = until(table, at, b' ');
            if end == at || table[at] == b'#' || name_end >= end {
                at = end + 1;
                continue;
            }
            if same(table, at, name_end, b"confidence") {
                let (mut value, mut knot) = (name_end + 1, 0);
                while value < end {
                    right[knot] = decimal(table, value);
                    value = until(table, value, b' ') + 1;
                    knot += 1;
                }
            } else {
                let mut index = 0;
                while !same(table, at, name_end, feature::name(index).as_bytes()) {
                    index += 1;
                    assert!(index < feature::COUNT, "the table names features that there are");
                }
                features[index] = whole(table, name_end + 1);
            }
            at = end + 1;
        }
        Weights { features, right }
    }

    pub(crate) fn cost(&self, cost: u32) -> i32 {
        i32::try_from(cost).unwrap_or(i32::MAX / 8).min(i32::MAX / 8) * PER_COST
    }

    /// What a choice of this kind weighs that goes its second way.
    pub(crate) fn of(&self, kind: Kind) -> i32 {
        i32::from(self.features[kind as usize])
    }

    /// Lower is better.
    pub(crate) fn score(&self, cost: u32, features: &Features) -> i32 {
        let counted = self.features.iter().zip(features.counts());
        self.cost(cost)
            + counted.map(|(weight, count)| i32::from(*weight) * i32::from(*count)).sum::<i32>()
    }

    /// How often a reading was right that seemed `raw` sure.
    pub(crate) fn confidence(&self, raw: f32) -> f32 {
        let place = raw.clamp(0.0, 1.0) * (KNOTS - 1) as f32;
        let knot = (place as usize).min(KNOTS - 2);
        let part = place - knot as f32;
        self.right[knot] * (1.0 - part) + self.right[knot + 1] * part
    }
}

/// Where this byte comes next, or the line or the table ends.
const fn until(table: &[u8], mut at: usize, byte: u8) -> usize {
    while at < table.len() && table[at] != byte && table[at] != b'\n' {
        at += 1;
    }
    at
}

const fn same(table: &[u8], at: usize, end: usize, name: &[u8]) -> bool {
    let mut index = 0;
    while index < name.len() && at + index < end && table[at + index] == name[index] {
        index += 1;
    }
    index == name.len() && at + index == end
}

/// `-12`.
const fn whole(table: &[u8], mut at: usize) -> i16 {
    let minus = table[at] == b'-';
    if minus {
        at += 1;
    }
    let mut value = 0;
    while at < table.len() && table[at].is_ascii_digit() {
        value = value * 10 + (table[at] - b'0') as i16;
        at += 1;
    }
    if minus { -value } else { value }
}

/// `0.53`.
const fn decimal(table: &[u8], mut at: usize) -> f32 {
    let (mut value, mut scale, mut behind) = (0.0, 1.0, false);
    while at < table.len() && (table[at].is_ascii_digit() || table[at] == b'.') {
        if table[at] == b'.' {
            behind = true;
        } else {
            value = value * 10.0 + (table[at] - b'0') as f32;
            scale *= if behind { 10.0 } else { 1.0 };
        }
        at += 1;
    }
    value / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surer_readings_are_not_right_less_often() {
        let right = WEIGHTS.right;
        assert!(right.windows(2).all(|pair| pair[0] <= pair[1]), "{right:?}");
        assert!(right[0] >= 0.0 && right[KNOTS - 1] <= 1.0, "{right:?}");
    }

    #[test]
    fn fewer_than_two_hundred_features() {
        const { assert!(feature::COUNT < 200) };
        assert_eq!(feature::names().count(), feature::COUNT);
    }

    #[test]
    fn the_table_is_read_as_it_is_written() {
        let table =
            Weights::read(b"# a comment\npower_one -12\n\nroot_sum 7\nconfidence 0.25 1.000\n");
        let weight = |name: &str| {
            let index = feature::names().position(|other| other == name).expect("a feature");
            table.features[index]
        };
        assert_eq!((weight("power_one"), weight("root_sum"), weight("over_one")), (-12, 7, 0));
        assert_eq!(table.right[..3], [0.25, 1.0, 0.2]);
    }
}
