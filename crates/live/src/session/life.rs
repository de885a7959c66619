//! How connections come and go: dialling, setting up, rotating, losing, giving up.

use super::{Action, Actions, Link, Loss, Phase, Session, State};
use crate::ledger::Verdict;
use crate::message::{ClientMessage, SessionResumption, SetupComplete};

/// A handle that failed so often is abandoned.
const HANDLE_TRIES: u32 = 2;

/// So many rejections in a row, each with less to object to, and the session is lost.
const REJECTION_TRIES: u32 = 4;

/// So many freezes in a row and the session is lost.
const FREEZE_TRIES: u32 = 3;

/// So many frames in a row that are no message, and the connection is given up.
const UNREADABLE_TRIES: u32 = 20;

/// A connection that lived so long was a sound one: waits begin from the shortest again.
const SOUND_CONNECTION_MS: u64 = 10_000;

impl Session {
    pub(super) fn dial(&mut self, now: u64, actions: &mut Actions) {
        self.connection += 1;
        self.resumed_with = self.handle.clone();
        self.phase = Phase::Dialling { until: now.saturating_add(self.timing.setup_ms) };
        actions
            .list
            .push(Action::Dial { connection: self.connection, resume: self.resumed_with.clone() });
    }

    pub(super) fn opened(&mut self, now: u64, actions: &mut Actions) {
        if !matches!(self.phase, Phase::Dialling { .. }) {
            return;
        }
        self.phase = Phase::SettingUp { until: now.saturating_add(self.timing.setup_ms) };
        if let Link::Tutor(setup) = &self.link {
            let mut setup = Box::new((**setup).clone());
            let wanted = setup.session_resumption.take().unwrap_or_default();
            setup.session_resumption =
                Some(SessionResumption { handle: self.resumed_with.clone(), ..wanted });
            self.send(&ClientMessage::Setup(setup), actions);
        }
    }

    /// The tutor is ready: it hears first what it has forgotten, then what has waited.
    pub(super) fn ready(&mut self, complete: &SetupComplete, now: u64, actions: &mut Actions) {
        if !matches!(self.phase, Phase::SettingUp { .. } | Phase::Dialling { .. }) {
            return;
        }
        let is_first = self.statistics.connections == 0 && !self.is_taken_up;
        let resumed = self.resumed_with.is_some();
        self.phase = Phase::Live;
        self.connected_at = now;
        self.offline_since = None;
        self.is_answering = false;
        self.has_answered = false;
        self.is_handle_current = true;
        self.has_reacted = true;
        self.unreadable = 0;
        self.statistics.connections += 1;
        self.statistics.resumed += u32::from(resumed);
        self.watchdog.settle();
        if complete.session_id.is_some() {
            self.session_id.clone_from(&complete.session_id);
        }
        if self.is_relayed() {
            self.handle.clone_from(&self.session_id);
        }
        actions.list.push(Action::Ready { session_id: self.session_id.clone(), resumed });

        if !is_first {
            self.remind(resumed, actions);
        }
        for question in std::mem::take(&mut self.questions) {
            self.send(&question.message, actions);
            self.watchdog.owe(now);
            self.questions.push(question);
        }
        while let Some(item) = self.outbox.pop() {
            self.put(item, now, actions);
        }
    }

    fn remind(&mut self, resumed: bool, actions: &mut Actions) {
        let verdicts = match (self.is_relayed(), resumed) {
            (true, _) => self.ledger.reconnected(),
            (false, true) => self.ledger.resumed(),
            (false, false) => self.ledger.restarted(),
        };
        let has_to_begin_anew = !resumed && !self.is_relayed();
        if has_to_begin_anew
            && self.may_recap
            && let Some(content) = self.recap.content()
        {
            self.send(&ClientMessage::ClientContent(content), actions);
        }
        for verdict in verdicts {
            match verdict {
                // A tutor that began anew has the recap; results of calls it never made would only puzzle it.
                Verdict::Tell(_) if has_to_begin_anew => {}
                verdict => self.carry_out(verdict, actions),
            }
        }
    }

