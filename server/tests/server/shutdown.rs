//! A server that stops tells everybody and loses nothing.

use crate::client::Socket;
use crate::house::TestServer;
use crate::tutor::Tutor;
use ganita_server::Config;
use ganita_server::store;
use serde_json::json;
use tokio::net::TcpStream;

#[tokio::test]
async fn lessons_are_told_tutors_are_closed_and_unfinished_words_are_kept() {
    let mut tutor = Tutor::start().await;
    let mut server = TestServer::with_tutor(tutor.address).await;
    let mut lessons = Vec::new();
    for number in 0..5 {
        let mut page = Socket::connect(&server, None).await;
        let (mut visit, _) = tutor.greeted().await;
        page.greeted().await;
        let words = format!("half a sentence {number}");
        visit.say(json!({ "serverContent": { "outputTranscription": { "text": words } } })).await;
        page.json().await;
        lessons.push((page, visit, words));
    }
    server.ask_to_stop();
    let mut kept = Vec::new();
    for (mut page, mut visit, words) in lessons {
        assert_eq!(page.closed().await, 1001);
        assert_eq!(visit.hear_or_end().await, None);
        kept.push((page.session, words));
    }
    server.stop().await;
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody listens any more");

    let path = server.database.to_str().expect("a plain path");
    let config = Config::from_pairs(&[("GANITA_DATABASE", path)]).expect("right");
    let store = store::open(&config.database).await.expect("the file is there");
    for (session, words) in kept {
        let segments = store.segments(&session, 0, 10).await.expect("it can be read");
        assert_eq!(
            segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>(),
            [words.as_str()]
        );
        let lesson = store.lesson(&session).await.expect("it can be read").expect("it was begun");
        assert_eq!(lesson.ending.as_deref(), Some("server stopped"));
    }
    store.close().await;
}
