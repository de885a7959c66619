//! How much of the tutor lessons used: minutes, tokens and sound, by student and day.

use super::Answer;
use serde::Serialize;
use utoipa::ToSchema;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What a lesson used while one server led it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The lesson.
    pub session: String,
    /// When this server took it up.
    pub began_ms: i64,
    /// Whose it is.
    pub student: String,
    /// How long.
    pub seconds: i64,
    /// What the tutor counted; the provider bills by it.
    pub tokens: i64,
    /// Sound that went to the tutor.
    pub sound_bytes: i64,
}

/// A day of somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DayOfUsage)]
pub struct Day {
    /// When it began (UTC), in milliseconds since 1970.
    pub day_ms: i64,
    /// Lessons of that day.
    pub lessons: i64,
    /// Their time together.
    pub seconds: i64,
    /// Tokens the tutor counted.
    pub tokens: i64,
    /// Sound that went to the tutor.
    pub sound_bytes: i64,
}

/// What is asked about usage.
pub trait Usage {
    /// Notes what a lesson used. Noted twice, the second stands: a note that is sent again counts once.
    fn note_usage<'a>(&'a self, used: &'a Used) -> Answer<'a, ()>;
    /// A student's days from one on, in order, at most `limit`.
    fn usage_of<'a>(&'a self, student: &'a str, from_ms: i64, limit: u32) -> Answer<'a, Vec<Day>>;
    /// Erases what was used earlier; gives the number of rows.
    fn erase_usage_before(&self, began_ms: i64) -> Answer<'_, u64>;
}

/// Implements [`Usage`] for a type with a `pool`.
macro_rules! implement_usage {
    ($store:ty, $row:ty) => {
        fn day(row: &$row) -> Result<Day, sqlx::Error> {
            Ok(Day {
                day_ms: row.try_get::<i64, _>("day")? * DAY_MS,
                lessons: row.try_get("lessons")?,
                seconds: row.try_get("seconds")?,
                tokens: row.try_get("tokens")?,
                sound_bytes: row.try_get("sound_bytes")?,
            })
        }

        impl Usage for $store {
            fn note_usage<'a>(&'a self, used: &'a Used) -> Answer<'a, ()> {
                const NOTE: &str =
                    "INSERT INTO usage (session, began_ms, student, seconds, tokens, sound_bytes)
                    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (session, began_ms) DO UPDATE SET
                    seconds = excluded.seconds, tokens = excluded.tokens, sound_bytes = excluded.sound_bytes";
                Box::pin(traced(SYSTEM, "note_usage", async move {
                    let note = sqlx::query(NOTE).bind(&used.session).bind(used.began_ms);
                    let note = note.bind(&used.student).bind(used.seconds).bind(used.tokens);
                    note.bind(used.sound_bytes).execute(&self.pool).await?;
                    Ok(())
                }))
            }

            fn usage_of<'a>(
                &'a self,
                student: &'a str,
                from_ms: i64,
                limit: u32,
            ) -> Answer<'a, Vec<Day>> {
                // PostgreSQL's sums of 64 bits are of arbitrary size.
                const DAYS: &str = "SELECT began_ms / 86400000 AS day, count(DISTINCT session) AS lessons,
                    CAST(sum(seconds) AS BIGINT) AS seconds, CAST(sum(tokens) AS BIGINT) AS tokens,
                    CAST(sum(sound_bytes) AS BIGINT) AS sound_bytes
                    FROM usage WHERE student = $1 AND began_ms >= $2 GROUP BY 1 ORDER BY 1 LIMIT $3";
                Box::pin(traced(SYSTEM, "usage_of", async move {
                    let days = sqlx::query(DAYS).bind(student).bind(from_ms);
                    let days = days.bind(i64::from(limit.min(MAX_PAGE)));
                    let rows = days.fetch_all(&self.pool).await?;
                    Ok(rows.iter().map(day).collect::<Result<_, _>>()?)
                }))
            }

            fn erase_usage_before(&self, began_ms: i64) -> Answer<'_, u64> {
                Box::pin(traced(SYSTEM, "erase_usage_before", async move {
                    let erase = sqlx::query("DELETE FROM usage WHERE began_ms < $1").bind(began_ms);
                    Ok(erase.execute(&self.pool).await?.rows_affected())
                }))
            }
        }
    };
}

pub(super) use implement_usage;
