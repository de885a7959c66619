//! Who may come in: the platform's access tokens, pages on the allow-list, one-use tickets for the live socket.

mod ticket;

pub(crate) use ticket::{Admission, TICKET_SECONDS, Tickets};

use crate::clock;
use crate::config::Config;
use crate::error::{Code, Problem};
use crate::jwt;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, ORIGIN};
use secrecy::ExposeSecret;
use serde::Deserialize;

/// The clocks of the platform and of this server may differ by this much.
const CLOCK_SKEW_SECONDS: u64 = 30;

/// Longest name of a person or a room.
pub(crate) const MAX_NAME_BYTES: usize = 128;

/// What somebody is to the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
}

impl Person {
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

/// The claims of the platform's access tokens.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    role: Role,
    exp: u64,
    #[serde(default)]
    nbf: u64,
    #[serde(default)]
    rooms: Vec<String>,
}

/// Who is asking.
///
/// # Errors
/// 401 when the platform is set up and the token is missing, wrong or old; it is not said which.
pub(crate) fn person(config: &Config, headers: &HeaderMap) -> Result<Person, Problem> {
    let Some(secret) = &config.platform_secret else {
        return Ok(Person { id: "guest".to_owned(), role: Role::Student, rooms: None });
    };
    let refused = || Problem::from(Code::Unauthorised);
    let header =
        headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or_else(refused)?;
    let token = header.strip_prefix("Bearer ").ok_or_else(refused)?;
    let claims = jwt::verify(token, secret.expose_secret().as_bytes()).ok_or_else(refused)?;
    let claims: Claims = serde_json::from_slice(&claims).map_err(|_| refused())?;
    let now = clock::now_seconds();
    let is_old = now > claims.exp.saturating_add(CLOCK_SKEW_SECONDS);
    let is_early = now.saturating_add(CLOCK_SKEW_SECONDS) < claims.nbf;
    if is_old || is_early || claims.sub.is_empty() || claims.sub.len() > MAX_NAME_BYTES {
        return Err(refused());
    }
    Ok(Person { id: claims.sub, role: claims.role, rooms: Some(claims.rooms) })
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

/// Whether a name can be a person's or a room's: letters, digits and a few marks.
#[must_use]
pub(crate) fn is_name(name: &str) -> bool {
    let is_fine = |letter: char| {
        letter.is_alphanumeric() || "-_.:@ ".contains(letter) || is_indic_mark(letter)
    };
    !name.trim().is_empty() && name.len() <= MAX_NAME_BYTES && name.chars().all(is_fine)
}

/// Vowel signs and joiners inside Indian words are no letters by themselves.
fn is_indic_mark(letter: char) -> bool {
    matches!(letter, '\u{0900}'..='\u{0DFF}' | '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a platform secret of more than 32 bytes";

    fn ask(claims: &str) -> Result<Person, Problem> {
        let config = Config::from_pairs(&[("GANITA_PLATFORM_SECRET", SECRET)]).expect("right");
        let mut headers = HeaderMap::new();
        let token = jwt::sign(claims.as_bytes(), SECRET.as_bytes());
        headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().expect("a header"));
        person(&config, &headers)
    }

    #[test]
    fn an_access_token_says_who_and_where() {
        let asha = ask(r#"{"sub":"asha","role":"student","exp":4000000000,"rooms":["9b"]}"#)
            .expect("a good token");
        assert_eq!((asha.id.as_str(), asha.rooms), ("asha", Some(vec!["9b".to_owned()])));
    }

    #[test]
    fn old_early_and_incomplete_tokens_are_refused_alike() {
        for claims in [
            r#"{"sub":"asha","role":"student","exp":1000}"#,
            r#"{"sub":"asha","role":"student","exp":4000000000,"nbf":3999999999}"#,
            r#"{"sub":"","role":"student","exp":4000000000}"#,
            r#"{"sub":"asha","role":"headmaster","exp":4000000000}"#,
            r#"{"sub":"asha","role":"student"}"#,
            "{}",
        ] {
            let refused = ask(claims).expect_err(claims);
            assert_eq!((refused.code, refused.detail), (Code::Unauthorised, None), "{claims}");
        }
    }

    #[test]
    fn names_may_be_indian_and_may_not_be_paths() {
        assert!(is_name("class-9b") && is_name("कक्षा ९") && is_name("asha@school"));
        assert!(!is_name("") && !is_name("a/b") && !is_name("a\nb") && !is_name(&"x".repeat(129)));
    }
}
