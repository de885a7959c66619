//! `POST /api/v1/math/solve`: the same answer as in the browser, for clients without WebAssembly.

pub(crate) mod answer;
mod cache;

pub(crate) use cache::Cache;

use crate::clock;
use crate::error::{Code, Problem};
use crate::http::App;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::tickets::away;
use crate::store::people::Problem as Worked;
use answer::{Answer, Asked};
use axum::Json;
use axum::extract::State;
use ganita_algebra::PLACES_MAX;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// Longest problem; a board line is a tenth of it.
const MAX_LATEX_CHARACTERS: usize = 2_000;

/// Longest list of unknowns, and longest name of a kind.
const MAX_WORD_CHARACTERS: usize = 64;

/// The class that stands for college.
const COLLEGE: u32 = 13;

/// A class that there is, if one is named.
pub(super) fn check_class(class: Option<u32>) -> Result<(), Problem> {
    match class {
        Some(class) if !(1..=COLLEGE).contains(&class) => {
            Err(Code::Invalid.because(format!("class: from 1 to {COLLEGE}")))
        }
        _ => Ok(()),
    }
}

/// How long a problem may wait for a processor and take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A problem.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ProblemWish)]
pub(super) struct Wish {
    #[schema(max_length = 2000)]
    latex: String,
    /// `solve`, `diff` and so on; found out from the formula when absent.
    #[schema(max_length = 64)]
    kind: Option<String>,
    /// The unknown; several are separated by commas.
    #[schema(max_length = 64)]
    variable: Option<String>,
    /// A method, one of those an answer names.
    #[schema(max_length = 64)]
    by: Option<String>,
    /// Five times the work, for what was refused as `too_long`.
    #[serde(default)]
    longer: bool,
    /// The answer in decimals as well, with so many places.
    #[schema(maximum = 50)]
    #[serde(default, deserialize_with = "whole")]
    decimals: Option<u32>,
    /// The student's class, 13 for college: up to 10 `\log` without a base is to the base 10, else natural.
    #[schema(minimum = 1, maximum = 13)]
    #[serde(default, deserialize_with = "whole")]
    class: Option<u32>,
    /// Whether the steps are wanted; the answer alone is a tenth of the bytes.
    #[serde(default = "yes")]
    steps: bool,
    /// `en` or `hi`.
    #[serde(default)]
    locale: Locale,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Locale {
    /// English.
    #[default]
    En,
    /// Hindi.
    Hi,
}

/// JSON knows one sort of number: 36.0 is as whole as 36.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let rounded = number.as_f64().map(|number| number as u32);
    match rounded {
        Some(whole) if number.as_f64() == Some(f64::from(whole)) => Ok(Some(whole)),
        _ => Err(D::Error::custom(format!("expected a whole number from 0, found {number}"))),
    }
}

fn yes() -> bool {
    true
}

/// A problem with its steps. A refusal to solve it is an answer too: `ok` says which it is.
#[utoipa::path(post, path = "/math/solve", operation_id = "solve", tag = "mathematics",
    request_body = Wish, responses((status = 200, description = "The answer.", body = Answer)))]
pub(super) async fn solve(
    State(app): State<Arc<App>>,
    caller: Caller,
    Body(wish): Body<Wish>,
) -> Result<Json<Answer>, Problem> {
    if wish.latex.chars().count() > MAX_LATEX_CHARACTERS {
        return Err(
            Code::Invalid.because(format!("latex: at most {MAX_LATEX_CHARACTERS} characters"))
        );
    }
    let words = [("variable", &wish.variable), ("kind", &wish.kind), ("by", &wish.by)];
    if let Some((name, _)) = words.iter().find(|(_, word)| {
        word.as_deref().is_some_and(|word| word.chars().count() > MAX_WORD_CHARACTERS)
    }) {
        return Err(
            Code::Invalid.because(format!("{name}: at most {MAX_WORD_CHARACTERS} characters"))
        );
    }
    if wish.decimals.is_some_and(|places| places > PLACES_MAX) {
        return Err(Code::Invalid.because(format!("decimals: at most {PLACES_MAX}")));
    }
    check_class(wish.class)?;
    let with_steps = wish.steps;
    let began = tokio::time::Instant::now();
    let work = async {
        // Held until the work is done, not until we stop waiting for it.
        let turn =
            Arc::clone(&app.solving).acquire_owned().await.expect("the semaphore is never closed");
        let app = Arc::clone(&app);
        let work = move || {
            let asked = Asked {
                latex: &wish.latex,
                kind: wish.kind.as_deref(),
                variable: wish.variable.as_deref(),
                by: wish.by.as_deref(),
                longer: wish.longer,
                decimals: wish.decimals,
                class: wish.class,
                locale: wish.locale,
            };
            let answer = answer::answer(asked, Some(&app.solved));
            drop(turn);
            answer
        };
        tokio::task::spawn_blocking(work).await
    };
    let answer =
        tokio::time::timeout(TIMEOUT, work).await.map_err(|_| Problem::from(Code::TooSlow))?;
    app.metrics.solve_seconds.observe(began.elapsed().as_secs_f64());
    let answer = answer.map_err(|_| Problem::from(Code::Internal))?;
    if let (Answer::Solved(solved), Ok(person)) = (&*answer, caller.known()) {
        let worked = Worked {
            number: 0,
            student: person.id.clone(),
            kind: solved.kind.to_owned(),
            latex: solved.read_as_latex.clone(),
            answer_latex: solved.answer_latex.clone(),
            steps: i64::try_from(solved.steps.len()).unwrap_or(i64::MAX),
            solved_ms: clock::now_ms(),
            solution: Some(
                serde_json::to_value(solved).map_err(|_| Problem::from(Code::Internal))?,
            ),
        };
        app.store.keep_problem(&worked).await.map_err(away)?;
    }
    let mut answer = Arc::unwrap_or_clone(answer);
    if !with_steps {
        match &mut answer {
            Answer::Solved(solved) => solved.steps.clear(),
            Answer::Refused(refused) => refused.refusal.steps.clear(),
        }
    }
    Ok(Json(answer))
}
