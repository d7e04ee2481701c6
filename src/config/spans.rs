//! Where spans are sent.

use std::path::PathBuf;

use clap::Args;

/// Where the spans of calls are sent.
#[derive(Args, Clone, Debug)]
pub struct Spans {
    /// Collector of OpenTelemetry that takes spans over gRPC, such as http://localhost:4317; https:// is
    /// over TLS [default: no spans]
    ///
    /// OTEL_EXPORTER_OTLP_HEADERS gives headers to send along, such as credentials;
    /// OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES change what spans say of this process. At most
    /// 2,048 spans wait to be sent; what a collector does not take in time is dropped.
    #[arg(
        long = "otlp-endpoint",
        env = "CLAIMSTORE_OTLP_ENDPOINT",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub otlp_endpoint: Option<String>,

    /// File with the roots of the collector's certificate in PEM [default: those that browsers trust]
    #[arg(
        long = "otlp-ca",
        env = "CLAIMSTORE_OTLP_CA",
        value_name = "FILE",
        requires = "otlp_endpoint"
    )]
    pub otlp_ca: Option<PathBuf>,

    /// Share of the traces that begin here which are recorded; 0 to 1
    ///
    /// A call whose traceparent header names a trace is recorded if that trace is, whatever this says, but
    /// of those at most 200 in a second.
    #[arg(
        long = "otlp-sampled-share",
        env = "CLAIMSTORE_OTLP_SAMPLED_SHARE",
        value_name = "SHARE",
        default_value_t = 0.1,
        value_parser = share
    )]
    pub otlp_sampled_share: f64,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok();
    let share = share.filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a number from 0 to 1, such as 0.1".to_owned())
}
