//! `ganita-tutor`: the practice tutor as a program.
#![allow(
    clippy::disallowed_methods,
    reason = "a program with a clock and child processes, not a core"
)]

use anyhow::Context;
use clap::Parser;
use ganita_tutor::ears::{Ears, EarsOptions};
use ganita_tutor::script::Script;
use ganita_tutor::voice::Voice;
use ganita_tutor::{Options, Tutor, serve};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A practice tutor that speaks Gemini Live's protocol, with ears, a brain and a voice of its own.
#[derive(Debug, Parser)]
#[command(name = "ganita-tutor", version)]
struct Arguments {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: String,
    /// The Python of a virtual environment with faster-whisper.
    #[arg(long, requires = "ears_model")]
    ears_python: Option<PathBuf>,
    /// The folder with Whisper tiny.en for CTranslate2.
    #[arg(long, requires = "ears_python")]
    ears_model: Option<PathBuf>,
    /// The program that runs in it, if not the one beside the sources.
    #[arg(long)]
    ears_program: Option<PathBuf>,
    /// Transcripts for what nobody here can hear, and faults: a TOML file.
    #[arg(long)]
    script: Option<PathBuf>,
    /// Sends JSON in binary frames, as Google does.
    #[arg(long)]
    binary: bool,
    /// Ends connections at this age, with a goAway before.
    #[arg(long)]
    lifetime_seconds: Option<u64>,
    /// How long before the end the goAway comes.
    #[arg(long, default_value_t = 60)]
    notice_seconds: u64,
    /// Cuts conversations at this age, over however many connections; Google's end at 58 minutes.
    #[arg(long)]
    conversation_seconds: Option<u64>,
    /// How long handles are good.
    #[arg(long)]
    handle_seconds: Option<u64>,
    /// Reads over keys in a client's settings that it does not know; Google refuses them.
    #[arg(long)]
    lenient: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_env("GANITA_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();

    let script = match &arguments.script {
        None => Script::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            Script::parse(&text).with_context(|| path.display().to_string())?
        }
    };
    let listener =
        TcpListener::bind(&arguments.listen).await.with_context(|| arguments.listen.clone())?;
    let (ears, voice) = tokio::join!(find_ears(&arguments), Voice::find());
    let options = Options {
        binary: arguments.binary,
        lifetime: arguments.lifetime_seconds.map(Duration::from_secs),
        notice: Duration::from_secs(arguments.notice_seconds),
        conversation: arguments.conversation_seconds.map(Duration::from_secs),
        handles: arguments.handle_seconds.map(Duration::from_secs),
        lenient: arguments.lenient,
    };
    let tutor = Arc::new(Tutor::new(ears, voice, script, options));
    let (end, ending) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_end().await;
        let _ = end.send(true);
    });
    announce(&listener)?;
    serve(listener, tutor, ending).await?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "whoever started it waits for this line")]
fn announce(listener: &TcpListener) -> std::io::Result<()> {
    println!("listening on http://{}", listener.local_addr()?);
    Ok(())
}

/// The ears, or a line that says why there are none: the tutor goes on without.
async fn find_ears(arguments: &Arguments) -> Option<Ears> {
    let (Some(python), Some(model)) = (arguments.ears_python.clone(), arguments.ears_model.clone())
    else {
        tracing::warn!("no ears: neither --ears-python nor --ears-model was given");
        return None;
    };
    let started =
        Ears::start(EarsOptions { python, model, program: arguments.ears_program.clone() }).await;
    started.inspect_err(|error| tracing::warn!("no ears: {error:#}")).ok()
}

/// Ctrl-C, or the signal with which programs are ended.
async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
