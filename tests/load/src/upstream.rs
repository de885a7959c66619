//! The upstream: it greets, sends every piece of sound back, and in the measurements of rotations says goAway.

use crate::stamp;
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_async;
use tokio_tungstenite::tungstenite::Message;

/// What an upstream does beside sending sound back.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Habits {
    /// It says goAway so long after the greeting, with two seconds left.
    pub(crate) go_away_after: Option<Duration>,
    /// It calls a tool as often as this.
    pub(crate) calls_every: Option<Duration>,
    /// It says one sentence after the greeting.
    pub(crate) says: bool,
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
    pub(crate) asked: Vec<String>,
    pub(crate) answered: Vec<String>,
}

/// A running upstream.
#[derive(Debug, Clone)]
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicU32>,
    seen: Arc<Mutex<Seen>>,
}

impl Upstream {
    pub(crate) async fn start(habits: Habits) -> Result<Upstream> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let upstream = Upstream {
            address: listener.local_addr()?,
            connections: Arc::default(),
            seen: Arc::default(),
        };
        let shared = upstream.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = shared.connections.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(talk(stream, habits, number, Arc::clone(&shared.seen)));
            }
        });
        Ok(upstream)
    }

    /// What has been seen so far.
    pub(crate) fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn talk(stream: TcpStream, habits: Habits, number: u32, seen: Arc<Mutex<Seen>>) {
    let _ = stream.set_nodelay(true);
    let Ok(mut socket) = accept_async(stream).await else { return };
    let Some(Ok(_setup)) = socket.next().await else { return };
    let mut greeting = vec![
        json!({ "setupComplete": {} }),
        json!({ "sessionResumptionUpdate": { "newHandle": format!("h{number}"), "resumable": true } }),
    ];
    if habits.says {
        greeting.push(json!({ "serverContent": {
            "outputTranscription": { "text": "This sentence is to be kept." } } }));
    }
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
                let Some(piece) = take(text, habits, &seen) else { continue };
                let answer = format!(
                    r#"{{"serverContent":{{"modelTurn":{{"parts":[{{"inlineData":{{"data":"{}","mimeType":"audio/pcm;rate=24000"}}}}]}}}}}}"#,
                    STANDARD.encode(&piece)
                );
                if socket.send(Message::text(answer)).await.is_err() { return; }
            }
            () = &mut go_away, if !has_said => {
                has_said = true;
                let message = json!({ "goAway": { "timeLeft": "2.5s" } });
                if socket.send(Message::text(message.to_string())).await.is_err() { return; }
            }
            _ = calls.tick() => {
                called += 1;
                let id = format!("c{number}-{called}");
                seen.lock().unwrap_or_else(PoisonError::into_inner).asked.push(id.clone());
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
    let results = message["toolResponse"]["functionResponses"].as_array()?;
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    for result in results {
        seen.answered.push(result["id"].as_str()?.to_owned());
    }
    None
}
