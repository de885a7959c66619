//! What comes in from outside and means harm: never a 500, always a problem, and the server goes on.

use crate::client::{ask, get};
use crate::house::{PLATFORM_SECRET, TestServer, access_token};
use crate::rooms::ask_as;
use crate::tutor::Tutor;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// Texts that have broken other software.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "' OR 1=1 --",
        "'; DROP TABLE rooms; --",
        "$1",
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "%ff%fe",
        "%E2%80%AE",
        "\u{202e}evil",
        "\u{0}",
        "\u{fffd}",
        "क्\u{200d}ष",
        "🧮🧮🧮",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "\r\nset-cookie: a=b",
        "-1",
        "9223372036854775808",
        "NaN",
        "null",
        "",
    ]
    .map(str::to_owned)
    .to_vec();
    // A letter under a thousand marks, and a name of many small ones.
    texts.push(format!("e{}", "\u{301}".repeat(1_000)));
    texts.push("ﷺ".repeat(400));
    texts
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn survives(server: SocketAddr) {
    assert_eq!(get(server, "/readyz").await.status, 200);
}

#[tokio::test]
async fn hostile_texts_in_any_field_path_or_query_are_refused_or_harmless() {
    let tutor = Tutor::start().await;
    let settings = [
        ("GANITA_PLATFORM_SECRET", PLATFORM_SECRET),
        ("GANITA_REQUESTS_A_MINUTE", "0"),
        ("GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS", "0"),
    ];
    let server = TestServer::with(tutor.address, &settings).await;
    let operator = access_token("op", "operator", &[]);
    for text in texts() {
        let bodies: &[(&str, Value)] = &[
            ("POST /api/v1/rooms", json!({ "id": text, "name": "x" })),
            ("POST /api/v1/rooms", json!({ "name": text })),
            ("POST /api/v1/token", json!({ "room": text, "name": text, "identity": text })),
            ("POST /api/v1/math/solve", json!({ "latex": text, "kind": text, "variable": text })),
            ("POST /api/v1/math/latex", json!({ "words": text })),
            (
                "POST /api/v1/live/tickets",
                json!({ "language": "en", "consent": true, "resume": text }),
            ),
            (
                "POST /api/v1/live/tickets",
                json!({ "language": text, "voice": text, "consent": true }),
            ),
            ("POST /api/v1/transcription/tickets", json!({ "sessionId": text })),
            (
                "POST /api/v1/consent",
                json!({ "student": text, "method": "page", "textVersion": text }),
            ),
            ("PUT /api/v1/sessions/x/reference", json!({ "text": text })),
            ("POST /api/v1/auth/refresh", json!({ "refreshToken": text })),
        ];
        for (request, body) in bodies {
            let answer = ask_as(server.address, &operator, request, body).await;
            assert!(
                answer.status < 500 || answer.status == 503,
                "{request} {body}: {}",
                answer.text
            );
            if answer.status >= 400 {
                answer.problem();
            }
            assert!(!answer.head.contains("set-cookie"), "{request} {body}");
        }
        let text = escaped(&text);
        for request in [
            format!("GET /api/v1/rooms/{text}"),
            format!("POST /api/v1/rooms/{text}/close"),
            format!("GET /api/v1/rooms/{text}/enrolments"),
            format!("GET /api/v1/rooms?after={text}&limit={text}"),
            format!("GET /api/v1/sessions/{text}/transcriptions"),
            format!("GET /api/v1/sessions/{text}/transcriptions?after={text}"),
            format!("DELETE /api/v1/sessions/{text}"),
            format!("GET /api/v1/sessions/{text}/export"),
            format!("GET /api/v1/students/{text}/export"),
            format!("GET /api/v1/consent?student={text}"),
            format!("PUT /api/v1/denied/{text}"),
            format!("GET /ws/{text}"),
        ] {
            let answer = ask_as(server.address, &operator, &request, &json!({})).await;
            assert!(answer.status < 500, "{request}: {}", answer.text);
        }
    }
    survives(server.address).await;
}

