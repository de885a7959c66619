//! `/api/v1/sessions/{id}/reference`: what a student really said, written down by a person, beside what was understood.

use crate::accuracy::{compare, words};
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::rooms::leads;
use crate::http::tickets::away;
use crate::http::transcriptions::{all_segments, readable};
use crate::store::Speaker;
use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Words that are compared at most, on either side: their product is the work.
const MAX_WORDS: usize = 4_000;

/// Signs of the reference at most.
const MAX_TEXT: usize = 10_000;

/// What was really said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReferenceTranscript)]
pub(super) struct Reference {
    /// All that the student said in the lesson, in order. It is compared and not kept.
    #[schema(min_length = 1, max_length = 10000)]
    text: String,
}

/// How a transcript compares with it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TranscriptAccuracy)]
pub(super) struct Answer {
    /// 100 · (1 − word error rate), at least 0.
    accuracy_percentage: f64,
    /// Words of the reference.
    words: usize,
    /// The fewest words to put in, take out or change.
    errors: usize,
}

/// Compare what was understood of a student with what they really said, which a teacher has written down.
#[utoipa::path(put, path = "/sessions/{id}/reference", operation_id = "giveReference", tag = "lessons",
    params(("id" = String, Path, description = "The lesson.")), request_body = Reference,
    responses((status = 200, description = "How they compare.", body = Answer)))]
pub(super) async fn give(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Body(reference): Body<Reference>,
) -> Result<Json<Answer>, Problem> {
    if reference.text.chars().count() > MAX_TEXT {
        return Err(Code::Invalid.because(format!("text: at most {MAX_TEXT} characters")));
    }
    let lesson = readable(&app, &caller.person, &id).await?;
    if !leads(&caller.person) {
        return Err(Code::Forbidden.into());
    }
    let reference = words(&reference.text);
    if reference.is_empty() {
        return Err(Code::Invalid.because("text: there is no word in it"));
    }
    let segments = all_segments(&app, &lesson.id).await.map_err(away)?;
    // Words out of a script were not understood by anybody.
    let spoken = segments.iter().filter(|one| one.speaker == Speaker::Student && !one.scripted);
    let heard: Vec<String> = spoken.flat_map(|segment| words(&segment.text)).collect();
    if reference.len().max(heard.len()) > MAX_WORDS {
        return Err(Code::Invalid.because(format!("text: at most {MAX_WORDS} words are compared")));
    }
    let place = Arc::clone(&app.solving).acquire_owned().await.expect("it is never closed");
    let comparing = tokio::task::spawn_blocking(move || {
        let compared = compare(&reference, &heard);
        drop(place);
        compared
    });
    let compared = comparing.await.map_err(|_| Problem::from(Code::Internal))?;
    app.metrics.accuracy.note(&lesson.id, compared);
    Ok(Json(Answer {
        accuracy_percentage: compared.percentage(),
        words: compared.words,
        errors: compared.errors,
    }))
}
