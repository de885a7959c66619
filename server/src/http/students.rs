//! `/api/v1/students/{id}`: all that is kept about a student, to take away and to erase; what they used, and their
//! history of problems.

use crate::admit::{Person, Role, is_id};
use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::page::{Asked, ByNumber};
use crate::http::tickets::away;
use crate::http::transcriptions::all_segments;
use crate::store::audit::{Deed, record};
use crate::store::board::Operation;
use crate::store::people::{Erased, Problem as Solved};
use crate::store::usage::{DAY_MS, Day};
use crate::store::{Consent, Lesson, MAX_PAGE, Segment};
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
    usage: Vec<Day>,
}

/// A lesson with all that was said and drawn in it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExportedLesson {
    session_id: String,
    language: String,
    started_ms: i64,
    ended_ms: Option<i64>,
    segments: Vec<Segment>,
    board: Vec<Operation>,
}

/// What somebody used, by day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageOfUsage {
    days: Vec<Day>,
    /// To be given as `after` for the next page; null on the last.
    next: Option<i64>,
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
        lessons.push(exported(&app, lesson).await?);
    }
    let consents = app.store.consents_of(&student).await.map_err(away)?;
    let mut problems: Vec<Solved> = Vec::new();
    loop {
        let before = problems.last().map_or(i64::MAX, |last| last.number);
        let page = app.store.problems(&student, before, MAX_PAGE).await.map_err(away)?;
        let is_last = page.len() < MAX_PAGE as usize;
        for problem in page {
            let whole = app.store.problem(&student, problem.number).await.map_err(away)?;
            problems.push(whole.unwrap_or(problem));
        }
        if is_last {
            break;
        }
    }
    let usage = all_usage(&app, &student).await?;
    record(&*app.store, clock::now_ms(), &person.id, Deed::StudentExported, &student)
        .await
        .map_err(away)?;
    Ok(Json(Export { student, lessons, consents, problems, usage }))
}

pub(super) async fn exported(app: &App, lesson: Lesson) -> Result<ExportedLesson, Problem> {
    let segments = all_segments(app, &lesson.id).await.map_err(away)?;
    let mut board: Vec<Operation> = Vec::new();
    loop {
        let after = board.last().map_or(0, |last| last.number);
        let page = app.store.board(&lesson.id, after, MAX_PAGE).await.map_err(away)?;
        let is_last = page.len() < MAX_PAGE as usize;
        board.extend(page);
        if is_last {
            break;
        }
    }
    Ok(ExportedLesson {
        session_id: lesson.id,
        language: lesson.language,
        started_ms: lesson.started_ms,
        ended_ms: lesson.ended_ms,
        segments,
        board,
    })
}

async fn all_usage(app: &App, student: &str) -> Result<Vec<Day>, Problem> {
    let mut days: Vec<Day> = Vec::new();
    loop {
        let from = days.last().map_or(0, |last| last.day_ms + DAY_MS);
        let page = app.store.usage_of(student, from, MAX_PAGE).await.map_err(away)?;
        let is_last = page.len() < MAX_PAGE as usize;
        days.extend(page);
        if is_last {
            return Ok(days);
        }
    }
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

/// One of the problems you had solved, with every step as it was answered.
#[utoipa::path(get, path = "/problems/{number}", operation_id = "readProblem", tag = "mathematics",
    params(("number" = i64, Path, minimum = 1, description = "Its place in your history.")),
    responses((status = 200, description = "The problem.", body = Solved)))]
pub(super) async fn problem(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(number): Path<String>,
) -> Result<Json<Solved>, Problem> {
    let person = caller.known()?;
    let number: i64 = number.parse().map_err(|_| Problem::from(Code::NotFound))?;
    let problem = app.store.problem(&person.id, number).await.map_err(away)?;
    problem.map(Json).ok_or(Code::NotFound.into())
}

/// What lessons used, by day (UTC): lessons, time, tokens of the provider, sound.
#[utoipa::path(get, path = "/students/{id}/usage", operation_id = "listUsage", tag = "lessons",
    params(("id" = String, Path, description = "`me`; operators may name anybody."), ByNumber),
    responses((status = 200, description = "A page of days.", body = PageOfUsage)))]
pub(super) async fn usage(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(which): Asked<ByNumber>,
) -> Result<Json<PageOfUsage>, Problem> {
    let student = meant(caller.known()?, &id)?;
    let (after, limit) = which.checked()?;
    let from = if after == 0 { 0 } else { after.saturating_add(DAY_MS) };
    let days = app.store.usage_of(&student, from, limit).await.map_err(away)?;
    let is_full = days.len() == limit as usize;
    let next = days.last().map(|day| day.day_ms).filter(|_| is_full);
    Ok(Json(PageOfUsage { days, next }))
}
