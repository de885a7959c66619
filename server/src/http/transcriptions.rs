//! `/api/v1/sessions/{id}/…`: what was said and drawn in a lesson, for those who may read it, and its erasure.

use crate::admit::Person;
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::page::{Asked, ByNumber};
use crate::http::students::{self, ExportedLesson};
use crate::http::tickets::away;
use crate::store::audit::{Deed, record};
use crate::store::board::Operation;
use crate::store::{Lesson, MAX_PAGE, Segment, StoreError};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A page of what was said.
#[derive(Debug, Serialize, ToSchema)]
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

/// A page of what was put on the board.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageOfOperations {
    operations: Vec<Operation>,
    /// To be given as `after` for the next page; null on the last.
    next: Option<i64>,
}

/// A lesson this person may read. What somebody may not read is not there for them; a teacher's reading is audited.
pub(super) async fn readable(app: &App, person: &Person, id: &str) -> Result<Lesson, Problem> {
    if id.contains('\0') {
        return Err(Code::NotFound.into());
    }
    let lesson = app.store.lesson(id).await.map_err(away)?;
    let lesson = lesson.filter(|lesson| person.may_read(&lesson.student)).ok_or(Code::NotFound)?;
    if lesson.student != person.id {
        record(&*app.store, clock::now_ms(), &person.id, Deed::TranscriptRead, &lesson.student)
            .await
            .map_err(away)?;
    }
    Ok(lesson)
}

/// All that was said in a lesson.
pub(super) async fn all_segments(app: &App, lesson: &str) -> Result<Vec<Segment>, StoreError> {
    let mut segments: Vec<Segment> = Vec::new();
    loop {
        let after = segments.last().map_or(0, |last| last.number);
        let page = app.store.segments(lesson, after, MAX_PAGE).await?;
        let is_last = page.len() < MAX_PAGE as usize;
        segments.extend(page);
        if is_last {
            return Ok(segments);
        }
    }
}

/// All of a lesson: what was said, and what was put on the board.
#[utoipa::path(get, path = "/sessions/{id}/export", operation_id = "exportLesson", tag = "privacy",
    params(("id" = String, Path, description = "The lesson.")),
    responses((status = 200, description = "Everything.", body = ExportedLesson)))]
pub(super) async fn export(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ExportedLesson>, Problem> {
    let lesson = readable(&app, &caller.person, &id).await?;
    students::exported(&app, lesson).await.map(Json)
}

/// What was put on the board in a lesson.
#[utoipa::path(get, path = "/sessions/{id}/board", operation_id = "listBoard", tag = "lessons",
    params(("id" = String, Path, description = "The lesson."), ByNumber),
    responses((status = 200, description = "A page.", body = PageOfOperations)))]
pub(super) async fn board(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(which): Asked<ByNumber>,
) -> Result<Json<PageOfOperations>, Problem> {
    let (after, limit) = which.checked()?;
    let lesson = readable(&app, &caller.person, &id).await?;
    let mut operations = app.store.board(&lesson.id, after, limit).await.map_err(away)?;
    for operation in &mut operations {
        operation.session.clear();
    }
    let is_full = operations.len() == limit as usize;
    let next = operations.last().map(|operation| operation.number).filter(|_| is_full);
    Ok(Json(PageOfOperations { operations, next }))
}

/// What was said in a lesson.
#[utoipa::path(get, path = "/sessions/{id}/transcriptions", operation_id = "listTranscriptions", tag = "lessons",
    params(("id" = String, Path, description = "The lesson."), ByNumber),
    responses((status = 200, description = "A page.", body = PageOfSegments)))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(which): Asked<ByNumber>,
) -> Result<Json<PageOfSegments>, Problem> {
    let (after, limit) = which.checked()?;
    let lesson = readable(&app, &caller.person, &id).await?;
    let mut segments = app.store.segments(&id, after, limit).await.map_err(away)?;
    for segment in &mut segments {
        segment.session.clear();
    }
    let is_full = segments.len() == limit as usize;
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

/// Erase a lesson and all that was said in it.
#[utoipa::path(delete, path = "/sessions/{id}", operation_id = "eraseLesson", tag = "lessons",
    params(("id" = String, Path, description = "The lesson.")),
    responses((status = 204, description = "It is gone.")))]
pub(super) async fn erase(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let person = caller.person;
    if id.contains('\0') {
        return Err(Code::NotFound.into());
    }
    let lesson = app
        .store
        .lesson(&id)
        .await
        .map_err(away)?
        .filter(|lesson| person.may_erase(&lesson.student));
    let lesson = lesson.ok_or(Code::NotFound)?;
    app.relay.end(&lesson.id);
    app.metrics.accuracy.forget(&lesson.id);
    record(&*app.store, clock::now_ms(), &person.id, Deed::LessonErased, &lesson.id)
        .await
        .map_err(away)?;
    app.store.erase(&lesson.id).await.map_err(away)?;
    Ok(StatusCode::NO_CONTENT)
}
