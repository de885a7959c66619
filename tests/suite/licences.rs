//! Whatever is linked into what we ship may be shipped under MIT OR Apache-2.0.
#![allow(clippy::disallowed_methods, reason = "tests start cargo")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than their notice.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that name no licence in their manifest, and the one in their licence file.
const READ_BY_HAND: &[(&str, &str)] = &[];

#[test]
fn every_dependency_is_permissive() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("cargo runs, since it runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("cargo metadata lists packages");
    assert!(packages.len() > 50, "cargo metadata lists the dependencies, not only ours");
    let mut refused = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a package has a name");
        let by_hand = READ_BY_HAND.iter().find(|(known, _)| *known == name).map(|(_, l)| *l);
        let licence = package["license"].as_str().or(by_hand).unwrap_or("none given");
        if !is_permissive(licence) {
            refused.push(format!("{name}: {licence}"));
        }
    }
    assert!(refused.is_empty(), "not permissive: {refused:#?}");
}

/// An SPDX expression without nested brackets: every part of an `AND` needs one permissive part of its `OR`.
fn is_permissive(licence: &str) -> bool {
    licence.replace('/', " OR ").split(" AND ").all(|part| {
        part.trim_matches(['(', ')'])
            .split(" OR ")
            .any(|one| PERMISSIVE.contains(&one.trim().trim_matches(['(', ')'])))
    })
}

#[test]
fn copyleft_is_not_permissive() {
    assert!(is_permissive("MIT OR GPL-3.0"));
    assert!(is_permissive("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!is_permissive("LGPL-3.0-or-later"));
    assert!(!is_permissive("MIT AND GPL-3.0"));
}
