//! The server's mathematics is the page's: every case file's problems and sentences, asked of both.

use crate::client::post;
use crate::house::TestServer;
use crate::tutor::Tutor;
use serde_json::{Value, json};
use std::path::Path;

/// The inputs of all case files of a folder: lines that neither are a comment nor belong to the output above.
fn inputs(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/suite").join(folder);
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("case files").flatten().map(|file| file.path()).collect();
    files.sort();
    let texts = files.iter().map(|file| std::fs::read_to_string(file).expect("text"));
    let mut all = Vec::new();
    for text in texts {
        let lines = text.lines().filter(|line| {
            !line.trim().is_empty() && !line.starts_with('#') && !line.starts_with("  ")
        });
        all.extend(lines.map(|line| {
            line.split(" => ").next().unwrap_or(line).trim_end_matches(" =>").trim().to_owned()
        }));
    }
    all
}

async fn server() -> (Tutor, TestServer) {
    let tutor = Tutor::start().await;
    let settings =
        [("GANITA_REQUESTS_A_MINUTE", "0"), ("GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS", "0")];
    let server = TestServer::with(tutor.address, &settings).await;
    (tutor, server)
}

/// As the page gets it.
fn value(twin: &impl serde::Serialize) -> Value {
    serde_json::from_str(&serde_json::to_string(twin).expect("it writes")).expect("it is JSON")
}

#[tokio::test]
async fn problems_are_solved_as_the_page_solves_them() {
    let (_tutor, server) = server().await;
    let mut solved = 0;
    for input in inputs("algebra") {
        let Some((kind, latex)) = input.split_once(' ') else { continue };
        let split = kind.strip_suffix(']').and_then(|kind| kind.split_once('['));
        let (kind, variable) = split.map_or((kind, None), |(kind, said)| (kind, Some(said)));
        if latex.chars().count() > 2_000 || variable.is_some_and(|said| said.chars().count() > 64) {
            continue;
        }
        let locale = if solved % 2 == 0 { "en" } else { "hi" };
        let (longer, decimals) = (solved % 5 == 0, (solved % 3 == 0).then_some(5));
        let class = [None, Some(9), Some(12)][solved % 3];
        let body = json!({
            "latex": latex, "kind": kind, "variable": variable, "locale": locale, "longer": longer,
            "decimals": decimals, "class": class,
        });
        let ours = post(server.address, "/api/v1/math/solve", &body).await;
        assert_eq!(ours.status, 200, "{input}: {}", ours.text);
        let wish = ganita_wasm::Wish { by: None, longer, decimals, class };
        let pages = ganita_wasm::solve_problem(latex, Some(kind), variable, locale, wish);
        assert_eq!(ours.json(), value(&pages), "{input}");
        solved += 1;
    }
    assert!(solved > 50, "{solved} problems");
}

#[tokio::test]
async fn words_are_read_as_the_page_reads_them() {
    let (_tutor, server) = server().await;
    let mut read = 0;
    for words in inputs("spoken") {
        if words.is_empty() || words.chars().count() > 2_000 {
            continue;
        }
        let language = ["auto", "en", "hi"][read % 3];
        let body = json!({ "words": words, "language": language });
        let ours = post(server.address, "/api/v1/math/latex", &body).await;
        assert_eq!(ours.status, 200, "{words}: {}", ours.text);
        let pages = ganita_wasm::convert_words(&words, language);
        let mut ours = ours.json();
        // The page has its MathML written when somebody asks for it.
        let mathml = ours.as_object_mut().and_then(|read| read.remove("mathml"));
        assert!(mathml.is_some_and(|text| text.to_string().contains("<math")), "{words}");
        assert_eq!(ours, value(&pages), "{words}");
        read += 1;
    }
    assert!(read > 150, "{read} sentences");
}
