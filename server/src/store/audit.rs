//! Who did what, in rows that are only ever added and that each cover the one before by its hash.
//!
//! People stand in it by the hash of their pseudonym: who knows the pseudonym finds its rows, and erasing a student
//! leaves nothing here that names them.

use super::{Answer, Store, StoreError};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What stands before the first row.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Of servers that write at the same moment one wins each time; the others try again.
const TRIES: u32 = 50;

/// Something that is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Agreed that sound goes to the tutor.
    ConsentGiven,
    /// Took it back.
    ConsentWithdrawn,
    /// Read somebody else's transcript.
    TranscriptRead,
    /// Watched somebody else's lesson.
    LessonWatched,
    /// Erased a lesson.
    LessonErased,
    /// Took a copy of all that is kept about a student.
    StudentExported,
    /// Erased all that is kept about a student.
    StudentErased,
    /// Made a room.
    RoomCreated,
    /// Closed a room.
    RoomClosed,
    /// Gave somebody a place in a room.
    Enrolled,
    /// Took it away.
    Dismissed,
    /// Refused somebody for a while.
    Denied,
    /// Showed a refresh token a second time: a thief, or a page that lost its answer.
    RefreshReused,
}

impl Deed {
    /// Its name in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Deed::ConsentGiven => "consent-given",
            Deed::ConsentWithdrawn => "consent-withdrawn",
            Deed::TranscriptRead => "transcript-read",
            Deed::LessonWatched => "lesson-watched",
            Deed::LessonErased => "lesson-erased",
            Deed::StudentExported => "student-exported",
            Deed::StudentErased => "student-erased",
            Deed::RoomCreated => "room-created",
            Deed::RoomClosed => "room-closed",
            Deed::Enrolled => "enrolled",
            Deed::Dismissed => "dismissed",
            Deed::Denied => "denied",
            Deed::RefreshReused => "refresh-reused",
        }
    }
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Its place, from 1 without gaps.
    pub number: i64,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Who, as [`pseudonym`] writes it.
    pub actor: String,
    /// What.
    pub action: String,
    /// To whom or to what, as [`pseudonym`] writes it.
    pub subject: String,
    /// The hash of the row before.
    pub previous: String,
    /// SHA-256 over the other fields, in hexadecimal digits.
    pub hash: String,
}

impl Entry {
    /// What its hash has to be. Lengths stand before the texts, so no two rows are written alike.
    #[must_use]
    pub fn right_hash(&self) -> String {
        let mut bytes = Vec::new();
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.at_ms.to_be_bytes());
        for text in [&self.actor, &self.action, &self.subject, &self.previous] {
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        hexadecimal(digest(&SHA256, &bytes).as_ref())
    }
}

/// A person or thing as it stands in the log.
#[must_use]
pub fn pseudonym(name: &str) -> String {
    hexadecimal(&digest(&SHA256, format!("ganita audit {name}").as_bytes()).as_ref()[..16])
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is asked of the log.
pub trait Audit {
    /// Rows after a number, in order, at most `limit`.
    fn entries(&self, after: i64, limit: u32) -> Answer<'_, Vec<Entry>>;
    /// The last row.
    fn last_entry(&self) -> Answer<'_, Option<Entry>>;
    /// Adds a row; false when its number is taken.
    fn add_entry<'a>(&'a self, entry: &'a Entry) -> Answer<'a, bool>;
}

/// Records a deed.
///
/// # Errors
/// When the store is away; then the deed must not be done.
pub async fn record(
    store: &dyn Store,
    at_ms: i64,
    actor: &str,
    deed: Deed,
    subject: &str,
) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let last = store.last_entry().await?;
        let (number, previous) =
            last.map_or((1, BEGINNING.to_owned()), |last| (last.number + 1, last.hash));
        let mut entry = Entry {
            number,
            at_ms,
            actor: pseudonym(actor),
            action: deed.name().to_owned(),
            subject: pseudonym(subject),
            previous,
            hash: String::new(),
        };
        entry.hash = entry.right_hash();
        if store.add_entry(&entry).await? {
            return Ok(());
        }
    }
    Err(StoreError("the audit log is written to by too many at once".to_owned()))
}

/// What became of a check of the whole log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// Rows that were looked at.
    pub entries: i64,
    /// The first row that is changed, missing, or out of place; none when all are as they were written.
    pub broken_at: Option<i64>,
    /// The last row's hash: written down elsewhere, it also shows when the end is cut off.
    pub head: String,
}

/// Looks through the whole log.
///
/// # Errors
/// When the store is away.
pub async fn verify(store: &dyn Store) -> Result<Verified, StoreError> {
    let mut verified = Verified { entries: 0, broken_at: None, head: BEGINNING.to_owned() };
    loop {
        let page = store.entries(verified.entries, super::MAX_PAGE).await?;
        if page.is_empty() {
            return Ok(verified);
        }
        for entry in page {
            let expected = verified.entries + 1;
            let is_right = entry.number == expected
                && entry.previous == verified.head
                && entry.hash == entry.right_hash();
            if !is_right {
                verified.broken_at = Some(expected);
                return Ok(verified);
            }
            verified.entries = expected;
            verified.head = entry.hash;
        }
    }
}

/// Implements [`Audit`] for a type with a `pool`.
macro_rules! implement_audit {
    ($store:ty, $row:ty) => {
        fn entry(row: &$row) -> Result<Entry, sqlx::Error> {
            Ok(Entry {
                number: row.try_get("number")?,
                at_ms: row.try_get("at_ms")?,
                actor: row.try_get("actor")?,
                action: row.try_get("action")?,
                subject: row.try_get("subject")?,
                previous: row.try_get("previous")?,
                hash: row.try_get("hash")?,
            })
        }

        impl Audit for $store {
            fn entries(&self, after: i64, limit: u32) -> Answer<'_, Vec<Entry>> {
                const PAGE: &str = "SELECT * FROM audit WHERE number > $1 ORDER BY number LIMIT $2";
                Box::pin(traced(SYSTEM, "entries", async move {
                    let page = sqlx::query(PAGE).bind(after).bind(i64::from(limit.min(MAX_PAGE)));
                    let rows = page.fetch_all(&self.pool).await?;
                    Ok(rows.iter().map(entry).collect::<Result<_, _>>()?)
                }))
            }

            fn last_entry(&self) -> Answer<'_, Option<Entry>> {
                const LAST: &str = "SELECT * FROM audit ORDER BY number DESC LIMIT 1";
                Box::pin(traced(SYSTEM, "last_entry", async move {
                    let row = sqlx::query(LAST).fetch_optional(&self.pool).await?;
                    Ok(row.as_ref().map(entry).transpose()?)
                }))
            }

            fn add_entry<'a>(&'a self, entry: &'a Entry) -> Answer<'a, bool> {
                const ADD: &str = "INSERT INTO audit
                    (number, at_ms, actor, action, subject, previous, hash)
                    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
                Box::pin(traced(SYSTEM, "add_entry", async move {
                    let add = sqlx::query(ADD).bind(entry.number).bind(entry.at_ms);
                    let add = add.bind(&entry.actor).bind(&entry.action).bind(&entry.subject);
                    let add = add.bind(&entry.previous).bind(&entry.hash);
                    Ok(add.execute(&self.pool).await?.rows_affected() > 0)
                }))
            }
        }
    };
}

pub(super) use implement_audit;
