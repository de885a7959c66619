//! What stands in `deploy` fits the server: settings that exist, numbers that are exported, ports and times that agree.

use ganita_server::config::SETTINGS;
use ganita_server::metrics::{Closing, Kind, Metrics, Request};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy")
}

fn text(file: &str) -> String {
    let path = deploy().join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every word of a text that looks like one of our metrics, without what histograms and counters add.
fn metrics(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let prefixes = ["livekit_", "gemini_", "ganita_"];
    let words = words.filter(|word| prefixes.iter().any(|prefix| word.starts_with(prefix)));
    words
        .map(|word| {
            let ends = ["_bucket", "_count", "_sum", "_total"];
            ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word).to_owned()
        })
        .collect()
}

#[test]
fn dashboards_and_alerts_ask_for_numbers_that_are_exported() {
    // What has labels is written from its first count on.
    let numbers = Metrics::new();
    let kind = Kind { kind: "any" };
    for family in [
        &numbers.upstream_calls,
        &numbers.upstream_errors,
        &numbers.frames,
        &numbers.bytes,
        &numbers.tickets,
        &numbers.webhooks,
    ] {
        drop(family.get_or_create(&kind));
    }
    drop(numbers.closes.get_or_create(&Closing { code: 1000 }));
    drop(numbers.requests.get_or_create(&Request { route: "/".to_owned(), status: "2xx" }));
    let exported = numbers.text();
    let exported: Vec<&str> = exported
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
        .collect();
    assert!(exported.len() > 15, "{exported:?}");
    let mut asked = metrics(&text("prometheus/rules.yaml"));
    let dashboard: Value = serde_json::from_str(&text("grafana/lessons.json")).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    for panel in panels {
        let targets = panel["targets"].as_array().into_iter().flatten();
        for query in targets.filter_map(|target| target["expr"].as_str()) {
            let found = metrics(query);
            assert!(!found.is_empty(), "{}: asks for nothing of ours: {query}", panel["title"]);
            asked.extend(found);
        }
    }
    for name in &asked {
        assert!(exported.contains(&name.as_str()), "nothing exports {name}");
    }
    for wanted in [
        "livekit_active_sessions",
        "livekit_session_duration_seconds",
        "livekit_audio_processing_seconds",
        "gemini_api_calls",
        "gemini_api_errors",
    ] {
        assert!(asked.iter().any(|name| name == wanted), "no panel shows {wanted}");
    }
}

#[test]
fn a_dashboards_panels_do_not_overlap_and_have_titles_and_units() {
    let dashboard: Value = serde_json::from_str(&text("grafana/lessons.json")).expect("JSON");
    assert!(dashboard["uid"].is_string() && dashboard["schemaVersion"].is_u64());
    let mut places = std::collections::BTreeSet::new();
    for panel in dashboard["panels"].as_array().expect("panels") {
        assert!(panel["title"].as_str().is_some_and(|title| !title.is_empty()));
        assert!(panel["fieldConfig"]["defaults"]["unit"].is_string(), "{}", panel["title"]);
        let at = |name: &str| panel["gridPos"][name].as_u64().expect("a place");
        assert!(at("x") + at("w") <= 24, "{} is wider than the page", panel["title"]);
        for x in at("x")..at("x") + at("w") {
            for y in at("y")..at("y") + at("h") {
                assert!(places.insert((x, y)), "{} lies on another", panel["title"]);
            }
        }
    }
}

#[test]
fn deployments_set_settings_that_exist() {
    let files =
        ["compose.yaml", "Dockerfile", "kubernetes/settings.env", "kubernetes/deployment.yaml"];
    for file in files {
        let text = text(file);
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        for name in words.filter(|word| word.starts_with("GANITA_")) {
            let is_known = SETTINGS.iter().any(|setting| {
                setting.name == name
                    || (setting.secret && name.strip_suffix("_FILE") == Some(setting.name))
            });
            assert!(is_known, "{file}: {name} is no setting");
        }
    }
}

#[test]
fn kubernetes_waits_longer_than_the_server_takes_to_end() {
    let deployment = text("kubernetes/deployment.yaml");
    let number = |name: &str| -> u64 {
        let line = deployment.lines().find_map(|line| line.trim().strip_prefix(name));
        let digits: String =
            line.expect("it is set").chars().filter(char::is_ascii_digit).collect();
        digits.parse().expect("a number")
    };
    // Before the signal, then lessons, then what is unwritten.
    let grace = 30;
    let needed = number("seconds:") + 2 * grace;
    assert!(number("terminationGracePeriodSeconds:") > needed, "{needed} s are needed");
    assert!(number("terminationDrainDuration:") > grace, "the mesh cuts lessons short");
}

#[test]
fn every_manifest_is_applied() {
    let list = text("kubernetes/kustomization.yaml");
    for file in std::fs::read_dir(deploy().join("kubernetes")).expect("manifests").flatten() {
        let name = file.file_name().into_string().expect("a plain name");
        let is_listed =
            list.contains(&format!("- {name}\n")) || list.contains(&format!("[{name}]"));
        assert!(name == "kustomization.yaml" || is_listed, "{name} is not in kustomization.yaml");
    }
}

/// ASVS V4.4.1: sockets over TLS only.
#[test]
fn kubernetes_ends_tls_at_the_ingress_and_nowhere_else_is_it_open() {
    let ingress = text("kubernetes/ingress.yaml");
    assert!(ingress.contains("secretName:") && ingress.contains("ssl-redirect: \"true\""));
    let hosts: Vec<&str> =
        ingress.lines().filter_map(|line| line.trim().strip_prefix("- host: ")).collect();
    assert!(!hosts.is_empty());
    for host in hosts {
        assert!(ingress.contains(&format!("- hosts: [{host}]")), "{host} has no certificate");
    }
    // Reached from inside the cluster only.
    let service = text("kubernetes/service.yaml");
    assert!(!service.contains("NodePort") && !service.contains("LoadBalancer"), "{service}");
    for origin in text("kubernetes/settings.env").lines().filter(|line| line.contains("ORIGINS")) {
        assert!(!origin.contains("http://"), "{origin}");
    }
}
