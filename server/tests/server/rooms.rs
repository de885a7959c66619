//! Who may have which token, and read what.

use crate::client::{ask, open, post};
use crate::house::{PAGE, PLATFORM_SECRET, TestServer, access_token};
use crate::tutor::Tutor;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::net::SocketAddr;

const LIVEKIT: [(&str, &str); 3] = [
    ("GANITA_LIVEKIT_URL", "wss://livekit.school.in"),
    ("GANITA_LIVEKIT_API_KEY", "APIschool"),
    ("GANITA_LIVEKIT_API_SECRET", "a LiveKit secret of the school's"),
];

/// The claims of a LiveKit token; signatures are the business of the unit tests.
fn claims(token: &Value) -> Value {
    let claims = token.as_str().and_then(|token| token.split('.').nth(1)).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).expect("base64")).expect("JSON")
}

pub(crate) async fn ask_as(
    server: SocketAddr,
    token: &str,
    request: &str,
    body: &Value,
) -> crate::client::Answer {
    let bearer = format!("authorization: Bearer {token}");
    ask(server, request, &["content-type: application/json", &bearer], &body.to_string()).await
}

#[tokio::test]
async fn in_development_anybody_gets_a_students_token_and_is_told_why() {
    let tutor = Tutor::start().await;
    let server = TestServer::with(tutor.address, &LIVEKIT).await;
    let granted = post(
        server.address,
        "/api/v1/token",
        &json!({ "room": "9b", "identity": "asha", "name": "Asha" }),
    )
    .await;
    assert_eq!(granted.status, 200, "{}", granted.text);
    let granted = granted.json();
    assert_eq!(granted["url"], "wss://livekit.school.in");
    assert!(granted["warning"].as_str().is_some_and(|warning| warning.contains("no enrolment")));
    let claims = claims(&granted["token"]);
    assert_eq!(
        (&claims["iss"], &claims["sub"], &claims["name"]),
        (&json!("APIschool"), &json!("asha"), &json!("Asha"))
    );
    assert_eq!(claims["video"]["canPublishSources"], json!(["microphone"]));
    for wish in [
        json!({ "room": "" }),
        json!({ "room": "a/b" }),
        json!({ "room": "9b", "roomAdmin": true }),
    ] {
        assert_eq!(
            post(server.address, "/api/v1/token", &wish).await.problem(),
            "invalid",
            "{wish}"
        );
    }
}

#[tokio::test]
async fn with_enrolment_room_name_and_rights_are_the_platforms_to_say() {
    let tutor = Tutor::start().await;
    let mut settings = LIVEKIT.to_vec();
    settings.push(("GANITA_PLATFORM_SECRET", PLATFORM_SECRET));
    let server = TestServer::with(tutor.address, &settings).await;
    let request = "POST /api/v1/token";
    let asha = access_token("asha", "student", &["9b"]);
    let wish = json!({ "room": "9b", "identity": "the-headmaster" });
    let refused = ask_as(server.address, &asha, request, &wish).await;
    assert_eq!((refused.status, refused.problem().as_str()), (403, "consent-needed"));
    let agreed = json!({ "method": "page", "textVersion": "page-2026-11" });
    let consent = ask_as(server.address, &asha, "POST /api/v1/consent", &agreed).await;
    assert_eq!(consent.status, 201, "{}", consent.text);
    let granted = ask_as(server.address, &asha, request, &wish).await.json();
    let claims = claims(&granted["token"]);
    assert_eq!((&claims["sub"], &claims["video"]["room"]), (&json!("asha"), &json!("9b")));
    assert!(granted["warning"].is_null());

    let other = ask_as(server.address, &asha, request, &json!({ "room": "10a" })).await;
    assert_eq!((other.status, other.problem().as_str()), (403, "forbidden"));
    let guardian = access_token("mother", "guardian", &["9b"]);
    let granted = ask_as(server.address, &guardian, request, &wish).await.json();
    assert_eq!(self::claims(&granted["token"])["video"]["canPublish"], false);
    let forged = format!("{}x", &asha[..asha.len() - 1]);
    for token in ["", "x.y.z", &forged] {
        let refused = ask_as(server.address, token, request, &wish).await;
        assert_eq!((refused.status, refused.problem().as_str()), (401, "unauthorised"));
    }
}

