//! What the page is told about the connection, in both languages.

use ganita_live::message::{Notice, ServerMessage};

/// The tutor cannot be reached; it is tried again.
pub(super) const UNREACHABLE: (&str, &str, &str) = (
    "tutor-unreachable",
    "The tutor cannot be reached. It is being tried again; typing goes on working.",
    "शिक्षक से संपर्क नहीं हो पा रहा है। फिर से कोशिश हो रही है; टाइप करना चलता रहेगा।",
);

/// The connection to the tutor was lost; it is tried again.
pub(super) const RECONNECTING: (&str, &str, &str) = (
    "reconnecting",
    "The connection to the tutor was lost. It is being made again.",
    "शिक्षक से संपर्क टूट गया। फिर से जोड़ा जा रहा है।",
);

/// The tutor is there again.
pub(super) const BACK: (&str, &str, &str) =
    ("tutor-back", "The tutor is there again.", "शिक्षक से फिर संपर्क हो गया।");

/// The tutor is there again and remembers only what was written down.
pub(super) const BEGUN_ANEW: (&str, &str, &str) = (
    "tutor-began-anew",
    "The tutor is there again. It was told what has been said so far.",
    "शिक्षक से फिर संपर्क हो गया। अब तक की बातचीत उन्हें बता दी गई है।",
);

/// The page's access token ends soon.
pub(super) const TOKEN_ENDS: (&str, &str, &str) = (
    "access-token-ends",
    "You will be signed out in a minute unless the page signs you in again.",
    "एक मिनट में आप साइन आउट हो जाएँगे, जब तक पेज आपको फिर से साइन इन न करे।",
);

/// The tutor understands no speech.
pub(super) const NO_EARS: (&str, &str, &str) = (
    "tutor-has-no-ears",
    "The practice tutor cannot hear: no speech recogniser is installed. Please type.",
    "अभ्यास शिक्षक सुन नहीं सकता: वाणी पहचानने वाला प्रोग्राम नहीं लगा है। कृपया टाइप करें।",
);

/// A notice as a message.
pub(super) fn message((code, en, hi): (&str, &str, &str)) -> ServerMessage {
    let notice = Notice { code: code.to_owned(), en: en.to_owned(), hi: hi.to_owned() };
    ServerMessage { notice: Some(notice), ..ServerMessage::default() }
}
