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
mod exchange;
mod fuzz;
mod house;
mod log;
mod picture;
mod read;
mod resource;
mod search;
mod serve;
mod support;
mod transparency;
mod write;
