//! Who is calling, before anything else is looked at: the page, then the person.

use crate::admit::{self, Person};
use crate::error::{Code, Problem};
use crate::http::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::sync::Arc;

/// Somebody who may ask at all.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    /// Who.
    pub(super) person: Person,
    /// From which page, if a browser said so.
    pub(super) origin: Option<String>,
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Caller, Problem> {
        let origin = admit::origin(&app.config, &parts.headers)?;
        let person = app.gate.person(&parts.headers).await?;
        Ok(Caller { person, origin })
    }
}

impl Caller {
    /// Somebody who is known by name: nothing is kept for guests, who all share one.
    pub(super) fn known(&self) -> Result<&Person, Problem> {
        if self.person.is_guest() {
            return Err(Code::Forbidden
                .because("guests have no record (GANITA_PLATFORM_SECRET is not set)"));
        }
        Ok(&self.person)
    }
}
