//! A tutor the test plays by hand: it speaks Gemini's JSON and says only what the test tells it to.

use crate::house::PATIENCE;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

/// A tutor's address and those who visit it.
pub(crate) struct Tutor {
    pub(crate) address: SocketAddr,
    visits: mpsc::UnboundedReceiver<Visit>,
    accepting: JoinHandle<()>,
}

/// One connection of the relay's.
pub(crate) struct Visit {
    /// Path and query of the handshake.
    pub(crate) path: String,
    /// The key that came in the header.
    pub(crate) key: Option<String>,
    /// The access token that came in the header.
    pub(crate) authorization: Option<String>,
    socket: WebSocketStream<TcpStream>,
}

impl Tutor {
    pub(crate) async fn start() -> Tutor {
        Tutor::start_with_health(json!({ "ears": "test", "voice_en": null, "voice_hi": null }))
            .await
    }

    /// A tutor that says this of itself.
    pub(crate) async fn start_with_health(health: Value) -> Tutor {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let (tell, visits) = mpsc::unbounded_channel();
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tell, health) = (tell.clone(), health.to_string());
                tokio::spawn(async move {
                    if let Some(visit) = receive(stream, &health).await {
                        let _ = tell.send(visit);
                    }
                });
            }
        });
        Tutor { address, visits, accepting }
    }

    /// The next connection, before its setup.
    pub(crate) async fn visit(&mut self) -> Visit {
        timeout(PATIENCE, self.visits.recv())
            .await
            .expect("somebody comes")
            .expect("the tutor is open")
    }

    /// The next connection, its setup answered.
    pub(crate) async fn greeted(&mut self) -> (Visit, Value) {
        let mut visit = self.visit().await;
        let setup = visit.hear().await["setup"].take();
        assert!(setup.is_object(), "the first message is setup");
        visit.say(json!({ "setupComplete": {} })).await;
        (visit, setup)
    }
}

impl Drop for Tutor {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn receive(mut stream: TcpStream, health: &str) -> Option<Visit> {
    let mut beginning = [0; 12];
    loop {
        match stream.peek(&mut beginning).await.ok()? {
            0 => return None,
            read if read == beginning.len() => break,
            _ => tokio::time::sleep(Duration::from_millis(1)).await,
        }
    }
    if &beginning == b"GET /healthz" {
        let mut request = [0; 1024];
        let _ = stream.read(&mut request).await.ok()?;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            health.len()
        );
        stream.write_all(format!("{head}{health}").as_bytes()).await.ok()?;
        return None;
    }
    let (mut path, mut key, mut authorization) = (String::new(), None, None);
    #[allow(clippy::result_large_err, reason = "the callback's type is the library's")]
    let look = |request: &Request, response: Response| {
        path = request.uri().to_string();
        let header = |name: &str| request.headers().get(name)?.to_str().ok().map(str::to_owned);
        key = header("x-goog-api-key");
        authorization = header("authorization");
        Ok(response)
    };
    let socket = accept_hdr_async(stream, look).await.ok()?;
    Some(Visit { path, key, authorization, socket })
}

impl Visit {
    /// The next message.
    pub(crate) async fn hear(&mut self) -> Value {
        self.hear_or_end().await.expect("the relay is still there")
    }

    /// The next message, or nothing when the relay has gone.
    pub(crate) async fn hear_or_end(&mut self) -> Option<Value> {
        loop {
            match timeout(PATIENCE, self.socket.next()).await.expect("the relay says something")? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).expect("JSON")),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Says something, as Google does: JSON in a binary frame.
    pub(crate) async fn say(&mut self, message: Value) {
        let frame = Message::binary(message.to_string().into_bytes());
        self.socket.send(frame).await.expect("the relay is still there");
    }

    /// The same to a relay that may not hear it out.
    pub(crate) async fn try_say(&mut self, message: Value) {
        let _ = self.socket.send(Message::binary(message.to_string().into_bytes())).await;
    }

    /// Says something that is no JSON.
    pub(crate) async fn mumble(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.expect("the relay is still there");
    }

    /// Cuts the connection with a close code.
    pub(crate) async fn close(mut self, code: u16, reason: &'static str) {
        let _ =
            self.socket.close(Some(CloseFrame { code: code.into(), reason: reason.into() })).await;
        while let Ok(Some(Ok(_))) = timeout(PATIENCE, self.socket.next()).await {}
    }
}

/// A piece of voice as the tutor sends it.
pub(crate) fn voice(pcm: &[u8]) -> Value {
    use base64::Engine;
    let data = base64::engine::general_purpose::STANDARD.encode(pcm);
    json!({ "serverContent": { "modelTurn": { "role": "model", "parts": [
        { "inlineData": { "mimeType": "audio/pcm;rate=24000", "data": data } }
    ] } } })
}
