//! What is kept: lessons, what was said and drawn in them, consents, usage. One trait, so that nothing else knows which database it is.

pub mod audit;
pub mod board;
mod copy;
pub mod people;
mod postgres;
pub mod rooms;
pub mod scribe;
mod sql;
mod sqlite;
pub mod usage;

pub use copy::restore;
pub use postgres::Postgres;
pub use sqlite::Sqlite;

use crate::config::Database;
use futures_util::future::BoxFuture;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The newest migration of both databases.
const VERSION: i64 = 3;

/// The largest page of segments.
pub const MAX_PAGE: u32 = 500;

/// A store could not do it.
#[derive(Debug, Clone)]
pub struct StoreError(pub String);

impl std::fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "the store failed: {}", self.0)
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        StoreError(error.to_string())
    }
}

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Its id, unguessable.
    pub id: String,
    /// Whose it is: a pseudonym of the platform's.
    pub student: String,
    /// `en`, `hi` or `auto`.
    pub language: String,
    /// When it began.
    pub started_ms: i64,
    /// When it ended.
    pub ended_ms: Option<i64>,
    /// How it ended.
    pub ending: Option<String>,
    /// Where the tutor can take the conversation up again.
    pub handle: Option<String>,
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    /// The lesson it belongs to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub session: String,
    /// Its place in the lesson, growing.
    pub number: i64,
    /// Who spoke.
    pub speaker: Speaker,
    /// The words.
    pub text: String,
    /// What they mean, when they are mathematics.
    pub latex: Option<String>,
    /// How sure that is, 0 to 1.
    pub confidence: Option<f64>,
    /// Whether the words came from a script and nobody listened.
    pub scripted: bool,
    /// When they were complete.
    pub at_ms: i64,
}

/// Who spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The student.
    Student,
    /// The tutor.
    Tutor,
}

/// Somebody's agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// For whom.
    pub student: String,
    /// Who gave it, when not the student.
    pub guardian: Option<String>,
    /// How it was given: `page`, `paper`, `platform`.
    pub method: String,
    /// Which text was agreed to.
    pub text_version: String,
    /// When.
    pub given_ms: i64,
    /// When it was taken back.
    pub withdrawn_ms: Option<i64>,
}

/// A database's answer, on its way.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// Work in a database, which traces show.
fn traced<'a, T: 'a>(
    system: &'static str,
    operation: &'static str,
    work: impl Future<Output = Result<T, StoreError>> + Send + 'a,
) -> impl Future<Output = Result<T, StoreError>> + Send + 'a {
    crate::log::stored(system, operation, work)
}

/// What the server asks of a database.
pub trait Store:
    rooms::Rooms + people::People + audit::Audit + board::Boards + usage::Usage + Send + Sync + 'static
{
    /// Notes that a lesson begins. Beginning one twice changes nothing.
    fn begin<'a>(&'a self, lesson: &'a Lesson) -> Answer<'a, ()>;
    /// Notes that a lesson ended, how, and where it could be taken up.
    fn end<'a>(
        &'a self,
        id: &'a str,
        at_ms: i64,
        ending: &'a str,
        handle: Option<&'a str>,
    ) -> Answer<'a, ()>;
    /// A lesson, if there is one.
    fn lesson<'a>(&'a self, id: &'a str) -> Answer<'a, Option<Lesson>>;
    /// Adds what was said, all or nothing. A segment that is there already stays as it is; one of a lesson that was
    /// erased meanwhile is passed over.
    fn append<'a>(&'a self, segments: &'a [Segment]) -> Answer<'a, ()>;
    /// What was said after a number, in order, at most `limit`.
    fn segments<'a>(&'a self, session: &'a str, after: i64, limit: u32)
    -> Answer<'a, Vec<Segment>>;
    /// The number of the last segment, 0 when there is none.
    fn last_number<'a>(&'a self, session: &'a str) -> Answer<'a, i64>;
    /// Erases a lesson and all that was said in it; false when there is none.
    fn erase<'a>(&'a self, id: &'a str) -> Answer<'a, bool>;
    /// Erases lessons that began earlier; gives their number.
    fn erase_before(&self, started_ms: i64) -> Answer<'_, u64>;
    /// Notes an agreement.
    fn consent<'a>(&'a self, consent: &'a Consent) -> Answer<'a, ()>;
    /// The agreement in force for a student: the newest that was not taken back.
    fn consent_of<'a>(&'a self, student: &'a str) -> Answer<'a, Option<Consent>>;
    /// Takes back all agreements of a student; false when there was none.
    fn withdraw<'a>(&'a self, student: &'a str, at_ms: i64) -> Answer<'a, bool>;
    /// Writes a whole copy into a new SQLite file, while lessons go on; [`restore`] brings it back.
    fn copy_to<'a>(&'a self, file: &'a std::path::Path) -> Answer<'a, ()>;
    /// Whether the database answers.
    fn check(&self) -> Answer<'_, ()>;
    /// Lets go of it, with everything written.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// The database that was configured, migrated to what this server knows.
///
/// # Errors
/// When it cannot be reached or migrated.
pub async fn open(database: &Database) -> Result<Arc<dyn Store>, StoreError> {
    match database {
        Database::Sqlite(path) => Ok(Arc::new(Sqlite::open(path).await?)),
        Database::Postgres(address) => Ok(Arc::new(Postgres::open(address.expose_secret()).await?)),
    }
}
