//! Starts the server with the settings of its environment. `--settings` prints them all.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that is started by hand talks to a terminal"
)]

use ganita_server::config::{Misconfigured, environment, report, table};
use ganita_server::store::audit::{Verified, verify};
use ganita_server::store::{self, Store, StoreError};
use ganita_server::{Config, Failure, description, log, serve};
use std::path::Path;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const USAGE: &str = "\
ganita-server            serve, with the settings of the environment
ganita-server check      say what the settings are and what is wrong with them
ganita-server migrate    bring the database's tables up to date, and end
ganita-server audit      look through the audit log; fails when a row is changed or missing
ganita-server backup FILE  write a copy of the database into a new SQLite file, while a server runs or not
ganita-server restore FILE bring a copy back, into SQLite or PostgreSQL, where there is no history yet
ganita-server openapi    print the routes' description
ganita-server --settings print the table of settings";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => start(),
        ["check"] => check(),
        ["migrate" | "--migrate-only"] => with_store(async |_| true),
        ["audit"] => with_store(audit),
        ["backup", file] => with_store(async |store| done(&store.copy_to(Path::new(file)).await)),
        ["restore", file] => restore(Path::new(file)),
        ["openapi"] => {
            println!("{}", description());
            ExitCode::SUCCESS
        }
        ["--settings"] => {
            print!("{}", table());
            ExitCode::SUCCESS
        }
        ["--help" | "-h"] => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn read() -> Result<Config, ExitCode> {
    Config::from_environment().map_err(|wrong| refused(&wrong))
}

fn refused(wrong: &Misconfigured) -> ExitCode {
    for line in &wrong.0 {
        eprintln!("ganita-server: {line}");
    }
    ExitCode::from(2)
}

fn check() -> ExitCode {
    match report(&environment()) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(wrong) => refused(&wrong),
    }
}

/// Opens the store, which brings its tables up to date, and does something with it.
fn with_store(work: impl AsyncFnOnce(&dyn Store) -> bool) -> ExitCode {
    let config = match read() {
        Ok(config) => config,
        Err(code) => return code,
    };
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    runtime.block_on(async {
        match store::open(&config.database).await {
            Ok(store) => {
                let worked = work(&*store).await;
                store.close().await;
                if worked { ExitCode::SUCCESS } else { ExitCode::FAILURE }
            }
            Err(error) => {
                eprintln!("ganita-server: GANITA_DATABASE: {error}");
                ExitCode::FAILURE
            }
        }
    })
}

fn done(result: &Result<(), StoreError>) -> bool {
    if let Err(error) = result {
        eprintln!("ganita-server: {error}");
    }
    result.is_ok()
}

fn restore(copy: &Path) -> ExitCode {
    let config = match read() {
        Ok(config) => config,
        Err(code) => return code,
    };
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    if !done(&runtime.block_on(store::restore(&config.database, copy))) {
        return ExitCode::FAILURE;
    }
    with_store(audit)
}

async fn audit(store: &dyn Store) -> bool {
    match verify(store).await {
        Ok(Verified { entries, broken_at: None, head }) => {
            println!("{entries} rows, all as they were written; the last one's hash is {head}");
            true
        }
        Ok(Verified { broken_at: Some(number), .. }) => {
            println!("row {number} is changed, missing or out of place");
            false
        }
        Err(error) => {
            eprintln!("ganita-server: {error}");
            false
        }
    }
}

fn start() -> ExitCode {
    let config = match read() {
        Ok(config) => config,
        Err(code) => return code,
    };
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    let log = match log::start(&config, runtime.handle()) {
        Ok(log) => log,
        Err(problem) => {
            eprintln!("ganita-server: {problem}");
            return ExitCode::from(2);
        }
    };
    for warning in &config.warnings {
        tracing::warn!("not for production: {warning}");
    }
    let ended = runtime.block_on(run(config));
    log.end();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("ganita-server: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), Failure> {
    let listener = TcpListener::bind(config.listen).await.map_err(Failure::Listen)?;
    let address = listener.local_addr().map_err(Failure::Listen)?;
    let stopping = CancellationToken::new();
    let told = stopping.clone();
    tokio::spawn(async move {
        asked_to_stop().await;
        tracing::info!("stopping: lessons are being ended");
        told.cancel();
    });
    println!("listening on http://{address}");
    serve(listener, config, stopping).await
}

/// Ctrl-C, or what a supervisor sends.
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("signals can be listened to");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
