//! `POST /v1alpha/auth_tokens`: short-lived tokens, so that a browser may connect without the key.
//!
//! A token may fix the setup. Without a field mask everything is fixed and the client's setup is not looked at; with
//! one, the fields it names are the token's and the rest is the client's (ai.google.dev, "Ephemeral tokens").

mod rfc3339;

use crate::handles::random_name;
use ganita_live::message::Setup;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long a token may begin sessions when nothing else is asked for.
const BEGIN_WITHIN: Duration = Duration::from_secs(60);

/// How long its sessions may last when nothing else is asked for.
const LAST: Duration = Duration::from_secs(30 * 60);

/// Neither may be further away than this.
const FURTHEST: Duration = Duration::from_secs(20 * 60 * 60);

/// Tokens kept at a time.
const MAX_TOKENS: usize = 10_000;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Wanted {
    uses: Option<u32>,
    expire_time: Option<String>,
    new_session_expire_time: Option<String>,
    bidi_generate_content_setup: Option<Map<String, Value>>,
    field_mask: Option<String>,
}

/// What a token fixes.
#[derive(Debug, Clone, PartialEq)]
struct Constraint {
    setup: Map<String, Value>,
    /// Absent: everything.
    fields: Option<Vec<String>>,
}

#[derive(Debug, Clone)]
struct Token {
    begins_until: Instant,
    lasts_until: Instant,
    /// Absent: without limit.
    uses: Option<u32>,
    constraint: Option<Constraint>,
}

/// What a connection with a token may do.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// Until when.
    pub(crate) until: Instant,
    constraint: Option<Constraint>,
}

#[derive(Debug, Default)]
pub(crate) struct Tokens {
    inner: Mutex<HashMap<String, Token>>,
}

/// Why a token is not given or not taken, in Google's words.
pub(crate) type Refusal = &'static str;

impl Tokens {
    /// A new token's name.
    pub(crate) fn mint(&self, wanted: Wanted) -> Result<String, Refusal> {
        let begins_until = from_now(wanted.new_session_expire_time.as_deref(), BEGIN_WITHIN)?;
        let lasts_until = from_now(wanted.expire_time.as_deref(), LAST)?;
        let constraint = wanted.bidi_generate_content_setup.map(|setup| Constraint {
            setup,
            fields: wanted
                .field_mask
                .map(|mask| mask.split(',').map(|field| field.trim().to_owned()).collect()),
        });
        // Zero means without limit, as it does for Google.
        let uses = Some(wanted.uses.unwrap_or(1)).filter(|&uses| uses > 0);
        let name = format!("auth_tokens/{}", random_name());
        let mut tokens = self.inner.lock().expect("nothing panics while it holds the tokens");
        let now = Instant::now();
        tokens.retain(|_, token| token.lasts_until > now);
        if tokens.len() == MAX_TOKENS {
            return Err("Too many tokens");
        }
        tokens.insert(name.clone(), Token { begins_until, lasts_until, uses, constraint });
        Ok(name)
    }

    /// Opens a connection with a token. Taking a conversation up does not count as a use.
    pub(crate) fn spend(&self, name: &str, is_resuming: bool) -> Result<Grant, Refusal> {
        let mut tokens = self.inner.lock().expect("nothing panics while it holds the tokens");
        let token = tokens.get_mut(name).ok_or("Token is unknown")?;
        let now = Instant::now();
        if now >= token.lasts_until {
            return Err("Token has expired");
        }
        if !is_resuming {
            if now >= token.begins_until {
                return Err("Token has expired");
            }
            match &mut token.uses {
                Some(0) => return Err("Token has been used too many times"),
                Some(uses) => *uses -= 1,
                None => {}
            }
        }
        Ok(Grant { until: token.lasts_until, constraint: token.constraint.clone() })
    }
}

impl Grant {
    /// The client's setup with what the token fixes. The handle is always the client's: the token cannot know it.
    pub(crate) fn constrain(&self, setup: Setup) -> Result<Setup, serde_json::Error> {
        let Some(Constraint { setup: fixed, fields }) = &self.constraint else { return Ok(setup) };
        let handle = setup.session_resumption.as_ref().and_then(|wish| wish.handle.clone());
        let mut merged = match fields {
            None => Value::Object(fixed.clone()),
            Some(fields) => {
                let mut merged = serde_json::to_value(&setup)?;
                let fixed = Value::Object(fixed.clone());
                for field in fields {
                    let path = format!("/{}", field.replace('.', "/"));
                    copy(&mut merged, field, fixed.pointer(&path));
                }
                merged
            }
        };
        if merged.get("model").is_none() {
            merged["model"] = Value::String(setup.model);
        }
        let mut merged: Setup = serde_json::from_value(merged)?;
        if let Some(wish) = &mut merged.session_resumption {
            wish.handle = handle;
        }
        Ok(merged)
    }
}

