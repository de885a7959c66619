//! `POST /api/v1/live/auth_tokens`: consent and identity first, then an ephemeral token with which the page speaks with
//! the provider itself. One for each connection: the page asks again, with its handle, when one ends.
//!
//! The provider is told the whole setup, so the page can change none of it. Nothing passes through this server
//! afterwards: no transcript is kept, no tool is checked, `solve` is not there.

use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::tickets::{self, Wish};
use crate::metrics::Kind;
use crate::relay::{KeyId, Minted, setup};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use ganita_live::message::Setup;
use ganita_live::tools;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Longest name of a key.
const MAX_KEY_ID_BYTES: usize = 64;

/// What a page asks for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DirectWish {
    /// `en`, `hi` or `auto`.
    #[schema(pattern = "^(en|hi|auto)$")]
    language: String,
    /// The tutor's voice, one of Gemini's.
    #[schema(max_length = 32)]
    voice: Option<String>,
    /// Whether the student, or whoever answers for them, agreed that sound goes to the tutor.
    #[serde(default)]
    consent: bool,
    /// The lesson to go on with, where it was begun earlier.
    #[schema(max_length = 128)]
    resume: Option<String>,
    /// `keyId` of the token before: handles are good only under the same key.
    #[schema(max_length = 64)]
    key_id: Option<String>,
}

/// What it gets.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Direct {
    /// What goes into an SDK as the API key.
    token: String,
    /// What goes into an SDK as `baseUrl`.
    base_url: String,
    /// The only version that knows tokens.
    api_version: &'static str,
    /// The model that stands in the token.
    model: String,
    open_within_seconds: u64,
    session_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<String>,
}

/// Agree that sound goes to the tutor, and get a token with which a page speaks with the provider itself.
#[utoipa::path(post, path = "/live/auth_tokens", operation_id = "beginDirectLesson", tag = "lessons",
    request_body = DirectWish, responses((status = 201, description = "A token.", body = Direct)))]
pub(super) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Body(wish): Body<DirectWish>,
) -> Result<(StatusCode, Json<Direct>), Problem> {
    if !app.config.upstream.direct {
        return Err(Code::Forbidden.because("direct mode is off on this server (GANITA_DIRECT)"));
    }
    if wish.key_id.as_deref().is_some_and(|id| id.len() > MAX_KEY_ID_BYTES) {
        return Err(Code::Invalid.because(format!("keyId: at most {MAX_KEY_ID_BYTES} bytes")));
    }
    let DirectWish { language, voice, consent, resume, key_id } = wish;
    let Caller { person, origin } = caller;
    let wish = Wish { language, voice, class: None, consent, resume };
    let lesson = tickets::lesson(&app, &person, &wish).await?;
    let begun_with = key_id.map(KeyId);
    let setup = direct_setup(&app.config.upstream.model_name(), &wish);
    let minted = app.relay.upstream.mint(&setup, begun_with.as_ref()).await;
    let kind = if minted.is_ok() { "minted" } else { "not minted" };
    app.metrics.tickets.get_or_create(&Kind { kind }).inc();
    let Minted { name, base_url, key, open_within_seconds } = minted.map_err(|failed| {
        tracing::warn!(reason = failed.reason, origin, "no ephemeral token");
        let code = if failed.code == 1013 { Code::TooMany } else { Code::Unavailable };
        code.because("the provider gives no token now")
    })?;
    let direct = Direct {
        token: name,
        base_url,
        api_version: "v1alpha",
        model: setup.model,
        open_within_seconds,
        session_id: lesson.id,
        key_id: key.map(|key| key.0),
    };
    Ok((StatusCode::CREATED, Json(direct)))
}

/// The setup of a lesson, without the tools that only this server answers.
fn direct_setup(model: &str, wish: &Wish) -> Setup {
    let mut setup = setup(model, &wish.language, wish.voice.as_deref(), None);
    setup.tools = vec![tools::declarations_for_page()];
    setup
}
