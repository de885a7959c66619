//! The lesson's side towards the page: greeting it, losing it, getting it back, and what it says.

use super::terms::Ending;
use super::{ACKNOWLEDGE_EVERY, Lesson};
use crate::error::Close;
use crate::relay::inbound::{self, Said};
use crate::relay::page::{Dialect, FromPage, Page};
use crate::relay::{device, notice, refresh};
use ganita_live::message::{ServerMessage, SetupComplete};
use ganita_live::{Event, State};
use tokio::time::Instant;

/// Messages kept for a page that is away for a moment; the oldest go first.
const MAX_MISSED: usize = 256;

/// Bytes of them: half of what may wait for a page, so that one that is back gets them all.
const MAX_MISSED_BYTES: usize = 256 * 1024;

/// A page's clock and ours differ, and what it counted before a cut comes after it.
const DEVICE_SECONDS_AHEAD: u64 = 30;

impl Lesson<'_> {
    /// Tells the page that it may begin, once.
    pub(super) async fn greet(&mut self) {
        let Some(page) = &mut self.page else { return };
        if std::mem::replace(&mut page.is_greeted, true) {
            return;
        }
        let complete = SetupComplete { session_id: Some(self.id.clone()) };
        let message = ServerMessage { setup_complete: Some(complete), ..ServerMessage::default() };
        self.put(message.to_json()).await;
        let again: Vec<String> =
            self.missed.drain(..).chain(self.calls.values().cloned()).collect();
        for text in again {
            self.put(text).await;
        }
    }

    pub(super) async fn acknowledge(&mut self, sequence: u32) {
        let is_ours = self
            .page
            .as_ref()
            .is_some_and(|page| page.dialect == Dialect::Ganita && page.is_greeted);
        if is_ours {
            self.put(format!(r#"{{"acknowledged":{{"sequence":{sequence}}}}}"#)).await;
        }
    }

    /// A page comes, or comes back.
    pub(super) async fn attach(&mut self, page: Box<Page>) {
        if let Some(old) = self.page.replace(page) {
            self.relay.tasks.spawn(old.close(Close::Replaced));
        }
        self.parked_until = None;
        self.is_new_page = true;
        let state = self.machine.state();
        if !matches!(state, State::Idle | State::Connecting) || self.is_in_trouble {
            self.greet().await;
            if self.is_in_trouble {
                self.tell(&notice::message(notice::RECONNECTING)).await;
            }
        }
    }

    /// The page is gone; the lesson waits for it, if it can come back at all.
    pub(super) async fn park(&mut self, close: Option<Close>) {
        let Some(mut page) = self.page.take() else { return };
        let comes_back = page.dialect == Dialect::Ganita;
        if close == Some(Close::Slow) {
            self.keep_unsent(&mut page);
        }
        self.relay.tasks.spawn(page.close(close.unwrap_or(Close::Ended)));
        if comes_back {
            self.feed(Event::AudioEnd).await;
            self.parked_until = Some(Instant::now() + self.relay.limits.parked);
        } else {
            self.ending.get_or_insert(Ending::Finished);
        }
    }

    /// Writes a text to the page, or keeps it for the next one.
    pub(super) async fn put(&mut self, text: String) {
        match &mut self.page {
            Some(page) if page.is_greeted => {
                if !page.text(text.clone()).await {
                    self.lose_page();
                    // It may have been given to the socket, which is no more.
                    if self.missed.back() != Some(&text) {
                        self.keep(text);
                    }
                }
            }
            _ => self.keep(text),
        }
    }

    pub(super) fn keep(&mut self, text: String) {
        if self.missed.len() == MAX_MISSED {
            self.missed.pop_front();
        }
        self.missed.push_back(text);
        let mut bytes: usize = self.missed.iter().map(String::len).sum();
        while bytes > MAX_MISSED_BYTES && self.missed.len() > 1 {
            bytes -= self.missed.pop_front().map_or(0, |oldest| oldest.len());
        }
    }

    /// Words that waited for a page that is gone wait for the next.
    fn keep_unsent(&mut self, page: &mut Page) {
        for text in page.unsent() {
            let concerns_the_socket =
                text.starts_with(r#"{"setupComplete""#) || text.starts_with(r#"{"acknowledged""#);
            if !concerns_the_socket {
                self.keep(text);
            }
        }
    }

    /// The page does not take what it is sent.
    pub(super) fn lose_page(&mut self) {
        let Some(mut page) = self.page.take() else { return };
        if page.dialect == Dialect::Ganita {
            self.keep_unsent(&mut page);
            self.parked_until = Some(Instant::now() + self.relay.limits.parked);
        } else {
            self.ending.get_or_insert(Ending::Finished);
        }
        if page.is_stuck() {
            self.relay.tasks.spawn(page.close(Close::Slow));
        }
    }

    /// Tells our own page something; Google's SDKs would not know what to do with it.
    pub(super) async fn tell(&mut self, message: &ServerMessage) {
        let is_ours = self
            .page
            .as_ref()
            .is_some_and(|page| page.dialect == Dialect::Ganita && page.is_greeted);
        if is_ours {
            self.put(message.to_json()).await;
        }
    }

    pub(super) async fn page_said(&mut self, said: FromPage) {
        match said {
            FromPage::Gone { finished: true } => self.ending = Some(Ending::Finished),
            FromPage::Gone { finished: false } => self.park(None).await,
            FromPage::TooMuch => self.refuse(Close::TooMuch("too many messages or bytes")),
            FromPage::TooLarge => self.refuse(Close::BadMessage("a frame has at most 64 KiB")),
            FromPage::NoFrame => self.refuse(Close::BadMessage("this is no WebSocket frame")),
            FromPage::Sound(frame) if self.speaks_google() => match std::str::from_utf8(&frame) {
                Ok(text) => self.page_wrote(text).await,
                Err(_) => self.refuse(Close::BadMessage("this is no message")),
            },
            FromPage::Sound(frame) => match inbound::numbered(&frame) {
                Ok((number, pcm)) => self.hear(number, pcm).await,
                Err(close) => self.refuse(close),
            },
            FromPage::Text(text) => self.page_wrote(&text).await,
        }
    }

    /// Google's SDKs may put their JSON into binary frames.
    fn speaks_google(&self) -> bool {
        self.page.as_ref().is_some_and(|page| page.dialect == Dialect::Google)
    }

    pub(super) fn refuse(&mut self, close: Close) {
        self.ending = Some(Ending::Refused(close));
    }

    pub(super) async fn page_wrote(&mut self, text: &str) {
        let Some(dialect) = self.page.as_ref().map(|page| page.dialect) else { return };
        if dialect == Dialect::Ganita
            && let Some(token) = refresh::read(text)
        {
            return self.refresh(&token).await;
        }
        if dialect == Dialect::Ganita && device::is_meant(text) {
            return self.device_worked(text);
        }
        let said = match inbound::read(text, dialect) {
            Ok(said) => said,
            Err(close) => return self.refuse(close),
        };
        for said in said {
            match said {
                Said::Sound(pcm) => {
                    let number = self.sound.map_or(0, |number| number.wrapping_add(1));
                    self.hear(number, pcm).await;
                }
                // A page that was away sends again what it has no answer to; it is not asked twice.
                Said::Event(Event::Text(text)) if self.machine.is_asked(&text) => {}
                Said::Event(event) => {
                    self.note(&event);
                    self.feed(event).await;
                }
            }
        }
    }

    /// How the device's work on the sound went. What cannot be true is not counted; a lesson does not end over it.
    fn device_worked(&mut self, text: &str) {
        let Some(device) = device::read(text) else { return };
        let told = self.device_seconds + device.seconds();
        if told <= self.began.elapsed().as_secs() + DEVICE_SECONDS_AHEAD {
            self.device_seconds = told;
            device.count(&self.relay.metrics);
        }
    }

    /// The page brings another access token; it has to be the same student's.
    async fn refresh(&mut self, token: &str) {
        // What cannot be looked up now is no reason to end a lesson; the old token still stands for as long as it is good.
        let Ok(person) = self.relay.gate.verify(token).await else { return };
        match (person.filter(|person| person.id == self.student), &mut self.page) {
            (Some(person), Some(page)) => page.is_good_until(person.until),
            _ => self.refuse(Close::Expired),
        }
    }

    pub(super) fn note(&mut self, event: &Event) {
        match event {
            Event::Text(text) => self.transcript.typed(text),
            Event::Content(content) => {
                for turn in &content.turns {
                    self.transcript.typed(&turn.words());
                }
            }
            Event::ToolResult { id, .. } => {
                self.calls.remove(id);
            }
            _ => {}
        }
    }

    /// A piece of sound. A page that came back sends again what was not acknowledged; that is not said twice.
    pub(super) async fn hear(&mut self, number: u32, pcm: Vec<u8>) {
        // A page that was loaded anew counts from the beginning.
        let starts_over = std::mem::take(&mut self.is_new_page) && number <= 1;
        let is_known = !starts_over && self.sound.is_some_and(|newest| number <= newest);
        if is_known {
            let is_written = self.written.is_some_and(|written| number <= written);
            if is_written && number.is_multiple_of(ACKNOWLEDGE_EVERY) {
                self.acknowledge(number).await;
            }
            return;
        }
        self.sound = Some(number);
        self.sound_bytes += pcm.len() as u64;
        self.sound_came_at = Some(Instant::now());
        self.feed(Event::Audio { sequence: number, pcm }).await;
        self.sound_came_at = None;
    }
}
