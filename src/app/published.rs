//! What is published of the application: what its tasks measured, and how it is at the moment.

use std::fmt;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _},
    metrics::{MetricType, gauge::ConstGauge},
    registry::Registry,
};

use super::App;

impl App {
    /// Adds the measures of the application and of its store to those that are published.
    pub fn register(&self, registry: &mut Registry) {
        self.metrics().register(registry);
        registry.register(
            "claimstore_audit_entries_lost",
            "Entries of the audit log that could not be written",
            self.audit().lost().clone(),
        );
        self.store().register(registry);
        registry.register_collector(Box::new(Now(self.clone())));
        self.standbys().register(registry);
    }
}

/// Publishes how the application is at the moment.
#[derive(Debug)]
struct Now(App);

impl Collector for Now {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let Self(app) = self;
        let mut gauge = |name: &str, help: &str, value: f64| {
            let encoder = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            ConstGauge::new(value).encode(encoder)
        };
        let index = app.search_index();
        gauge(
            "claimstore_watches",
            "Watches of clients.",
            app.feed.clients() as f64,
        )?;
        gauge(
            "claimstore_watch_waiting_bytes",
            "Bytes of answers that wait for the clients of watches.",
            app.watch_bytes() as f64,
        )?;
        gauge(
            "claimstore_imports",
            "Open streams of bundles that are imported.",
            app.streams.imports() as f64,
        )?;
        gauge(
            "claimstore_exports",
            "Open streams of bundles that are exported.",
            app.streams.exports() as f64,
        )?;
        if index.is_off() {
            return Ok(());
        }
        gauge(
            "claimstore_search_ready",
            "Whether the search index can be searched: 1 or 0.",
            f64::from(u8::from(index.is_ready())),
        )?;
        gauge(
            "claimstore_search_lag_seconds",
            "How long the oldest change that is read from the log and cannot be found yet has \
             waited, or how long the index has been unusable.",
            index.lag().as_secs_f64(),
        )?;
        let counts = index.counts();
        gauge(
            "claimstore_search_claims",
            "Claims in the search index.",
            counts.claims as f64,
        )?;
        gauge(
            "claimstore_encoder_claims_encoded",
            "Claims whose statements are encoded.",
            counts.encoded as f64,
        )?;
        gauge(
            "claimstore_encoder_claims_waiting",
            "Claims whose statements wait to be encoded.",
            counts.waiting as f64,
        )
    }
}
