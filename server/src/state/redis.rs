//! The state in Redis: for several servers behind one address.

use super::channels::{Channels, Subscription};
use super::{Answer, Space, State, StateError};
use futures_util::StreamExt;
use redis::aio::{ConnectionManager, ConnectionManagerConfig, PubSub, PubSubSink};
use redis::{Client, RedisError, cmd};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// In front of every key and channel, so that a Redis may be shared.
const PREFIX: &str = "ganita:";

/// A command that takes longer has failed: a student is waiting.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

/// How long connecting may take, and how long is waited before trying again.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// The pause before listening again after Redis was away.
const PAUSE: Duration = Duration::from_millis(200);

/// How often channels without listeners are let go of.
const SWEEP_EVERY: Duration = Duration::from_secs(30);

/// Sets `KEYS[1]` to `ARGV[2]` for `ARGV[3]` ms if it holds `ARGV[1]`; one step for Redis, so nobody comes between.
const REPLACE: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) return 1 else return 0 end";

/// Adds `ARGV[1]` to `KEYS[1]`, which ends `ARGV[2]` ms after it began.
const ADD: &str = "local count = redis.call('INCRBY', KEYS[1], ARGV[1])
    if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return count";

/// A channel somebody here wants to listen to, and whom to tell when Redis has agreed.
struct Wish {
    channel: String,
    agreed: oneshot::Sender<()>,
}

/// A Redis server. Commands after an outage find the connection made again.
pub struct Redis {
    connection: ConnectionManager,
    channels: Arc<Channels>,
    wishes: mpsc::UnboundedSender<Wish>,
    listening: JoinHandle<()>,
}

impl Redis {
    /// Connects.
    ///
    /// # Errors
    /// When the address is wrong or nobody answers there.
    pub async fn open(address: &str) -> Result<Redis, StateError> {
        // The driver's words about an address may hold its password.
        let client = Client::open(address)
            .map_err(|_| StateError::Away("the address is no redis://host:port".to_owned()))?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_number_of_retries(2);
        let connection =
            ConnectionManager::new_with_config(client.clone(), config).await.map_err(away)?;
        let channels = Arc::new(Channels::default());
        let (wishes, wished) = mpsc::unbounded_channel();
        let listening = tokio::spawn(listen(client, Arc::clone(&channels), wished));
        let redis = Redis { connection, channels, wishes, listening };
        redis.check().await?;
        Ok(redis)
    }

    fn run<'a, T: redis::FromRedisValue + Send + 'a>(
        &'a self,
        command: redis::Cmd,
    ) -> Answer<'a, T> {
        let mut connection = self.connection.clone();
        Box::pin(async move { command.query_async(&mut connection).await.map_err(away) })
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// What went wrong, without the address.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn away(error: RedisError) -> StateError {
    StateError::Away(format!("Redis: {}", error.category()))
}

fn key(space: Space, key: &str) -> String {
    format!("{PREFIX}{}:{key}", space.name())
}

/// A whole number of milliseconds, at least one: Redis refuses none.
fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}

impl State for Redis {
    fn put<'a>(
        &'a self,
        space: Space,
        name: &'a str,
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, ()> {
        let mut set = cmd("SET");
        set.arg(key(space, name)).arg(value).arg("PX").arg(ms(ttl));
        self.run(set)
    }

    fn put_if_absent<'a>(
        &'a self,
        space: Space,
        name: &'a str,
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, bool> {
        let mut set = cmd("SET");
        set.arg(key(space, name)).arg(value).arg("NX").arg("PX").arg(ms(ttl));
        Box::pin(async move {
            let done: Option<String> = self.run(set).await?;
            Ok(done.is_some())
        })
    }

