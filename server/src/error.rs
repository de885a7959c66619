//! Everything that can go wrong for a client: as a problem (RFC 9457) over HTTP, as a close code on a socket.
//!
//! Handlers return a [`Problem`]; the language is chosen once, by [`localise`], from the request's `Accept-Language`.

use crate::http::RequestId;
use axum::extract::Request;
use axum::extract::ws::CloseFrame;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A problem's stable name; clients decide by it, people read the sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The request is not well formed.
    Malformed,
    /// A field's value is outside what it may be.
    Invalid,
    /// No valid access token.
    Unauthorised,
    /// Signed in, but not allowed.
    Forbidden,
    /// The page is not on the allow-list.
    ForeignOrigin,
    /// There is no consent on record.
    ConsentNeeded,
    /// Nothing there, or nothing this reader may see.
    NotFound,
    /// The address exists, the method does not.
    MethodNotAllowed,
    /// It is there already, or being done.
    Conflict,
    /// The body is too large.
    TooLarge,
    /// The body is not JSON.
    NotJson,
    /// Too many requests or sessions.
    TooMany,
    /// It took too long and was given up.
    TooSlow,
    /// LiveKit is not set up here.
    LiveKitMissing,
    /// The server is full, stopping, or its store is away.
    Unavailable,
    /// A bug.
    Internal,
}

/// What stands behind a code.
struct Wording {
    status: StatusCode,
    name: &'static str,
    en: &'static str,
    hi: &'static str,
}

impl Code {
    fn wording(self) -> Wording {
        let (status, name, en, hi) = match self {
            Code::Malformed => {
                (400, "malformed", "The request could not be read.", "अनुरोध पढ़ा नहीं जा सका।")
            }
            Code::Invalid => (422, "invalid", "A value is not allowed.", "एक मान स्वीकार्य नहीं है।"),
            Code::Unauthorised => (401, "unauthorised", "Please sign in.", "कृपया साइन इन करें।"),
            Code::Forbidden => (403, "forbidden", "This is not allowed.", "इसकी अनुमति नहीं है।"),
            Code::ForeignOrigin => (
                403,
                "foreign-origin",
                "This page may not use the server.",
                "यह पेज सर्वर का उपयोग नहीं कर सकता।",
            ),
            Code::ConsentNeeded => (
                403,
                "consent-needed",
                "Sound is sent to the tutor only with consent.",
                "आवाज़ केवल सहमति से ही शिक्षक तक भेजी जाती है।",
            ),
            Code::NotFound => (404, "not-found", "There is nothing here.", "यहाँ कुछ नहीं है।"),
            Code::MethodNotAllowed => {
                (405, "method-not-allowed", "This cannot be done here.", "यह यहाँ नहीं किया जा सकता।")
            }
            Code::Conflict => {
                (409, "conflict", "It is there already, or being done.", "यह पहले से है, या हो रहा है।")
            }
            Code::TooLarge => (413, "too-large", "The request is too large.", "अनुरोध बहुत बड़ा है।"),
            Code::NotJson => (415, "not-json", "JSON is expected.", "JSON अपेक्षित है।"),
            Code::TooMany => (
                429,
                "too-many",
                "Too much at once. Please wait a little.",
                "एक साथ बहुत ज़्यादा। कृपया थोड़ा रुकें।",
            ),
            Code::TooSlow => (
                503,
                "too-slow",
                "It took too long and was stopped.",
                "बहुत समय लगा, इसलिए रोक दिया गया।",
            ),
            Code::LiveKitMissing => (
                404,
                "livekit-missing",
                "LiveKit is not set up on this server.",
                "इस सर्वर पर LiveKit नहीं लगाया गया है।",
            ),
            Code::Unavailable => {
                (503, "unavailable", "The server cannot do this now.", "सर्वर अभी यह नहीं कर सकता।")
            }
            Code::Internal => (500, "internal", "Something went wrong here.", "यहाँ कुछ गड़बड़ हो गई।"),
        };
        Wording {
            status: StatusCode::from_u16(status).expect("statuses above are valid"),
            name,
            en,
            hi,
        }
    }

    /// The name clients decide by.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.wording().name
    }

    /// Its HTTP status.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.wording().status
    }

    /// This code with a sentence about the case at hand.
    #[must_use]
    pub fn because(self, detail: impl Into<String>) -> Problem {
        Problem { code: self, detail: Some(detail.into()) }
    }
}

/// A refusal, on its way to a client.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What kind.
    pub code: Code,
    /// What exactly, in English; never anything secret.
    pub detail: Option<String>,
}

