//! From names and values to a [`Config`], collecting everything that is wrong before saying so.

use super::{
    Config, ConsentFrom, Database, Limits, LiveKit, LogFormat, Quota, SETTINGS, Traces, file,
};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// HS256 wants a key at least as long as its hash (RFC 7518, section 3.2).
const MIN_PLATFORM_SECRET_BYTES: usize = 32;

/// Settings the server cannot start with, one sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misconfigured(pub Vec<String>);

impl std::fmt::Display for Misconfigured {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.0.join("\n"))
    }
}

impl std::error::Error for Misconfigured {}

/// Values that were given, problems found so far.
pub(super) struct Reader {
    given: BTreeMap<String, String>,
    pub(super) problems: Vec<String>,
    pub(super) warnings: Vec<String>,
}

pub(super) fn read(given: BTreeMap<String, String>) -> Result<Config, Misconfigured> {
    let given = file::merged(given).map_err(|problem| Misconfigured(vec![problem]))?;
    let mut reader = Reader { given, problems: Vec::new(), warnings: Vec::new() };
    reader.look_for_unknown_names();
    let upstream = reader.upstream();
    let livekit = reader.livekit();
    let platform_secret = reader.platform_secret();
    let config = Config {
        listen: reader.parse(
            "GANITA_LISTEN",
            "an address and a port, like 127.0.0.1:8080",
            ([127, 0, 0, 1], 0).into(),
        ),
        upstream,
        database: reader.database(),
        redis: reader.redis(),
        consent: reader.consent(),
        allowed_origins: reader.origins(),
        platform_secret,
        platform_keys: reader.platform_keys(),
        platform_audience: Some(reader.text("GANITA_PLATFORM_AUDIENCE"))
            .filter(|text| !text.is_empty()),
        requests_a_minute: reader.parse("GANITA_REQUESTS_A_MINUTE", "a whole number", 1),
        requests_a_minute_of_an_address: reader.parse(
            "GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS",
            "a whole number",
            1,
        ),
        trusted_proxies: reader.proxies(),
        livekit,
        max_sessions: reader.parse("GANITA_MAX_SESSIONS", "a whole number", 1),
        longest_lesson: reader.minutes("GANITA_SESSION_MINUTES"),
        retention_days: reader.retention(),
        quota: Quota {
            lessons: reader.optional("GANITA_LESSONS_A_DAY", "a whole number of lessons"),
            minutes: reader.optional("GANITA_MINUTES_A_DAY", "a whole number of minutes"),
            tokens: reader.optional("GANITA_TOKENS_A_DAY", "a whole number of tokens"),
        },
        traces: reader.traces(),
        log: reader.text("GANITA_LOG"),
        log_format: reader
            .choice("GANITA_LOG_FORMAT", &[("text", LogFormat::Text), ("json", LogFormat::Json)]),
        limits: Limits::STANDARD,
        warnings: std::mem::take(&mut reader.warnings),
    };
    if reader.problems.is_empty() { Ok(config) } else { Err(Misconfigured(reader.problems)) }
}

impl Reader {
    /// A misspelt name would silently leave its default in force.
    fn look_for_unknown_names(&mut self) {
        let ours = self.given.keys().filter(|name| name.starts_with("GANITA_"));
        for name in ours {
            let plain = name.strip_suffix("_FILE").unwrap_or(name);
            let is_known = SETTINGS
                .iter()
                .any(|setting| setting.name == name || (setting.secret && setting.name == plain));
            // The page's own setting travels in the same environment.
            if !is_known && name != "GANITA_SERVER_URL" {
                self.warnings.push(format!("{name} is no setting of this server and is ignored"));
            }
        }
    }

    /// The value or the table's default; empty when there is neither.
    pub(super) fn text(&self, name: &str) -> String {
        let default = || {
            SETTINGS
                .iter()
                .find(|setting| setting.name == name)
                .map_or("", |setting| setting.default)
        };
        self.given
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
            .unwrap_or_else(default)
            .to_owned()
    }

    pub(super) fn parse<T: FromStr>(&mut self, name: &str, expected: &str, otherwise: T) -> T {
        let text = self.text(name);
        text.parse().unwrap_or_else(|_| {
            self.problems.push(format!("{name}: expected {expected}, found {text:?}"));
            otherwise
        })
    }

    fn minutes(&mut self, name: &str) -> Duration {
        let minutes: u64 = self.parse(name, "a whole number of minutes", 1);
        Duration::from_secs(minutes.saturating_mul(60))
    }

