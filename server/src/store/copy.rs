//! A whole copy of a database in one SQLite file, whichever database it is: a school that has outgrown SQLite brings its
//! copy back in PostgreSQL.

use super::{Postgres, Sqlite, Store, StoreError};
use crate::config::Database;
use futures_util::TryStreamExt;
use secrecy::ExposeSecret;
use serde_json::{Map, Value};
use sqlx::postgres::PgPool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, Row, SqliteConnection};
use std::fs::File;
use std::path::Path;

/// Every table; those that others refer to come before them.
const TABLES: [&str; 9] = [
    "sessions",
    "segments",
    "board",
    "consents",
    "rooms",
    "enrolments",
    "problems",
    "audit",
    "usage",
];

/// Those whose rows PostgreSQL numbers.
const NUMBERED: [&str; 2] = ["consents", "problems"];

/// Rows that travel together.
const BATCH: usize = 500;

/// Writes what PostgreSQL holds at one moment into a new file, while lessons go on.
///
/// # Errors
/// When the file is there already or a database fails; what was begun is removed.
pub(super) async fn from_postgres(source: &PgPool, file: &Path) -> Result<(), StoreError> {
    drop(File::create_new(file).map_err(|error| about(file, &error))?);
    let filled = fill_file(source, file).await;
    if filled.is_err() {
        let _ = std::fs::remove_file(file);
    }
    filled
}

async fn fill_file(source: &PgPool, file: &Path) -> Result<(), StoreError> {
    Sqlite::open(file).await?.close().await;
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(true);
    let mut target = options.connect().await?;
    let mut reading = source.begin().await?;
    // Every table as it was at the same moment, however long reading takes.
    run(&mut reading, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?;
    run(&mut reading, "SET LOCAL statement_timeout = 0").await?;
    let mut writing = target.begin().await?;
    for table in TABLES {
        let columns = columns(&mut writing, table).await?;
        let values: Vec<String> =
            columns.iter().map(|column| format!("value ->> '{}'", column.name)).collect();
        let insert = format!(
            "INSERT INTO {table} ({}) SELECT {} FROM json_each($1)",
            names(&columns),
            values.join(", ")
        );
        let select = format!("SELECT row_to_json(rows)::text FROM {table} AS rows");
        let mut rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(select)).fetch(&mut *reading);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let row = rows.try_next().await?;
            let is_last = row.is_none();
            batch.extend(row);
            if batch.len() == BATCH || is_last {
                let all = format!("[{}]", batch.join(","));
                let insert = sqlx::query(AssertSqlSafe(insert.as_str())).bind(all);
                insert.execute(&mut *writing).await?;
                batch.clear();
            }
            if is_last {
                break;
            }
        }
    }
    writing.commit().await?;
    reading.commit().await?;
    target.close().await?;
    Ok(())
}

/// Brings a copy back where there is no history yet: somebody's lessons are in one that is there.
///
/// # Errors
/// When the file is no copy of this version's, there is history already, or a database fails.
pub async fn restore(database: &Database, copy: &Path) -> Result<(), StoreError> {
    let mut source = open_copy(copy).await?;
    let restored = match database {
        Database::Sqlite(file) => File::create_new(file)
            .and_then(|mut new| std::io::copy(&mut File::open(copy)?, &mut new))
            .map(drop)
            .map_err(|error| about(file, &error)),
        Database::Postgres(address) => {
            let target = Postgres::open(address.expose_secret()).await?;
            let filled = fill_postgres(&mut source, &target.pool).await;
            target.close().await;
            filled
        }
    };
    source.close().await?;
    restored
}

/// Nobody writes to a copy, so it needs no lock and no log beside it, and a folder that is read-only will do.
async fn open_copy(file: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let mut copy = options.connect().await.map_err(|error| about(file, &error))?;
    let found = sqlx::query("SELECT count(*), max(version) FROM _sqlx_migrations");
    let found = found.fetch_one(&mut copy).await.map_err(|error| about(file, &error))?;
    let found: i64 = found.try_get(1)?;
    if found != super::VERSION {
        return Err(StoreError(format!(
            "{} is of version {found} and this server of {}: bring the copy up to date with \
             GANITA_DATABASE={0} ganita-server migrate, or use the server that wrote it",
            file.display(),
            super::VERSION,
        )));
    }
    Ok(copy)
}

