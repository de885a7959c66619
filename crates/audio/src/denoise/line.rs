//! A delay line: samples are written at their place in time and read at any other within its length.

pub(super) struct Line {
    samples: Vec<f32>,
    /// One past the last place that was written.
    end: i64,
}

impl Line {
    /// A line that remembers at least so many samples.
    pub(super) fn new(length: usize) -> Line {
        Line { samples: vec![0.0; length.next_power_of_two()], end: 0 }
    }

    /// Forgets everything; the next sample that is written stands at this place.
    pub(super) fn begin(&mut self, at: i64) {
        self.samples.fill(0.0);
        self.end = at;
    }

    pub(super) fn write(&mut self, input: &[f32]) {
        for &sample in input {
            let slot = self.slot(self.end);
            self.samples[slot] = sample;
            self.end += 1;
        }
    }

    /// What stands from this place on; nothing does where nothing was written since the beginning.
    pub(super) fn read(&self, from: i64, output: &mut [f32]) {
        debug_assert!(from + self.samples.len() as i64 >= self.end, "what is read was forgotten");
        for (at, target) in (from..).zip(output) {
            *target = if at < self.end { self.samples[self.slot(at)] } else { 0.0 };
        }
    }

    /// Whether everything before this place was written.
    pub(super) fn reaches(&self, at: i64) -> bool {
        at <= self.end
    }

    fn slot(&self, at: i64) -> usize {
        at.rem_euclid(self.samples.len() as i64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_stand_where_they_were_written() {
        let mut line = Line::new(5);
        line.begin(-2);
        line.write(&[1.0, 2.0, 3.0, 4.0]);
        let mut found = [9.0; 6];
        line.read(-4, &mut found);
        assert_eq!(found, [0.0, 0.0, 1.0, 2.0, 3.0, 4.0]);
        assert!(line.reaches(2) && !line.reaches(3));
        line.read(1, &mut found[..2]);
        assert_eq!(found[..2], [4.0, 0.0], "nothing was written there yet");
    }
}
