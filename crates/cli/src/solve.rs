//! Problems to answers, step by step.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Instant;

use clap::{Args, ValueEnum};
use ganita_algebra::{
    How, Kind, PLACES_MAX, Reason, Solution, Step, Task, decimal, explain_as, tell, tell_refusal,
};
use ganita_notation::{Language, ReadOptions, read_with, write_latex};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::failure::Failure;
use crate::jsonl;

/// Solves a problem and shows the steps.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The problem, in LaTeX.
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl", allow_hyphen_values = true)]
    latex: Option<String>,

    /// Reads rows {id, kind?, input_latex, variable?, class?} from standard input; writes {id, kind?, variable?, answer_latex,
    /// steps, time_us}, or {id, kind?, variable?, answer_latex: null, steps, refusal, reason, time_us} with the verified
    /// lines up to where the work stopped.
    #[arg(long)]
    jsonl: bool,

    /// What is asked: a chapter's own (determinant, mean, tangent, …), or evaluate, simplify, expand, factor, partial_fractions, solve, solve_system, inequality,
    /// trig_identity, diff, implicit_diff, integrate, definite or limit. Found in the problem if it is left out.
    #[arg(long)]
    kind: Option<String>,

    /// The unknown; several are separated by commas.
    #[arg(long)]
    variable: Option<String>,

    /// The textbook's method: factoring, completing_square, quadratic_formula, elimination, substitution, cramer,
    /// matrices or logarithms.
    #[arg(long, conflicts_with = "jsonl")]
    method: Option<String>,

    /// Takes five times the work, for what was refused because it takes more than usual.
    #[arg(long)]
    longer: bool,

    /// Writes the answer in decimals as well, with so many places, correctly rounded.
    #[arg(long, value_name = "PLACES", conflicts_with = "jsonl",
        value_parser = clap::value_parser!(u32).range(..=i64::from(PLACES_MAX)))]
    decimals: Option<u32>,

    /// Shows only lines up to this level: 1 for methods and results, 2 for the usual working, 3 for all.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=3))]
    level: u8,

    /// The language of the steps.
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,

    #[command(flatten)]
    class: Class,
}

/// Whose conventions hold.
#[derive(Args)]
pub(crate) struct Class {
    /// The student's class, 13 for college: up to 10 \log without a base is to the base 10, else natural.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=13))]
    class: Option<u32>,
}

