//! What can be set: `GANITA_…` in the environment or in a file, everything with a default that works on a laptop.
//!
//! [`SETTINGS`] is the one table. The README's table is printed from it, unknown names are found by it, and every
//! default is read through the same parser as a value somebody wrote.

mod file;
mod read;
mod report;
mod settings;
mod tutor;

pub use read::Misconfigured;
pub use report::report;
pub use settings::{SETTINGS, Setting, table};

use crate::relay;
use rustls::pki_types::CertificateDer;
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Everything the server was told.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Whom it asks.
    pub upstream: Upstream,
    /// Where history is kept.
    pub database: Database,
    /// Where state is kept that several servers share; in this process when none.
    pub redis: Option<SecretString>,
    /// Whose consent a lesson needs.
    pub consent: ConsentFrom,
    /// Pages that may talk to it.
    pub allowed_origins: Vec<String>,
    /// Signs the platform's own access tokens; without it everybody is let in as a guest.
    pub platform_secret: Option<SecretString>,
    /// Where the platform publishes the keys it signs access tokens with.
    pub platform_keys: Option<String>,
    /// What those tokens have to be for.
    pub platform_audience: Option<String>,
    /// Requests a minute that one person may make; 0 sets no limit.
    pub requests_a_minute: u32,
    /// Requests a minute from one address; 0 sets no limit.
    pub requests_a_minute_of_an_address: u32,
    /// Proxies whose word on an address is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The school's LiveKit.
    pub livekit: Option<LiveKit>,
    /// Live sessions at once.
    pub max_sessions: usize,
    /// The longest lesson.
    pub longest_lesson: Duration,
    /// How long transcripts are kept; none means until they are deleted.
    pub retention_days: Option<u32>,
    /// What a student may have in a day.
    pub quota: Quota,
    /// Where traces are sent, by OTLP over HTTP; nowhere when none.
    pub traces: Option<Traces>,
    /// What is logged, in `tracing`'s filter language.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// How silent and how slow a page may be; no settings, but shorter in tests.
    pub limits: Limits,
    /// Things that work here and must not go to production.
    pub warnings: Vec<String>,
}

/// What a student may have of the tutor in a day (UTC), on all servers together; none means as much as they like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quota {
    /// Lessons begun.
    pub lessons: Option<u32>,
    /// Minutes of lessons.
    pub minutes: Option<u32>,
    /// Tokens, by the tutor's own totals.
    pub tokens: Option<u64>,
}

/// How silent and how slow a page may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From a socket's opening to its first message, where the client has to begin.
    pub handshake: Duration,
    /// A page from which nothing comes for so long, not even the answer to a ping, is taken for gone.
    pub idle: Duration,
    /// How often a page is pinged.
    pub ping_every: Duration,
    /// A page that does not take what it is sent for so long is taken for gone.
    pub write: Duration,
    /// How long a lesson waits for its page to come back.
    pub parked: Duration,
}

impl Limits {
    /// What they are.
    pub const STANDARD: Limits = Limits {
        handshake: relay::HANDSHAKE_TIMEOUT,
        idle: relay::IDLE_TIMEOUT,
        ping_every: relay::PING_EVERY,
        write: relay::WRITE_TIMEOUT,
        parked: relay::PARKED,
    };
}

/// Whom the relay asks.
#[derive(Debug, Clone)]
pub struct Upstream {
    /// Which of them.
    pub provider: Provider,
    /// `ws://host:port` or `wss://host`, without a path.
    pub url: String,
    /// The provider's keys.
    pub api_keys: Vec<SecretString>,
    /// Connections under one key at a time.
    pub sessions_per_key: usize,
    /// Whether pages may be given ephemeral tokens and speak with the provider directly.
    pub direct: bool,
    /// How long things may take; no setting, but shorter in tests.
    pub timing: ganita_live::Timing,
    /// The model's id, without `models/`.
    pub model: String,
    /// The project on Google's Agent Platform; none with the other providers.
    pub platform: Option<Platform>,
    /// Authorities whose certificates are believed beside the public ones.
    pub authorities: Vec<CertificateDer<'static>>,
}

impl Upstream {
    /// The model as `setup` names it.
    #[must_use]
    pub fn model_name(&self) -> String {
        match &self.platform {
            None => format!("models/{}", self.model),
            Some(Platform { project, location, .. }) => format!(
                "projects/{project}/locations/{location}/publishers/google/models/{}",
                self.model
            ),
        }
    }
}

/// A project on Google's Agent Platform, once called Vertex AI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// Its id.
    pub project: String,
    /// The region, or `global`.
    pub location: String,
    /// Where access tokens come from.
    pub tokens: TokensFrom,
}

/// Where access tokens come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokensFrom {
    /// A file that somebody else keeps fresh.
    File(PathBuf),
    /// The metadata server of the machine, `http://…`.
    Metadata(String),
}

/// A kind of tutor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// The practice tutor: no key, no network.
    Practice,
    /// Gemini Live, by the Gemini Developer API.
    Gemini,
    /// Gemini Live, by Google's Agent Platform.
    Vertex,
}

/// Where history is kept.
#[derive(Debug, Clone)]
pub enum Database {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL server; the address may hold a password.
    Postgres(SecretString),
}

/// Where LiveKit is and how to sign for it.
#[derive(Debug, Clone)]
pub struct LiveKit {
    /// What the browser connects to.
    pub url: String,
    /// The key's public name.
    pub api_key: String,
    /// What signs.
    pub api_secret: SecretString,
}

/// Where traces go.
#[derive(Debug, Clone, PartialEq)]
pub struct Traces {
    /// The collector's address, without `/v1/traces`.
    pub url: String,
    /// The share of requests that is traced, above 0 and at most 1.
    pub share: f64,
}

/// Whose agreement it takes before sound goes to a tutor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentFrom {
    /// The student's own, given on the page.
    Student,
    /// A guardian's, on record before the lesson: students under 18 in India, under 13 in the United States.
    Guardian,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For collectors.
    Json,
}

impl Config {
    /// The configuration from this process's environment.
    ///
    /// # Errors
    /// All that is wrong with it, at once.
    pub fn from_environment() -> Result<Config, Misconfigured> {
        read::read(environment())
    }

    /// The configuration from given names and values; what is not given has its default.
    ///
    /// # Errors
    /// All that is wrong with it, at once.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Result<Config, Misconfigured> {
        read::read(
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        )
    }
}

/// This process's environment. A variable that is no UTF-8 cannot be one of ours.
#[must_use]
pub fn environment() -> BTreeMap<String, String> {
    let texts = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(texts).collect()
}
