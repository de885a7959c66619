//! Settings from a file and the environment, the environment winning.
//!
//! The file is TOML. A setting's name in it is the variable's without `GANITA_`, in small letters; a table's name stands
//! before the names in it, so `[livekit] url = "…"` is `GANITA_LIVEKIT_URL`. Values of the environment are texts as they
//! stand, which is why figment's own reader of it is not used: it would make a number of a secret that looks like one.

use figment::Figment;
use figment::providers::Serialized;
use figment::value::{Dict, Value};
use std::collections::BTreeMap;

/// What every name of ours begins with.
const PREFIX: &str = "GANITA_";

/// Names the file; heard in the environment only.
pub(super) const FILE: &str = "GANITA_SETTINGS";

/// The environment's variables, and under them what the file says.
///
/// # Errors
/// When the file cannot be read, in a sentence that says where.
pub(super) fn merged(given: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, String> {
    let Some(path) = given.get(FILE).filter(|path| !path.trim().is_empty()).cloned() else {
        return Ok(given);
    };
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("{FILE}: {path} cannot be read: {error}"))?;
    // The parser's words quote the line, which may hold a secret; where it is says enough.
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text[..at.min(text.len())].lines().count().max(1);
        format!("{FILE}: {path}, line {line} is no TOML")
    })?;
    let written = Figment::from(Serialized::globals(table)).extract::<Dict>();
    let written = written.map_err(|_| format!("{FILE}: {path} is no table of settings"))?;
    let mut flat = BTreeMap::new();
    flatten(PREFIX, written, &mut flat).map_err(|name| {
        format!("{FILE}: {path}: {name} is neither a text, a number, nor a list of them")
    })?;
    let merged = Figment::from(Serialized::globals(flat)).merge(Serialized::globals(given));
    merged.extract().map_err(|_| format!("{FILE}: {path} does not go with the environment"))
}

fn flatten(before: &str, table: Dict, all: &mut BTreeMap<String, String>) -> Result<(), String> {
    for (name, value) in table {
        let name = format!("{before}{}", name.to_ascii_uppercase());
        match value {
            Value::Dict(_, inner) => flatten(&format!("{name}_"), inner, all)?,
            Value::Array(_, items) => {
                let texts: Option<Vec<String>> = items.iter().map(text).collect();
                all.insert(name.clone(), texts.ok_or(name)?.join(","));
            }
            value => {
                all.insert(name.clone(), text(&value).ok_or(name)?);
            }
        }
    }
    Ok(())
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(_, text) => Some(text.clone()),
        Value::Char(_, letter) => Some(letter.to_string()),
        Value::Bool(_, true) => Some("on".to_owned()),
        Value::Bool(_, false) => Some("off".to_owned()),
        Value::Num(_, number) => number
            .to_i128()
            .map(|whole| whole.to_string())
            .or_else(|| number.to_f64().map(|number| number.to_string())),
        Value::Empty(..) | Value::Dict(..) | Value::Array(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use secrecy::ExposeSecret;

    fn with_file(
        name: &str,
        text: &str,
        more: &[(&str, &str)],
    ) -> Result<Config, crate::config::Misconfigured> {
        let path = std::env::temp_dir().join(format!("ganita-{name}-{}.toml", std::process::id()));
        std::fs::write(&path, text).expect("the temporary folder takes files");
        let mut pairs = vec![(super::FILE, path.to_str().expect("a plain path"))];
        pairs.extend_from_slice(more);
        let config = Config::from_pairs(&pairs);
        std::fs::remove_file(&path).expect("it was just written");
        config
    }

    #[test]
    fn a_file_sets_everything_and_the_environment_wins() {
        let text = r#"
            listen = "0.0.0.0:9000"
            max_sessions = 77
            direct = true
            allowed_origins = ["https://a.school", "https://b.school"]
            platform_secret = "0123456789012345678901234567890123456789"
            [livekit]
            url = "wss://livekit.school"
            api_key = "key"
            api_secret = "secret"
        "#;
        let environment = [("GANITA_MAX_SESSIONS", "88"), ("GANITA_LIVEKIT_API_KEY", "007")];
        let config = with_file("settings", text, &environment).expect("all of it is right");
        assert_eq!(config.listen.to_string(), "0.0.0.0:9000");
        assert_eq!(config.max_sessions, 88, "the environment wins");
        assert!(config.upstream.direct);
        assert_eq!(config.allowed_origins, ["https://a.school", "https://b.school"]);
        let livekit = config.livekit.expect("a table's names are put together");
        assert_eq!(
            (livekit.url.as_str(), livekit.api_key.as_str()),
            ("wss://livekit.school", "007")
        );
        let secret = config.platform_secret.expect("it is set");
        assert_eq!(secret.expose_secret(), "0123456789012345678901234567890123456789");
    }

    #[test]
    fn a_wrong_file_is_said_without_showing_what_stands_in_it() {
        let broken = with_file("broken", "\n\nplatform_secret = canary", &[]);
        let said = broken.expect_err("this is no TOML").to_string();
        assert!(said.contains("line 3") && !said.contains("canary"), "{said}");
        let odd = with_file("odd", "listen = [[1]]", &[]).expect_err("a list of lists");
        assert!(odd.to_string().contains("GANITA_LISTEN"), "{odd}");
        let missing = Config::from_pairs(&[(super::FILE, "/nowhere/settings.toml")]);
        assert!(missing.expect_err("it is not there").to_string().contains("cannot be read"));
        let misspelt = with_file("misspelt", "lisen = 1", &[]).expect("it is only ignored");
        assert!(misspelt.warnings.join(" ").contains("GANITA_LISEN"), "{:?}", misspelt.warnings);
    }
}
