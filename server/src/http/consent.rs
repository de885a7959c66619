//! `/api/v1/consent`: the agreement in force for the one who asks, and its withdrawal, which ends their lessons.

use crate::admit::{self, Person};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::tickets::away;
use crate::store::Consent;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use std::sync::Arc;

/// Somebody who is known: nobody's agreement stands for all guests.
fn known(app: &App, headers: &HeaderMap) -> Result<Person, Problem> {
    admit::origin(&app.config, headers)?;
    let person = admit::person(&app.config, headers)?;
    if person.rooms.is_none() {
        return Err(Code::Forbidden
            .because("guests have no record of consent (GANITA_PLATFORM_SECRET is not set)"));
    }
    Ok(person)
}

pub(super) async fn read(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Json<Consent>, Problem> {
    let person = known(&app, &headers)?;
    let consent = app.store.consent_of(&person.id).await.map_err(away)?;
    consent.map(Json).ok_or_else(|| Problem::from(Code::NotFound))
}

pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let person = known(&app, &headers)?;
    let is_withdrawn = app.store.withdraw(&person.id, clock::now_ms()).await.map_err(away)?;
    // No further sound goes to the tutor.
    app.relay.end_all_of(&person.id);
    if is_withdrawn { Ok(StatusCode::NO_CONTENT) } else { Err(Code::NotFound.into()) }
}
