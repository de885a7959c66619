//! `cargo xtask demo`: a lesson to take part in, or one that a recording takes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::command::{command, root, step};
use crate::services::{Lesson, Plan, answers};
use crate::{lesson, setup, wasm, web};

/// Runs until Ctrl-C.
pub(crate) fn run(development: bool) -> Result<()> {
    let asked_to_stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&asked_to_stop);
    build(development)?;
    ctrlc::set_handler(move || flag.store(true, Ordering::SeqCst)).context("Ctrl-C")?;
    let mut lesson = Lesson::start(&Plan { development, script: None })?;
    if !answers(&lesson.page) {
        bail!("the page at {} does not answer; see target/lesson/page.log", lesson.page);
    }
    println!();
    println!("  The lesson is open at  {}", lesson.page);
    if !lesson.hears {
        println!(
            "  The practice tutor has no ears on this machine: typing works, speaking is not understood."
        );
    }
    println!("  Ctrl-C ends it. Logs: target/lesson/*.log");
    while !asked_to_stop.load(Ordering::SeqCst) {
        if let Some(name) = lesson.ended() {
            bail!("the {name} ended by itself; see target/lesson/{name}.log");
        }
        thread::sleep(Duration::from_millis(100));
    }
    println!("\n  Ending the lesson");
    Ok(())
}

/// Lets headless Chromium take the lesson and prints what happened.
pub(crate) fn headless(file: Option<&Path>, screenshot: Option<&Path>) -> Result<()> {
    let recording = match file {
        Some(file) => std::path::absolute(file)?,
        None => root().join("tests/recordings/solve-quadratic.wav"),
    };
    lesson::check_recording(&recording)?;
    build(false)?;
    let outcome = lesson::take(&recording, screenshot)?;
    outcome.print();
    if !outcome.missing().is_empty() {
        bail!("the lesson is not whole: {}", outcome.missing().join("; "));
    }
    Ok(())
}

/// Everything that a lesson runs on.
pub(crate) fn build(development: bool) -> Result<()> {
    setup::for_a_lesson()?;
    println!("Building");
    wasm::build()?;
    binaries()?;
    web::package()?;
    if !development {
        web::page()?;
    }
    Ok(())
}

/// The server and the practice tutor.
pub(crate) fn binaries() -> Result<()> {
    step(
        "server and practice tutor",
        command("cargo", ["build", "--quiet", "-p", "ganita-server", "-p", "ganita-tutor"]),
    )
}