    pub(super) fn closed(&mut self, code: u16, reason: &str, now: u64, actions: &mut Actions) {
        match self.phase {
            Phase::Closing { .. } => return self.dial(now, actions),
            Phase::Waiting { .. } | Phase::Idle | Phase::Ended => return,
            Phase::Dialling { .. } | Phase::SettingUp { .. } => self.failed_to_resume(),
            Phase::Live | Phase::Draining { .. } => {
                self.offline_since = Some(now);
                self.take_back_sound();
                if now.saturating_sub(self.connected_at) >= SOUND_CONNECTION_MS {
                    self.backoff.reset();
                }
            }
        }
        let was_resuming = self.resumed_with.is_some();
        match code {
            // The tutor found what it was sent invalid: sound, handle, recap and questions are given up one by one.
            1007 => {
                self.rejections += 1;
                self.outbox.drop_sound();
                self.handle = None;
                self.may_recap = self.rejections < 2;
                if self.rejections >= 3 {
                    self.questions.clear();
                }
                if self.rejections == REJECTION_TRIES {
                    return self.lose(Loss::Rejected(reason.to_owned()), actions);
                }
            }
            1008 if was_resuming && !self.is_relayed() => self.handle = None,
            // 4409: it goes on elsewhere, and two pages must not take it from each other for ever. 4410: it is over.
            1008 | 4400 | 4403 | 4409 | 4410 => {
                return self.lose(Loss::Refused(code, reason.to_owned()), actions);
            }
            1000 if self.is_relayed() => return self.lose(Loss::Finished, actions),
            _ => {}
        }
        let offline_since = *self.offline_since.get_or_insert(now);
        if now.saturating_sub(offline_since) >= self.timing.give_up_after_ms {
            return self.lose(Loss::Unreachable(code, reason.to_owned()), actions);
        }
        self.shown = if self.shown == State::Rotating { State::Reconnecting } else { self.shown };
        self.phase = Phase::Waiting { until: now + self.backoff.next_ms() };
    }

    /// A handle with which no connection becomes ready is abandoned; a lesson's id at our own server never is.
    fn failed_to_resume(&mut self) {
        if self.resumed_with.is_none() || self.is_relayed() {
            return;
        }
        self.handle_failures += 1;
        if self.handle_failures >= HANDLE_TRIES && self.handle == self.resumed_with {
            self.handle = None;
        }
    }

    /// Closes the present connection, and dials the next one when it is closed.
    fn change_connection(
        &mut self,
        code: u16,
        reason: &'static str,
        now: u64,
        actions: &mut Actions,
    ) {
        self.take_back_sound();
        self.offline_since.get_or_insert(now);
        self.watchdog.settle();
        self.phase = Phase::Closing { until: now + self.timing.close_ms };
        actions.list.push(Action::Close { connection: self.connection, code, reason });
    }

    /// The tutor or old age asks for another connection: `left_ms` of this one remain.
    pub(super) fn drain(&mut self, left_ms: u64, now: u64) {
        let until = now + left_ms.saturating_sub(self.timing.margin_ms);
        match self.phase {
            Phase::Live => self.phase = Phase::Draining { until },
            Phase::Draining { until: earlier } => {
                self.phase = Phase::Draining { until: earlier.min(until) }
            }
            _ => {}
        }
    }

    pub(super) fn unreadable(&mut self, now: u64, actions: &mut Actions) {
        self.unreadable += 1;
        self.statistics.unreadable += 1;
        if self.unreadable == UNREADABLE_TRIES && self.is_live() {
            self.change_connection(1002, "frames that are no messages", now, actions);
        }
    }