#[tokio::test]
async fn a_lesson_is_its_students_and_their_teachers_to_read_and_only_the_students_to_erase() {
    let tutor = Tutor::start().await;
    let server =
        TestServer::with(tutor.address, &[("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)]).await;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let teacher = access_token("ms-rao", "teacher", &[]);
    let wish = json!({ "language": "en", "consent": true });
    let granted = ask_as(server.address, &asha, "POST /api/v1/live/tickets", &wish).await;
    let session = granted.json()["sessionId"].as_str().expect("an id").to_owned();

    let read = format!("GET /api/v1/sessions/{session}/transcriptions");
    let erase = format!("DELETE /api/v1/sessions/{session}");
    let resume = json!({ "language": "en", "consent": true, "resume": session });
    let theft = ask_as(server.address, &ravi, "POST /api/v1/live/tickets", &resume).await.json();
    assert_ne!(theft["sessionId"], session.as_str(), "somebody else's lesson cannot be taken up");
    for (who, token, request, status) in [
        ("nobody", "", &read, 401),
        ("another student", &ravi, &read, 404),
        ("the student", &asha, &read, 200),
        ("a teacher", &teacher, &read, 200),
        ("another student", &ravi, &erase, 404),
        ("a teacher", &teacher, &erase, 404),
        ("the student", &asha, &erase, 204),
        ("the student", &asha, &read, 404),
    ] {
        assert_eq!(
            ask_as(server.address, token, request, &json!({})).await.status,
            status,
            "{who} {request}"
        );
    }
}

#[tokio::test]
async fn consent_is_on_record_and_its_withdrawal_ends_the_lesson() {
    let mut tutor = Tutor::start().await;
    let server =
        TestServer::with(tutor.address, &[("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)]).await;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let read = "GET /api/v1/consent";
    let withdraw = "DELETE /api/v1/consent";
    assert_eq!(ask_as(server.address, &asha, read, &json!({})).await.status, 404);
    let mut lessons = Vec::new();
    for token in [&asha, &ravi] {
        let headers = ["content-type: application/json", &format!("origin: {PAGE}")];
        let bearer = format!("authorization: Bearer {token}");
        let wish = r#"{"language":"en","consent":true}"#;
        let request = "POST /api/v1/live/tickets";
        let granted = ask(server.address, request, &[headers[0], headers[1], &bearer], wish).await;
        let granted = granted.json();
        let ticket = granted["ticket"].as_str().expect("a ticket");
        let protocols = format!("ganita.live.v1, ticket.{ticket}");
        let mut page = open(server.address, &protocols, PAGE).await.expect("the ticket is good");
        page.session = granted["sessionId"].as_str().expect("an id").to_owned();
        let (visit, _) = tutor.greeted().await;
        page.greeted().await;
        lessons.push((page, visit));
    }
    let record = ask_as(server.address, &asha, read, &json!({})).await.json();
    assert_eq!((&record["student"], &record["method"]), (&json!("asha"), &json!("page")));

    assert_eq!(ask_as(server.address, &asha, withdraw, &json!({})).await.status, 204);
    let [(mut ashas, mut ashas_tutor), (mut ravis, mut ravis_tutor)] =
        <[_; 2]>::try_from(lessons).unwrap_or_else(|_| panic!("two lessons"));
    assert_eq!(ashas.closed().await, 4403);
    assert_eq!(ashas_tutor.hear_or_end().await, None);
    assert_eq!(ask_as(server.address, &asha, read, &json!({})).await.status, 404);
    assert_eq!(ask_as(server.address, &asha, withdraw, &json!({})).await.status, 404);

    ravis_tutor.say(json!({ "serverContent": { "turnComplete": true } })).await;
    assert_eq!(ravis.json().await["serverContent"]["turnComplete"], true, "Ravi's lesson goes on");
    assert_eq!(ask_as(server.address, &ravi, read, &json!({})).await.status, 200);
}
