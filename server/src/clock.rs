//! What time it is for people; durations are measured with tokio's clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
#[must_use]
pub(crate) fn now_ms() -> i64 {
    let since =
        SystemTime::now().duration_since(UNIX_EPOCH).expect("the machine's clock is past 1970");
    i64::try_from(since.as_millis()).expect("fits for 292 million years")
}

/// Seconds since 1970.
#[must_use]
pub(crate) fn now_seconds() -> u64 {
    u64::try_from(now_ms() / 1000).expect("the machine's clock is past 1970")
}