    /// No answer comes. A conversation that was taken up and never answered since is not taken up again.
    fn freeze(&mut self, now: u64, actions: &mut Actions) {
        self.freezes += 1;
        self.statistics.freezes += 1;
        if self.freezes == FREEZE_TRIES {
            actions.list.push(Action::Close {
                connection: self.connection,
                code: 1000,
                reason: "no answer",
            });
            return self.lose(Loss::Silent, actions);
        }
        let is_poisoned = self.resumed_with.is_some() && !self.has_answered;
        if is_poisoned && !self.is_relayed() {
            self.handle = None;
        }
        self.change_connection(1000, "no answer", now, actions);
    }

    pub(super) fn look_at_the_clock(&mut self, now: u64, actions: &mut Actions) {
        match self.phase {
            Phase::Dialling { until } | Phase::SettingUp { until } if now >= until => {
                actions.list.push(Action::Close {
                    connection: self.connection,
                    code: 1000,
                    reason: "not ready in time",
                });
                self.closed(1006, "not ready in time", now, actions);
            }
            Phase::Closing { until } | Phase::Waiting { until } if now >= until => {
                self.dial(now, actions);
            }
            Phase::Live | Phase::Draining { .. } => self.look_after_the_living(now, actions),
            _ => {}
        }
    }

    fn look_after_the_living(&mut self, now: u64, actions: &mut Actions) {
        if self.watchdog.due_ms().is_some_and(|due| now >= due) {
            return self.freeze(now, actions);
        }
        let is_old = self.conversation_age_ms(now) >= self.timing.renew_after_ms;
        let is_worn = now.saturating_sub(self.connected_at) >= self.timing.rotate_after_ms;
        if self.phase == Phase::Live && (is_old || is_worn) {
            self.drain(self.timing.drain_ms, now);
        }
        if let Phase::Draining { until } = self.phase
            && (now >= until || self.is_calm(now))
        {
            if is_old {
                self.handle = None;
            }
            self.statistics.rotations += 1;
            self.change_connection(1000, "rotation", now, actions);
        }
    }

    /// Nobody speaks, nothing is being worked on, and the conversation can be taken up just where it is.
    fn is_calm(&self, now: u64) -> bool {
        now >= self.last_sound_at + self.timing.calm_ms
            && !self.is_answering
            && !self.ledger.is_awaited()
            && self.questions.is_empty()
            && (self.is_relayed() || (self.handle.is_some() && self.is_handle_current))
    }

    pub(super) fn wake_at_ms(&self) -> Option<u64> {
        match self.phase {
            Phase::Idle | Phase::Ended => None,
            Phase::Dialling { until }
            | Phase::SettingUp { until }
            | Phase::Closing { until }
            | Phase::Waiting { until } => Some(until),
            Phase::Live => {
                let worn = self.connected_at.saturating_add(self.timing.rotate_after_ms);
                let old = self
                    .conversation_since
                    .saturating_add(self.timing.renew_after_ms.saturating_sub(self.aged_ms));
                let planned = Some(worn.min(old)).filter(|&at| at < u64::MAX);
                planned.into_iter().chain(self.watchdog.due_ms()).min()
            }
            Phase::Draining { until } => {
                let calm = self.last_sound_at + self.timing.calm_ms;
                let calm = Some(calm).filter(|_| self.is_calm(calm));
                Some(until).into_iter().chain(calm).chain(self.watchdog.due_ms()).min()
            }
        }
    }

    /// The number of a fresh conversation's first connection is where its age is counted from.
    pub(super) fn note_beginning(&mut self, now: u64) {
        if self.resumed_with.is_none() {
            self.conversation_since = now;
            self.aged_ms = 0;
        }
    }

    pub(super) fn stop(&mut self, actions: &mut Actions) {
        let has_socket =
            !matches!(self.phase, Phase::Idle | Phase::Waiting { .. } | Phase::Closing { .. });
        if has_socket {
            actions.list.push(Action::Close {
                connection: self.connection,
                code: 1000,
                reason: "the lesson is over",
            });
        }
        self.phase = Phase::Ended;
    }

    fn lose(&mut self, loss: Loss, actions: &mut Actions) {
        self.phase = Phase::Ended;
        actions.list.push(Action::Lost(loss));
    }
}
