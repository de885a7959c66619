//! Copies as an operator makes them: by the program, from either database, into either.

use crate::folder::Folder;
use crate::postgres::{Installed, Server};
use ganita_server::Config;
use ganita_server::store::audit::{Deed, record};
use ganita_server::store::board::Operation;
use ganita_server::store::people::Problem;
use ganita_server::store::rooms::{Enrolment, Room, Seat};
use ganita_server::store::usage::Used;
use ganita_server::store::{self, Consent, Lesson, Segment, Speaker, Store};
use serde_json::json;
use std::process::Command;
use std::sync::Arc;

/// More than travel together.
const SEGMENTS: i64 = 1_203;

async fn opened(address: &str) -> Arc<dyn Store> {
    let config = Config::from_pairs(&[("GANITA_DATABASE", address)]).expect("right");
    store::open(&config.database).await.expect("it opens")
}

/// Runs `ganita-server VERB FILE`; gives whether it went well, and what it said.
fn run(database: &str, verb: &str, file: &str) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ganita-server"))
        .args([verb, file])
        .env("GANITA_DATABASE", database)
        .output()
        .expect("it starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn consent(text_version: &str) -> Consent {
    Consent {
        student: "asha".to_owned(),
        guardian: None,
        method: "paper".to_owned(),
        text_version: text_version.to_owned(),
        given_ms: 1,
        withdrawn_ms: None,
    }
}

fn problem(latex: &str) -> Problem {
    Problem {
        number: 0,
        student: "asha".to_owned(),
        kind: "solve".to_owned(),
        latex: latex.to_owned(),
        answer_latex: "x = 2".to_owned(),
        steps: 1,
        solved_ms: 7,
        solution: Some(json!({ "steps": [{ "text": "आधा \0 कीजिए", "share": 0.1 + 0.2 }] })),
    }
}

/// A row or more in every table, with what is lost most easily: Hindi, quotes, zeros, the last digit of a number, nothing.
async fn fill(store: &dyn Store) {
    let lesson = Lesson {
        id: "s".to_owned(),
        student: "asha".to_owned(),
        language: "hi".to_owned(),
        started_ms: 1_000,
        ended_ms: None,
        ending: None,
        handle: None,
    };
    store.begin(&lesson).await.expect("it takes it");
    store.end("s", 5_000, "finished", Some("h-1")).await.expect("it takes it");
    let said: Vec<Segment> = (1..=SEGMENTS)
        .map(|number| Segment {
            session: "s".to_owned(),
            number,
            speaker: if number % 2 == 1 { Speaker::Student } else { Speaker::Tutor },
            text: format!("आधा जोड़ \"x\" \\ '{number}'\n"),
            latex: (number % 3 == 0).then(|| r"\frac{1}{2}".to_owned()),
            confidence: (number % 2 == 1).then(|| 0.1 + 0.2 + number as f64 / 7e4),
            scripted: number == 2,
            at_ms: 1_800_000_000_000 + number,
        })
        .collect();
    store.append(&said).await.expect("it takes them");
    let drawn = Operation {
        session: "s".to_owned(),
        number: 1,
        name: "write_equation".to_owned(),
        arguments: json!({ "latex": "x", "label": "क \0 '" }),
        at_ms: 1_001,
    };
    store.draw(&[drawn]).await.expect("it takes it");
    for text_version in ["old", "new"] {
        store.consent(&consent(text_version)).await.expect("it takes it");
    }
    let room = Room {
        id: "9b".to_owned(),
        name: "कक्षा ९".to_owned(),
        created_by: "rao".to_owned(),
        created_ms: 1_000,
        closed_ms: None,
        participants: 3,
        told_ms: 9,
        version: 1,
    };
    store.create_room(&room).await.expect("it takes it");
    let place = Enrolment {
        room: "9b".to_owned(),
        person: "asha".to_owned(),
        role: Seat::Student,
        added_ms: 2_000,
    };
    store.enrol(&place).await.expect("it takes it");
    for latex in ["2x = 4", "x + 1 = 3"] {
        store.keep_problem(&problem(latex)).await.expect("it takes it");
    }
    for number in 0..3 {
        record(store, number, "rao", Deed::Enrolled, "asha").await.expect("it takes it");
    }
    let used = Used {
        session: "s".to_owned(),
        began_ms: 1_000,
        student: "asha".to_owned(),
        seconds: 60,
        tokens: 1 << 40,
        sound_bytes: 1,
    };
    store.note_usage(&used).await.expect("it takes it");
}

