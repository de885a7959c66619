//! `cargo xtask fit`: the weights that rank readings of spoken mathematics, fitted on the development data.
//!
//! A conditional logistic regression over the readings that `ganita latex --rivals` weighs, with the grammar's own cost
//! as offset and weights drawn to zero. The project's own cases (`tests/suite/spoken`) are rules of the language: as long as
//! one is broken that cost alone gets right, it counts twice as much and all is fitted again. Rows, order and arithmetic are
//! fixed, so the table comes out the same each time. Confidence is then set to how often readings as sure were right, made
//! to rise (pool adjacent violators). Five folds, each fitted without its own rows, say what to expect of unseen rows; and
//! a fifth of the formulas is never fitted on, the same that `cargo xtask score spoken --blind` prints apart.
//! `cargo xtask fit --check` fits nothing and says how the table that stands there does on that fifth.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::command::{command, root};
use crate::score::{build, ganita, is_blind, spoken_judge, workplace};

/// What is fitted on. `numbers` has no two readings; `llm_paraphrase` does not say what is written.
const FILES: [&str; 4] = ["human_lecture", "mathbridge", "asr_whisper", "roundtrip"];
const CASES: &str = "tests/suite/spoken";
const TABLE: &str = "crates/spoken/src/rank/weights.txt";
/// Units of a score in one unit of the grammar's cost, as `rank/weight.rs` has it.
const PER_COST: f64 = 4.0;
const STEPS: usize = 400;
const FOLDS: usize = 5;
/// How much better in score a reading is that is e times as likely.
const TEMPERATURE: f64 = 8.0;
const RATE: f64 = 0.2;
/// How much of a step the next one keeps.
const MOMENTUM: f64 = 0.9;
/// Draws weights to zero: a habit seen a few times weighs little. With 0.003 formulas that are read aloud no longer came
/// back (`tests/read_back.rs` of the spoken crate).
const PULL: f64 = 0.02;
/// A habit that was never seen broken would else weigh more and more.
const FLOOR: f64 = -40.0;
/// Nobody says 2 over 2 or adds 1 and 1, but what is read aloud may: with weights for these, formulas did not come back.
const LEFT_OUT: &[&str] = &["numbers_added", "reducible_fraction", "same_term_twice"];
/// People count more than what reads aloud for them.
const PEOPLE: f64 = 3.0;
/// How much a case of the project counts at first.
const RULE: f64 = 2.0;
/// How often broken cases are made to count more.
const ROUNDS: usize = 6;
/// Readings as sure as each other, to a tenth.
const BINS: usize = 10;

struct Row {
    /// Its formula is one that nothing is fitted on.
    blind: bool,
    weight: f64,
    confidence: f64,
    right: bool,
    rivals: Vec<Rival>,
}

struct Rival {
    cost: f64,
    features: BTreeMap<String, f64>,
    right: bool,
}

/// What `ganita latex --rivals` writes.
#[derive(Deserialize)]
struct Weighed {
    predicted: String,
    confidence: f64,
    rivals: Vec<WeighedRival>,
}

#[derive(Deserialize)]
struct WeighedRival {
    latex: String,
    cost: f64,
    features: BTreeMap<String, f64>,
}

type Weights = BTreeMap<String, f64>;

pub(crate) fn run() -> Result<()> {
    let shared = root().join("../shared/corpus/spoken");
    if !shared.is_dir() {
        bail!(
            "there is nothing to fit on: the development data (../shared/corpus) is not on this machine"
        );
    }
    let table = root().join(TABLE);
    fs::write(&table, written(&Weights::new(), None))?;
    build()?;
    let rows = read_rows()?;
    let (blind, asked): (Vec<&Row>, Vec<&Row>) =
        rows.iter().filter(|row| row.is_instructive()).partition(|row| row.blind);
    println!(
        "{} rows; with a right and a wrong reading {}, and {} blind",
        rows.len(),
        asked.len(),
        blind.len()
    );
    let plain = right_first(&asked, &Weights::new());
    let mut unseen = 0;
    for fold in 0..FOLDS {
        let (mut others, mut own) = (Vec::new(), Vec::new());
        for (n, row) in asked.iter().enumerate() {
            if n % FOLDS == fold { own.push(*row) } else { others.push(*row) }
        }
        unseen += right_first(&own, &fitted(&others));
    }
    let mut cases = read_cases()?;
    let weights = fitted_to_rules(&asked, &mut cases);
    println!(
        "right first: {plain} by cost alone, {} with the weights, {unseen} by weights fitted without the row",
        right_first(&asked, &weights)
    );
    println!(
        "of the blind rows right first: {} by cost alone, {} with the weights",
        right_first(&blind, &Weights::new()),
        right_first(&blind, &weights)
    );
    fs::write(&table, written(&weights, None))?;
    build()?;
    let (blind, rows): (Vec<Row>, Vec<Row>) = read_rows()?.into_iter().partition(|row| row.blind);
    let knots = calibrated(&rows);
    fs::write(&table, written(&weights, Some(&knots)))?;
    println!("{}", fs::read_to_string(&table)?);
    let sure: Vec<(f64, bool)> =
        blind.iter().map(|row| (between(&knots, row.confidence), row.right)).collect();
    println!("{}", reliability(&sure));
    Ok(())
}

