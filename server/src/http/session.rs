//! `/api/v1/auth`: from the platform's token to our own short ones, their renewal, and their end.

use crate::admit::session::{self, ACCESS_SECONDS, Pair, Refreshed};
use crate::admit::{Role, is_id};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::tickets::{away, state_away};
use crate::state::Space;
use crate::store::audit::{Deed, record};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// A denied person stays so this long; the platform stops vouching for them meanwhile.
const DENIED: Duration = Duration::from_secs(24 * 60 * 60);

/// Our own tokens.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tokens {
    /// For `Authorization: Bearer`.
    access_token: String,
    /// Good once, for `POST /api/v1/auth/refresh`.
    refresh_token: String,
    expires_in_seconds: u64,
}

/// A refresh token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Refresh {
    #[schema(min_length = 1, max_length = 128)]
    refresh_token: String,
}

fn secret(app: &App) -> Result<&[u8], Problem> {
    let secret = app.config.platform_secret.as_ref();
    let secret = secret.ok_or_else(|| {
        Code::NotFound.because("this server signs no tokens (GANITA_PLATFORM_SECRET is not set)")
    })?;
    Ok(secret.expose_secret().as_bytes())
}

fn tokens(pair: Pair) -> Json<Tokens> {
    let Pair { access, refresh } = pair;
    Json(Tokens {
        access_token: access,
        refresh_token: refresh,
        expires_in_seconds: ACCESS_SECONDS,
    })
}

/// Sign in with the platform's token, and get our own short ones.
#[utoipa::path(post, path = "/auth/tokens", operation_id = "signIn", tag = "privacy",
    responses((status = 201, description = "You are signed in.", body = Tokens)))]
pub(super) async fn begin(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<(StatusCode, Json<Tokens>), Problem> {
    let secret = secret(&app)?;
    let person = caller.known()?;
    if person.family.is_some() {
        // One of our own tokens renews itself by its refresh token and by nothing else.
        return Err(Code::Forbidden.because("sign in with the platform's token"));
    }
    let pair = session::begin(&*app.state, secret, person, clock::now_seconds()).await;
    Ok((StatusCode::CREATED, tokens(pair.map_err(state_away)?)))
}

/// Renew both tokens. A refresh token that is shown twice ends all tokens of its family.
#[utoipa::path(post, path = "/auth/refresh", operation_id = "refresh", tag = "privacy",
    request_body = Refresh, responses((status = 200, description = "New ones.", body = Tokens)))]
pub(super) async fn refresh(
    State(app): State<Arc<App>>,
    Body(wish): Body<Refresh>,
) -> Result<Json<Tokens>, Problem> {
    let secret = secret(&app)?;
    let now = clock::now_seconds();
    let renewed = session::refresh(&*app.state, secret, &wish.refresh_token, now).await;
    match renewed.map_err(state_away)? {
        Refreshed::Renewed(pair) => Ok(tokens(pair)),
        Refreshed::Refused => Err(Code::Unauthorised.into()),
        Refreshed::Reused(person) => {
            tracing::warn!("a refresh token was shown twice; its family has ended");
            record(&*app.store, clock::now_ms(), &person, Deed::RefreshReused, &person)
                .await
                .map_err(away)?;
            Err(Code::Unauthorised.into())
        }
    }
}

/// Sign out: the tokens of this sign-in are worth nothing from now on.
#[utoipa::path(delete, path = "/auth/tokens", operation_id = "signOut", tag = "privacy",
    responses((status = 204, description = "You are signed out.")))]
pub(super) async fn end(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    let family = caller.known()?.family.as_deref();
    let family = family.ok_or_else(|| Code::Forbidden.because("this is the platform's token"))?;
    session::end(&*app.state, family).await.map_err(state_away)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Refuse a person for a day, whatever token they show, and end their lessons.
#[utoipa::path(put, path = "/denied/{person}", operation_id = "deny", tag = "operation",
    params(("person" = String, Path, description = "The platform's pseudonym.")),
    responses((status = 204, description = "They are refused.")))]
pub(super) async fn deny(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(person): Path<String>,
) -> Result<StatusCode, Problem> {
    if caller.person.role != Role::Operator {
        return Err(Code::Forbidden.into());
    }
    if !is_id(&person) {
        return Err(Code::NotFound.into());
    }
    let key = format!("person:{person}");
    app.state.put(Space::Denied, &key, b"", DENIED).await.map_err(state_away)?;
    app.relay.end_all_of(&person);
    record(&*app.store, clock::now_ms(), &caller.person.id, Deed::Denied, &person)
        .await
        .map_err(away)?;
    Ok(StatusCode::NO_CONTENT)
}
