//! `/api/v1/rooms`: lesson rooms. Teachers make and close them; those who belong to one see it.

use crate::admit::{Person, Role, is_id, is_title};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::page::{Asked, ByName};
use crate::http::tickets::away;
use crate::livekit::rooms::Refusal;
use crate::random;
use crate::store::audit::{Deed, record};
use crate::store::rooms::Room;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{ETAG, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A room to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewRoom)]
pub(super) struct NewRoom {
    /// Its id, which is its name in LiveKit; one is made up when absent.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:@-]+$")]
    id: Option<String>,
    /// What people call it.
    #[schema(min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f]+$")]
    name: String,
}

/// A page of rooms.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageOfRooms {
    rooms: Vec<Room>,
    /// To be given as `after` for the next page; null on the last.
    next: Option<String>,
}

/// Those who run lessons.
pub(super) fn leads(person: &Person) -> bool {
    person.is_guest() || matches!(person.role, Role::Teacher | Role::Operator)
}

/// The room, if this person may know of it.
pub(super) async fn visible(app: &App, person: &Person, id: &str) -> Result<Room, Problem> {
    if !is_id(id) {
        return Err(Code::NotFound.into());
    }
    let room = app.store.room(id).await.map_err(away)?.ok_or(Code::NotFound)?;
    let is_open_to_them = leads(person)
        || person.rooms.as_ref().is_some_and(|rooms| rooms.iter().any(|name| name == id))
        || app.store.enrolment(id, &person.id).await.map_err(away)?.is_some();
    if is_open_to_them { Ok(room) } else { Err(Code::NotFound.into()) }
}

/// Make a room.
#[utoipa::path(post, path = "/rooms", operation_id = "createRoom", tag = "rooms", request_body = NewRoom,
    responses((status = 201, description = "It is there.", body = Room,
        headers(("location" = String), ("etag" = String)))))]
pub(super) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Body(wish): Body<NewRoom>,
) -> Result<Response, Problem> {
    if !leads(&caller.person) {
        return Err(Code::Forbidden.into());
    }
    if wish.id.as_deref().is_some_and(|id| !is_id(id)) {
        return Err(Code::Invalid.because("id: 1 to 128 letters, digits and _.:@- of ASCII"));
    }
    if !is_title(&wish.name) {
        return Err(Code::Invalid.because("name: 1 to 128 characters, none of them for control"));
    }
    let now = clock::now_ms();
    let is_taken = match &wish.id {
        Some(id) => app.store.room(id).await.map_err(away)?.is_some(),
        None => false,
    };
    if is_taken {
        return Err(Code::Conflict.because("id: there is such a room already"));
    }
    let room = Room {
        id: wish.id.unwrap_or_else(random::name),
        name: wish.name,
        created_by: caller.person.id.clone(),
        created_ms: now,
        closed_ms: None,
        participants: 0,
        told_ms: 0,
        version: 1,
    };
    if let Some(livekit) = &app.livekit {
        livekit.create(&room.id).await.map_err(livekit_away)?;
    }
    if !app.store.create_room(&room).await.map_err(away)? {
        return Err(Code::Conflict.because("id: there is such a room already"));
    }
    record(&*app.store, now, &caller.person.id, Deed::RoomCreated, &room.id).await.map_err(away)?;
    let location = format!("/api/v1/rooms/{}", room.id);
    let location = HeaderValue::from_str(&location).expect("ids are of plain letters");
    let tag = tag(&room);
    Ok((StatusCode::CREATED, [(LOCATION, location), (ETAG, tag)], Json(room)).into_response())
}

/// The rooms you made or belong to; all of them for those who teach.
#[utoipa::path(get, path = "/rooms", operation_id = "listRooms", tag = "rooms", params(ByName),
    responses((status = 200, description = "A page.", body = PageOfRooms)))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(which): Asked<ByName>,
) -> Result<Json<PageOfRooms>, Problem> {
    let (after, limit) = which.checked()?;
    let whose = (!leads(&caller.person)).then_some(caller.person.id.as_str());
    let rooms = app.store.rooms(whose, &after, limit).await.map_err(away)?;
    let is_full = rooms.len() == limit as usize;
    let next = rooms.last().map(|room| room.id.clone()).filter(|_| is_full);
    Ok(Json(PageOfRooms { rooms, next }))
}

/// One room. Its `ETag` changes when it does.
#[utoipa::path(get, path = "/rooms/{id}", operation_id = "getRoom", tag = "rooms",
    params(("id" = String, Path, description = "The room's id.")),
    responses((status = 200, description = "The room.", body = Room, headers(("etag" = String))),
        (status = 304, description = "It is as `If-None-Match` knows it.")))]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let room = visible(&app, &caller.person, &id).await?;
    let tag = tag(&room);
    let known = headers.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let is_known = known.is_some_and(|known| {
        let mut tags = known.split(',').map(|tag| tag.trim().trim_start_matches("W/"));
        tags.any(|known| known == "*" || known.as_bytes() == tag.as_bytes())
    });
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    Ok(([(ETAG, tag)], Json(room)).into_response())
}

/// Close a room: nobody gets a token to it any more.
#[utoipa::path(post, path = "/rooms/{id}/close", operation_id = "closeRoom", tag = "rooms",
    params(("id" = String, Path, description = "The room's id.")),
    responses((status = 204, description = "It is closed.")))]
pub(super) async fn close(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let room = visible(&app, &caller.person, &id).await?;
    if !leads(&caller.person) {
        return Err(Code::Forbidden.into());
    }
    let now = clock::now_ms();
    if app.store.close_room(&room.id, now).await.map_err(away)? {
        record(&*app.store, now, &caller.person.id, Deed::RoomClosed, &room.id)
            .await
            .map_err(away)?;
    }
    // A second try closes what a first left open.
    if let Some(livekit) = &app.livekit {
        unless_gone(livekit.delete(&room.id).await)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// LiveKit has done it, or there was nothing to do.
pub(super) fn unless_gone(answer: Result<serde_json::Value, Refusal>) -> Result<(), Problem> {
    match answer {
        Ok(_) => Ok(()),
        Err(Refusal::Said(code)) if code == "not_found" => Ok(()),
        Err(refusal) => Err(livekit_away(refusal)),
    }
}

fn livekit_away(refusal: Refusal) -> Problem {
    let (Refusal::Away(why) | Refusal::Said(why)) = refusal;
    tracing::error!(why, "LiveKit did not do what was asked");
    Code::Unavailable.because("LiveKit does not answer")
}

fn tag(room: &Room) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{}-{}\"", room.created_ms, room.version))
        .expect("digits make a header")
}
