//! What is kept of a lesson beside its words: the board, what was used; and problems with their solutions.

use crate::client::Socket;
use crate::house::{PAGE, PATIENCE, PLATFORM_SECRET, TestServer, access_token};
use crate::platform::ask_with;
use crate::rooms::ask_as;
use crate::tutor::{Tutor, Visit};
use serde_json::{Value, json};
use std::net::SocketAddr;

async fn school(settings: &[(&str, &str)]) -> (Tutor, TestServer) {
    let tutor = Tutor::start().await;
    let all = [&[("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)], settings].concat();
    let server = TestServer::with(tutor.address, &all).await;
    (tutor, server)
}

async fn begin(server: SocketAddr, tutor: &mut Tutor, token: &str) -> (Socket, Visit, String) {
    let wish = json!({ "language": "en", "consent": true });
    let origin = format!("origin: {PAGE}");
    let granted = ask_with(server, token, "POST /api/v1/live/tickets", &[&origin], &wish).await;
    let granted = granted.json();
    let text = |name: &str| granted[name].as_str().expect("a ticket").to_owned();
    let protocols = format!("ganita.live.v1, ticket.{}", text("ticket"));
    let mut page = crate::client::open(server, &protocols, PAGE).await.expect("it is good");
    let (visit, _) = tutor.greeted().await;
    page.session = text("sessionId");
    page.greeted().await;
    (page, visit, text("sessionId"))
}

/// Asks until the answer is as wanted: what lessons leave behind is written behind their backs.
async fn eventually(
    server: SocketAddr,
    token: &str,
    request: &str,
    is: impl Fn(&Value) -> bool,
) -> Value {
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        let answer = ask_as(server, token, request, &json!({})).await.json();
        if is(&answer) {
            return answer;
        }
        assert!(tokio::time::Instant::now() < until, "{request}: {answer}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn the_board_is_kept_and_read_by_its_student_and_their_teachers() {
    let (mut tutor, server) = school(&[]).await;
    let address = server.address;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let (mut page, mut visit, session) = begin(address, &mut tutor, &asha).await;
    let calls = [
        json!({ "id": "c1", "name": "write_equation", "args": { "latex": "x^{2}" } }),
        json!({ "id": "c2", "name": "write_equation", "args": { "latex": "" , "evil": 1 } }),
        json!({ "id": "c3", "name": "write_text", "args": { "text": "बोर्ड" } }),
    ];
    visit.say(json!({ "toolCall": { "functionCalls": calls } })).await;
    page.json().await;
    let request = format!("GET /api/v1/sessions/{session}/board");
    let board = eventually(address, &asha, &request, |board| {
        board["operations"].as_array().is_some_and(|all| all.len() == 2)
    })
    .await;
    assert_eq!(board["operations"][0]["name"], "write_equation");
    assert_eq!(board["operations"][0]["arguments"], json!({ "latex": "x^{2}" }));
    assert_eq!(board["operations"][1]["arguments"]["text"], "बोर्ड", "a refused call is not drawn");
    assert_eq!(ask_as(address, &ravi, &request, &json!({})).await.status, 404);
    let teacher = access_token("ms-rao", "teacher", &[]);
    assert_eq!(ask_as(address, &teacher, &request, &json!({})).await.json(), board);
    let operator = access_token("op", "operator", &[]);
    let log = ask_as(address, &operator, "GET /api/v1/audit", &json!({})).await.text;
    assert!(log.contains("transcript-read"), "a teacher's reading is on record: {log}");
    let copy = ask_as(address, &asha, "GET /api/v1/students/me/export", &json!({})).await.json();
    assert_eq!(copy["lessons"][0]["board"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn what_a_lesson_used_is_counted_by_day() {
    let (mut tutor, server) = school(&[]).await;
    let address = server.address;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let (mut page, mut visit, _) = begin(address, &mut tutor, &asha).await;
    page.speak(1).await;
    visit.hear().await;
    visit.say(json!({ "usageMetadata": { "totalTokenCount": 321 } })).await;
    visit.say(json!({ "serverContent": { "turnComplete": true } })).await;
    page.json().await;
    page.close().await;
    let request = "GET /api/v1/students/me/usage";
    let usage = eventually(address, &asha, request, |usage| usage["days"][0].is_object()).await;
    let day = &usage["days"][0];
    assert_eq!(
        (&day["lessons"], &day["tokens"], &day["soundBytes"]),
        (&json!(1), &json!(321), &json!(3_200)),
        "{usage}"
    );
    assert!(day["seconds"].as_i64().is_some_and(|seconds| seconds >= 1));
    assert_eq!(ask_as(address, &ravi, request, &json!({})).await.json()["days"], json!([]));
    let hers = "GET /api/v1/students/asha/usage";
    assert_eq!(ask_as(address, &ravi, hers, &json!({})).await.status, 404);
    let operator = access_token("op", "operator", &[]);
    assert_eq!(ask_as(address, &operator, hers, &json!({})).await.json(), usage);
}

#[tokio::test]
async fn a_student_whose_minutes_are_used_up_begins_no_other_lesson() {
    let (mut tutor, server) = school(&[("GANITA_MINUTES_A_DAY", "1")]).await;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    // The first minute is paid for when the lesson begins, before the page is greeted or soon after.
    let (_page, _visit, _) = begin(server.address, &mut tutor, &asha).await;
    let wish = json!({ "language": "en", "consent": true });
    let until = tokio::time::Instant::now() + PATIENCE;
    let refused = loop {
        let asked = ask_as(server.address, &asha, "POST /api/v1/live/tickets", &wish).await;
        if asked.status != 201 {
            break asked;
        }
        assert!(tokio::time::Instant::now() < until, "nobody counts");
    };
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too-many"));
    assert!(refused.text.contains("minutes"), "{}", refused.text);
    let other = ask_as(server.address, &ravi, "POST /api/v1/live/tickets", &wish).await;
    assert_eq!(other.status, 201, "somebody else's are not touched");
}

#[tokio::test]
async fn a_second_lesson_is_refused_where_one_a_day_is_allowed_and_the_first_can_be_taken_up() {
    let (_tutor, server) = school(&[("GANITA_LESSONS_A_DAY", "1")]).await;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let wish = json!({ "language": "en", "consent": true });
    let ask = async |token: &str, wish: &Value| {
        ask_as(server.address, token, "POST /api/v1/live/tickets", wish).await
    };
    let first = ask(&asha, &wish).await;
    assert_eq!(first.status, 201);
    let second = ask(&asha, &wish).await;
    assert_eq!((second.status, second.problem().as_str()), (429, "too-many"));
    assert!(second.text.contains("lessons"), "{}", second.text);
    let mut again = wish.clone();
    again["resume"] = first.json()["sessionId"].clone();
    assert_eq!(ask(&asha, &again).await.status, 201, "the same lesson");
    assert_eq!(ask(&ravi, &wish).await.status, 201, "somebody else's are not touched");
}

#[tokio::test]
async fn a_lesson_whose_students_tokens_are_used_up_closes_with_4429_and_no_other_begins() {
    let (mut tutor, server) = school(&[("GANITA_TOKENS_A_DAY", "1000")]).await;
    let asha = access_token("asha", "student", &[]);
    let (mut page, mut visit, _) = begin(server.address, &mut tutor, &asha).await;
    visit.say(json!({ "usageMetadata": { "totalTokenCount": 999 } })).await;
    visit.say(json!({ "serverContent": { "outputTranscription": { "text": "on" } } })).await;
    while !page.json().await.to_string().contains("outputTranscription") {}
    visit.say(json!({ "usageMetadata": { "totalTokenCount": 2 } })).await;
    assert_eq!(page.closed().await, 4429);
    let wish = json!({ "language": "en", "consent": true });
    let refused = ask_as(server.address, &asha, "POST /api/v1/live/tickets", &wish).await;
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too-many"));
    assert!(refused.text.contains("tokens"), "{}", refused.text);
}

#[tokio::test]
async fn a_solved_problem_is_kept_with_its_steps_and_is_nobody_elses() {
    let (_tutor, server) = school(&[]).await;
    let address = server.address;
    let [asha, ravi] = ["asha", "ravi"].map(|name| access_token(name, "student", &[]));
    let solve = async |token: &str, body: Value| {
        ask_as(address, token, "POST /api/v1/math/solve", &body).await.json()
    };
    let first = solve(&asha, json!({ "latex": "x^2-5x+6=0" })).await;
    let again = solve(&asha, json!({ "latex": "x^{2} - 5 x + 6 = 0" })).await;
    assert_eq!(first, again, "the same problem spelt otherwise, from memory");
    let bare = solve(&ravi, json!({ "latex": "x^2-5x+6=0", "steps": false })).await;
    assert_eq!((&bare["steps"], &bare["answerLatex"]), (&json!([]), &first["answerLatex"]));
    let other = first["alternatives"][0]["name"].as_str().expect("a quadratic has several ways");
    let otherwise = solve(&ravi, json!({ "latex": "x^2-5x+6=0", "by": other })).await;
    assert_ne!(otherwise["steps"], first["steps"], "another way has other steps");

    let list = ask_as(address, &asha, "GET /api/v1/problems", &json!({})).await.json();
    assert_eq!(list["problems"].as_array().map(Vec::len), Some(2));
    assert!(list["problems"][0]["solution"].is_null(), "lists are short");
    let one = format!("GET /api/v1/problems/{}", list["problems"][0]["number"]);
    let kept = ask_as(address, &asha, &one, &json!({})).await.json();
    assert_eq!(kept["solution"], first);
    assert_eq!(ask_as(address, &ravi, &one, &json!({})).await.status, 404);
    let none = ask_as(address, &asha, "GET /api/v1/problems/twelve", &json!({})).await;
    assert_eq!(none.status, 404);
}

#[tokio::test]
async fn accuracy_is_told_where_a_teacher_wrote_down_what_was_said_and_nowhere_else() {
    let (mut tutor, server) = school(&[]).await;
    let address = server.address;
    let asha = access_token("asha", "student", &[]);
    let teacher = access_token("ms-rao", "teacher", &[]);
    let (mut page, mut visit, session) = begin(address, &mut tutor, &asha).await;
    for (words, label) in
        [("solve x squared is two", None), ("four words by script", Some("scripted"))]
    {
        let heard = json!({ "text": words, "finished": true, "speakerLabel": label });
        visit.say(json!({ "serverContent": { "inputTranscription": heard } })).await;
        page.json().await;
    }
    let export = format!("GET /api/v1/sessions/{session}/export");
    let lesson = eventually(address, &asha, &export, |lesson| {
        lesson["segments"].as_array().is_some_and(|all| all.len() == 2)
    })
    .await;
    assert_eq!(lesson["segments"][0]["text"], "solve x squared is two");
    assert_eq!(lesson["board"], json!([]), "the board comes along");
    let metrics = async || crate::client::get(address, "/metrics").await.text;
    assert!(!metrics().await.contains("transcription_accuracy"), "nothing is invented");

    let request = format!("PUT /api/v1/sessions/{session}/reference");
    let said = json!({ "text": "Solve: x squared equals two." });
    let answer = ask_as(address, &teacher, &request, &said).await;
    let expected = json!({ "accuracyPercentage": 80.0, "words": 5, "errors": 1 });
    assert_eq!(answer.json(), expected, "the scripted words do not count");
    assert!(metrics().await.contains("transcription_accuracy_percentage 80.0"));
    assert_eq!(ask_as(address, &asha, &request, &said).await.status, 403, "not her own judge");
    let ravi = access_token("ravi", "student", &[]);
    for request in [request.as_str(), export.as_str()] {
        assert_eq!(ask_as(address, &ravi, request, &said).await.status, 404, "{request}");
    }
    for text in ["", " . ", &"x ".repeat(5_000)] {
        let answer = ask_as(address, &teacher, &request, &json!({ "text": text })).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
    }
    let erase = format!("DELETE /api/v1/sessions/{session}");
    assert_eq!(ask_as(address, &asha, &erase, &json!({})).await.status, 204);
    assert!(!metrics().await.contains("transcription_accuracy"), "it goes with the lesson");
}
