//! What sentences and the tutor ask for by name is known to the solver. `live` may not import it, so the names stand there
//! a second time.
#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ganita_algebra::Kind;
use ganita_spoken::{Context, convert};
use ganita_suite::case_file;
use serde_json::Value;

fn engine() -> BTreeSet<&'static str> {
    Kind::names().collect()
}

/// The words that an argument of one of the tutor's tools can be.
fn declared(tool: &str, argument: &str) -> Vec<String> {
    let declared = ganita_live::tools::declarations();
    let tools = declared["functionDeclarations"].as_array().expect("a list of tools");
    let tool = tools.iter().find(|one| one["name"] == tool).expect("a tool of that name");
    let words = tool["parameters"]["properties"][argument]["enum"].as_array();
    words.expect("a list of words").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn every_kind_that_the_tutor_may_ask_for_is_known_to_the_solver() {
    for tool in ["show_steps", "solve"] {
        let kinds = declared(tool, "kind");
        assert!(kinds.len() > 20, "{tool} declares {} kinds", kinds.len());
        for kind in kinds {
            assert!(
                engine().contains(&*kind),
                "{tool} offers {kind}, which the solver does not know"
            );
        }
    }
}

#[test]
fn every_quantity_that_a_sentence_asks_for_is_known_to_the_solver_and_the_tutor() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spoken");
    let mut asked = BTreeSet::new();
    for file in fs::read_dir(folder).expect("case files") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("text");
        for case in case_file::read(&text) {
            asked.extend(convert(&case.input, &Context::default()).quantity);
        }
    }
    assert!(asked.len() > 15, "the cases ask for {} quantities", asked.len());
    let tutor = declared("show_steps", "kind");
    for name in asked {
        assert!(engine().contains(name), "the solver does not know {name}");
        assert!(tutor.iter().any(|kind| kind == name), "the tutor cannot ask for {name}");
    }
}
