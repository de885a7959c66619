//! Every Rust file belongs to a crate. One that no `mod` names is never compiled, so its tests never run.
#![allow(clippy::disallowed_methods, reason = "tests start cargo and git")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[test]
fn every_rust_file_belongs_to_a_crate() {
    let mut waiting: Vec<(PathBuf, bool)> =
        [("Cargo.toml", None), ("fuzz/Cargo.toml", Some("--no-deps"))]
            .into_iter()
            .flat_map(|(manifest, narrow)| roots(&root().join(manifest), narrow))
            .map(|path| (path, true))
            .collect();
    let mut reached = BTreeSet::new();
    while let Some((file, is_root)) = waiting.pop() {
        if let Ok(source) = fs::read_to_string(&file)
            && reached.insert(file.clone())
        {
            let modules = modules(&source).into_iter();
            waiting.extend(
                modules.flat_map(|module| module.places(&file, is_root)).map(|path| (path, false)),
            );
        }
    }
    let alone: Vec<PathBuf> = ours().into_iter().filter(|file| !reached.contains(file)).collect();
    assert!(reached.len() > 100, "only {} files were found: has the tree moved?", reached.len());
    assert!(alone.is_empty(), "no `mod` names these files, so nothing of them is run: {alone:?}");
}

#[test]
fn a_path_and_a_plain_module_are_found() {
    let found = modules(
        "#[cfg(test)]\nmod policy;\n#[path = \"../x/y.rs\"]\npub(crate) mod y;\nmod inline {\n}\n",
    );
    let places: Vec<PathBuf> =
        found.iter().flat_map(|module| module.places(Path::new("/a/b.rs"), false)).collect();
    for wanted in ["/a/b/policy.rs", "/a/b/policy/mod.rs", "/x/y.rs"] {
        assert!(places.iter().any(|place| place == Path::new(wanted)), "{wanted}: {places:?}");
    }
    assert_eq!(found.len(), 2);
}

/// A `mod name;`, and the path that an attribute gives it.
struct Module {
    name: String,
    path: Option<String>,
}

impl Module {
    /// Where the compiler may look for it; a module inside another one of the same file is not foreseen.
    fn places(&self, file: &Path, is_root: bool) -> Vec<PathBuf> {
        let folder = file.parent().expect("a file stands in a folder");
        if let Some(path) = &self.path {
            return vec![plain(&folder.join(path))];
        }
        let is_folder = is_root || file.file_name().is_some_and(|name| name == "mod.rs");
        let base = if is_folder { folder.to_owned() } else { file.with_extension("") };
        vec![base.join(format!("{}.rs", self.name)), base.join(&self.name).join("mod.rs")]
    }
}

fn modules(source: &str) -> Vec<Module> {
    let mut path = None;
    let mut found = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("#[path = \"") {
            path = rest.split('"').next().map(str::to_owned);
        } else if let Some(name) = line.strip_suffix(';').and_then(declared) {
            found.push(Module { name: name.to_owned(), path: path.take() });
        } else if !line.starts_with("#[") && !line.starts_with("//") {
            path = None;
        }
    }
    found
}

/// The name in `mod name`, `pub mod name`, `pub(crate) mod name`.
fn declared(line: &str) -> Option<&str> {
    let (before, name) = line.rsplit_once("mod ")?;
    let before = before.trim();
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_plain && (before.is_empty() || before.starts_with("pub"))).then_some(name)
}

/// The files that cargo itself starts from, in the packages that came from no registry.
fn roots(manifest: &Path, narrow: Option<&str>) -> Vec<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--manifest-path"])
        .arg(manifest)
        .args(narrow)
        .output()
        .expect("cargo runs, since it runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let targets =
        packages.iter().flat_map(|package| package["targets"].as_array().expect("targets"));
    targets
        .map(|target| plain(Path::new(target["src_path"].as_str().expect("a path is text"))))
        .collect()
}

/// Every Rust file that git knows of, or would take.
fn ours() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "*.rs"])
        .current_dir(root())
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).expect("names are UTF-8");
    listed.lines().map(|line| root().join(line)).filter(|path| path.is_file()).collect()
}

fn root() -> PathBuf {
    plain(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
}

/// The path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir => {}
            other => parts.push(other),
        }
    }
    parts
}
