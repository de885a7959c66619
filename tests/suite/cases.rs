//! Runs every case file of `spoken`, `algebra`, `chapters` and `review`, a test per line.
//!
//! `UPDATE_EXPECT=1` writes the outputs instead of comparing them, but never nonsense: LaTeX must read back to itself, and
//! every step must have been checked.

use std::fs;
use std::path::{Path, PathBuf};

use ganita_algebra::{Step, Task, check_work, explain};
use ganita_notation::{read, write_latex};
use ganita_spoken::{Context, convert};
use ganita_suite::case_file;
use ganita_suite::chapters::{self, KNOWN};
use libtest_mimic::{Arguments, Failed, Trial};

mod known;

/// A folder of case files and what answers them.
struct Suite {
    folder: &'static str,
    answer: fn(&str) -> Result<String, String>,
}

const SUITES: &[Suite] = &[
    Suite { folder: "spoken", answer: latex_of_words },
    Suite { folder: "algebra", answer: work_on_problem },
    Suite { folder: "chapters", answer: problem_of_chapter },
    Suite { folder: "review", answer: review_of_work },
];

fn main() {
    let arguments = Arguments::from_args();
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut trials = Vec::new();
    for suite in SUITES {
        for file in files(suite.folder) {
            let text = fs::read_to_string(&file).expect("a file just listed can be read");
            if update {
                let blessed = case_file::rewrite(&text, |input| {
                    // Nothing is written for nonsense, and so the test fails.
                    (suite.answer)(input).unwrap_or_else(|reason| {
                        complain(input, &reason);
                        String::new()
                    })
                });
                fs::write(&file, blessed).expect("a case file can be written");
                continue;
            }
            let construct =
                file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            for case in case_file::read(&text) {
                let name = format!("{}::{construct}:{} {}", suite.folder, case.line, case.input);
                let answer = suite.answer;
                trials.push(Trial::test(name, move || compare(&case, answer)));
            }
        }
    }
    if update {
        fs::write(chapters_table(), chapters::table()).expect("the table can be written");
    }
    trials.push(Trial::test("the table of chapters is fresh", || {
        match fs::read_to_string(chapters_table()) {
            Ok(text) if text == chapters::table() => Ok(()),
            _ => Err("docs/chapters.md: UPDATE_EXPECT=1 writes it".into()),
        }
    }));
    libtest_mimic::run(&arguments, trials).exit();
}

#[allow(clippy::print_stderr, reason = "whoever writes a case wants to know")]
fn complain(input: &str, reason: &str) {
    eprintln!("{input}: {reason}");
}

fn chapters_table() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/chapters.md")
}

fn compare(
    case: &case_file::Case,
    answer: fn(&str) -> Result<String, String>,
) -> Result<(), Failed> {
    let found = answer(&case.input)?;
    if found == case.output {
        return Ok(());
    }
    Err(format!("expected\n  {}\nfound\n  {}", case.output, found).into())
}

/// What is said, as LaTeX. A command stands before it in brackets, with its letter and method: `[solve in x by factoring] x = 2`.
fn latex_of_words(words: &str) -> Result<String, String> {
    let reading = convert(words, &Context::default());
    let latex = write_latex(&reading.tree);
    let again = read(&latex).map_err(|error| format!("{latex} does not read back: {error:?}"))?;
    let rewritten = write_latex(&again);
    if rewritten != latex {
        return Err(format!("{latex} reads back as {rewritten}"));
    }
    Ok(match reading.command {
        Some(command) => {
            let of = reading.variable.map_or(String::new(), |letter| format!(" in {letter}"));
            let by =
                reading.method.map_or(String::new(), |method| format!(" by {}", method.name()));
            let name = reading.quantity.unwrap_or(command.name());
            format!("[{name}{of}{by}] {latex}").trim_end().to_owned()
        }
        None => latex,
    })
}

/// `kind latex`, or `kind[what else is said] latex`: the steps, a line each, and the answer; or why there is none,
/// and the lines up to there.
fn work_on_problem(problem: &str) -> Result<String, String> {
    let (kind, latex) = problem.split_once(' ').ok_or("a problem is a kind and LaTeX")?;
    let (kind, said) =
        kind.strip_suffix(']').and_then(|kind| kind.split_once('[')).unwrap_or((kind, ""));
    let task =
        Task::from_kind(kind, Some(said)).ok_or_else(|| format!("no kind is called {kind}"))?;
    let tree = read(latex).map_err(|error| format!("{latex}: {error:?}"))?;
    match explain(&task, &tree) {
        Err(refusal) => {
            let mut lines = vec![format!("refused: {}", refusal.reason.code())];
            for step in &refusal.steps {
                show(step, 0, &mut lines);
            }
            Ok(lines.join("\n"))
        }
        Ok(solution) => {
            let mut lines = Vec::new();
            for step in &solution.steps {
                show(step, 0, &mut lines);
            }
            lines.push(format!("answer  {}", solution.answer_latex()));
            Ok(lines.join("\n"))
        }
    }
}

/// As [`work_on_problem`], with the answer that is known behind `::`. What is not refused must have that answer.
fn problem_of_chapter(problem: &str) -> Result<String, String> {
    let (problem, known) = problem.split_once(KNOWN).ok_or("a known answer is missing")?;
    let told = work_on_problem(problem)?;
    let found = told.lines().last().and_then(|line| line.strip_prefix("answer  "));
    let kind = problem.split([' ', '[']).next().unwrap_or_default();
    match found {
        Some(found) if !known::agrees(kind, found, known) => {
            Err(format!("the answer found is {found}, the answer known is {known}"))
        }
        _ => Ok(told),
    }
}

/// Lines of work parted by `;`: a verdict for each, with the mistake where one is named.
fn review_of_work(lines: &str) -> Result<String, String> {
    let lines: Vec<&str> = lines.split(';').map(str::trim).collect();
    let told = check_work(&lines).lines.into_iter().map(|line| match line.mistake {
        Some(mistake) => format!("{}: {}", line.verdict.name(), mistake.name),
        None => line.verdict.name().to_owned(),
    });
    Ok(told.collect::<Vec<_>>().join("; "))
}

fn show(step: &Step, depth: usize, lines: &mut Vec<String>) {
    lines.push(format!("{}{}  {}", "  ".repeat(depth), step.rule, write_latex(&step.after)));
    for substep in &step.substeps {
        show(substep, depth + 1, lines);
    }
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    assert!(!files.is_empty(), "{} has no case files", folder.display());
    files.sort();
    files
}
