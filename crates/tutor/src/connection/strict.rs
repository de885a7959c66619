//! What may stand in a client's message: every key of Google's published messages, and no other.
//!
//! A client that misspells a setting is told so here, as it is by Google, and not by a lesson that goes wrong. Both
//! spellings of a key are known. Where the JSON Schemas of Google's SDK are at hand, a test holds the table against them.

use super::Ending;
use serde_json::{Map, Value};

/// Each shape with its keys and what they hold: `text`, `number`, `flag`, `any`, or another shape; lists hold any number
/// of it.
const SHAPES: &[(&str, &str)] = &[
    (
        "Message",
        "setup:Setup clientContent:ClientContent realtimeInput:RealtimeInput toolResponse:ToolResponse \
         contextUpdate:ContextUpdate",
    ),
    (
        "Setup",
        "model:text generationConfig:GenerationConfig systemInstruction:Content tools:any \
         realtimeInputConfig:RealtimeInputConfig sessionResumption:SessionResumption \
         contextWindowCompression:Compression inputAudioTranscription:AudioTranscription \
         outputAudioTranscription:AudioTranscription proactivity:Proactivity explicitVadSignal:flag \
         historyConfig:History avatarConfig:Avatar safetySettings:SafetySetting labels:any",
    ),
    (
        "GenerationConfig",
        "modelSelectionConfig:any responseJsonSchema:any audioTimestamp:flag candidateCount:number \
         enableAffectiveDialog:flag frequencyPenalty:number logprobs:number maxOutputTokens:number \
         mediaResolution:text presencePenalty:number responseLogprobs:flag responseMimeType:text \
         responseModalities:text responseSchema:any routingConfig:any seed:number speechConfig:Speech \
         stopSequences:text temperature:number thinkingConfig:Thinking topK:number topP:number \
         enableEnhancedCivicAnswers:flag responseFormat:any translationConfig:Translation \
         audioTranscriptionConfig:AudioTranscription",
    ),
    ("Speech", "voiceConfig:Voice languageCode:text multiSpeakerVoiceConfig:MultiSpeaker"),
    ("Voice", "replicatedVoiceConfig:any prebuiltVoiceConfig:PrebuiltVoice voice:text"),
    ("PrebuiltVoice", "voiceName:text"),
    ("MultiSpeaker", "speakerVoiceConfigs:Speaker"),
    ("Speaker", "speaker:text voiceConfig:Voice"),
    ("Thinking", "includeThoughts:flag thinkingBudget:number thinkingLevel:text"),
    ("Translation", "echoTargetLanguage:flag targetLanguageCode:text"),
    (
        "RealtimeInputConfig",
        "automaticActivityDetection:Detection activityHandling:text turnCoverage:text \
         interimTranscriptTimestampEnabled:flag",
    ),
    (
        "Detection",
        "disabled:flag startOfSpeechSensitivity:text endOfSpeechSensitivity:text prefixPaddingMs:number \
         silenceDurationMs:number",
    ),
    ("SessionResumption", "handle:text transparent:flag"),
    ("Compression", "triggerTokens:number slidingWindow:SlidingWindow"),
    ("SlidingWindow", "targetTokens:number"),
    (
        "AudioTranscription",
        "languageCodes:text languageAuto:any languageHints:any customVocabulary:text adaptationPhrases:text \
         wordTimestamp:flag diarization:flag mode:text sourceText:text",
    ),
    ("Proactivity", "proactiveAudio:flag proactiveVideo:flag"),
    ("History", "initialHistoryInClientContent:flag"),
    (
        "Avatar",
        "avatarName:text customizedAvatar:any audioBitrateBps:number videoBitrateBps:number",
    ),
    ("SafetySetting", "category:text method:text threshold:text"),
    ("Content", "parts:Part role:text"),
    (
        "Part",
        "mediaResolution:any codeExecutionResult:any executableCode:any fileData:any functionCall:any \
         functionResponse:FunctionResponse inlineData:Blob text:text thought:flag thoughtSignature:text \
         videoMetadata:any toolCall:any toolResponse:any partMetadata:any audioTranscription:any \
         mediaProcessing:any speechMetadata:any documentMetadata:any spreadsheetMetadata:any audioMetadata:any",
    ),
    ("Blob", "data:text displayName:text mimeType:text"),
    ("ClientContent", "turns:Content turnComplete:flag"),
    (
        "RealtimeInput",
        "mediaChunks:Blob audio:Blob audioStreamEnd:flag video:Blob text:text activityStart:Nothing \
         activityEnd:Nothing",
    ),
    ("Nothing", ""),
    ("ToolResponse", "functionResponses:FunctionResponse"),
    (
        "FunctionResponse",
        "willContinue:flag scheduling:text parts:any id:text name:text response:any",
    ),
    ("ContextUpdate", "systemInstruction:Content tools:any"),
];

/// Whether a client's message is one.
pub(crate) fn check(message: &[u8]) -> Result<(), Ending> {
    let value: Value = serde_json::from_slice(message).map_err(Ending::invalid)?;
    look("Message", &value, "").map_err(Ending::invalid)
}

fn keys(shape: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let keys = SHAPES.iter().find(|(name, _)| *name == shape).map_or("", |(_, keys)| *keys);
    keys.split_whitespace().filter_map(|key| key.split_once(':'))
}

