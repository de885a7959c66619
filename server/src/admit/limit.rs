//! How often somebody may ask: a bucket that fills evenly, for each of many.

use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::num::NonZeroU32;

/// With more buckets than this the full ones are thrown out: they belong to those who have not asked for a while.
const MANY: usize = 10_000;

/// A limit for each key. Each server counts for itself.
pub(crate) struct Limit<K: Hash + Eq + Clone> {
    buckets: Option<RateLimiter<K, HashMapStateStore<K>, DefaultClock>>,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    /// So many a minute, all at once if need be; 0 sets no limit.
    pub(crate) fn a_minute(count: u32) -> Limit<K> {
        let quota = NonZeroU32::new(count).map(Quota::per_minute);
        Limit { buckets: quota.map(RateLimiter::hashmap) }
    }

    /// Whether one more is let in.
    pub(crate) fn admits(&self, key: &K) -> bool {
        let Some(buckets) = &self.buckets else { return true };
        if buckets.len() > MANY {
            buckets.retain_recent();
        }
        buckets.check_key(key).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_who_asks_too_often_waits_and_others_do_not() {
        let limit = Limit::a_minute(3);
        let admitted = (0..10).filter(|_| limit.admits(&"asha")).count();
        assert_eq!(admitted, 3);
        assert!(limit.admits(&"ravi"));
        let none = Limit::a_minute(0);
        assert!((0..10_000).all(|_| none.admits(&"asha")));
    }
}
