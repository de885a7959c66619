//! Who may come in: the platform's access tokens, pages on the allow-list, one-use tickets for the live socket.

mod keys;
mod limit;
pub(crate) mod session;
mod ticket;

pub(crate) use limit::Limit;

pub(crate) use ticket::{Admission, TICKET_SECONDS, Tickets, Watch};

use crate::clock;
use crate::config::Config;
use crate::error::{Code, Problem};
use crate::jwt;
use crate::state::{Space, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, ORIGIN};
use keys::KeySet;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The clocks of the platform and of this server may differ by this much.
const CLOCK_SKEW_SECONDS: u64 = 30;

/// Longest id of a person or a room, and longest title of one.
pub(crate) const MAX_NAME_CHARACTERS: usize = 128;

/// What somebody is to the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// Learns.
    Student,
    /// Teaches, and may read the lessons of students.
    Teacher,
    /// Answers for a student.
    Guardian,
    /// Runs the server.
    Operator,
}

/// Somebody who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// A pseudonym of the platform's; `guest` for everybody while the platform is not set up.
    pub(crate) id: String,
    /// What they are.
    pub(crate) role: Role,
    /// Rooms they are enrolled in; none means that nobody keeps enrolments (development).
    pub(crate) rooms: Option<Vec<String>>,
    /// Students a guardian answers for.
    pub(crate) students: Vec<String>,
    /// Until when their access token says so, in seconds since 1970; for ever where there is none.
    pub(crate) until: Option<u64>,
    /// The family of refresh tokens, where the access token is one of our own.
    pub(crate) family: Option<String>,
}

impl Person {
    /// Whether nobody knows who it is: the platform is not set up, and all share one name.
    #[must_use]
    pub(crate) fn is_guest(&self) -> bool {
        self.rooms.is_none()
    }

    /// Whether they may see what belongs to a student.
    #[must_use]
    pub(crate) fn may_read(&self, student: &str) -> bool {
        self.id == student || matches!(self.role, Role::Teacher | Role::Operator)
    }

    /// Whether they may erase what belongs to a student.
    #[must_use]
    pub(crate) fn may_erase(&self, student: &str) -> bool {
        self.id == student || self.role == Role::Operator
    }
}

/// The claims of an access token, the platform's or our own.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    role: Role,
    exp: u64,
    #[serde(default)]
    nbf: u64,
    #[serde(default)]
    rooms: Vec<String>,
    #[serde(default)]
    students: Vec<String>,
    /// The family of refresh tokens our own token belongs to.
    #[serde(default)]
    sid: Option<String>,
    #[serde(default)]
    aud: Audience,
}

/// For whom a token is: nobody in particular, one, or several.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
    #[default]
    Anybody,
}

impl Audience {
    fn contains(&self, name: &str) -> bool {
        match self {
            Audience::One(one) => one == name,
            Audience::Several(several) => several.iter().any(|one| one == name),
            Audience::Anybody => false,
        }
    }
}

/// Decides who comes in.
pub(crate) struct Gate {
    secret: Option<SecretString>,
    keys: Option<KeySet>,
    audience: Option<String>,
    state: Arc<dyn State>,
    /// How often a person may ask.
    people: Limit<String>,
}

impl Gate {
    /// The gate that was configured.
    pub(crate) fn new(config: &Config, state: Arc<dyn State>) -> Gate {
        Gate {
            secret: config.platform_secret.clone(),
            keys: config.platform_keys.as_deref().map(KeySet::new),
            audience: config.platform_audience.clone(),
            state,
            people: Limit::a_minute(config.requests_a_minute),
        }
    }

    /// Who is asking.
    ///
    /// # Errors
    /// 401 when the platform is set up and the token is missing, wrong, old or denied; it is not said which. 429 when
    /// they ask too often, 503 when it cannot be looked up whether they are denied.
    pub(crate) async fn person(&self, headers: &HeaderMap) -> Result<Person, Problem> {
        if self.secret.is_none() && self.keys.is_none() {
            return Ok(Person {
                id: "guest".to_owned(),
                role: Role::Student,
                rooms: None,
                students: Vec::new(),
                until: None,
                family: None,
            });
        }
        let refused = || Problem::from(Code::Unauthorised);
        let header =
            headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or_else(refused)?;
        let token = header.strip_prefix("Bearer ").ok_or_else(refused)?;
        let person = self.verify(token).await?.ok_or_else(refused)?;
        if !self.people.admits(&person.id) {
            return Err(Code::TooMany.into());
        }
        Ok(person)
    }

    /// Whom an access token names, if it is good now and nobody has denied it.
    ///
    /// # Errors
    /// 503 when it cannot be looked up whether it is denied.
    pub(crate) async fn verify(&self, token: &str) -> Result<Option<Person>, Problem> {
        let Some(claims) = self.claims(token).await else { return Ok(None) };
        let person = Person {
            id: claims.sub,
            role: claims.role,
            rooms: Some(claims.rooms),
            students: claims.students,
            until: Some(claims.exp.saturating_add(CLOCK_SKEW_SECONDS)),
            family: claims.sid,
        };
        Ok((!self.is_denied(&person).await?).then_some(person))
    }