    fn optional<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            self.problems.push(format!("{name}: expected {expected}, found {text:?}"));
        }
        value
    }

    pub(super) fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let text = self.text(name);
        if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text) {
            return *value;
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        self.problems.push(format!("{name}: expected {}, found {text:?}", words.join(" or ")));
        choices.first().expect("a choice has choices").1
    }

    /// From the variable, or from the file that `<NAME>_FILE` names.
    pub(super) fn secret(&mut self, name: &str) -> Option<SecretString> {
        let direct = self.given.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let path = self.text(&format!("{name}_FILE"));
        if !direct.is_empty() && !path.is_empty() {
            self.problems.push(format!("{name} and {name}_FILE are both set; keep one"));
        }
        if !direct.is_empty() {
            return Some(SecretString::from(direct));
        }
        if path.is_empty() {
            return None;
        }
        match std::fs::read_to_string(&path) {
            Ok(content) if !content.trim().is_empty() => Some(SecretString::from(content.trim())),
            Ok(_) => {
                self.problems.push(format!("{name}_FILE: {path} is empty"));
                None
            }
            Err(error) => {
                self.problems.push(format!("{name}_FILE: {path} cannot be read: {error}"));
                None
            }
        }
    }

    fn database(&mut self) -> Database {
        let text = self.secret("GANITA_DATABASE");
        let text = text
            .map_or_else(|| self.text("GANITA_DATABASE"), |text| text.expose_secret().to_owned());
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Database::Postgres(SecretString::from(text));
        }
        if text.contains("://") {
            self.problems.push("GANITA_DATABASE: expected a file or postgres://…".to_owned());
        }
        let is_given = ["GANITA_DATABASE", "GANITA_DATABASE_FILE"];
        if !is_given.iter().any(|name| self.given.contains_key(*name)) {
            self.warnings.push(format!(
                "history is kept in {text} in the working directory (GANITA_DATABASE)"
            ));
        }
        Database::Sqlite(PathBuf::from(text))
    }

    fn consent(&mut self) -> ConsentFrom {
        if !self.given.contains_key("GANITA_CONSENT") {
            self.warnings.push(
                "students agree for themselves, where the law wants a guardian's consent for a child's lessons (GANITA_CONSENT)"
                    .to_owned(),
            );
        }
        let choices = [("student", ConsentFrom::Student), ("guardian", ConsentFrom::Guardian)];
        self.choice("GANITA_CONSENT", &choices)
    }

    fn retention(&mut self) -> Option<u32> {
        if !self.given.contains_key("GANITA_RETENTION_DAYS") {
            self.warnings.push(
                "transcripts are kept until somebody deletes them (GANITA_RETENTION_DAYS)"
                    .to_owned(),
            );
        }
        self.optional("GANITA_RETENTION_DAYS", "a whole number of days")
    }

    fn redis(&mut self) -> Option<SecretString> {
        let address = self.secret("GANITA_REDIS")?;
        if !address.expose_secret().starts_with("redis://") {
            self.problems.push("GANITA_REDIS: expected redis://host:port".to_owned());
        }
        Some(address)
    }

    fn origins(&mut self) -> Vec<String> {
        if !self.given.contains_key("GANITA_ALLOWED_ORIGINS") {
            self.warnings
                .push("only pages of this machine may connect (GANITA_ALLOWED_ORIGINS)".to_owned());
        }
        let text = self.text("GANITA_ALLOWED_ORIGINS");
        let origins = text.split(',').map(str::trim).filter(|origin| !origin.is_empty());
        let origins: Vec<String> =
            origins.map(|origin| origin.trim_end_matches('/').to_ascii_lowercase()).collect();
        for origin in &origins {
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            if host.is_none_or(|host| host.is_empty() || host.contains(['/', '*', ' '])) {
                self.problems.push(format!(
                    "GANITA_ALLOWED_ORIGINS: expected https://host[:port], found {origin:?}"
                ));
            }
        }
        origins
    }

    fn platform_secret(&mut self) -> Option<SecretString> {
        let secret = self.secret("GANITA_PLATFORM_SECRET");
        match &secret {
            None if !self.text("GANITA_PLATFORM_KEYS").is_empty() => {}
            None => self.warnings.push(
                "everybody is let in as a guest, without enrolment (GANITA_PLATFORM_SECRET is not set)".to_owned(),
            ),
            Some(secret) if secret.expose_secret().len() < MIN_PLATFORM_SECRET_BYTES => {
                self.problems.push(format!("GANITA_PLATFORM_SECRET: at least {MIN_PLATFORM_SECRET_BYTES} bytes are needed"));
            }
            Some(_) => {}
        }
        secret
    }

    fn platform_keys(&mut self) -> Option<String> {
        let address = self.text("GANITA_PLATFORM_KEYS");
        if address.is_empty() {
            return None;
        }
        if address.starts_with("http://") {
            self.warnings.push(
                "the platform's keys come without encryption (GANITA_PLATFORM_KEYS is http://)"
                    .to_owned(),
            );
        } else if !address.starts_with("https://") {
            self.problems.push("GANITA_PLATFORM_KEYS: expected https://…".to_owned());
        }
        Some(address)
    }

    fn traces(&mut self) -> Option<Traces> {
        let share: f64 = self.parse("GANITA_TRACES_SHARE", "a number above 0, at most 1", 1.0);
        if !(share > 0.0 && share <= 1.0) {
            self.problems
                .push(format!("GANITA_TRACES_SHARE: expected above 0, at most 1, found {share}"));
        }
        let url = self.text("GANITA_TRACES_URL").trim_end_matches('/').to_owned();
        if url.is_empty() {
            return None;
        }
        if !url.starts_with("http://") && !url.starts_with("https://") {
            self.problems.push("GANITA_TRACES_URL: expected http://… or https://…".to_owned());
        }
        Some(Traces { url, share })
    }

    fn proxies(&mut self) -> Vec<IpAddr> {
        let text = self.text("GANITA_TRUSTED_PROXIES");
        let mut proxies = Vec::new();
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match name.parse() {
                Ok(address) => proxies.push(address),
                Err(_) => self
                    .problems
                    .push(format!("GANITA_TRUSTED_PROXIES: expected an address, found {name:?}")),
            }
        }
        proxies
    }

    fn livekit(&mut self) -> Option<LiveKit> {
        let url = self.text("GANITA_LIVEKIT_URL");
        let api_key = self.text("GANITA_LIVEKIT_API_KEY");
        let api_secret = self.secret("GANITA_LIVEKIT_API_SECRET");
        match (url.is_empty(), api_key.is_empty(), api_secret) {
            (true, true, None) => None,
            (false, false, Some(api_secret)) => Some(LiveKit { url, api_key, api_secret }),
            _ => {
                self.problems.push(
                    "LiveKit needs all of GANITA_LIVEKIT_URL, GANITA_LIVEKIT_API_KEY and GANITA_LIVEKIT_API_SECRET"
                        .to_owned(),
                );
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn problems(pairs: &[(&str, &str)]) -> String {
        Config::from_pairs(pairs).expect_err("these settings are wrong").to_string()
    }

    #[test]
    fn nothing_set_starts_and_warns_of_each_default_that_is_for_development() {
        let config = Config::from_pairs(&[]).expect("the defaults are right");
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.upstream.url, "ws://127.0.0.1:8090");
        let warnings = config.warnings.join("\n");
        for name in [
            "GANITA_UPSTREAM",
            "GANITA_DATABASE",
            "GANITA_ALLOWED_ORIGINS",
            "GANITA_PLATFORM_SECRET",
            "GANITA_CONSENT",
            "GANITA_RETENTION_DAYS",
        ] {
            assert!(warnings.contains(name), "no warning of {name} in:\n{warnings}");
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let said = problems(&[
            ("GANITA_LISTEN", "eighty"),
            ("GANITA_MAX_SESSIONS", "-1"),
            ("GANITA_LIVEKIT_URL", "wss://x"),
        ]);
        assert_eq!(said.lines().count(), 3, "{said}");
        assert!(said.contains("GANITA_LISTEN: expected an address"), "{said}");
    }

    #[test]
    fn a_secret_is_never_shown() {
        let secret = "canary-canary-canary-canary-canary";
        let config = Config::from_pairs(&[
            ("GANITA_PLATFORM_SECRET", secret),
            ("GANITA_DATABASE", "postgres://u:canary@h/d"),
            ("GANITA_REDIS", "redis://:canary@h:6379"),
        ]);
        assert!(!format!("{:?}", config.expect("both are right")).contains("canary"));
    }

    #[test]
    fn a_star_is_no_origin() {
        assert!(
            problems(&[("GANITA_ALLOWED_ORIGINS", "https://*.school.in")])
                .contains("GANITA_ALLOWED_ORIGINS")
        );
    }

    #[test]
    fn a_misspelt_name_is_warned_of() {
        let config =
            Config::from_pairs(&[("GANITA_LISTNE", "0.0.0.0:1")]).expect("it is only ignored");
        assert!(config.warnings.join("\n").contains("GANITA_LISTNE is no setting"));
    }
}
