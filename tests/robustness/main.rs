//! The robustness run: many clients write to a few resources through two servers while both, their
//! database and the connections between them are killed, stopped and cut. Afterwards all that was
//! promised is checked against what every client and every watch has seen.
//!
//! docs/robustness.md says how to run it for long, and how to read what it reports.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, whichever function it has reached"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests wait, and need a seed of their own"
)]

mod calls;
mod check;
mod client;
mod faults;
mod history;
mod knobs;
mod known;
mod made;
mod mutants;
mod mutation;
mod past;
mod postgres;
mod proxy;
mod record;
mod recorded;
mod report;
mod retention;
mod run;
mod settings;
mod state;
mod watcher;
mod wide;
mod workload;
mod world;

#[path = "../support"]
#[expect(
    dead_code,
    reason = "the integration tests need the rest of what tests have in common"
)]
mod support {
    pub mod balancer;
    pub mod clock;
    pub mod cluster;
    pub mod health;
    pub mod http;
    pub mod process;
    pub mod random;
    pub mod samples;
}