    /// The claims of a token whose signature, times and audience hold.
    async fn claims(&self, token: &str) -> Option<Claims> {
        let head = jwt::head(token)?;
        let (bytes, is_platforms) = match (head.alg.as_str(), &self.secret, &self.keys) {
            ("HS256", Some(secret), _) => {
                (jwt::verify(token, secret.expose_secret().as_bytes())?, false)
            }
            ("EdDSA" | "RS256", _, Some(keys)) => {
                let key = keys.key(head.kid.as_deref()?).await?;
                (jwt::verify_public(token, &key)?, true)
            }
            _ => return None,
        };
        let mut claims: Claims = serde_json::from_slice(&bytes).ok()?;
        if is_platforms {
            // Families are ours alone.
            claims.sid = None;
            if let Some(audience) = &self.audience
                && !claims.aud.contains(audience)
            {
                return None;
            }
        }
        let now = clock::now_seconds();
        let is_old = now > claims.exp.saturating_add(CLOCK_SKEW_SECONDS);
        let is_early = now.saturating_add(CLOCK_SKEW_SECONDS) < claims.nbf;
        (!is_old && !is_early && is_id(&claims.sub)).then_some(claims)
    }

    async fn is_denied(&self, person: &Person) -> Result<bool, Problem> {
        let mut keys = vec![format!("person:{}", person.id)];
        keys.extend(person.family.as_ref().map(|family| format!("family:{family}")));
        for key in keys {
            let found = self.state.get(Space::Denied, &key).await.map_err(|error| {
                tracing::error!(%error, "it cannot be looked up who is denied");
                Code::Unavailable.because("the shared state does not answer")
            })?;
            if found.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The page that is asking, if a browser said so.
///
/// # Errors
/// 403 when it is not on the allow-list.
pub(crate) fn origin(config: &Config, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(None) };
    let origin = origin
        .to_str()
        .map(str::to_ascii_lowercase)
        .map_err(|_| Problem::from(Code::ForeignOrigin))?;
    if config.allowed_origins.contains(&origin) {
        return Ok(Some(origin));
    }
    Err(Code::ForeignOrigin.because("add the page to GANITA_ALLOWED_ORIGINS to let it in"))
}

/// Whether something can be a person's or a room's id: 1 to 128 letters, digits and `_.:@-` of ASCII, so that it is the
/// same in addresses, in LiveKit and in a database.
#[must_use]
pub(crate) fn is_id(id: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:@-".contains(&byte);
    (1..=MAX_NAME_CHARACTERS).contains(&id.len()) && id.bytes().all(is_fine)
}

/// Whether something can be shown as a name: 1 to 128 characters of any script, none of them for control.
#[must_use]
pub(crate) fn is_title(title: &str) -> bool {
    let length = title.chars().take(MAX_NAME_CHARACTERS + 1).count();
    let is_control = |letter: char| letter < ' ' || letter == '\x7f';
    (1..=MAX_NAME_CHARACTERS).contains(&length) && !title.contains(is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a platform secret of more than 32 bytes";

    async fn ask(claims: &str) -> Result<Person, Problem> {
        let config = Config::from_pairs(&[("GANITA_PLATFORM_SECRET", SECRET)]).expect("right");
        let mut headers = HeaderMap::new();
        let token = jwt::sign(claims.as_bytes(), SECRET.as_bytes());
        headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().expect("a header"));
        Gate::new(&config, Arc::new(crate::state::Memory::default())).person(&headers).await
    }

    #[tokio::test]
    async fn an_access_token_says_who_and_where() {
        let asha = ask(r#"{"sub":"asha","role":"student","exp":4000000000,"rooms":["9b"]}"#)
            .await
            .expect("a good token");
        assert_eq!((asha.id.as_str(), asha.rooms), ("asha", Some(vec!["9b".to_owned()])));
    }

    #[tokio::test]
    async fn old_early_and_incomplete_tokens_are_refused_alike() {
        for claims in [
            r#"{"sub":"asha","role":"student","exp":1000}"#,
            r#"{"sub":"asha","role":"student","exp":4000000000,"nbf":3999999999}"#,
            r#"{"sub":"","role":"student","exp":4000000000}"#,
            r#"{"sub":"asha","role":"headmaster","exp":4000000000}"#,
            r#"{"sub":"asha","role":"student"}"#,
            "{}",
        ] {
            let refused = ask(claims).await.expect_err(claims);
            assert_eq!((refused.code, refused.detail), (Code::Unauthorised, None), "{claims}");
        }
    }

    #[test]
    fn ids_are_plain_and_titles_may_be_indian() {
        assert!(is_id("class-9b") && is_id("asha@school.in") && is_id(&"x".repeat(128)));
        for id in ["", "a/b", "a b", "a\nb", "कक्षा", "%00", &"x".repeat(129)] {
            assert!(!is_id(id), "{id:?}");
        }
        assert!(is_title("कक्षा ९ 'ख'") && is_title(&"क".repeat(128)));
        assert!(!is_title("") && !is_title("a\0b") && !is_title(&"क".repeat(129)));
    }
}
