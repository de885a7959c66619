//! The settings of the tutor: which provider, where, with which keys.

use super::read::Reader;
use super::{Platform, Provider, TokensFrom, Upstream};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::{ExposeSecret, SecretString};
use std::path::PathBuf;

/// Google's address for the Gemini Developer API.
const GEMINI_URL: &str = "wss://generativelanguage.googleapis.com";

/// Where the practice tutor listens when nobody says otherwise.
const PRACTICE_URL: &str = "ws://127.0.0.1:8090";

impl Reader {
    pub(super) fn upstream(&mut self) -> Upstream {
        let provider = self.choice(
            "GANITA_UPSTREAM",
            &[
                ("practice", Provider::Practice),
                ("gemini", Provider::Gemini),
                ("vertex", Provider::Vertex),
            ],
        );
        let direct = self.choice("GANITA_DIRECT", &[("off", false), ("on", true)]);
        match provider {
            Provider::Practice => self
                .warnings
                .push("the tutor is the practice tutor (GANITA_UPSTREAM=practice)".to_owned()),
            Provider::Gemini | Provider::Vertex => self.terms(provider),
        }
        if provider == Provider::Vertex && direct {
            self.problems.push(
                "GANITA_DIRECT=on needs GANITA_UPSTREAM=gemini: the Agent Platform has no ephemeral tokens"
                    .to_owned(),
            );
        }
        let platform = (provider == Provider::Vertex).then(|| self.platform());
        Upstream {
            provider,
            url: self.url(provider, platform.as_ref()),
            api_keys: self.api_keys(provider),
            sessions_per_key: self.parse("GANITA_GEMINI_SESSIONS_PER_KEY", "a whole number", 1),
            direct,
            timing: ganita_live::Timing::UPSTREAM,
            model: self.text("GANITA_GEMINI_MODEL"),
            platform,
            authorities: self.authorities(),
        }
    }

    fn terms(&mut self, provider: Provider) {
        if self.text("GANITA_GEMINI_TERMS") != "accepted" {
            let name = if provider == Provider::Vertex { "vertex" } else { "gemini" };
            self.problems.push(format!(
                "GANITA_UPSTREAM={name} sends students' voices to Google, whose terms do not allow services aimed at \
                 people under 18 without an agreement; set GANITA_GEMINI_TERMS=accepted once you have one"
            ));
        }
    }

    fn api_keys(&mut self, provider: Provider) -> Vec<SecretString> {
        let written = self.secret("GANITA_GEMINI_API_KEY");
        let written = written.as_ref().map_or("", ExposeSecret::expose_secret);
        let keys = written.split(',').map(str::trim).filter(|key| !key.is_empty());
        let api_keys: Vec<SecretString> = keys.map(SecretString::from).collect();
        if provider == Provider::Gemini && api_keys.is_empty() {
            self.problems.push(
                "GANITA_UPSTREAM=gemini needs GANITA_GEMINI_API_KEY or GANITA_GEMINI_API_KEY_FILE"
                    .to_owned(),
            );
        }
        if provider == Provider::Vertex && !api_keys.is_empty() {
            self.warnings
                .push("GANITA_GEMINI_API_KEY is not used with GANITA_UPSTREAM=vertex".to_owned());
        }
        api_keys
    }

