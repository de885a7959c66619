//! `/api/v1/consent`: who agreed that a student's voice goes to the tutor, how, to which text, and until when.

use crate::admit::{Person, Role, is_id};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::page::{Asked, Whose};
use crate::http::tickets::away;
use crate::store::Consent;
use crate::store::audit::{Deed, record};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// An agreement to put on record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewConsent)]
pub(super) struct NewConsent {
    /// For whom; yourself when absent.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:@-]+$")]
    student: Option<String>,
    /// Who agreed, where an operator puts a signed paper on record. A guardian who asks is written down as they are.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:@-]+$")]
    guardian: Option<String>,
    /// How it was given.
    method: Method,
    /// Which text was agreed to.
    #[schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9_.:@-]+$")]
    text_version: String,
}

/// How an agreement was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Method {
    /// Beside the text, on a page.
    Page,
    /// Signed on paper.
    Paper,
    /// In the school's own platform.
    Platform,
}

/// The student that is meant, if this person may speak for them.
fn meant(person: &Person, student: Option<String>) -> Result<String, Problem> {
    let student = student.unwrap_or_else(|| person.id.clone());
    let may_speak = student == person.id
        || match person.role {
            Role::Operator => is_id(&student),
            Role::Guardian => person.students.contains(&student),
            Role::Student | Role::Teacher => false,
        };
    if !is_id(&student) {
        return Err(Code::Invalid.because("student: 1 to 128 letters, digits and _.:@- of ASCII"));
    }
    if may_speak { Ok(student) } else { Err(Code::Forbidden.into()) }
}

/// Put an agreement on record.
#[utoipa::path(post, path = "/consent", operation_id = "giveConsent", tag = "privacy", request_body = NewConsent,
    responses((status = 201, description = "It is on record.", body = Consent)))]
pub(super) async fn give(
    State(app): State<Arc<App>>,
    caller: Caller,
    Body(wish): Body<NewConsent>,
) -> Result<(StatusCode, Json<Consent>), Problem> {
    let named =
        [("guardian", wish.guardian.as_deref()), ("textVersion", Some(&*wish.text_version))];
    if let Some((field, _)) = named.iter().find(|(_, id)| id.is_some_and(|id| !is_id(id))) {
        return Err(
            Code::Invalid.because(format!("{field}: 1 to 128 letters, digits and _.:@- of ASCII"))
        );
    }
    if wish.text_version.len() > 64 {
        return Err(Code::Invalid.because("textVersion: at most 64 characters"));
    }
    let person = caller.known()?;
    let student = meant(person, wish.student)?;
    let guardian = match person.role {
        Role::Guardian => Some(person.id.clone()),
        Role::Operator => wish.guardian,
        // A student cannot sign for a guardian.
        Role::Student | Role::Teacher if wish.guardian.is_some() => {
            return Err(Code::Forbidden.into());
        }
        Role::Student | Role::Teacher => None,
    };
    let method = match wish.method {
        Method::Page => "page",
        Method::Paper => "paper",
        Method::Platform => "platform",
    };
    let now = clock::now_ms();
    let consent = Consent {
        student,
        guardian,
        method: method.to_owned(),
        text_version: wish.text_version,
        given_ms: now,
        withdrawn_ms: None,
    };
    app.store.consent(&consent).await.map_err(away)?;
    record(&*app.store, now, &person.id, Deed::ConsentGiven, &consent.student)
        .await
        .map_err(away)?;
    Ok((StatusCode::CREATED, Json(consent)))
}

/// The agreement in force.
#[utoipa::path(get, path = "/consent", operation_id = "readConsent", tag = "privacy", params(Whose),
    responses((status = 200, description = "It was given.", body = Consent)))]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(whose): Asked<Whose>,
) -> Result<Json<Consent>, Problem> {
    let student = meant(caller.known()?, whose.student)?;
    let consent = app.store.consent_of(&student).await.map_err(away)?;
    consent.map(Json).ok_or_else(|| Problem::from(Code::NotFound))
}

/// Take it back, which ends the student's lessons.
#[utoipa::path(delete, path = "/consent", operation_id = "withdrawConsent", tag = "privacy", params(Whose),
    responses((status = 204, description = "It is taken back.")))]
pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(whose): Asked<Whose>,
) -> Result<StatusCode, Problem> {
    let person = caller.known()?;
    let student = meant(person, whose.student)?;
    let now = clock::now_ms();
    let is_withdrawn = app.store.withdraw(&student, now).await.map_err(away)?;
    // No further sound goes to the tutor.
    app.relay.end_all_of(&student);
    if !is_withdrawn {
        return Err(Code::NotFound.into());
    }
    record(&*app.store, now, &person.id, Deed::ConsentWithdrawn, &student).await.map_err(away)?;
    Ok(StatusCode::NO_CONTENT)
}
