//! One suite for every database: what the rest of the server relies on.

use crate::folder::Folder;
use crate::postgres::{Installed, Server};
use ganita_server::Config;
use ganita_server::store::audit::{Deed, Entry, record, verify};
use ganita_server::store::board::Operation;
use ganita_server::store::people::{Erased, Problem};
use ganita_server::store::rooms::{Enrolment, Room, Seat};
use ganita_server::store::scribe::{Note, Scribe};
use ganita_server::store::usage::{DAY_MS, Day, Used};
use ganita_server::store::{self, Consent, Lesson, Segment, Speaker, Store};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

fn lesson(id: &str, student: &str, started_ms: i64) -> Lesson {
    Lesson {
        id: id.to_owned(),
        student: student.to_owned(),
        language: "hi".to_owned(),
        started_ms,
        ended_ms: None,
        ending: None,
        handle: None,
    }
}

fn segment(session: &str, number: i64, text: &str) -> Segment {
    Segment {
        session: session.to_owned(),
        number,
        speaker: if number % 2 == 1 { Speaker::Student } else { Speaker::Tutor },
        text: text.to_owned(),
        latex: (number == 1).then(|| r"\frac{1}{2} '; DROP TABLE segments; --".to_owned()),
        confidence: (number == 1).then_some(0.75),
        scripted: number == 2,
        at_ms: 1_800_000_000_000 + number,
    }
}

fn consent(given_ms: i64, text_version: &str) -> Consent {
    Consent {
        student: "asha".to_owned(),
        guardian: Some("mother".to_owned()),
        method: "paper".to_owned(),
        text_version: text_version.to_owned(),
        given_ms,
        withdrawn_ms: None,
    }
}

async fn conforms(store: Arc<dyn Store>) {
    store.check().await.expect("it answers");
    lessons(&*store).await;
    segments(&*store).await;
    consents(&*store).await;
    erasure(&*store).await;
    rooms(&*store).await;
    people(&*store).await;
    boards(&*store).await;
    usage(&*store).await;
    audit(&store).await;
    scribe_writes_fast_and_everything(&store).await;
}

async fn rooms(store: &dyn Store) {
    let room = |id: &str, created_by: &str| Room {
        id: id.to_owned(),
        name: "कक्षा ९ '; DROP TABLE rooms; --".to_owned(),
        created_by: created_by.to_owned(),
        created_ms: 1_000,
        closed_ms: None,
        participants: 0,
        told_ms: 0,
        version: 1,
    };
    assert_eq!(store.room("9b").await.expect("it answers"), None);
    assert!(store.create_room(&room("9b", "rao")).await.expect("it takes it"));
    assert!(!store.create_room(&room("9b", "thief")).await.expect("it answers"), "taken");
    assert!(store.create_room(&room("10a", "sen")).await.expect("it takes it"));
    assert_eq!(store.room("9b").await.expect("it answers"), Some(room("9b", "rao")));
    let names = |rooms: Vec<Room>| rooms.into_iter().map(|room| room.id).collect::<Vec<_>>();
    assert_eq!(names(store.rooms(None, "", 10).await.expect("it answers")), ["10a", "9b"]);
    assert_eq!(names(store.rooms(None, "10a", 10).await.expect("it answers")), ["9b"]);
    assert_eq!(names(store.rooms(Some("rao"), "", 10).await.expect("it answers")), ["9b"]);

    let place = |person: &str, role: Seat| Enrolment {
        room: "9b".to_owned(),
        person: person.to_owned(),
        role,
        added_ms: 2_000,
    };
    let nowhere = Enrolment { room: "nowhere".to_owned(), ..place("asha", Seat::Student) };
    assert!(!store.enrol(&nowhere).await.expect("it answers"), "there is no such room");
    assert!(store.enrol(&place("asha", Seat::Student)).await.expect("it takes it"));
    assert!(store.enrol(&place("asha", Seat::Teacher)).await.expect("a second time changes it"));
    let found = store.enrolment("9b", "asha").await.expect("it answers");
    assert_eq!(found, Some(place("asha", Seat::Teacher)));
    assert_eq!(names(store.rooms(Some("asha"), "", 10).await.expect("it answers")), ["9b"]);
    assert_eq!(store.enrolments("9b", "", 10).await.expect("it answers").len(), 1);

    for (change, at_ms) in [(1, 5_000), (1, 5_000), (-1, 4_000), (1, 5_500)] {
        assert!(store.people_changed("9b", change, at_ms).await.expect("it takes it"));
    }
    let told = store.room("9b").await.expect("it answers").expect("it is there");
    assert_eq!((told.participants, told.told_ms, told.version), (2, 5_500, 5));
    assert!(!store.room_emptied("9b", 5_000).await.expect("it answers"), "older news");
    assert!(store.room_emptied("9b", 5_600).await.expect("it takes it"));
    assert!(store.people_changed("9b", -1, 5_700).await.expect("it takes it"), "none is missing");
    assert!(!store.people_changed("nowhere", 1, 5_700).await.expect("it answers"));
    assert!(store.close_room("9b", 6_000).await.expect("it takes it"));
    assert!(!store.close_room("9b", 7_000).await.expect("it answers"), "closed once");
    let closed = store.room("9b").await.expect("it answers").expect("it is there");
    assert_eq!((closed.closed_ms, closed.participants, closed.version), (Some(6_000), 0, 8));
    assert_eq!(store.enrolment("9b", "asha").await.expect("it answers"), None, "it is closed");
    assert!(store.dismiss("9b", "asha").await.expect("it takes it"));
    assert!(!store.dismiss("9b", "asha").await.expect("it answers"));
}

