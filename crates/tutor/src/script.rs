//! Scripts: transcripts for what nobody here can hear, and faults on demand. TOML, for example:
//!
//! ```toml
//! [[transcript]]
//! language = "hi-IN"
//! words = "एक्स का वर्ग बराबर चार हल करो"
//!
//! [[fault]]
//! connection = 1            # the first connection; absent: every one
//! when = "tool-call"        # "ready" (default), "sound", "heard", "tool-call", "voice"
//! after_ms = 200            # how long after that moment
//! do = "close"
//! code = 1011
//! reason = "Internal error"
//! ```

use serde::Deserialize;

/// A script.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// What is "heard", turn by turn. Every transcript made from it carries the label `scripted`.
    #[serde(default)]
    pub transcript: Vec<Scripted>,
    /// What goes wrong.
    #[serde(default)]
    pub fault: Vec<Fault>,
}

/// One turn of a student that is not listened to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scripted {
    /// `hi-IN`, `en-IN`.
    pub language: String,
    /// The words.
    pub words: String,
}

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// On which connection of the process, counted from 1; absent: on every one.
    #[serde(default)]
    pub connection: Option<u32>,
    /// From which moment.
    #[serde(default)]
    pub when: Moment,
    /// How long after it.
    #[serde(default)]
    pub after_ms: u64,
    /// What.
    #[serde(rename = "do")]
    pub kind: FaultKind,
    /// The close code, for `close`.
    #[serde(default)]
    pub code: Option<u16>,
    /// The close reason, for `close`.
    #[serde(default)]
    pub reason: Option<String>,
    /// The time announced, for `go-away`; the connection is closed when it is over.
    #[serde(default)]
    pub time_left_ms: Option<u64>,
    /// The pause before every frame, for `slow`; how long, for `deaf`.
    #[serde(default)]
    pub pause_ms: Option<u64>,
}

/// Moments of a connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// The socket is open and nothing was said.
    Opened,
    /// Setup is complete.
    #[default]
    Ready,
    /// The first sound came.
    Sound,
    /// The first final transcript was sent.
    Heard,
    /// The first tool call was sent.
    ToolCall,
    /// The first piece of voice was sent.
    Voice,
}

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// Closes with a code and a reason.
    Close,
    /// Drops the connection without a word.
    Cut,
    /// Keeps the socket open and says nothing more.
    Freeze,
    /// Announces the end, and keeps its word.
    GoAway,
    /// Announces the end and then says nothing more.
    GoAwayAndFreeze,
    /// Says that the session cannot be taken up now, and forgets its handles.
    Unresumable,
    /// From now on handles are poisoned: who comes back with one is heard and never answered.
    Poison,
    /// Turns put into the conversation close it with 1007: it knows them from its handle.
    RefuseHistory,
    /// Whoever comes back with a handle of this conversation is closed with `code` (1007).
    Spoil,
    /// Sends frames that are no messages.
    Garbage,
    /// Takes its time before every frame.
    Slow,
    /// Reads nothing for a while (`pause_ms`), not even pings: pongs come late.
    Deaf,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// Names the line that is wrong.
    pub fn parse(text: &str) -> Result<Script, toml::de::Error> {
        toml::from_str(text)
    }

    /// The faults of a connection.
    pub fn faults_of(&self, connection: u32) -> impl Iterator<Item = &Fault> {
        self.fault
            .iter()
            .filter(move |fault| fault.connection.is_none_or(|number| number == connection))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_read_strictly() {
        let script = Script::parse(
            "[[transcript]]\nlanguage = 'hi-IN'\nwords = 'एक्स'\n[[fault]]\nwhen = 'tool-call'\ndo = 'go-away'\ntime_left_ms = 900\n",
        )
        .expect("a script");
        assert_eq!(script.transcript[0].words, "एक्स");
        assert_eq!(script.fault[0].kind, FaultKind::GoAway);
        assert_eq!(script.faults_of(7).count(), 1);
        assert!(Script::parse("[[fault]]\ndo = 'explode'\n").is_err());
        assert!(Script::parse("[[transcripts]]\nwords = 'x'\n").is_err());
    }
}