async fn fill_postgres(source: &mut SqliteConnection, target: &PgPool) -> Result<(), StoreError> {
    let mut writing = target.begin().await?;
    run(&mut writing, "SET LOCAL statement_timeout = 0").await?;
    for table in TABLES {
        let any = format!("SELECT EXISTS (SELECT 1 FROM {table})");
        let any = sqlx::query_scalar::<_, bool>(AssertSqlSafe(any)).fetch_one(&mut *writing);
        if any.await? {
            return Err(StoreError(format!(
                "the database has history already (table {table}): a copy is brought back into an empty one"
            )));
        }
    }
    for table in TABLES {
        let columns = columns(source, table).await?;
        let names = names(&columns);
        let insert = format!(
            "INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE
             SELECT {names} FROM json_populate_recordset(NULL::{table}, $1::text::json)"
        );
        let select = format!("SELECT {names} FROM {table}");
        let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(&mut *source);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let row = rows.try_next().await?;
            let is_last = row.is_none();
            batch.extend(row.map(|row| object(&row, &columns)).transpose()?);
            if batch.len() == BATCH || is_last {
                let all = Value::Array(std::mem::take(&mut batch)).to_string();
                let insert = sqlx::query(AssertSqlSafe(insert.as_str())).bind(all);
                insert.execute(&mut *writing).await?;
            }
            if is_last {
                break;
            }
        }
    }
    for table in NUMBERED {
        let next = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'number'), coalesce(max(number), 0) + 1, false)
             FROM {table}"
        );
        run(&mut writing, &next).await?;
    }
    writing.commit().await?;
    Ok(())
}

/// A column of a SQLite table.
struct Column {
    name: String,
    /// `TEXT`, `INTEGER` or `REAL`: the tables are strict.
    kind: String,
}

async fn columns(copy: &mut SqliteConnection, table: &str) -> Result<Vec<Column>, StoreError> {
    let rows = sqlx::query("SELECT name, type FROM pragma_table_info($1)").bind(table);
    let rows = rows.fetch_all(copy).await?;
    let column = |row: &SqliteRow| -> Result<Column, sqlx::Error> {
        Ok(Column { name: row.try_get("name")?, kind: row.try_get("type")? })
    };
    Ok(rows.iter().map(column).collect::<Result<_, _>>()?)
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Not SQLite's own `json_object`: it writes 15 digits of a number that has 17.
fn object(row: &SqliteRow, columns: &[Column]) -> Result<Value, sqlx::Error> {
    let mut object = Map::new();
    for (index, Column { name, kind }) in columns.iter().enumerate() {
        let value = match kind.as_str() {
            "INTEGER" => row.try_get::<Option<i64>, _>(index)?.into(),
            "REAL" => row.try_get::<Option<f64>, _>(index)?.into(),
            _ => row.try_get::<Option<String>, _>(index)?.into(),
        };
        object.insert(name.clone(), value);
    }
    Ok(Value::Object(object))
}

async fn run(connection: &mut PgConnection, statement: &str) -> Result<(), sqlx::Error> {
    sqlx::query(AssertSqlSafe(statement)).execute(connection).await.map(drop)
}

fn about(file: &Path, error: &dyn std::error::Error) -> StoreError {
    StoreError(format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_table_is_copied() {
        let file = std::env::temp_dir().join(format!("ganita-tables-{}", std::process::id()));
        let _ = std::fs::remove_file(&file);
        Sqlite::open(&file).await.expect("a new file").close().await;
        let mut copy = open_copy(&file).await.expect("its version is this server's");
        let tables =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> '_sqlx_migrations'";
        let mut tables: Vec<String> =
            sqlx::query_scalar(tables).fetch_all(&mut copy).await.expect("it answers");
        let _ = std::fs::remove_file(&file);
        tables.sort();
        let mut copied = TABLES.to_vec();
        copied.sort_unstable();
        assert_eq!(tables, copied);
    }
}
