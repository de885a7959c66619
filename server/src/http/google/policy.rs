//! Whatever a client writes into its setup, in whatever spelling, the tutor gets the server's. A thousand cases in an
//! ordinary test; a million with `PROPTEST_CASES=1000000 cargo test -p ganita-server --lib policy`.

use super::wishes;
use crate::relay::setup;
use proptest::prelude::*;

/// Stands in everything that is not the client's to say; the tutor must never see it.
const CANARY: &str = "canary-of-the-client";

/// A field: its two spellings, and a value for it.
type Field = (&'static str, &'static str, &'static str);

const FIELDS: &[Field] = &[
    (
        "systemInstruction",
        "system_instruction",
        r#"{"parts":[{"text":"canary-of-the-client"}],"role":"system"}"#,
    ),
    (
        "tools",
        "tools",
        r#"[{"functionDeclarations":[{"name":"canary-of-the-client"}]},{"google_search":{}}]"#,
    ),
    (
        "sessionResumption",
        "session_resumption",
        r#"{"handle":"canary-of-the-client","transparent":true}"#,
    ),
    ("realtimeInputConfig", "realtime_input_config", r#"{"a":"canary-of-the-client"}"#),
    (
        "contextWindowCompression",
        "context_window_compression",
        r#"{"trigger_tokens":"canary-of-the-client"}"#,
    ),
    (
        "outputAudioTranscription",
        "output_audio_transcription",
        r#"{"customVocabulary":["canary-of-the-client"]}"#,
    ),
    ("proactivity", "proactivity", r#"{"proactiveAudio":"canary-of-the-client"}"#),
    ("explicitVadSignal", "explicit_vad_signal", "true"),
    ("historyConfig", "history_config", r#"{"a":"canary-of-the-client"}"#),
    ("avatarConfig", "avatar_config", r#"{"a":"canary-of-the-client"}"#),
    ("safetySettings", "safety_settings", r#"[{"threshold":"canary-of-the-client"}]"#),
    ("labels", "labels", r#"{"a":"canary-of-the-client"}"#),
];

const UNKNOWN: &[&str] =
    &["systeminstruction", "SystemInstruction", "system-instruction", "instruction", "apiKey", ""];

const VOICES: &[Option<&str>] =
    &[None, Some("Puck"), Some("Leda"), Some("canary-of-the-client"), Some("puck")];

const LANGUAGES: &[(Option<&str>, Option<&str>)] = &[
    (None, None),
    (Some("hi-IN"), Some("hi")),
    (Some("en-IN"), Some("en")),
    (Some("en-US"), Some("en")),
    (Some("canary-of-the-client"), None),
];

#[derive(Debug, Clone)]
struct Written {
    text: String,
    is_refused: bool,
    voice: Option<&'static str>,
    language: Option<&'static str>,
}

fn generation(spelling: [bool; 4], voice: Option<&str>, language: Option<&str>) -> String {
    let pick = |snake: bool, camel, snaked| if snake { snaked } else { camel };
    let mut speech = Vec::new();
    if let Some(voice) = voice {
        speech.push(format!(
            r#""{}":{{"{}":{{"{}":"{voice}"}}}}"#,
            pick(spelling[0], "voiceConfig", "voice_config"),
            pick(spelling[1], "prebuiltVoiceConfig", "prebuilt_voice_config"),
            pick(spelling[2], "voiceName", "voice_name"),
        ));
    }
    if let Some(language) = language {
        let key = pick(spelling[3], "languageCode", "language_code");
        speech.push(format!(r#""{key}":"{language}""#));
    }
    format!(
        r#"{{"{}":{{{}}},"thinkingConfig":{{"a":"{CANARY}"}},"{CANARY}":"{CANARY}"}}"#,
        pick(spelling[0] ^ spelling[3], "speechConfig", "speech_config"),
        speech.join(",")
    )
}

prop_compose! {
    fn written()(
        chosen in prop::collection::vec((any::<bool>(), any::<bool>()), FIELDS.len()),
        twice in prop::option::weighted(0.2, 0..FIELDS.len()),
        unknown in prop::option::weighted(0.2, prop::sample::select(UNKNOWN)),
        spelling in any::<[bool; 4]>(),
        voice in prop::sample::select(VOICES),
        language in prop::sample::select(LANGUAGES),
        snake_config in any::<bool>(),
        rotation in 0..8_usize,
    ) -> Written {
        let mut members = vec![format!(r#""model":"models/{CANARY}""#)];
        for ((camel, snake, value), (is_there, is_snake)) in FIELDS.iter().zip(&chosen) {
            if *is_there {
                members.push(format!(r#""{}":{value}"#, if *is_snake { snake } else { camel }));
            }
        }
        let key = if snake_config { "generation_config" } else { "generationConfig" };
        members.push(format!(r#""{key}":{}"#, generation(spelling, voice, language.0)));
        if let Some(at) = twice {
            // Once in each spelling, or twice in the only one.
            let (camel, snake, value) = FIELDS[at];
            members.retain(|member| !member.starts_with(&format!(r#""{camel}""#)) && !member.starts_with(&format!(r#""{snake}""#)));
            members.push(format!(r#""{camel}":{value}"#));
            members.push(format!(r#""{snake}":{value}"#));
        }
        if let Some(unknown) = unknown {
            members.push(format!(r#""{unknown}":"{CANARY}""#));
        }
        let by = rotation % members.len();
        members.rotate_left(by);
        Written {
            text: format!(r#"{{"setup":{{{}}}}}"#, members.join(",")),
            is_refused: twice.is_some() || unknown.is_some(),
            voice: voice.filter(|voice| ["Puck", "Leda"].contains(voice)),
            language: language.1,
        }
    }
}

proptest! {
    #[test]
    fn the_tutor_gets_the_servers_setup_and_nothing_else(written in written()) {
        match wishes(written.text.as_bytes()) {
            None => prop_assert!(written.is_refused, "refused: {}", written.text),
            Some(wishes) => {
                prop_assert!(!written.is_refused, "let in: {}", written.text);
                prop_assert_eq!(wishes.voice.as_deref(), written.voice);
                prop_assert_eq!(wishes.language, written.language);
                let language = wishes.language.unwrap_or("auto");
                let setup = setup("m", language, wishes.voice.as_deref(), None);
                let sent = serde_json::to_string(&setup).expect("it writes");
                prop_assert!(!sent.contains(CANARY), "{sent}");
            }
        }
    }
}
