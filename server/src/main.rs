//! Starts the server with the settings of its environment. `--settings` prints them all.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that is started by hand talks to a terminal"
)]

use ganita_server::config::{LogFormat, table};
use ganita_server::{Config, Failure, serve};
use std::io::IsTerminal;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

const USAGE: &str = "\
ganita-server            serve, with the settings of the environment
ganita-server check      say what the settings are and what is wrong with them
ganita-server --settings print the table of settings";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => start(),
        ["check"] => check(),
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
    Config::from_environment().map_err(|wrong| {
        for line in wrong.0 {
            eprintln!("ganita-server: {line}");
        }
        ExitCode::from(2)
    })
}

fn check() -> ExitCode {
    let config = match read() {
        Ok(config) => config,
        Err(code) => return code,
    };
    println!("{config:#?}");
    ExitCode::SUCCESS
}

fn start() -> ExitCode {
    let config = match read() {
        Ok(config) => config,
        Err(code) => return code,
    };
    let filter = match EnvFilter::try_new(&config.log) {
        Ok(filter) => filter,
        Err(error) => {
            eprintln!("ganita-server: GANITA_LOG: {error}");
            return ExitCode::from(2);
        }
    };
    // It writes whole requests into the log at `trace`, with the provider's key in a header.
    let quiet = "tungstenite::handshake::client=warn".parse().expect("a directive");
    let filter = filter.add_directive(quiet);
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    for warning in &config.warnings {
        tracing::warn!("not for production: {warning}");
    }
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    match runtime.block_on(run(config)) {
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
