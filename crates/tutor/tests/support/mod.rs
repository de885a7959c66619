//! A tutor in this process and a client of it. Every message the tutor sends is held against the published schema.
#![allow(dead_code, reason = "each test file uses another part of it")]

#[path = "../../../live/tests/validator/mod.rs"]
mod validator;

use futures_util::{SinkExt, StreamExt};
use ganita_live::message::{Blob, ServerMessage};
use ganita_tutor::script::Script;
use ganita_tutor::voice::Voice;
use ganita_tutor::{Options, Tutor, serve};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use validator::Schema;

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    end: watch::Sender<bool>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.end.send(true);
    }
}

/// A tutor without ears and voice.
pub(crate) async fn start(script: &str, options: Options) -> Running {
    start_with(script, options, Voice::default()).await
}

pub(crate) async fn start_with(script: &str, options: Options, voice: Voice) -> Running {
    let script = Script::parse(script).expect("a script");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (end, ending) = watch::channel(false);
    tokio::spawn(serve(listener, Arc::new(Tutor::new(None, voice, script, options)), ending));
    Running { address, end }
}

pub(crate) struct Client {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    schema: Option<Schema>,
    /// Frames that were text, and binary.
    pub(crate) opcodes: (u32, u32),
}

/// How a connection ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Closed(pub(crate) u16, pub(crate) String);

impl Running {
    pub(crate) fn url(&self) -> String {
        let path = "ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";
        format!("ws://{}/{path}", self.address)
    }

    /// A connection on which nothing was said.
    pub(crate) async fn dial(&self) -> Client {
        let (socket, _) = connect_async(self.url()).await.expect("a connection");
        Client { socket, schema: Schema::load("LiveServerMessage"), opcodes: (0, 0) }
    }

    /// The same on the Agent Platform's path, with an access token or without.
    pub(crate) async fn dial_platform(&self, token: Option<&str>) -> Result<Client, String> {
        use tokio_tungstenite::tungstenite::client::IntoClientRequest;
        let path = "ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent";
        let url = format!("ws://{}/{path}", self.address);
        let mut request = url.into_client_request().expect("an address");
        if let Some(token) = token {
            let value = format!("Bearer {token}").parse().expect("plain text");
            request.headers_mut().insert("authorization", value);
        }
        let (socket, _) = connect_async(request).await.map_err(|error| error.to_string())?;
        Ok(Client { socket, schema: None, opcodes: (0, 0) })
    }

    /// A connection that is ready, with the board's tools and all transcripts.
    pub(crate) async fn connect(&self, more: Value) -> Client {
        let mut client = self.dial().await;
        let mut setup = json!({
            "model": "models/practice",
            "tools": [ganita_live::tools::declarations()],
            "sessionResumption": {},
            "inputAudioTranscription": {},
            "outputAudioTranscription": {},
        });
        for (key, value) in more.as_object().expect("an object") {
            setup[key] = value.clone();
        }
        client.say(json!({ "setup": setup })).await;
        let first = client.hear().await.expect("an answer to setup");
        assert!(first.setup_complete.is_some(), "{first:?}");
        client
    }
}

impl Client {
    /// The next message as it is written.
    pub(crate) async fn text(&mut self) -> String {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match next.expect("the tutor says something").expect("it is open").expect("it is open")
            {
                Message::Text(text) => return text.as_str().to_owned(),
                Message::Close(frame) => panic!("closed: {frame:?}"),
                _ => {}
            }
        }
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.send(Message::Text(message.to_string().into())).await;
    }

    pub(crate) async fn send(&mut self, frame: Message) {
        self.socket.send(frame).await.expect("the tutor listens");
    }

    pub(crate) async fn type_text(&mut self, text: &str) {
        self.say(json!({ "realtimeInput": { "text": text } })).await;
    }

    /// 100 ms pieces of a tone as loud as a voice, then the end of the stream.
    pub(crate) async fn speak(&mut self, pieces: usize) {
        let samples = (0..1600_i32).map(|n| if n / 20 % 2 == 0 { 6_000_i16 } else { -6_000 });
        let pcm: Vec<u8> = samples.flat_map(i16::to_le_bytes).collect();
        let audio = Blob::new(&pcm, ganita_live::message::INPUT_MIME_TYPE);
        for _ in 0..pieces {
            self.say(json!({ "realtimeInput": { "audio": audio } })).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.say(json!({ "realtimeInput": { "audioStreamEnd": true } })).await;
    }

    /// The next message, or how the connection ended.
    pub(crate) async fn hear(&mut self) -> Result<ServerMessage, Closed> {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.socket.next())
                .await
                .expect("the tutor says something");
            let bytes = match frame {
                Some(Ok(Message::Text(text))) => {
                    self.opcodes.0 += 1;
                    text.as_bytes().to_vec()
                }
                Some(Ok(Message::Binary(bytes))) => {
                    self.opcodes.1 += 1;
                    bytes.to_vec()
                }
                Some(Ok(Message::Close(frame))) => {
                    let frame = frame.expect("a close frame says why");
                    return Err(Closed(frame.code.into(), frame.reason.to_string()));
                }
                None | Some(Err(_)) => return Err(Closed(1006, String::new())),
                Some(Ok(_)) => continue,
            };
            let mut value: Value = serde_json::from_slice(&bytes).expect("JSON");
            validator::as_the_sdk_reads_it(&mut value);
            if let Some(schema) = &self.schema {
                schema.check(&value).unwrap_or_else(|error| panic!("{value}\n{error}"));
            }
            return Ok(ServerMessage::parse(&bytes).expect("a message"));
        }
    }

    /// The next message that fits.
    pub(crate) async fn until(&mut self, fits: impl Fn(&ServerMessage) -> bool) -> ServerMessage {
        loop {
            let message = self.hear().await.expect("the connection goes on");
            if fits(&message) {
                return message;
            }
        }
    }

    /// How the connection ends.
    pub(crate) async fn until_closed(&mut self) -> Closed {
        loop {
            if let Err(closed) = self.hear().await {
                return closed;
            }
        }
    }

    /// Everything up to the end of the turn, with every call answered.
    pub(crate) async fn turn(&mut self) -> Turn {
        let mut turn = Turn::default();
        loop {
            let message = self.hear().await.expect("the turn goes on");
            for call in message.tool_call.iter().flat_map(|call| &call.function_calls) {
                turn.calls.push(call.name.clone());
                self.answer(&call.id, &call.name).await;
            }
            if let Some(content) = &message.server_content {
                turn.said.extend(
                    content.output_transcription.iter().map(|words| words.text.trim().to_owned()),
                );
                turn.heard
                    .extend(content.input_transcription.iter().map(|words| words.text.clone()));
                turn.voice_bytes += content
                    .sounds()
                    .filter_map(Blob::bytes)
                    .map(|bytes| bytes.len())
                    .sum::<usize>();
                if content.turn_complete == Some(true) {
                    return turn;
                }
            }
        }
    }

    pub(crate) async fn answer(&mut self, id: &str, name: &str) {
        let response = json!({ "id": id, "name": name, "response": { "status": "ok" } });
        self.say(json!({ "toolResponse": { "functionResponses": [response] } })).await;
    }

    /// The next handle.
    pub(crate) async fn handle(&mut self) -> String {
        let message = self.until(|message| message.session_resumption_update.is_some()).await;
        message.session_resumption_update.map(|update| update.new_handle).expect("asked for")
    }
}

/// What happened in a turn.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    pub(crate) calls: Vec<String>,
    pub(crate) said: Vec<String>,
    pub(crate) heard: Vec<String>,
    pub(crate) voice_bytes: usize,
}
