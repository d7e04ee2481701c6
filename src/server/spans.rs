//! Sends spans to a collector, over OTLP with gRPC.
//!
//! Spans wait in a queue with a bound and leave in batches. If the collector is slow or cannot be
//! reached, further spans are dropped: no call ever waits for it.

use std::{
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use opentelemetry::{
    Context, Key, KeyValue, global,
    trace::{Link, SpanKind, SpanRef, TraceContextExt, TraceId},
};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter as OtlpExporter, WithTonicConfig as _};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    resource::{
        EnvResourceDetector, ResourceDetector as _, SdkProvidedResourceDetector,
        TelemetryResourceDetector,
    },
    trace::{
        BatchConfigBuilder, BatchSpanProcessor, Sampler, SamplingDecision, SamplingResult,
        SdkTracerProvider, ShouldSample, Span, SpanData, SpanExporter, SpanLimits, SpanProcessor,
    },
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};
use tokio::sync::oneshot;
use tonic::transport::Channel;
use uuid::Uuid;

use crate::telemetry::span;

/// The most spans that wait to be sent.
const QUEUE_MAX: usize = 2_048;

/// The most spans of a batch.
const BATCH_MAX: usize = 512;

/// How long a span waits for others to be sent with.
const DELAY: Duration = Duration::from_secs(1);

/// The most traces in a second that callers record.
const CALLERS_TRACES_PER_SECOND: u32 = 200;

/// How long nothing more is said of a collector that fails again.
const SAID_EVERY: Duration = Duration::from_secs(60);

/// How long the end of the server waits for the last spans.
const END_MAX: Duration = Duration::from_secs(2);

/// The way of a server's spans to their collector.
#[derive(Clone, Debug)]
pub struct Spans {
    provider: SdkTracerProvider,
    metrics: SpanMetrics,
}

impl Spans {
    /// Begins to send spans to a collector. Of the traces that begin here, this share is recorded;
    /// of those that a caller began, the ones that it records, up to a bound.
    pub fn start(collector: Channel, sampled: f64) -> Result<Self, ExporterBuildError> {
        let metrics = SpanMetrics::default();
        let exporter = OtlpExporter::builder().with_tonic();
        let exporter = Watched {
            exporter: exporter.with_channel(collector).build()?,
            metrics: metrics.clone(),
            said: Mutex::default(),
        };
        let batches = BatchConfigBuilder::default()
            .with_max_queue_size(QUEUE_MAX)
            .with_max_export_batch_size(BATCH_MAX)
            .with_scheduled_delay(DELAY);
        let batches = BatchSpanProcessor::builder(exporter).with_batch_config(batches.build());
        let provider = SdkTracerProvider::builder()
            .with_sampler(Sampling::of(sampled))
            .with_span_limits(SpanLimits::default())
            .with_resource(resource())
            .with_span_processor(Counted {
                processor: batches.build(),
                metrics: metrics.clone(),
            })
            .build();
        global::set_tracer_provider(provider.clone());
        span::set_tracer(global::tracer(env!("CARGO_PKG_NAME")));
        Ok(Self { provider, metrics })
    }

    /// Sends the spans that wait, in bounded time.
    pub(super) async fn end(self) {
        let (tell, ended) = oneshot::channel();
        // A thread of its own does not keep the process from ending.
        let ending = thread::Builder::new().spawn(move || {
            let _ = tell.send(self.provider.shutdown_with_timeout(END_MAX));
        });
        if ending.is_err() || !matches!(ended.await, Ok(Ok(()))) {
            tracing::warn!("the last spans could not be sent to the collector");
        }
    }

    /// What is measured of them.
    pub(super) fn register(&self, registry: &mut Registry) {
        self.metrics.register(registry);
    }
}

/// What all spans say of this process. `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` change it.
fn resource() -> Resource {
    let of_process = [
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", Uuid::now_v7().to_string()),
    ];
    // Without a name in the environment, it finds one that says so.
    let named = SdkProvidedResourceDetector.detect().get(&SERVICE_NAME);
    let named = named.filter(|name| !name.as_str().starts_with("unknown_service"));
    Resource::builder_empty()
        .with_attributes(of_process)
        .with_detector(Box::new(TelemetryResourceDetector))
        .with_detector(Box::new(EnvResourceDetector::new()))
        .with_service_name(named.unwrap_or(env!("CARGO_PKG_NAME").into()))
        .build()
}

const SERVICE_NAME: Key = Key::from_static_str("service.name");