async fn people(store: &dyn Store) {
    let problem = |student: &str, solved_ms: i64| Problem {
        number: 0,
        student: student.to_owned(),
        kind: "solve".to_owned(),
        latex: r"2x = 4 \text{'; --}".to_owned(),
        answer_latex: "x = 2".to_owned(),
        steps: 1,
        solved_ms,
        solution: Some(json!({ "ok": true, "steps": [{ "text": "आधा \0 कीजिए" }] })),
    };
    for solved_ms in [1_000, 2_000, 3_000] {
        store.keep_problem(&problem("mira", solved_ms)).await.expect("it takes it");
        store.keep_problem(&problem("dev", solved_ms)).await.expect("it takes it");
    }
    let newest = store.problems("mira", i64::MAX, 2).await.expect("it answers");
    assert_eq!(newest.iter().map(|one| one.solved_ms).collect::<Vec<_>>(), [3_000, 2_000]);
    let rest = store.problems("mira", newest[1].number, 10).await.expect("it answers");
    assert_eq!(rest.iter().map(|one| one.solved_ms).collect::<Vec<_>>(), [1_000]);
    let one = store.problem("mira", newest[1].number).await.expect("it answers");
    let one = one.expect("it was listed");
    assert_eq!((newest[1].solution.as_ref(), one.solution), (None, problem("mira", 0).solution));
    assert_eq!(store.problem("dev", newest[1].number).await.expect("it answers"), None, "not his");
    assert_eq!(store.erase_problems_before(2_000).await.expect("it answers"), 2);

    store.begin(&lesson("m-1", "mira", 1_000)).await.expect("it takes it");
    store.append(&[segment("m-1", 1, "words")]).await.expect("it takes it");
    let agreed = Consent { student: "mira".to_owned(), ..consent(1, "v") };
    store.consent(&agreed).await.expect("it takes it");
    assert_eq!(store.lessons_of("mira").await.expect("it answers"), [lesson("m-1", "mira", 1_000)]);
    assert_eq!(store.consents_of("mira").await.expect("it answers"), [agreed]);
    let erased = store.erase_student("mira").await.expect("it answers");
    assert_eq!(erased, Erased { lessons: 1, problems: 2, consents: 1, enrolments: 0, usage: 0 });
    assert_eq!(store.segments("m-1", 0, 10).await.expect("it answers"), [], "the words too");
    assert_eq!(store.problems("dev", i64::MAX, 10).await.expect("it answers").len(), 2);
    store.erase_student("dev").await.expect("it answers");
}

async fn boards(store: &dyn Store) {
    let operation = |session: &str, number: i64, latex: &str| Operation {
        session: session.to_owned(),
        number,
        name: "write_equation".to_owned(),
        arguments: json!({ "latex": latex, "label": "क \0 '; DROP TABLE board; --" }),
        at_ms: 1_000 + number,
    };
    store.begin(&lesson("b", "asha", 1_000)).await.expect("it takes it");
    let drawn = [operation("b", 1, "x"), operation("b", 2, "y"), operation("nobody", 3, "z")];
    store.draw(&drawn).await.expect("what is orphaned is passed over");
    let again = [operation("b", 2, "something else"), operation("b", 4, "w")];
    store.draw(&again).await.expect("what is known is passed over");
    let all = store.board("b", 0, 100).await.expect("it answers");
    assert_eq!(all, [operation("b", 1, "x"), operation("b", 2, "y"), operation("b", 4, "w")]);
    let page = store.board("b", 1, 1).await.expect("it answers");
    assert_eq!(page, [operation("b", 2, "y")]);
    assert_eq!(store.board("nobody", 0, 100).await.expect("it answers"), []);
    store.draw(&[]).await.expect("nothing is fine");
    assert!(store.erase("b").await.expect("it answers"));
    assert_eq!(store.board("b", 0, 100).await.expect("it answers"), [], "with the lesson");
}

