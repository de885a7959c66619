//! What is kept about a student: shown to them, and erased when they ask.

use super::{Answer, Consent, Lesson};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A problem somebody had solved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SolvedProblem)]
pub struct Problem {
    /// Its place in the history, growing.
    pub number: i64,
    /// Whose it is.
    #[serde(skip)]
    pub student: String,
    /// What was asked for: `solve`, `diff` and so on.
    pub kind: String,
    /// The problem as it was read.
    pub latex: String,
    /// Its answer.
    pub answer_latex: String,
    /// How many steps led there.
    pub steps: i64,
    /// When, in milliseconds since 1970.
    pub solved_ms: i64,
    /// The whole answer with its steps, as it was given; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub solution: Option<Value>,
}

/// How much was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Erased {
    /// Lessons, with all that was said in them.
    pub lessons: u64,
    /// Problems.
    pub problems: u64,
    /// Records of consent.
    pub consents: u64,
    /// Places in rooms.
    pub enrolments: u64,
    /// Records of what lessons used.
    pub usage: u64,
}

/// What is asked about students.
pub trait People {
    /// Keeps a problem; its number is given by the database.
    fn keep_problem<'a>(&'a self, problem: &'a Problem) -> Answer<'a, ()>;
    /// A student's problems, the newest first, before a number, at most `limit`; without their solutions.
    fn problems<'a>(
        &'a self,
        student: &'a str,
        before: i64,
        limit: u32,
    ) -> Answer<'a, Vec<Problem>>;
    /// One of a student's problems, with its solution.
    fn problem<'a>(&'a self, student: &'a str, number: i64) -> Answer<'a, Option<Problem>>;
    /// A student's lessons, the oldest first.
    fn lessons_of<'a>(&'a self, student: &'a str) -> Answer<'a, Vec<Lesson>>;
    /// A student's consents, also those that were taken back, the oldest first.
    fn consents_of<'a>(&'a self, student: &'a str) -> Answer<'a, Vec<Consent>>;
    /// Erases everything of a student's, all or nothing. The audit log stays: it holds no name.
    fn erase_student<'a>(&'a self, student: &'a str) -> Answer<'a, Erased>;
    /// Erases problems that were solved earlier; gives their number.
    fn erase_problems_before(&self, solved_ms: i64) -> Answer<'_, u64>;
}

/// Implements [`People`] for a type with a `pool`.
macro_rules! implement_people {
    ($store:ty, $row:ty) => {
        fn problem(row: &$row) -> Result<Problem, sqlx::Error> {
            Ok(Problem {
                number: row.try_get("number")?,
                student: row.try_get("student")?,
                kind: row.try_get("kind")?,
                latex: row.try_get("latex")?,
                answer_latex: row.try_get("answer")?,
                steps: row.try_get("steps")?,
                solved_ms: row.try_get("solved_ms")?,
                solution: None,
            })
        }

        fn solved(row: &$row) -> Result<Problem, sqlx::Error> {
            let solution: Option<String> = row.try_get("solution")?;
            let solution = solution.as_deref().map(serde_json::from_str).transpose();
            let solution = solution.map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
            Ok(Problem { solution, ..problem(row)? })
        }

        impl People for $store {
            fn keep_problem<'a>(&'a self, problem: &'a Problem) -> Answer<'a, ()> {
                const KEEP: &str =
                    "INSERT INTO problems (student, kind, latex, answer, steps, solved_ms, solution)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)";
                Box::pin(traced(SYSTEM, "keep_problem", async move {
                    let keep = sqlx::query(KEEP).bind(&problem.student).bind(&problem.kind);
                    let keep = keep.bind(&problem.latex).bind(&problem.answer_latex);
                    let keep = keep.bind(problem.steps).bind(problem.solved_ms);
                    let solution = problem.solution.as_ref().map(Value::to_string);
                    keep.bind(solution).execute(&self.pool).await?;
                    Ok(())
                }))
            }

            fn problems<'a>(
                &'a self,
                student: &'a str,
                before: i64,
                limit: u32,
            ) -> Answer<'a, Vec<Problem>> {
                const PAGE: &str = "SELECT number, student, kind, latex, answer, steps, solved_ms
                    FROM problems WHERE student = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
                Box::pin(traced(SYSTEM, "problems", async move {
                    let page = sqlx::query(PAGE).bind(student).bind(before);
                    let page = page.bind(i64::from(limit.min(MAX_PAGE)));
                    let rows = page.fetch_all(&self.pool).await?;
                    Ok(rows.iter().map(problem).collect::<Result<_, _>>()?)
                }))
            }

            fn problem<'a>(&'a self, student: &'a str, number: i64) -> Answer<'a, Option<Problem>> {
                const ONE: &str = "SELECT * FROM problems WHERE student = $1 AND number = $2";
                Box::pin(traced(SYSTEM, "problem", async move {
                    let one = sqlx::query(ONE).bind(student).bind(number);
                    let row = one.fetch_optional(&self.pool).await?;
                    Ok(row.as_ref().map(solved).transpose()?)
                }))
            }

            fn lessons_of<'a>(&'a self, student: &'a str) -> Answer<'a, Vec<Lesson>> {
                const THEIRS: &str =
                    "SELECT * FROM sessions WHERE student = $1 ORDER BY started_ms, id";
                Box::pin(traced(SYSTEM, "lessons_of", async move {
                    let rows = sqlx::query(THEIRS).bind(student).fetch_all(&self.pool).await?;
                    Ok(rows.iter().map(lesson).collect::<Result<_, _>>()?)
                }))
            }

            fn consents_of<'a>(&'a self, student: &'a str) -> Answer<'a, Vec<Consent>> {
                const THEIRS: &str =
                    "SELECT * FROM consents WHERE student = $1 ORDER BY given_ms, number";
                Box::pin(traced(SYSTEM, "consents_of", async move {
                    let rows = sqlx::query(THEIRS).bind(student).fetch_all(&self.pool).await?;
                    Ok(rows.iter().map(consent).collect::<Result<_, _>>()?)
                }))
            }

            fn erase_student<'a>(&'a self, student: &'a str) -> Answer<'a, Erased> {
                Box::pin(traced(SYSTEM, "erase_student", async move {
                    let mut all = self.pool.begin().await?;
                    let mut erased = [0; 5];
                    let statements = [
                        "DELETE FROM sessions WHERE student = $1",
                        "DELETE FROM problems WHERE student = $1",
                        "DELETE FROM consents WHERE student = $1",
                        "DELETE FROM enrolments WHERE person = $1",
                        "DELETE FROM usage WHERE student = $1",
                    ];
                    for (count, statement) in erased.iter_mut().zip(statements) {
                        let done = sqlx::query(statement).bind(student).execute(&mut *all).await?;
                        *count = done.rows_affected();
                    }
                    all.commit().await?;
                    let [lessons, problems, consents, enrolments, usage] = erased;
                    Ok(Erased { lessons, problems, consents, enrolments, usage })
                }))
            }

            fn erase_problems_before(&self, solved_ms: i64) -> Answer<'_, u64> {
                Box::pin(traced(SYSTEM, "erase_problems_before", async move {
                    let erase =
                        sqlx::query("DELETE FROM problems WHERE solved_ms < $1").bind(solved_ms);
                    Ok(erase.execute(&self.pool).await?.rows_affected())
                }))
            }
        }
    };
}

pub(super) use implement_people;