/// Decides which traces are recorded.
#[derive(Clone, Debug)]
struct Sampling {
    /// For those that begin here.
    begun_here: Sampler,
    /// For those that callers record: whoever can call could fill the queue otherwise.
    of_callers: Arc<DefaultDirectRateLimiter>,
}

impl Sampling {
    fn of(share: f64) -> Self {
        let rate = NonZeroU32::new(CALLERS_TRACES_PER_SECOND).unwrap_or(NonZeroU32::MIN);
        let rate = Quota::per_second(rate);
        Self {
            begun_here: Sampler::TraceIdRatioBased(share),
            of_callers: Arc::new(RateLimiter::direct(rate)),
        }
    }
}

impl ShouldSample for Sampling {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let span = parent.map(TraceContextExt::span);
        let parent_span = span.as_ref().map(SpanRef::span_context);
        let Some(begun) = parent_span.filter(|it| it.is_valid()) else {
            let begun_here = &self.begun_here;
            return begun_here.should_sample(parent, trace, name, kind, attributes, links);
        };
        let is_recorded =
            begun.is_sampled() && (!begun.is_remote() || self.of_callers.check().is_ok());
        SamplingResult {
            decision: match is_recorded {
                true => SamplingDecision::RecordAndSample,
                false => SamplingDecision::Drop,
            },
            attributes: Vec::new(),
            trace_state: begun.trace_state().clone(),
        }
    }
}

/// What became of spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

const SENT: Outcome = Outcome { outcome: "sent" };
const FAILED: Outcome = Outcome { outcome: "failed" };
const DROPPED: Outcome = Outcome { outcome: "dropped" };

/// How many spans there were, and how many wait.
#[derive(Clone, Debug)]
struct SpanMetrics {
    ended: Family<Outcome, Counter>,
    waiting: Gauge,
}

impl Default for SpanMetrics {
    fn default() -> Self {
        let ended: Family<Outcome, Counter> = Family::default();
        for outcome in [SENT, FAILED, DROPPED] {
            drop(ended.get_or_create(&outcome));
        }
        Self {
            ended,
            waiting: Gauge::default(),
        }
    }
}

impl SpanMetrics {
    fn register(&self, registry: &mut Registry) {
        registry.register(
            "claimstore_spans",
            "Spans that were recorded, by whether the collector took them",
            self.ended.clone(),
        );
        registry.register(
            "claimstore_spans_waiting",
            "Spans that wait to be sent",
            self.waiting.clone(),
        );
    }

    fn count(&self, outcome: Outcome, spans: usize) {
        let spans = u64::try_from(spans).unwrap_or(u64::MAX);
        self.ended.get_or_create(&outcome).inc_by(spans);
    }
}

/// Counts the spans that wait. When the queue is full, further spans are dropped.
#[derive(Debug)]
struct Counted {
    processor: BatchSpanProcessor,
    metrics: SpanMetrics,
}

impl SpanProcessor for Counted {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.processor.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        if self.metrics.waiting.inc() >= QUEUE_MAX as i64 {
            self.metrics.waiting.dec();
            self.metrics.count(DROPPED, 1);
            return;
        }
        self.processor.on_end(span);
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.processor.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.processor.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.processor.set_resource(resource);
    }
}

/// Counts the spans that are sent, and says when the collector does not take them any more.
#[derive(Debug)]
struct Watched {
    exporter: OtlpExporter,
    metrics: SpanMetrics,
    said: Mutex<Said>,
}

/// What was said last.
#[derive(Debug, Default)]
struct Said {
    is_failing: bool,
    at: Option<Instant>,
}

impl Watched {
    /// Says that spans cannot be sent, or again, but not more often than sensible: callers can
    /// bring it about that the collector refuses some.
    fn say(&self, exported: &OTelSdkResult) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        match exported {
            Ok(()) if said.is_failing => {
                said.is_failing = false;
                tracing::info!("spans are sent to the collector again");
            }
            Err(error)
                if !said.is_failing && said.at.is_none_or(|at| at.elapsed() >= SAID_EVERY) =>
            {
                *said = Said {
                    is_failing: true,
                    at: Some(Instant::now()),
                };
                tracing::warn!(%error, "spans cannot be sent to the collector");
            }
            _ => {}
        }
    }
}

impl SpanExporter for Watched {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let count = batch.len();
        self.metrics
            .waiting
            .dec_by(i64::try_from(count).unwrap_or(i64::MAX));
        let exported = self.exporter.export(batch).await;
        let outcome = if exported.is_ok() { SENT } else { FAILED };
        self.metrics.count(outcome, count);
        self.say(&exported);
        exported
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}
