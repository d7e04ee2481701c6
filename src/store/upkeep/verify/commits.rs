//! Compares the commits of the log with their leaves, page by page.

use std::collections::BTreeMap;

use super::{
    absence,
    fault::{Fault, Verified, Which},
    readable::readable,
};
use crate::{
    proof::{
        merkle::Hash,
        record::{Commit, Content},
    },
    store::{
        Error,
        connection::Connection,
        tree::{
            digests::{self, Digest},
            leaf::{self, Leaf, commit_of},
            logged::{self, Bounds, CommitKey, Logged},
        },
    },
};

/// The leaves that are compared at once.
const PAGE: i64 = 200;

/// What is read of the log at once.
const BOUNDS: Bounds = Bounds {
    changes: 2_000,
    bytes: 8 << 20,
};

/// The pages of the log.
#[derive(Default)]
pub(super) struct Pages {
    after: CommitKey,
    next: i64,
    /// What commits that differ from their leaves look like, to tell whether two were swapped.
    differing: Vec<Differing>,
}

struct Differing {
    stored: Commit,
    found: Commit,
    index: i64,
    /// Which of its changes differ.
    changes: Vec<Fault>,
}

impl Pages {
    /// The hashes of the next leaves, computed from the log. `None` at the end of the tree.
    pub async fn next(
        &mut self,
        connection: &mut Connection,
        verified: &mut Verified,
    ) -> Result<Option<Vec<Hash>>, Error> {
        let mut leaves = leaf::from(connection, self.next, PAGE).await?;
        if leaves.is_empty() {
            return Ok(None);
        }
        let page = logged::next_page(connection, self.after, BOUNDS).await?;
        if let Some(page) = page {
            let within = leaves.iter().take_while(|leaf| leaf.key() <= page.through);
            leaves.truncate(within.count());
        }
        // Without a leaf, all that was read was added.
        let last = leaves.last().map(Leaf::key);
        let through = last.or(page.map(|page| page.through));
        let through = through.unwrap_or(self.after);
        let logged = logged::between(connection, self.after, through).await?;
        let stored = digests::between(connection, self.after, through).await?;
        let mut commits = by_commit(logged, |it| it.key.commit());
        let mut digests = by_commit(stored, |it| it.key.commit());
        let mut hashes = Vec::new();
        for leaf in &leaves {
            let key = leaf.key();
            if key <= self.after || leaf.index != self.next {
                verified.add(Fault::Order { index: self.next });
                self.next = leaf.index;
            }
            self.after = self.after.max(key);
            self.next += 1;
            let digests = digests.remove(&key).unwrap_or_default();
            let Some(changes) = commits.remove(&key) else {
                let index = leaf.index;
                verified.add(Fault::DroppedCommit { commit: key, index });
                let stored = readable(leaf.commit())?;
                hashes.push(stored.map_or_else(Hash::default, |it| it.leaf()));
                continue;
            };
            hashes.push(
                self.commit(connection, leaf, &changes, &digests, verified)
                    .await?,
            );
        }
        for added in commits.into_keys() {
            verified.add(Fault::AddedCommit(added));
        }
        self.after = self.after.max(through);
        Ok(Some(hashes))
    }

    async fn commit(
        &mut self,
        connection: &mut Connection,
        leaf: &Leaf,
        changes: &[Logged],
        digests: &[Digest],
        verified: &mut Verified,
    ) -> Result<Hash, Error> {
        let mut faults = Vec::new();
        let mut records = Vec::new();
        let mut by_seq: BTreeMap<i32, &Digest> =
            digests.iter().map(|it| (it.key.seq, it)).collect();
        for change in changes {
            verified.changes += 1;
            let Some(digest) = by_seq.remove(&change.key.seq) else {
                faults.push(Fault::AddedChange(which(change)));
                records.push(change.change().record(Content::NotKept));
                continue;
            };
            let Some(said) = readable(digest.content())? else {
                faults.push(Fault::Digest(which(change)));
                records.push(change.change().record(Content::NotKept));
                continue;
            };
            let record = change.change().record(said);
            if digests::of_record(&record) != digest.record {
                faults.push(Fault::Record(which(change)));
            }
            records.push(record);
            let salt = digest.salt.as_deref();
            faults.extend(content(connection, change, (said, salt), verified).await?);
        }
        let commit = leaf.key();
        faults.extend(
            by_seq
                .into_keys()
                .map(|seq| Fault::DroppedChange { commit, seq }),
        );
        let Some(found) = commit_of(changes, &records) else {
            return Ok(Hash::default());
        };
        let index = leaf.index;
        match readable(leaf.commit())? {
            Some(stored) if stored == found => {
                let faults = faults.into_iter().map(of_same_leaf);
                faults.for_each(|fault| verified.add(fault));
            }
            Some(stored) => self.differing.push(Differing {
                stored,
                found,
                index,
                changes: faults,
            }),
            None => {
                verified.add(Fault::Leaf { commit, index });
                faults.into_iter().for_each(|fault| verified.add(fault));
            }
        }
        Ok(found.leaf())
    }

