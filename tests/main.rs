//! The one integration binary: linked once, one module per subject.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, whichever function it has reached"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests wait, and set clocks against each other"
)]

mod bundle;
mod change;
mod command_line;
mod contract;
mod edge;
mod embedded;
mod guards;
mod health;
mod reflection;
mod serve;
mod source;
mod support;
mod test_databases;
mod tidy;
mod write_order;
