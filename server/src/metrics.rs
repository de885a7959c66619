//! What Prometheus reads at `/metrics`. Label sets are fixed types: neither a student nor an address can become one.
//!
//! The names that begin with `livekit_` and `gemini_` are those the school's dashboards ask for.
//! `transcription_accuracy_percentage` is among them as soon as a reference transcript exists, and not before.

mod often;

pub use often::{Often, Traffic};

use crate::accuracy::Accuracy;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// One label, from a fixed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Kind {
    /// Which.
    pub kind: &'static str,
}

/// What happened to requests.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Request {
    /// The route as it was declared, never the address that was asked for.
    pub route: String,
    /// `2xx`, `4xx`, `5xx`.
    pub status: &'static str,
}

/// A socket's closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Closing {
    /// The close code.
    pub code: u32,
}

/// All of the server's numbers.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Lessons that are running.
    pub active_sessions: Gauge,
    /// How long lessons lasted.
    pub session_seconds: Histogram,
    /// What sound takes. `relay`: from a piece coming in to its being written to the tutor. `device`: a second of sound
    /// on its way through the student's device.
    pub audio_seconds: Family<Kind, Histogram, fn() -> Histogram>,
    /// Times a device's sound card was not served in time.
    pub device_underruns: Counter,
    /// Pieces of 100 ms that devices handed out.
    pub device_chunks: Counter,
    /// Bytes that devices did not send since nobody spoke.
    pub device_saved_bytes: Counter,
    /// Connections to the tutor that were tried, and messages written to it.
    pub upstream_calls: Family<Kind, Counter>,
    /// What went wrong with the tutor.
    pub upstream_errors: Family<Kind, Counter>,
    /// Connections changed as planned.
    pub rotations: Counter,
    /// Connections that took up an earlier one's conversation.
    pub resumptions: Counter,
    /// Times the tutor went silent.
    pub freezes: Counter,
    /// Pieces of sound thrown away while the tutor was away.
    pub sound_dropped: Counter,
    /// Tokens the tutor counted.
    pub tokens: Counter,
    /// Frames to and from pages.
    pub frames: Family<Kind, Counter>,
    /// Bytes to and from pages.
    pub bytes: Family<Kind, Counter>,
    /// Sockets closed by the server, by code.
    pub closes: Family<Closing, Counter>,
    /// Tickets, by what became of them.
    pub tickets: Family<Kind, Counter>,
    /// Transcript segments that are in the store.
    pub segments: Counter,
    /// Transcript segments that the store could not take in time.
    pub segments_lost: Counter,
    /// What LiveKit told, by whether it was believed.
    pub webhooks: Family<Kind, Counter>,
    /// Requests.
    pub requests: Family<Request, Counter>,
    /// How long requests took.
    pub request_seconds: Histogram,
    /// How long problems took to solve.
    pub solve_seconds: Histogram,
    /// Transcripts beside what was really said.
    pub(crate) accuracy: Accuracy,
    /// Those of the above that every message moves.
    pub often: Often,
}

fn sound_seconds() -> Histogram {
    Histogram::new([
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
        0.5, 1.0,
    ])
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics::new()
    }
}

impl Metrics {
    /// All numbers at zero.
    #[must_use]
    pub fn new() -> Metrics {
        let lesson = [10.0, 30.0, 60.0, 300.0, 600.0, 1200.0, 1800.0, 2700.0, 3600.0, 7200.0];
        let request = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
        let mut metrics = Metrics {
            registry: Registry::default(),
            active_sessions: Gauge::default(),
            session_seconds: Histogram::new(lesson),
            audio_seconds: Family::new_with_constructor(sound_seconds),
            device_underruns: Counter::default(),
            device_chunks: Counter::default(),
            device_saved_bytes: Counter::default(),
            upstream_calls: Family::default(),
            upstream_errors: Family::default(),
            rotations: Counter::default(),
            resumptions: Counter::default(),
            freezes: Counter::default(),
            sound_dropped: Counter::default(),
            tokens: Counter::default(),
            frames: Family::default(),
            bytes: Family::default(),
            closes: Family::default(),
            tickets: Family::default(),
            segments: Counter::default(),
            segments_lost: Counter::default(),
            webhooks: Family::default(),
            requests: Family::default(),
            request_seconds: Histogram::new(request),
            solve_seconds: Histogram::new(request),
            accuracy: Accuracy::default(),
            often: Often::default(),
        };
        for kind in ["relay", "device"] {
            drop(metrics.audio_seconds.get_or_create(&Kind { kind }));
        }
        metrics.often = Often::of(&metrics);
        metrics.register();
        metrics
    }