#[tokio::test]
async fn bodies_that_swell_nest_or_lie_are_refused() {
    let tutor = Tutor::start().await;
    let server = TestServer::with_tutor(tutor.address).await;
    let json_type = "content-type: application/json";
    let deep = format!("{}{}", r#"{"latex":"#.repeat(10_000), "1");
    let wide = format!("{{{}\"latex\":\"x\"}}", r#""a":1,"#.repeat(4_000));
    let twice = r#"{"latex":"x","latex":"y"}"#;
    let number = format!(r#"{{"latex":{}}}"#, "9".repeat(20_000));
    let huge = format!(r#"{{"latex":"{}"}}"#, "x".repeat(40_000));
    for (what, body, statuses) in [
        ("deep", deep.as_str(), &[400, 413, 422][..]),
        ("wide", &wide, &[422]),
        ("a key twice", twice, &[422]),
        ("a long number", &number, &[400, 422]),
        ("huge", &huge, &[413]),
        ("an array", "[]", &[422]),
        ("half a letter", "{\"latex\":\"\\ud800\"}", &[400]),
        ("nothing", "", &[400]),
    ] {
        let answer = ask(server.address, "POST /api/v1/math/solve", &[json_type], body).await;
        assert!(statuses.contains(&answer.status), "{what}: {} {}", answer.status, answer.text);
        answer.problem();
    }
    survives(server.address).await;
}

#[tokio::test]
async fn headers_that_swell_or_lie_are_refused() {
    let tutor = Tutor::start().await;
    let settings = [("GANITA_PLATFORM_SECRET", PLATFORM_SECRET)];
    let server = TestServer::with(tutor.address, &settings).await;
    let many: Vec<String> = (0..200).map(|number| format!("x-{number}: y")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let refused = ask(server.address, "GET /healthz", &many, "").await;
    assert!((400..500).contains(&refused.status), "{}", refused.status);
    let long = format!("authorization: Bearer {}", "a.".repeat(8_000));
    for header in [
        long.as_str(),
        "authorization: Bearer",
        "authorization: Basic YTpi",
        "authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
        "authorization: Bearer \u{fffd}",
    ] {
        let refused = ask(server.address, "GET /api/v1/rooms", &[header], "").await;
        assert_eq!((refused.status, refused.problem().as_str()), (401, "unauthorised"));
    }
    survives(server.address).await;
}

#[test]
fn the_security_tables_name_tests_that_exist() {
    let sources = ["src", "tests/server"].map(|folder| {
        fn read(folder: &std::path::Path, all: &mut String) {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    read(&path, all);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    all.push_str(&std::fs::read_to_string(&path).expect("text"));
                }
            }
        }
        let mut all = String::new();
        read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
        all
    });
    let table = include_str!("../../SECURITY.md");
    let names: Vec<&str> = table.split('`').skip(1).step_by(2).collect();
    assert!(names.len() > 15, "the tables have names");
    for name in names {
        let test = format!("fn {name}(");
        assert!(sources.iter().any(|source| source.contains(&test)), "there is no test {name}");
    }
}

/// A body that a schema of the description allows, as small as it may be.
fn smallest(schema: &Value, all: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().expect("a name");
        return smallest(&all["components"]["schemas"][name], all);
    }
    if let Some(one) = schema["enum"].get(0) {
        return one.clone();
    }
    match schema["type"].as_str() {
        Some("object") => {
            let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
            let fields = required.iter().filter_map(Value::as_str);
            // Without it nothing else of a lesson is looked at.
            let consent = schema["properties"]["consent"].is_object().then_some("consent");
            let fields = fields
                .chain(consent)
                .map(|name| (name.to_owned(), smallest(&schema["properties"][name], all)));
            Value::Object(fields.collect())
        }
        Some("boolean") => json!(true),
        Some("integer" | "number") => json!(1),
        _ => match schema["pattern"].as_str() {
            Some(pattern) if pattern.starts_with("^(") => {
                json!(pattern[2..].split(['|', ')']).next().expect("one of them"))
            }
            _ => json!("x"),
        },
    }
}

#[tokio::test]
async fn every_text_of_every_body_has_a_limit_that_holds() {
    let tutor = Tutor::start().await;
    let settings = [
        ("GANITA_PLATFORM_SECRET", PLATFORM_SECRET),
        ("GANITA_REQUESTS_A_MINUTE", "0"),
        ("GANITA_REQUESTS_A_MINUTE_OF_AN_ADDRESS", "0"),
        ("GANITA_DIRECT", "on"),
    ];
    let server = TestServer::with(tutor.address, &settings).await;
    let operator = access_token("op", "operator", &[]);
    let api = get(server.address, "/api/v1/openapi.json").await.json();
    let mut fields = 0;
    for (path, methods) in api["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next())
            else {
                continue;
            };
            let properties = &api["components"]["schemas"][name]["properties"];
            for (field, of) in properties.as_object().into_iter().flatten() {
                let kind = &of["type"];
                if kind != "string"
                    && !kind.as_array().is_some_and(|all| all.contains(&json!("string")))
                {
                    continue;
                }
                let limit = of["maxLength"].as_u64();
                let is_listed = of["pattern"].as_str().is_some_and(|one| one.starts_with("^("));
                assert!(limit.is_some() || is_listed, "{method} {path}: {field} has no limit");
                let mut body = smallest(schema, &api);
                let longest = usize::try_from(limit.unwrap_or(64)).expect("a small number");
                body[field] = json!("x".repeat(longest + 1));
                let path = path.replace("{id}", "x").replace("{person}", "x");
                let request = format!("{} {path}", method.to_uppercase());
                let answer = ask_as(server.address, &operator, &request, &body).await;
                // What is only looked up may be any text: one that is too long for a key is simply not there.
                let is_refused = matches!(answer.status, 401 | 404 | 422);
                assert!(is_refused, "{request} {field}: {} {}", answer.status, answer.text);
                fields += 1;
            }
        }
    }
    assert!(fields >= 15, "the description has bodies with texts: {fields}");
}
