//! Reads that may go to a standby. The primary is asked for what a standby does not answer in time, or
//! does not have.

use std::{
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::time::{sleep, timeout};

use super::moment;
use crate::{
    app::{
        App, Error,
        standbys::{Behind, Fresh, Standby, Standbys},
    },
    domain::Timestamp,
    store::{
        Store,
        log::{Followable, Position},
    },
};

/// How long a read waits for the answer of a standby.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// How long an export waits until a standby has what the primary has.
const CATCH_UP_MAX: Duration = Duration::from_secs(2);

/// The pause between two looks at how fresh a standby is.
const PAUSE: Duration = Duration::from_millis(20);

/// What an answer has to reflect.
#[derive(Clone, Copy, Debug)]
pub enum Reflects {
    /// What was acknowledged as long ago as a standby may be behind.
    Recent,
    /// Also everything up to a position.
    Position(Position),
    /// All that is acknowledged. A page after another one has to: the one before may be from a
    /// standby that is fresher, and what was created in between would be on neither.
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
        let position = match reflects {
            Reflects::Recent => None,
            Reflects::Position(position) => Some(position),
            Reflects::All => return read(self.clone()).await,
        };
        if let Some((standby, fresh)) = self.standbys.choose() {
            let answer = async {
                if let Some(position) = position {
                    require_position(&standby.store, position).await?;
                }
                read(self.on(standby, fresh)).await
            };
            let answer = of_standby(standby, fresh, answer).await;
            self.standbys.count(standby, answer.is_some());
            if let Some(answer) = answer {
                return Ok(answer);
            }
        }
        if let Some(position) = position {
            self.require_own(position).await?;
        }
        read(self.clone()).await
    }

    /// Fails if a position is not one of this log.
    async fn require_own(&self, position: Position) -> Result<(), Error> {
        match self.store.reader().await?.can_follow(position).await? {
            Followable::Foreign => Err(Error::PositionForeign),
            Followable::Lost => Err(Error::PositionLost),
            Followable::Yes | Followable::Expired(_) => Ok(()),
        }
    }

    /// Where many pages are read from: a standby that has all that is acknowledged by now, if there
    /// is one.
    pub(crate) async fn pages_from(&self) -> PagesFrom {
        let primary = self.clone();
        let Some((standby, _)) = self.standbys.choose() else {
            return PagesFrom {
                primary,
                from: None,
            };
        };
        let now = Instant::now();
        let caught_up = async {
            loop {
                match self.standbys.fresh(standby) {
                    Some(fresh) if fresh.at >= now => return fresh,
                    _ => sleep(PAUSE).await,
                }
            }
        };
        let fresh = timeout(CATCH_UP_MAX, caught_up).await.ok();
        let from = fresh.map(|fresh| (Arc::clone(&self.standbys), standby.number, fresh));
        PagesFrom { primary, from }
    }

    /// Waits until a moment is settled. A standby may lack changes of a moment that is not long ago.
    pub(crate) async fn settle(&self, moment: Timestamp) -> Result<(), Error> {
        let Some(Behind {
            primary,
            fresh_time,
        }) = &self.behind
        else {
            return moment::settle(&self.store, moment).await;
        };
        match primary.had_ended_by(moment, *fresh_time) {
            true => moment::settle(primary, moment).await,
            false => Err(Error::StandbyBehind),
        }
    }
}

/// Where many pages are read from: a standby as long as it is fresh, and then the primary.
pub(crate) struct PagesFrom {
    primary: App,
    /// The standby by its number, and the server that it was.
    from: Option<(Arc<Standbys>, u32, Fresh)>,
}

impl PagesFrom {
    /// Reads a page.
    pub async fn read<T, F>(&mut self, read: impl Fn(App) -> F + Sync) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>> + Send,
    {
        let read = |app| boxed(read(app));
        if let Some((standbys, number, began)) = &self.from
            && let Some(standby) = standbys.of_number(*number)
        {
            let is_fresh = || {
                let fresh = standbys.fresh(standby);
                fresh.is_some_and(|it| it.server == began.server)
            };
            if is_fresh() {
                let page = read(self.primary.on(standby, *began));
                let page = of_standby(standby, *began, page).await;
                if let (Some(page), true) = (page, is_fresh()) {
                    return Ok(page);
                }
            }
        }
        self.from = None;
        read(self.primary.clone()).await
    }
}

/// The answer of a standby, if it answers in time and has what it is asked for, and its address did not
/// lead to another server meanwhile.
async fn of_standby<T>(
    standby: &Standby,
    fresh: Fresh,
    read: impl Future<Output = Result<T, Error>>,
) -> Option<T> {
    let answer = timeout(ANSWER_MAX, read).await;
    if let Ok(Err(Error::DatabaseUnavailable(_))) = &answer {
        standby.leave();
    }
    let is_same = standby.store.server_changes() == fresh.server;
    answer.ok()?.ok().filter(|_| is_same)
}

/// The reads of many methods would make futures of futures that are too deep to be compiled.
fn boxed<'a, T>(
    read: impl Future<Output = T> + Send + 'a,
) -> Pin<Box<dyn Future<Output = T> + Send + 'a>> {
    Box::pin(read)
}

/// Fails if a standby does not have everything up to a position.
async fn require_position(standby: &Store, position: Position) -> Result<(), Error> {
    match standby.reader().await?.reaches(position).await? {
        true => Ok(()),
        false => Err(Error::StandbyBehind),
    }
}
