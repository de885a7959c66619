//! Stores and shared states against one suite each; PostgreSQL and Redis are real, in folders and on sockets of the
//! test's own. Where one is not installed its tests are counted as ignored, and their names say why.

#![allow(clippy::disallowed_methods, reason = "tests have a clock, and start databases")]
#![allow(clippy::print_stdout, reason = "what was measured is said")]

mod copies;
mod folder;
mod postgres;
mod readiness;
mod redis;
mod states;
mod stores;

use libtest_mimic::{Arguments, Trial};
use std::time::Duration;

/// Longer than anything here takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

fn main() {
    let postgres = postgres::Installed::find();
    let redis = redis::find();
    let both = postgres.clone().and_then(|postgres| Ok((postgres, redis.clone()?)));
    let trials = vec![
        trial("the store in SQLite conforms", Ok(()), |()| stores::sqlite_conforms()),
        trial("the store in PostgreSQL conforms", postgres.clone(), stores::postgresql_conforms),
        trial(
            "copies go from either database into either",
            postgres.clone(),
            copies::copies_go_from_either_database_into_either,
        ),
        trial(
            "PostgreSQL killed with -9 and gone for ten seconds loses nothing it had acknowledged",
            postgres,
            stores::a_killed_postgresql_loses_nothing,
        ),
        trial("the state in this process conforms", Ok(()), |()| states::memory_conforms()),
        trial("the state in Redis conforms", redis.clone(), states::redis_conforms),
        trial(
            "a server whose database or state is away is alive and not ready",
            both,
            readiness::what_is_away_makes_it_not_ready,
        ),
        trial("a Redis that comes back is listened to again", redis, states::redis_comes_back),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// A test that needs something of the machine, or is skipped for a reason.
fn trial<T, Work>(
    name: &str,
    needed: Result<T, String>,
    test: impl FnOnce(T) -> Work + Send + 'static,
) -> Trial
where
    T: Send + 'static,
    Work: Future<Output = ()>,
{
    match needed {
        Ok(needed) => Trial::test(name, move || {
            let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
            runtime.block_on(test(needed));
            Ok(())
        }),
        Err(reason) => {
            Trial::test(format!("{name} (SKIPPED: {reason})"), || Ok(())).with_ignored_flag(true)
        }
    }
}