async fn usage(store: &dyn Store) {
    let used = |session: &str, began_ms: i64, seconds: i64| Used {
        session: session.to_owned(),
        began_ms,
        student: "asha".to_owned(),
        seconds,
        tokens: 10 * seconds,
        sound_bytes: 32_000 * seconds,
    };
    let notes = [
        used("u-1", 5 * DAY_MS, 60),
        used("u-1", 5 * DAY_MS + 1, 30),
        used("u-2", 6 * DAY_MS - 1, 10),
        used("u-3", 6 * DAY_MS, 7),
        // Sent again after its answer was lost, a little longer meanwhile.
        used("u-3", 6 * DAY_MS, 8),
        Used { student: "ravi".to_owned(), ..used("u-4", 6 * DAY_MS, 1_000) },
    ];
    for note in &notes {
        store.note_usage(note).await.expect("it takes it");
    }
    let day = |day_ms: i64, lessons: i64, seconds: i64| Day {
        day_ms,
        lessons,
        seconds,
        tokens: 10 * seconds,
        sound_bytes: 32_000 * seconds,
    };
    let (fifth, sixth) = (day(5 * DAY_MS, 2, 100), day(6 * DAY_MS, 1, 8));
    assert_eq!(store.usage_of("asha", 0, 10).await.expect("it answers"), [fifth, sixth]);
    assert_eq!(store.usage_of("asha", 0, 1).await.expect("it answers"), [fifth]);
    assert_eq!(store.usage_of("asha", 6 * DAY_MS, 10).await.expect("it answers"), [sixth]);
    assert_eq!(store.erase_usage_before(6 * DAY_MS).await.expect("it answers"), 3);
    assert_eq!(store.erase_student("asha").await.expect("it answers").usage, 1);
    assert_eq!(store.usage_of("asha", 0, 10).await.expect("it answers"), []);
    assert_eq!(store.usage_of("ravi", 0, 10).await.expect("it answers").len(), 1, "his stays");
}

/// Many write at once and the chain holds; what somebody changes behind the server's back is refused by the database.
async fn audit(store: &Arc<dyn Store>) {
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let store = Arc::clone(store);
        writers.spawn(async move {
            for number in 0..5 {
                let actor = format!("writer-{writer}");
                let done = record(&*store, number, &actor, Deed::Enrolled, "asha").await;
                done.expect("it takes it");
            }
        });
    }
    writers.join_all().await;
    let verified = verify(&**store).await.expect("it answers");
    assert_eq!((verified.entries, verified.broken_at), (40, None));
    let entries = store.entries(0, 100).await.expect("it answers");
    assert!(entries.iter().all(|entry| entry.hash == entry.right_hash()));
    assert!(entries.windows(2).all(|pair| pair[1].previous == pair[0].hash));
    // A row that was written by somebody who cannot reckon the hash.
    let forged = Entry { number: 41, action: "nothing".to_owned(), ..entries[39].clone() };
    assert!(!store.add_entry(&entries[3]).await.expect("it answers"), "numbers are taken once");
    assert!(store.add_entry(&forged).await.expect("it takes it"));
    let verified = verify(&**store).await.expect("it answers");
    assert_eq!((verified.entries, verified.broken_at), (40, Some(41)));
}

