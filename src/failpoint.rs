//! The places at which tests let the program fail, stall or end: all of them, and what is tried there.
//!
//! Only a build for tests has them. It needs the feature `failpoints`, which the tests alone switch on,
//! and debug assertions, which a release does not have. Elsewhere [`Failpoint::reach`] does nothing.
//!
//! A test names a file in `CLAIMSTORE_FAILPOINTS`, and writes into it what is to happen from then on:
//! lines of a name, `=` and the actions of the crate `fail`. `return` fails as a lost connection does,
//! `return(abort)` ends the process as `kill -9` does, and `sleep(50)` stalls for 50 ms.

/// A place at which a test can let the program fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failpoint {
    /// A write transaction is to begin.
    WriteBegin,
    /// It holds its locks, and nothing was read.
    WriteLocked,
    /// What to write is decided, and nothing is written.
    WriteDecided,
    /// It has its id and its change time, and nothing is written.
    WriteMoment,
    /// The rows of its resources are written.
    WriteRows,
    /// The keys, the confidential sources and the survivors of merges are written.
    WriteKeys,
    /// The standings are written.
    WriteStandings,
    /// The steps of retractions and merges are recorded.
    WriteReach,
    /// The changes are in the log.
    WriteLog,
    /// The request is recorded, so that it is not done again.
    WriteRequest,
    /// All is written, and the commit is to be sent.
    CommitBefore,
    /// It is committed, and nobody has been told.
    CommitAfter,
    /// Watches of this server are to be told, and then the caller.
    AnswerBefore,
    /// The feed is to read the newest commits of the log.
    FeedRead,
    /// The feed has read them, and no watch has them.
    FeedSend,
    /// A watch is to read a page of the log by itself.
    WatchPage,
    /// A page of a snapshot is to be read.
    SnapshotPage,
    /// A step of a retraction or a merge is to be decided.
    ReachStep,
    /// A step was done, and the next one was not begun.
    ReachNext,
    /// The anchors in an article are moved to its new text, and nothing is written.
    Reanchor,
    /// Retention is to look for months that are no longer kept.
    RetentionBegin,
    /// What is current of a month was copied, and the month is still there.
    RetentionCopied,
    /// The index is to read what changed.
    IndexRead,
    /// The index has what changed, and is to be committed.
    IndexCommit,
    /// The index was committed, and nobody knows.
    IndexCommitted,
    /// The index is to be built anew.
    IndexRebuild,
    /// It was built from what is stored, and does not follow the log yet.
    IndexRebuilt,
}

impl Failpoint {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::WriteBegin,
        Self::WriteLocked,
        Self::WriteDecided,
        Self::WriteMoment,
        Self::WriteRows,
        Self::WriteKeys,
        Self::WriteStandings,
        Self::WriteReach,
        Self::WriteLog,
        Self::WriteRequest,
        Self::CommitBefore,
        Self::CommitAfter,
        Self::AnswerBefore,
        Self::FeedRead,
        Self::FeedSend,
        Self::WatchPage,
        Self::SnapshotPage,
        Self::ReachStep,
        Self::ReachNext,
        Self::Reanchor,
        Self::RetentionBegin,
        Self::RetentionCopied,
        Self::IndexRead,
        Self::IndexCommit,
        Self::IndexCommitted,
        Self::IndexRebuild,
        Self::IndexRebuilt,
    ];

    /// Its name in the file of a test.
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// Passes the place. Fails if a test wants it to.
    #[cfg(not(all(feature = "failpoints", debug_assertions)))]
    #[inline(always)]
    pub const fn reach(self) -> Result<(), Injected> {
        Ok(())
    }

    /// Passes the place. Fails if a test wants it to.
    #[cfg(all(feature = "failpoints", debug_assertions))]
    pub fn reach(self) -> Result<(), Injected> {
        injected::reach(self)
    }
}

/// A failure that a test has asked for.
#[derive(Debug, thiserror::Error)]
#[error("a test lets it fail at {0:?}")]
pub struct Injected(pub Failpoint);

/// Does from now on what the file of a test says. Does nothing in builds that are not for tests.
pub fn follow() {
    #[cfg(all(feature = "failpoints", debug_assertions))]
    injected::follow();
}

#[cfg(all(feature = "failpoints", debug_assertions))]
mod injected {
    use std::{path::PathBuf, time::Duration};

    use super::{Failpoint, Injected};

    const FILE: &str = "CLAIMSTORE_FAILPOINTS";
    const INTERVAL: Duration = Duration::from_millis(10);

    pub fn reach(point: Failpoint) -> Result<(), Injected> {
        fail::fail_point!(&point.name(), |action| fail_with(point, action.as_deref()));
        Ok(())
    }

    fn fail_with(point: Failpoint, action: Option<&str>) -> Result<(), Injected> {
        if action == Some("abort") {
            std::process::abort();
        }
        Err(Injected(point))
    }

    pub fn follow() {
        let Some(file) = std::env::var_os(FILE).map(PathBuf::from) else {
            return;
        };
        tokio::spawn(async move {
            let mut last = String::new();
            loop {
                let now = std::fs::read_to_string(&file).unwrap_or_default();
                if now != last {
                    set(&now);
                    last = now;
                }
                tokio::time::sleep(INTERVAL).await;
            }
        });
    }

    /// Replaces what was set.
    fn set(lines: &str) {
        for (name, _) in fail::list() {
            fail::remove(name);
        }
        for (name, actions) in lines.lines().filter_map(|line| line.split_once('=')) {
            if let Err(error) = fail::cfg(name, actions) {
                tracing::error!(name, error, "a failpoint cannot be set");
            }
        }
    }
}