/// `systemInstruction` from either spelling.
fn camel(key: &str) -> String {
    let mut words = key.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| {
        let mut letters = word.chars();
        let head = letters.next().map(|letter| letter.to_ascii_uppercase());
        all + &head.into_iter().chain(letters).collect::<String>()
    })
}

fn look(kind: &str, value: &Value, at: &str) -> Result<(), String> {
    let fits = match (kind, value) {
        ("any", _) | (_, Value::Null) => true,
        (_, Value::Array(all)) => return all.iter().try_for_each(|one| look(kind, one, at)),
        ("text", value) => value.is_string(),
        ("flag", value) => value.is_boolean(),
        // Protobuf's JSON writes 64-bit integers as strings.
        ("number", Value::String(digits)) => digits.parse::<f64>().is_ok(),
        ("number", value) => value.is_number(),
        (_, Value::Object(object)) => return members(kind, object, at),
        // An instruction may be given as its text.
        ("Content", value) => value.is_string(),
        _ => false,
    };
    if fits { Ok(()) } else { Err(format!("{at} holds no {kind}")) }
}

fn members(shape: &str, object: &Map<String, Value>, at: &str) -> Result<(), String> {
    for (key, value) in object {
        let name = camel(key);
        let Some((_, kind)) = keys(shape).find(|(known, _)| *known == name) else {
            let place = if at.is_empty() { String::new() } else { format!(" in {at}") };
            return Err(format!("unknown name \"{key}\"{place}"));
        };
        let at = if at.is_empty() { name } else { format!("{at}.{name}") };
        look(kind, value, &at)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[track_caller]
    fn refused(message: &str) -> String {
        match check(message.as_bytes()) {
            Err(Ending::Close(1007, reason)) => reason,
            other => panic!("{message}: {other:?}"),
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place() {
        let said = refused(r#"{"setup":{"model":"models/m","generation_config":{"warmth":1}}}"#);
        assert!(said.contains("\"warmth\" in setup.generationConfig"), "{said}");
        refused(r#"{"clientContent":{"turns":[{"role":"user","parts":[{"txt":"x"}]}]}}"#);
        refused(r#"{"realtimeInput":{"audio":{"data":"AAAA","mime":"audio/pcm"}}}"#);
        refused(r#"{"setup":{"model":"models/m","generationConfig":{"temperature":"warm"}}}"#);
        refused(r#"{"setup":{"model":"models/m","explicitVadSignal":"yes"}}"#);
    }

    #[test]
    fn either_spelling_is_known() {
        for message in [
            r#"{"setup":{"model":"models/m","generationConfig":{"maxOutputTokens":"80"},"labels":{"a":"b"}}}"#,
            r#"{"setup":{"model":"models/m","input_audio_transcription":{"language_codes":["hi-IN"]}}}"#,
            r#"{"tool_response":{"functionResponses":[{"id":"1","name":"f","response":{"any":[1]}}]}}"#,
            r#"{"realtime_input":{"activity_start":{},"audio_stream_end":true}}"#,
        ] {
            assert_eq!(check(message.as_bytes()), Ok(()), "{message}");
        }
    }

    /// Shapes of the table and the names the SDK's schema has for them.
    const NAMES: &[(&str, &str)] = &[
        ("Setup", "LiveClientSetup"),
        ("GenerationConfig", "GenerationConfig"),
        ("Speech", "SpeechConfig"),
        ("Voice", "VoiceConfig"),
        ("PrebuiltVoice", "PrebuiltVoiceConfig"),
        ("MultiSpeaker", "MultiSpeakerVoiceConfig"),
        ("Speaker", "SpeakerVoiceConfig"),
        ("Thinking", "ThinkingConfig"),
        ("Translation", "TranslationConfig"),
        ("SessionResumption", "SessionResumptionConfig"),
        ("Compression", "ContextWindowCompressionConfig"),
        ("SlidingWindow", "SlidingWindow"),
        ("AudioTranscription", "AudioTranscriptionConfig"),
        ("Proactivity", "ProactivityConfig"),
        ("History", "HistoryConfig"),
        ("Avatar", "AvatarConfig"),
        ("SafetySetting", "SafetySetting"),
        ("Content", "Content"),
        ("Part", "Part"),
        ("Blob", "Blob"),
        ("ClientContent", "LiveClientContent"),
        ("RealtimeInput", "LiveClientRealtimeInput"),
        ("Nothing", "ActivityStart"),
        ("ToolResponse", "LiveClientToolResponse"),
        ("FunctionResponse", "FunctionResponse"),
        ("ContextUpdate", "LiveClientContextUpdate"),
    ];

    #[test]
    fn the_table_is_googles() {
        let path = "../../../shared/schemas/LiveClientMessage.schema.json";
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("skipped: LiveClientMessage.schema.json is not beside the repository");
            return;
        };
        let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
        let sorted = |object: &Value| {
            let keys = object["properties"].as_object().map(|keys| keys.keys().cloned().collect());
            let mut keys: Vec<String> = keys.unwrap_or_default();
            keys.sort();
            keys
        };
        let ours = |shape: &str| {
            // Google's SDK sends it, and its schema of the message leaves it out.
            let known = keys(shape).filter(|(key, _)| *key != "realtimeInputConfig");
            let mut known: Vec<String> = known.map(|(key, _)| key.to_owned()).collect();
            known.sort();
            known
        };
        assert_eq!(ours("Message"), sorted(&schema));
        for (shape, name) in NAMES {
            assert_eq!(ours(shape), sorted(&schema["$defs"][name]), "{shape}");
        }
    }
}
