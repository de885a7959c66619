//! A module in two files: the functions that problems of school run most, and the rest of its functions.
//!
//! The first file is the whole module in which every function of the rest has the body `unreachable`, so whoever needs
//! one of them traps; `npm/src/maths/halves.ts` then fetches the rest, puts the bodies back where they were and asks
//! again. The whole is byte for byte what it was before it was split, so nothing that is calculated can differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::file::{File, number, push_number, push_vector, section};
use super::{gzip_bytes, hash};
use crate::command::{capture, command, root};

/// `[module.NAME.split]` of `wasm-pack.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Split {
    /// The largest gzip size of the first file together with the JavaScript around it: as many functions as fit are in it.
    budget_first_gzip: usize,
    /// By how many percent both files in gzip may be larger than the whole.
    most_growth: usize,
    /// How many problems of the profile the first file must answer by itself, in percent.
    least_answered: usize,
}

/// The name of the custom section that says which two files belong together, and that holds the rest.
const REST: &str = "rest";
/// No local variables; `unreachable`; the end.
const NOTHING: &[u8] = &[0x00, 0x00, 0x0b];

/// Splits `whole` into `first` and `rest`; `glue` is the JavaScript around it, to which a way to take another module is
/// added.
pub(super) fn split(
    plan: &Split,
    whole: &Path,
    glue: &Path,
    first: &Path,
    rest: &Path,
) -> Result<()> {
    let mut script = fs::read_to_string(glue)?;
    if !script.contains(REPLACE) {
        script.push_str(REPLACE);
        fs::write(glue, script)?;
    }
    let bytes = fs::read(whole)?;
    let file = File::read(&bytes)?;
    ensure!(file.write() == bytes, "{} has numbers longer than they need be", whole.display());
    let problems = profile(&file, whole, glue)?;
    let bodies = file.bodies()?;
    let room = plan.budget_first_gzip.saturating_sub(gzip_bytes(glue)?);
    // Not where the shipped file stands: a test or a page may be reading it.
    let tried = whole.with_extension(format!("{}.wasm", std::process::id()));
    let fits = |kept: &[usize]| -> Result<bool> {
        fs::write(&tried, halves(&file, &bodies, kept).0)?;
        Ok(gzip_bytes(&tried)? <= room)
    };
    let kept = &chosen(&problems, &bodies, &fits)?;
    fs::remove_file(&tried)?;
    let (one, other) = halves(&file, &bodies, kept);
    for (file, content) in [(first, one), (rest, other)] {
        if fs::read(file).ok().as_ref() != Some(&content) {
            fs::write(file, content)?;
        }
    }

    let kept: BTreeSet<_> = kept.iter().collect();
    let answered = problems.iter().filter(|ran| ran.iter().all(|n| kept.contains(n))).count();
    let (of, both) = (problems.len(), gzip_bytes(first)? + gzip_bytes(rest)?);
    println!(
        "  · first file: {} of {} functions, {} bytes gzip with its JavaScript, budget {}; answers {answered} of {of} problems",
        kept.len(),
        bodies.len(),
        gzip_bytes(first)? + gzip_bytes(glue)?,
        plan.budget_first_gzip,
    );
    let one = gzip_bytes(whole)?;
    println!("  · the rest: {} gzip; both {both}, the whole {one}", gzip_bytes(rest)?);
    ensure!(
        both * 100 <= one * (100 + plan.most_growth),
        "both files are more than {} % larger than the whole",
        plan.most_growth
    );
    ensure!(
        answered * 100 >= of * plan.least_answered,
        "the first file answers fewer than {} % of the problems: too little of the module fits into it",
        plan.least_answered
    );
    Ok(())
}

/// The module begins anew with another's code. wasm-bindgen has no such function; the names are its own.
const REPLACE: &str = "
export function replaceModule(module) {
    wasmModule = module;
    __wbg_reset_state();
}
";

/// The first file and the second.
fn halves(file: &File, bodies: &[&[u8]], kept: &[usize]) -> (Vec<u8>, Vec<u8>) {
    let kept: BTreeSet<_> = kept.iter().copied().collect();
    let mut rest = Vec::new();
    for (_, body) in bodies.iter().enumerate().filter(|(n, _)| !kept.contains(n)) {
        push_vector(&mut rest, body);
    }
    // A function that was nothing but `unreachable` cannot be told from one that was taken out: it is in the rest, too.
    let name = format!("{:016x}", hash(&[&rest, &file.write()]));
    let shown =
        bodies.iter().enumerate().map(|(n, body)| if kept.contains(&n) { *body } else { NOTHING });
    let mut first = file.with_bodies(shown);
    first.add_custom(REST, name.as_bytes());
    (first.write(), File::of_custom(REST, &[name.as_bytes(), &rest].concat()).write())
}

