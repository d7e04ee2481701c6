//! The deadline of a call, from the edge to what the call does.

use std::time::{Duration, Instant};

use tonic::Extensions;

/// When the caller no longer waits for an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// The deadline of a call that begins now.
    pub(crate) fn after(limit: Duration) -> Self {
        Self(Instant::now() + limit)
    }

    /// The deadline of a call that came through the edge.
    pub(crate) fn of(extensions: &Extensions) -> Option<Instant> {
        extensions.get::<Self>().map(|deadline| deadline.0)
    }
}