/// How the table that stands there does on formulas that nothing was fitted on.
pub(crate) fn check() -> Result<()> {
    build()?;
    let blind: Vec<Row> = read_rows()?.into_iter().filter(|row| row.blind).collect();
    let asked: Vec<&Row> = blind.iter().filter(|row| row.is_instructive()).collect();
    let weights = read_table(&fs::read_to_string(root().join(TABLE))?);
    println!(
        "of {} blind rows with a right and a wrong reading right first: {} by cost alone, {} with the weights",
        asked.len(),
        right_first(&asked, &Weights::new()),
        right_first(&asked, &weights)
    );
    let sure: Vec<(f64, bool)> = blind.iter().map(|row| (row.confidence, row.right)).collect();
    println!("{}", reliability(&sure));
    Ok(())
}

fn read_table(table: &str) -> Weights {
    let weight = |line: &str| {
        let (name, weight) = line.split_once(' ')?;
        Some((name.to_owned(), weight.parse().ok()?))
    };
    table.lines().filter_map(weight).collect()
}

/// The project's own cases, as rows: the reading that stands in the case file is the right one.
fn read_cases() -> Result<Vec<Row>> {
    let mut files: Vec<_> =
        fs::read_dir(root().join(CASES))?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut cases: Vec<(String, String)> = Vec::new();
    for file in files {
        for line in fs::read_to_string(&file)?.lines().filter(|line| !line.starts_with('#')) {
            let Some((said, latex)) = line.split_once(" => ") else { continue };
            // What a command asks is not ranked: "[solve] x = 2".
            if !latex.starts_with('[') {
                cases.push((said.trim().to_owned(), latex.trim().to_owned()));
            }
        }
    }
    let lines: String = cases
        .iter()
        .map(|(said, _)| format!("{}\n", json!({ "id": said, "spoken": said })))
        .collect();
    let file = workplace()?.join("cases.jsonl");
    fs::write(&file, lines)?;
    let weighed = weighed(&file)?;
    let row = |(weighed, (_, latex)): (Weighed, &(String, String))| Row {
        blind: false,
        weight: RULE,
        confidence: weighed.confidence,
        right: weighed.predicted == *latex,
        rivals: weighed
            .rivals
            .into_iter()
            .map(|rival| Rival {
                cost: rival.cost,
                features: rival.features,
                right: rival.latex == *latex,
            })
            .collect(),
    };
    let rows = weighed.into_iter().zip(&cases).map(row);
    Ok(rows.filter(Row::is_instructive).collect())
}

/// Fits until the cases that cost alone gets right stay right.
fn fitted_to_rules(asked: &[&Row], cases: &mut [Row]) -> Weights {
    let kept = |case: &Row, weights: &Weights| right_first(&[case], weights) == 1;
    let plain = Weights::new();
    let mut weights = plain.clone();
    for round in 0..ROUNDS {
        let all: Vec<&Row> = asked.iter().copied().chain(cases.iter()).collect();
        weights = fitted(&all);
        let mut broken = 0;
        for case in cases.iter_mut().filter(|case| kept(case, &plain)) {
            if !kept(case, &weights) {
                case.weight *= 2.0;
                broken += 1;
            }
        }
        println!("round {}: {broken} of {} cases are broken", round + 1, cases.len());
        if broken == 0 {
            break;
        }
    }
    weights
}

