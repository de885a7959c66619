//! The store in PostgreSQL: for several servers, and for history that is backed up with the rest of the school's.

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
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use std::time::Duration;

/// Connections of one server; PostgreSQL allows 100 in all where nobody says otherwise.
const CONNECTIONS: u32 = 16;

/// How long a request waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(5);

/// A statement that takes longer is given up by the database, in its own notation.
const STATEMENT_TIMEOUT: &str = "10s";

/// One statement for the whole batch: the rows travel as one JSON text and are taken apart inside the database.
const APPEND: &str = r#"
    INSERT INTO segments (session, number, speaker, text, latex, confidence, scripted, at_ms)
    SELECT session, number, speaker, text, latex, confidence, scripted, "atMs"
    FROM jsonb_to_recordset($1::text::jsonb) AS rows
        (session text, number bigint, speaker text, text text, latex text, confidence double precision,
         scripted boolean, "atMs" bigint)
    WHERE session IN (SELECT id FROM sessions)
    ON CONFLICT DO NOTHING"#;

/// A PostgreSQL server.
#[derive(Debug)]
pub struct Postgres {
    pub(super) pool: PgPool,
}

impl Postgres {
    /// Connects, and brings the tables up to date; servers that start together take turns.
    ///
    /// # Errors
    /// When the address is wrong, the server cannot be reached, or its tables are something else's.
    pub async fn open(address: &str) -> Result<Postgres, StoreError> {
        // Neither the address nor the driver's own words about it are repeated: they may hold the password.
        let options: PgConnectOptions = address.parse().map_err(|_| {
            StoreError("the address is no postgres://user:password@host/database".to_owned())
        })?;
        let options = options
            .application_name("ganita-server")
            .options([("statement_timeout", STATEMENT_TIMEOUT)]);
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
        let pool =
            pool.connect_with(options).await.map_err(|error| unopened("PostgreSQL", &error))?;
        let migrations = migrator(&[
            (1, "lessons", include_str!("../../migrations/postgres/0001_lessons.sql")),
            (2, "rooms", include_str!("../../migrations/postgres/0002_rooms.sql")),
            (3, "board", include_str!("../../migrations/postgres/0003_board.sql")),
        ]);
        migrations.run(&pool).await.map_err(|error| unopened("PostgreSQL", &error))?;
        Ok(Postgres { pool })
    }
}

/// Its name in traces, as OpenTelemetry writes it.
const SYSTEM: &str = "postgresql";

implement_store!(Postgres, PgRow);
implement_rooms!(Postgres, PgRow);
implement_people!(Postgres, PgRow);
implement_audit!(Postgres, PgRow);
implement_boards!(Postgres, PgRow);
implement_usage!(Postgres, PgRow);

async fn copy(pool: &PgPool, file: &std::path::Path) -> Result<(), StoreError> {
    super::copy::from_postgres(pool, file).await
}
