//! A session plays with a tutor that does anything at any time, and every frame that comes of it keeps to the schemas of
//! Google's SDK: what is sent to the tutor, and what is handed on to the student.
//!
//! 20,000 frames in a test; a million with `cargo xtask million` or `GANITA_FRAMES=1000000 cargo test -p ganita-live --test
//! frames`.
#![allow(clippy::print_stdout, reason = "how many frames were looked at is said")]

mod validator;

use ganita_live::message::*;
use ganita_live::session::{Action, Event, Frame, Link, Session, Settings, Timing};
use ganita_live::tools;
use serde_json::{Value, json};
use std::collections::VecDeque;
use validator::Schema;

const FRAMES: u64 = 20_000;

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.throw() % end
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).expect("an index")]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }

    fn words(&mut self) -> String {
        self.one_of(&["x squared", "एक्स का वर्ग", "\"quoted\" \\ and\nbroken", "", "∫ dx"])
            .to_owned()
    }
}

fn setup() -> Setup {
    Setup {
        model: "models/m".to_owned(),
        generation_config: Some(GenerationConfig {
            response_modalities: vec!["AUDIO".to_owned()],
            ..GenerationConfig::default()
        }),
        system_instruction: Some(Content::text("", "You teach mathematics.")),
        tools: vec![tools::declarations()],
        session_resumption: Some(SessionResumption::default()),
        context_window_compression: Some(json!({ "slidingWindow": {} })),
        input_audio_transcription: Some(AudioTranscription {
            language_codes: vec!["hi-IN".to_owned()],
            custom_vocabulary: vec!["वर्ग".to_owned()],
        }),
        output_audio_transcription: Some(AudioTranscription::default()),
        ..Setup::default()
    }
}

fn transcription(dice: &mut Dice) -> Transcription {
    Transcription {
        text: dice.words(),
        finished: dice.maybe(|dice| dice.below(2) == 0),
        language_code: dice.maybe(|dice| dice.one_of(&["en-IN", "hi-IN"]).to_owned()),
        speaker_label: dice.maybe(Dice::words),
        words: vec![Word {
            word: dice.words(),
            start_offset: Some("0.1s".to_owned()),
            end_offset: None,
        }],
        start_offset: dice.maybe(|_| "0s".to_owned()),
        end_offset: None,
    }
}

fn content(dice: &mut Dice) -> ServerContent {
    let yes = |dice: &mut Dice| dice.below(2) == 0;
    let part = |dice: &mut Dice| match dice.below(3) {
        0 => Part { text: Some(dice.words()), thought: dice.maybe(yes), ..Part::default() },
        _ => Part {
            inline_data: Some(Blob::new(&[1, 2, 3, 4], OUTPUT_MIME_TYPE)),
            ..Part::default()
        },
    };
    ServerContent {
        model_turn: dice.maybe(|dice| Content {
            role: Some("model".to_owned()),
            parts: (0..dice.below(3)).map(|_| part(dice)).collect(),
        }),
        turn_complete: dice.maybe(yes),
        turn_complete_reason: dice
            .maybe(|dice| dice.one_of(&["NEED_MORE_INPUT", "RESPONSE_REJECTED"]).to_owned()),
        generation_complete: dice.maybe(yes),
        interrupted: dice.maybe(yes),
        waiting_for_input: dice.maybe(yes),
        interaction_status: dice.maybe(|dice| dice.one_of(&["IDLE", "IN_PROGRESS"]).to_owned()),
        input_transcription: dice.maybe(transcription),
        interim_input_transcription: dice.maybe(transcription),
        output_transcription: dice.maybe(transcription),
        grounding_metadata: dice.maybe(|dice| json!({ "webSearchQueries": [dice.words()] })),
        url_context_metadata: None,
    }
}

