//! Sound that is fed again, and voice that is not taken back.

use crate::scene::{Kind, Outcome, Plan, QUICK, Scene, judge, row};
use crate::student::{Heard, SOLVE, Student};
use futures_util::{SinkExt, StreamExt};
use ganita_live::Timing;
use ganita_live::message::{Blob, OUTPUT_MIME_TYPE};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

#[tokio::test]
async fn c06_sound_on_which_the_tutor_choked_is_not_fed_to_it_again() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'sound'\nafter_ms = 50\ndo = 'close'\ncode = 1007\n\
                  [[fault]]\nconnection = 2\nwhen = 'sound'\ndo = 'close'\ncode = 1007\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        for sequence in 1..=3 {
            student.speak(sequence).await?;
        }
        sleep(Duration::from_millis(600)).await;
        student.ask(SOLVE).await?;
        match scene.tutor().connections() {
            2 => Ok(()),
            connections => Err(format!("{connections} connections: it choked again")),
        }
    })
    .await;
}

type Tutor = WebSocketStream<TcpStream>;

/// A tutor that talks much faster than it can be listened to; the test plays it by hand.
async fn talkative(kind: Kind) -> (Scene, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let upstream = format!("ws://{address}/");
    let timing = Timing { renew_after_ms: u64::MAX, ..QUICK };
    (Scene::with_upstream(kind, address, upstream, timing).await, listener)
}

/// The relay's connection, greeted. Other visitors, who ask for `/healthz`, are sent away.
async fn greet(listener: &TcpListener) -> Tutor {
    loop {
        let (stream, _) = listener.accept().await.expect("somebody comes");
        let Ok(mut tutor) = accept_async(stream).await else { continue };
        let _setup = tutor.next().await;
        say(&mut tutor, &json!({ "setupComplete": {} })).await;
        return tutor;
    }
}

async fn say(tutor: &mut Tutor, message: &Value) {
    tutor.send(Message::text(message.to_string())).await.expect("the relay is there");
}

fn voice() -> Value {
    let blob = Blob::new(&[7; 4_800], OUTPUT_MIME_TYPE);
    json!({ "serverContent": { "modelTurn": { "parts": [{ "inlineData": blob }] } } })
}

/// 60 s of voice at once, then the student interrupts. How much of it does a page that reads slowly still get?
async fn interrupted(kind: Kind) -> Outcome {
    const PIECES: usize = 600;
    let (scene, listener) = talkative(kind).await;
    let entering = Student::enter_at(kind, scene.address(), None, [127, 0, 0, 1], Some(8 * 1024));
    let (student, mut tutor) = tokio::join!(entering, greet(&listener));
    let mut student = student?;
    let talking = tokio::spawn(async move {
        for _ in 0..PIECES {
            say(&mut tutor, &voice()).await;
        }
        say(&mut tutor, &json!({ "serverContent": { "interrupted": true } })).await;
        tutor
    });
    // A naive relay's tutor cannot even say that it was interrupted before the voice is read.
    let _ = tokio::time::timeout(Duration::from_millis(1_500), async {
        while !talking.is_finished() {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    let mut pieces = 0;
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        match student.hear(until).await? {
            Heard::Voice(_) => pieces += 1,
            Heard::Json(message) if message["serverContent"]["interrupted"] == true => break,
            Heard::Json(_) => {}
        }
    }
    println!("{kind:?}: {pieces} of {PIECES} pieces of 100 ms still came");
    talking.abort();
    // A quarter of it: what the kernel holds back, and two seconds of ours.
    if pieces > PIECES / 4 {
        Err(format!("{pieces} pieces of old voice came first"))
    } else {
        Ok(())
    }
}

#[tokio::test]
async fn c17_voice_that_waits_is_thrown_away_when_the_student_interrupts() {
    for kind in [Kind::Naive, Kind::Ours] {
        judge(kind, interrupted(kind).await);
    }
}

#[tokio::test]
async fn c17_an_interruption_arrives_within_50_ms() {
    let (scene, listener) = talkative(Kind::Ours).await;
    let (student, mut tutor) = tokio::join!(scene.student(), greet(&listener));
    let mut student = student.expect("it is let in");
    let mut waits = Vec::new();
    for _ in 0..20 {
        for _ in 0..3 {
            say(&mut tutor, &voice()).await;
        }
        let began = Instant::now();
        say(&mut tutor, &json!({ "serverContent": { "interrupted": true } })).await;
        student
            .until(|message| message["serverContent"]["interrupted"] == true)
            .await
            .expect("it arrives");
        waits.push(began.elapsed());
    }
    waits.sort();
    println!("median {:?}, longest {:?}", waits[10], waits[19]);
    assert!(waits[10] < Duration::from_millis(50), "{waits:?}");
}
