//! Networks and servers between the student and us that go away and come back.

use crate::naive::NaiveRelay;
use crate::redis;
use crate::scene::{Kind, Outcome, Plan, QUICK, Running, Scene, judge, row};
use crate::student::{AGAIN, SOLVE, Student, Turn, remembers};
use ganita_tutor::Options;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::sleep;

/// Comes back after the network was away, from another address.
async fn come_back(scene: &Scene, student: Student) -> Result<Student, String> {
    let session = student.session.clone();
    // No goodbye: the network is gone.
    drop(student);
    sleep(Duration::from_secs(2)).await;
    Student::enter(scene, Some(&session), [127, 0, 0, 2]).await
}

#[tokio::test]
async fn c19_a_browser_that_was_offline_comes_back_from_another_address() {
    row(Plan::default(), async |scene| {
        let mut student = scene.student().await?;
        student.ask(SOLVE).await?;
        let mut student = come_back(scene, student).await?;
        remembers(&student.ask(AGAIN).await?)?;
        // In the middle of an answer: the call that was missed is made again.
        student.type_text(AGAIN).await?;
        student.until(|message| message.get("toolCall").is_some()).await?;
        let mut student = come_back(scene, student).await?;
        remembers(&student.turn().await?)?;
        if scene.kind == Kind::Ours && scene.tutor().connections() != 1 {
            return Err("the tutor noticed".to_owned());
        }
        student.noticed_nothing()
    })
    .await;
}

/// One of several servers, as a process of its own.
struct Replica {
    child: Child,
    address: SocketAddr,
}

