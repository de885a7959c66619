//! Networks and servers between the student and us that go away and come back.

use crate::scene::{Kind, Plan, Scene, row};
use crate::student::{AGAIN, SOLVE, Student, remembers};
use std::time::Duration;
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
