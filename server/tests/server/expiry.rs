//! Access tokens that end in the middle of a lesson.

use crate::client::{Heard, Socket, ask, open};
use crate::house::{PAGE, PLATFORM_SECRET, TestServer, access_token_until};
use crate::tutor::Tutor;
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};

/// The server allows for clocks that differ by this much.
const SKEW_SECONDS: u64 = 30;

fn now_seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("it is past 1970").as_secs()
}

/// A lesson of Asha's whose token ends so many seconds from now, the server's patience counted in.
async fn lesson(server: &TestServer, seconds: u64) -> Socket {
    let token = access_token_until("asha", "student", &[], now_seconds() + seconds - SKEW_SECONDS);
    let headers = [
        "content-type: application/json",
        &format!("origin: {PAGE}"),
        &format!("authorization: Bearer {token}"),
    ];
    let body = json!({ "language": "en", "consent": true }).to_string();
    let granted = ask(server.address, "POST /api/v1/live/tickets", &headers, &body).await;
    let granted = granted.json();
    let ticket = granted["ticket"].as_str().expect("a ticket");
    let protocols = format!("ganita.live.v1, ticket.{ticket}");
    let mut page = open(server.address, &protocols, PAGE).await.expect("the ticket is good");
    page.session = granted["sessionId"].as_str().expect("an id").to_owned();
    page
}

async fn school(tutor: &Tutor) -> TestServer {
    TestServer::with(tutor.address, &[("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)]).await
}

#[tokio::test]
async fn a_page_whose_token_ends_is_told_before_and_closed_with_4401() {
    let mut tutor = Tutor::start().await;
    let server = school(&tutor).await;
    let mut page = lesson(&server, 3).await;
    let _visit = tutor.greeted().await;
    page.greeted().await;
    assert_eq!(page.notice().await, "access-token-ends");
    assert_eq!(page.closed().await, 4401);
}

#[tokio::test]
async fn a_new_token_on_the_socket_keeps_the_lesson_going() {
    let mut tutor = Tutor::start().await;
    let server = school(&tutor).await;
    let mut page = lesson(&server, 3).await;
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    assert_eq!(page.notice().await, "access-token-ends");
    let token = access_token_until("asha", "student", &[], now_seconds() + 3_600);
    page.send(json!({ "refresh": { "accessToken": token } })).await;
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    visit.say(json!({ "serverContent": { "turnComplete": true } })).await;
    assert_eq!(page.json().await["serverContent"]["turnComplete"], true);
}

#[tokio::test]
async fn somebody_elses_token_or_none_closes_with_4401() {
    let mut tutor = Tutor::start().await;
    let server = school(&tutor).await;
    let ravis = access_token_until("ravi", "student", &[], now_seconds() + 3_600);
    for token in [ravis.as_str(), "invented", ""] {
        let mut page = lesson(&server, 600).await;
        let _visit = tutor.greeted().await;
        page.greeted().await;
        page.send(json!({ "refresh": { "accessToken": token } })).await;
        match page.hear().await {
            Heard::Closed(code, _) => assert_eq!(code, 4401, "{token}"),
            other => panic!("expected a close, got {other:?}"),
        }
    }
}
