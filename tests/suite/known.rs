//! Whether an answer found is the answer known.

use ganita_algebra::{Task, explain};
use ganita_notation::{read, write_latex};

/// Whether an answer is the one that is known, perhaps written another way. Where the form is what was asked for, it counts.
pub(crate) fn agrees(kind: &str, found: &str, known: &str) -> bool {
    let Ok(tree) = read(known) else { return false };
    if write_latex(&tree) == found {
        return true;
    }
    if kind == "trig_identity" {
        // Proved when both sides have become one.
        return known == r"\text{proved}"
            && found.split_once(" = ").is_some_and(|(left, right)| left == right);
    }
    if matches!(kind, "factor" | "expand" | "binomial_expansion") {
        return sorted(found) == sorted(&write_latex(&tree)) && same_value(found, known);
    }
    let parts = |latex: &str| -> Vec<(Option<String>, String)> {
        latex.split(r"\text{ or }").flat_map(|part| part.split(", ")).map(named).collect()
    };
    let (found, mut known) = (parts(found), parts(known));
    found.len() == known.len()
        && found.iter().all(|one| {
            let place = known.iter().position(|other| {
                let same_name = one.0.is_none() || other.0.is_none() || one.0 == other.0;
                same_name && same_value(&one.1, &other.1)
            });
            place.map(|place| known.remove(place)).is_some()
        })
}

/// The letters in order: terms and factors may stand in any.
fn sorted(latex: &str) -> Vec<char> {
    let mut letters: Vec<char> = latex.chars().filter(|c| !c.is_whitespace()).collect();
    letters.sort_unstable();
    letters
}

/// What stands right of the last equals sign, and what it is a value of where that is said.
fn named(part: &str) -> (Option<String>, String) {
    match part.rsplit_once(" = ") {
        Some((name, value)) => (Some(name.trim().to_owned()), value.trim().to_owned()),
        None => (None, part.trim().to_owned()),
    }
}

fn same_value(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let Ok(difference) = read(&format!(r"\left({one}\right)-\left({other}\right)")) else {
        return false;
    };
    Task::from_kind("simplify", None)
        .and_then(|task| explain(&task, &difference).ok())
        .is_some_and(|solution| solution.answer_latex() == "0")
}
