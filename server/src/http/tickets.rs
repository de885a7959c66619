//! `POST /api/v1/live/tickets`: consent and identity first, then a ticket to one socket.

use crate::admit::{self, Admission, Person, TICKET_SECONDS};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::metrics::Kind;
use crate::random;
use crate::relay::{LANGUAGES, VOICES};
use crate::store::{Consent, Lesson};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which text the page shows beside its checkbox; the record says what was agreed to.
const CONSENT_TEXT: &str = "page-2026-11";

/// What a page asks for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wish {
    /// `en`, `hi` or `auto`.
    language: String,
    /// The tutor's voice.
    voice: Option<String>,
    /// Whether the student, or whoever answers for them, agreed that sound goes to the tutor.
    #[serde(default)]
    consent: bool,
    /// A lesson to take up again.
    resume: Option<String>,
}

/// What it gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Granted {
    ticket: String,
    expires_in_seconds: u64,
    session_id: String,
}

pub(super) async fn create(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(wish): Body<Wish>,
) -> Result<(StatusCode, Json<Granted>), Problem> {
    let granted = grant(&app, &headers, wish).await;
    let kind = if granted.is_ok() { "issued" } else { "refused" };
    app.metrics.tickets.get_or_create(&Kind { kind }).inc();
    granted.map(|granted| (StatusCode::CREATED, Json(granted)))
}

async fn grant(app: &App, headers: &HeaderMap, wish: Wish) -> Result<Granted, Problem> {
    let origin = admit::origin(&app.config, headers)?;
    let person = admit::person(&app.config, headers)?;
    if !LANGUAGES.contains(&wish.language.as_str()) {
        return Err(Code::Invalid.because(format!("language is one of {}", LANGUAGES.join(", "))));
    }
    if wish.voice.as_deref().is_some_and(|voice| !VOICES.contains(&voice)) {
        return Err(Code::Invalid.because(format!("voice is one of {}", VOICES.join(", "))));
    }
    if !wish.consent {
        return Err(Code::ConsentNeeded.into());
    }
    if app.relay.stopping.is_cancelled() {
        return Err(Code::Unavailable.because("the server is stopping"));
    }
    let earlier = match &wish.resume {
        Some(id) => earlier(app, id, &person).await?,
        None => None,
    };
    let lesson = match earlier {
        Some(lesson) => lesson,
        None => begin(app, &person, &wish).await?,
    };
    if !app.relay.is_running(&lesson.id, &lesson.student) && !app.relay.has_room() {
        return Err(Code::TooMany.because("too many lessons on this server"));
    }
    let admission = Admission {
        session: lesson.id.clone(),
        student: lesson.student,
        is_guest: person.rooms.is_none(),
        language: wish.language,
        voice: wish.voice,
        origin,
        handle: lesson.handle,
    };
    let ticket = app
        .tickets
        .issue(admission)
        .ok_or_else(|| Code::TooMany.because("too many tickets are out"))?;
    Ok(Granted { ticket: ticket.0, expires_in_seconds: TICKET_SECONDS, session_id: lesson.id })
}

/// The lesson to take up, if it is this student's. Somebody else's is treated like one that never was.
async fn earlier(app: &App, id: &str, person: &Person) -> Result<Option<Lesson>, Problem> {
    let lesson = app.store.lesson(id).await.map_err(away)?;
    Ok(lesson.filter(|lesson| lesson.student == person.id))
}

async fn begin(app: &App, person: &Person, wish: &Wish) -> Result<Lesson, Problem> {
    let now = clock::now_ms();
    let consent = Consent {
        student: person.id.clone(),
        guardian: None,
        method: "page".to_owned(),
        text_version: CONSENT_TEXT.to_owned(),
        given_ms: now,
        withdrawn_ms: None,
    };
    app.store.consent(&consent).await.map_err(away)?;
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
