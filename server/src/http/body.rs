//! JSON bodies, refused with a problem instead of axum's plain text.

use crate::error::{Code, Problem};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Body(body)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(Code::NotJson.because("content-type must be application/json"))
            }
            Err(JsonRejection::JsonDataError(error)) => {
                Err(Code::Invalid.because(innermost(&error)))
            }
            Err(JsonRejection::JsonSyntaxError(error)) => {
                Err(Code::Malformed.because(innermost(&error)))
            }
            Err(JsonRejection::BytesRejection(error)) => {
                let code = if error.status() == 413 { Code::TooLarge } else { Code::Malformed };
                Err(code.because(error.body_text()))
            }
            Err(other) => Err(Code::Malformed.because(other.body_text())),
        }
    }
}

/// What serde said, without axum's words around it.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