impl Replica {
    async fn start(tutor: SocketAddr, redis: &str, folder: &crate::folder::Folder) -> Replica {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ganita-server"))
            .env("GANITA_LISTEN", "127.0.0.1:0")
            .env("GANITA_DATABASE", folder.path().join("history.sqlite3"))
            .env("GANITA_UPSTREAM_URL", format!("ws://{tutor}"))
            .env("GANITA_REDIS", redis)
            .env("GANITA_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("it starts");
        let stdout = child.stdout.take().expect("it was asked to be piped");
        let mut lines = BufReader::new(stdout).lines();
        let line = tokio::time::timeout(crate::PATIENCE, lines.next_line()).await;
        let line = line.expect("in time").expect("text").expect("it says where it listens");
        let address = line.strip_prefix("listening on http://").expect("an address");
        let address: SocketAddr = address.parse().expect("an address");
        // It listens before its store is open.
        while !is_ready(address).await {
            sleep(Duration::from_millis(20)).await;
        }
        Replica { child, address }
    }

    /// `kill -9`.
    async fn kill(mut self) {
        self.child.start_kill().expect("it runs");
        self.child.wait().await.expect("it ends");
    }
}

async fn is_ready(server: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(server).await else { return false };
    let request = b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let mut answer = String::new();
    stream.write_all(request).await.is_ok()
        && stream.read_to_string(&mut answer).await.is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

/// The conversation went on: the answer came from memory, whatever calls had to be made again.
fn went_on(turn: &Turn) -> Outcome {
    let is_known = turn.said.contains("So the answer")
        && !turn.calls.is_empty()
        && turn.calls.iter().all(|call| call == "show_steps");
    if is_known { Ok(()) } else { Err(format!("it has forgotten: {turn:?}")) }
}

async fn killed_in_the_middle(kind: Kind, program: std::path::PathBuf) -> Outcome {
    let tutor = Running::start("", Options::default()).await;
    match kind {
        Kind::Naive => {
            let first = NaiveRelay::start(tutor.url()).await;
            let second = NaiveRelay::start(tutor.url()).await;
            let from = [127, 0, 0, 1];
            let mut student = Student::enter_at(kind, first.address, None, from, None).await?;
            student.ask(SOLVE).await?;
            first.kill();
            let mut student = Student::enter_at(kind, second.address, None, from, None).await?;
            went_on(&student.ask(AGAIN).await?)
        }
        Kind::Ours => {
            let redis = redis::Server::start(program);
            let folder = crate::folder::Folder::new("replicas");
            let first = Replica::start(tutor.address, &redis.address(), &folder).await;
            let second = Replica::start(tutor.address, &redis.address(), &folder).await;
            let from = [127, 0, 0, 1];
            let mut student = Student::enter_at(kind, first.address, None, from, None).await?;
            student.ask(SOLVE).await?;
            student.type_text(AGAIN).await?;
            student.until(|message| message.get("toolCall").is_some()).await?;
            // Kept at most 200 ms later.
            sleep(Duration::from_millis(500)).await;
            let session = student.session.clone();
            first.kill().await;
            let resume = Some(session.as_str());
            let mut student = Student::enter_at(kind, second.address, resume, from, None).await?;
            if student.session != session {
                return Err("another lesson".to_owned());
            }
            // Nobody asks again: the question was kept.
            went_on(&student.turn().await?)?;
            went_on(&student.ask(AGAIN).await?)?;
            match tutor.tutor.connections() {
                2 => Ok(()),
                connections => Err(format!("{connections} connections")),
            }
        }
    }
}

#[tokio::test]
async fn c18_a_replica_is_killed_and_the_lesson_goes_on_at_the_other() {
    let program = match redis::find() {
        Ok(program) => program,
        Err(why) => return println!("skipped: {why}"),
    };
    for kind in [Kind::Naive, Kind::Ours] {
        judge(kind, killed_in_the_middle(kind, program.clone()).await);
    }
}

#[tokio::test]
async fn c18_a_lesson_that_comes_back_to_another_replica_moves_there() {
    let program = match redis::find() {
        Ok(program) => program,
        Err(why) => return println!("skipped: {why}"),
    };
    let redis = redis::Server::start(program);
    let folder = crate::folder::Folder::new("replicas");
    let tutor = Running::start("", Options::default()).await;
    let first = Replica::start(tutor.address, &redis.address(), &folder).await;
    let second = Replica::start(tutor.address, &redis.address(), &folder).await;
    let from = [127, 0, 0, 1];
    let student = Student::enter_at(Kind::Ours, first.address, None, from, None).await;
    let mut student = student.expect("it is let in");
    student.ask(SOLVE).await.expect("it is answered");
    sleep(Duration::from_millis(500)).await;
    let session = student.session.clone();
    // Both replicas live: the first still holds the tutor when the page comes to the second.
    let moved = Student::enter_at(Kind::Ours, second.address, Some(&session), from, None).await;
    let mut moved = moved.expect("it is let in");
    went_on(&moved.ask(AGAIN).await.expect("it is answered")).expect("the same conversation");
    let gone = student.until(|_| false).await.expect_err("it goes on elsewhere");
    assert!(gone.contains("4409"), "{gone}");
}

async fn without_redis(kind: Kind, program: std::path::PathBuf) -> Outcome {
    let tutor = Running::start("", Options::default()).await;
    let mut redis = redis::Server::start(program);
    let scene = match kind {
        Kind::Naive => Scene::naive_with_redis(tutor.url(), redis.port()).await,
        Kind::Ours => Scene::ours_with_redis(tutor.address, &redis.address(), QUICK).await,
    };
    let mut student = scene.student().await?;
    student.ask(SOLVE).await?;
    sleep(Duration::from_millis(500)).await;
    redis.kill();
    // Ten seconds, in the time of this test.
    for _ in 0..2 {
        went_on(&student.ask(AGAIN).await?)?;
        sleep(Duration::from_millis(700)).await;
    }
    redis.start_again();
    went_on(&student.ask(AGAIN).await?)?;
    student.noticed_nothing()?;
    if kind == Kind::Ours {
        // The new Redis is empty, and the lesson is put there again.
        let key = format!("ganita:lesson:{}", student.session);
        let until = tokio::time::Instant::now() + crate::PATIENCE;
        while !redis.has(&key) {
            if tokio::time::Instant::now() > until {
                return Err("the lesson is not kept again".to_owned());
            }
            sleep(Duration::from_millis(50)).await;
        }
    }
    Ok(())
}

#[tokio::test]
async fn c20_redis_is_gone_for_ten_seconds() {
    let program = match redis::find() {
        Ok(program) => program,
        Err(why) => return println!("skipped: {why}"),
    };
    for kind in [Kind::Naive, Kind::Ours] {
        judge(kind, without_redis(kind, program.clone()).await);
    }
}
