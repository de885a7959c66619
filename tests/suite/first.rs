//! What is asked first is answered as what is asked later: nothing rests on what a thread did before.

use std::fs;
use std::path::Path;
use std::thread;

use ganita_algebra::{Task, check_work, decimal, explain, plot, tell, tell_refusal};
use ganita_notation::{Language, Node, read};
use ganita_suite::case_file;

/// A line of the case files: the kind, what else is said, and the problem.
struct Asked {
    kind: String,
    said: String,
    latex: String,
}

impl Asked {
    fn all() -> Vec<Asked> {
        let suite = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut all = Vec::new();
        for folder in ["algebra", "chapters"] {
            let files = fs::read_dir(suite.join(folder)).expect("a folder of the repository");
            let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
            files.sort();
            for file in files {
                let text = fs::read_to_string(&file).expect("a case file");
                for case in case_file::read(&text) {
                    let problem = case.input.split(" :: ").next().unwrap_or_default();
                    let Some((kind, latex)) = problem.split_once(' ') else { continue };
                    let (kind, said) = match kind.split_once('[') {
                        Some((kind, said)) => (kind, said.trim_end_matches(']')),
                        None => (kind, ""),
                    };
                    let [kind, said, latex] = [kind, said, latex].map(str::to_owned);
                    all.push(Asked { kind, said, latex });
                }
            }
        }
        all
    }

    fn problem(&self) -> Node {
        read(&self.latex).expect("case files are LaTeX")
    }
}

type Answer = fn(&Asked) -> String;

/// Everything a page, a server or a teacher's script may call first.
const ANSWERS: &[(&str, Answer)] = &[
    ("the kind", |asked| format!("{:?}", Task::infer(&asked.problem()))),
    ("the task of a word", |asked| {
        let problem = asked.problem();
        let words = [None, Some("solve"), Some("differentiate"), Some("diff"), Some("integrate")];
        format!("{:?}", words.map(|word| Task::asked(word, None, &problem)))
    }),
    ("the solution", |asked| {
        let task = Task::from_kind(&asked.kind, Some(&asked.said)).expect("a kind");
        match explain(&task, &asked.problem()) {
            Ok(solution) => format!("{solution:?}"),
            Err(refusal) => {
                let lines = refusal.steps.iter().map(|step| tell(step, Language::Hindi));
                tell_refusal(&refusal, Language::English) + &lines.collect::<String>()
            }
        }
    }),
    ("the curve", |asked| format!("{:?}", plot::sample(&asked.problem(), "x", -5.0, 5.0))),
    ("the asymptotes", |asked| format!("{:?}", plot::asymptotes(&asked.problem(), "x"))),
    ("the form of the curve", |asked| format!("{:?}", plot::is_implicit(&asked.problem()))),
    ("the feasible region", |asked| format!("{:?}", plot::feasible(&asked.problem()))),
    ("the decimals", |asked| format!("{:?}", decimal(&asked.problem(), 4))),
    ("the review", |asked| format!("{:?}", check_work(&[&asked.latex, &asked.latex]))),
];

/// Leaves nothing of this thread's fuel.
fn exhaust() {
    let problem = read("(x+y+z)^{25}(x-y-z)^{25}").expect("LaTeX");
    let task = Task::from_kind("expand", None).expect("a kind");
    assert!(explain(&task, &problem).is_err(), "this was too long for the usual fuel");
}

#[test]
fn the_first_question_of_a_thread_is_answered_as_its_hundredth() {
    let mut different = Vec::new();
    for (number, asked) in Asked::all().into_iter().enumerate() {
        for (turn, (what, answer)) in ANSWERS.iter().enumerate() {
            if turn == number % 200 {
                exhaust();
            }
            let later = answer(&asked);
            let first = thread::scope(|scope| scope.spawn(|| answer(&asked)).join());
            if first.as_ref().ok() != Some(&later) {
                let first = first.unwrap_or_else(|_| "a panic".to_owned());
                different.push(format!(
                    "{what} of {} {}\nfirst {first:.300}\nlater {later:.300}",
                    asked.kind, asked.latex
                ));
            }
        }
    }
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}
