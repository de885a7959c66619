//! What the server says about itself while it runs: log lines, and traces where a collector is configured.
//!
//! Traces are spans of requests (method, route, status), of lessons (language, how they ended) and, within those or by
//! themselves, of what the database and the tutor were asked for: each with its time. No address as it was asked for, no
//! person, no lesson's id, no words; log lines do not go along.

use crate::config::{Config, LogFormat, Traces};
use crate::fetch::{fetch, tls};
use axum::extract::MatchedPath;
use axum::http::{HeaderMap, Request};
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use rustls::ClientConfig;
use std::io::IsTerminal;
use std::pin::Pin;
use std::sync::Arc;
use tokio::runtime::Handle;
use tracing::field::Empty;
use tracing::{Instrument, Span, trace_span};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// Where spans come from that are traced.
const TARGET: &str = "ganita::traced";

/// What has to be told that the server ends, so that the last traces are sent.
#[derive(Debug, Default)]
pub struct Log(Option<SdkTracerProvider>);

/// Begins to log to the standard error stream, and to trace if that is set; once in a process.
///
/// # Errors
/// A sentence that names the setting that is wrong.
pub fn start(config: &Config, runtime: &Handle) -> Result<Log, String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| format!("GANITA_LOG: {error}"))?;
    // It writes whole messages into the log at `trace`: the provider's key in a header, a student's words.
    let quiet = ["tungstenite", "tungstenite::handshake", "tungstenite::protocol"];
    let quiet = quiet.map(|target| format!("{target}=warn").parse().expect("a directive"));
    let filter = quiet.into_iter().fold(filter, EnvFilter::add_directive);
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let lines = match config.log_format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        LogFormat::Json => lines.json().with_filter(filter).boxed(),
    };
    let provider = match &config.traces {
        Some(traces) => Some(provider(traces, runtime)?),
        None => None,
    };
    let traces = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("ganita-server"))
            .with_location(false)
            .with_threads(false)
            .with_filter(filter_fn(|about| about.is_span() && about.target() == TARGET))
    });
    tracing_subscriber::registry()
        .with(lines)
        .with(traces)
        .try_init()
        .map_err(|error| format!("logging cannot begin: {error}"))?;
    Ok(Log(provider))
}

impl Log {
    /// Sends what is not sent yet. It waits, so it is no thing to do on a runtime's own thread.
    pub fn end(self) {
        if let Some(provider) = self.0
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

fn provider(traces: &Traces, runtime: &Handle) -> Result<SdkTracerProvider, String> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Client { tls: tls(), runtime: runtime.clone() })
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{}/v1/traces", traces.url))
        .build()
        .map_err(|error| format!("GANITA_TRACES_URL: {error}"))?;
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        // By the trace's id alone: nobody outside decides what is traced, and all servers decide alike.
        .with_sampler(Sampler::TraceIdRatioBased(traces.share))
        .with_resource(Resource::builder().with_service_name("ganita-server").build())
        .build())
}

/// A request's span; it continues the trace of a proxy that began one.
pub(crate) fn span<B>(request: &Request<B>, is_traced: bool) -> Span {
    if !is_traced {
        return Span::none();
    }
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let method = method(request);
    let span = trace_span!(
        target: TARGET,
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
    );
    // Fails where no collector is configured, which is not so here.
    let _ = span.set_parent(context(request.headers()));
    span
}

/// How the request ended.
pub(crate) fn answered(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "error");
    }
}

/// A lesson's span on this server, from its first page to its end. Traces only: where none are made it costs nothing.
pub(crate) fn lesson(language: &str, goes_on: bool) -> Span {
    trace_span!(
        target: TARGET,
        "lesson",
        otel.kind = "server",
        ganita.language = language,
        ganita.goes_on = goes_on,
        ganita.ending = Empty,
    )
}

/// How the lesson ended whose span this is.
pub(crate) fn lesson_ended(ending: &str) {
    Span::current().record("ganita.ending", ending);
}

/// A dial of the tutor as a span of the lesson's.
pub(crate) fn dial<T, E>(
    work: impl Future<Output = Result<T, E>>,
) -> impl Future<Output = Result<T, E>> {
    let span = trace_span!(
        target: TARGET,
        "dial",
        otel.kind = "client",
        otel.status_code = Empty,
    );
    told(span, work)
}

/// Something that is asked of a database as a span: which database, which of the store's operations.
pub(crate) fn stored<T, E>(
    system: &'static str,
    operation: &'static str,
    work: impl Future<Output = Result<T, E>>,
) -> impl Future<Output = Result<T, E>> {
    let span = trace_span!(
        target: TARGET,
        "store",
        otel.name = operation,
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = system,
        db.operation.name = operation,
    );
    told(span, work)
}

/// The span ends with the work and says whether it failed, never how: an error's words may repeat what was asked.
fn told<T, E>(
    span: Span,
    work: impl Future<Output = Result<T, E>>,
) -> impl Future<Output = Result<T, E>> {
    let outcome = span.clone();
    let work = async move {
        let done = work.await;
        if done.is_err() {
            outcome.record("otel.status_code", "error");
        }
        done
    };
    work.instrument(span)
}

/// From a fixed list: a method is what the client writes.
fn method<B>(request: &Request<B>) -> &'static str {
    match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "_OTHER",
    }
}

fn context(headers: &HeaderMap) -> opentelemetry::Context {
    TraceContextPropagator::new().extract(&HeaderExtractor(headers))
}

/// The server's own HTTP client, for an exporter whose thread knows no runtime.
#[derive(Clone)]
struct Client {
    tls: Arc<ClientConfig>,
    runtime: Handle,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Client")
    }
}

type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'a>>;

// What `async_trait` makes of an `async fn`, written out.
impl HttpClient for Client {
    fn send_bytes<'a, 'b>(&'a self, request: Request<Bytes>) -> Sending<'b>
    where
        'a: 'b,
        Self: 'b,
    {
        let tls = Arc::clone(&self.tls);
        let sending = self.runtime.spawn(async move {
            let (parts, body) = request.into_parts();
            fetch(&tls, parts.method, &parts.uri.to_string(), parts.headers, body).await
        });
        Box::pin(async move {
            let (status, body) = sending.await?.map_err(|unanswered| unanswered.0)?;
            let mut response = Response::new(body);
            *response.status_mut() = status;
            Ok(response)
        })
    }
}
