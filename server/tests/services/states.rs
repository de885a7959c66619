//! One suite for every shared state: what the rest of the server relies on.

use crate::redis::Server;
use ganita_server::state::{Heard, Memory, Redis, Space, State, Subscription};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(150);

/// Two doors to the same state, as two servers have them; for this process's own memory both are one.
async fn conforms(here: Arc<dyn State>, there: Arc<dyn State>) {
    here.check().await.expect("it answers");
    values(&*here, &*there).await;
    times(&*here).await;
    one_of_many_wins(&here, &there).await;
    counters(&*here, &*there).await;
    channels(&*here, &*there).await;
}

async fn values(here: &dyn State, there: &dyn State) {
    assert_eq!(here.get(Space::Lesson, "s").await, Ok(None));
    // A snapshot is bytes, not text.
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    here.put(Space::Lesson, "s", &bytes, LONG).await.expect("it takes it");
    assert_eq!(there.get(Space::Lesson, "s").await, Ok(Some(bytes)), "the other server sees it");
    assert_eq!(there.get(Space::Ticket, "s").await, Ok(None), "spaces never meet");
    assert_eq!(there.put_if_absent(Space::Lesson, "s", b"x", LONG).await, Ok(false));
    assert_eq!(there.put_if_absent(Space::Lesson, "t", b"x", LONG).await, Ok(true));
    assert_eq!(here.replace(Space::Lesson, "t", b"y", b"z", LONG).await, Ok(false));
    assert_eq!(here.replace(Space::Lesson, "nothing", b"", b"z", LONG).await, Ok(false));
    assert_eq!(here.replace(Space::Lesson, "t", b"x", b"", LONG).await, Ok(true));
    assert_eq!(there.get(Space::Lesson, "t").await, Ok(Some(Vec::new())), "empty is not absent");
    assert_eq!(there.take(Space::Lesson, "t").await, Ok(Some(Vec::new())));
    assert_eq!(here.take(Space::Lesson, "t").await, Ok(None), "taken once");
    here.remove(Space::Lesson, "s").await.expect("it answers");
    here.remove(Space::Lesson, "s").await.expect("a second time is no error");
    assert_eq!(there.get(Space::Lesson, "s").await, Ok(None));
}

async fn times(here: &dyn State) {
    here.put(Space::Ticket, "brief", b"x", SHORT).await.expect("it takes it");
    here.put(Space::Ticket, "longer", b"x", SHORT).await.expect("it takes it");
    here.put(Space::Ticket, "longer", b"y", LONG).await.expect("it takes it");
    assert!(here.get(Space::Ticket, "brief").await.expect("it answers").is_some());
    tokio::time::sleep(2 * SHORT).await;
    assert_eq!(here.get(Space::Ticket, "brief").await, Ok(None));
    assert_eq!(here.take(Space::Ticket, "brief").await, Ok(None));
    assert_eq!(here.replace(Space::Ticket, "brief", b"x", b"y", LONG).await, Ok(false));
    assert_eq!(here.put_if_absent(Space::Ticket, "brief", b"z", LONG).await, Ok(true));
    assert_eq!(here.get(Space::Ticket, "longer").await, Ok(Some(b"y".to_vec())), "a new time");
}

async fn one_of_many_wins(here: &Arc<dyn State>, there: &Arc<dyn State>) {
    here.put(Space::Ticket, "wanted", b"x", LONG).await.expect("it takes it");
    let mut takers = tokio::task::JoinSet::new();
    for number in 0..20 {
        let state = Arc::clone(if number % 2 == 0 { here } else { there });
        takers.spawn(async move {
            let taken = state.take(Space::Ticket, "wanted").await.expect("it answers").is_some();
            let owner = state.put_if_absent(Space::Owner, "s", b"me", LONG).await;
            (usize::from(taken), usize::from(owner.expect("it answers")))
        });
    }
    let won = takers.join_all().await;
    let (taken, owners) = won.into_iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    assert_eq!((taken, owners), (1, 1));
}

async fn counters(here: &dyn State, there: &dyn State) {
    assert_eq!(here.add(Space::Quota, "asha", 2, SHORT).await, Ok(2));
    assert_eq!(there.add(Space::Quota, "asha", 3, LONG).await, Ok(5), "its end is not moved");
    tokio::time::sleep(2 * SHORT).await;
    assert_eq!(here.add(Space::Quota, "asha", 1, LONG).await, Ok(1), "a new window");
}

async fn hear(subscription: &mut Subscription) -> Heard {
    let heard = tokio::time::timeout(crate::PATIENCE, subscription.next()).await;
    heard.expect("something is said").expect("the channel is open")
}

async fn channels(here: &dyn State, there: &dyn State) {
    here.publish("said:s", b"before anybody listened").await.expect("nobody minds");
    let mut first = here.subscribe("said:s").await.expect("it listens");
    let mut second = there.subscribe("said:s").await.expect("it listens");
    let mut other = there.subscribe("said:t").await.expect("it listens");
    for message in [&b"one"[..], b"\x00\xff"] {
        here.publish("said:s", message).await.expect("it takes it");
        assert_eq!(hear(&mut first).await, Heard::Message(message.into()));
        assert_eq!(hear(&mut second).await, Heard::Message(message.into()));
    }
    there.publish("said:t", b"two").await.expect("it takes it");
    assert_eq!(hear(&mut other).await, Heard::Message(b"two"[..].into()), "only its own channel");
}

pub(crate) async fn memory_conforms() {
    let memory: Arc<dyn State> = Arc::new(Memory::default());
    conforms(Arc::clone(&memory), memory).await;
}

pub(crate) async fn redis_conforms(program: PathBuf) {
    let server = Server::start(program);
    let open = || async { Redis::open(&server.address()).await.expect("it has just started") };
    conforms(Arc::new(open().await), Arc::new(open().await)).await;
    assert!(Redis::open("redis://127.0.0.1:1").await.is_err(), "nobody is there");
    let refused = Redis::open("no address, canary").await.err().expect("it is none");
    assert!(!refused.to_string().contains("canary"), "{refused}");
}

pub(crate) async fn redis_comes_back(program: PathBuf) {
    let mut server = Server::start(program);
    let state = Redis::open(&server.address()).await.expect("it has just started");
    let mut subscription = state.subscribe("said:s").await.expect("it listens");
    server.kill();
    let began = Instant::now();
    assert!(state.check().await.is_err(), "it says that Redis is away");
    assert!(began.elapsed() < Duration::from_secs(10), "and does not wait for ever");
    server.start_again();
    assert_eq!(hear(&mut subscription).await, Heard::Missed(1), "the gap is told");
    let mut is_back = false;
    for _ in 0..100 {
        is_back = state.publish("said:s", b"again").await.is_ok();
        if is_back {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(is_back, "commands work again");
    assert_eq!(hear(&mut subscription).await, Heard::Message(b"again"[..].into()));
}
