//! Connections that end, stop, or come back in herds.

use crate::scene::{Kind, Plan, Scene, judge, row};
use crate::student::{AGAIN, SOLVE, remembers};
use ganita_tutor::Options;
use std::time::Duration;
use tokio::time::sleep;

fn lifetime(lifetime_ms: u64, notice_ms: u64) -> Options {
    Options {
        lifetime: Some(Duration::from_millis(lifetime_ms)),
        notice: Duration::from_millis(notice_ms),
        ..Options::default()
    }
}

#[tokio::test]
async fn control_without_chaos_both_relays_are_fine() {
    for kind in [Kind::Naive, Kind::Ours] {
        let scene = Scene::set(kind, &Plan::default()).await;
        let mut student = scene.student().await.expect("it is let in");
        let turn = student.ask(SOLVE).await.expect("it is answered");
        assert_eq!(turn.calls, ["write_equation", "show_steps"], "{kind:?}");
        let again = student.ask(AGAIN).await.expect("it is answered");
        remembers(&again).expect("the same conversation");
        student.noticed_nothing().expect("nothing happened");
    }
}

#[tokio::test]
async fn c01_cut_at_the_lifetime_limit() {
    let plan = Plan { options: lifetime(1_800, 1_000), ..Plan::default() };
    row(plan, async |scene| {
        let mut student = scene.student().await?;
        student.ask(SOLVE).await?;
        for _ in 0..3 {
            sleep(Duration::from_millis(1_000)).await;
            remembers(&student.ask(AGAIN).await?)?;
        }
        student.noticed_nothing()
    })
    .await;
}

#[tokio::test]
async fn c03_hang_after_resume() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'cut'\n\
                  [[fault]]\nconnection = 2\nwhen = 'opened'\ndo = 'freeze'\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        student.ask(SOLVE).await?;
        remembers(&student.ask(AGAIN).await?)
    })
    .await;
}

#[tokio::test]
async fn c04_go_away_then_silence() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'go-away-and-freeze'\ntime_left_ms = 900\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        student.ask(SOLVE).await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn c09_the_old_socket_is_closed_before_the_next_resumes() {
    // The tutor refuses with 1011 whoever resumes beside an open connection.
    let script = "[[fault]]\nconnection = 1\nafter_ms = 600\ndo = 'go-away'\ntime_left_ms = 5000\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        student.ask(SOLVE).await?;
        sleep(Duration::from_millis(1_500)).await;
        if scene.kind == Kind::Naive {
            // All it can do is to leave it to the page, which dials while the old socket is still open.
            sleep(Duration::from_millis(5_000)).await;
        }
        remembers(&student.ask(AGAIN).await?)?;
        let connections = scene.tutor().connections();
        if connections != 2 {
            return Err(format!("{connections} connections: some were refused"));
        }
        student.noticed_nothing()
    })
    .await;
}

#[tokio::test]
async fn c10_a_late_pong_ends_nothing() {
    let script = "[[fault]]\nafter_ms = 50\ndo = 'deaf'\npause_ms = 2500\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        sleep(Duration::from_millis(2_600)).await;
        student.ask(SOLVE).await?;
        let connections = scene.tutor().connections();
        if connections != 1 {
            return Err(format!("{connections} connections were needed"));
        }
        student.noticed_nothing()
    })
    .await;
}

#[tokio::test]
async fn c12_a_1007_in_the_middle() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'close'\ncode = 1007\nreason = 'CONTENT_TYPE_AUDIO'\n";
    row(Plan::faults(script), async |scene| scene.student().await?.ask(SOLVE).await.map(drop))
        .await;
}

#[tokio::test]
async fn c13_a_1011_in_the_middle() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'close'\ncode = 1011\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        student.ask(SOLVE).await?;
        remembers(&student.ask(AGAIN).await?)
    })
    .await;
}

#[tokio::test]
async fn c14_a_silent_freeze_with_the_socket_open() {
    let script = "[[fault]]\nconnection = 1\nwhen = 'tool-call'\ndo = 'freeze'\n";
    row(Plan::faults(script), async |scene| {
        let mut student = scene.student().await?;
        student.ask(SOLVE).await?;
        if scene.kind == Kind::Ours {
            assert!((scene.counted("ganita_upstream_freezes_total").await - 1.0).abs() < 0.1);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn c15_a_hard_cut_at_the_58th_minute() {
    // 58 minutes are 4 seconds here; ours begins anew after 3 (56 minutes), with a recap.
    let options = Options { conversation: Some(Duration::from_secs(4)), ..Options::default() };
    row(Plan { options, renews: true, ..Plan::default() }, async |scene| {
        let mut student = scene.student().await?;
        for _ in 0..6 {
            student.ask(SOLVE).await?;
            sleep(Duration::from_millis(900)).await;
        }
        student.noticed_nothing()
    })
    .await;
}

#[tokio::test]
async fn c21_a_herd_comes_back_in_turn() {
    // Every connection of the first wave is cut two seconds after it is ready. 5,000 of them are in the load bench.
    const HERD: usize = 150;
    for kind in [Kind::Naive, Kind::Ours] {
        let script: String = (1..=HERD)
            .map(|number| {
                format!("[[fault]]\nconnection = {number}\nafter_ms = 4000\ndo = 'cut'\n")
            })
            .collect();
        let plan = Plan { script: Box::leak(script.into_boxed_str()), ..Plan::default() };
        let scene = Scene::set(kind, &plan).await;
        let mut students = Vec::new();
        for _ in 0..HERD {
            students.push(scene.student().await.expect("there is room"));
        }
        sleep(Duration::from_secs(5)).await;
        let asking = students.into_iter().map(|mut student| async move {
            let turn = student.ask("hello").await?;
            drop(student);
            Ok::<_, String>(turn)
        });
        let answered = futures_util::future::join_all(asking).await;
        let lost: Vec<String> = answered.into_iter().filter_map(Result::err).collect();
        let outcome = match lost.first() {
            None => Ok(()),
            Some(why) => Err(format!("{} of {HERD} are lost: {why}", lost.len())),
        };
        judge(kind, outcome);
    }
}
