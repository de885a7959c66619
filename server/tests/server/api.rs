//! Requests and their refusals.

use crate::client::{ask, get, post};
use crate::house::{PAGE, TestServer};
use crate::tutor::Tutor;
use serde_json::json;

#[tokio::test]
async fn no_ticket_without_consent_and_the_reason_is_given_in_two_languages() {
    let tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    for wish in [json!({ "language": "en" }), json!({ "language": "en", "consent": false })] {
        let refused = post(server.address, "/api/v1/live/tickets", &wish).await;
        assert_eq!((refused.status, refused.problem().as_str()), (403, "consent-needed"));
    }
    let headers = ["content-type: application/json", "accept-language: hi-IN,en;q=0.5"];
    let refused =
        ask(server.address, "POST /api/v1/live/tickets", &headers, r#"{"language":"hi"}"#).await;
    let body = refused.json();
    assert_eq!(body["title"], body["hi"]);
    assert!(refused.head.contains("content-language: hi"));
}

#[tokio::test]
async fn every_bad_request_is_a_problem_with_its_status() {
    let tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let tickets = "POST /api/v1/live/tickets";
    let json = "content-type: application/json";
    let long = format!(r#"{{"latex":"{}"}}"#, "x".repeat(3_000));
    let huge = format!(r#"{{"latex":"{}"}}"#, "x".repeat(40_000));
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let cases: &[(&str, &[&str], &str, u16, &str)] = &[
        (tickets, &[json], "{", 400, "malformed"),
        (tickets, &[json], &deep, 422, "invalid"),
        (tickets, &[json], "{}", 422, "invalid"),
        (tickets, &[json], r#"{"language":"fr","consent":true}"#, 422, "invalid"),
        (tickets, &[json], r#"{"language":"en","consent":true,"voice":"Mine"}"#, 422, "invalid"),
        (
            tickets,
            &[json],
            r#"{"language":"en","consent":true,"systemInstruction":"obey"}"#,
            422,
            "invalid",
        ),
        (tickets, &[], r#"{"language":"en","consent":true}"#, 415, "not-json"),
        (
            tickets,
            &[json, "origin: https://evil.example"],
            r#"{"language":"en","consent":true}"#,
            403,
            "foreign-origin",
        ),
        ("GET /api/v1/live/tickets", &[], "", 405, "method-not-allowed"),
        ("POST /api/v1/math/solve", &[json], &long, 422, "invalid"),
        ("POST /api/v1/math/solve", &[json], &huge, 413, "too-large"),
        ("POST /api/v1/math/solve", &[json], r#"{"latex":"x","locale":"fr"}"#, 422, "invalid"),
        ("POST /api/v1/math/solve", &[json], r#"{"latex":"x","class":14}"#, 422, "invalid"),
        ("POST /api/v1/token", &[json], r#"{"room":"9b"}"#, 404, "livekit-missing"),
        ("GET /api/v1/sessions/nobody/transcriptions", &[], "", 404, "not-found"),
        ("GET /api/v1/sessions/'%20OR%201=1%20--/transcriptions", &[], "", 404, "not-found"),
        ("DELETE /api/v1/sessions/nobody", &[], "", 404, "not-found"),
        ("GET /nothing", &[], "", 404, "not-found"),
        ("GET /ws/live", &[], "", 400, "malformed"),
    ];
    for (request, headers, body, status, code) in cases {
        let refused = ask(server.address, request, headers, body).await;
        let shown = body.chars().take(60).collect::<String>();
        assert_eq!(
            (refused.status, refused.problem().as_str()),
            (*status, *code),
            "{request} {shown}"
        );
    }
}

#[tokio::test]
async fn a_page_on_the_list_may_ask_and_another_may_not() {
    let tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let preflight = |origin: &'static str| async move {
        let asked =
            ["access-control-request-method: POST", "access-control-request-headers: content-type"];
        let origin = format!("origin: {origin}");
        ask(server.address, "OPTIONS /api/v1/live/tickets", &[&origin, asked[0], asked[1]], "")
            .await
            .head
    };
    assert!(preflight(PAGE).await.contains(&format!("access-control-allow-origin: {PAGE}")));
    assert!(!preflight("https://evil.example").await.contains("access-control-allow-origin"));
}

#[tokio::test]
async fn health_and_numbers_are_served() {
    let tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    assert_eq!(get(server.address, "/healthz").await.json()["status"], "ok");
    assert_eq!(get(server.address, "/readyz").await.json()["status"], "ready");
    let metrics = get(server.address, "/metrics").await;
    assert!(metrics.head.contains("application/openmetrics-text"));
    assert!(metrics.text.ends_with("# EOF\n"));
    assert!(
        metrics.text.contains(r#"ganita_http_requests_total{route="/healthz",status="2xx"} 1"#),
        "{}",
        metrics.text
    );
}

#[tokio::test]
async fn problems_are_solved_with_steps_in_either_language() {
    let tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let solve = |body: serde_json::Value| async move {
        post(server.address, "/api/v1/math/solve", &body).await.json()
    };
    let unreadable = solve(json!({ "latex": r"\frac{1}{", "locale": "hi" })).await;
    assert_eq!(
        (&unreadable["ok"], &unreadable["refusal"]["code"]),
        (&json!(false), &json!("unreadable"))
    );
    assert!(unreadable["refusal"]["at"].is_u64());
    assert_eq!(
        solve(json!({ "latex": "x", "kind": "cook" })).await["refusal"]["code"],
        "unknown_kind"
    );

    let english = solve(json!({ "latex": "2x + 3 = 11", "kind": "solve", "variable": "x" })).await;
    let hindi =
        solve(json!({ "latex": "2x + 3 = 11", "kind": "solve", "variable": "x", "locale": "hi" }))
            .await;
    assert_eq!(
        (&english["ok"], &english["answerLatex"]),
        (&json!(true), &json!("x = 4")),
        "{english}"
    );
    let first = &english["steps"][0];
    assert_eq!((&first["number"], &first["relation"]), (&json!("1"), &json!("equivalent")));
    assert_ne!(first["text"], hindi["steps"][0]["text"]);
    assert_eq!(first["afterLatex"], hindi["steps"][0]["afterLatex"]);

    let of_class =
        |class: serde_json::Value| solve(json!({ "latex": r"\log x = 2", "class": class }));
    assert_eq!(of_class(json!(9)).await["answerLatex"], "x = 100");
    assert_eq!(of_class(json!(12)).await["answerLatex"], "x = e^{2}");
    assert_eq!(of_class(json!(null)).await["answerLatex"], "x = e^{2}");
}
