//! A matrix times a few vectors at once.

/// `outputs = weights · inputs + bias`, `LANES` outputs at a time: as many as keep eight vector registers of sums busy
/// together with the windows, since an addition takes longer than the next can wait.
pub(crate) struct Dense<const LANES: usize> {
    /// Blocks of outputs; in a block, input after input.
    weights: Vec<[f32; LANES]>,
    bias: Vec<[f32; LANES]>,
    inputs: usize,
}

impl<const LANES: usize> Dense<LANES> {
    /// `weights` row after row, a row for each output. The outputs must be a multiple of the lanes.
    pub(crate) fn new(weights: &[f32], bias: &[f32]) -> Dense<LANES> {
        let inputs = weights.len() / bias.len();
        assert_eq!(bias.len() % LANES, 0, "whole blocks of outputs");
        let blocks = bias.len() / LANES;
        let weights = (0..blocks * inputs)
            .map(|n| {
                let (block, input) = (n / inputs, n % inputs);
                std::array::from_fn(|lane| weights[(block * LANES + lane) * inputs + input])
            })
            .collect();
        let bias = bias.chunks_exact(LANES).map(|lanes| lanes.try_into().expect("whole blocks"));
        Dense { weights, bias: bias.collect(), inputs }
    }

    /// Applies it to `N` windows of the input, which begin at these places; writes the outputs of one window after the
    /// other. A weight is fetched once for all windows.
    pub(crate) fn apply<const N: usize>(
        &self,
        input: &[f32],
        starts: [usize; N],
        output: &mut [f32],
    ) {
        let windows = starts.map(|start| &input[start..start + self.inputs]);
        let outputs = self.bias.len() * LANES;
        for (block, &bias) in self.bias.iter().enumerate() {
            let mut sums = [bias; N];
            let weights = &self.weights[block * self.inputs..(block + 1) * self.inputs];
            for (n, weights) in weights.iter().enumerate() {
                for (sums, window) in sums.iter_mut().zip(windows) {
                    let value = window[n];
                    for lane in 0..LANES {
                        sums[lane] += weights[lane] * value;
                    }
                }
            }
            for (window, sums) in sums.iter().enumerate() {
                output[window * outputs + block * LANES..][..LANES].copy_from_slice(sums);
            }
        }
    }
}

/// `max(x, 0)`, in place.
pub(crate) fn rectify(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_multiplied_each() {
        // Output n sums n times the first and once the second input, plus n.
        let weights: Vec<f32> = (0..8).flat_map(|n| [n as f32, 1.0]).collect();
        let bias: Vec<f32> = (0..8).map(|n| n as f32).collect();
        let mut output = [0.0; 16];
        Dense::<8>::new(&weights, &bias).apply(&[1.0, 10.0, 100.0], [0, 1], &mut output);
        assert_eq!(output[..3], [10.0, 12.0, 14.0]);
        assert_eq!(output[8..11], [100.0, 111.0, 122.0]);
    }
}
