//! Rooms, and who belongs to them.

use super::Answer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A lesson room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    /// Its id, which is its name in LiveKit.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Who made it.
    pub created_by: String,
    /// When, in milliseconds since 1970.
    pub created_ms: i64,
    /// When it was closed.
    pub closed_ms: Option<i64>,
    /// How many people LiveKit has let in and not out again.
    pub participants: i64,
    /// When LiveKit last said something about it; 0 when never.
    pub told_ms: i64,
    /// Grows with every change.
    pub version: i64,
}

/// What somebody is in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Seat {
    /// Learns: speaks, and sends board messages.
    Student,
    /// Teaches: also camera and screen.
    Teacher,
    /// Listens.
    Guardian,
}

impl Seat {
    /// Its name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Seat::Student => "student",
            Seat::Teacher => "teacher",
            Seat::Guardian => "guardian",
        }
    }

    /// The reverse; what is unknown gets the fewest rights.
    #[must_use]
    pub fn from_name(name: &str) -> Seat {
        match name {
            "student" => Seat::Student,
            "teacher" => Seat::Teacher,
            _ => Seat::Guardian,
        }
    }
}

/// Somebody's place in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
    /// The room.
    pub room: String,
    /// Who, by the platform's pseudonym.
    pub person: String,
    /// As what.
    pub role: Seat,
    /// Since when, in milliseconds since 1970.
    pub added_ms: i64,
}

/// What is asked about rooms.
pub trait Rooms {
    /// Makes a room; false when its id is taken.
    fn create_room<'a>(&'a self, room: &'a Room) -> Answer<'a, bool>;
    /// A room, if there is one.
    fn room<'a>(&'a self, id: &'a str) -> Answer<'a, Option<Room>>;
    /// Rooms by id after one, at most `limit`: all, or those a person made or is enrolled in.
    fn rooms<'a>(
        &'a self,
        person: Option<&'a str>,
        after: &'a str,
        limit: u32,
    ) -> Answer<'a, Vec<Room>>;
    /// Closes a room; false when there is none, or it is closed.
    fn close_room<'a>(&'a self, id: &'a str, at_ms: i64) -> Answer<'a, bool>;
    /// Notes that LiveKit let people in or out: so many more, or fewer. Counted by us, since LiveKit's own count in what
    /// it tells is of the moment before.
    fn people_changed<'a>(&'a self, id: &'a str, change: i64, at_ms: i64) -> Answer<'a, bool>;
    /// Notes that LiveKit closed the room; a room that began again since then stays as it is.
    fn room_emptied<'a>(&'a self, id: &'a str, at_ms: i64) -> Answer<'a, bool>;
    /// Gives somebody a place; false when there is no such room.
    fn enrol<'a>(&'a self, enrolment: &'a Enrolment) -> Answer<'a, bool>;
    /// Takes somebody's place away; false when there was none.
    fn dismiss<'a>(&'a self, room: &'a str, person: &'a str) -> Answer<'a, bool>;
    /// Somebody's place, in a room that is not closed.
    fn enrolment<'a>(&'a self, room: &'a str, person: &'a str) -> Answer<'a, Option<Enrolment>>;
    /// Who belongs to a room, by person after one, at most `limit`.
    fn enrolments<'a>(
        &'a self,
        room: &'a str,
        after: &'a str,
        limit: u32,
    ) -> Answer<'a, Vec<Enrolment>>;
}