impl Class {
    pub(crate) fn options(&self) -> ReadOptions {
        ReadOptions::of(self.class)
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Lang {
    En,
    Hi,
}

impl Lang {
    pub(crate) fn language(self) -> Language {
        match self {
            Lang::En => Language::English,
            Lang::Hi => Language::Hindi,
        }
    }
}

#[derive(Deserialize)]
struct Row {
    id: Value,
    kind: Option<String>,
    input_latex: String,
    variable: Option<Variable>,
    class: Option<u32>,
}

/// One name, several in one string, or a list.
#[derive(Clone, Deserialize, Serialize)]
#[serde(untagged)]
enum Variable {
    Names(String),
    List(Vec<String>),
}

/// What is written for one row: what was asked, then what came of it.
#[derive(Serialize)]
struct Answer {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variable: Option<Variable>,
    answer_latex: Option<String>,
    steps: Vec<StepRow>,
    #[serde(flatten)]
    refused: Option<Refused>,
    time_us: u64,
}

#[derive(Serialize)]
struct Refused {
    refusal: String,
    reason: &'static str,
}

#[derive(Serialize)]
struct StepRow {
    before: String,
    /// Bytes of `before`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    focus: Vec<(usize, usize)>,
    after: String,
    rule: &'static str,
    relation: &'static str,
    level: u8,
    check: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    substeps: Vec<StepRow>,
    #[serde(rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    where_: BTreeMap<String, String>,
}

/// Why there is no answer: a word for programs, a sentence for people.
struct NoAnswer {
    reason: &'static str,
    sentence: String,
    /// The work so far.
    steps: Vec<Step>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.jsonl {
        return jsonl::answer_each(|row| answer(row, arguments));
    }
    let language = arguments.lang.language();
    let latex = arguments.latex.as_deref().expect("clap asks for it unless --jsonl is given");
    let solution = solve(
        latex,
        arguments.kind.as_deref(),
        arguments.variable.as_deref(),
        How { method: arguments.method.as_deref(), longer: arguments.longer },
        &arguments.class.options(),
        language,
    )
    .map_err(|no_answer| {
        // Lines so far are worth reading; what they lead to says the sentence.
        let told = lines(&mut io::stdout().lock(), &no_answer.steps, "", arguments);
        if let Err(error) = told {
            return Failure::writing(&error);
        }
        let longer = no_answer.reason == Reason::TooLong.code() && !arguments.longer;
        let help = if longer { " (--longer)" } else { "" };
        Failure::at(latex, no_answer.sentence + help)
    })?;
    show(&solution, arguments).map_err(|error| Failure::writing(&error))
}

fn solve(
    latex: &str,
    kind: Option<&str>,
    variable: Option<&str>,
    how: How<'_>,
    options: &ReadOptions,
    language: Language,
) -> Result<Solution, NoAnswer> {
    let problem = read_with(latex, options).map_err(|error| NoAnswer {
        reason: "not_read",
        sentence: format!("at byte {}: {}", error.at, error.trouble.tell(Language::English).0),
        steps: Vec::new(),
    })?;
    let task = Task::asked(kind, variable, &problem).ok_or_else(|| NoAnswer {
        reason: "unknown_kind",
        sentence: format!(
            "there is no kind \"{}\"; there are {}",
            kind.unwrap_or_default(),
            Kind::names().collect::<Vec<_>>().join(", ")
        ),
        steps: Vec::new(),
    })?;
    explain_as(&task, &problem, how).map_err(|refusal| NoAnswer {
        reason: refusal.reason.code(),
        sentence: tell_refusal(&refusal, language),
        steps: refusal.steps,
    })
}

fn show(solution: &Solution, arguments: &Arguments) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{}", write_latex(&solution.problem))?;
    lines(&mut output, &solution.steps, "", arguments)?;
    writeln!(output, "{}", solution.answer_latex())?;
    if let Some(found) = arguments.decimals.and_then(|places| decimal(&solution.answer, places)) {
        let error = if found.exact {
            String::new()
        } else {
            format!("   \\pm {}", write_latex(&found.error()))
        };
        writeln!(output, "{}{error}", write_latex(&found.node))?;
    }
    Ok(())
}

/// The lines of the level asked for, each case under its condition; the last line is always shown.
fn lines(
    output: &mut impl Write,
    steps: &[Step],
    above: &str,
    arguments: &Arguments,
) -> io::Result<()> {
    let indent = " ".repeat(3 * above.matches('.').count());
    let mut case = None;
    for (n, step) in steps.iter().enumerate() {
        if step.level() > arguments.level && n + 1 < steps.len() {
            continue;
        }
        if step.case != case {
            case = step.case.clone();
            if let Some(case) = &case {
                writeln!(output, "{indent}     {}:", write_latex(case))?;
            }
        }
        let number = format!("{above}{}", n + 1);
        writeln!(output, "{indent}{number:>3}. {}", tell(step, arguments.lang.language()))?;
        writeln!(output, "{indent}     {}", write_latex(&step.after))?;
        lines(output, &step.substeps, &format!("{number}."), arguments)?;
    }
    Ok(())
}

fn answer(row: Row, arguments: &Arguments) -> Answer {
    let names = row.variable.as_ref().map(|variable| match variable {
        Variable::Names(names) => names.clone(),
        Variable::List(names) => names.join(","),
    });
    let start = Instant::now();
    let solved = solve(
        &row.input_latex,
        row.kind.as_deref(),
        names.as_deref(),
        How { method: None, longer: arguments.longer },
        &ReadOptions::of(row.class.or(arguments.class.class)),
        Language::English,
    );
    let time_us = start.elapsed().as_micros() as u64;
    let (answer_latex, steps, refused) = match solved {
        Ok(solution) => {
            let steps = solution.steps.iter().map(step_row).collect();
            (Some(solution.answer_latex()), steps, None)
        }
        Err(NoAnswer { reason, sentence, steps }) => {
            let steps = steps.iter().map(step_row).collect();
            (None, steps, Some(Refused { refusal: sentence, reason }))
        }
    };
    Answer {
        id: row.id,
        kind: row.kind,
        variable: row.variable,
        answer_latex,
        steps,
        refused,
        time_us,
    }
}

fn step_row(step: &Step) -> StepRow {
    let (before, focus) = step.before_in_focus(Language::English);
    StepRow {
        before,
        focus: focus.into_iter().map(|part| (part.start, part.end)).collect(),
        after: write_latex(&step.after),
        rule: step.rule,
        relation: step.relation.name(),
        level: step.level(),
        check: step.check.name(),
        case: step.case.as_ref().map(write_latex),
        substeps: step.substeps.iter().map(step_row).collect(),
        where_: step.where_.iter().map(|(name, node)| (name.clone(), write_latex(node))).collect(),
    }
}
