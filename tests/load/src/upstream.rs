//! The upstream: it greets, sends every piece of sound back, and in the measurements of rotations says goAway.

use crate::stamp;
use crate::student::small;
use crate::tls::Authority;
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_tungstenite::accept_async_with_config;
use tokio_tungstenite::tungstenite::Message;

/// What an upstream does beside sending sound back.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Habits {
    /// It says goAway so long after the greeting, with two seconds left.
    pub(crate) go_away_after: Option<Duration>,
    /// It calls a tool as often as this.
    pub(crate) calls_every: Option<Duration>,
}

/// What came of one student.
#[derive(Debug, Default)]
pub(crate) struct Received {
    /// Pieces of sound, by number, and how often.
    pub(crate) pieces: BTreeMap<u32, u32>,
    /// The longest pauses between two pieces, one for each connection.
    pub(crate) gaps: Vec<Duration>,
    last: Option<(Instant, u32)>,
}

#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) students: BTreeMap<u32, Received>,
    pub(crate) asked: Vec<(Instant, String)>,
    pub(crate) answered: Vec<String>,
    /// Those told in words: the conversation was taken up where the tutor did not know of the call.
    pub(crate) told: Vec<String>,
    /// When each setup came.
    pub(crate) setups: Vec<Instant>,
}

/// Where an upstream is.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) address: SocketAddr,
    authority: Option<PathBuf>,
}

impl Place {
    /// Without a path.
    pub(crate) fn url(&self) -> String {
        let scheme = if self.authority.is_some() { "wss" } else { "ws" };
        format!("{scheme}://{}", self.address)
    }

    /// The file with the CA of its certificate.
    pub(crate) fn authority(&self) -> Option<&Path> {
        self.authority.as_deref()
    }

    /// One in another process, without TLS.
    pub(crate) fn elsewhere(address: SocketAddr) -> Place {
        Place { address, authority: None }
    }
}

/// What all connections of an upstream share.
#[derive(Debug, Clone, Default)]
struct Shared {
    connections: Arc<AtomicU32>,
    seen: Arc<Mutex<Seen>>,
}

/// A running upstream.
#[derive(Debug)]
pub(crate) struct Upstream {
    pub(crate) place: Place,
    shared: Shared,
    cut: watch::Sender<u32>,
    speak: watch::Sender<bool>,
}

/// The upstream of another loader: says where it listens, and ends when it is killed.
pub(crate) async fn serve_alone() -> Result<()> {
    let upstream = Upstream::start(Habits::default(), None).await?;
    println!("listening on http://{}", upstream.place.address);
    std::future::pending().await
}

impl Upstream {
    pub(crate) async fn start(habits: Habits, authority: Option<&Authority>) -> Result<Upstream> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let place = Place {
            address: listener.local_addr()?,
            authority: authority.map(|authority| authority.file.clone()),
        };
        let acceptor = authority.map(|authority| authority.acceptor.clone());
        let shared = Shared::default();
        let (cut, cuts) = watch::channel(0);
        let (speak, spoken) = watch::channel(false);
        let all = shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = all.connections.fetch_add(1, Ordering::Relaxed);
                let (acceptor, all) = (acceptor.clone(), all.clone());
                let (mut cuts, spoken) = (cuts.clone(), spoken.clone());
                cuts.mark_unchanged();
                tokio::spawn(async move {
                    let _ = stream.set_nodelay(true);
                    let talking = async {
                        match acceptor {
                            None => talk(stream, habits, number, &all.seen, spoken).await,
                            Some(acceptor) => {
                                let Ok(stream) = acceptor.accept(stream).await else { return };
                                talk(stream, habits, number, &all.seen, spoken).await;
                            }
                        }
                    };
                    tokio::select! {
                        () = talking => {}
                        _ = cuts.changed() => {}
                    }
                });
            }
        });
        Ok(Upstream { place, shared, cut, speak })
    }

    /// What has been seen so far.
    pub(crate) fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every tutor begins a sentence now, and does not end it.
    pub(crate) fn speak_all(&self) {
        self.speak.send_replace(true);
    }

    /// Drops every connection that is open now, without a word.
    pub(crate) fn cut_all(&self) {
        self.cut.send_modify(|times| *times += 1);
    }
}