impl From<Code> for Problem {
    fn from(code: Code) -> Problem {
        Problem { code, detail: None }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The language a problem is told in.
fn is_hindi(headers: &HeaderMap) -> bool {
    let accepted =
        headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tags = accepted
        .split(',')
        .map(|tag| tag.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    // The first of the two we speak; weights are written in falling order by every browser.
    let ours = tags
        .map(|tag| tag.split('-').next().unwrap_or_default().to_owned())
        .find(|tag| tag == "hi" || tag == "en");
    ours.as_deref() == Some("hi")
}

/// Gives every failed response its problem body, also those axum made by itself.
pub async fn localise(request: Request, next: Next) -> Response {
    let hindi = is_hindi(request.headers());
    let id = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = response.extensions_mut().remove::<Problem>();
    // What was answered on purpose with a body of its own stays as it is.
    let is_ours = problem.is_some();
    let has_json =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    if !is_ours && has_json {
        return response;
    }
    let problem = problem.unwrap_or_else(|| from_status(status).into());
    let Wording { name, en, hi, .. } = problem.code.wording();
    let title = if hindi { hi } else { en };
    let body = json!({
        "type": format!("urn:ganita:problem:{name}"),
        "title": title,
        "status": status.as_u16(),
        "detail": problem.detail.as_deref().unwrap_or(title),
        "code": name,
        "en": en,
        "hi": hi,
        "instance": instance(id.as_ref()),
    });
    let mut told = (status, body.to_string()).into_response();
    let headers = told.headers_mut();
    // `Allow`, `Vary` and the rest stay.
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != axum::http::header::CONTENT_LENGTH {
            headers.append(name, value.clone());
        }
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(if hindi { "hi" } else { "en" }));
    if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("2"));
    }
    told
}

/// The request's name as an address, so that a person can quote it.
fn instance(id: Option<&RequestId>) -> String {
    let id = id.and_then(|id| id.0.to_str().ok()).unwrap_or("none");
    format!("urn:ganita:request:{id}")
}

fn from_status(status: StatusCode) -> Code {
    match status.as_u16() {
        401 => Code::Unauthorised,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        405 => Code::MethodNotAllowed,
        409 => Code::Conflict,
        413 => Code::TooLarge,
        415 => Code::NotJson,
        422 => Code::Invalid,
        429 => Code::TooMany,
        503 => Code::Unavailable,
        400..=499 => Code::Malformed,
        _ => Code::Internal,
    }
}

/// Why a live socket is closed by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// The lesson ended as it should.
    Ended,
    /// The server is stopping; another one takes over.
    ServerStopping,
    /// A message that is none.
    BadMessage(&'static str),
    /// No ticket, a used one, an old one, or one for another page.
    TicketRefused,
    /// The access token has ended, or the one that was to replace it is no good.
    Expired,
    /// Not allowed.
    NotAllowed(&'static str),
    /// Too many sessions, messages or bytes.
    TooMuch(&'static str),
    /// The tutor is gone for good.
    TutorLost(&'static str),
    /// Nothing was heard from the page for too long.
    Idle,
    /// The page did not take what it was sent.
    Slow,
    /// The lesson reached its longest time.
    TooLong,
    /// The same lesson was opened elsewhere.
    Replaced,
}

impl Close {
    /// Its number on the wire.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Close::Ended => 1000,
            Close::ServerStopping => 1001,
            Close::BadMessage(_) => 4400,
            Close::TicketRefused | Close::Expired => 4401,
            Close::NotAllowed(_) => 4403,
            Close::Idle | Close::Slow => 4408,
            Close::Replaced => 4409,
            Close::TooLong => 4410,
            Close::TooMuch(_) => 4429,
            Close::TutorLost(_) => 1011,
        }
    }

    /// What stands beside the number.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Close::Ended => "the lesson ended",
            Close::ServerStopping => "the server is stopping",
            Close::Expired => "the access token has ended",
            Close::TicketRefused => "the ticket is used, old or not for this page",
            Close::BadMessage(why)
            | Close::NotAllowed(why)
            | Close::TooMuch(why)
            | Close::TutorLost(why) => why,
            Close::Idle => "nothing was heard for too long",
            Close::Slow => "what was sent was not taken for too long",
            Close::TooLong => "the lesson reached its longest time",
            Close::Replaced => "the lesson was opened elsewhere",
        }
    }

    /// The frame to send.
    #[must_use]
    pub fn frame(self) -> CloseFrame {
        CloseFrame { code: self.code(), reason: self.reason().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(accept: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, accept.parse().expect("a header"));
        if is_hindi(&headers) { "hi" } else { "en" }
    }

    #[test]
    fn the_first_language_we_speak_is_taken() {
        assert_eq!(language("hi-IN,hi;q=0.9,en;q=0.8"), "hi");
        assert_eq!(language("en-IN,hi;q=0.9"), "en");
        assert_eq!(language("ta-IN, hi;q=0.5"), "hi");
        assert_eq!(language("*"), "en");
    }

    const CLOSES: [Close; 12] = [
        Close::Ended,
        Close::ServerStopping,
        Close::BadMessage(""),
        Close::TicketRefused,
        Close::Expired,
        Close::NotAllowed(""),
        Close::TooMuch(""),
        Close::TutorLost(""),
        Close::Idle,
        Close::Slow,
        Close::TooLong,
        Close::Replaced,
    ];

    #[test]
    fn a_close_reason_fits_in_a_close_frame() {
        for close in CLOSES {
            assert!(close.reason().len() <= 123, "{close:?}");
        }
    }

    /// What operators and front-end engineers read is what the server does.
    #[test]
    fn every_close_code_and_no_other_is_in_the_written_table() {
        let written = include_str!("../README.md");
        let (_, table) = written.split_once("## Close codes").expect("a section");
        let (table, _) = table.split_once("\n## ").expect("another follows");
        let cells = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next());
        let mut told: Vec<u16> = cells.filter_map(|cell| cell.parse().ok()).collect();
        let mut used: Vec<u16> = CLOSES.iter().map(|close| close.code()).collect();
        told.sort_unstable();
        used.sort_unstable();
        used.dedup();
        assert_eq!(told, used);
    }
}
