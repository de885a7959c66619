//! Access tokens for the school's LiveKit: who, in which room, allowed to do what.
//!
//! A token is a JWT signed with HS256 (RFC 7519; claims as LiveKit documents them). Signing is ring's, which rustls
//! brings along anyway; the `livekit-token` crate would add the whole protobuf tool chain for the same 3 base64 parts.

pub(crate) mod rooms;
pub(crate) mod webhook;

use crate::config::LiveKit;
use crate::jwt;
use secrecy::ExposeSecret;
use serde::Serialize;

/// How long a token opens the door; LiveKit renews it for those who are inside.
pub(crate) const TOKEN_SECONDS: u64 = 15 * 60;

/// LiveKit's clock may be behind ours by this much.
const CLOCK_SKEW_SECONDS: u64 = 10;

/// Who takes part in a lesson, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Speaks, listens and sends board messages.
    Student,
    /// As a student, with camera and screen, and may moderate.
    Teacher,
    /// Listens and watches.
    Guardian,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    nbf: u64,
    exp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    video: Grants<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Grants<'a> {
    room: &'a str,
    room_join: bool,
    can_publish: bool,
    can_subscribe: bool,
    can_publish_data: bool,
    can_update_own_metadata: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    can_publish_sources: &'a [&'a str],
}

/// A token for one person and one room.
#[must_use]
pub fn token(
    livekit: &LiveKit,
    identity: &str,
    name: Option<&str>,
    room: &str,
    part: Part,
    now_seconds: u64,
) -> String {
    let sources: &[&str] = match part {
        Part::Student => &["microphone"],
        Part::Teacher => &["microphone", "camera", "screen_share", "screen_share_audio"],
        Part::Guardian => &[],
    };
    let publishes = part != Part::Guardian;
    let claims = Claims {
        iss: &livekit.api_key,
        sub: identity,
        nbf: now_seconds.saturating_sub(CLOCK_SKEW_SECONDS),
        exp: now_seconds + TOKEN_SECONDS,
        name,
        // Neither roomAdmin nor roomCreate: no browser ever holds them.
        video: Grants {
            room,
            room_join: true,
            can_publish: publishes,
            can_subscribe: true,
            can_publish_data: publishes,
            can_update_own_metadata: false,
            can_publish_sources: sources,
        },
    };
    let claims = serde_json::to_vec(&claims).expect("strings, numbers and flags always write");
    jwt::sign(&claims, livekit.api_secret.expose_secret().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::SecretString;

    fn livekit() -> LiveKit {
        LiveKit {
            url: "wss://livekit.school.in".to_owned(),
            api_key: "APIganita".to_owned(),
            api_secret: SecretString::from("a secret of at least thirty-two bytes"),
        }
    }

    /// The expected token was signed by Python's `hmac` over the same bytes, so not by the code under test.
    #[test]
    fn a_students_token_is_byte_for_byte_what_an_independent_signer_makes() {
        let token =
            token(&livekit(), "student-7", Some("Asha"), "class-9b", Part::Student, 1_800_000_000);
        assert_eq!(token, include_str!("livekit/student_token.txt").trim());
    }

    #[test]
    fn nobody_gets_rights_over_rooms() {
        for part in [Part::Student, Part::Teacher, Part::Guardian] {
            let token = token(&livekit(), "x", None, "r", part, 1_800_000_000);
            let claims = jwt::verify(&token, livekit().api_secret.expose_secret().as_bytes())
                .expect("signed just now");
            let claims = String::from_utf8(claims).expect("JSON is UTF-8");
            assert!(!claims.contains("roomAdmin") && !claims.contains("roomCreate"), "{claims}");
        }
    }
}
