//! `/api/v1/openapi.json`: the routes as OpenAPI 3.1, made from the handlers themselves.

use crate::http::App;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{OpenApi as _, ToSchema};

/// What every refusal looks like (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Refusal {
    /// `urn:ganita:problem:` and the code.
    r#type: String,
    /// The sentence in the language of `Accept-Language`.
    title: String,
    status: u16,
    /// What exactly, in English.
    detail: String,
    /// What clients decide by; it never changes.
    code: String,
    /// The sentence in English.
    en: String,
    /// The sentence in Hindi.
    hi: String,
    /// The request's id, which stands in the log too.
    instance: String,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Ganita",
        version = "1",
        description = "Rooms, tokens, lessons, transcripts, consent and mathematics. Every refusal is \
                       `application/problem+json` with a stable `code` and the sentence in English and Hindi.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    components(schemas(Refusal)),
    tags(
        (name = "lessons", description = "Tickets to live lessons, and what was said in them."),
        (name = "rooms", description = "Lesson rooms, who belongs to them, and LiveKit."),
        (name = "mathematics", description = "The same answers as the page's own engine gives."),
        (name = "privacy", description = "Consent, export and erasure."),
        (name = "operation", description = "Health, numbers and the audit log."),
    )
)]
struct About;

/// The description before any route is added.
pub(super) fn about() -> OpenApi {
    About::openapi()
}

/// Says of every route what holds for all: how to sign in, and what a refusal looks like.
pub(super) fn complete(api: &mut OpenApi) {
    let components = api.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme("platform", SecurityScheme::Http(bearer));
    for (path, item) in &mut api.paths.paths {
        for operation in operations(item) {
            let content = ContentBuilder::new()
                .schema(Some(RefOr::Ref(Ref::from_schema_name("Problem"))))
                .build();
            let refusal = ResponseBuilder::new()
                .description("A refusal.")
                .content("application/problem+json", content)
                .build();
            operation.responses.responses.insert("default".to_owned(), RefOr::T(refusal));
            if path.starts_with("/api/") {
                // Without enrolment (development) nobody signs in.
                let none = SecurityRequirement::default();
                let signed = SecurityRequirement::new("platform", Vec::<String>::new());
                operation.security = Some(vec![none, signed]);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten()
}

/// This description.
pub(super) async fn serve(State(app): State<Arc<App>>) -> Json<OpenApi> {
    Json(app.openapi.clone())
}
