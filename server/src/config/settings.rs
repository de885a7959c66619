//! The table of settings.

use std::fmt::Write;

/// One thing that can be set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The variable.
    pub name: &'static str,
    /// Its value when nobody sets it; empty means none.
    pub default: &'static str,
    /// Whether it is never shown. Such a setting can also be read from a file named by `<NAME>_FILE`.
    pub secret: bool,
    /// What it does.
    pub meaning: &'static str,
}

const fn setting(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, secret: false, meaning }
}

const fn secret(name: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default: "", secret: true, meaning }
}

/// Every setting, in the order a reader wants them.
pub const SETTINGS: &[Setting] = &[
    setting(
        "GANITA_SETTINGS",
        "",
        "A TOML file with any of these: names without `GANITA_`, in small letters; `[livekit] url` is `GANITA_LIVEKIT_URL`. The environment wins.",
    ),
    setting(
        "GANITA_LISTEN",
        "127.0.0.1:8080",
        "Address and port to listen on; port 0 takes a free one.",
    ),
    setting(
        "GANITA_ALLOWED_ORIGINS",
        "http://localhost:3000,http://127.0.0.1:3000",
        "Pages that may use the server, separated by commas.",
    ),
    Setting {
        name: "GANITA_DATABASE",
        default: "ganita.sqlite3",
        secret: true,
        meaning: "History: a SQLite file, or `postgres://…`.",
    },
    secret(
        "GANITA_REDIS",
        "State that several servers share: `redis://[user:password@]host:port[/number]`. Without it, this process's memory.",
    ),
    setting(
        "GANITA_UPSTREAM",
        "practice",
        "The tutor: `practice` (no key, no network), `gemini` (the Gemini Developer API) or `vertex` (the same models on Google Cloud's Agent Platform).",
    ),
    setting(
        "GANITA_UPSTREAM_URL",
        "",
        "Where the tutor is, without a path. Default: `ws://127.0.0.1:8090` for practice, Google's address for Gemini and Vertex.",
    ),
    setting(
        "GANITA_UPSTREAM_CA",
        "",
        "A PEM file with authorities whose certificates are believed for the tutor, beside the public ones: a proxy's.",
    ),
    setting(
        "GANITA_GEMINI_MODEL",
        "gemini-3.8-live",
        "Model id; models of this family are retired within months.",
    ),
    setting(
        "GANITA_GEMINI_TERMS",
        "",
        "`accepted` switches Gemini on, also on Vertex: the operator has an agreement with Google that covers students under 18.",
    ),
    secret(
        "GANITA_GEMINI_API_KEY",
        "Key for Gemini, or several separated by commas. Sent in a header, never in an address.",
    ),
    setting(
        "GANITA_GEMINI_SESSIONS_PER_KEY",
        "1000",
        "Live connections under one key, or in one project on Vertex, at a time; the provider's own limit, or a little less.",
    ),
    setting("GANITA_VERTEX_PROJECT", "", "The Google Cloud project, for `vertex`."),
    setting(
        "GANITA_VERTEX_LOCATION",
        "us-central1",
        "The region the model runs in, or `global`, for `vertex`.",
    ),
    setting(
        "GANITA_VERTEX_TOKEN",
        "",
        "A file with an access token, read anew for each connection, for `vertex`. Without it the token comes from the machine's metadata server (workload identity).",
    ),
    setting(
        "GANITA_VERTEX_METADATA",
        "http://metadata.google.internal",
        "Where that metadata server is.",
    ),
    setting(
        "GANITA_DIRECT",
        "off",
        "`on` lets pages ask for ephemeral tokens and speak with the provider directly: no transcripts are kept then.",
    ),
    secret(
        "GANITA_PLATFORM_SECRET",
        "Signs the platform's access tokens (HS256, at least 32 bytes). Without it everybody is a guest: development only.",
    ),
    setting(
        "GANITA_PLATFORM_KEYS",
        "",
        "The platform's public keys (a JWKS address): access tokens signed with EdDSA or RS256 are accepted.",
    ),
    setting(
        "GANITA_PLATFORM_AUDIENCE",
        "",
        "What the `aud` of those tokens has to contain; none means it is not looked at.",
    ),
    setting(
        "GANITA_REQUESTS_A_MINUTE",
        "600",
        "Requests a minute that one person may make; 0 sets no limit.",
    ),
    setting(
        "GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS",
        "6000",
        "The same for one address, which a school shares.",
    ),
    setting(
        "GANITA_TRUSTED_PROXIES",
        "",
        "Addresses of proxies, separated by commas, whose `X-Forwarded-For` is believed.",
    ),
    setting(
        "GANITA_LIVEKIT_URL",
        "",
        "The school's LiveKit, `wss://…`, as the browser reaches it.",
    ),
    setting("GANITA_LIVEKIT_API_KEY", "", "Name of LiveKit's key."),
    secret("GANITA_LIVEKIT_API_SECRET", "LiveKit's secret."),
    setting(
        "GANITA_CONSENT",
        "student",
        "Whose consent a lesson needs: the `student`'s, given on the page, or a `guardian`'s, on record before.",
    ),
    setting("GANITA_MAX_SESSIONS", "5000", "Live sessions at once in this process."),
    setting("GANITA_SESSION_MINUTES", "120", "The longest lesson."),
    setting(
        "GANITA_LESSONS_A_DAY",
        "",
        "Lessons a student may begin in a day (UTC), on all servers together; none sets no limit.",
    ),
    setting(
        "GANITA_TOKENS_A_DAY",
        "",
        "The tutor's tokens, by its own totals, that a student has in a day, likewise.",
    ),
    setting(
        "GANITA_MINUTES_A_DAY",
        "",
        "Minutes of lessons a student has in a day (UTC), on all servers together; none sets no limit.",
    ),
    setting(
        "GANITA_RETENTION_DAYS",
        "",
        "Lessons, problems and usage older than this are deleted; none means they are kept until somebody deletes them.",
    ),
    setting(
        "GANITA_TRACES_URL",
        "",
        "Where traces go by OTLP over HTTP, without `/v1/traces`: `http://collector:4318`. None are made when empty.",
    ),
    setting(
        "GANITA_TRACES_SHARE",
        "0.1",
        "The share of requests that is traced, above 0, at most 1.",
    ),
    setting("GANITA_LOG", "info", "What is logged, in `tracing`'s filter language."),
    setting("GANITA_LOG_FORMAT", "text", "`text` or `json`."),
];

/// The settings as a Markdown table, for the README and `ganita-server --settings`.
#[must_use]
pub fn table() -> String {
    let mut table = "| setting | default | meaning |\n|---|---|---|\n".to_owned();
    for Setting { name, default, secret, meaning } in SETTINGS {
        let default = if default.is_empty() { String::new() } else { format!("`{default}`") };
        let from_file = if *secret {
            " Secret; also read from the file named by the same setting with `_FILE`."
        } else {
            ""
        };
        writeln!(table, "| `{name}` | {default} | {meaning}{from_file} |")
            .expect("writing to a string cannot fail");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_has_the_table_as_it_is() {
        let readme = include_str!("../../README.md");
        assert!(
            readme.contains(&table()),
            "put the output of `ganita-server --settings` into server/README.md"
        );
    }
}
