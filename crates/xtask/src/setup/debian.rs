//! Debian's packages: the browser, the voices, and the tools that recordings are made with.

use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::command::{announce, capture, command, exists, finished, step};

/// A Debian package and what it is for.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) why: &'static str,
}

/// What a lesson needs, the wasm compiler apart.
pub(crate) const FOR_A_LESSON: &[Package] = &[
    Package { name: "chromium", why: "the browser in which recordings take a lesson" },
    Package { name: "flite", why: "the tutor's English voice" },
    Package { name: "espeak-ng", why: "the tutor's Hindi voice" },
    Package { name: "fonts-noto-core", why: "Devanagari in screenshots" },
    Package { name: "python3-venv", why: "a place for the tutor's ears" },
];

/// What tests need besides.
pub(crate) const FOR_TESTS: &[Package] = &[
    Package { name: "postgresql", why: "the server's tests start their own" },
    Package { name: "redis-server", why: "the server's tests start their own" },
];

/// Installs those of the packages that are missing.
pub(crate) fn install(packages: &[Package]) -> Result<()> {
    let missing: Vec<&Package> = packages.iter().filter(|p| !is_installed(p.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !exists("apt-get") {
        let names: Vec<&str> = missing.iter().map(|p| p.name).collect();
        bail!("this set-up knows Debian's apt-get only; install by hand: {}", names.join(" "));
    }
    for package in &missing {
        println!("  + {}: {}", package.name, package.why);
    }
    let start = Instant::now();
    let title = "Debian's package lists";
    announce(title);
    // An old list may still do, so a failed update is not yet an error.
    let _ = capture(as_root(&["apt-get", "update", "-q"]));
    finished(title, start);
    let mut arguments = vec!["apt-get", "install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(missing.iter().map(|p| p.name));
    step("Debian packages", as_root(&arguments))
        .context("apt-get could not install; see the lines above")
}

/// Whether dpkg knows the package as installed.
pub(crate) fn is_installed(name: &str) -> bool {
    capture(command("dpkg-query", ["-W", "-f=${Status}", name]))
        .is_ok_and(|status| status == "install ok installed")
}

/// A command run as root: as it is when we are, else through sudo.
pub(crate) fn as_root(arguments: &[&str]) -> std::process::Command {
    let root = rustix::process::geteuid().is_root();
    let mut command =
        if root { command(arguments[0], &arguments[1..]) } else { command("sudo", arguments) };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