/// How often readings were right beside how sure they were, and by how much the two differ on average.
fn reliability(sure: &[(f64, bool)]) -> String {
    let mut bins = [(0.0, 0.0, 0.0); BINS];
    for (confidence, right) in sure {
        let bin = ((confidence * BINS as f64) as usize).min(BINS - 1);
        bins[bin].0 += confidence;
        bins[bin].1 += f64::from(u8::from(*right));
        bins[bin].2 += 1.0;
    }
    let mut text = String::from("how sure, how often right, how many:\n");
    let mut error = 0.0;
    for (confidence, right, count) in bins.into_iter().filter(|bin| bin.2 > 0.0) {
        let _ = writeln!(text, "{:.2} {:.2} {count}", confidence / count, right / count);
        error += (confidence - right).abs();
    }
    let _ = write!(
        text,
        "expected calibration error of {} blind readings: {:.3}",
        sure.len(),
        error / sure.len().max(1) as f64
    );
    text
}

/// What the knots say of a raw confidence, as `rank/weight.rs` does it.
fn between(knots: &[f64], raw: f64) -> f64 {
    let place = raw.clamp(0.0, 1.0) * (knots.len() - 1) as f64;
    let knot = (place as usize).min(knots.len() - 2);
    let part = place - knot as f64;
    knots[knot] * (1.0 - part) + knots[knot + 1] * part
}

