//! `POST /api/v1/token`: a LiveKit token. Room and rights follow the enrolment, whatever the page asks for.

use crate::admit::{self, Role, is_name};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::livekit::{self, Part};
use crate::random;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a page asks for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wish {
    room: String,
    /// Heard only where nobody keeps enrolments; else it is the access token's.
    identity: Option<String>,
    /// The name others see.
    name: Option<String>,
}

/// What it gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Granted {
    token: String,
    url: String,
    /// Said where nobody keeps enrolments.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'static str>,
}

const NO_ENROLMENT: &str = "development: there is no enrolment, so anybody may join any room (GANITA_PLATFORM_SECRET is not set)";

pub(super) async fn token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(wish): Body<Wish>,
) -> Result<Json<Granted>, Problem> {
    admit::origin(&app.config, &headers)?;
    let person = admit::person(&app.config, &headers)?;
    let livekit = app.config.livekit.as_ref().ok_or(Code::LiveKitMissing)?;
    for (field, value) in [
        ("room", Some(&wish.room)),
        ("identity", wish.identity.as_ref()),
        ("name", wish.name.as_ref()),
    ] {
        if value.is_some_and(|value| !is_name(value)) {
            return Err(Code::Invalid.because(format!(
                "{field}: letters, digits and -_.:@, at most {} bytes",
                admit::MAX_NAME_BYTES
            )));
        }
    }
    let is_enrolled = person.rooms.as_ref().is_none_or(|rooms| rooms.contains(&wish.room));
    if !is_enrolled {
        return Err(Code::Forbidden.into());
    }
    let identity = match &person.rooms {
        Some(_) => person.id,
        None => wish.identity.unwrap_or_else(|| format!("guest-{}", random::name())),
    };
    let part = match person.role {
        Role::Student => Part::Student,
        Role::Teacher | Role::Operator => Part::Teacher,
        Role::Guardian => Part::Guardian,
    };
    let token = livekit::token(
        livekit,
        &identity,
        wish.name.as_deref(),
        &wish.room,
        part,
        clock::now_seconds(),
    );
    Ok(Json(Granted {
        token,
        url: livekit.url.clone(),
        warning: person.rooms.is_none().then_some(NO_ENROLMENT),
    }))
}
