//! `cargo xtask fit`: the weights that rank readings of spoken mathematics, fitted on the development data.
//!
//! A conditional logistic regression over the readings that `ganita latex --rivals` weighs, with the grammar's own cost
//! as offset and weights drawn to zero. Rows, order and arithmetic are fixed, so the table comes out the same each time. Confidence is then set to how often readings as sure were right, made to
//! rise (pool adjacent violators). Five folds, each fitted without its own rows, say what to expect of unseen rows; and a
//! fifth of the formulas is never fitted on, the same that `cargo xtask score spoken --blind` prints apart.

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
    let weights = fitted(&asked);
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
    let rows: Vec<Row> = read_rows()?.into_iter().filter(|row| !row.blind).collect();
    let knots = calibrated(&rows);
    fs::write(&table, written(&weights, Some(&knots)))?;
    println!("{}", fs::read_to_string(&table)?);
    Ok(())
}

fn read_rows() -> Result<Vec<Row>> {
    let judge = spoken_judge()?;
    let mut rows = Vec::new();
    for name in FILES {
        let path = root().join(format!("../shared/corpus/spoken/{name}.dev.jsonl"));
        let gold = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mut latex = command(&ganita().display().to_string(), ["latex", "--jsonl", "--rivals"]);
        let output = latex.stdin(File::open(&path)?).stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            bail!("ganita latex --rivals ended with {}", output.status);
        }
        let weighed: Vec<Weighed> = String::from_utf8(output.stdout)?
            .lines()
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()?;
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
