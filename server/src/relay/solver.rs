//! `solve`: the tutor asks for a result, the algebra core gives it with checked steps, the page is not involved.

use crate::http::solve::Locale;
use crate::http::solve::answer::{Asked, answer};
use ganita_live::tools::MAX_RESPONSE_BYTES;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How long a problem may wait for a processor and take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Problems one lesson may have under way.
const MAX_UNDER_WAY: usize = 4;

/// Kept free for what stands around the steps.
const MARGIN_BYTES: usize = 2 * 1024;

/// The problems a lesson's tutor has asked for.
pub(super) struct Solver {
    places: Arc<Semaphore>,
    locale: Locale,
    /// The student's class.
    class: Option<u32>,
    under_way: JoinSet<(String, Map<String, Value>)>,
    /// Calls the tutor has withdrawn.
    cancelled: BTreeSet<String>,
}

impl Solver {
    pub(super) fn new(places: Arc<Semaphore>, language: &str, class: Option<u32>) -> Solver {
        let locale = if language == "hi" { Locale::Hi } else { Locale::En };
        Solver { places, locale, class, under_way: JoinSet::new(), cancelled: BTreeSet::new() }
    }

    /// Begins to solve; the result comes from [`Solver::next`].
    pub(super) fn solve(
        &mut self,
        id: String,
        latex: String,
        kind: Option<String>,
        variable: Option<String>,
    ) {
        if self.under_way.len() >= MAX_UNDER_WAY {
            self.under_way.spawn(async move { (id, failed("too many problems at once", true)) });
            return;
        }
        let (places, locale, class) = (Arc::clone(&self.places), self.locale, self.class);
        self.under_way.spawn(async move {
            let work = async {
                // Held until the work is done, not until we stop waiting for it.
                let place = places.acquire_owned().await.expect("the semaphore is never closed");
                tokio::task::spawn_blocking(move || {
                    let asked = Asked {
                        latex: &latex,
                        kind: kind.as_deref(),
                        variable: variable.as_deref(),
                        by: None,
                        longer: false,
                        decimals: None,
                        class,
                        locale,
                    };
                    let solved = answer(asked, None);
                    drop(place);
                    serde_json::to_value(&*solved).unwrap_or_default()
                })
                .await
            };
            let response = match tokio::time::timeout(TIMEOUT, work).await {
                Ok(Ok(solved)) => told(&solved),
                Ok(Err(_)) => failed("the problem could not be worked", false),
                Err(_) => failed("the problem takes too long", false),
            };
            (id, response)
        });
    }

    /// The tutor does not want this result any more.
    pub(super) fn cancel(&mut self, id: &str) {
        if !self.under_way.is_empty() {
            self.cancelled.insert(id.to_owned());
        }
    }

    /// The next result; never, when nothing is under way. Safe to give up and ask again.
    pub(super) async fn next(&mut self) -> (String, Map<String, Value>) {
        loop {
            let Some(done) = self.under_way.join_next().await else {
                self.cancelled.clear();
                return std::future::pending().await;
            };
            if let Ok((id, response)) = done
                && !self.cancelled.remove(&id)
            {
                return (id, response);
            }
        }
    }
}

fn failed(why: &str, retryable: bool) -> Map<String, Value> {
    object(json!({ "status": "error", "retryable": retryable, "message": why }))
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(object) = value { object } else { Map::new() }
}

