//! `/api/v1/audit`: who did what, for operators, and whether the record is whole.

use crate::admit::Role;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::page::{Asked, ByNumber};
use crate::http::tickets::away;
use crate::store::audit::{Entry, Verified, verify};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageOfEntries {
    entries: Vec<Entry>,
    /// To be given as `after` for the next page; null on the last.
    next: Option<i64>,
}

fn operator(caller: &Caller) -> Result<(), Problem> {
    if caller.person.role == Role::Operator { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// The log, in order.
#[utoipa::path(get, path = "/audit", operation_id = "listAudit", tag = "operation", params(ByNumber),
    responses((status = 200, description = "A page.", body = PageOfEntries)))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(which): Asked<ByNumber>,
) -> Result<Json<PageOfEntries>, Problem> {
    operator(&caller)?;
    let (after, limit) = which.checked()?;
    let entries = app.store.entries(after, limit).await.map_err(away)?;
    let is_full = entries.len() == limit as usize;
    let next = entries.last().map(|entry| entry.number).filter(|_| is_full);
    Ok(Json(PageOfEntries { entries, next }))
}

/// Whether every row is as it was written.
#[utoipa::path(get, path = "/audit/verification", operation_id = "verifyAudit", tag = "operation",
    responses((status = 200, description = "What was found.", body = Verified)))]
pub(super) async fn check(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<Json<Verified>, Problem> {
    operator(&caller)?;
    verify(&*app.store).await.map(Json).map_err(away)
}
