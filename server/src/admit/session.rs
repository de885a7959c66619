//! Our own access tokens, for 15 minutes, and the refresh tokens that renew them, each good once.
//!
//! A refresh token belongs to a family, which begins when somebody signs in with the platform's token. Showing one a
//! second time means that two hold it, so the whole family ends (RFC 9700, section 4.14.2).

use crate::admit::{Person, Role};
use crate::jwt;
use crate::random;
use crate::state::{Space, State, StateError};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::time::Duration;

/// An access token lives so long.
pub(crate) const ACCESS_SECONDS: u64 = 15 * 60;

/// A family lives so long after its last use: a school week's holidays are bridged by signing in.
pub(crate) const REFRESH_SECONDS: u64 = 14 * 24 * 60 * 60;

/// Who signed our own tokens.
pub(crate) const ISSUER: &str = "ganita";

/// Two new tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// What became of a refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refreshed {
    /// Two new tokens.
    Renewed(Pair),
    /// It is none, is old, or its family has ended.
    Refused,
    /// It was shown before; this person's family has ended now.
    Reused(String),
}

/// A family of refresh tokens, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Family {
    person: String,
    role: Role,
    rooms: Vec<String>,
    students: Vec<String>,
    /// The hash of the token that is good now.
    current: String,
}

fn hash(token: &str) -> String {
    let hash = digest(&SHA256, token.as_bytes());
    hash.as_ref().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

fn bytes(family: &Family) -> Vec<u8> {
    serde_json::to_vec(family).expect("strings always write")
}

const TTL: Duration = Duration::from_secs(REFRESH_SECONDS);

/// Begins a family for somebody the platform has vouched for.
pub(crate) async fn begin(
    state: &dyn State,
    secret: &[u8],
    person: &Person,
    now_seconds: u64,
) -> Result<Pair, StateError> {
    let (id, token) = (random::name(), random::name());
    let family = Family {
        person: person.id.clone(),
        role: person.role,
        rooms: person.rooms.clone().unwrap_or_default(),
        students: person.students.clone(),
        current: hash(&token),
    };
    state.put(Space::Refresh, &id, &bytes(&family), TTL).await?;
    Ok(pair(secret, &family, &id, &token, now_seconds))
}

/// Renews both tokens, or ends the family.
pub(crate) async fn refresh(
    state: &dyn State,
    secret: &[u8],
    refresh: &str,
    now_seconds: u64,
) -> Result<Refreshed, StateError> {
    let Some((id, token)) = refresh.split_once('.') else { return Ok(Refreshed::Refused) };
    let Some(kept) = state.get(Space::Refresh, id).await? else { return Ok(Refreshed::Refused) };
    let Ok(family) = serde_json::from_slice::<Family>(&kept) else {
        return Ok(Refreshed::Refused);
    };
    // Both are hashes of what the sender cannot choose to match, so how long comparing takes tells nothing.
    if hash(token) != family.current {
        end(state, id).await?;
        return Ok(Refreshed::Reused(family.person));
    }
    let token = random::name();
    let next = Family { current: hash(&token), ..family };
    // Of two who show the same token at once, one comes too late: that is the second time.
    if !state.replace(Space::Refresh, id, &kept, &bytes(&next), TTL).await? {
        end(state, id).await?;
        return Ok(Refreshed::Reused(next.person));
    }
    Ok(Refreshed::Renewed(pair(secret, &next, id, &token, now_seconds)))
}

/// Ends a family: its refresh token is worth nothing, its access tokens are refused while they would live.
pub(crate) async fn end(state: &dyn State, family: &str) -> Result<(), StateError> {
    state.remove(Space::Refresh, family).await?;
    let ttl = Duration::from_secs(ACCESS_SECONDS + 60);
    state.put(Space::Denied, &format!("family:{family}"), b"", ttl).await
}

fn pair(secret: &[u8], family: &Family, id: &str, token: &str, now_seconds: u64) -> Pair {
    #[derive(Serialize)]
    struct Claims<'a> {
        iss: &'a str,
        sub: &'a str,
        role: Role,
        rooms: &'a [String],
        students: &'a [String],
        iat: u64,
        exp: u64,
        /// The family.
        sid: &'a str,
    }
    let claims = Claims {
        iss: ISSUER,
        sub: &family.person,
        role: family.role,
        rooms: &family.rooms,
        students: &family.students,
        iat: now_seconds,
        exp: now_seconds + ACCESS_SECONDS,
        sid: id,
    };
    let claims = serde_json::to_vec(&claims).expect("strings and numbers always write");
    Pair { access: jwt::sign(&claims, secret), refresh: format!("{id}.{token}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Memory;

    const SECRET: &[u8] = b"a platform secret of more than 32 bytes";

    fn asha() -> Person {
        let rooms = Some(vec!["9b".to_owned()]);
        Person {
            id: "asha".to_owned(),
            role: Role::Student,
            rooms,
            students: Vec::new(),
            family: None,
            until: None,
        }
    }

    async fn renewed(state: &Memory, token: &str) -> Pair {
        match refresh(state, SECRET, token, 2_000).await.expect("it answers") {
            Refreshed::Renewed(pair) => pair,
            other => panic!("expected new tokens, got {other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refresh_token_is_good_once_and_its_second_use_ends_the_family() {
        let state = Memory::default();
        let first = begin(&state, SECRET, &asha(), 1_000).await.expect("it takes it");
        let second = renewed(&state, &first.refresh).await;
        let third = renewed(&state, &second.refresh).await;
        assert_ne!(first.refresh, second.refresh);
        let stolen = refresh(&state, SECRET, &first.refresh, 2_000).await;
        assert_eq!(stolen, Ok(Refreshed::Reused("asha".to_owned())));
        let honest = refresh(&state, SECRET, &third.refresh, 2_000).await;
        assert_eq!(honest, Ok(Refreshed::Refused), "the family has ended");
        let family = first.refresh.split_once('.').expect("two parts").0;
        let denied = state.get(Space::Denied, &format!("family:{family}")).await;
        assert_eq!(denied, Ok(Some(Vec::new())), "and its access tokens are refused");
    }

    #[tokio::test(start_paused = true)]
    async fn of_two_who_show_it_at_once_one_ends_the_family() {
        let state = Memory::default();
        let first = begin(&state, SECRET, &asha(), 1_000).await.expect("it takes it");
        let (one, other) = tokio::join!(
            refresh(&state, SECRET, &first.refresh, 2_000),
            refresh(&state, SECRET, &first.refresh, 2_000)
        );
        let renewals =
            [one, other].iter().filter(|one| matches!(one, Ok(Refreshed::Renewed(_)))).count();
        assert_eq!(renewals, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn an_unused_family_ends_by_itself() {
        let state = Memory::default();
        let first = begin(&state, SECRET, &asha(), 1_000).await.expect("it takes it");
        tokio::time::advance(TTL + Duration::from_secs(1)).await;
        let late = refresh(&state, SECRET, &first.refresh, 2_000).await;
        assert_eq!(late, Ok(Refreshed::Refused));
        for nonsense in ["", ".", "a.b", "no dot"] {
            assert_eq!(refresh(&state, SECRET, nonsense, 2_000).await, Ok(Refreshed::Refused));
        }
    }
}
