//! `/api/v1/rooms/{id}/enrolments`: who belongs to a room, and as what. LiveKit's rights follow from it.

use crate::admit::is_id;
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::page::{Asked, ByName};
use crate::http::rooms::{leads, unless_gone, visible};
use crate::http::tickets::away;
use crate::store::audit::{Deed, record};
use crate::store::rooms::{Enrolment, Seat};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What somebody is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewEnrolment)]
pub(super) struct NewEnrolment {
    role: Seat,
}

/// A page of enrolments.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageOfEnrolments {
    enrolments: Vec<Enrolment>,
    /// To be given as `after` for the next page; null on the last.
    next: Option<String>,
}

/// Who belongs to a room.
#[utoipa::path(get, path = "/rooms/{id}/enrolments", operation_id = "listEnrolments", tag = "rooms",
    params(("id" = String, Path, description = "The room's id."), ByName),
    responses((status = 200, description = "A page.", body = PageOfEnrolments)))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(which): Asked<ByName>,
) -> Result<Json<PageOfEnrolments>, Problem> {
    let (after, limit) = which.checked()?;
    let room = visible(&app, &caller.person, &id).await?;
    if !leads(&caller.person) {
        return Err(Code::Forbidden.into());
    }
    let enrolments = app.store.enrolments(&room.id, &after, limit).await.map_err(away)?;
    let is_full = enrolments.len() == limit as usize;
    let next = enrolments.last().map(|enrolment| enrolment.person.clone()).filter(|_| is_full);
    Ok(Json(PageOfEnrolments { enrolments, next }))
}

/// Give somebody a place, or another one.
#[utoipa::path(put, path = "/rooms/{id}/enrolments/{person}", operation_id = "enrol", tag = "rooms",
    params(("id" = String, Path, description = "The room's id."),
        ("person" = String, Path, description = "The platform's pseudonym.")),
    request_body = NewEnrolment,
    responses((status = 200, description = "They belong to it.", body = Enrolment)))]
pub(super) async fn enrol(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((id, person)): Path<(String, String)>,
    Body(wish): Body<NewEnrolment>,
) -> Result<Json<Enrolment>, Problem> {
    let room = visible(&app, &caller.person, &id).await?;
    if !leads(&caller.person) {
        return Err(Code::Forbidden.into());
    }
    if !is_id(&person) {
        return Err(Code::NotFound.into());
    }
    let now = clock::now_ms();
    let enrolment = Enrolment { room: room.id, person, role: wish.role, added_ms: now };
    if !app.store.enrol(&enrolment).await.map_err(away)? {
        return Err(Code::NotFound.into());
    }
    record(&*app.store, now, &caller.person.id, Deed::Enrolled, &enrolment.person)
        .await
        .map_err(away)?;
    Ok(Json(enrolment))
}

/// Take somebody's place away.
#[utoipa::path(delete, path = "/rooms/{id}/enrolments/{person}", operation_id = "dismiss", tag = "rooms",
    params(("id" = String, Path, description = "The room's id."),
        ("person" = String, Path, description = "The platform's pseudonym.")),
    responses((status = 204, description = "They do not belong to it any more.")))]
pub(super) async fn dismiss(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((id, person)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let room = visible(&app, &caller.person, &id).await?;
    if !leads(&caller.person) {
        return Err(Code::Forbidden.into());
    }
    let belongs = is_id(&person)
        && app
            .store
            .enrolments(&room.id, "", crate::store::MAX_PAGE)
            .await
            .map_err(away)?
            .iter()
            .any(|one| one.person == person);
    if let Some(livekit) = app.livekit.as_ref().filter(|_| belongs) {
        unless_gone(livekit.remove(&room.id, &person).await)?;
    }
    if !belongs || !app.store.dismiss(&room.id, &person).await.map_err(away)? {
        return Err(Code::NotFound.into());
    }
    record(&*app.store, clock::now_ms(), &caller.person.id, Deed::Dismissed, &person)
        .await
        .map_err(away)?;
    Ok(StatusCode::NO_CONTENT)
}