/// What a tutor may say, several things at once as Google does.
fn said(dice: &mut Dice, call: u64) -> ServerMessage {
    let mut message = ServerMessage::default();
    for _ in 0..=dice.below(2) {
        match dice.below(12) {
            0..=4 => message.server_content = Some(Box::new(content(dice))),
            5 => {
                let plot = tools::BoardCall::Plot {
                    latex: dice.words(),
                    variable: None,
                    from: dice.maybe(|_| -2.0),
                    to: Some(2.0),
                };
                let calls = (0..=dice.below(2)).map(|n| plot.to_call(&format!("{call}-{n}")));
                message.tool_call = Some(ToolCall { function_calls: calls.collect() });
            }
            6 => {
                let ids = vec![format!("{}-0", dice.below(call.max(1)))];
                message.tool_call_cancellation = Some(ToolCallCancellation { ids });
            }
            7 => {
                let left = dice.one_of(&["0s", "2.5s", "50s", "soon"]).to_owned();
                message.go_away = Some(GoAway { time_left: dice.maybe(|_| left) });
            }
            8 => {
                let resumable = dice.below(4) > 0;
                let new_handle = if resumable { format!("h{call}") } else { String::new() };
                message.session_resumption_update = Some(SessionResumptionUpdate {
                    new_handle,
                    resumable,
                    last_consumed_client_message_index: dice.maybe(|dice| dice.below(99)),
                });
            }
            9 => {
                let audio =
                    ModalityTokens { modality: Some("AUDIO".to_owned()), token_count: Some(9) };
                message.usage_metadata = Some(Box::new(Usage {
                    prompt_token_count: dice.maybe(|_| 4),
                    thoughts_token_count: dice.maybe(|_| 1),
                    total_token_count: Some(10),
                    response_tokens_details: vec![audio],
                    ..Usage::default()
                }));
            }
            10 => {
                message.voice_activity = Some(VoiceActivity {
                    kind: Some(dice.one_of(&["ACTIVITY_START", "ACTIVITY_END"]).to_owned()),
                    audio_offset: dice.maybe(|_| "1.200s".to_owned()),
                });
            }
            _ => {
                let kind = dice.one_of(&["VAD_SIGNAL_TYPE_SOS", "VAD_SIGNAL_TYPE_EOS"]);
                message.voice_activity_detection_signal =
                    Some(VadSignal { vad_signal_type: Some(kind.to_owned()) });
            }
        }
    }
    message
}

/// A session, sockets that live or do not, and a tutor without manners.
struct World {
    dice: Dice,
    session: Session,
    now: u64,
    connection: u32,
    is_open: bool,
    sequence: u32,
    calls: u64,
    /// Calls that were handed on and are not answered.
    asked: Vec<String>,
    events: VecDeque<Event>,
}

impl World {
    fn new(seed: u64) -> World {
        let link = Link::Tutor(std::sync::Arc::new(setup()));
        let settings = Settings { link, timing: Timing::UPSTREAM, seed };
        World {
            dice: Dice(seed),
            session: Session::new(settings),
            now: 0,
            connection: 0,
            is_open: false,
            sequence: 0,
            calls: 0,
            asked: Vec::new(),
            events: VecDeque::from([Event::Start]),
        }
    }

