//! Who may never import whom. ARCHITECTURE.md shows the same rules as a table.
#![allow(clippy::disallowed_methods, reason = "tests start cargo")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A crate of ours, the crates of ours it may use, and what may not even come in through others.
struct Layer {
    name: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

/// Whatever touches the page, the network, files or the clock.
const OUTSIDE: &[&str] =
    &["wasm-bindgen", "js-sys", "web-sys", "tokio", "mio", "getrandom", "rand", "time", "chrono"];

/// Cores whose types are turned into wire formats by others.
const PLAIN: &[&str] = &[
    "ganita-audio",
    "ganita-echo",
    "ganita-notation",
    "ganita-spoken",
    "ganita-algebra",
    "ganita-worklet",
];

const LAYERS: &[Layer] = &[
    Layer {
        name: "ganita-audio",
        may_use: &[],
        // nnnoiseless brings serde in through its FFT; the crate itself may not name it.
        never: &["wasm-bindgen", "js-sys", "web-sys", "tokio", "getrandom", "rand"],
    },
    Layer { name: "ganita-echo", may_use: &["ganita-audio"], never: OUTSIDE },
    Layer { name: "ganita-notation", may_use: &[], never: OUTSIDE },
    Layer { name: "ganita-spoken", may_use: &["ganita-notation"], never: OUTSIDE },
    Layer { name: "ganita-algebra", may_use: &["ganita-notation"], never: OUTSIDE },
    Layer { name: "ganita-live", may_use: &[], never: OUTSIDE },
    Layer {
        name: "ganita-worklet",
        may_use: &["ganita-audio", "ganita-echo"],
        never: &["wasm-bindgen", "js-sys"],
    },
    Layer {
        name: "ganita-wasm",
        may_use: &["ganita-spoken", "ganita-algebra", "ganita-notation", "ganita-live"],
        never: &["tokio", "mio"],
    },
    Layer {
        name: "ganita-tutor",
        may_use: &["ganita-live", "ganita-spoken", "ganita-notation", "ganita-algebra"],
        never: &[],
    },
    Layer {
        name: "ganita-server",
        may_use: &["ganita-live", "ganita-notation", "ganita-spoken", "ganita-algebra"],
        never: &[],
    },
    Layer {
        name: "ganita-cli",
        may_use: &["ganita-audio", "ganita-spoken", "ganita-notation", "ganita-algebra"],
        never: &["tokio"],
    },
    Layer {
        name: "ganita-hostile",
        may_use: &["ganita-live", "ganita-notation", "ganita-spoken"],
        never: OUTSIDE,
    },
    Layer { name: "ganita-load", may_use: &["ganita-live"], never: &[] },
    Layer { name: "ganita-xtask", may_use: &[], never: &["tokio"] },
];

#[test]
fn every_crate_stays_in_its_layer() {
    let graph = Graph::read();
    for layer in LAYERS {
        let ours: BTreeSet<&str> = graph
            .direct(layer.name)
            .filter(|name| name.starts_with("ganita-"))
            .filter(|name| !layer.may_use.contains(name))
            .collect();
        assert!(ours.is_empty(), "{} may not use {ours:?}", layer.name);
        let serde = graph.direct(layer.name).any(|name| name == "serde" || name == "serde_json");
        assert!(!serde || !PLAIN.contains(&layer.name), "{} may not use serde", layer.name);
        let reached = graph.reached(layer.name);
        for never in layer.never {
            assert!(!reached.contains(never), "{} may never reach {never}", layer.name);
        }
    }
}

#[test]
fn every_crate_has_a_layer() {
    let graph = Graph::read();
    let known: BTreeSet<&str> = LAYERS.iter().map(|layer| layer.name).collect();
    for name in graph.members.iter().filter(|name| *name != "ganita-suite") {
        assert!(known.contains(name.as_str()), "{name} stands in no layer: add it to LAYERS");
    }
}

/// Folder of TypeScript, words that no line of it may hold, and files that are excused.
const PAGE_LAYERS: &[(&str, &[&str], &[&str])] = &[
    ("crates/wasm/npm/src", &["from \"react", "from \"next"], &["react.ts", "react.tsx"]),
    ("www/lesson", &["from \"react", "from \"next"], &[]),
    ("www/components", &["new WebSocket", "new AudioContext", ".wasm\""], &[]),
    ("www/app", &["new WebSocket", "new AudioContext", ".wasm\""], &[]),
];

#[test]
fn the_page_stays_in_its_layers() {
    for (folder, forbidden, excused) in PAGE_LAYERS {
        let files = typescript(&root().join(folder));
        assert!(!files.is_empty(), "{folder} has no TypeScript: has it moved?");
        for file in files {
            let excuse = file.file_name().is_some_and(|n| excused.iter().any(|e| n == *e))
                || file.components().any(|part| part.as_os_str() == "react");
            if excuse && folder.starts_with("crates") {
                continue;
            }
            let text = fs::read_to_string(&file).expect("a file just listed can be read");
            for (number, line) in text.lines().enumerate() {
                for word in *forbidden {
                    let place = format!("{}:{}", file.display(), number + 1);
                    assert!(!line.contains(word), "{place}: `{word}` does not belong in {folder}");
                }
            }
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn typescript(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(typescript(&path));
        } else if path.extension().is_some_and(|extension| extension == "ts" || extension == "tsx")
        {
            found.push(path);
        }
    }
    found
}

/// What depends on what, in a build for the browser; dev-dependencies are left out.
struct Graph {
    members: BTreeSet<String>,
    names: BTreeMap<String, String>,
    edges: BTreeMap<String, Vec<String>>,
}

impl Graph {
    fn read() -> Graph {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version=1", "--filter-platform=wasm32-unknown-unknown"])
            .current_dir(root())
            .output()
            .expect("cargo runs, since it runs this test");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value =
            serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
        let text = |value: &Value| value.as_str().expect("an id or a name is text").to_owned();
        let list = |value: &Value| value.as_array().expect("a list in cargo metadata").clone();
        let names: BTreeMap<String, String> = list(&metadata["packages"])
            .iter()
            .map(|package| (text(&package["id"]), text(&package["name"])))
            .collect();
        let members = list(&metadata["workspace_members"])
            .iter()
            .map(|id| names[&text(id)].clone())
            .collect();
        let edges = list(&metadata["resolve"]["nodes"])
            .iter()
            .map(|node| {
                let normal = list(&node["deps"])
                    .iter()
                    .filter(|dep| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()))
                    .map(|dep| text(&dep["pkg"]))
                    .collect();
                (text(&node["id"]), normal)
            })
            .collect();
        Graph { members, names, edges }
    }

    fn id(&self, name: &str) -> &str {
        let found = self.names.iter().find(|(_, known)| *known == name);
        found.unwrap_or_else(|| panic!("cargo metadata has no {name}")).0
    }

    fn direct(&self, name: &str) -> impl Iterator<Item = &str> {
        self.edges[self.id(name)].iter().map(|id| self.names[id].as_str())
    }

    fn reached(&self, name: &str) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![self.id(name)];
        while let Some(id) = waiting.pop() {
            for next in &self.edges[id] {
                if seen.insert(self.names[next].as_str()) {
                    waiting.push(next);
                }
            }
        }
        seen
    }
}
