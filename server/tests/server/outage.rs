//! What a student notices when a connection goes: nothing, or one sentence.

use crate::client::{Heard, Socket, get, post};
use crate::house::{PATIENCE, TestServer};
use crate::tutor::{Tutor, voice};
use serde_json::json;
use tokio::net::TcpListener;

#[tokio::test]
async fn a_connection_that_is_about_to_end_is_changed_without_a_word_to_the_page() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut first, _) = tutor.greeted().await;
    page.greeted().await;
    first
        .say(json!({ "sessionResumptionUpdate": { "newHandle": "h-1", "resumable": true } }))
        .await;
    first.say(json!({ "goAway": { "timeLeft": "60s" } })).await;

    let (mut second, setup) = tutor.greeted().await;
    assert_eq!(setup["sessionResumption"]["handle"], "h-1", "the conversation is taken up");
    assert_eq!(first.hear_or_end().await, None, "the old connection is closed");
    page.send(json!({ "realtimeInput": { "text": "still there?" } })).await;
    assert_eq!(second.hear().await["realtimeInput"]["text"], "still there?");
    second.say(json!({ "serverContent": { "outputTranscription": { "text": "Yes." }, "turnComplete": true } })).await;
    assert_eq!(
        page.json().await["serverContent"]["outputTranscription"]["text"],
        "Yes.",
        "no notice came before"
    );
    assert!(
        get(server.address, "/metrics").await.text.contains("ganita_upstream_rotations_total 1")
    );
}

#[tokio::test]
async fn when_the_tutor_is_cut_the_page_is_told_the_question_is_asked_again_and_others_notice_nothing()
 {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut other = Socket::connect(&server, None).await;
    let (mut others, _) = tutor.greeted().await;
    other.greeted().await;
    let mut page = Socket::connect(&server, None).await;
    let (mut first, _) = tutor.greeted().await;
    page.greeted().await;

    first
        .say(json!({ "sessionResumptionUpdate": { "newHandle": "h-1", "resumable": true } }))
        .await;
    page.send(json!({ "realtimeInput": { "text": "what is a root?" } })).await;
    first.hear().await;
    first.close(1011, "internal error").await;
    assert_eq!(page.notice().await, "reconnecting");

    let (mut second, setup) = tutor.greeted().await;
    assert_eq!(setup["sessionResumption"]["handle"], "h-1");
    assert_eq!(second.hear().await["realtimeInput"]["text"], "what is a root?");
    assert_eq!(page.notice().await, "tutor-back");

    other.send(json!({ "realtimeInput": { "text": "hello" } })).await;
    assert_eq!(others.hear().await["realtimeInput"]["text"], "hello");
    others.say(json!({ "serverContent": { "turnComplete": true } })).await;
    assert_eq!(other.json().await["serverContent"]["turnComplete"], true, "and no notice before");
}

#[tokio::test]
async fn without_a_tutor_the_page_is_told_and_the_rest_of_the_server_works() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = nobody.local_addr().expect("it is bound");
    drop(nobody);
    let server = TestServer::with_tutor(address).await;
    let mut page = Socket::connect(&server, None).await;
    page.greeted().await;
    assert_eq!(page.notice().await, "tutor-unreachable");
    assert_eq!(get(server.address, "/readyz").await.status, 200);
    let solved = post(server.address, "/api/v1/math/solve", &json!({ "latex": "2x = 4" })).await;
    assert_eq!(solved.status, 200);
}

#[tokio::test]
async fn frames_that_are_no_json_do_not_end_a_lesson() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    visit.mumble("<html>502</html>").await;
    visit.say(json!({ "somethingNew": { "from": "next month" } })).await;
    visit.say(json!({ "serverContent": { "turnComplete": true } })).await;
    assert_eq!(page.json().await["serverContent"]["turnComplete"], true);
}

#[tokio::test]
async fn a_page_that_comes_back_gets_what_it_missed_and_says_nothing_twice() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    for sequence in 1..=7 {
        page.speak(sequence).await;
        visit.hear().await;
    }
    assert_eq!(page.json().await, json!({ "acknowledged": { "sequence": 5 } }));
    let session = page.session.clone();
    // No goodbye: the network is gone.
    drop(page);
    assert_eq!(
        visit.hear().await["realtimeInput"]["audioStreamEnd"],
        true,
        "the tutor need not wait for more sound"
    );
    let call = json!({ "id": "c1", "name": "write_equation", "args": { "latex": "x" } });
    visit.say(json!({ "toolCall": { "functionCalls": [call] } })).await;
    visit.say(voice(&[1, 2])).await;
    visit.say(json!({ "serverContent": { "outputTranscription": { "text": "look" } } })).await;

    let mut page = Socket::connect(&server, Some(&session)).await;
    assert_eq!(page.session, session, "the same lesson");
    page.greeted().await;
    let mut calls = 0;
    loop {
        // The last piece of voice may be read from the tutor before or after the page is back.
        let Heard::Json(message) = page.hear().await else { continue };
        if message["serverContent"]["outputTranscription"]["text"] == "look" {
            break;
        }
        assert_eq!(message["toolCall"]["functionCalls"][0]["id"], "c1", "{message}");
        calls += 1;
    }
    assert!(calls >= 1, "the call is made again");
    for sequence in 6..=8 {
        page.speak(sequence).await;
    }
    let sound = visit.hear().await["realtimeInput"]["audio"]["data"].take();
    let sound = ganita_live::message::decode_base64(sound.as_str().expect("base64"));
    assert_eq!(sound, Some(vec![8; 3200]), "6 and 7 were said already");
}

#[tokio::test]
async fn a_lesson_opened_in_another_tab_moves_there() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut first = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    first.greeted().await;
    let mut second = Socket::connect(&server, Some(&first.session)).await;
    second.greeted().await;
    assert_eq!(first.closed().await, 4409);
    visit.say(json!({ "serverContent": { "turnComplete": true } })).await;
    loop {
        if let Heard::Json(message) = second.hear().await
            && message["serverContent"]["turnComplete"] == true
        {
            break;
        }
    }
}

#[tokio::test]
async fn a_lesson_that_ended_is_taken_up_with_its_handle_and_its_numbers_go_on() {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    visit
        .say(json!({ "sessionResumptionUpdate": { "newHandle": "h-9", "resumable": true } }))
        .await;
    visit.say(json!({ "serverContent": { "outputTranscription": { "text": "one" }, "turnComplete": true } })).await;
    page.json().await;
    let session = page.session.clone();
    page.close().await;
    assert_eq!(visit.hear_or_end().await, None);
    let path = format!("/api/v1/sessions/{session}/transcriptions");
    let until = tokio::time::Instant::now() + PATIENCE;
    while get(server.address, &path).await.json()["endedMs"].is_null() {
        assert!(tokio::time::Instant::now() < until, "the lesson's end is not written");
    }

    let mut page = Socket::connect(&server, Some(&session)).await;
    assert_eq!(page.session, session);
    let (mut visit, setup) = tutor.greeted().await;
    assert_eq!(setup["sessionResumption"]["handle"], "h-9");
    page.greeted().await;
    visit.say(json!({ "serverContent": { "outputTranscription": { "text": "two" }, "turnComplete": true } })).await;
    page.json().await;
    page.close().await;
    loop {
        let segments = get(server.address, &path).await.json()["segments"].take();
        let texts: Vec<_> =
            segments.as_array().expect("a list").iter().map(|one| one["text"].clone()).collect();
        if texts == [json!("one"), json!("two")] {
            break;
        }
        assert!(tokio::time::Instant::now() < until, "{segments}");
    }
}
