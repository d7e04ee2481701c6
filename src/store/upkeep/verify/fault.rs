//! What can be wrong with a log, and the report of it.

use crate::{domain::Timestamp, store::tree::logged::CommitKey};

/// A change of the log, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("change {seq} of commit {}, {subject}", place(*.commit))]
pub struct Which {
    /// The position of its commit.
    pub commit: CommitKey,
    /// Its place in the commit.
    pub seq: i32,
    /// The resource and the revision that it made.
    pub subject: String,
}

fn place(commit: CommitKey) -> String {
    format!("{}/{}", commit.epoch, commit.xid)
}

/// What is wrong with the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The row is another one.
    #[error("{0}: its row in the log was changed")]
    Record(Which),
    /// What it made of the resource is another thing.
    #[error("{0}: its document or text was changed")]
    Content(Which),
    /// What it made of the resource is not there, and was neither erased nor removed by retention.
    #[error(
        "{0}: its document or text is missing, and neither an erasure nor the retention removed it"
    )]
    Missing(Which),
    /// It cannot be compared with its digest.
    #[error("{0}: its salt is missing, and no erasure removed it")]
    NoSalt(Which),
    /// What the tree has of it is damaged.
    #[error("{0}: its digest, or what goes with that, was changed")]
    Digest(Which),
    /// It is not there.
    #[error("change {seq} of commit {} was dropped", place(*.commit))]
    DroppedChange {
        /// The position of its commit.
        commit: CommitKey,
        /// Its place in the commit.
        seq: i32,
    },
    /// It was not there.
    #[error("{0}: it was added later")]
    AddedChange(Which),
    /// A commit is not there.
    #[error("commit {}, leaf {index}, was dropped", place(*.commit))]
    DroppedCommit {
        /// Its position.
        commit: CommitKey,
        /// The index of its leaf.
        index: i64,
    },
    /// A commit was not there.
    #[error("commit {} was added later: it has no leaf", place(*.0))]
    AddedCommit(CommitKey),
    /// Two commits have each other's changes.
    #[error("commits {} and {} were swapped", place(*.0), place(*.1))]
    Swapped(CommitKey, CommitKey),
    /// A leaf says something else than its commit, and no change of it differs.
    #[error("leaf {index}, of commit {}, was changed", place(*.commit))]
    Leaf {
        /// Its position.
        commit: CommitKey,
        /// The index of its leaf.
        index: i64,
    },
    /// Leaves are missing, or not in the order of the log.
    #[error("leaf {index} is missing, or leaves are not in the order of the log")]
    Order {
        /// The index where it begins.
        index: i64,
    },
    /// A node is not the hash of what is below it.
    #[error("node {index} of level {level} of the tree was changed")]
    Node {
        /// Its level in tiles.
        level: i16,
        /// Its index.
        index: i64,
    },
    /// When a text was superseded is not when the log says.
    #[error(
        "text {version} of article {article}: the time until which it was the newest was changed"
    )]
    TextTime {
        /// The id of the article.
        article: uuid::Uuid,
        /// The version of the text.
        version: i32,
    },
    /// A row belongs to nothing that the log or its tree has.
    #[error("the row {row} of {table} was added: the log has nothing that it belongs to")]
    Stray {
        /// The table.
        table: &'static str,
        /// Its key.
        row: String,
    },
    /// Two documents of one change are not the same.
    #[error(
        "the document of change {seq} of commit {} is in two tables, which differ",
        place(*.commit)
    )]
    Differing {
        /// The position of its commit.
        commit: CommitKey,
        /// Its place in the commit.
        seq: i32,
    },
    /// More is said to be gone than the retention can have removed.
    #[error(
        "the table retention says that what was superseded before {kept_since} is gone, and no server \
         removes what was superseded less than 30 days ago"
    )]
    Retention {
        /// The time.
        kept_since: Timestamp,
    },
    /// The tree of a size is not the one that was signed.
    #[error(
        "the history is another one than that of the checkpoint of {signed} commits: the root over the \
         first {signed} differs, so something before was changed, and the tree with it"
    )]
    Forked {
        /// The size.
        signed: u64,
    },
    /// The tree is smaller than one that was signed.
    #[error(
        "the log ends after {size} commits, and the checkpoint has {signed}: the log was cut off, or an \
         older backup was restored"
    )]
    Smaller {
        /// The size of the tree.
        size: u64,
        /// The size that was signed.
        signed: u64,
    },
}

/// The most faults that are listed.
pub(super) const FAULTS_MAX: usize = 1_000;

/// What was verified, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// The leaves of the tree.
    pub leaves: u64,
    /// The changes of their commits.
    pub changes: u64,
    /// Those whose content was erased by law.
    pub erased: u64,
    /// Standings from before a review of their claim was erased, which may have taken a verdict out of
    /// them. Nothing proves what is left of them.
    pub redacted: u64,
    /// Those whose content was gone when their leaves were built, as these say.
    pub not_kept: u64,
    /// Those whose content is gone by the retention, as the store says. Nothing proves that.
    pub said_not_kept: u64,
    /// The time since which all is kept, as the store says.
    pub kept_since: Option<Timestamp>,
    /// Commits that have no leaf yet.
    pub without_leaf: u64,
    /// Of the trees that were signed, in their order, whether the log still has them.
    pub held: Vec<bool>,
    /// The faults, up to a limit.
    pub faults: Vec<Fault>,
    /// The number of faults beyond the limit.
    pub beyond: u64,
}

impl Verified {
    pub(super) fn add(&mut self, fault: Fault) {
        match self.faults.len() < FAULTS_MAX {
            true => self.faults.push(fault),
            false => self.beyond += 1,
        }
    }
}
