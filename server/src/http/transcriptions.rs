//! `/api/v1/sessions/{id}/…`: what was said in a lesson, for those who may read it, and its erasure.

use crate::admit;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::tickets::away;
use crate::store::{MAX_PAGE, Segment};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which page of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Which {
    /// The `next` of the page before.
    #[serde(default)]
    after: i64,
    /// At most so many segments.
    #[serde(default = "usual_limit")]
    limit: u32,
}

fn usual_limit() -> u32 {
    100
}

/// A page of what was said.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageOfSegments {
    session_id: String,
    language: String,
    started_ms: i64,
    ended_ms: Option<i64>,
    segments: Vec<Segment>,
    /// To be given as `after` for the next page; null on the last.
    next: Option<i64>,
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<PageOfSegments>, Problem> {
    admit::origin(&app.config, &headers)?;
    let person = admit::person(&app.config, &headers)?;
    let Query(which) = which.map_err(|error| Code::Invalid.because(error.body_text()))?;
    if which.limit == 0 || which.limit > MAX_PAGE || which.after < 0 {
        return Err(
            Code::Invalid.because(format!("limit is 1 to {MAX_PAGE}, after is not negative"))
        );
    }
    // What somebody may not read is not there for them.
    let lesson = app
        .store
        .lesson(&id)
        .await
        .map_err(away)?
        .filter(|lesson| person.may_read(&lesson.student));
    let lesson = lesson.ok_or(Code::NotFound)?;
    let mut segments = app.store.segments(&id, which.after, which.limit).await.map_err(away)?;
    for segment in &mut segments {
        segment.session.clear();
    }
    let is_full = segments.len() == which.limit as usize;
    let next = segments.last().map(|segment| segment.number).filter(|_| is_full);
    Ok(Json(PageOfSegments {
        session_id: lesson.id,
        language: lesson.language,
        started_ms: lesson.started_ms,
        ended_ms: lesson.ended_ms,
        segments,
        next,
    }))
}

/// Erases a lesson and all that was said in it.
pub(super) async fn erase(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    admit::origin(&app.config, &headers)?;
    let person = admit::person(&app.config, &headers)?;
    let lesson = app
        .store
        .lesson(&id)
        .await
        .map_err(away)?
        .filter(|lesson| person.may_erase(&lesson.student));
    let lesson = lesson.ok_or(Code::NotFound)?;
    app.relay.end(&lesson.id);
    app.store.erase(&lesson.id).await.map_err(away)?;
    Ok(StatusCode::NO_CONTENT)
}
