//! The fitted weights: `weights.txt`, written by `cargo xtask fit`.

use std::sync::LazyLock;

use super::feature::{self, Features};

/// How many units of a score one unit of the grammar's cost is.
pub(crate) const PER_COST: i32 = 4;

/// Raw confidence 0, 0.1, … 1 and how often readings as sure as that were right.
const KNOTS: usize = 11;

pub(crate) struct Weights {
    features: Vec<i32>,
    right: [f32; KNOTS],
}

/// The table, read once.
pub(crate) fn weights() -> &'static Weights {
    static WEIGHTS: LazyLock<Weights> =
        LazyLock::new(|| Weights::read(include_str!("weights.txt")));
    &WEIGHTS
}

impl Weights {
    /// Lines `name weight`, and one line `confidence` with the eleven knots. Names that are not there weigh nothing.
    fn read(table: &str) -> Weights {
        let mut features = vec![0; feature::names().count()];
        let mut right = std::array::from_fn(|knot| knot as f32 / (KNOTS - 1) as f32);
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split_whitespace();
            match fields.next() {
                Some("confidence") => {
                    for (knot, value) in right.iter_mut().zip(fields) {
                        *knot = decimal(value);
                    }
                }
                Some(name) => {
                    let index = feature::names().position(|other| other == name);
                    let index = index.expect("the table names features that there are");
                    let weight = fields.next().and_then(|weight| weight.parse().ok());
                    features[index] = weight.expect("the table holds whole numbers");
                }
                None => {}
            }
        }
        Weights { features, right }
    }

    pub(crate) fn cost(&self, cost: u32) -> i32 {
        i32::try_from(cost).unwrap_or(i32::MAX / 8).min(i32::MAX / 8) * PER_COST
    }

    /// Lower is better.
    pub(crate) fn score(&self, cost: u32, features: &Features) -> i32 {
        let counted = self.features.iter().zip(features.counts());
        self.cost(cost) + counted.map(|(weight, count)| weight * i32::from(*count)).sum::<i32>()
    }

    /// How often a reading was right that seemed `raw` sure.
    pub(crate) fn confidence(&self, raw: f32) -> f32 {
        let place = raw.clamp(0.0, 1.0) * (KNOTS - 1) as f32;
        let knot = (place as usize).min(KNOTS - 2);
        let part = place - knot as f32;
        self.right[knot] * (1.0 - part) + self.right[knot + 1] * part
    }
}

/// `0.53`: digits, a point, digits. Parsing any float would be much code for a table of eleven.
fn decimal(text: &str) -> f32 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let number = |digits: &str| digits.bytes().fold(0.0, |sum, b| sum * 10.0 + f32::from(b - b'0'));
    let scale = part.bytes().fold(1.0, |scale, _| scale * 10.0);
    number(whole) + number(part) / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surer_readings_are_not_right_less_often() {
        let right = weights().right;
        assert!(right.windows(2).all(|pair| pair[0] <= pair[1]), "{right:?}");
        assert!(right[0] >= 0.0 && right[KNOTS - 1] <= 1.0, "{right:?}");
    }

    #[test]
    fn fewer_than_two_hundred_features() {
        assert!(feature::names().count() < 200);
    }
}
