//! What the operating system says of the process, by the names that Prometheus gives it.

use std::fmt;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
};

/// Publishes the state of this process at the moment.
#[derive(Debug)]
pub(super) struct Process;

/// The state of a process.
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "it is read on Linux")
)]
struct State {
    cpu_seconds: f64,
    resident_bytes: u64,
    open_files: usize,
    open_files_max: Option<u64>,
    threads: i64,
}

#[cfg(target_os = "linux")]
fn state() -> Option<State> {
    use procfs::process::{LimitValue, Process};
    let process = Process::myself().ok()?;
    let stat = process.stat().ok()?;
    let open_files_max = match process.limits().ok()?.max_open_files.soft_limit {
        LimitValue::Value(most) => Some(most),
        LimitValue::Unlimited => None,
    };
    Some(State {
        cpu_seconds: (stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64,
        resident_bytes: stat.rss * procfs::page_size(),
        open_files: process.fd_count().ok()?,
        open_files_max,
        threads: stat.num_threads,
    })
}

#[cfg(not(target_os = "linux"))]
fn state() -> Option<State> {
    None
}

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let Some(state) = state() else {
            return Ok(());
        };
        let counter = MetricType::Counter;
        let help = "Processor time that was used, in seconds.";
        let cpu = encoder.encode_descriptor("process_cpu_seconds", help, None, counter)?;
        ConstCounter::new(state.cpu_seconds).encode(cpu)?;
        let mut gauge = |name: &str, help: &str, value: f64| {
            let encoder = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            ConstGauge::new(value).encode(encoder)
        };
        gauge(
            "process_resident_memory_bytes",
            "Resident memory in bytes.",
            state.resident_bytes as f64,
        )?;
        gauge("process_open_fds", "Open files.", state.open_files as f64)?;
        if let Some(most) = state.open_files_max {
            gauge("process_max_fds", "The most open files.", most as f64)?;
        }
        gauge("process_threads", "Threads.", state.threads as f64)
    }
}
