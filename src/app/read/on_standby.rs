//! Reads that may go to a standby. What it cannot answer in time, or does not have, the primary is
//! asked.

use std::{pin::Pin, time::Duration};

use tokio::time::{sleep, timeout};

use super::moment;
use crate::{
    app::{App, Error},
    domain::Timestamp,
    store::{Store, log::Position},
};

/// How long a read waits for the answer of a standby.
const ANSWER_MAX: Duration = Duration::from_secs(3);

/// How long a read waits until a standby has what it has to have.
const REACH_MAX: Duration = Duration::from_millis(50);

/// As long, for what reads many pages.
const REACH_PAGES_MAX: Duration = Duration::from_secs(2);

/// The pause between two looks at how far a standby is.
const PAUSE: Duration = Duration::from_millis(3);

/// What an answer has to reflect.
#[derive(Clone, Copy, Debug)]
pub enum Reflects {
    /// What was acknowledged as long ago as a standby may be behind.
    Recent,
    /// Also what is at a position.
    Position(Position),
    /// All that is acknowledged. A page after another one has to: the one before may be from a
    /// standby that is further, and what is between would be on neither.
    All,
}

impl App {
    /// Reads from a standby, if one is fresh enough; otherwise from the primary. Reads from the
    /// primary, too, what a standby does not have: it may be new.
    pub async fn reading<T, F>(
        &self,
        reflects: Reflects,
        read: impl Fn(Self) -> F + Sync,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>> + Send,
    {
        let read = |app| boxed(read(app));
        let Some(standby) = self.standbys.choose() else {
            return read(self.clone()).await;
        };
        let answer = async {
            match reflects {
                Reflects::Recent => {}
                Reflects::Position(position) => require_position(&standby.store, position).await?,
                Reflects::All => {
                    require_written(&self.store, &standby.store, REACH_MAX).await?;
                }
            }
            read(self.on(standby)).await
        };
        let before = standby.store.server_changes();
        let answer = timeout(ANSWER_MAX, answer).await;
        // What is known of one server says nothing about another.
        let is_same = standby.store.server_changes() == before;
        let is_answered = is_same && matches!(answer, Ok(Ok(_)));
        self.standbys.count(standby, is_answered);
        match answer {
            Ok(Ok(found)) if is_same => return Ok(found),
            Ok(Ok(_)) => {}
            Ok(Err(Error::DatabaseUnavailable(_))) | Err(_) => standby.leave(),
            Ok(Err(_)) => {}
        }
        read(self.clone()).await
    }

    /// Where many pages are read from: a standby that has all that is written by now, if there is
    /// one.
    pub(crate) async fn pages_from(&self) -> PagesFrom {
        let Some(standby) = self.standbys.choose() else {
            return PagesFrom::primary(self.clone());
        };
        let server = standby.store.server_changes();
        match require_written(&self.store, &standby.store, REACH_PAGES_MAX).await {
            Ok(()) => PagesFrom {
                app: self.on(standby),
                primary: Some((self.clone(), server)),
            },
            Err(_) => PagesFrom::primary(self.clone()),
        }
    }

    /// Waits until a moment is settled, and what is read from has everything of it.
    pub(crate) async fn settle(&self, moment: Timestamp) -> Result<(), Error> {
        let Some(primary) = &self.primary else {
            return moment::settle(&self.store, moment).await;
        };
        moment::settle(primary, moment).await?;
        require_written(primary, &self.store, REACH_MAX).await
    }
}

/// Where many pages are read from: a standby until it fails, and then the primary.
pub(crate) struct PagesFrom {
    app: App,
    /// If it is a standby: the primary, and the server that the standby was.
    primary: Option<(App, u64)>,
}

impl PagesFrom {
    /// From the primary only.
    pub const fn primary(app: App) -> Self {
        Self { app, primary: None }
    }

    /// Whether they are read from a standby.
    pub const fn is_standby(&self) -> bool {
        self.primary.is_some()
    }

    /// Reads a page.
    pub async fn read<T, F>(&mut self, read: impl Fn(App) -> F + Sync) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>> + Send,
    {
        let read = |app| boxed(read(app));
        if let Some((primary, server)) = &self.primary {
            let answer = timeout(ANSWER_MAX, read(self.app.clone())).await;
            let is_same = self.app.store.server_changes() == *server;
            if let (Ok(Ok(page)), true) = (answer, is_same) {
                return Ok(page);
            }
            self.app = primary.clone();
            self.primary = None;
        }
        read(self.app.clone()).await
    }
}

/// The reads of many methods would make futures of futures that are too deep to be compiled.
fn boxed<'a, T>(
    read: impl Future<Output = T> + Send + 'a,
) -> Pin<Box<dyn Future<Output = T> + Send + 'a>> {
    Box::pin(read)
}

/// Waits until a standby has what the primary has written by now.
async fn require_written(
    primary: &Store,
    standby: &Store,
    wait_max: Duration,
) -> Result<(), Error> {
    let written = primary.reader().await?.wal_point().await?;
    let reached = async {
        while !standby.reader().await?.wal_point().await?.reaches(written) {
            sleep(PAUSE).await;
        }
        Ok(())
    };
    timeout(wait_max, reached)
        .await
        .unwrap_or(Err(Error::StandbyBehind))
}

/// Waits until a standby has what is at a position.
async fn require_position(standby: &Store, position: Position) -> Result<(), Error> {
    let reached = async {
        while !standby.reader().await?.has(position).await? {
            sleep(PAUSE).await;
        }
        Ok(())
    };
    timeout(REACH_MAX, reached)
        .await
        .unwrap_or(Err(Error::StandbyBehind))
}
