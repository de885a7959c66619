//! `/api/v1/students/{id}`: all that is kept about a student, to take away and to erase; and the history of problems.

use crate::admit::{Person, Role, is_id};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::page::{Asked, ByNumber};
use crate::http::tickets::away;
use crate::store::audit::{Deed, record};
use crate::store::people::{Erased, Problem as Solved};
use crate::store::{Consent, MAX_PAGE, Segment};
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// All that is kept about a student.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Export {
    student: String,
    lessons: Vec<ExportedLesson>,
    consents: Vec<Consent>,
    problems: Vec<Solved>,
}

/// A lesson with all that was said in it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExportedLesson {
    session_id: String,
    language: String,
    started_ms: i64,
    ended_ms: Option<i64>,
    segments: Vec<Segment>,
}

/// A page of problems.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageOfProblems {
    problems: Vec<Solved>,
    /// To be given as `after` for the next page; null on the last.
    next: Option<i64>,
}

/// The student that is meant, if this person answers for them: themselves (`me`), or anybody for an operator.
fn meant(person: &Person, id: &str) -> Result<String, Problem> {
    if id == "me" || id == person.id {
        return Ok(person.id.clone());
    }
    if person.role == Role::Operator && is_id(id) {
        return Ok(id.to_owned());
    }
    // Whether there is such a student is not said.
    Err(Code::NotFound.into())
}

/// All that is kept about a student.
#[utoipa::path(get, path = "/students/{id}/export", operation_id = "exportStudent", tag = "privacy",
    params(("id" = String, Path, description = "`me`; operators may name anybody.")),
    responses((status = 200, description = "Everything.", body = Export)))]
pub(super) async fn export(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Export>, Problem> {
    let person = caller.known()?;
    let student = meant(person, &id)?;
    let mut lessons = Vec::new();
    for lesson in app.store.lessons_of(&student).await.map_err(away)? {
        let mut segments: Vec<Segment> = Vec::new();
        loop {
            let after = segments.last().map_or(0, |last| last.number);
            let page = app.store.segments(&lesson.id, after, MAX_PAGE).await.map_err(away)?;
            let is_last = page.len() < MAX_PAGE as usize;
            segments.extend(page);
            if is_last {
                break;
            }
        }
        lessons.push(ExportedLesson {
            session_id: lesson.id,
            language: lesson.language,
            started_ms: lesson.started_ms,
            ended_ms: lesson.ended_ms,
            segments,
        });
    }
    let consents = app.store.consents_of(&student).await.map_err(away)?;
    let mut problems: Vec<Solved> = Vec::new();
    loop {
        let before = problems.last().map_or(i64::MAX, |last| last.number);
        let page = app.store.problems(&student, before, MAX_PAGE).await.map_err(away)?;
        let is_last = page.len() < MAX_PAGE as usize;
        problems.extend(page);
        if is_last {
            break;
        }
    }
    record(&*app.store, clock::now_ms(), &person.id, Deed::StudentExported, &student)
        .await
        .map_err(away)?;
    Ok(Json(Export { student, lessons, consents, problems }))
}

/// Erase all that is kept about a student, and end their lessons.
#[utoipa::path(delete, path = "/students/{id}", operation_id = "eraseStudent", tag = "privacy",
    params(("id" = String, Path, description = "`me`; operators may name anybody.")),
    responses((status = 200, description = "It is gone.", body = Erased)))]
pub(super) async fn erase(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Erased>, Problem> {
    let person = caller.known()?;
    let student = meant(person, &id)?;
    app.relay.end_all_of(&student);
    // On record first: an erasure that nobody can show would be worth little.
    record(&*app.store, clock::now_ms(), &person.id, Deed::StudentErased, &student)
        .await
        .map_err(away)?;
    app.store.erase_student(&student).await.map(Json).map_err(away)
}

/// The problems you had solved, the newest first.
#[utoipa::path(get, path = "/problems", operation_id = "listProblems", tag = "mathematics", params(ByNumber),
    responses((status = 200, description = "A page.", body = PageOfProblems)))]
pub(super) async fn problems(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(which): Asked<ByNumber>,
) -> Result<Json<PageOfProblems>, Problem> {
    let person = caller.known()?;
    let (after, limit) = which.checked()?;
    let before = if after == 0 { i64::MAX } else { after };
    let problems = app.store.problems(&person.id, before, limit).await.map_err(away)?;
    let is_full = problems.len() == limit as usize;
    let next = problems.last().map(|problem| problem.number).filter(|_| is_full);
    Ok(Json(PageOfProblems { problems, next }))
}