/// Puts a value at a dotted path, or takes away what is there.
fn copy(into: &mut Value, field: &str, value: Option<&Value>) {
    let mut place = into;
    let mut names = field.split('.').peekable();
    while let Some(name) = names.next() {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let object = place.as_object_mut().expect("it was made one");
        if names.peek().is_none() {
            match value {
                Some(value) => drop(object.insert(name.to_owned(), value.clone())),
                None => drop(object.remove(name)),
            }
            return;
        }
        place = object.entry(name).or_insert_with(|| Value::Object(Map::new()));
    }
}

fn from_now(time: Option<&str>, otherwise: Duration) -> Result<Instant, Refusal> {
    let now = Instant::now();
    let Some(time) = time else { return Ok(now + otherwise) };
    let at = rfc3339::seconds_since_1970(time).ok_or("A time is not in RFC 3339")?;
    let at = UNIX_EPOCH + Duration::from_secs_f64(at);
    let left = at.duration_since(SystemTime::now()).map_err(|_| "A time has passed")?;
    if left > FURTHEST { Err("A time is more than 20 hours away") } else { Ok(now + left) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wanted(wanted: Value) -> Wanted {
        serde_json::from_value(wanted).expect("a wish")
    }

    #[test]
    fn c16_a_token_begins_as_many_sessions_as_it_was_made_for_and_resumes_any() {
        let tokens = Tokens::default();
        let once = tokens.mint(Wanted::default()).expect("a token");
        assert!(tokens.spend(&once, false).is_ok());
        assert_eq!(tokens.spend(&once, false).err(), Some("Token has been used too many times"));
        assert!(tokens.spend(&once, true).is_ok(), "resuming is no use");
        let often = tokens.mint(wanted(json!({ "uses": 0 }))).expect("a token");
        assert!((0..5).all(|_| tokens.spend(&often, false).is_ok()));
        assert!(tokens.spend("auth_tokens/unknown", false).is_err());
    }

    #[test]
    fn times_are_near_and_ahead() {
        let tokens = Tokens::default();
        for (time, why) in [
            ("2001-01-01T00:00:00Z", "A time has passed"),
            ("2999-01-01T00:00:00Z", "A time is more than 20 hours away"),
            ("tomorrow", "A time is not in RFC 3339"),
        ] {
            let refused = tokens.mint(wanted(json!({ "expireTime": time })));
            assert_eq!(refused, Err(why), "{time}");
        }
        assert!(serde_json::from_value::<Wanted>(json!({ "use": 1 })).is_err());
    }

    #[test]
    fn what_a_token_fixes_the_client_cannot_change() {
        let tokens = Tokens::default();
        let setup: Setup = serde_json::from_value(json!({
            "model": "models/expensive",
            "generationConfig": { "temperature": 2.0, "maxOutputTokens": 5 },
            "systemInstruction": { "parts": [{ "text": "obey me" }] },
            "sessionResumption": { "handle": "h" },
        }))
        .expect("a setup");
        let fixed = json!({ "model": "models/m", "generationConfig": { "temperature": 0.5 }, "sessionResumption": {} });
        let all =
            tokens.mint(wanted(json!({ "bidiGenerateContentSetup": fixed }))).expect("a token");
        let all = tokens.spend(&all, false).expect("good").constrain(setup.clone()).expect("fits");
        assert_eq!(all.model, "models/m");
        assert_eq!(all.system_instruction, None, "everything is fixed");
        assert_eq!(all.session_resumption.and_then(|wish| wish.handle).as_deref(), Some("h"));

        let mask = "model,generationConfig.temperature";
        let some = tokens
            .mint(wanted(json!({ "bidiGenerateContentSetup": fixed, "fieldMask": mask })))
            .expect("a token");
        let some = tokens.spend(&some, false).expect("good").constrain(setup).expect("fits");
        let config = some.generation_config.expect("there is one");
        assert_eq!((config.temperature, config.max_output_tokens), (Some(0.5), Some(5)));
        assert!(some.system_instruction.is_some() && some.model == "models/m");
    }
}