    /// Tells what the commits that differ from their leaves are, and counts those that have none yet.
    pub async fn end(
        self,
        connection: &mut Connection,
        verified: &mut Verified,
    ) -> Result<(), Error> {
        let key = |commit: &Commit| CommitKey {
            epoch: commit.epoch,
            xid: commit.xid,
        };
        for one in &self.differing {
            let others = self.differing.iter();
            let other = others
                .filter(|other| other.index != one.index)
                .find(|other| {
                    one.found.records == other.stored.records
                        && other.found.records == one.stored.records
                });
            match other {
                Some(other) if other.index > one.index => {
                    verified.add(Fault::Swapped(key(&one.stored), key(&other.stored)));
                }
                Some(_) => {}
                None if one.changes.is_empty() => verified.add(Fault::Leaf {
                    commit: key(&one.stored),
                    index: one.index,
                }),
                None => one
                    .changes
                    .iter()
                    .for_each(|fault| verified.add(fault.clone())),
            }
        }
        let left: i64 = sqlx::query_scalar(
            "select count(*) from (
                 select distinct epoch, xid from changes where (epoch, xid) > ($1, $2)
             ) left_over",
        )
        .bind(self.after.epoch)
        .bind(self.after.xid)
        .fetch_one(&mut *connection)
        .await?;
        verified.without_leaf = u64::try_from(left).unwrap_or_default();
        Ok(())
    }
}

/// What is wrong with the content of a change.
async fn content(
    connection: &mut Connection,
    change: &Logged,
    (said, salt): (Content, Option<&[u8]>),
    verified: &mut Verified,
) -> Result<Option<Fault>, Error> {
    let expected = match said {
        Content::Digest(expected) => expected,
        Content::Erased => {
            verified.erased += 1;
            return Ok(None);
        }
        Content::NotKept => {
            verified.not_kept += 1;
            return Ok(None);
        }
    };
    let payload = change.payload();
    if let (Some(payload), Some(salt)) = (&payload, salt) {
        let is_same = payload.digest(salt) == expected;
        return Ok((!is_same).then(|| Fault::Content(which(change))));
    }
    // The log has to say why: whoever removes a content can write to the table `erasures` as well.
    let absence = absence::of(connection, change.key).await?;
    match payload {
        Some(_) if absence.is_redacted => verified.redacted += 1,
        Some(_) => return Ok(Some(Fault::NoSalt(which(change)))),
        None if absence.is_erased => verified.erased += 1,
        None if absence.is_superseded => verified.said_not_kept += 1,
        None => return Ok(Some(Fault::Missing(which(change)))),
    }
    Ok(None)
}

/// What is wrong with a change whose record is that of the leaf.
fn of_same_leaf(fault: Fault) -> Fault {
    match fault {
        Fault::Record(which) => Fault::Digest(which),
        fault => fault,
    }
}

fn which(change: &Logged) -> Which {
    Which {
        commit: change.commit(),
        seq: change.key.seq,
        subject: change.subject(),
    }
}

fn by_commit<T>(rows: Vec<T>, key: impl Fn(&T) -> CommitKey) -> BTreeMap<CommitKey, Vec<T>> {
    let mut commits: BTreeMap<CommitKey, Vec<T>> = BTreeMap::new();
    for row in rows {
        commits.entry(key(&row)).or_default().push(row);
    }
    commits
}
