//! A tutor, and a relay in front of it: the naive one or ours.

use crate::naive::NaiveRelay;
use crate::student::Student;
use ganita_live::Timing;
use ganita_server::{Config, serve};
use ganita_tutor::script::Script;
use ganita_tutor::voice::Voice;
use ganita_tutor::{Options, Tutor};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// A row's verdict.
pub(crate) type Outcome = Result<(), String>;

/// Upstream times, made short: minutes become seconds.
pub(crate) const QUICK: Timing = Timing {
    setup_ms: 1_500,
    answer_ms: 1_500,
    close_ms: 300,
    drain_ms: 1_000,
    margin_ms: 150,
    calm_ms: 50,
    renew_after_ms: 3_000,
    backoff_ms: 40,
    backoff_limit_ms: 300,
    give_up_after_ms: 15_000,
    ..Timing::UPSTREAM
};

/// How a scene is set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// The tutor's faults.
    pub(crate) script: &'static str,
    pub(crate) options: Options,
    /// Conversations begin anew at the age in [`QUICK`]; never if false.
    pub(crate) renews: bool,
}

impl Plan {
    pub(crate) fn faults(script: &'static str) -> Plan {
        Plan { script, ..Plan::default() }
    }
}

/// Which relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Naive,
    Ours,
}

/// A tutor of this process.
pub(crate) struct Running {
    pub(crate) tutor: Arc<Tutor>,
    pub(crate) address: SocketAddr,
    end: watch::Sender<bool>,
}

impl Running {
    pub(crate) async fn start(script: &str, options: Options) -> Running {
        let script = Script::parse(script).expect("a script");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let (end, ending) = watch::channel(false);
        let tutor = Arc::new(Tutor::new(None, Voice::default(), script, options));
        tokio::spawn(ganita_tutor::serve(listener, Arc::clone(&tutor), ending));
        Running { tutor, address, end }
    }

    pub(crate) fn url(&self) -> String {
        let method = "google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";
        format!("ws://{}/ws/{method}", self.address)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.end.send(true);
    }
}

enum Relay {
    Naive(NaiveRelay),
    Ours { address: SocketAddr, folder: PathBuf, stopping: CancellationToken },
}

/// A tutor and a relay.
pub(crate) struct Scene {
    pub(crate) kind: Kind,
    pub(crate) running: Option<Running>,
    relay: Relay,
}

impl Scene {
    pub(crate) async fn set(kind: Kind, plan: &Plan) -> Scene {
        let running = Running::start(plan.script, plan.options.clone()).await;
        let renew_after_ms = if plan.renews { QUICK.renew_after_ms } else { u64::MAX };
        let timing = Timing { renew_after_ms, ..QUICK };
        let upstream = running.url();
        let mut scene = Scene::with_upstream(kind, running.address, upstream, timing).await;
        scene.running = Some(running);
        scene
    }

    /// The same in front of a tutor the test plays itself.
    pub(crate) async fn with_upstream(
        kind: Kind,
        tutor: SocketAddr,
        upstream: String,
        timing: Timing,
    ) -> Scene {
        let relay = match kind {
            Kind::Naive => Relay::Naive(NaiveRelay::start(upstream).await),
            Kind::Ours => ours(tutor, timing, &[]).await,
        };
        Scene { kind, running: None, relay }
    }

    /// The naive relay that writes everything into Redis first.
    pub(crate) async fn naive_with_redis(upstream: String, redis: u16) -> Scene {
        let relay = Relay::Naive(NaiveRelay::with_redis(upstream, redis).await);
        Scene { kind: Kind::Naive, running: None, relay }
    }

    /// Ours with its state in Redis.
    pub(crate) async fn ours_with_redis(tutor: SocketAddr, redis: &str, timing: Timing) -> Scene {
        let timing = Timing { renew_after_ms: u64::MAX, ..timing };
        let relay = ours(tutor, timing, &[("GANITA_REDIS", redis)]).await;
        Scene { kind: Kind::Ours, running: None, relay }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        match &self.relay {
            Relay::Naive(relay) => relay.address,
            Relay::Ours { address, .. } => *address,
        }
    }

    pub(crate) fn tutor(&self) -> &Tutor {
        &self.running.as_ref().expect("the scene has a practice tutor").tutor
    }

    /// A student who has been let in and greeted.
    pub(crate) async fn student(&self) -> Result<Student, String> {
        Student::enter(self, None, [127, 0, 0, 1]).await
    }

    /// A number our server counts.
    pub(crate) async fn counted(&self, name: &str) -> f64 {
        let mut stream = TcpStream::connect(self.address()).await.expect("the server listens");
        let request = "GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.expect("it reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).await.expect("it answers");
        let lines = text.lines().filter(|line| line.starts_with(name));
        lines.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
    }
}

async fn ours(tutor: SocketAddr, timing: Timing, settings: &[(&str, &str)]) -> Relay {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("ganita-chaos-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
    let database = folder.join("history.sqlite3").display().to_string();
    let tutor = format!("ws://{tutor}");
    let mut all = vec![
        ("GANITA_DATABASE", database.as_str()),
        ("GANITA_UPSTREAM_URL", tutor.as_str()),
        ("GANITA_DIRECT", "on"),
    ];
    all.extend_from_slice(settings);
    let mut config = Config::from_pairs(&all).expect("the test's settings are right");
    config.upstream.timing = timing;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let stopping = CancellationToken::new();
    tokio::spawn(serve(listener, config, stopping.clone()));
    Relay::Ours { address, folder, stopping }
}

impl Drop for Scene {
    fn drop(&mut self) {
        if let Relay::Ours { folder, stopping, .. } = &self.relay {
            stopping.cancel();
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Plays a row with both relays: red on the naive one, green on ours.
pub(crate) async fn row(plan: Plan, play: impl AsyncFn(&Scene) -> Outcome) {
    let bound = Duration::from_secs(45);
    for kind in [Kind::Naive, Kind::Ours] {
        let scene = Scene::set(kind, &plan).await;
        let outcome = tokio::time::timeout(bound, play(&scene)).await;
        judge(kind, outcome.unwrap_or_else(|_| Err("it never ended".to_owned())));
    }
}

/// What the verdict must be.
#[track_caller]
pub(crate) fn judge(kind: Kind, outcome: Outcome) {
    match (kind, outcome) {
        (Kind::Naive, Ok(())) => panic!("the naive relay survives: this row proves nothing"),
        (Kind::Naive, Err(why)) => println!("naive relay: {why}"),
        (Kind::Ours, outcome) => outcome.expect("our relay survives"),
    }
}
