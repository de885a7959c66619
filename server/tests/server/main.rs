//! The server as its clients see it: real sockets on both sides, a tutor that the test plays itself.

#![allow(clippy::disallowed_methods, reason = "tests have a clock")]

mod client;
mod house;
mod tutor;

mod admission;
mod api;
mod canary;
mod deploy;
mod expiry;
mod google;
mod history;
mod hostile;
mod input;
mod lesson;
mod limits;
mod outage;
mod platform;
mod program;
mod rooms;
mod same;
mod shutdown;
mod vertex;