    fn next(&mut self) -> Event {
        if let Some(event) = self.events.pop_front() {
            return event;
        }
        let connection = self.connection;
        self.calls += 1;
        let dice = &mut self.dice;
        match dice.below(40) {
            0..=9 => {
                self.sequence += 1;
                Event::Audio { sequence: self.sequence, pcm: vec![7; 8] }
            }
            10 => Event::AudioEnd,
            11 if dice.one_of(&[true, false]) => Event::ActivityStart,
            11 => Event::ActivityEnd,
            12..=14 => Event::Text(dice.words()),
            15 => {
                let turns =
                    (0..dice.below(3)).map(|_| Content::text("user", &dice.words())).collect();
                Event::Content(ClientContent { turns, turn_complete: dice.below(2) == 0 })
            }
            16..=18 => {
                let id = format!("{}-0", dice.below(self.calls));
                let id = self.asked.pop().unwrap_or(id);
                let response = json!({ "status": "ok", "said": dice.words() });
                let response = if dice.below(5) == 0 { json!({}) } else { response };
                Event::ToolResult {
                    id,
                    response: response.as_object().cloned().expect("an object"),
                }
            }
            19 => {
                self.is_open = false;
                let code = dice.one_of(&[1000, 1001, 1006, 1007, 1008, 1011, 1013]);
                Event::Closed { connection, code, reason: dice.words() }
            }
            20 => Event::Unreadable { connection },
            21 => Event::AudioReceived { connection },
            22 => Event::Online,
            23..=26 => {
                self.now += dice.below(20_000);
                Event::Tick
            }
            _ if !self.is_open && dice.below(10) == 0 => {
                Event::Closed { connection, code: 1006, reason: String::new() }
            }
            _ if !self.is_open => {
                self.is_open = true;
                let complete = Some(SetupComplete { session_id: dice.maybe(Dice::words) });
                let message =
                    ServerMessage { setup_complete: complete, ..ServerMessage::default() };
                self.events.push_back(Event::Received { connection, message: Box::new(message) });
                Event::Opened { connection }
            }
            _ => Event::Received { connection, message: Box::new(said(dice, self.calls)) },
        }
    }
}

fn check(schema: &Schema, json: &str) {
    let mut value: Value = serde_json::from_str(json).expect("JSON");
    validator::as_the_sdk_reads_it(&mut value);
    schema.check(&value).unwrap_or_else(|error| panic!("{json}\n{error}"));
}

#[test]
fn every_frame_of_a_session_keeps_to_the_schemas() {
    let wanted = std::env::var("GANITA_FRAMES").ok();
    let wanted = wanted.map_or(FRAMES, |text| text.parse().expect("GANITA_FRAMES is a number"));
    let (Some(client), Some(server)) =
        (Schema::load("LiveClientMessage"), Schema::load("LiveServerMessage"))
    else {
        return;
    };
    let (mut sent, mut delivered, mut seed) = (0_u64, 0_u64, 0_u64);
    let mut kinds = std::collections::BTreeMap::<String, u64>::new();
    while sent + delivered < wanted {
        seed += 1;
        let mut world = World::new(seed);
        for _ in 0..400 {
            let event = world.next();
            let is_stop = event == Event::Stop;
            let actions = world.session.on_event(event, world.now);
            for action in actions {
                match action {
                    Action::Dial { connection, .. } => {
                        world.connection = connection;
                        world.is_open = false;
                    }
                    Action::Send { frame: Frame::Text(text), .. } => {
                        check(&client, &text);
                        let kind = text.split('"').nth(1).unwrap_or_default().to_owned();
                        *kinds.entry(kind).or_default() += 1;
                        sent += 1;
                    }
                    Action::Send { frame: Frame::Binary(_), .. } => panic!("tutors get JSON"),
                    Action::Close { connection, code, reason } => {
                        world.is_open = false;
                        let reason = reason.to_owned();
                        world.events.push_back(Event::Closed { connection, code, reason });
                    }
                    Action::Deliver(message) => {
                        assert_eq!((&message.acknowledged, &message.notice), (&None, &None));
                        check(&server, &message.to_json());
                        let calls = message.tool_call.iter().flat_map(|call| &call.function_calls);
                        world.asked.extend(calls.map(|call| call.id.clone()));
                        delivered += 1;
                    }
                    Action::Lost(_) => world.events.push_back(Event::Stop),
                    Action::Ready { .. } | Action::Changed(_) => {}
                }
            }
            if is_stop {
                break;
            }
        }
    }
    println!("{sent} frames to tutors, {delivered} to students, {seed} sessions: {kinds:?}");
    for kind in ["setup", "clientContent", "realtimeInput", "toolResponse"] {
        assert!(kinds.get(kind).is_some_and(|count| *count > wanted / 1_000), "{kind}: {kinds:?}");
    }
}
