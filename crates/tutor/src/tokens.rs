//! `POST /v1alpha/auth_tokens`: short-lived tokens, so that a browser may connect without the key.

use crate::handles::random_name;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long a token may begin sessions when nothing else is asked for.
const BEGIN_WITHIN: Duration = Duration::from_secs(60);

/// Tokens kept at a time.
const MAX_TOKENS: usize = 10_000;

/// What is asked for. Times and constraints are read over: a practice tutor has nothing to protect.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Wanted {
    uses: Option<u32>,
}

#[derive(Debug, Default)]
pub(crate) struct Tokens {
    inner: Mutex<HashMap<String, (Instant, u32)>>,
}

/// Why a token is not taken, in Google's words.
pub(crate) type Refusal = &'static str;

impl Tokens {
    /// A new token's name.
    pub(crate) fn mint(&self, wanted: &Wanted) -> String {
        let name = format!("auth_tokens/{}", random_name());
        let mut tokens = self.inner.lock().expect("nothing panics while it holds the tokens");
        tokens.retain(|_, (made, _)| made.elapsed() < BEGIN_WITHIN);
        if tokens.len() < MAX_TOKENS {
            // Zero means without limit, as it does for Google.
            tokens.insert(name.clone(), (Instant::now(), wanted.uses.unwrap_or(1)));
        }
        name
    }

    /// Uses a token once.
    pub(crate) fn spend(&self, name: &str) -> Result<(), Refusal> {
        let mut tokens = self.inner.lock().expect("nothing panics while it holds the tokens");
        match tokens.get_mut(name) {
            Some((made, _)) if made.elapsed() >= BEGIN_WITHIN => Err("Token has expired"),
            Some((_, 0)) => Ok(()),
            Some((_, uses)) => {
                *uses -= 1;
                if *uses == 0 {
                    tokens.remove(name);
                }
                Ok(())
            }
            None => Err("Token has been used too many times or is unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c16_a_token_begins_as_many_sessions_as_it_was_made_for() {
        let tokens = Tokens::default();
        let once = tokens.mint(&Wanted::default());
        assert_eq!(tokens.spend(&once), Ok(()));
        assert!(tokens.spend(&once).is_err());
        let often = tokens.mint(&Wanted { uses: Some(0) });
        assert!((0..5).all(|_| tokens.spend(&often).is_ok()));
        assert!(tokens.spend("auth_tokens/unknown").is_err());
    }
}
