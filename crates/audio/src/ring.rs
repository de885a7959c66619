//! A queue of samples with a fixed end.

pub(crate) struct Ring {
    samples: Vec<f32>,
    start: usize,
    length: usize,
}

impl Ring {
    pub(crate) fn new(capacity: usize) -> Ring {
        Ring { samples: vec![0.0; capacity], start: 0, length: 0 }
    }

    pub(crate) fn push(&mut self, input: &[f32]) {
        assert!(
            self.length + input.len() <= self.samples.len(),
            "the ring has room for all that can be ready"
        );
        for &sample in input {
            let end = (self.start + self.length) % self.samples.len();
            self.samples[end] = sample;
            self.length += 1;
        }
    }

    pub(crate) fn pop(&mut self, output: &mut [f32]) {
        assert!(self.length >= output.len(), "the lead covers all that the stages hold back");
        for target in output {
            *target = self.samples[self.start];
            self.start = (self.start + 1) % self.samples.len();
            self.length -= 1;
        }
    }

    pub(crate) fn clear(&mut self) {
        self.start = 0;
        self.length = 0;
    }
}