/// All of it, as the store gives it.
async fn content(address: &str) -> Vec<String> {
    let store = opened(address).await;
    let lines = async || -> Result<Vec<String>, store::StoreError> {
        let mut all = vec![
            format!("{:?}", store.lessons_of("asha").await?),
            format!("{:?}", store.consents_of("asha").await?),
            format!("{:?}", store.board("s", 0, 10).await?),
            format!("{:?}", store.room("9b").await?),
            format!("{:?}", store.enrolments("9b", "", 10).await?),
            format!("{:?}", store.usage_of("asha", 0, 10).await?),
            format!("{:?}", store.entries(0, 10).await?),
        ];
        for one in store.problems("asha", i64::MAX, 10).await? {
            all.push(format!("{:?}", store.problem("asha", one.number).await?));
        }
        let mut after = 0;
        while after < SEGMENTS {
            let page = store.segments("s", after, 500).await?;
            after = page.last().expect("there are more").number;
            all.extend(page.iter().map(|segment| format!("{segment:?}")));
        }
        Ok(all)
    };
    let all = lines().await.expect("it answers");
    store.close().await;
    all
}

/// SQLite → PostgreSQL → SQLite → another PostgreSQL: what comes out is what went in.
pub(crate) async fn copies_go_from_either_database_into_either(installed: Installed) {
    let folder = Folder::new("copies");
    let server = Server::start(installed);
    let file = |name: &str| format!("{}/{name}", folder.name());
    let (first, second) = (server.address(), server.address().replace("/postgres", "/second"));
    let pool = sqlx::PgPool::connect(&first).await.expect("it runs");
    sqlx::query("CREATE DATABASE second").execute(&pool).await.expect("it is another");
    pool.close().await;

    let store = opened(&file("school")).await;
    fill(&*store).await;
    store.close().await;
    let before = content(&file("school")).await;
    assert_eq!(before.len() as i64, 7 + 2 + SEGMENTS);

    let went_well = |(is_done, said): (bool, String)| assert!(is_done, "{said}");
    went_well(run(&file("school"), "backup", &file("copy-1")));
    went_well(run(&first, "restore", &file("copy-1")));
    assert_eq!(content(&first).await, before, "in PostgreSQL");
    went_well(run(&first, "backup", &file("copy-2")));
    went_well(run(&file("back"), "restore", &file("copy-2")));
    assert_eq!(content(&file("back")).await, before, "in SQLite again");
    went_well(run(&second, "restore", &file("copy-2")));
    assert_eq!(content(&second).await, before, "in another PostgreSQL");

    let refused = |database: &str, verb: &str, copy: &str, why: &str| {
        let (is_done, said) = run(database, verb, copy);
        assert!(!is_done && said.contains(why), "{said}");
    };
    refused(&first, "restore", &file("copy-1"), "has history already");
    refused(&first, "backup", &file("copy-2"), "exists");
    std::fs::write(file("letter"), "Dear school").expect("the folder takes files");
    for database in [&second, &file("new")] {
        refused(database, "restore", &file("letter"), "not a database");
        refused(database, "restore", &file("nothing"), "nothing");
    }
    assert!(!std::path::Path::new(&file("new")).exists(), "nothing is left of what was refused");
    assert_eq!(content(&first).await, before, "and what was there is there");

    // Numbers go on behind those that came with the copy.
    let store = opened(&second).await;
    store.consent(&consent("newest")).await.expect("it takes it");
    store.keep_problem(&problem("x = 1")).await.expect("it takes it");
    let newest = store.problems("asha", i64::MAX, 1).await.expect("it answers");
    assert_eq!((newest[0].latex.as_str(), newest[0].number), ("x = 1", 3));
    let in_force = store.consent_of("asha").await.expect("it answers").expect("there is one");
    assert_eq!(in_force.text_version, "newest");
    store.close().await;
    an_older_copy_is_brought_up_to_date_first(&file("copy-1"), &file("old"), &second).await;
}

async fn an_older_copy_is_brought_up_to_date_first(copy: &str, old: &str, database: &str) {
    std::fs::copy(copy, old).expect("the folder takes files");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{old}")).await.expect("a database");
    let forget = "DELETE FROM _sqlx_migrations WHERE version = 3";
    sqlx::query(forget).execute(&pool).await.expect("it is there");
    pool.close().await;
    let (is_done, said) = run(database, "restore", old);
    assert!(!is_done && said.contains("is of version 2") && said.contains("migrate"), "{said}");
}
