//! The platform's side: rooms and who belongs to them, repeated requests, watchers, privacy, the audit log.

use crate::client::{Answer, Heard, ask, get, post};
use crate::house::{PAGE, PATIENCE, PLATFORM_SECRET, TestServer, access_token};
use crate::rooms::ask_as;
use crate::tutor::Tutor;
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

async fn school() -> (Tutor, TestServer) {
    let tutor = Tutor::start().await;
    let settings = [("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)];
    let server = TestServer::with(tutor.address, &settings).await;
    (tutor, server)
}

/// A request with a token and more headers.
pub(crate) async fn ask_with(
    server: SocketAddr,
    token: &str,
    request: &str,
    headers: &[&str],
    body: &Value,
) -> Answer {
    let bearer = format!("authorization: Bearer {token}");
    let mut all = vec!["content-type: application/json", &bearer];
    all.extend_from_slice(headers);
    ask(server, request, &all, &body.to_string()).await
}

#[tokio::test]
async fn a_room_is_made_by_a_teacher_seen_by_its_own_and_closed() {
    let (_tutor, server) = school().await;
    let server = server.address;
    let teacher = access_token("ms-rao", "teacher", &[]);
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let wish = json!({ "id": "class-9b", "name": "कक्षा ९ ख" });
    let refused = ask_as(server, &asha, "POST /api/v1/rooms", &wish).await;
    assert_eq!((refused.status, refused.problem().as_str()), (403, "forbidden"));
    let made = ask_as(server, &teacher, "POST /api/v1/rooms", &wish).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert!(made.head.contains("location: /api/v1/rooms/class-9b"));
    let again = ask_as(server, &teacher, "POST /api/v1/rooms", &wish).await;
    assert_eq!((again.status, again.problem().as_str()), (409, "conflict"));

    let read = "GET /api/v1/rooms/class-9b";
    assert_eq!(ask_as(server, &asha, read, &json!({})).await.status, 404, "not hers");
    let enrol = "PUT /api/v1/rooms/class-9b/enrolments/asha";
    let role = json!({ "role": "student" });
    assert_eq!(ask_as(server, &asha, enrol, &role).await.status, 404, "nobody lets themselves in");
    assert_eq!(ask_as(server, &teacher, enrol, &role).await.status, 200);
    let room = ask_as(server, &asha, read, &json!({})).await;
    assert_eq!((room.status, &room.json()["name"]), (200, &json!("कक्षा ९ ख")));
    assert_eq!(ask_as(server, &ravi, read, &json!({})).await.status, 404);
    let theirs = ask_as(server, &asha, "GET /api/v1/rooms", &json!({})).await.json();
    assert_eq!(theirs["rooms"].as_array().map(Vec::len), Some(1));
    let ravis = ask_as(server, &ravi, "GET /api/v1/rooms", &json!({})).await.json();
    assert_eq!(ravis["rooms"], json!([]));

    let etag = room.head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("an ETag");
    let known = format!("if-none-match: {etag}");
    let same = ask_with(server, &asha, read, &[&known], &json!({})).await;
    assert_eq!((same.status, same.text.as_str()), (304, ""));
    assert_eq!(
        ask_as(server, &asha, "POST /api/v1/rooms/class-9b/close", &json!({})).await.status,
        403
    );
    let close = ask_as(server, &teacher, "POST /api/v1/rooms/class-9b/close", &json!({})).await;
    assert_eq!(close.status, 204);
    let changed = ask_with(server, &teacher, read, &[&known], &json!({})).await;
    assert_eq!(changed.status, 200, "a closed room is another answer");
    assert!(changed.json()["closedMs"].is_i64());
}

#[tokio::test]
async fn lists_are_read_page_by_page_without_a_gap_or_a_repeat() {
    let (_tutor, server) = school().await;
    let teacher = access_token("ms-rao", "teacher", &[]);
    for number in 0..7 {
        let wish = json!({ "id": format!("room-{number}"), "name": "x" });
        ask_as(server.address, &teacher, "POST /api/v1/rooms", &wish).await;
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let request = format!("GET /api/v1/rooms?limit=3&after={after}");
        let page = ask_as(server.address, &teacher, &request, &json!({})).await.json();
        let rooms = page["rooms"].as_array().expect("a list").iter();
        seen.extend(rooms.map(|room| room["id"].as_str().expect("an id").to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        next.clone_into(&mut after);
    }
    assert_eq!(seen, (0..7).map(|number| format!("room-{number}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_post_that_is_sent_again_with_its_key_is_done_once() {
    let (_tutor, server) = school().await;
    let server = server.address;
    let [rao, sen] = ["ms-rao", "mr-sen"].map(|name| access_token(name, "teacher", &[]));
    let request = "POST /api/v1/rooms";
    let key = ["idempotency-key: 6f1e"];
    let wish = json!({ "name": "9b" });
    let first = ask_with(server, &rao, request, &key, &wish).await;
    let again = ask_with(server, &rao, request, &key, &wish).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json()["id"], again.json()["id"], "one room");
    assert!(again.head.contains("idempotency-replayed: true") && again.head.contains("location:"));
    assert!(!first.head.contains("idempotency-replayed"));
    let other = ask_with(server, &sen, request, &key, &wish).await;
    assert_ne!(other.json()["id"], first.json()["id"], "another person's key is another key");
    let changed = ask_with(server, &rao, request, &key, &json!({ "name": "10a" })).await;
    assert_eq!((changed.status, changed.problem().as_str()), (422, "invalid"));
    // What was refused may be tried again.
    let key = ["idempotency-key: 7"];
    let refused = ask_with(server, &rao, request, &key, &json!({ "name": "" })).await;
    assert_eq!(refused.status, 422);
    assert_eq!(ask_with(server, &rao, request, &key, &wish).await.status, 201);
    let long = format!("idempotency-key: {}", "k".repeat(65));
    assert_eq!(ask_with(server, &rao, request, &[&long], &wish).await.status, 422);
}

#[tokio::test]
async fn every_answer_has_a_request_id_and_a_refusal_quotes_it() {
    let (_tutor, server) = school().await;
    let theirs = ask(server.address, "GET /healthz", &["x-request-id: abc-123"], "").await;
    assert!(theirs.head.contains("x-request-id: abc-123"));
    let evil = ask(server.address, "GET /nothing", &["x-request-id: <script>"], "").await;
    assert!(!evil.head.contains("script"), "{}", evil.head);
    let id = evil.head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).expect("one");
    let instance = evil.json()["instance"].as_str().expect("it is quoted").to_ascii_lowercase();
    assert_eq!(instance, format!("urn:ganita:request:{id}"));
}

#[tokio::test]
async fn the_description_names_every_route_that_is_served() {
    let (_tutor, server) = school().await;
    let description = get(server.address, "/api/v1/openapi.json").await.json();
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let paths = description["paths"].as_object().expect("paths");
    for (path, methods) in [
        ("/api/v1/live/tickets", "post"),
        ("/api/v1/rooms/{id}", "get"),
        ("/api/v1/rooms/{id}/close", "post"),
        ("/api/v1/rooms/{id}/enrolments/{person}", "put delete"),
        ("/api/v1/consent", "get post delete"),
        ("/api/v1/math/latex", "post"),
        ("/api/v1/students/{id}/export", "get"),
        ("/readyz", "get"),
    ] {
        for method in methods.split(' ') {
            let operation = &paths[path][method];
            assert!(operation["operationId"].is_string(), "{method} {path}");
            let refusal = "/responses/default/content/application~1problem+json/schema/$ref";
            assert_eq!(
                operation.pointer(refusal),
                Some(&json!("#/components/schemas/Problem")),
                "{method} {path}"
            );
        }
    }
}

#[test]
fn the_written_description_is_the_routes_own() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let written = std::fs::read_to_string(path).expect("server/openapi.json");
    assert!(
        written.trim_end() == ganita_server::description(),
        "run `ganita-server openapi > server/openapi.json`, then `node tests/wasm/api.mjs`"
    );
}

#[tokio::test]
async fn words_become_latex_for_clients_without_wasm() {
    let tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let read = |words: &'static str, language: &'static str| async move {
        let body = json!({ "words": words, "language": language });
        post(server.address, "/api/v1/math/latex", &body).await.json()
    };
    let read_english = read("x squared plus one", "en").await;
    assert_eq!(
        (&read_english["latex"], &read_english["isMathematics"]),
        (&json!("x^{2} + 1"), &json!(true))
    );
    let read_hindi = read("x का वर्ग", "hi").await;
    assert_eq!(read_hindi["latex"], "x^{2}");
    let long = json!({ "words": "x ".repeat(1_001) });
    assert_eq!(post(server.address, "/api/v1/math/latex", &long).await.problem(), "invalid");
}

/// Opens `/ws/transcription` and gives its messages.
async fn watch(server: SocketAddr, ticket: &str) -> impl FnMut() -> Next {
    let mut request =
        format!("ws://{server}/ws/transcription").into_client_request().expect("an address");
    let protocols = format!("ganita.transcription.v1, ticket.{ticket}");
    request.headers_mut().insert("sec-websocket-protocol", protocols.parse().expect("a header"));
    let (socket, _) = connect_async(request).await.expect("it opens");
    let socket = std::sync::Arc::new(tokio::sync::Mutex::new(socket));
    move || {
        let socket = std::sync::Arc::clone(&socket);
        Box::pin(async move {
            loop {
                match timeout(PATIENCE, socket.lock().await.next()).await.expect("it speaks") {
                    Some(Ok(Message::Text(text))) => {
                        return Heard::Json(serde_json::from_str(&text).expect("JSON"));
                    }
                    Some(Ok(Message::Close(frame))) => {
                        let code = frame.map_or(1005, |frame| frame.code.into());
                        return Heard::Closed(code, String::new());
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Heard::Closed(1006, String::new()),
                }
            }
        })
    }
}

type Next = std::pin::Pin<Box<dyn Future<Output = Heard> + Send>>;

#[tokio::test]
async fn a_teacher_watches_what_is_said_interim_and_final_and_nobody_else_does() {
    let (mut tutor, server) = school().await;
    let address = server.address;
    let asha = access_token("asha", "student", &[]);
    let wish = json!({ "language": "en", "consent": true });
    let headers = [&*format!("origin: {PAGE}")];
    let granted = ask_with(address, &asha, "POST /api/v1/live/tickets", &headers, &wish).await;
    let granted = granted.json();
    let session = granted["sessionId"].as_str().expect("an id");
    let live = granted["ticket"].as_str().expect("a ticket");

    let ravi = access_token("ravi", "student", &[]);
    let request = "POST /api/v1/transcription/tickets";
    let which = json!({ "sessionId": session });
    assert_eq!(ask_as(address, &ravi, request, &which).await.status, 404);
    let teacher = access_token("ms-rao", "teacher", &[]);
    let granted = ask_as(address, &teacher, request, &which).await;
    assert_eq!(granted.status, 201, "{}", granted.text);
    let ticket = granted.json()["ticket"].as_str().expect("a ticket").to_owned();
    let mut next = watch(address, &ticket).await;
    let mut again = watch(address, &ticket).await;
    assert_eq!(again().await, Heard::Closed(4401, String::new()), "a ticket is good once");

    let protocols = format!("ganita.live.v1, ticket.{live}");
    let mut page = crate::client::open(address, &protocols, PAGE).await.expect("it is good");
    page.session = session.to_owned();
    let (mut visit, _) = tutor.greeted().await;
    page.greeted().await;
    for (text, finished) in [("x squared", false), (" plus one", true)] {
        let heard = json!({ "text": text, "finished": finished });
        visit.say(json!({ "serverContent": { "inputTranscription": heard } })).await;
    }
    let mut heard = Vec::new();
    loop {
        let Heard::Json(message) = next().await else { panic!("the channel closed") };
        let transcript = message["transcript"].clone();
        let is_final = transcript["final"] == true;
        heard.push(transcript);
        if is_final {
            break;
        }
    }
    assert_eq!((&heard[0]["text"], &heard[0]["final"]), (&json!("x squared"), &json!(false)));
    let last = heard.last().expect("there is one");
    assert_eq!(
        (&last["text"], &last["latex"], &last["speaker"]),
        (&json!("x squared plus one"), &json!("x^{2} + 1"), &json!("student"))
    );
}

#[tokio::test]
async fn a_student_takes_a_copy_of_everything_and_has_it_erased() {
    let (_tutor, server) = school().await;
    let server = server.address;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let operator = access_token("op", "operator", &[]);
    for token in [&asha, &ravi] {
        let wish = json!({ "language": "en", "consent": true });
        ask_as(server, token, "POST /api/v1/live/tickets", &wish).await;
        let solved = json!({ "latex": "2x + 3 = 11" });
        assert_eq!(ask_as(server, token, "POST /api/v1/math/solve", &solved).await.status, 200);
    }
    let problems = ask_as(server, &asha, "GET /api/v1/problems", &json!({})).await.json();
    assert_eq!(problems["problems"][0]["answerLatex"], "x = 4");
    let copy = ask_as(server, &asha, "GET /api/v1/students/me/export", &json!({})).await.json();
    for (what, count) in [("lessons", 1), ("consents", 1), ("problems", 1)] {
        assert_eq!(copy[what].as_array().map(Vec::len), Some(count), "{what} in {copy}");
    }
    assert!(!copy.to_string().contains("ravi"), "nobody else's");
    for request in ["GET /api/v1/students/asha/export", "DELETE /api/v1/students/asha"] {
        assert_eq!(ask_as(server, &ravi, request, &json!({})).await.status, 404, "{request}");
    }
    let erased = ask_as(server, &operator, "DELETE /api/v1/students/asha", &json!({})).await.json();
    assert_eq!(
        erased,
        json!({ "lessons": 1, "problems": 1, "consents": 1, "enrolments": 0, "usage": 0 })
    );
    let copy = ask_as(server, &asha, "GET /api/v1/students/me/export", &json!({})).await.json();
    assert_eq!((&copy["lessons"], &copy["problems"]), (&json!([]), &json!([])));
    let ravis = ask_as(server, &ravi, "GET /api/v1/problems", &json!({})).await.json();
    assert_eq!(ravis["problems"].as_array().map(Vec::len), Some(1), "Ravi's stay");

    // What happened is on record, without anybody's name, and the record is whole.
    assert_eq!(ask_as(server, &asha, "GET /api/v1/audit", &json!({})).await.status, 403);
    let log = ask_as(server, &operator, "GET /api/v1/audit", &json!({})).await;
    let deeds: Vec<Value> = log.json()["entries"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| entry["action"].clone())
        .collect();
    assert!(deeds.contains(&json!("student-erased")) && deeds.contains(&json!("consent-given")));
    assert!(!log.text.contains("asha"), "{}", log.text);
    let verified = ask_as(server, &operator, "GET /api/v1/audit/verification", &json!({})).await;
    assert_eq!(verified.json()["brokenAt"], json!(null));
    assert_eq!(verified.json()["entries"], json!(deeds.len()));
}

#[tokio::test]
async fn where_guardians_decide_a_student_cannot_agree_alone() {
    let tutor = Tutor::start().await;
    let settings = [("GANITA_PLATFORM_SECRET", PLATFORM_SECRET), ("GANITA_CONSENT", "guardian")];
    let server = TestServer::with(tutor.address, &settings).await;
    let server = server.address;
    let asha = access_token("asha", "student", &[]);
    let lesson = json!({ "language": "en", "consent": true });
    let tickets = "POST /api/v1/live/tickets";
    assert_eq!(ask_as(server, &asha, tickets, &lesson).await.problem(), "consent-needed");
    let consent = "POST /api/v1/consent";
    let own = json!({ "method": "page", "textVersion": "v1" });
    assert_eq!(ask_as(server, &asha, consent, &own).await.status, 201);
    assert_eq!(ask_as(server, &asha, tickets, &lesson).await.problem(), "consent-needed");
    let forged = json!({ "method": "paper", "textVersion": "v1", "guardian": "mother" });
    assert_eq!(ask_as(server, &asha, consent, &forged).await.problem(), "forbidden");

    let stranger = access_token("stranger", "guardian", &[]);
    let for_asha = json!({ "student": "asha", "method": "platform", "textVersion": "v1" });
    assert_eq!(ask_as(server, &stranger, consent, &for_asha).await.problem(), "forbidden");
    let mother = crate::house::guardian_token("mother", &["asha"]);
    let given = ask_as(server, &mother, consent, &for_asha).await;
    assert_eq!((given.status, &given.json()["guardian"]), (201, &json!("mother")));
    assert_eq!(ask_as(server, &asha, tickets, &lesson).await.status, 201);
    let withdraw = "DELETE /api/v1/consent?student=asha";
    assert_eq!(ask_as(server, &mother, withdraw, &json!({})).await.status, 204);
    assert_eq!(ask_as(server, &asha, tickets, &lesson).await.problem(), "consent-needed");
}