    fn platform(&mut self) -> Platform {
        let project = self.text("GANITA_VERTEX_PROJECT");
        if project.is_empty() {
            self.problems.push("GANITA_UPSTREAM=vertex needs GANITA_VERTEX_PROJECT".to_owned());
        }
        let location = self.text("GANITA_VERTEX_LOCATION");
        for (name, text) in
            [("GANITA_VERTEX_PROJECT", &project), ("GANITA_VERTEX_LOCATION", &location)]
        {
            // Both become parts of an address and of the model's name.
            if !text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c)) {
                self.problems.push(format!("{name}: expected an id, found {text:?}"));
            }
        }
        let file = self.text("GANITA_VERTEX_TOKEN");
        let metadata = self.text("GANITA_VERTEX_METADATA");
        if file.is_empty() && !metadata.starts_with("http://") {
            self.problems
                .push(format!("GANITA_VERTEX_METADATA: expected http://…, found {metadata:?}"));
        }
        let tokens = if file.is_empty() {
            TokensFrom::Metadata(metadata.trim_end_matches('/').to_owned())
        } else {
            TokensFrom::File(PathBuf::from(file))
        };
        Platform { project, location, tokens }
    }

    fn url(&mut self, provider: Provider, platform: Option<&Platform>) -> String {
        let default = match platform.map(|platform| platform.location.as_str()) {
            None if provider == Provider::Gemini => GEMINI_URL.to_owned(),
            None => PRACTICE_URL.to_owned(),
            Some("global") => "wss://aiplatform.googleapis.com".to_owned(),
            Some(region) => format!("wss://{region}-aiplatform.googleapis.com"),
        };
        let written = self.text("GANITA_UPSTREAM_URL");
        let url =
            if written.is_empty() { default } else { written.trim_end_matches('/').to_owned() };
        if !url.starts_with("ws://") && !url.starts_with("wss://") {
            self.problems
                .push(format!("GANITA_UPSTREAM_URL: expected ws://… or wss://…, found {url:?}"));
        }
        if provider != Provider::Practice && url.starts_with("ws://") {
            self.warnings.push(
                "the key for Gemini travels without encryption (GANITA_UPSTREAM_URL is ws://)"
                    .to_owned(),
            );
        }
        url
    }

    fn authorities(&mut self) -> Vec<CertificateDer<'static>> {
        let path = self.text("GANITA_UPSTREAM_CA");
        if path.is_empty() {
            return Vec::new();
        }
        let read =
            CertificateDer::pem_file_iter(&path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        match read {
            Ok(found) if !found.is_empty() => return found,
            Ok(_) => self.problems.push(format!("GANITA_UPSTREAM_CA: {path} holds no certificate")),
            Err(error) => {
                self.problems.push(format!("GANITA_UPSTREAM_CA: {path} cannot be read: {error}"));
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    const TERMS: (&str, &str) = ("GANITA_GEMINI_TERMS", "accepted");

    #[track_caller]
    fn problems(pairs: &[(&str, &str)]) -> String {
        Config::from_pairs(pairs).expect_err("these settings are wrong").to_string()
    }

    #[test]
    fn gemini_is_switched_on_knowingly() {
        let key = ("GANITA_GEMINI_API_KEY", "canary");
        let said = problems(&[("GANITA_UPSTREAM", "gemini"), key]);
        assert!(said.contains("under 18"), "{said}");
        let config = Config::from_pairs(&[("GANITA_UPSTREAM", "gemini"), key, TERMS]);
        let upstream = config.expect("agreed to").upstream;
        assert_eq!(upstream.url, GEMINI_URL);
        assert_eq!(upstream.model_name(), "models/gemini-3.8-live");
    }

    #[test]
    fn the_agent_platform_is_a_second_address_of_the_same_tutor() {
        let vertex = ("GANITA_UPSTREAM", "vertex");
        let said = problems(&[vertex, ("GANITA_DIRECT", "on")]);
        for what in ["GANITA_VERTEX_PROJECT", "under 18", "ephemeral tokens"] {
            assert!(said.contains(what), "no {what} in {said}");
        }
        let project = ("GANITA_VERTEX_PROJECT", "school-1");
        let said = problems(&[vertex, TERMS, project, ("GANITA_VERTEX_LOCATION", "evil.in/x")]);
        assert!(said.contains("GANITA_VERTEX_LOCATION"), "{said}");
        for (location, url) in [
            ("asia-south1", "wss://asia-south1-aiplatform.googleapis.com"),
            ("global", "wss://aiplatform.googleapis.com"),
        ] {
            let pairs = [vertex, TERMS, project, ("GANITA_VERTEX_LOCATION", location)];
            let upstream = Config::from_pairs(&pairs).expect("these are right").upstream;
            assert_eq!(upstream.url, url);
            let model = format!(
                "projects/school-1/locations/{location}/publishers/google/models/gemini-3.8-live"
            );
            assert_eq!(upstream.model_name(), model);
        }
    }

    #[test]
    fn a_file_without_a_certificate_is_no_authority() {
        for path in ["/nowhere/ca.pem", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")] {
            assert!(problems(&[("GANITA_UPSTREAM_CA", path)]).contains("GANITA_UPSTREAM_CA"));
        }
    }
}
