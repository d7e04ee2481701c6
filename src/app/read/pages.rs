//! Pages of changes are made a few at a time.
//!
//! What is read for a page takes several times the memory of its answer until it is encoded. So
//! a page that waits for its turn waits before it is read.

use std::{sync::Arc, thread::available_parallelism, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::app::Error;

/// How many pages are made at once for each core: one is read while another is encoded.
const PAGES_PER_CORE: usize = 2;

/// How long a page waits for its turn.
const WAIT_MAX: Duration = Duration::from_secs(5);

/// The permits for pages that are made.
#[derive(Clone, Debug)]
pub struct Pages(Arc<Semaphore>);

/// A page is made until this is dropped.
#[derive(Debug)]
#[must_use]
pub struct Making {
    _permit: OwnedSemaphorePermit,
}

impl Default for Pages {
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new(PAGES_PER_CORE * cores)))
    }
}

impl Pages {
    /// Waits until another page can be made. Fails if too many wait before it.
    pub async fn make(&self) -> Result<Making, Error> {
        let permit = timeout(WAIT_MAX, self.0.clone().acquire_owned()).await;
        let permit = permit.map_err(|_| Error::Overloaded)?;
        let permit = permit.map_err(|error| Error::Internal(Box::new(error)))?;
        Ok(Making { _permit: permit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_page_waits_for_its_turn_for_a_while_only() {
        let pages = Pages::default();
        let mut making = Vec::new();
        while pages.0.available_permits() > 0 {
            making.push(pages.make().await.unwrap());
        }
        assert!(matches!(pages.make().await, Err(Error::Overloaded)));
        let (waiting, ()) = tokio::join!(pages.make(), async { drop(making) });
        assert!(waiting.is_ok());
    }
}