    /// Counters get `_total` at the end when they are written.
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register_collector(Box::new(self.accuracy.clone()));
        registry.register(
            "livekit_active_sessions",
            "Lessons that are running",
            self.active_sessions.clone(),
        );
        registry.register(
            "livekit_session_duration_seconds",
            "How long lessons lasted",
            self.session_seconds.clone(),
        );
        registry.register(
            "livekit_audio_processing_seconds",
            "What a piece of sound takes in the relay, and a second of it on the student's device",
            self.audio_seconds.clone(),
        );
        registry.register(
            "ganita_device_underruns",
            "Times a device's sound card was not served in time",
            self.device_underruns.clone(),
        );
        registry.register(
            "ganita_device_chunks",
            "Pieces of 100 ms that devices handed out",
            self.device_chunks.clone(),
        );
        registry.register(
            "ganita_device_saved_bytes",
            "Bytes that devices did not send since nobody spoke",
            self.device_saved_bytes.clone(),
        );
        registry.register(
            "gemini_api_calls",
            "Connections tried and messages written to the tutor",
            self.upstream_calls.clone(),
        );
        registry.register(
            "gemini_api_errors",
            "What went wrong with the tutor",
            self.upstream_errors.clone(),
        );
        registry.register(
            "ganita_upstream_rotations",
            "Connections changed as planned",
            self.rotations.clone(),
        );
        registry.register(
            "ganita_upstream_resumptions",
            "Conversations taken up on another connection",
            self.resumptions.clone(),
        );
        registry.register(
            "ganita_upstream_freezes",
            "Times the tutor went silent",
            self.freezes.clone(),
        );
        registry.register(
            "ganita_upstream_tokens",
            "Tokens the tutor counted",
            self.tokens.clone(),
        );
        registry.register(
            "ganita_sound_dropped",
            "Pieces of sound thrown away while the tutor was away",
            self.sound_dropped.clone(),
        );
        registry.register("ganita_live_frames", "Frames to and from pages", self.frames.clone());
        registry.register("ganita_live_bytes", "Bytes to and from pages", self.bytes.clone());
        registry.register(
            "ganita_live_closes",
            "Live sockets closed by the server",
            self.closes.clone(),
        );
        registry.register("ganita_tickets", "Tickets by what became of them", self.tickets.clone());
        registry.register(
            "ganita_transcript_segments",
            "Transcript segments stored",
            self.segments.clone(),
        );
        registry.register(
            "ganita_transcript_segments_lost",
            "Transcript segments the store could not take",
            self.segments_lost.clone(),
        );
        registry.register(
            "ganita_livekit_webhooks",
            "What LiveKit told, by whether it was believed",
            self.webhooks.clone(),
        );
        registry.register(
            "ganita_http_requests",
            "Requests by route and outcome",
            self.requests.clone(),
        );
        registry.register(
            "ganita_http_request_seconds",
            "How long requests took",
            self.request_seconds.clone(),
        );
        registry.register(
            "ganita_solve_seconds",
            "How long problems took to solve",
            self.solve_seconds.clone(),
        );
    }

    /// The numbers in the OpenMetrics text format.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry)
            .expect("writing to a string cannot fail");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accuracy::{compare, words};

    #[test]
    fn the_schools_names_are_there_and_accuracy_is_not_invented() {
        let metrics = Metrics::new();
        metrics.upstream_calls.get_or_create(&Kind { kind: "dial" }).inc();
        metrics.upstream_errors.get_or_create(&Kind { kind: "dial" }).inc();
        let text = metrics.text();
        for name in [
            "livekit_active_sessions 0",
            "livekit_session_duration_seconds_count",
            "livekit_audio_processing_seconds_count{kind=\"relay\"} 0",
            "livekit_audio_processing_seconds_count{kind=\"device\"} 0",
            "gemini_api_calls_total{kind=\"dial\"} 1",
            "gemini_api_errors_total{kind=\"dial\"} 1",
        ] {
            assert!(text.contains(name), "{name} is missing in:\n{text}");
        }
        assert!(!text.contains("transcription_accuracy_percentage"));
        metrics.accuracy.note("lesson", compare(&words("x plus one is two"), &words("x is two")));
        assert!(metrics.text().contains("transcription_accuracy_percentage 60.0"));
    }
}
