//! The store's statements, which SQLite and PostgreSQL understand alike, written once for both.
//!
//! The two drivers share no type that a function could take, so the implementation is a macro; what differs between the
//! databases, opening and the batch insert, stands in their own files.

/// Implements [`super::Store`] for a type with a `pool` and a constant `APPEND`.
macro_rules! implement_store {
    ($store:ty, $row:ty) => {
        fn lesson(row: &$row) -> Result<Lesson, sqlx::Error> {
            Ok(Lesson {
                id: row.try_get("id")?,
                student: row.try_get("student")?,
                language: row.try_get("language")?,
                started_ms: row.try_get("started_ms")?,
                ended_ms: row.try_get("ended_ms")?,
                ending: row.try_get("ending")?,
                handle: row.try_get("handle")?,
            })
        }

        fn segment(row: &$row) -> Result<Segment, sqlx::Error> {
            let speaker: String = row.try_get("speaker")?;
            Ok(Segment {
                session: row.try_get("session")?,
                number: row.try_get("number")?,
                speaker: if speaker == "student" { Speaker::Student } else { Speaker::Tutor },
                text: row.try_get("text")?,
                latex: row.try_get("latex")?,
                confidence: row.try_get("confidence")?,
                scripted: row.try_get("scripted")?,
                at_ms: row.try_get("at_ms")?,
            })
        }

        fn consent(row: &$row) -> Result<Consent, sqlx::Error> {
            Ok(Consent {
                student: row.try_get("student")?,
                guardian: row.try_get("guardian")?,
                method: row.try_get("method")?,
                text_version: row.try_get("text_version")?,
                given_ms: row.try_get("given_ms")?,
                withdrawn_ms: row.try_get("withdrawn_ms")?,
            })
        }

        impl Store for $store {
            fn begin<'a>(&'a self, lesson: &'a Lesson) -> Answer<'a, ()> {
                const BEGIN: &str = "INSERT INTO sessions (id, student, language, started_ms)
                    VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
                Box::pin(traced(SYSTEM, "begin", async move {
                    let begin = sqlx::query(BEGIN).bind(&lesson.id).bind(&lesson.student);
                    begin.bind(&lesson.language).bind(lesson.started_ms).execute(&self.pool).await?;
                    Ok(())
                }))
            }

            fn end<'a>(
                &'a self,
                id: &'a str,
                at_ms: i64,
                ending: &'a str,
                handle: Option<&'a str>,
            ) -> Answer<'a, ()> {
                const END: &str =
                    "UPDATE sessions SET ended_ms = $1, ending = $2, handle = $3 WHERE id = $4";
                Box::pin(traced(SYSTEM, "end", async move {
                    let end = sqlx::query(END).bind(at_ms).bind(ending).bind(handle).bind(id);
                    end.execute(&self.pool).await?;
                    Ok(())
                }))
            }

            fn lesson<'a>(&'a self, id: &'a str) -> Answer<'a, Option<Lesson>> {
                Box::pin(traced(SYSTEM, "lesson", async move {
                    let row = sqlx::query("SELECT * FROM sessions WHERE id = $1").bind(id);
                    let row = row.fetch_optional(&self.pool).await?;
                    Ok(row.as_ref().map(lesson).transpose()?)
                }))
            }

            fn append<'a>(&'a self, segments: &'a [Segment]) -> Answer<'a, ()> {
                Box::pin(traced(SYSTEM, "append", async move {
                    let rows = serde_json::to_string(segments).map_err(|error| StoreError(error.to_string()))?;
                    sqlx::query(APPEND).bind(rows).execute(&self.pool).await?;
                    Ok(())
                }))
            }

            fn segments<'a>(&'a self, session: &'a str, after: i64, limit: u32) -> Answer<'a, Vec<Segment>> {
                const PAGE: &str =
                    "SELECT * FROM segments WHERE session = $1 AND number > $2 ORDER BY number LIMIT $3";
                Box::pin(traced(SYSTEM, "segments", async move {
                    let page = sqlx::query(PAGE).bind(session).bind(after);
                    let rows = page.bind(i64::from(limit.min(MAX_PAGE))).fetch_all(&self.pool).await?;
                    Ok(rows.iter().map(segment).collect::<Result<_, _>>()?)
                }))
            }

            fn last_number<'a>(&'a self, session: &'a str) -> Answer<'a, i64> {
                const LAST: &str = "SELECT coalesce(max(number), 0) FROM segments WHERE session = $1";
                Box::pin(traced(SYSTEM, "last_number", async move {
                    let row = sqlx::query(LAST).bind(session).fetch_one(&self.pool).await?;
                    Ok(row.try_get(0)?)
                }))
            }

            fn erase<'a>(&'a self, id: &'a str) -> Answer<'a, bool> {
                Box::pin(traced(SYSTEM, "erase", async move {
                    let erase = sqlx::query("DELETE FROM sessions WHERE id = $1").bind(id);
                    Ok(erase.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }

            fn erase_before(&self, started_ms: i64) -> Answer<'_, u64> {
                Box::pin(traced(SYSTEM, "erase_before", async move {
                    let erase = sqlx::query("DELETE FROM sessions WHERE started_ms < $1").bind(started_ms);
                    Ok(erase.execute(&self.pool).await?.rows_affected())
                }))
            }

            fn consent<'a>(&'a self, consent: &'a Consent) -> Answer<'a, ()> {
                const CONSENT: &str = "INSERT INTO consents (student, guardian, method, text_version, given_ms)
                    VALUES ($1, $2, $3, $4, $5)";
                Box::pin(traced(SYSTEM, "consent", async move {
                    let given = sqlx::query(CONSENT).bind(&consent.student).bind(&consent.guardian);
                    let given = given.bind(&consent.method).bind(&consent.text_version);
                    given.bind(consent.given_ms).execute(&self.pool).await?;
                    Ok(())
                }))
            }

            fn consent_of<'a>(&'a self, student: &'a str) -> Answer<'a, Option<Consent>> {
                const IN_FORCE: &str = "SELECT * FROM consents WHERE student = $1 AND withdrawn_ms IS NULL
                    ORDER BY given_ms DESC, number DESC LIMIT 1";
                Box::pin(traced(SYSTEM, "consent_of", async move {
                    let row = sqlx::query(IN_FORCE).bind(student).fetch_optional(&self.pool).await?;
                    Ok(row.as_ref().map(consent).transpose()?)
                }))
            }

            fn withdraw<'a>(&'a self, student: &'a str, at_ms: i64) -> Answer<'a, bool> {
                const WITHDRAW: &str =
                    "UPDATE consents SET withdrawn_ms = $1 WHERE student = $2 AND withdrawn_ms IS NULL";
                Box::pin(traced(SYSTEM, "withdraw", async move {
                    let withdrawn = sqlx::query(WITHDRAW).bind(at_ms).bind(student);
                    Ok(withdrawn.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }

            fn copy_to<'a>(&'a self, file: &'a std::path::Path) -> Answer<'a, ()> {
                Box::pin(traced(SYSTEM, "copy_to", copy(&self.pool, file)))
            }

            fn check(&self) -> Answer<'_, ()> {
                Box::pin(traced(SYSTEM, "check", async move {
                    sqlx::query("SELECT 1").execute(&self.pool).await?;
                    Ok(())
                }))
            }

            fn close(&self) -> BoxFuture<'_, ()> {
                Box::pin(self.pool.close())
            }
        }
    };
}

pub(super) use implement_store;

use super::StoreError;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// Migrations by version and name, in order.
pub(super) fn migrator(all: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(all.iter().map(migration).collect())
}

/// What went wrong while a database was opened, and which.
pub(super) fn unopened(which: &str, error: &dyn std::error::Error) -> StoreError {
    StoreError(format!("{which}: {error}"))
}
