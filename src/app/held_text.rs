//! Texts of articles that calls search for words. A small request can name long texts, and to
//! search them takes several times their size, so all calls together hold a bounded amount.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Error;

/// The most texts of articles that calls hold at the same time to search them, in KiB.
const HELD_KIB_MAX: usize = 32 << 10;

/// What is left of the amount.
#[derive(Clone, Debug)]
pub struct TextBudget(Arc<Semaphore>);

/// Texts that a call holds until this is dropped.
#[derive(Debug, Default)]
#[must_use]
pub(super) struct HeldText(Option<OwnedSemaphorePermit>);

impl Default for TextBudget {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(HELD_KIB_MAX)))
    }
}

impl TextBudget {
    /// Counts a text of so many bytes. It does not wait: its caller may have locks that others
    /// wait for.
    pub(super) fn hold(&self, bytes: usize) -> Result<HeldText, Error> {
        let kib = u32::try_from(bytes.div_ceil(1 << 10)).map_err(|_| Error::Overloaded)?;
        let held = self.0.clone().try_acquire_many_owned(kib);
        let held = held.map_err(|_| Error::Overloaded)?;
        Ok(HeldText(Some(held)))
    }
}

impl HeldText {
    /// Adds another text.
    pub(super) fn add(&mut self, other: Self) {
        match (&mut self.0, other.0) {
            (Some(held), Some(other)) => held.merge(other),
            (held, Some(other)) => *held = Some(other),
            (_, None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_hold_a_bounded_amount_of_text() {
        let budget = TextBudget::default();
        let mut held = HeldText::default();
        for _ in 0..HELD_KIB_MAX >> 10 {
            held.add(budget.hold(1 << 20).unwrap());
        }
        assert!(matches!(budget.hold(1), Err(Error::Overloaded)));
        drop(held);
        assert!(budget.hold(HELD_KIB_MAX << 10).is_ok());
    }
}
