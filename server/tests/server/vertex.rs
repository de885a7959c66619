//! Google's Agent Platform as the tutor: another path, access tokens instead of keys, another name for the model.

use crate::client::{Socket, get};
use crate::house::{PATIENCE, TestServer};
use crate::tutor::Tutor;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PATH: &str = "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent";
const MODEL: &str =
    "projects/school-1/locations/asia-south1/publishers/google/models/gemini-3.8-live";

fn settings<'a>(more: (&'a str, &'a str)) -> [(&'a str, &'a str); 5] {
    [
        ("GANITA_UPSTREAM", "vertex"),
        ("GANITA_GEMINI_TERMS", "accepted"),
        ("GANITA_VERTEX_PROJECT", "school-1"),
        ("GANITA_VERTEX_LOCATION", "asia-south1"),
        more,
    ]
}

/// The metadata server of a machine: its tokens are numbered and last so long.
async fn metadata(expires_in: u32) -> (SocketAddr, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let asked = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).await.unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..read]).to_ascii_lowercase();
            let path = "get /computemetadata/v1/instance/service-accounts/default/token ";
            let is_right = request.starts_with(path) && request.contains("metadata-flavor: google");
            let number = counted.fetch_add(1, Ordering::Relaxed) + 1;
            let token = format!("canary-token-{number}");
            let body = json!({
                "access_token": token, "expires_in": expires_in, "token_type": "Bearer",
            });
            let body = body.to_string();
            let status = if is_right { "200 OK" } else { "403 Forbidden" };
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n");
            let rest = format!("content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
            let _ = stream.write_all(format!("{head}{rest}").as_bytes()).await;
        }
    });
    (address, asked)
}

/// A lesson begins, and begins again after a cut: what the tutor was shown each time.
async fn two_connections(more: (&str, &str), between: impl FnOnce()) -> Vec<Option<String>> {
    let mut tutor = Tutor::start().await;
    let server = TestServer::with(tutor.address, &settings(more)).await;
    let mut page = Socket::connect(&server, None).await;
    let (mut first, setup) = tutor.greeted().await;
    assert_eq!(first.path, PATH);
    assert_eq!(first.key, None, "keys are the Developer API's");
    assert_eq!(setup["model"], MODEL);
    page.greeted().await;
    // The Agent Platform's own word for what came out.
    let usage = json!({
        "promptTokenCount": 7, "candidatesTokenCount": 5, "totalTokenCount": 12,
        "candidatesTokensDetails": [{ "modality": "AUDIO", "tokenCount": 5 }],
    });
    first.say(json!({ "usageMetadata": usage })).await;
    let told = page.json().await;
    assert_eq!(told["usageMetadata"]["responseTokenCount"], 5, "{told}");
    let mut shown = vec![first.authorization.clone()];
    between();
    first.close(1011, "internal error").await;
    let (second, _) = tutor.greeted().await;
    shown.push(second.authorization.clone());
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer: String = get(server.address, path).await.text;
        assert!(!answer.contains("canary"), "{path}");
    }
    shown
}

fn bearer(token: &str) -> Option<String> {
    Some(format!("Bearer {token}"))
}

#[tokio::test]
async fn a_token_of_the_metadata_server_is_kept_until_its_last_minutes() {
    let (address, asked) = metadata(3_600).await;
    let address = format!("http://{address}");
    let shown = two_connections(("GANITA_VERTEX_METADATA", &address), || {}).await;
    assert_eq!(shown, [bearer("canary-token-1"), bearer("canary-token-1")]);
    assert_eq!(asked.load(Ordering::Relaxed), 1, "asked once for an hour");

    let (address, _) = metadata(120).await;
    let address = format!("http://{address}");
    let shown = two_connections(("GANITA_VERTEX_METADATA", &address), || {}).await;
    assert_eq!(shown, [bearer("canary-token-1"), bearer("canary-token-2")]);
}

#[tokio::test]
async fn a_token_file_is_read_anew_for_each_connection() {
    let file = std::env::temp_dir().join(format!("ganita-vertex-{}", std::process::id()));
    std::fs::write(&file, "canary-of-before\n").expect("the temporary folder takes files");
    let path = file.display().to_string();
    let renewed = || std::fs::write(&file, "canary-of-after\n").expect("it is ours");
    let shown = two_connections(("GANITA_VERTEX_TOKEN", &path), renewed).await;
    assert_eq!(shown, [bearer("canary-of-before"), bearer("canary-of-after")]);
    let _ = std::fs::remove_file(&file);
}

#[tokio::test]
async fn without_a_token_the_page_is_told_and_it_is_tried_again() {
    let file = std::env::temp_dir().join(format!("ganita-no-token-{}", std::process::id()));
    let path = file.display().to_string();
    let mut tutor = Tutor::start().await;
    let server =
        TestServer::with(tutor.address, &settings(("GANITA_VERTEX_TOKEN", path.as_str()))).await;
    let mut page = Socket::connect(&server, None).await;
    page.greeted().await;
    assert_eq!(page.notice().await, "tutor-unreachable");
    std::fs::write(&file, "canary").expect("the temporary folder takes files");
    let (visit, _setup): (_, Value) =
        tokio::time::timeout(PATIENCE, tutor.greeted()).await.expect("it is tried again");
    assert_eq!(visit.authorization, bearer("canary"));
    let _ = std::fs::remove_file(&file);
}