    fn replace<'a>(
        &'a self,
        space: Space,
        name: &'a str,
        expected: &'a [u8],
        value: &'a [u8],
        ttl: Duration,
    ) -> Answer<'a, bool> {
        let mut script = cmd("EVAL");
        script.arg(REPLACE).arg(1).arg(key(space, name)).arg(expected).arg(value).arg(ms(ttl));
        self.run(script)
    }

    fn get<'a>(&'a self, space: Space, name: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        let mut get = cmd("GET");
        get.arg(key(space, name));
        self.run(get)
    }

    fn take<'a>(&'a self, space: Space, name: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        let mut take = cmd("GETDEL");
        take.arg(key(space, name));
        self.run(take)
    }

    fn remove<'a>(&'a self, space: Space, name: &'a str) -> Answer<'a, ()> {
        let mut remove = cmd("DEL");
        remove.arg(key(space, name));
        self.run(remove)
    }

    fn add<'a>(
        &'a self,
        space: Space,
        name: &'a str,
        amount: u64,
        window: Duration,
    ) -> Answer<'a, u64> {
        let mut script = cmd("EVAL");
        script.arg(ADD).arg(1).arg(key(space, name)).arg(amount).arg(ms(window));
        self.run(script)
    }

    fn publish<'a>(&'a self, channel: &'a str, message: &'a [u8]) -> Answer<'a, ()> {
        let mut publish = cmd("PUBLISH");
        publish.arg(format!("{PREFIX}{channel}")).arg(message);
        self.run(publish)
    }

    fn subscribe<'a>(&'a self, channel: &'a str) -> Answer<'a, Subscription> {
        Box::pin(async move {
            let (subscription, is_new) = self.channels.listen(channel);
            if is_new {
                let (agreed, is_agreed) = oneshot::channel();
                let _ = self.wishes.send(Wish { channel: channel.to_owned(), agreed });
                if !matches!(timeout(RESPONSE_TIMEOUT, is_agreed).await, Ok(Ok(()))) {
                    return Err(StateError::Away("Redis does not take listeners".to_owned()));
                }
            }
            Ok(subscription)
        })
    }

    fn check(&self) -> Answer<'_, ()> {
        self.run(cmd("PING"))
    }
}

/// Carries what Redis says to this process's listeners, over one connection that is made again whenever it is lost.
async fn listen(
    client: Client,
    channels: Arc<Channels>,
    mut wished: mpsc::UnboundedReceiver<Wish>,
) {
    let mut was_away = false;
    loop {
        match client.get_async_pubsub().await {
            Ok(pubsub) => {
                if !carry(pubsub, &channels, &mut wished, was_away).await {
                    return;
                }
            }
            Err(error) => tracing::warn!(reason = error.category(), "Redis cannot be listened to"),
        }
        was_away = true;
        tokio::time::sleep(PAUSE).await;
    }
}

/// False when nobody can wish for a channel any more.
async fn carry(
    pubsub: PubSub,
    channels: &Channels,
    wished: &mut mpsc::UnboundedReceiver<Wish>,
    was_away: bool,
) -> bool {
    let (mut sink, mut stream) = pubsub.split();
    for channel in channels.names() {
        if subscribe(&mut sink, &channel).await.is_err() {
            return true;
        }
    }
    if was_away {
        channels.tell_all_missed();
    }
    let mut sweep = tokio::time::interval(SWEEP_EVERY);
    loop {
        tokio::select! {
            message = stream.next() => {
                let Some(message) = message else { return true };
                let channel = message.get_channel_name();
                let channel = channel.strip_prefix(PREFIX).unwrap_or(channel);
                channels.tell(channel, message.get_payload_bytes());
            }
            wish = wished.recv() => {
                let Some(Wish { channel, agreed }) = wish else { return false };
                if subscribe(&mut sink, &channel).await.is_err() {
                    return true;
                }
                // Whoever wished may have given up.
                let _ = agreed.send(());
            }
            _ = sweep.tick() => {
                for channel in channels.sweep() {
                    if sink.unsubscribe(format!("{PREFIX}{channel}")).await.is_err() {
                        return true;
                    }
                }
            }
        }
    }
}

async fn subscribe(sink: &mut PubSubSink, channel: &str) -> Result<(), RedisError> {
    sink.subscribe(format!("{PREFIX}{channel}")).await
}
