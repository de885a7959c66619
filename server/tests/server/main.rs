//! The server as its clients see it: real sockets on both sides, a tutor that the test plays itself.

#![allow(clippy::disallowed_methods, reason = "tests have a clock, and start PostgreSQL")]
#![allow(clippy::print_stdout, reason = "what was measured or skipped is said")]

mod client;
mod house;
mod tutor;

mod api;
mod google;
mod hostile;
mod lesson;
mod outage;
mod rooms;
mod shutdown;
mod stores;
