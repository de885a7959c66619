//! Which tool calls were asked for, answered, and known to the state that a handle brings back.
//!
//! A handle is a snapshot. After a cut the tutor goes on from the last one: it has forgotten calls that came after it,
//! and it still waits for answers that were sent after it. Each call therefore keeps the number of handles that had
//! arrived when it came and when it was answered.

use crate::message::FunctionResponse;
use serde::{Deserialize, Serialize};

/// Calls remembered at a time. The tutor makes a handful in a turn; a flood forgets the oldest.
const MAX_CALLS: usize = 128;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Answer {
    Awaited,
    Cancelled,
    Given { response: FunctionResponse, handles: u64 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Entry {
    id: String,
    name: String,
    /// Handles that had arrived before the call did.
    handles: u64,
    /// Whether the tutor of the present connection knows the call.
    known: bool,
    answer: Answer,
}

/// The calls of a session.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    entries: Vec<Entry>,
    handles: u64,
}

/// What to do with an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Send it as an answer.
    Send(FunctionResponse),
    /// The tutor has forgotten the call: tell it the result in words.
    Tell(FunctionResponse),
    /// Nobody waits for it: never asked, asked and withdrawn, or answered before.
    Drop,
}

/// What to do with a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Reception {
    /// It is new: carry it out.
    New,
    /// It is being carried out already.
    Running,
    /// It was answered before the cut: here is the answer again.
    Answered(FunctionResponse),
}

impl Ledger {
    /// A call came.
    pub fn receive(&mut self, id: &str, name: &str) -> Reception {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) {
            entry.known = true;
            entry.handles = self.handles;
            match &mut entry.answer {
                Answer::Awaited => return Reception::Running,
                Answer::Given { response, handles } => {
                    *handles = self.handles;
                    return Reception::Answered(response.clone());
                }
                Answer::Cancelled => {
                    entry.answer = Answer::Awaited;
                    return Reception::New;
                }
            }
        }
        if self.entries.len() == MAX_CALLS {
            self.entries.remove(0);
        }
        self.entries.push(Entry {
            id: id.to_owned(),
            name: name.to_owned(),
            handles: self.handles,
            known: true,
            answer: Answer::Awaited,
        });
        Reception::New
    }

    /// An answer was made.
    pub fn answer(&mut self, response: FunctionResponse) -> Verdict {
        let handles = self.handles;
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == response.id) else {
            return Verdict::Drop;
        };
        if entry.answer != Answer::Awaited {
            return Verdict::Drop;
        }
        let response = FunctionResponse { name: entry.name.clone(), ..response };
        entry.answer = Answer::Given { response: response.clone(), handles };
        if entry.known { Verdict::Send(response) } else { Verdict::Tell(response) }
    }

    /// The tutor no longer wants an answer.
    pub fn cancel(&mut self, id: &str) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id)
            && entry.answer == Answer::Awaited
        {
            entry.answer = Answer::Cancelled;
        }
    }

    /// Whether the tutor waits for an answer.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.entries.iter().any(|entry| entry.known && entry.answer == Answer::Awaited)
    }

    /// A new handle arrived. What was answered before it is part of it, so it need not be kept.
    pub fn handle_arrived(&mut self) {
        self.handles += 1;
        let now = self.handles;
        self.entries.retain(|entry| match &entry.answer {
            Answer::Given { handles, .. } => *handles + 8 > now,
            Answer::Awaited | Answer::Cancelled => true,
        });
    }

    /// The tutor goes on from the latest handle. Gives back the answers it has to hear again, and notes the calls it
    /// has forgotten.
    pub fn resumed(&mut self) -> Vec<Verdict> {
        let latest = self.handles;
        self.carry_over(|handles| latest > handles)
    }

    /// The tutor goes on from nothing: it has forgotten every call.
    pub fn restarted(&mut self) -> Vec<Verdict> {
        let verdicts = self.carry_over(|_| false);
        self.entries.retain(|entry| entry.answer == Answer::Awaited);
        verdicts
    }

    /// The same tutor goes on over another socket: it knows every call, and may have missed the answers since the last
    /// turn ended.
    pub fn reconnected(&mut self) -> Vec<Verdict> {
        let latest = self.handles;
        let given = self.entries.iter().filter_map(|entry| match &entry.answer {
            Answer::Given { response, handles } if *handles == latest => Some(response.clone()),
            Answer::Given { .. } | Answer::Awaited | Answer::Cancelled => None,
        });
        given.map(Verdict::Send).collect()
    }

    fn carry_over(&mut self, is_in_handle: impl Fn(u64) -> bool) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for entry in &mut self.entries {
            entry.known = is_in_handle(entry.handles);
            if let Answer::Given { response, handles } = &entry.answer
                && !is_in_handle(*handles)
            {
                let again = response.clone();
                verdicts.push(if entry.known {
                    Verdict::Send(again)
                } else {
                    Verdict::Tell(again)
                });
            }
        }
        verdicts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn result(id: &str) -> FunctionResponse {
        let response = json!({ "status": "ok" }).as_object().cloned().expect("an object");
        FunctionResponse { id: id.to_owned(), response, ..FunctionResponse::default() }
    }

    #[test]
    fn only_the_first_answer_to_a_call_that_was_made_is_sent() {
        let mut ledger = Ledger::default();
        assert_eq!(ledger.receive("a", "plot"), Reception::New);
        assert!(ledger.is_awaited());
        assert!(
            matches!(ledger.answer(result("a")), Verdict::Send(answer) if answer.name == "plot")
        );
        assert_eq!(ledger.answer(result("a")), Verdict::Drop);
        assert_eq!(ledger.answer(result("b")), Verdict::Drop);
        assert!(!ledger.is_awaited());
    }

    #[test]
    fn a_withdrawn_call_is_not_answered() {
        let mut ledger = Ledger::default();
        ledger.receive("a", "plot");
        ledger.cancel("a");
        assert!(!ledger.is_awaited());
        assert_eq!(ledger.answer(result("a")), Verdict::Drop);
    }

    #[test]
    fn a_call_the_handle_knows_is_answered_after_resuming() {
        let mut ledger = Ledger::default();
        ledger.receive("a", "plot");
        ledger.handle_arrived();
        assert_eq!(ledger.resumed(), []);
        assert!(matches!(ledger.answer(result("a")), Verdict::Send(_)));
    }

    #[test]
    fn an_answer_the_handle_does_not_know_is_sent_again() {
        let mut ledger = Ledger::default();
        ledger.receive("a", "plot");
        ledger.handle_arrived();
        ledger.answer(result("a"));
        assert!(matches!(ledger.resumed().as_slice(), [Verdict::Send(_)]));
        ledger.handle_arrived();
        assert_eq!(ledger.resumed(), []);
    }

    #[test]
    fn a_call_the_handle_does_not_know_is_told_in_words() {
        let mut ledger = Ledger::default();
        ledger.handle_arrived();
        ledger.receive("a", "plot");
        assert_eq!(ledger.resumed(), []);
        assert!(!ledger.is_awaited(), "the resumed tutor does not wait for it");
        assert!(matches!(ledger.answer(result("a")), Verdict::Tell(_)));
    }

    #[test]
    fn a_call_made_again_under_its_old_id_gets_its_old_answer() {
        let mut ledger = Ledger::default();
        ledger.receive("a", "plot");
        ledger.answer(result("a"));
        ledger.resumed();
        assert!(matches!(ledger.receive("a", "plot"), Reception::Answered(_)));
    }
}