/// Every reading that is weighed of each line's words.
fn weighed(path: &Path) -> Result<Vec<Weighed>> {
    let mut latex = command(&ganita().display().to_string(), ["latex", "--jsonl", "--rivals"]);
    let output = latex.stdin(File::open(path)?).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("ganita latex --rivals ended with {}", output.status);
    }
    let lines = String::from_utf8(output.stdout)?;
    Ok(lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn read_rows() -> Result<Vec<Row>> {
    let judge = spoken_judge()?;
    let mut rows = Vec::new();
    for name in FILES {
        let path = root().join(format!("../shared/corpus/spoken/{name}.dev.jsonl"));
        let gold = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let weighed = weighed(&path)?;
        let gold: Vec<Value> = gold.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let wrong = wrong(&judge, name, &gold, &weighed)?;
        rows.extend(weighed.into_iter().enumerate().map(|(n, row)| {
            Row {
                blind: gold_latex(&gold[n]).is_some_and(is_blind),
                weight: if name == "human_lecture" { PEOPLE } else { 1.0 },
                confidence: row.confidence,
                right: !wrong.contains(&format!("{n} said")),
                rivals: row
                    .rivals
                    .into_iter()
                    .enumerate()
                    .map(|(k, rival)| Rival {
                        cost: rival.cost,
                        features: rival.features,
                        right: !wrong.contains(&format!("{n} {k}")),
                    })
                    .collect(),
            }
        }));
    }
    Ok(rows)
}

fn gold_latex(row: &Value) -> Option<&str> {
    row["latex"].as_str()
}

/// The judge looks at every reading; it names those that are wrong by what stands in their `spoken`.
fn wrong(judge: &Path, name: &str, gold: &[Value], weighed: &[Weighed]) -> Result<HashSet<String>> {
    let mut lines = String::new();
    for (n, (gold, row)) in gold.iter().zip(weighed).enumerate() {
        let mut line = |predicted: &str, place: String| {
            let row = json!({ "latex": gold["latex"], "predicted": predicted, "spoken": place });
            let _ = writeln!(lines, "{row}");
        };
        line(&row.predicted, format!("{n} said"));
        for (k, rival) in row.rivals.iter().enumerate() {
            line(&rival.latex, format!("{n} {k}"));
        }
    }
    let file = workplace()?.join(format!("rivals-{name}.jsonl"));
    fs::write(&file, lines)?;
    let (judge, file) = (judge.display().to_string(), file.display().to_string());
    let output = command("node", [&*judge, &*file, "--misses", "100000000"]).output()?;
    if !output.status.success() {
        bail!("the judge ended with {}", output.status);
    }
    let mut wrong = HashSet::new();
    for line in String::from_utf8(output.stderr)?.lines() {
        let Some(miss) = line.strip_prefix("MISS ") else { continue };
        let miss: Value = serde_json::from_str(miss)?;
        wrong.insert(miss["spoken"].as_str().unwrap_or_default().to_owned());
    }
    Ok(wrong)
}

impl Row {
    fn is_instructive(&self) -> bool {
        self.rivals.iter().any(|rival| rival.right) && self.rivals.iter().any(|rival| !rival.right)
    }

    /// The best right and the best wrong reading.
    fn best(&self, weights: &Weights) -> Option<(&Rival, &Rival)> {
        let best = |right: bool| {
            let some = self.rivals.iter().filter(|rival| rival.right == right);
            some.min_by(|a, b| a.score(weights).total_cmp(&b.score(weights)))
        };
        Some((best(true)?, best(false)?))
    }
}

impl Rival {
    fn score(&self, weights: &Weights) -> f64 {
        let counted =
            self.features.iter().filter_map(|(name, count)| Some(weights.get(name)? * count));
        self.cost * PER_COST + counted.sum::<f64>()
    }
}

fn right_first(rows: &[&Row], weights: &Weights) -> usize {
    rows.iter()
        .filter(|row| {
            row.best(weights)
                .is_some_and(|(right, wrong)| right.score(weights) < wrong.score(weights))
        })
        .count()
}

/// The likeliest weights, by plain gradient steps over all rows.
fn fitted(rows: &[&Row]) -> Weights {
    let mut weights = Weights::new();
    let mut moves = Weights::new();
    for _ in 0..STEPS {
        let mut slope = Weights::new();
        for row in rows {
            let likely = |right: bool| -> Vec<f64> {
                let some = row.rivals.iter().map(|rival| match rival.right || !right {
                    true => -rival.score(&weights) / TEMPERATURE,
                    false => f64::NEG_INFINITY,
                });
                shares(&some.collect::<Vec<_>>())
            };
            for ((rival, all), right) in row.rivals.iter().zip(likely(false)).zip(likely(true)) {
                for (name, count) in &rival.features {
                    *slope.entry(name.clone()).or_default() +=
                        row.weight * count * (right - all) / TEMPERATURE;
                }
            }
        }
        for (name, slope) in slope {
            if LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            let step = moves.entry(name.clone()).or_default();
            let weight = weights.entry(name).or_default();
            *step = MOMENTUM * *step - RATE * (slope + PULL * *weight);
            *weight = (*weight + *step).max(FLOOR);
        }
    }
    weights.into_iter().map(|(name, weight)| (name, weight.round())).collect()
}

/// What each score's share is, after `exp`.
fn shares(scores: &[f64]) -> Vec<f64> {
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = scores.iter().map(|score| (score - highest).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|raised| raised / sum).collect()
}

/// Raw confidence 0, 0.1, … 1 and the share of right readings near it.
fn calibrated(rows: &[Row]) -> Vec<f64> {
    let mut near = vec![(0.0, 0.0); 11];
    for row in rows {
        let place = row.confidence.clamp(0.0, 1.0) * 10.0;
        for (knot, (right, all)) in near.iter_mut().enumerate() {
            let share = (1.0 - (place - knot as f64).abs()).max(0.0);
            *all += share;
            *right += share * f64::from(u8::from(row.right));
        }
    }
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (right, all) in near {
        blocks.push((right, all, 1));
        while let [.., a, b] = blocks.as_slice() {
            // A knot nobody was near takes its neighbour's share.
            let falls = b.1 == 0.0 || a.0 / a.1.max(1e-9) > b.0 / b.1;
            if !falls {
                break;
            }
            let merged = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(merged);
        }
    }
    let share = |(right, all, knots): (f64, f64, usize)| vec![right / all.max(1e-9); knots];
    blocks.into_iter().flat_map(share).collect()
}

fn written(weights: &Weights, knots: Option<&[f64]>) -> String {
    let mut table = String::from(
        "# Written by `cargo xtask fit`, in quarters of the grammar's cost: what is above zero is said less often.\n",
    );
    for (name, weight) in weights.iter().filter(|(_, weight)| **weight != 0.0) {
        let _ = writeln!(table, "{name} {weight}");
    }
    if let Some(knots) = knots {
        let knots: Vec<String> = knots.iter().map(|knot| format!("{knot:.3}")).collect();
        let _ = writeln!(table, "confidence {}", knots.join(" "));
    }
    table
}
