//! The first message and its answer.

use super::{Ending, Line, Mouth, payload};
use crate::handles::{Refused, Snapshot, random_name};
use crate::routes::Service;
use axum::extract::ws::WebSocket;
use futures_util::stream::{SplitStream, StreamExt};
use ganita_live::message::{ClientMessage, ServerMessage, Setup, SetupComplete};
use ganita_notation::Language;
use serde_json::Value;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How long a client may take to say what it wants.
const SETUP_LIMIT: Duration = Duration::from_secs(10);

/// A conversation that may begin.
pub(crate) struct Opened {
    pub(crate) snapshot: Snapshot,
    pub(crate) wishes: Wishes,
    /// When the token ends, and the connection with it.
    pub(crate) until: Option<Instant>,
}

/// What the client asked for, as far as it matters here.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wishes {
    /// The language to answer in; absent: the student's.
    pub(crate) language: Option<Language>,
    /// Names of the declared tools.
    pub(crate) tools: Vec<String>,
    /// Of them, those whose results are not waited for.
    pub(crate) non_blocking: Vec<String>,
    pub(crate) wants_handles: bool,
    /// Handles say which of the client's messages are part of them.
    pub(crate) wants_counts: bool,
    pub(crate) wants_input_words: bool,
    pub(crate) wants_output_words: bool,
    pub(crate) wants_activity: bool,
    /// The client says itself where speech begins and ends.
    pub(crate) marks_activity: bool,
    /// Speech does not break off an answer.
    pub(crate) is_uninterruptible: bool,
}

pub(crate) async fn open(
    mouth: &mut Mouth,
    stream: &mut SplitStream<WebSocket>,
    line: &Line,
) -> Result<Opened, Ending> {
    for fault in line.tutor.script.faults_of(line.number) {
        super::faults::before_setup(fault, mouth, &line.pace).await?;
    }
    let first = async {
        loop {
            if let Some(bytes) = payload(stream.next().await)? {
                return line.read(&bytes);
            }
        }
    };
    let first = timeout(SETUP_LIMIT, first)
        .await
        .map_err(|_| Ending::Close(1008, "No setup came in time".to_owned()))??;
    let ClientMessage::Setup(mut setup) = first else {
        return Err(Ending::Close(
            1007,
            "setup must be the first message and only the first".to_owned(),
        ));
    };
    let mut until = None;
    if let Some(token) = &line.token {
        let is_resuming =
            setup.session_resumption.as_ref().is_some_and(|wish| wish.handle.is_some());
        let grant = line.tutor.tokens.spend(token, is_resuming);
        let grant = grant.map_err(|why| Ending::Close(1008, why.to_owned()))?;
        *setup = grant.constrain(*setup).map_err(Ending::invalid)?;
        until = Some(grant.until);
    }
    accept(&setup, line.service)?;
    let handle =
        setup.session_resumption.as_ref().and_then(|resumption| resumption.handle.as_deref());
    let snapshot = match handle {
        None | Some("") => Snapshot { session_id: random_name(), ..Snapshot::default() },
        Some(handle) => line.tutor.handles.take_up(handle).map_err(refusal)?,
    };
    line.tutor.handles.open(&snapshot.session_id);
    let complete = SetupComplete { session_id: Some(snapshot.session_id.clone()) };
    mouth
        .say(&ServerMessage { setup_complete: Some(complete), ..ServerMessage::default() })
        .await?;
    Ok(Opened { wishes: wishes(&setup), snapshot, until })
}

/// What only one of Google's two addresses takes.
fn accept(setup: &Setup, service: Service) -> Result<(), Ending> {
    let is_transparent =
        setup.session_resumption.as_ref().is_some_and(|wish| wish.transparent.is_some());
    match service {
        Service::Developer if !setup.model.contains('/') => {
            Err(Ending::invalid("model must be of the form models/…"))
        }
        Service::Platform if !setup.model.contains("publishers/") => {
            Err(Ending::invalid("model must be of the form projects/…/publishers/google/models/…"))
        }
        Service::Developer if is_transparent => {
            Err(Ending::invalid("transparent is only known on the Agent Platform"))
        }
        Service::Platform if setup.labels.is_some() => {
            Err(Ending::invalid("labels are only known to the Developer API"))
        }
        Service::Developer | Service::Platform => Ok(()),
    }
}

fn refusal(refused: Refused) -> Ending {
    match refused {
        Refused::Unknown => Ending::Close(1008, "BidiGenerateContent session not found".to_owned()),
        Refused::Spoilt(code) => {
            Ending::Close(code, "Request contains an invalid argument.".to_owned())
        }
        Refused::InUse => {
            Ending::Close(1011, "The session has another connection that is still open".to_owned())
        }
    }
}

fn wishes(setup: &Setup) -> Wishes {
    let declared = declared(&Value::Array(setup.tools.clone()));
    let input = setup.realtime_input_config.as_ref();
    let either = |camel: &str, snake: &str| {
        input.and_then(|input| input.get(camel).or_else(|| input.get(snake)))
    };
    let detection = either("automaticActivityDetection", "automatic_activity_detection");
    let handling = either("activityHandling", "activity_handling").and_then(Value::as_str);
    Wishes {
        language: setup.language_code().and_then(language),
        non_blocking: declared
            .iter()
            .filter(|(_, blocks)| !blocks)
            .map(|(name, _)| name.clone())
            .collect(),
        tools: declared.into_iter().map(|(name, _)| name).collect(),
        wants_handles: setup.session_resumption.is_some(),
        wants_counts: setup.session_resumption.as_ref().and_then(|wish| wish.transparent)
            == Some(true),
        wants_input_words: setup.input_audio_transcription.is_some(),
        wants_output_words: setup.output_audio_transcription.is_some(),
        wants_activity: setup.explicit_vad_signal == Some(true),
        marks_activity: detection.and_then(|detection| detection["disabled"].as_bool())
            == Some(true),
        is_uninterruptible: handling == Some("NO_INTERRUPTION"),
    }
}

/// One language asked for is the one to answer in; `en-IN` leaves Hindi words possible, so nothing is fixed by it.
fn language(code: &str) -> Option<Language> {
    code.starts_with("hi").then_some(Language::Hindi)
}

/// Names of functions, and whether calls of them block.
pub(crate) fn declared(tools: &Value) -> Vec<(String, bool)> {
    let lists = tools.as_array().into_iter().flatten();
    let functions = lists.filter_map(|tool| {
        tool.get("functionDeclarations")
            .or_else(|| tool.get("function_declarations"))
            .and_then(Value::as_array)
    });
    let named = functions.flatten().filter_map(|function| {
        let blocks = function["behavior"].as_str() != Some("NON_BLOCKING");
        Some((function["name"].as_str()?.to_owned(), blocks))
    });
    named.collect()
}
