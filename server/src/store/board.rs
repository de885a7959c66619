//! What was written on the board in a lesson, so that it can be looked at again.

use super::Answer;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Something the tutor put on the board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BoardOperation)]
pub struct Operation {
    /// The lesson it belongs to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub session: String,
    /// Its place in the lesson, growing.
    pub number: i64,
    /// Which tool: `write_equation`, `plot` and so on.
    pub name: String,
    /// The tool's arguments, checked.
    #[schema(value_type = Object)]
    pub arguments: Value,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

/// What is asked about boards.
pub trait Boards {
    /// Adds operations, all or nothing. One that is there already stays as it is; one of a lesson that was erased
    /// meanwhile is passed over.
    fn draw<'a>(&'a self, operations: &'a [Operation]) -> Answer<'a, ()>;
    /// What was drawn after a number, in order, at most `limit`.
    fn board<'a>(&'a self, session: &'a str, after: i64, limit: u32) -> Answer<'a, Vec<Operation>>;
}

/// Implements [`Boards`] for a type with a `pool`.
macro_rules! implement_boards {
    ($store:ty, $row:ty) => {
        fn operation(row: &$row) -> Result<Operation, sqlx::Error> {
            let arguments: String = row.try_get("arguments")?;
            Ok(Operation {
                session: row.try_get("session")?,
                number: row.try_get("number")?,
                name: row.try_get("name")?,
                arguments: serde_json::from_str(&arguments)
                    .map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
                at_ms: row.try_get("at_ms")?,
            })
        }

        impl Boards for $store {
            fn draw<'a>(&'a self, operations: &'a [Operation]) -> Answer<'a, ()> {
                const DRAW: &str = "INSERT INTO board (session, number, name, arguments, at_ms)
                    SELECT id, $2, $3, $4, $5 FROM sessions WHERE id = $1 ON CONFLICT DO NOTHING";
                Box::pin(traced(SYSTEM, "draw", async move {
                    let mut all = self.pool.begin().await?;
                    for one in operations {
                        let draw = sqlx::query(DRAW).bind(&one.session).bind(one.number);
                        let draw = draw.bind(&one.name).bind(one.arguments.to_string());
                        draw.bind(one.at_ms).execute(&mut *all).await?;
                    }
                    all.commit().await?;
                    Ok(())
                }))
            }

            fn board<'a>(
                &'a self,
                session: &'a str,
                after: i64,
                limit: u32,
            ) -> Answer<'a, Vec<Operation>> {
                const PAGE: &str = "SELECT * FROM board WHERE session = $1 AND number > $2
                    ORDER BY number LIMIT $3";
                Box::pin(traced(SYSTEM, "board", async move {
                    let page = sqlx::query(PAGE).bind(session).bind(after);
                    let page = page.bind(i64::from(limit.min(MAX_PAGE)));
                    let rows = page.fetch_all(&self.pool).await?;
                    Ok(rows.iter().map(operation).collect::<Result<_, _>>()?)
                }))
            }
        }
    };
}

pub(super) use implement_boards;
