//! What helps a student who works alone: own lines checked, hints, further problems.

use std::io::{self, Write};

use clap::Args;
use ganita_algebra::{Kind, Review, Task, check_work_as, hint, practice, tell_line, tell_refusal};
use ganita_notation::{Language, Node, ReadOptions, read_with, write_latex};

use crate::failure::Failure;
use crate::solve::{Class, Lang};

/// Checks a student's own lines, LaTeX each, and names the first mistake.
#[derive(Args)]
pub(crate) struct CheckWork {
    /// The lines, in order; without any they are read from standard input, one a line.
    lines: Vec<String>,

    /// The language of the sentences.
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,

    #[command(flatten)]
    class: Class,
}

/// Helps with the next step, in three levels.
#[derive(Args)]
pub(crate) struct Hint {
    /// The problem, in LaTeX, then the student's own lines so far.
    #[arg(required = true)]
    lines: Vec<String>,

    /// How much is given away: 1 what kind of thing to do, 2 with which part, 3 the step itself.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
    level: u8,

    /// What is asked; found in the problem if it is left out.
    #[arg(long)]
    kind: Option<String>,

    /// The language of the hint.
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,

    #[command(flatten)]
    class: Class,
}

/// Makes a similar problem.
#[derive(Args)]
pub(crate) struct Practice {
    /// The problem, in LaTeX.
    latex: String,

    /// The same number gives the same problem.
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// What is asked; found in the problem if it is left out.
    #[arg(long)]
    kind: Option<String>,

    #[command(flatten)]
    class: Class,
}

pub(crate) fn run_check_work(arguments: &CheckWork) -> Result<(), Failure> {
    let given: Vec<String> = if arguments.lines.is_empty() {
        io::stdin()
            .lines()
            .collect::<io::Result<_>>()
            .map_err(|error| Failure::at("standard input", error.to_string()))?
    } else {
        arguments.lines.clone()
    };
    let lines: Vec<&str> = given.iter().map(String::as_str).collect();
    let review = check_work_as(&lines, &arguments.class.options());
    show(&review, &lines, arguments.lang.language()).map_err(|error| Failure::writing(&error))
}

fn show(review: &Review, given: &[&str], language: Language) -> io::Result<()> {
    let mut output = io::stdout().lock();
    for (n, line) in review.lines.iter().enumerate() {
        let shown = line.read.as_ref().map_or_else(|| given[n].to_owned(), write_latex);
        writeln!(output, "{:>3}. {shown}", n + 1)?;
        let mistake = line.mistake.as_ref().map(|mistake| format!(" ({})", mistake.name));
        let told = tell_line(line, language);
        writeln!(output, "     {}{}: {told}", line.verdict.name(), mistake.unwrap_or_default())?;
    }
    Ok(())
}

fn understood(
    latex: &str,
    kind: Option<&str>,
    options: &ReadOptions,
) -> Result<(Task, Node), Failure> {
    let problem = read_with(latex, options).map_err(|error| {
        Failure::at(
            latex,
            format!("at byte {}: {}", error.at, error.trouble.tell(Language::English).0),
        )
    })?;
    let task = Task::asked(kind, None, &problem).ok_or_else(|| {
        Failure::at(
            latex,
            format!(
                "there is no kind \"{}\"; there are {}",
                kind.unwrap_or_default(),
                Kind::names().collect::<Vec<_>>().join(", ")
            ),
        )
    })?;
    Ok((task, problem))
}

pub(crate) fn run_hint(arguments: &Hint) -> Result<(), Failure> {
    let (latex, so_far) = arguments.lines.split_first().expect("clap asks for one at least");
    let options = arguments.class.options();
    let (task, problem) = understood(latex, arguments.kind.as_deref(), &options)?;
    let so_far: Vec<&str> = so_far.iter().map(String::as_str).collect();
    let language = arguments.lang.language();
    let hint = hint(&task, &problem, &so_far, &options, language)
        .map_err(|refusal| Failure::at(latex, tell_refusal(&refusal, language)))?;
    let level = usize::from(arguments.level) - 1;
    writeln!(io::stdout(), "{}", hint.levels[level]).map_err(|error| Failure::writing(&error))
}

pub(crate) fn run_practice(arguments: &Practice) -> Result<(), Failure> {
    let latex = &arguments.latex;
    let (task, problem) = understood(latex, arguments.kind.as_deref(), &arguments.class.options())?;
    let similar = practice(&task, &problem, arguments.seed).ok_or_else(|| {
        Failure::at(latex, "no similar problem with a decent answer was found".to_owned())
    })?;
    writeln!(io::stdout(), "{}", write_latex(&similar)).map_err(|error| Failure::writing(&error))
}
