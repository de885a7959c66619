//! Running other programs: quietly when all is well, with their whole output when not.

use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("crates/xtask lies two folders below the root")
        .to_owned()
}

/// A command that starts in the root of the checkout.
pub(crate) fn command<S: AsRef<OsStr>>(
    program: &str,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Runs a long step under a title: a line while it runs, its time when done, its output only if it fails.
pub(crate) fn step(title: &str, mut command: Command) -> Result<()> {
    let start = Instant::now();
    announce(title);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{title}: cannot start {}", show(&command)))?;
    if output.status.success() {
        finished(title, start);
        return Ok(());
    }
    println!();
    let mut stderr = std::io::stderr().lock();
    stderr.write_all(&output.stdout)?;
    stderr.write_all(&output.stderr)?;
    bail!("{title}: {} ended with {}", show(&command), output.status)
}

/// What a command prints, trimmed.
pub(crate) fn capture(mut command: Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", show(&command)))?;
    if !output.status.success() {
        bail!(
            "{} ended with {}: {}",
            show(&command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program can be started at all.
pub(crate) fn exists(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

/// Says that a long step has begun. On a terminal the line is overwritten when it ends.
pub(crate) fn announce(title: &str) {
    if std::io::stdout().is_terminal() {
        print!("  … {title}");
        let _ = std::io::stdout().flush();
    } else {
        println!("  … {title}");
    }
}

/// Says that a long step has ended, and how long it took.
pub(crate) fn finished(title: &str, start: Instant) {
    let seconds = start.elapsed().as_secs_f32();
    let back = if std::io::stdout().is_terminal() { "\r" } else { "" };
    println!("{back}  ✓ {title} ({seconds:.1} s)");
}

fn show(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