/// A row of the audit log can be neither changed nor deleted, also by who has the database's own tools.
async fn audit_cannot_be_changed(mut run: impl AsyncFnMut(&'static str) -> Result<(), String>) {
    for statement in [
        "UPDATE audit SET action = 'nothing' WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
    ] {
        let refused = run(statement).await.expect_err(statement);
        assert!(refused.contains("append-only"), "{refused}");
    }
}

async fn lessons(store: &dyn Store) {
    assert_eq!(store.lesson("s").await.expect("it answers"), None);
    let begun = lesson("s", "asha", 1_000);
    store.begin(&begun).await.expect("it takes it");
    store.begin(&lesson("s", "thief", 2_000)).await.expect("a second beginning is no error");
    assert_eq!(
        store.lesson("s").await.expect("it answers"),
        Some(begun.clone()),
        "and changes nothing"
    );
    store.end("s", 5_000, "finished", Some("h-1")).await.expect("it takes it");
    let ended = Lesson {
        ended_ms: Some(5_000),
        ending: Some("finished".to_owned()),
        handle: Some("h-1".to_owned()),
        ..begun
    };
    assert_eq!(store.lesson("s").await.expect("it answers"), Some(ended));
}

async fn segments(store: &dyn Store) {
    assert_eq!(store.last_number("s").await.expect("it answers"), 0);
    let said = [
        segment("s", 1, "आधा जोड़ x \"quoted\" \\"),
        segment("s", 2, "बहुत अच्छे"),
        segment("s", 3, ""),
    ];
    store.append(&said).await.expect("it takes them");
    let again = [
        segment("s", 2, "something else"),
        segment("nobody", 1, "of a lesson that is not there"),
        segment("s", 4, "new"),
    ];
    store.append(&again).await.expect("what is known or orphaned is passed over");
    let all = store.segments("s", 0, 100).await.expect("it answers");
    assert_eq!(all[..3], said, "what was there stays as it was");
    assert_eq!(all[3].text, "new");
    let page = store.segments("s", 1, 2).await.expect("it answers");
    assert_eq!(page.iter().map(|segment| segment.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(store.last_number("s").await.expect("it answers"), 4);
    store.append(&[]).await.expect("nothing is fine");
}

async fn consents(store: &dyn Store) {
    assert_eq!(store.consent_of("asha").await.expect("it answers"), None);
    store.consent(&consent(1, "first")).await.expect("it takes it");
    store.consent(&consent(2, "second")).await.expect("it takes it");
    assert_eq!(
        store.consent_of("asha").await.expect("it answers"),
        Some(consent(2, "second")),
        "the newest"
    );
    assert_eq!(store.consent_of("ravi").await.expect("it answers"), None);
    assert!(store.withdraw("asha", 3).await.expect("it takes it"));
    assert_eq!(store.consent_of("asha").await.expect("it answers"), None, "all of them");
    assert!(!store.withdraw("asha", 4).await.expect("it answers"), "there is none any more");
}

async fn erasure(store: &dyn Store) {
    store.begin(&lesson("old", "asha", 10)).await.expect("it takes it");
    store.append(&[segment("old", 1, "old words")]).await.expect("it takes it");
    assert_eq!(store.erase_before(500).await.expect("it answers"), 1);
    assert_eq!(
        store.segments("old", 0, 10).await.expect("it answers"),
        [],
        "the words go with the lesson"
    );
    assert!(store.erase("s").await.expect("it answers"));
    assert!(!store.erase("s").await.expect("it answers"));
    assert_eq!(store.segments("s", 0, 10).await.expect("it answers"), []);
}

async fn scribe_writes_fast_and_everything(store: &Arc<dyn Store>) {
    const SEGMENTS: i64 = 6_000;
    store.begin(&lesson("busy", "asha", 1_000)).await.expect("it takes it");
    let metrics = Arc::new(ganita_server::metrics::Metrics::new());
    let (scribe, writing) = Scribe::new(Arc::clone(store), metrics, CancellationToken::new(), 1);
    let began = Instant::now();
    for number in 1..=SEGMENTS {
        scribe.note(Note::Said(segment("busy", number, "x squared plus one equals zero")));
    }
    drop(scribe);
    writing.await;
    println!("{SEGMENTS} segments were written in {:?}", began.elapsed());
    assert_eq!(store.last_number("busy").await.expect("it answers"), SEGMENTS);
    store.erase("busy").await.expect("it answers");
}

pub(crate) async fn sqlite_conforms() {
    let folder = Folder::new("sqlite");
    let path = format!("{}/history.sqlite3", folder.name());
    let config = Config::from_pairs(&[("GANITA_DATABASE", &path)]).expect("right");
    let store = store::open(&config.database).await.expect("a new file");
    conforms(Arc::clone(&store)).await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{path}")).await.expect("a plain file");
    audit_cannot_be_changed(async |statement| {
        sqlx::query(statement).execute(&pool).await.map(drop).map_err(|error| error.to_string())
    })
    .await;
    pool.close().await;
    store.begin(&lesson("kept", "asha", 1_000)).await.expect("it takes it");
    store.close().await;
    let again =
        store::open(&config.database).await.expect("the same file, its tables already there");
    assert!(again.lesson("kept").await.expect("it answers").is_some());
    let copy = folder.path().join("copy.sqlite3");
    again.copy_to(&copy).await.expect("there is room");
    assert!(again.copy_to(&copy).await.is_err(), "a copy is not written over another");
    again.erase("kept").await.expect("it answers");
    again.close().await;
    let settings = [("GANITA_DATABASE", copy.to_str().expect("a plain path"))];
    let config = Config::from_pairs(&settings).expect("right");
    let restored = store::open(&config.database).await.expect("a copy is a database");
    assert!(restored.lesson("kept").await.expect("it answers").is_some(), "as it was then");
    let verified = verify(&*restored).await.expect("it answers");
    assert_eq!(verified.entries, 40, "with its audit log");
    restored.close().await;
}

async fn open(server: &Server) -> Arc<dyn Store> {
    let config = Config::from_pairs(&[("GANITA_DATABASE", &server.address())]).expect("right");
    store::open(&config.database).await.expect("it has just started")
}

pub(crate) async fn postgresql_conforms(installed: Installed) {
    let server = Server::start(installed);
    let store = open(&server).await;
    conforms(Arc::clone(&store)).await;
    let pool = sqlx::PgPool::connect(&server.address()).await.expect("it runs");
    audit_cannot_be_changed(async |statement| {
        sqlx::query(statement).execute(&pool).await.map(drop).map_err(|error| error.to_string())
    })
    .await;
    pool.close().await;
    store.close().await;
}

/// Lessons go on talking while the database is killed and stays away: everything it had acknowledged is there again,
/// and everything that was said meanwhile arrives.
pub(crate) async fn a_killed_postgresql_loses_nothing(installed: Installed) {
    const AWAY: Duration = Duration::from_secs(10);
    const WRITERS: i64 = 4;
    let server = Server::start(installed);
    let store = open(&server).await;
    store.begin(&lesson("outage", "asha", 1_000)).await.expect("it takes it");
    let metrics = Arc::new(ganita_server::metrics::Metrics::new());
    let (scribe, writing) = Scribe::new(Arc::clone(&store), metrics, CancellationToken::new(), 1);
    let writing = tokio::spawn(writing);

    let done = CancellationToken::new();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let id = format!("load-{writer}");
        store.begin(&lesson(&id, "asha", 1_000)).await.expect("it takes it");
        let (store, done) = (Arc::clone(&store), done.clone());
        writers.spawn(async move {
            let (mut acknowledged, mut refused, mut number) = (Vec::new(), 0, 0);
            while !done.is_cancelled() {
                number += 1;
                match store.append(&[segment(&id, number, "said under load")]).await {
                    Ok(()) => acknowledged.push(number),
                    Err(_) => refused += 1,
                }
            }
            (id, acknowledged, refused)
        });
    }
    for number in 1..=500 {
        scribe.note(Note::Said(segment("outage", number, "said")));
        if number == 250 {
            tokio::time::sleep(Duration::from_millis(400)).await;
            server.kill();
        }
    }
    tokio::time::sleep(AWAY).await;
    server.start_again();
    tokio::time::sleep(Duration::from_secs(1)).await;
    done.cancel();
    drop(scribe);
    let ended = tokio::time::timeout(crate::PATIENCE, writing).await;
    ended.expect("it comes to an end").expect("it does not panic");
    assert_eq!(store.segments("outage", 0, 500).await.expect("it answers").len(), 500);

    let (mut kept, mut failed) = (0, 0);
    for (id, acknowledged, refused) in writers.join_all().await {
        let mut stored = Vec::new();
        while let Some(last) = {
            let after = stored.last().copied().unwrap_or(0);
            let page = store.segments(&id, after, 500).await.expect("it answers");
            stored.extend(page.iter().map(|segment| segment.number));
            page.last().map(|segment| segment.number)
        } {
            assert!(last > 0);
        }
        let lost = acknowledged.iter().filter(|number| stored.binary_search(number).is_err());
        assert_eq!(lost.count(), 0, "{id}");
        (kept, failed) = (kept + acknowledged.len(), failed + refused);
    }
    assert!(kept > 0 && failed > 0, "there was load before, during and after: {kept}, {failed}");
    println!("{kept} rows were acknowledged around the kill, {failed} refused, 0 lost");
    store.close().await;
}
