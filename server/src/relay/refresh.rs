//! `{"refresh":{"accessToken":"…"}}`: a page brings a new access token without leaving its lesson.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Message {
    refresh: Refresh,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Refresh {
    access_token: String,
}

/// The token, if this is such a message.
pub(super) fn read(text: &str) -> Option<String> {
    // Most messages are not, and need not be read twice.
    if !text.trim_start().starts_with(r#"{"refresh""#) {
        return None;
    }
    serde_json::from_str::<Message>(text).ok().map(|message| message.refresh.access_token)
}
