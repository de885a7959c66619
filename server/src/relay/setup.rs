//! What the tutor is told before the first word. The page chooses a language and a voice from a list; nothing else.

use ganita_live::message::{
    AudioTranscription, Content, GenerationConfig, PrebuiltVoice, SessionResumption, Setup, Speech,
    Voice,
};
use ganita_live::tools;
use serde_json::json;

/// Languages a lesson can be in.
pub(crate) const LANGUAGES: &[&str] = &["auto", "en", "hi"];

/// Voices a lesson can have, of those Gemini offers.
pub(crate) const VOICES: &[&str] =
    &["Kore", "Puck", "Charon", "Fenrir", "Aoede", "Leda", "Orus", "Zephyr"];

/// Words a recogniser is to expect.
const VOCABULARY: &[&str] = &[
    "x squared",
    "cubed",
    "square root",
    "cube root",
    "numerator",
    "denominator",
    "plus",
    "minus",
    "equals",
    "theta",
    "sine",
    "cosine",
    "tan",
    "log",
    "derivative",
    "integral",
    "differentiate",
    "integrate",
    "limit",
    "quadratic",
    "factorise",
    "simplify",
    "equation",
    "बराबर",
    "वर्ग",
    "घन",
    "वर्गमूल",
    "बटा",
    "जोड़",
    "घटा",
    "गुणा",
    "भाग",
    "समीकरण",
    "हल करो",
    "अवकलन",
    "समाकलन",
];

/// Who the tutor is.
const INSTRUCTION: &str = "\
You are a mathematics tutor for Indian school students, talking with one student who shares a whiteboard with you. \
Speak short, clear sentences at the student's level, and wait for the student. Praise effort, never hurry. \
When the student says a formula or a problem, first write it on the board with write_equation, exactly as it was said, \
and ask if you are unsure what was meant. To work a problem, call show_steps: the board computes and checks every step, \
so never calculate a result yourself and never contradict the board. When you only need to know a result, call solve: \
it gives you checked steps and writes nothing. Then talk about the steps, one at a time, asking \
what comes next. Use plot for graphs and highlight to point. Do not read LaTeX aloud; say formulas as a teacher would. \
Talk about mathematics and school only. If a student seems upset or in danger, tell them kindly to speak to a teacher \
or a parent.";

fn spoken_language(language: &str) -> &'static str {
    match language {
        "hi" => "Speak Hindi. Mathematical words may be English where Indian students use them so.",
        "en" => "Speak Indian English.",
        _ => "Speak the language the student speaks: Indian English, Hindi, or both mixed.",
    }
}

/// The setup of a lesson, with the model as the provider names it.
pub(crate) fn setup(
    model: &str,
    language: &str,
    voice: Option<&str>,
    handle: Option<&str>,
) -> Setup {
    let codes: &[&str] = match language {
        "hi" => &["hi-IN"],
        "en" => &["en-IN"],
        _ => &["en-IN", "hi-IN"],
    };
    let voice = voice.unwrap_or(VOICES[0]).to_owned();
    let speech = Speech {
        // Left out for `auto`: the tutor then answers in the student's language.
        language_code: (codes.len() == 1).then(|| codes[0].to_owned()),
        voice_config: Some(Voice {
            prebuilt_voice_config: Some(PrebuiltVoice { voice_name: Some(voice) }),
        }),
    };
    let heard = AudioTranscription {
        language_codes: codes.iter().map(|&code| code.to_owned()).collect(),
        custom_vocabulary: VOCABULARY.iter().map(|&word| word.to_owned()).collect(),
    };
    Setup {
        model: model.to_owned(),
        generation_config: Some(GenerationConfig {
            response_modalities: vec!["AUDIO".to_owned()],
            speech_config: Some(speech),
            ..GenerationConfig::default()
        }),
        system_instruction: Some(Content::text(
            "",
            &format!("{INSTRUCTION} {}", spoken_language(language)),
        )),
        tools: vec![tools::declarations()],
        session_resumption: Some(SessionResumption {
            handle: handle.map(str::to_owned),
            transparent: None,
        }),
        // Without it a session ends when its context window is full, after about 15 minutes of sound.
        context_window_compression: Some(json!({ "slidingWindow": {} })),
        input_audio_transcription: Some(heard),
        output_audio_transcription: Some(AudioTranscription::default()),
        ..Setup::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_in_any_language_has_tools_transcripts_and_resumption() {
        for language in LANGUAGES {
            let setup = setup("models/gemini-3.8-live", language, None, None);
            assert_eq!(setup.model, "models/gemini-3.8-live");
            assert!(
                setup.session_resumption.is_some() && setup.context_window_compression.is_some(),
                "{language}"
            );
            assert!(
                setup.input_audio_transcription.is_some()
                    && setup.output_audio_transcription.is_some()
            );
            let tools = serde_json::to_string(&setup.tools).expect("JSON");
            for tool in ["write_equation", "show_steps", "plot", "clear_board"] {
                assert!(tools.contains(tool), "{tool}");
            }
        }
        assert_eq!(setup("m", "hi", Some("Puck"), None).language_code(), Some("hi-IN"));
    }
}