/// Implements [`Rooms`] for a type with a `pool`.
macro_rules! implement_rooms {
    ($store:ty, $row:ty) => {
        fn room(row: &$row) -> Result<Room, sqlx::Error> {
            Ok(Room {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                created_by: row.try_get("created_by")?,
                created_ms: row.try_get("created_ms")?,
                closed_ms: row.try_get("closed_ms")?,
                participants: row.try_get("participants")?,
                told_ms: row.try_get("told_ms")?,
                version: row.try_get("version")?,
            })
        }

        fn enrolment(row: &$row) -> Result<Enrolment, sqlx::Error> {
            let role: String = row.try_get("role")?;
            Ok(Enrolment {
                room: row.try_get("room")?,
                person: row.try_get("person")?,
                role: Seat::from_name(&role),
                added_ms: row.try_get("added_ms")?,
            })
        }

        impl Rooms for $store {
            fn create_room<'a>(&'a self, room: &'a Room) -> Answer<'a, bool> {
                const CREATE: &str = "INSERT INTO rooms
                    (id, name, created_by, created_ms, closed_ms, participants, told_ms, version)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
                Box::pin(traced(SYSTEM, "create_room", async move {
                    let create = sqlx::query(CREATE).bind(&room.id).bind(&room.name);
                    let create = create.bind(&room.created_by).bind(room.created_ms);
                    let create = create.bind(room.closed_ms).bind(room.participants);
                    let create = create.bind(room.told_ms).bind(room.version);
                    Ok(create.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }

            fn room<'a>(&'a self, id: &'a str) -> Answer<'a, Option<Room>> {
                Box::pin(traced(SYSTEM, "room", async move {
                    let row = sqlx::query("SELECT * FROM rooms WHERE id = $1").bind(id);
                    let row = row.fetch_optional(&self.pool).await?;
                    Ok(row.as_ref().map(room).transpose()?)
                }))
            }

            fn rooms<'a>(
                &'a self,
                person: Option<&'a str>,
                after: &'a str,
                limit: u32,
            ) -> Answer<'a, Vec<Room>> {
                const ALL: &str = "SELECT * FROM rooms WHERE id > $1 ORDER BY id LIMIT $2";
                const THEIRS: &str = "SELECT * FROM rooms WHERE id > $1 AND (created_by = $3
                    OR id IN (SELECT room FROM enrolments WHERE person = $3)) ORDER BY id LIMIT $2";
                Box::pin(traced(SYSTEM, "rooms", async move {
                    let limit = i64::from(limit.min(MAX_PAGE));
                    let rows = match person {
                        None => sqlx::query(ALL).bind(after).bind(limit).fetch_all(&self.pool).await?,
                        Some(person) => {
                            let theirs = sqlx::query(THEIRS).bind(after).bind(limit).bind(person);
                            theirs.fetch_all(&self.pool).await?
                        }
                    };
                    Ok(rows.iter().map(room).collect::<Result<_, _>>()?)
                }))
            }

            fn close_room<'a>(&'a self, id: &'a str, at_ms: i64) -> Answer<'a, bool> {
                const CLOSE: &str = "UPDATE rooms SET closed_ms = $1, participants = 0,
                    version = version + 1 WHERE id = $2 AND closed_ms IS NULL";
                Box::pin(traced(SYSTEM, "close_room", async move {
                    let close = sqlx::query(CLOSE).bind(at_ms).bind(id);
                    Ok(close.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }

            fn people_changed<'a>(
                &'a self,
                id: &'a str,
                change: i64,
                at_ms: i64,
            ) -> Answer<'a, bool> {
                const CHANGED: &str = "UPDATE rooms SET version = version + 1,
                    participants = CASE WHEN participants + $1 < 0 THEN 0 ELSE participants + $1 END,
                    told_ms = CASE WHEN told_ms > $2 THEN told_ms ELSE $2 END WHERE id = $3";
                Box::pin(traced(SYSTEM, "people_changed", async move {
                    let changed = sqlx::query(CHANGED).bind(change).bind(at_ms).bind(id);
                    Ok(changed.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }

            fn room_emptied<'a>(&'a self, id: &'a str, at_ms: i64) -> Answer<'a, bool> {
                const EMPTIED: &str = "UPDATE rooms SET participants = 0, told_ms = $1,
                    version = version + 1 WHERE id = $2 AND told_ms <= $1";
                Box::pin(traced(SYSTEM, "room_emptied", async move {
                    let emptied = sqlx::query(EMPTIED).bind(at_ms).bind(id);
                    Ok(emptied.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }

            fn enrol<'a>(&'a self, enrolment: &'a Enrolment) -> Answer<'a, bool> {
                const ENROL: &str = "INSERT INTO enrolments (room, person, role, added_ms)
                    SELECT id, $2, $3, $4 FROM rooms WHERE id = $1
                    ON CONFLICT (room, person) DO UPDATE SET role = excluded.role";
                Box::pin(traced(SYSTEM, "enrol", async move {
                    let enrol = sqlx::query(ENROL).bind(&enrolment.room).bind(&enrolment.person);
                    let enrol = enrol.bind(enrolment.role.name()).bind(enrolment.added_ms);
                    Ok(enrol.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }

            fn dismiss<'a>(&'a self, room: &'a str, person: &'a str) -> Answer<'a, bool> {
                const DISMISS: &str = "DELETE FROM enrolments WHERE room = $1 AND person = $2";
                Box::pin(traced(SYSTEM, "dismiss", async move {
                    let dismiss = sqlx::query(DISMISS).bind(room).bind(person);
                    Ok(dismiss.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }

            fn enrolment<'a>(
                &'a self,
                room: &'a str,
                person: &'a str,
            ) -> Answer<'a, Option<Enrolment>> {
                const ONE: &str = "SELECT enrolments.* FROM enrolments JOIN rooms ON rooms.id = room
                    WHERE room = $1 AND person = $2 AND closed_ms IS NULL";
                Box::pin(traced(SYSTEM, "enrolment", async move {
                    let row = sqlx::query(ONE).bind(room).bind(person);
                    let row = row.fetch_optional(&self.pool).await?;
                    Ok(row.as_ref().map(enrolment).transpose()?)
                }))
            }

            fn enrolments<'a>(
                &'a self,
                room: &'a str,
                after: &'a str,
                limit: u32,
            ) -> Answer<'a, Vec<Enrolment>> {
                const PAGE: &str = "SELECT * FROM enrolments WHERE room = $1 AND person > $2
                    ORDER BY person LIMIT $3";
                Box::pin(traced(SYSTEM, "enrolments", async move {
                    let page = sqlx::query(PAGE).bind(room).bind(after);
                    let page = page.bind(i64::from(limit.min(MAX_PAGE)));
                    let rows = page.fetch_all(&self.pool).await?;
                    Ok(rows.iter().map(enrolment).collect::<Result<_, _>>()?)
                }))
            }
        }
    };
}

pub(super) use implement_rooms;
