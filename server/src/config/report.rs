//! What `ganita-server check` prints: every setting as it holds, where that is from, and what must not go to production.

use super::read::{self, Misconfigured};
use super::{Config, Database, SETTINGS, Setting, file};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The report on these variables of the environment; no secret is in it.
///
/// # Errors
/// All that is wrong with them, at once.
pub fn report(environment: &BTreeMap<String, String>) -> Result<String, Misconfigured> {
    let config = read::read(environment.clone())?;
    let given = file::merged(environment.clone());
    let given = given.map_err(|problem| Misconfigured(vec![problem]))?;
    let is_given = |from: &BTreeMap<String, String>, name: &str| {
        from.get(name).is_some_and(|text| !text.trim().is_empty())
    };
    let mut text = String::new();
    for setting in SETTINGS {
        let Setting { name, secret, .. } = *setting;
        let secret_file = format!("{name}_FILE");
        let from = if is_given(environment, name) {
            "environment".to_owned()
        } else if secret && is_given(&given, &secret_file) {
            format!("file {}", given[&secret_file].trim())
        } else if is_given(&given, name) {
            "settings file".to_owned()
        } else {
            "default".to_owned()
        };
        let value = shown(setting, &config, given.get(name).map(|value| value.trim()), &from);
        writeln!(text, "{name:<40} {value:<44} {from}").expect("a string takes every text");
    }
    for warning in &config.warnings {
        writeln!(text, "not for production: {warning}").expect("a string takes every text");
    }
    Ok(text)
}

fn shown(setting: &Setting, config: &Config, given: Option<&str>, from: &str) -> String {
    match (setting.name, &config.database) {
        ("GANITA_DATABASE", Database::Sqlite(file)) => return file.display().to_string(),
        ("GANITA_DATABASE", Database::Postgres(_)) => return "postgres://(hidden)".to_owned(),
        // Its default depends on the provider.
        ("GANITA_UPSTREAM_URL", _) => return config.upstream.url.clone(),
        _ => {}
    }
    match given.filter(|value| !value.is_empty()) {
        _ if setting.secret && from != "default" => "(hidden)".to_owned(),
        Some(value) => value.to_owned(),
        None if setting.default.is_empty() => "-".to_owned(),
        None => setting.default.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_says_where_it_is_from_and_no_secret_is_shown() {
        let folder = std::env::temp_dir().join(format!("ganita-report-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
        let (settings, address) = (folder.join("settings.toml"), folder.join("address"));
        std::fs::write(&settings, "max_sessions = 77\nlog = \"debug\"\n").expect("it takes files");
        std::fs::write(&address, "postgres://ganita:canary@host/ganita").expect("it takes files");
        let path = |path: &std::path::Path| path.to_str().expect("a plain path").to_owned();
        let environment = [
            ("GANITA_SETTINGS", path(&settings)),
            ("GANITA_DATABASE_FILE", path(&address)),
            ("GANITA_LOG", "warn".to_owned()),
            ("GANITA_PLATFORM_SECRET", "canary-canary-canary-canary-canary".to_owned()),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value));
        let report = report(&BTreeMap::from(environment)).expect("it is right");
        std::fs::remove_dir_all(folder).expect("it is ours");
        let line = |name: &str| {
            let mut lines = report.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
            let line = lines.find(|line| line.first() == Some(&name));
            line.unwrap_or_else(|| panic!("no {name} in\n{report}"))[1..].join(" ")
        };
        assert_eq!(line("GANITA_MAX_SESSIONS"), "77 settings file");
        assert_eq!(line("GANITA_LOG"), "warn environment", "it wins");
        assert_eq!(line("GANITA_LISTEN"), "127.0.0.1:8080 default");
        assert_eq!(line("GANITA_REDIS"), "- default");
        assert_eq!(line("GANITA_PLATFORM_SECRET"), "(hidden) environment");
        assert!(line("GANITA_DATABASE").starts_with("postgres://(hidden) file "), "{report}");
        assert!(line("GANITA_UPSTREAM_URL").starts_with("ws://127.0.0.1:8090"), "{report}");
        assert!(report.contains("not for production: the tutor is the practice tutor"));
        assert!(!report.contains("canary"), "{report}");
    }
}
