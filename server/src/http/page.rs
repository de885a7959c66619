//! Pages of a list: which one is asked for, and checked values from addresses.

use crate::error::{Code, Problem};
use crate::store::MAX_PAGE;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

/// Items on a page when nobody says.
pub(super) const USUAL_LIMIT: u32 = 100;

/// Query parameters, refused with a problem.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, Problem> {
        let asked = Query::<T>::from_request_parts(parts, state).await;
        let Query(asked) =
            asked.map_err(|error: QueryRejection| Code::Invalid.because(error.body_text()))?;
        Ok(Asked(asked))
    }
}

fn usual_limit() -> u32 {
    USUAL_LIMIT
}

/// A page of a list in the order of its names.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ByName {
    /// The `next` of the page before.
    #[serde(default)]
    #[param(max_length = 128, pattern = "^[A-Za-z0-9_.:@-]*$", required = false)]
    pub(super) after: String,
    /// At most so many.
    #[serde(default = "usual_limit")]
    #[param(minimum = 1, maximum = 500, required = false)]
    pub(super) limit: u32,
}

/// A page of a list in the order of its numbers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ByNumber {
    /// The `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991i64, required = false)]
    pub(super) after: i64,
    /// At most so many.
    #[serde(default = "usual_limit")]
    #[param(minimum = 1, maximum = 500, required = false)]
    pub(super) limit: u32,
}

/// Whose.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Whose {
    /// A guardian names the student; yourself when absent.
    #[param(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:@-]+$")]
    pub(super) student: Option<String>,
}

/// The largest number that JavaScript counts exactly.
const MAX_NUMBER: i64 = (1 << 53) - 1;

fn limited(limit: u32) -> Result<u32, Problem> {
    if limit == 0 || limit > MAX_PAGE {
        return Err(Code::Invalid.because(format!("limit is 1 to {MAX_PAGE}")));
    }
    Ok(limit)
}

impl ByName {
    pub(super) fn checked(self) -> Result<(String, u32), Problem> {
        if !self.after.is_empty() && !crate::admit::is_id(&self.after) {
            return Err(Code::Invalid.because("after is the `next` of the page before"));
        }
        Ok((self.after, limited(self.limit)?))
    }
}

impl ByNumber {
    pub(super) fn checked(self) -> Result<(i64, u32), Problem> {
        if self.after < 0 || self.after > MAX_NUMBER {
            return Err(Code::Invalid.because("after is the `next` of the page before"));
        }
        Ok((self.after, limited(self.limit)?))
    }
}
