//! The TypeScript declarations of the twins, kept in the npm package and compared here.

use std::path::Path;

use ts_rs::{Config, TS};

use crate::live::*;
use crate::maths::*;

/// Adds a type's declaration, with its comment.
fn declare<T: TS>(file: &mut String) {
    let config = Config::new();
    file.push('\n');
    file.push_str(&T::docs().unwrap_or_default());
    file.push_str("export ");
    file.push_str(&T::decl(&config));
    file.push('\n');
}

/// Fails when the committed file differs; `UPDATE_EXPECT=1` writes it instead.
fn is_fresh(name: &str, declarations: &str) {
    let file = format!(
        "// Written by `UPDATE_EXPECT=1 cargo test -p ganita-wasm` from the Rust types. Do not edit.\n{declarations}"
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("npm/src/generated").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &file).expect("the folder is part of the repository");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == file, "{name} is stale: UPDATE_EXPECT=1 cargo test -p ganita-wasm");
}

#[test]
fn the_types_of_the_live_machine_are_fresh() {
    let mut file = String::new();
    declare::<LiveSettings>(&mut file);
    declare::<LiveEvent>(&mut file);
    declare::<LiveActions>(&mut file);
    declare::<LiveAction>(&mut file);
    declare::<LiveMachineState>(&mut file);
    declare::<LiveLoss>(&mut file);
    declare::<LiveLossReason>(&mut file);
    is_fresh("live.ts", &file);
}

#[test]
fn the_types_of_mathematics_are_fresh() {
    let mut file = String::new();
    declare::<Reading>(&mut file);
    declare::<Alternative>(&mut file);
    declare::<Span>(&mut file);
    declare::<Place>(&mut file);
    declare::<Role>(&mut file);
    declare::<CommandName>(&mut file);
    declare::<Solution>(&mut file);
    declare::<Solved>(&mut file);
    declare::<Method>(&mut file);
    declare::<Step>(&mut file);
    declare::<StepRelation>(&mut file);
    declare::<StepCheck>(&mut file);
    declare::<Decimal>(&mut file);
    declare::<Substitution>(&mut file);
    declare::<Refused>(&mut file);
    declare::<Refusal>(&mut file);
    declare::<Plot>(&mut file);
    declare::<Drawn>(&mut file);
    declare::<Mark>(&mut file);
    declare::<Asymptote>(&mut file);
    declare::<MarkKind>(&mut file);
    declare::<Review>(&mut file);
    declare::<ReviewedLine>(&mut file);
    declare::<Verdict>(&mut file);
    declare::<Hint>(&mut file);
    declare::<HintGiven>(&mut file);
    declare::<Practice>(&mut file);
    declare::<PracticeGiven>(&mut file);
    file.push_str(
        "\n/** What can be asked of a problem: `solve`, `hint` and `practice` take these as `kind`. */\n",
    );
    let kinds: Vec<_> = ganita_algebra::Kind::names().map(|name| format!("{name:?}")).collect();
    file.push_str(&format!("export const KINDS = [{}] as const;\n", kinds.join(", ")));
    file.push_str("\n/** One of `KINDS`. */\nexport type Kind = (typeof KINDS)[number];\n");
    is_fresh("maths.ts", &file);
}
