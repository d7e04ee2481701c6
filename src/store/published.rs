//! What is published of the store: what its pools measured, and how they are used at the moment.

use std::fmt;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _},
    metrics::{MetricType, gauge::ConstGauge},
    registry::Registry,
};

use super::{
    database::Store,
    metrics::OfPool,
    pool::{Occupancy, Pool},
};

impl Store {
    /// Adds the measures of its pools to those that are published.
    pub fn register(&self, registry: &mut Registry) {
        self.metrics.register(registry);
        registry.register_collector(Box::new(Pools(self.clone())));
    }
}

/// Publishes how the pools are used at the moment.
#[derive(Debug)]
struct Pools(Store);

impl Collector for Pools {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let pools = self.0.pools();
        gauges(
            &mut encoder,
            "claimstore_database_connections_max",
            "The most connections to the database.",
            &pools,
            |pool| pool.connections_max(),
        )?;
        let of = |count: fn(Occupancy) -> usize| move |pool: &Pool| count(pool.occupancy());
        gauges(
            &mut encoder,
            "claimstore_database_connections",
            "Open connections to the database.",
            &pools,
            of(|it| it.connections),
        )?;
        gauges(
            &mut encoder,
            "claimstore_database_connections_in_use",
            "Connections to the database that calls use.",
            &pools,
            of(|it| it.in_use),
        )?;
        gauges(
            &mut encoder,
            "claimstore_database_connection_waiters",
            "Calls that wait for a connection to the database.",
            &pools,
            of(|it| it.waiting),
        )
    }
}

fn gauges(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    pools: &[(&'static str, &Pool)],
    value: impl Fn(&Pool) -> usize,
) -> fmt::Result {
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    for (name, pool) in pools {
        let labels = OfPool { pool: name };
        let gauge = ConstGauge::new(value(pool) as u64);
        gauge.encode(family.encode_family(&labels)?)?;
    }
    Ok(())
}
