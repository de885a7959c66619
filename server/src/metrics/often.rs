//! Counters that every message moves, looked up once: finding one in its family takes a lock and a hash.

use super::{Kind, Metrics, sound_seconds};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::histogram::Histogram;

/// What goes to a page and comes from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// Words of a page.
    TextIn,
    /// Sound of a page.
    SoundIn,
    /// Pings, pongs and the end.
    ControlIn,
    /// Words for a page.
    TextOut,
    /// The tutor's voice.
    VoiceOut,
}

const NAMES: [&str; 5] = ["text_in", "sound_in", "control_in", "text_out", "voice_out"];

/// The same counters as in the families of [`Metrics`].
#[derive(Debug)]
pub struct Often {
    traffic: [(Counter, Counter); NAMES.len()],
    /// Messages written to tutors.
    pub to_tutors: Counter,
    /// From a piece of sound coming in to its being written to the tutor.
    pub relayed_seconds: Histogram,
}

impl Default for Often {
    /// Counters of nobody.
    fn default() -> Often {
        Often {
            traffic: Default::default(),
            to_tutors: Counter::default(),
            relayed_seconds: sound_seconds(),
        }
    }
}

impl Often {
    pub(super) fn of(metrics: &Metrics) -> Often {
        let traffic = NAMES.map(|kind| {
            let kind = Kind { kind };
            let frames = metrics.frames.get_or_create(&kind).clone();
            (frames, metrics.bytes.get_or_create(&kind).clone())
        });
        Often {
            traffic,
            to_tutors: metrics.upstream_calls.get_or_create(&Kind { kind: "message" }).clone(),
            relayed_seconds: metrics.audio_seconds.get_or_create(&Kind { kind: "relay" }).clone(),
        }
    }

    /// A frame to or from a page.
    pub fn frame(&self, traffic: Traffic, bytes: usize) {
        let (frames, sum) = &self.traffic[traffic as usize];
        frames.inc();
        sum.inc_by(bytes as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_counted_under_its_own_name() {
        let metrics = Metrics::new();
        metrics.often.frame(Traffic::ControlIn, 2);
        metrics.often.frame(Traffic::VoiceOut, 4_804);
        metrics.often.to_tutors.inc();
        let text = metrics.text();
        for line in [
            "ganita_live_frames_total{kind=\"control_in\"} 1",
            "ganita_live_frames_total{kind=\"sound_in\"} 0",
            "ganita_live_bytes_total{kind=\"voice_out\"} 4804",
            "gemini_api_calls_total{kind=\"message\"} 1",
        ] {
            assert!(text.contains(line), "{line} is missing in:\n{text}");
        }
    }
}
