//! `POST /api/v1/math/solve`: the same answer as in the browser, for clients without WebAssembly.

mod answer;

use crate::admit;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use answer::Answer;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// Longest problem; a board line is a tenth of it.
const MAX_LATEX_BYTES: usize = 2 * 1024;

/// Longest list of unknowns, and longest name of a kind.
const MAX_WORD_BYTES: usize = 64;

/// How long a problem may wait for a processor and take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A problem.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wish {
    latex: String,
    /// `solve`, `diff` and so on; found out from the formula when absent.
    kind: Option<String>,
    /// The unknown; several are separated by commas.
    variable: Option<String>,
    /// `en` or `hi`.
    #[serde(default)]
    locale: Locale,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Locale {
    #[default]
    En,
    Hi,
}

pub(super) async fn solve(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(wish): Body<Wish>,
) -> Result<Json<Answer>, Problem> {
    admit::origin(&app.config, &headers)?;
    admit::person(&app.config, &headers)?;
    if wish.latex.len() > MAX_LATEX_BYTES {
        return Err(Code::TooLarge.because(format!("latex: at most {MAX_LATEX_BYTES} bytes")));
    }
    let words = [("variable", &wish.variable), ("kind", &wish.kind)];
    if let Some((name, _)) = words
        .iter()
        .find(|(_, word)| word.as_deref().is_some_and(|word| word.len() > MAX_WORD_BYTES))
    {
        return Err(Code::Invalid.because(format!("{name}: at most {MAX_WORD_BYTES} bytes")));
    }
    let began = tokio::time::Instant::now();
    let work = async {
        // Held until the work is done, not until we stop waiting for it.
        let turn =
            Arc::clone(&app.solving).acquire_owned().await.expect("the semaphore is never closed");
        let work = move || {
            let answer = answer::answer(
                &wish.latex,
                wish.kind.as_deref(),
                wish.variable.as_deref(),
                wish.locale,
            );
            drop(turn);
            answer
        };
        tokio::task::spawn_blocking(work).await
    };
    let answer =
        tokio::time::timeout(TIMEOUT, work).await.map_err(|_| Problem::from(Code::TooSlow))?;
    app.metrics.solve_seconds.observe(began.elapsed().as_secs_f64());
    answer.map(Json).map_err(|_| Code::Internal.into())
}