/// A worked problem for a model: the answer, and as many of the steps, in words and as formulas, as may be sent. Of one
/// that stopped on the way the steps so far, which are verified.
fn told(solved: &Value) -> Map<String, Value> {
    let (mut told, all) = if solved["ok"] == true {
        let told = json!({
            "status": "ok",
            "kind": solved["kind"],
            "answer_latex": solved["answerLatex"],
        });
        (object(told), &solved["steps"])
    } else {
        let why = solved["refusal"]["text"].as_str().unwrap_or("this cannot be worked");
        (failed(why, false), &solved["refusal"]["steps"])
    };
    let mut steps = Vec::new();
    let mut room = MAX_RESPONSE_BYTES - MARGIN_BYTES;
    let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
    for step in all {
        let step = json!({ "text": step["text"], "latex": step["afterLatex"] });
        let size = step.to_string().len();
        if size > room {
            break;
        }
        room -= size;
        steps.push(step);
    }
    let left_out = all.len() - steps.len();
    match solved["ok"] == true {
        true => told.insert("steps".to_owned(), steps.into()),
        false if steps.is_empty() => None,
        false => told.insert("verified_so_far".to_owned(), steps.into()),
    };
    if left_out > 0 {
        told.insert("steps_left_out".to_owned(), left_out.into());
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solver() -> Solver {
        Solver::new(Arc::new(Semaphore::new(2)), "en", None)
    }

    #[tokio::test]
    async fn a_logarithm_is_to_the_base_of_the_lessons_class() {
        let mut answers = Vec::new();
        for class in [None, Some(10), Some(11)] {
            let mut solver = Solver::new(Arc::new(Semaphore::new(1)), "en", class);
            solver.solve("a".to_owned(), r"\log x = 2".to_owned(), None, None);
            answers.push(solver.next().await.1["answer_latex"].clone());
        }
        assert_eq!(answers, ["x = e^{2}", "x = 100", "x = e^{2}"]);
    }

    #[tokio::test]
    async fn a_quadratic_is_worked_with_its_steps() {
        let mut solver = solver();
        solver.solve("a".to_owned(), "x^2 - 5x + 6 = 0".to_owned(), None, None);
        let (id, told) = solver.next().await;
        assert_eq!((id.as_str(), &told["status"]), ("a", &json!("ok")));
        let answer = told["answer_latex"].to_string();
        assert!(answer.contains('2') && answer.contains('3'), "{answer}");
        assert!(!told["steps"].as_array().expect("a list").is_empty());
    }

    #[tokio::test]
    async fn what_cannot_be_worked_is_an_error_and_never_nothing() {
        for (latex, kind) in [("\\frac{", None), ("x", Some("bake")), ("\\nosuchsign", None)] {
            let mut solver = solver();
            solver.solve("a".to_owned(), latex.to_owned(), kind.map(str::to_owned), None);
            let (_, told) = solver.next().await;
            assert_eq!(told["status"], "error", "{latex}");
            assert!(told["message"].as_str().is_some_and(|why| !why.is_empty()), "{latex}");
        }
    }

    #[tokio::test]
    async fn the_tutor_is_told_how_far_the_work_came() {
        let mut solver = solver();
        solver.solve("a".to_owned(), r"\int (x^2 + \sin x^3) \, dx".to_owned(), None, None);
        let (_, told) = solver.next().await;
        assert_eq!(told["status"], "error");
        assert!(!told.contains_key("answer_latex"), "{told:?}");
        let lines = told["verified_so_far"].as_array().expect("lines");
        assert!(
            lines.last().is_some_and(|line| line["latex"].to_string().contains("int")),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn a_withdrawn_problem_has_no_result_and_a_flood_is_told_to_wait() {
        let mut solver = solver();
        solver.solve("a".to_owned(), "x = 1".to_owned(), None, None);
        solver.cancel("a");
        for number in 0..MAX_UNDER_WAY {
            solver.solve(number.to_string(), "x = 1".to_owned(), None, None);
        }
        let mut refused = 0;
        for _ in 0..MAX_UNDER_WAY {
            let (id, told) = solver.next().await;
            assert_ne!(id, "a");
            refused += usize::from(told["status"] == "error");
        }
        assert_eq!(refused, 1);
    }

    #[test]
    fn a_long_solution_is_cut_to_what_may_be_sent() {
        let step = json!({ "text": "x".repeat(500), "afterLatex": "y" });
        let solved =
            json!({ "ok": true, "kind": "solve", "answerLatex": "1", "steps": vec![step; 100] });
        let told = told(&solved);
        let size = Value::Object(told.clone()).to_string().len();
        assert!(size <= MAX_RESPONSE_BYTES, "{size}");
        assert!(told["steps_left_out"].as_u64().is_some_and(|steps| steps > 50));
    }
}
