//! `POST /api/v1/token`: a LiveKit token. Room and rights follow the enrolment, whatever the page asks for.

use crate::admit::{Person, Role, is_id, is_title};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::tickets::away;
use crate::livekit::{self, Part};
use crate::random;
use crate::store::rooms::Seat;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What a page asks for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = TokenWish)]
pub(super) struct Wish {
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:@-]+$")]
    room: String,
    /// Heard only where nobody keeps enrolments; else it is the access token's.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:@-]+$")]
    identity: Option<String>,
    /// The name others see.
    #[schema(min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f]+$")]
    name: Option<String>,
}

/// What it gets.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LiveKitToken)]
pub(super) struct Granted {
    token: String,
    url: String,
    /// Said where nobody keeps enrolments.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'static str>,
}

const NO_ENROLMENT: &str = "development: there is no enrolment, so anybody may join any room (GANITA_PLATFORM_SECRET is not set)";

/// A LiveKit token of 15 minutes. Room and rights follow the enrolment.
#[utoipa::path(post, path = "/token", operation_id = "createLiveKitToken", tag = "rooms",
    request_body = Wish, responses((status = 200, description = "A token.", body = Granted)))]
pub(super) async fn token(
    State(app): State<Arc<App>>,
    caller: Caller,
    Body(wish): Body<Wish>,
) -> Result<Json<Granted>, Problem> {
    let person = caller.person;
    let ids = [("room", Some(&wish.room)), ("identity", wish.identity.as_ref())];
    if let Some((field, _)) = ids.iter().find(|(_, id)| id.is_some_and(|id| !is_id(id))) {
        return Err(
            Code::Invalid.because(format!("{field}: 1 to 128 letters, digits and _.:@- of ASCII"))
        );
    }
    if wish.name.as_deref().is_some_and(|name| !is_title(name)) {
        return Err(Code::Invalid.because("name: 1 to 128 characters, none of them for control"));
    }
    let livekit = app.config.livekit.as_ref().ok_or(Code::LiveKitMissing)?;
    let part = part(&app, &person, &wish.room).await?;
    if part == Part::Student && !person.is_guest() {
        // No microphone without an agreement on record.
        let agreed = app.store.consent_of(&person.id).await.map_err(away)?;
        agreed.ok_or(Code::ConsentNeeded)?;
    }
    let warning = person.is_guest().then_some(NO_ENROLMENT);
    let identity = match warning {
        None => person.id,
        Some(_) => wish.identity.unwrap_or_else(|| format!("guest-{}", random::name())),
    };
    let token = livekit::token(
        livekit,
        &identity,
        wish.name.as_deref(),
        &wish.room,
        part,
        clock::now_seconds(),
    );
    Ok(Json(Granted { token, url: livekit.url.clone(), warning }))
}

/// What somebody is in a room: as the store's enrolment says, else as the access token says, and nobody else enters.
async fn part(app: &App, person: &Person, room: &str) -> Result<Part, Problem> {
    let Some(rooms) = &person.rooms else { return Ok(Part::Student) };
    let stored = app.store.room(room).await.map_err(away)?;
    if stored.as_ref().is_some_and(|room| room.closed_ms.is_some()) {
        return Err(Code::Forbidden.into());
    }
    if let Some(enrolment) = app.store.enrolment(room, &person.id).await.map_err(away)? {
        return Ok(match enrolment.role {
            Seat::Student => Part::Student,
            Seat::Teacher => Part::Teacher,
            Seat::Guardian => Part::Guardian,
        });
    }
    let made_it = stored.is_some_and(|room| room.created_by == person.id);
    if !made_it && !rooms.iter().any(|name| name == room) {
        return Err(Code::Forbidden.into());
    }
    Ok(match person.role {
        Role::Student => Part::Student,
        Role::Teacher | Role::Operator => Part::Teacher,
        Role::Guardian => Part::Guardian,
    })
}
