//! Sends spans to a collector, over OTLP with gRPC.
//!
//! Spans wait in a queue with a bound and leave in batches. If the collector is slow or cannot be
//! reached, further spans are dropped: no call ever waits for it.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use opentelemetry::{Context, KeyValue, global};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter as OtlpExporter, WithTonicConfig as _};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    resource::{EnvResourceDetector, TelemetryResourceDetector},
    trace::{
        BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider, Span, SpanData,
        SpanExporter, SpanProcessor,
    },
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family},
    registry::Registry,
};
use tonic::transport::Channel;
use uuid::Uuid;

use crate::telemetry::span;

/// The most spans that wait to be sent.
const QUEUE_MAX: usize = 2_048;

/// The most spans of a batch.
const BATCH_MAX: usize = 512;

/// How long a span waits for others to be sent with.
const DELAY: Duration = Duration::from_secs(1);

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
    /// of those that a caller began, the ones that it records.
    pub fn start(collector: Channel, sampled: f64) -> Result<Self, ExporterBuildError> {
        let metrics = SpanMetrics::default();
        let exporter = OtlpExporter::builder().with_tonic();
        let exporter = Watched {
            exporter: exporter.with_channel(collector).build()?,
            metrics: metrics.clone(),
            is_failing: AtomicBool::new(false),
        };
        let batches = BatchConfigBuilder::default()
            .with_max_queue_size(QUEUE_MAX)
            .with_max_export_batch_size(BATCH_MAX)
            .with_scheduled_delay(DELAY);
        let batches = BatchSpanProcessor::builder(exporter).with_batch_config(batches.build());
        let begun_here = Sampler::TraceIdRatioBased(sampled);
        let provider = SdkTracerProvider::builder()
            .with_sampler(Sampler::ParentBased(Box::new(begun_here)))
            .with_resource(resource())
            .with_span_processor(Counted {
                processor: batches.build(),
                ended: metrics.ended.clone(),
            })
            .build();
        global::set_tracer_provider(provider.clone());
        span::set_tracer(global::tracer(env!("CARGO_PKG_NAME")));
        Ok(Self { provider, metrics })
    }

    /// Sends the spans that wait.
    pub async fn end(self) {
        let ended =
            tokio::task::spawn_blocking(move || self.provider.shutdown_with_timeout(END_MAX));
        if !matches!(ended.await, Ok(Ok(()))) {
            tracing::warn!("the last spans could not be sent to the collector");
        }
    }

    /// What is measured of them.
    pub(super) fn register(&self, registry: &mut Registry) {
        self.metrics.register(registry);
    }
}

/// What all spans say of this process. `OTEL_RESOURCE_ATTRIBUTES` adds to it, or changes it.
fn resource() -> Resource {
    let of_process = [
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", Uuid::now_v7().to_string()),
    ];
    Resource::builder_empty()
        .with_service_name(env!("CARGO_PKG_NAME"))
        .with_attributes(of_process)
        .with_detector(Box::new(TelemetryResourceDetector))
        .with_detector(Box::new(EnvResourceDetector::new()))
        .build()
}

/// Whether spans were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

const SENT: Outcome = Outcome { outcome: "sent" };
const FAILED: Outcome = Outcome { outcome: "failed" };

/// How many spans there were. What ended and was neither sent nor failed waits, or was dropped.
#[derive(Clone, Debug)]
struct SpanMetrics {
    ended: Counter,
    exported: Family<Outcome, Counter>,
}

impl Default for SpanMetrics {
    fn default() -> Self {
        let exported: Family<Outcome, Counter> = Family::default();
        for outcome in [SENT, FAILED] {
            drop(exported.get_or_create(&outcome));
        }
        Self {
            ended: Counter::default(),
            exported,
        }
    }
}

impl SpanMetrics {
    fn register(&self, registry: &mut Registry) {
        registry.register(
            "claimstore_spans_ended",
            "Spans that were recorded and have ended",
            self.ended.clone(),
        );
        registry.register(
            "claimstore_spans_exported",
            "Spans that were sent to the collector, or that it did not take",
            self.exported.clone(),
        );
    }
}

/// Counts the spans that end.
#[derive(Debug)]
struct Counted {
    processor: BatchSpanProcessor,
    ended: Counter,
}

impl SpanProcessor for Counted {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.processor.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        self.ended.inc();
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
    is_failing: AtomicBool,
}

impl SpanExporter for Watched {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let count = u64::try_from(batch.len()).unwrap_or_default();
        let exported = self.exporter.export(batch).await;
        let outcome = if exported.is_ok() { SENT } else { FAILED };
        self.metrics.exported.get_or_create(&outcome).inc_by(count);
        let was_failing = self.is_failing.swap(exported.is_err(), Ordering::Relaxed);
        match &exported {
            Err(error) if !was_failing => {
                tracing::warn!(%error, "spans cannot be sent to the collector");
            }
            Ok(()) if was_failing => tracing::info!("spans are sent to the collector again"),
            _ => {}
        }
        exported
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}
