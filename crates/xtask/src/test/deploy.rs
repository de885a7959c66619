//! `server/deploy` by those who will read it: Kubernetes' and Compose's schemas, the Dockerfile's lints, Prometheus' tool.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::totals::Totals;
use crate::command::{capture, command, root};
use crate::services::Api;
use crate::setup;

/// Runs every check; where a tool cannot be had, its checks are skipped with the reason.
pub(super) fn run(totals: &mut Totals) {
    let deploy = root().join("server/deploy");
    match setup::checkers() {
        Ok(bin) => {
            totals.check("compose.yaml fits Compose's schema", compose(&bin, &deploy));
            totals.check("Dockerfile has no lints", dockerfile(&bin, &deploy));
            match setup::kustomize() {
                Ok(kustomize) => totals.check(
                    "manifests fit Kubernetes' schemas, and a misspelt one does not",
                    kubernetes(&bin, &kustomize, &deploy),
                ),
                Err(error) => totals.skip("manifests fit Kubernetes' schemas", &error),
            }
        }
        Err(error) => {
            for name in ["compose.yaml", "Dockerfile", "manifests"] {
                totals.skip(&format!("{name} by its own tools"), &error);
            }
        }
    }
    match setup::promtool() {
        Ok(promtool) => {
            totals.check("alerts are right and ring when they should", alerts(&promtool, &deploy));
            totals.check("the dashboard's questions can be asked", dashboard(&promtool, &deploy));
            totals.check("/metrics is as Prometheus wants it", metrics(&promtool));
        }
        Err(error) => totals.skip("alerts, dashboard and /metrics by promtool", &error),
    }
}

fn compose(bin: &Path, deploy: &Path) -> Result<()> {
    let file = deploy.join("compose.yaml").display().to_string();
    let checker = bin.join("check-jsonschema").display().to_string();
    capture(command(&checker, ["--builtin-schema", "vendor.compose-spec", &file])).map(drop)
}

fn dockerfile(bin: &Path, deploy: &Path) -> Result<()> {
    let file = deploy.join("Dockerfile").display().to_string();
    capture(command(&bin.join("hadolint").display().to_string(), ["--no-color", &file])).map(drop)
}

fn kubernetes(bin: &Path, kustomize: &Path, deploy: &Path) -> Result<()> {
    let folder = deploy.join("kubernetes").display().to_string();
    let all = capture(command(&kustomize.display().to_string(), ["build", &folder]))?;
    fits(bin, &all)?;
    // Strictness is what finds a misspelt name; a checker that lets one pass would let everything pass.
    let misspelt = all.replacen("terminationGracePeriodSeconds", "terminationGracePeriod", 1);
    if misspelt == all || fits(bin, &misspelt).is_ok() {
        bail!("a misspelt name was not noticed");
    }
    Ok(())
}

fn fits(bin: &Path, manifests: &str) -> Result<()> {
    let file = report("kubernetes.yaml")?;
    fs::write(&file, manifests)?;
    let file = file.display().to_string();
    let checker = bin.join("kubernetes-validate").display().to_string();
    let mut check = command(&checker, ["--strict", &file]);
    let output = check.output().with_context(|| format!("cannot start {checker}"))?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let passed = said.lines().filter(|line| line.contains(" passed for resource ")).count();
    let kinds = manifests.lines().filter(|line| line.starts_with("kind: ")).count();
    // What it has no schema for it only warns about.
    if !output.status.success() || passed != kinds {
        bail!("{passed} of {kinds} manifests fit:\n{said}");
    }
    Ok(())
}

fn alerts(promtool: &Path, deploy: &Path) -> Result<()> {
    let promtool = promtool.display().to_string();
    let file = |name: &str| deploy.join("prometheus").join(name).display().to_string();
    capture(command(
        &promtool,
        ["check", "rules", "--lint=all", "--lint-fatal", &file("rules.yaml")],
    ))?;
    capture(command(&promtool, ["test", "rules", &file("rules_test.yaml")]))?;
    // Its rules lie elsewhere in the container.
    let config = ["check", "config", "--syntax-only", &file("prometheus.yaml")];
    capture(command(&promtool, config)).map(drop)
}

/// Every question of the dashboard as a recording rule, which promtool reads.
fn dashboard(promtool: &Path, deploy: &Path) -> Result<()> {
    let text = fs::read_to_string(deploy.join("grafana/lessons.json"))?;
    let dashboard: serde_json::Value = serde_json::from_str(&text)?;
    let panels = dashboard["panels"].as_array().context("no panels")?;
    let targets = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten();
    let questions: Vec<&str> = targets.filter_map(|target| target["expr"].as_str()).collect();
    if questions.is_empty() {
        bail!("the dashboard asks for nothing");
    }
    let mut rules = "groups:\n- name: dashboard\n  rules:\n".to_owned();
    for (number, question) in questions.iter().enumerate() {
        // JSON's strings are YAML's too.
        let question = serde_json::to_string(question)?;
        rules.push_str(&format!("  - record: question_{number}\n    expr: {question}\n"));
    }
    let file = report("dashboard-rules.yaml")?;
    fs::write(&file, rules)?;
    let file = file.display().to_string();
    capture(command(&promtool.display().to_string(), ["check", "rules", &file])).map(drop)
}

fn metrics(promtool: &Path) -> Result<()> {
    let api = Api::start(&[])?;
    let text = capture(command("curl", ["-sSf", &format!("{}/metrics", api.address)]))?;
    let file = report("metrics.txt")?;
    fs::write(&file, text + "\n")?;
    let mut check = command(&promtool.display().to_string(), ["check", "metrics"]);
    let output = check.stdin(fs::File::open(&file)?).output().context("cannot start promtool")?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    // It reads OpenMetrics' counters, whose help stands at the name without `_total`, as the older format's.
    let complaints = said.lines().filter(|line| !line.ends_with("_total no help text"));
    let complaints: Vec<&str> = complaints.filter(|line| !line.trim().is_empty()).collect();
    if !complaints.is_empty() {
        bail!("{}", complaints.join("\n"));
    }
    Ok(())
}

fn report(name: &str) -> Result<PathBuf> {
    let folder = root().join("target/reports");
    fs::create_dir_all(&folder)?;
    Ok(folder.join(name))
}
