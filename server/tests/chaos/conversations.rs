//! Handles, history, calls and tokens: what a conversation is made of beside its connections.

use crate::scene::{Kind, Outcome, Plan, Scene, judge, row};
use crate::student::{AGAIN, SOLVE, post, remembers};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn c02_a_resumed_conversation_is_not_told_its_history_again() {
    let script = "[[fault]]\nconnection = 1\nafter_ms = 700\ndo = 'cut'\n\
                  [[fault]]\nconnection = 2\nwhen = 'ready'\ndo = 'refuse-history'\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        student.ask(SOLVE).await?;
        sleep(Duration::from_millis(1_200)).await;
        remembers(&student.ask(AGAIN).await?)?;
        match scene.tutor().connections() {
            2 => Ok(()),
            connections => Err(format!("{connections} connections: a storm")),
        }
    })
    .await;
}

#[tokio::test]
async fn c05_go_away_during_a_tool_call() {
    let script =
        "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'go-away'\ntime_left_ms = 2500\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        student.answers_calls_after = Duration::from_millis(400);
        let turn = student.ask(SOLVE).await?;
        if turn.calls != ["write_equation", "show_steps"] {
            return Err(format!("done twice or not at all: {:?}", turn.calls));
        }
        sleep(Duration::from_millis(2_600)).await;
        remembers(&student.ask(AGAIN).await?)?;
        student.noticed_nothing()
    })
    .await;
}

#[tokio::test]
async fn c07_a_poisoned_handle_hears_and_never_answers() {
    let script = "[[fault]]\nconnection = 1\ndo = 'poison'\n\
                  [[fault]]\nconnection = 1\nafter_ms = 300\ndo = 'cut'\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        sleep(Duration::from_millis(500)).await;
        student.ask(SOLVE).await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn c08_a_handle_is_not_kept_after_resumable_false() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'unresumable'\n\
                  [[fault]]\nconnection = 1\nwhen = 'tool-call'\nafter_ms = 100\ndo = 'cut'\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        student.answers_calls_after = Duration::from_millis(300);
        student.ask(SOLVE).await?;
        match scene.tutor().connections() {
            2 => Ok(()),
            connections => Err(format!("{connections} connections: the dead handle was tried")),
        }
    })
    .await;
}

#[tokio::test]
async fn c11_resuming_after_sound_and_pictures_is_refused_with_1007() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'sound'\nafter_ms = 300\ndo = 'spoil'\ncode = 1007\n\
                  [[fault]]\nconnection = 1\nwhen = 'sound'\nafter_ms = 400\ndo = 'cut'\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        for sequence in 1..=3 {
            student.speak(sequence).await?;
            if scene.kind == Kind::Naive {
                // Ours lets no picture through at all.
                let picture = json!({ "data": "AAAA", "mimeType": "image/jpeg" });
                student.send(json!({ "realtimeInput": { "video": picture } })).await?;
            }
        }
        sleep(Duration::from_millis(800)).await;
        student.ask(SOLVE).await.map(drop)
    })
    .await;
}

/// A page in direct mode: it opens the provider's own socket with a token.
async fn direct(base_url: &str, token: &str) -> Result<(), String> {
    let base = base_url.replacen("http", "ws", 1);
    let method =
        "google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContentConstrained";
    let url = format!("{base}/ws/{method}?access_token={token}");
    let (mut socket, _) = connect_async(url).await.map_err(|error| error.to_string())?;
    let setup = json!({ "setup": { "model": "models/of-my-own" } });
    socket.send(Message::text(setup.to_string())).await.map_err(|error| error.to_string())?;
    let first = timeout(Duration::from_secs(10), socket.next()).await.map_err(|_| "silence")?;
    match first {
        Some(Ok(Message::Text(text))) => {
            let message: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            if message.get("setupComplete").is_some() { Ok(()) } else { Err(message.to_string()) }
        }
        other => Err(format!("refused: {other:?}")),
    }
}

#[tokio::test]
async fn c16_every_connection_in_direct_mode_has_a_token_of_its_own() {
    for kind in [Kind::Naive, Kind::Ours] {
        let scene = Scene::set(kind, &Plan::default()).await;
        judge(kind, direct_twice(&scene).await);
    }
}

async fn direct_twice(scene: &Scene) -> Outcome {
    let tutor = scene.running.as_ref().expect("a practice tutor").address;
    let wish = json!({ "language": "en", "consent": true });
    match scene.kind {
        // Google's own example: one token when the page is loaded.
        Kind::Naive => {
            let body = json!({ "uses": 1 });
            let token = mint(tutor, &body).await?;
            for _ in 0..2 {
                direct(&format!("http://{tutor}"), &token).await?;
            }
        }
        Kind::Ours => {
            let mut session = None;
            for _ in 0..2 {
                let mut wish = wish.clone();
                if let Some(session) = session.take() {
                    wish["resume"] = session;
                }
                let mut granted = post(scene.address(), "/api/v1/live/auth_tokens", &wish).await?;
                let text = |field: &str| granted[field].as_str().unwrap_or_default();
                direct(text("baseUrl"), text("token")).await?;
                session = Some(granted["sessionId"].take());
            }
        }
    }
    Ok(())
}

async fn mint(tutor: std::net::SocketAddr, body: &Value) -> Result<String, String> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream =
        tokio::net::TcpStream::connect(tutor).await.map_err(|error| error.to_string())?;
    let body = body.to_string();
    let head =
        "POST /v1alpha/auth_tokens HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ";
    let request = format!("{head}{}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.map_err(|error| error.to_string())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.map_err(|error| error.to_string())?;
    let (_, json) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    let minted: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    Ok(minted["name"].as_str().ok_or("no token")?.to_owned())
}
