//! `{"device":{"load":[0.012,0.011],"underruns":0,"chunks":14,"savedBytes":32000}}`: what the student's device did with
//! the sound in the seconds since it last said so. Numbers only; what a device cannot have done is not believed.

use crate::metrics::{Kind, Metrics};
use serde::Deserialize;

/// Seconds that one message may speak of: pages report every ten.
const SECONDS_MAX: usize = 60;

/// A second of sound takes no device longer than this, or it would have stopped.
const LOAD_MAX: f64 = 10.0;

/// In a second: chunks of 100 ms with what led up to them, and quanta that came too late.
const CHUNKS_PER_SECOND_MAX: u64 = 50;
const UNDERRUNS_PER_SECOND_MAX: u64 = 1_000;

/// PCM16 at 16 kHz.
const BYTES_PER_SECOND: u64 = 32_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Message {
    device: Device,
}

/// A device's work on its sound.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Device {
    /// For every second of sound, the seconds that its processing took.
    load: Vec<f64>,
    /// Times the sound card was not served in time.
    #[serde(default)]
    underruns: u64,
    /// Pieces of 100 ms handed out.
    chunks: u64,
    /// Bytes that were not sent since nobody spoke.
    saved_bytes: u64,
}

/// Whether this is such a message.
pub(super) fn is_meant(text: &str) -> bool {
    text.trim_start().starts_with(r#"{"device""#)
}

/// What the device says, if it can be true.
pub(super) fn read(text: &str) -> Option<Device> {
    let Message { device } = serde_json::from_str(text).ok()?;
    let seconds = device.load.len() as u64;
    let is_possible = (1..=SECONDS_MAX).contains(&device.load.len())
        && device.load.iter().all(|load| (0.0..=LOAD_MAX).contains(load))
        && device.underruns <= seconds * UNDERRUNS_PER_SECOND_MAX
        && device.chunks <= seconds * CHUNKS_PER_SECOND_MAX
        && device.saved_bytes <= 2 * seconds * BYTES_PER_SECOND;
    is_possible.then_some(device)
}

impl Device {
    /// Adds the work to the server's numbers, where nothing tells whose it was.
    pub(super) fn count(&self, metrics: &Metrics) {
        let seconds = metrics.audio_seconds.get_or_create(&Kind { kind: "device" });
        for load in &self.load {
            seconds.observe(*load);
        }
        drop(seconds);
        metrics.device_underruns.inc_by(self.underruns);
        metrics.device_chunks.inc_by(self.chunks);
        metrics.device_saved_bytes.inc_by(self.saved_bytes);
    }

    /// How many seconds it speaks of.
    pub(super) fn seconds(&self) -> u64 {
        self.load.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_device_can_have_done_is_not_believed() {
        let good = r#"{"device":{"load":[0.01,0.5],"underruns":1,"chunks":20,"savedBytes":64000}}"#;
        assert!(is_meant(good));
        assert_eq!(read(good).map(|device| device.seconds()), Some(2));
        assert!(read(&good.replace(r#""underruns":1,"#, "")).is_some(), "not every browser counts");
        for (from, to) in [
            ("0.01,0.5", ""),
            ("0.01", "-1"),
            ("0.01", "1e9"),
            ("0.01", "null"),
            ("64000", "640000"),
            ("20", "2000"),
            ("20", "-1"),
            (":1,", ":100000,"),
            (r#""chunks":20"#, r#""chunks":20,"student":"asha""#),
        ] {
            assert_eq!(read(&good.replacen(from, to, 1)), None, "{from} as {to}");
        }
        let long = format!("0.01{}", ",0.01".repeat(SECONDS_MAX));
        assert_eq!(read(&good.replace("0.01,0.5", &long)), None);
    }
}
