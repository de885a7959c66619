//! What a lesson begins with, and how it ends.

use crate::error::Close;
use ganita_live::Loss;

/// What a lesson was admitted with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Its id.
    pub(crate) session: String,
    /// Whose it is.
    pub(crate) student: String,
    /// Whether nobody knows who that is.
    pub(crate) is_guest: bool,
    /// `en`, `hi` or `auto`.
    pub(crate) language: String,
    /// The tutor's voice.
    pub(crate) voice: Option<String>,
    /// The student's class, whose conventions hold when the tutor has something solved.
    pub(crate) class: Option<u32>,
    /// Where the tutor can take an earlier conversation up.
    pub(crate) handle: Option<String>,
}

/// How a lesson ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The page closed it.
    Finished,
    /// The page went away and did not come back.
    Abandoned,
    /// The tutor is gone for good.
    Lost(Loss),
    /// The page misbehaved.
    Refused(Close),
    /// The longest time was reached.
    TooLong,
    /// The server is stopping.
    Stopping,
    /// It was ended from outside.
    Erased,
    /// Another server goes on with it.
    Moved,
}

impl Ending {
    /// Whether another server, or this one later, may go on with it.
    pub(super) fn goes_on(&self) -> bool {
        matches!(self, Ending::Abandoned | Ending::Stopping)
    }

    /// Its name in the store.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Ending::Finished => "finished",
            Ending::Abandoned => "abandoned",
            Ending::Lost(_) => "tutor lost",
            Ending::Refused(_) => "refused",
            Ending::TooLong => "too long",
            Ending::Stopping => "server stopped",
            Ending::Erased => "ended from outside",
            Ending::Moved => "moved to another server",
        }
    }

    /// What the page is told.
    pub(super) fn close(&self) -> Close {
        match self {
            Ending::Finished | Ending::Abandoned => Close::Ended,
            Ending::Refused(close) => *close,
            Ending::TooLong => Close::TooLong,
            Ending::Stopping => Close::ServerStopping,
            Ending::Erased => Close::NotAllowed("the lesson was ended"),
            Ending::Moved => Close::Replaced,
            Ending::Lost(loss) => Close::TutorLost(match loss {
                Loss::Unreachable(..) => "the tutor could not be reached for too long",
                Loss::Refused(..) => "the tutor refuses the connection",
                Loss::Rejected(_) => "the tutor does not accept what it is sent",
                Loss::Silent => "the tutor has stopped answering",
                Loss::Finished => "the tutor has ended the lesson",
            }),
        }
    }
}
