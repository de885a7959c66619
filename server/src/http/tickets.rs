//! `POST /api/v1/live/tickets`: consent and identity first, then a ticket to one socket.

use crate::admit::{Admission, Person, TICKET_SECONDS};
use crate::clock;
use crate::config::ConsentFrom;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::solve::{check_class, whole};
use crate::metrics::Kind;
use crate::random;
use crate::relay::{LANGUAGES, Share, VOICES};
use crate::state::StateError;
use crate::store::audit::{Deed, record};
use crate::store::{Consent, Lesson};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Which text the page shows beside its checkbox; the record says what was agreed to.
const CONSENT_TEXT: &str = "page-2026-11";

/// Longest id of a lesson; ours are shorter.
const MAX_SESSION_BYTES: usize = 128;

/// What a page asks for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = LessonWish)]
pub(super) struct Wish {
    /// `en`, `hi` or `auto`.
    #[schema(pattern = "^(en|hi|auto)$")]
    pub(super) language: String,
    /// The tutor's voice, one of Gemini's.
    #[schema(pattern = "^(Kore|Puck|Charon|Fenrir|Aoede|Leda|Orus|Zephyr)$")]
    pub(super) voice: Option<String>,
    /// The student's class, 13 for college: up to 10 `\log` without a base is to the base 10, else natural.
    #[schema(minimum = 1, maximum = 13)]
    #[serde(default, deserialize_with = "whole")]
    pub(super) class: Option<u32>,
    /// Whether the student, or whoever answers for them, agreed that sound goes to the tutor.
    #[serde(default)]
    pub(super) consent: bool,
    /// A lesson to take up again.
    #[schema(max_length = 128)]
    pub(super) resume: Option<String>,
}

/// What it gets.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LessonTicket)]
pub(super) struct Granted {
    ticket: String,
    expires_in_seconds: u64,
    session_id: String,
}

/// Agree that sound goes to the tutor, and get a ticket to `WS /ws/live`.
#[utoipa::path(post, path = "/live/tickets", operation_id = "beginLesson", tag = "lessons",
    request_body = Wish, responses((status = 201, description = "A ticket.", body = Granted)))]
pub(super) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Body(wish): Body<Wish>,
) -> Result<(StatusCode, Json<Granted>), Problem> {
    let granted = grant(&app, caller, wish).await;
    let kind = if granted.is_ok() { "issued" } else { "refused" };
    app.metrics.tickets.get_or_create(&Kind { kind }).inc();
    granted.map(|granted| (StatusCode::CREATED, Json(granted)))
}

async fn grant(app: &App, caller: Caller, wish: Wish) -> Result<Granted, Problem> {
    let Caller { person, origin } = caller;
    let lesson = lesson(app, &person, &wish).await?;
    if !app.relay.is_running(&lesson.id, &lesson.student) && !app.relay.has_room() {
        return Err(Code::TooMany.because("too many lessons on this server"));
    }
    let admission = Admission {
        session: lesson.id.clone(),
        student: lesson.student,
        is_guest: person.is_guest(),
        language: wish.language,
        voice: wish.voice,
        class: wish.class,
        origin,
        handle: lesson.handle,
        until: person.until,
    };
    let ticket = app.tickets.issue(&admission).await.map_err(state_away)?;
    Ok(Granted { ticket: ticket.0, expires_in_seconds: TICKET_SECONDS, session_id: lesson.id })
}

/// What is asked for is allowed and agreed to: the lesson it is for, begun or taken up.
pub(super) async fn lesson(app: &App, person: &Person, wish: &Wish) -> Result<Lesson, Problem> {
    if !LANGUAGES.contains(&wish.language.as_str()) {
        return Err(Code::Invalid.because(format!("language is one of {}", LANGUAGES.join(", "))));
    }
    if wish.voice.as_deref().is_some_and(|voice| !VOICES.contains(&voice)) {
        return Err(Code::Invalid.because(format!("voice is one of {}", VOICES.join(", "))));
    }
    check_class(wish.class)?;
    if wish.resume.as_deref().is_some_and(|id| id.len() > MAX_SESSION_BYTES) {
        return Err(Code::Invalid.because(format!("resume: at most {MAX_SESSION_BYTES} bytes")));
    }
    if !wish.consent {
        return Err(Code::ConsentNeeded.into());
    }
    if app.config.consent == ConsentFrom::Guardian && !person.is_guest() {
        let agreed = app.store.consent_of(&person.id).await.map_err(away)?;
        if agreed.is_none_or(|consent| consent.guardian.is_none()) {
            return Err(Code::ConsentNeeded.because("a guardian's consent is not on record"));
        }
    }
    if !person.is_guest()
        && let Some(share) = app.relay.allowance.lacks(&person.id).await
    {
        return Err(tomorrow(share));
    }
    if app.relay.stopping.is_cancelled() {
        return Err(Code::Unavailable.because("the server is stopping"));
    }
    let earlier = match &wish.resume {
        Some(id) => earlier(app, id, person).await?,
        None => None,
    };
    match earlier {
        Some(lesson) => Ok(lesson),
        None => begin(app, person, wish).await,
    }
}

/// The lesson to take up, if it is this student's. Somebody else's is treated like one that never was.
async fn earlier(app: &App, id: &str, person: &Person) -> Result<Option<Lesson>, Problem> {
    let lesson = app.store.lesson(id).await.map_err(away)?;
    Ok(lesson.filter(|lesson| lesson.student == person.id))
}

fn tomorrow(share: Share) -> Problem {
    Code::TooMany.because(format!("{}; come back tomorrow", share.used_up()))
}

async fn begin(app: &App, person: &Person, wish: &Wish) -> Result<Lesson, Problem> {
    let now = clock::now_ms();
    if !person.is_guest() && !app.relay.allowance.take(Share::Lessons, &person.id, 1).await {
        return Err(tomorrow(Share::Lessons));
    }
    if app.config.consent == ConsentFrom::Student || person.is_guest() {
        let consent = Consent {
            student: person.id.clone(),
            guardian: None,
            method: "page".to_owned(),
            text_version: CONSENT_TEXT.to_owned(),
            given_ms: now,
            withdrawn_ms: None,
        };
        app.store.consent(&consent).await.map_err(away)?;
        record(&*app.store, now, &person.id, Deed::ConsentGiven, &person.id).await.map_err(away)?;
    }
    let lesson = Lesson {
        id: random::name(),
        student: person.id.clone(),
        language: wish.language.clone(),
        started_ms: now,
        ended_ms: None,
        ending: None,
        handle: None,
    };
    app.store.begin(&lesson).await.map_err(away)?;
    Ok(lesson)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn away(error: crate::store::StoreError) -> Problem {
    tracing::error!(%error, "the store did not answer");
    Code::Unavailable.because("the store does not answer")
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn state_away(error: StateError) -> Problem {
    tracing::error!(%error, "the shared state did not take something");
    match error {
        StateError::Full => Code::TooMany.because("too much is being kept for others"),
        StateError::Away(_) => Code::Unavailable.because("the shared state does not answer"),
    }
}