/// Which functions ran for each problem of the profile.
fn profile(file: &File, whole: &Path, glue: &Path) -> Result<Vec<Vec<usize>>> {
    let counted = whole.with_extension("counted.wasm");
    fs::write(&counted, with_marks(file)?)?;
    let script = root().join("crates/wasm/profile.mjs");
    let run = [&script, glue, &counted].map(|path| path.display().to_string());
    let lines = capture(command("node", run.each_ref().map(|path| &**path)))?;
    let numbers = |line: &str| line.split(' ').map(str::parse).collect::<Result<_, _>>();
    lines.lines().map(numbers).collect::<Result<_, _>>().context("profile.mjs")
}

/// The same module in which each function sets a global of its own, exported as `ran0`, `ran1`, …, to one.
fn with_marks(file: &File) -> Result<Vec<u8>> {
    const ZERO: &[u8] = &[0x7f, 1, 0x41, 0, 0x0b];
    const SET_TO_ONE: &[u8] = &[0x41, 1, 0x24];
    const A_GLOBAL: u8 = 3;
    let bodies = file.bodies()?;
    let (globals, old) = number(file.section(section::GLOBAL).context("there are no globals")?)?;
    let mut all = Vec::new();
    push_number(&mut all, globals + bodies.len());
    all.extend(old);
    all.extend(bodies.iter().flat_map(|_| ZERO));

    let (exports, old) = number(file.section(section::EXPORT).context("there are no exports")?)?;
    let mut names = Vec::new();
    push_number(&mut names, exports + bodies.len());
    names.extend(old);
    let mut marked = Vec::with_capacity(bodies.len());
    for (n, body) in bodies.iter().enumerate() {
        push_vector(&mut names, format!("ran{n}").as_bytes());
        names.push(A_GLOBAL);
        push_number(&mut names, globals + n);
        let (mut groups, mut rest) = number(body)?;
        while groups > 0 {
            // A group of local variables: how many, and of which type, a byte.
            rest = number(rest)?.1.get(1..).context("a function is cut off")?;
            groups -= 1;
        }
        let mut new = body[..body.len() - rest.len()].to_vec();
        new.extend(SET_TO_ONE);
        push_number(&mut new, globals + n);
        new.extend(rest);
        marked.push(new);
    }
    Ok(file
        .with(section::GLOBAL, &all)
        .with(section::EXPORT, &names)
        .with_bodies(marked.iter())
        .write())
}

/// So many problems that find no room any more are tried before the file counts as full.
const TRIES: usize = 48;

/// The functions of the first file: problem after problem, each time the one whose functions are wanted most by other
/// problems that lack little else, as long as there is room.
fn chosen(
    problems: &[Vec<usize>],
    bodies: &[&[u8]],
    fits: &dyn Fn(&[usize]) -> Result<bool>,
) -> Result<Vec<usize>> {
    let mut left: Vec<Vec<usize>> = problems.to_vec();
    let mut order = Vec::new();
    let mut ends = vec![0];
    while let Some((_, best)) = next(&left, bodies) {
        take(&mut left, &best);
        order.extend(best);
        ends.push(order.len());
    }
    // The first so many of them, and of the others, some of which are large, those that fit behind.
    let (mut most, mut too_many) = (0, ends.len());
    while most + 1 < too_many {
        let middle = usize::midpoint(most, too_many);
        if fits(&order[..ends[middle]])? {
            most = middle;
        } else {
            too_many = middle;
        }
    }
    let mut kept = order[..ends[most]].to_vec();
    left = problems.to_vec();
    take(&mut left, &kept);
    for _ in 0..TRIES {
        let Some((place, best)) = next(&left, bodies) else { break };
        let more = [kept.as_slice(), &best].concat();
        if fits(&more)? {
            kept = more;
            take(&mut left, &best);
        } else {
            left.swap_remove(place);
        }
    }
    Ok(kept)
}

/// What problems still lack once there are these.
fn take(left: &mut Vec<Vec<usize>>, functions: &[usize]) {
    let taken: BTreeSet<_> = functions.iter().collect();
    for missing in &mut *left {
        missing.retain(|n| !taken.contains(n));
    }
    left.retain(|missing| !missing.is_empty());
}

/// Of what problems lack, the one to be taken next, and where it stands.
fn next(left: &[Vec<usize>], bodies: &[&[u8]]) -> Option<(usize, Vec<usize>)> {
    let bytes = |functions: &[usize]| functions.iter().map(|&n| bodies[n].len()).sum::<usize>();
    // Sums of whole numbers, so that they are the same on every machine.
    let mut wanted: BTreeMap<usize, u64> = BTreeMap::new();
    for missing in left {
        let share = (1 << 40) / bytes(missing) as u64;
        for &function in missing {
            *wanted.entry(function).or_default() += share;
        }
    }
    let worth = |missing: &[usize]| {
        let all: u64 = missing.iter().map(|&n| (wanted[&n] >> 16) * bodies[n].len() as u64).sum();
        all / bytes(missing) as u64
    };
    let best = left.iter().enumerate().max_by_key(|(_, missing)| worth(missing))?;
    Some((best.0, best.1.clone()))
}
