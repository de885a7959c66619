//! The store in a SQLite file: nothing to install, enough for one server.

use super::audit::{Audit, Entry, implement_audit};
use super::board::{Boards, Operation, implement_boards};
use super::people::{Erased, People, Problem, implement_people};
use super::rooms::{Enrolment, Room, Rooms, Seat, implement_rooms};
use super::sql::{implement_store, migrator, unopened};
use super::usage::{DAY_MS, Day, Usage, Used, implement_usage};
use super::{Answer, Consent, Lesson, MAX_PAGE, Segment, Speaker, Store, StoreError, traced};
use futures_util::future::BoxFuture;
use serde_json::Value;
use sqlx::Row;
use sqlx::error::DatabaseError;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use std::path::Path;
use std::time::{Duration, Instant};

/// Readers at once; SQLite has one writer at a time whatever this says.
const CONNECTIONS: u32 = 4;

/// How long a writer waits for another.
const BUSY: Duration = Duration::from_secs(5);

/// SQLITE_BUSY, the low byte of the result codes for a file that somebody else has locked.
const LOCKED: u32 = 5;

/// How soon a file that was locked is tried again.
const AGAIN: Duration = Duration::from_millis(10);

/// How long a request waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(5);

/// One statement for the whole batch: the rows travel as one JSON text and are taken apart inside the database.
const APPEND: &str = "
    INSERT INTO segments (session, number, speaker, text, latex, confidence, scripted, at_ms)
    SELECT value ->> 'session', value ->> 'number', value ->> 'speaker', value ->> 'text', value ->> 'latex',
           value ->> 'confidence', value ->> 'scripted', value ->> 'atMs'
    FROM json_each($1) WHERE value ->> 'session' IN (SELECT id FROM sessions)
    ON CONFLICT DO NOTHING";

/// A SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    pool: SqlitePool,
}

impl Sqlite {
    /// Opens the file, or makes it, and brings its tables up to date; programs that open it together take turns.
    ///
    /// # Errors
    /// When the file cannot be opened, or holds something else.
    pub async fn open(path: &Path) -> Result<Sqlite, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            // Readers do not wait for the writer; a power cut loses at most the last moments, never the file.
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(BUSY)
            .foreign_keys(true);
        let which = path.display().to_string();
        let pool = connect(options).await.map_err(|error| unopened(&which, &error))?;
        let migrations = migrator(&[
            (1, "lessons", include_str!("../../migrations/sqlite/0001_lessons.sql")),
            (2, "rooms", include_str!("../../migrations/sqlite/0002_rooms.sql")),
            (3, "board", include_str!("../../migrations/sqlite/0003_board.sql")),
        ]);
        migrate(&pool, &migrations).await.map_err(|error| unopened(&which, &error))?;
        Ok(Sqlite { pool })
    }
}

/// SQLite does not wait, whatever its time-out, for another program that is just turning the file to its
/// write-ahead log.
async fn connect(options: SqliteConnectOptions) -> sqlx::Result<SqlitePool> {
    let started = Instant::now();
    loop {
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
        match pool.connect_with(options.clone()).await {
            Err(sqlx::Error::Database(error)) if is_locked(&*error) && started.elapsed() < BUSY => {
                tokio::time::sleep(AGAIN).await;
            }
            connected => return connected,
        }
    }
}

fn is_locked(error: &dyn DatabaseError) -> bool {
    let code = error.code().and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == LOCKED)
}

/// One process after another, and all of it or nothing: sqlx takes no lock of its own on SQLite, and would read what
/// is missing before it waits for the one who is just adding it.
async fn migrate(pool: &SqlitePool, migrations: &Migrator) -> Result<(), MigrateError> {
    let mut whole = pool.begin_with("BEGIN IMMEDIATE").await?;
    // `run` on a borrowed connection is no future that may change threads.
    migrations.run_direct(None, &mut *whole, false).await?;
    Ok(whole.commit().await?)
}

/// Its name in traces, as OpenTelemetry writes it.
const SYSTEM: &str = "sqlite";

implement_store!(Sqlite, SqliteRow);
implement_rooms!(Sqlite, SqliteRow);
implement_people!(Sqlite, SqliteRow);
implement_audit!(Sqlite, SqliteRow);
implement_boards!(Sqlite, SqliteRow);
implement_usage!(Sqlite, SqliteRow);

async fn copy(pool: &SqlitePool, file: &Path) -> Result<(), StoreError> {
    let name = file.to_str().ok_or(StoreError("the file's name is no UTF-8".to_owned()))?;
    // Refuses a file that is there already.
    sqlx::query("VACUUM INTO $1").bind(name).execute(pool).await?;
    Ok(())
}
