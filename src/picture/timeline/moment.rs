//! What a timeline is made of.

use crate::domain::{
    Timestamp,
    resource::{Name, Stored},
    rule::Dispute,
};

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Stored it for the first time.
    Created,
    /// Gave it a new state.
    Updated,
    /// Deleted it.
    Deleted,
    /// Brought it back.
    Undeleted,
    /// Erased what it said.
    Erased,
}

/// One change of the log.
#[derive(Clone, Debug)]
pub struct Moment {
    /// What was changed.
    pub name: Name,
    /// The revision that the change made.
    pub revision: i64,
    /// When.
    pub time: Timestamp,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub deed: Deed,
    /// The state after it, if that is kept.
    pub after: Option<Stored>,
    /// The state before it, if there was one and it is kept.
    pub before: Option<Stored>,
    /// For the standing of a claim: what it was then.
    pub dispute: Option<Dispute>,
}
