//! Advisory locks on everything that a write transaction depends on.
//!
//! A transaction acquires all of them in its first statement. They are sorted, so two
//! transactions never deadlock. They are acquired before the transaction gets its id (xid),
//! so of two transactions that write the same resource, the one that commits later has the
//! greater xid. The order of the log depends on that.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    domain::{
        resource::{Name, NaturalKey},
        rule::Link,
        value::{IdentityBuilder, IdentityDigest},
    },
    store::{Error, connection::Connection},
};

/// The maximum number of locks in one transaction.
pub const LOCKS_MAX: usize = 2_000;

/// Whether other transactions may hold the same lock at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// They may, in shared mode. Used for resources that are only referred to.
    Shared,
    /// They may not. Used for resources that are written.
    Exclusive,
}

/// Something that a write depends on, and that can be locked.
#[derive(Clone, Copy, Debug)]
pub enum Lockable<'a> {
    /// A resource.
    Resource(Name),
    /// A natural key, which no two resources may have.
    Key(&'a NaturalKey),
    /// The headline and text of an article, by which an import looks for it.
    Content(&'a IdentityDigest),
    /// A caller's request id.
    Request {
        /// The caller.
        caller: &'a str,
        /// The method.
        method: &'a str,
        /// The id.
        id: Uuid,
    },
    /// A caller's stream of bundles.
    Import {
        /// The caller.
        caller: &'a str,
        /// The id of the import.
        id: Uuid,
    },
    /// All links of one sort that start at existing resources. Only one transaction at a
    /// time may add such links: two could together close a cycle that neither of them sees.
    Links(Link),
    /// The documents of the log. Retention locks them exclusively while it moves them, and who
    /// builds leaves while it reads them; erasure in shared mode.
    Documents,
    /// The Merkle tree over the log. One server at a time adds to it.
    Tree,
}

/// A set of locks to acquire, each once and in its strongest mode.
#[derive(Clone, Debug, Default)]
pub struct LockSet(BTreeMap<i64, Mode>);

impl LockSet {
    /// Creates an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a shared lock.
    pub fn shared(&mut self, what: Lockable<'_>) {
        self.0.entry(number(what)).or_insert(Mode::Shared);
    }

    /// Adds shared locks that keep a referenced resource from being deleted. For a child of
    /// a claim they include the claim, because deleting that deletes its children.
    pub fn shared_reference(&mut self, name: Name) {
        self.shared(Lockable::Resource(name));
        if let Some(claim) = name.claim() {
            self.shared(Lockable::Resource(Name::Claim(claim)));
        }
    }

    /// Adds an exclusive lock.
    pub fn exclusive(&mut self, what: Lockable<'_>) {
        self.0.insert(number(what), Mode::Exclusive);
    }

    /// Adds all locks of another set.
    pub fn merge(&mut self, other: &Self) {
        for (&number, &mode) in &other.0 {
            let held = self.0.entry(number).or_insert(mode);
            *held = mode.max(*held);
        }
    }

    /// The locks that are not in another set.
    pub(super) fn without(&self, other: &Self) -> Self {
        let all = self.0.iter();
        let left = all.filter(|(number, _)| !other.0.contains_key(number));
        Self(left.map(|(&number, &mode)| (number, mode)).collect())
    }

    /// Whether this set contains every lock of another set, in a mode at least as strong.
    pub fn covers(&self, other: &Self) -> bool {
        other
            .0
            .iter()
            .all(|(number, mode)| self.0.get(number).is_some_and(|held| held >= mode))
    }

    /// Whether the set contains an exclusive lock on something.
    pub fn is_exclusive(&self, what: Lockable<'_>) -> bool {
        self.0.get(&number(what)) == Some(&Mode::Exclusive)
    }

    /// The number of locks.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers of the exclusive locks.
    pub fn exclusive_numbers(&self) -> impl Iterator<Item = i64> {
        let exclusive = self.0.iter().filter(|(_, mode)| **mode == Mode::Exclusive);
        exclusive.map(|(number, _)| *number)
    }

    /// The lock numbers in the order of acquisition, and whether each is exclusive.
    fn columns(&self) -> (Vec<i64>, Vec<bool>) {
        self.0
            .iter()
            .map(|(number, mode)| (*number, *mode == Mode::Exclusive))
            .unzip()
    }

    /// Acquires all locks. They are released when the transaction ends.
    pub(crate) async fn acquire(&self, transaction: &mut Connection) -> Result<(), Error> {
        if self.is_empty() {
            return Ok(());
        }
        let (numbers, are_exclusive) = self.columns();
        sqlx::query!(
            r#"
            select case when is_exclusive
                then pg_advisory_xact_lock(number)
                else pg_advisory_xact_lock_shared(number)
            end as "locked: ()"
            from unnest($1::bigint[], $2::boolean[]) as lock (number, is_exclusive)
            "#,
            &numbers,
            &are_exclusive,
        )
        .execute(transaction)
        .await
        .map_err(not_acquired)?;
        Ok(())
    }

    /// Acquires those locks that are free, and returns them. They are released when the
    /// transaction ends.
    pub(crate) async fn acquire_free(&self, transaction: &mut Connection) -> Result<Self, Error> {
        if self.is_empty() {
            return Ok(Self::new());
        }
        let (numbers, are_exclusive) = self.columns();
        let are_held = sqlx::query_scalar!(
            r#"
            select case when is_exclusive
                then pg_try_advisory_xact_lock(number)
                else pg_try_advisory_xact_lock_shared(number)
            end as "is_held!"
            from unnest($1::bigint[], $2::boolean[]) with ordinality
                as lock (number, is_exclusive, place)
            order by place
            "#,
            &numbers,
            &are_exclusive,
        )
        .fetch_all(transaction)
        .await?;
        let held = self.0.iter().zip(are_held).filter(|(_, is_held)| *is_held);
        Ok(Self(
            held.map(|((&number, &mode), _)| (number, mode)).collect(),
        ))
    }

    /// Whether a transaction with these locks and one with the others would wait for each
    /// other.
    pub fn excludes(&self, other: &Self) -> bool {
        let (few, many) = if self.len() < other.len() {
            (self, other)
        } else {
            (other, self)
        };
        few.0.iter().any(|(number, mode)| {
            let other = many.0.get(number);
            other.is_some_and(|other| (*mode).max(*other) == Mode::Exclusive)
        })
    }
}

/// The lock timeout counts for each lock by itself. For all of them together it is the limit of
/// statements.
fn not_acquired(error: sqlx::Error) -> Error {
    match Error::from(error) {
        Error::TimedOut(error) => Error::Locked(error),
        other => other,
    }
}

/// The number of an advisory lock: the first 64 bits of a digest. If two things have the
/// same number, the only consequence is an unnecessary wait.
fn number(what: Lockable<'_>) -> i64 {
    let builder = IdentityBuilder::new();
    let digest = match what {
        Lockable::Resource(name) => builder
            .part("resource")
            .part(name.kind().code().to_be_bytes())
            .part(name.uuid()),
        Lockable::Key(key) => key.add_to(builder.part("key")),
        Lockable::Content(digest) => builder.part("content").part(digest),
        Lockable::Request { caller, method, id } => {
            builder.part("request").part(caller).part(method).part(id)
        }
        Lockable::Import { caller, id } => builder.part("import").part(caller).part(id),
        Lockable::Links(link) => builder.part("links").part(link.code().to_be_bytes()),
        Lockable::Documents => builder.part("documents"),
        Lockable::Tree => builder.part("tree"),
    }
    .finish();
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::resource::SourceId;

    fn source(n: u128) -> Lockable<'static> {
        Lockable::Resource(Name::Source(SourceId::new(Uuid::from_u128(n))))
    }

    #[test]
    fn the_stronger_mode_wins_in_either_order() {
        for exclusive_first in [true, false] {
            let mut locks = LockSet::new();
            if exclusive_first {
                locks.exclusive(source(1));
                locks.shared(source(1));
            } else {
                locks.shared(source(1));
                locks.exclusive(source(1));
            }
            assert_eq!(locks.columns().1, [true]);
        }
    }

    #[test]
    fn a_shared_lock_does_not_cover_an_exclusive_one() {
        let mut shared = LockSet::new();
        shared.shared(source(1));
        let mut exclusive = LockSet::new();
        exclusive.exclusive(source(1));
        assert!(exclusive.covers(&shared));
        assert!(!shared.covers(&exclusive));
        shared.merge(&exclusive);
        assert!(shared.covers(&exclusive));
    }

    #[test]
    fn locks_are_acquired_in_one_order() {
        let mut locks = LockSet::new();
        for n in 0..100 {
            locks.exclusive(source(n));
        }
        assert!(locks.columns().0.is_sorted());
    }
}