async fn talk<S>(
    stream: S,
    habits: Habits,
    number: u32,
    seen: &Mutex<Seen>,
    mut spoken: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Ok(mut socket) = accept_async_with_config(stream, Some(small())).await else { return };
    let Some(Ok(_setup)) = socket.next().await else { return };
    seen.lock().unwrap_or_else(PoisonError::into_inner).setups.push(Instant::now());
    let greeting = [
        json!({ "setupComplete": {} }),
        json!({ "sessionResumptionUpdate": { "newHandle": format!("h{number}"), "resumable": true } }),
    ];
    for message in greeting {
        if socket.send(Message::text(message.to_string())).await.is_err() {
            return;
        }
    }
    let far = Duration::from_secs(3_600);
    let go_away = tokio::time::sleep(habits.go_away_after.unwrap_or(far));
    tokio::pin!(go_away);
    let mut has_said = false;
    let mut calls = tokio::time::interval(habits.calls_every.unwrap_or(far));
    calls.tick().await;
    let mut called = 0;
    loop {
        tokio::select! {
            frame = socket.next() => {
                let Some(Ok(frame)) = frame else { return };
                if frame.is_close() { return; }
                let Ok(text) = frame.to_text() else { continue };
                let Some(piece) = take(text, habits, seen) else { continue };
                let answer = format!(
                    r#"{{"serverContent":{{"modelTurn":{{"parts":[{{"inlineData":{{"data":"{}","mimeType":"audio/pcm;rate=24000"}}}}]}}}}}}"#,
                    STANDARD.encode(&piece)
                );
                if socket.send(Message::text(answer)).await.is_err() { return; }
            }
            // The upstream's end closes the channel, and says nothing.
            Ok(()) = spoken.changed() => {
                let words = json!({ "serverContent": {
                    "outputTranscription": { "text": "This sentence is to be kept." } } });
                if socket.send(Message::text(words.to_string())).await.is_err() { return; }
            }
            () = &mut go_away, if !has_said => {
                has_said = true;
                let message = json!({ "goAway": { "timeLeft": "2.5s" } });
                if socket.send(Message::text(message.to_string())).await.is_err() { return; }
            }
            _ = calls.tick() => {
                called += 1;
                let id = format!("c{number}-{called}");
                seen.lock().unwrap_or_else(PoisonError::into_inner).asked.push((Instant::now(), id.clone()));
                let call = json!({ "id": id, "name": "write_text", "args": { "text": "x" } });
                let message = json!({ "toolCall": { "functionCalls": [call] } });
                if socket.send(Message::text(message.to_string())).await.is_err() { return; }
            }
        }
    }
}

/// Notes what came; the bytes of sound, if it was some. Sound is found without reading the whole JSON, as a provider's
/// front end would not either.
fn take(text: &str, habits: Habits, seen: &Mutex<Seen>) -> Option<Vec<u8>> {
    if let Some(at) = text.find(r#""data":""#) {
        let rest = &text[at + 8..];
        let piece = STANDARD.decode(&rest[..rest.find('"')?]).ok()?;
        if habits.go_away_after.is_some() {
            let (student, number) = stamp::read(&piece)?;
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            let received = seen.students.entry(student).or_default();
            *received.pieces.entry(number).or_default() += 1;
            let now = Instant::now();
            if let Some((last, newest)) = received.last
                && number > newest
            {
                received.gaps.push(now - last);
            }
            let newest = received.last.map_or(number, |(_, newest)| newest.max(number));
            received.last = Some((now, newest));
        }
        return Some(piece);
    }
    let message: Value = serde_json::from_str(text).ok()?;
    let words = message["clientContent"]["turns"][0]["parts"][0]["text"].as_str();
    if let Some((_, id)) = words.and_then(|words| words.split_once(r#""call":""#)) {
        let id = id.split('"').next().unwrap_or_default().to_owned();
        seen.lock().unwrap_or_else(PoisonError::into_inner).told.push(id);
    }
    let results = message["toolResponse"]["functionResponses"].as_array()?;
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    for result in results {
        seen.answered.push(result["id"].as_str()?.to_owned());
    }
    None
}
