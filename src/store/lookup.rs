//! Look-ups: reads on one connection, most of which are about single things that may be stored.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    connection::Connection,
    error::Error,
    known::{Known, Question},
};
use crate::domain::Timestamp;

/// Look-ups on one connection, in a transaction or outside of one.
pub struct Lookup<'c> {
    connection: &'c mut Connection,
    /// The answers that are kept.
    known: Option<&'c mut Known>,
    is_brief: bool,
}

impl<'c> Lookup<'c> {
    pub(super) fn new(connection: &'c mut Connection) -> Self {
        Self {
            connection,
            known: None,
            is_brief: false,
        }
    }

    /// The look-ups are for a decision that must not take long.
    pub fn brief(self) -> Self {
        Self {
            is_brief: true,
            ..self
        }
    }

    /// Whether they are for a decision that must not take long.
    pub const fn is_brief(&self) -> bool {
        self.is_brief
    }

    /// Whether an answer was assumed that is still to be read.
    pub fn has_assumed(&self) -> bool {
        self.known.as_deref().is_some_and(Known::has_assumed)
    }

    /// Keeps the answers, and does not read again what is known.
    pub fn keeping(self, known: &'c mut Known) -> Self {
        Self {
            known: Some(known),
            ..self
        }
    }

    /// The time of the database's clock, or that of the newest change if the clock is behind it.
    pub async fn now(&mut self) -> Result<Timestamp, Error> {
        let known = self.known.as_deref().and_then(|known| known.now);
        if let Some(now) = known {
            return Ok(now);
        }
        let now = sqlx::query_scalar("select next_change_time() - interval '1 microsecond'");
        let now = now.fetch_one(&mut *self.connection).await?;
        if let Some(known) = self.known.as_deref_mut() {
            known.now = Some(now);
        }
        Ok(now)
    }

    /// Reads the answers to the same questions again.
    pub async fn read_again(&mut self, known: &Known) -> Result<Known, Error> {
        known.read_again(self.connection).await
    }

    /// Answers questions, from what is known or from the store. Those to which nothing is stored
    /// are left out.
    pub(super) async fn answers<Q: Question>(
        &mut self,
        questions: BTreeSet<Q>,
    ) -> Result<BTreeMap<Q, Q::Answer>, Error> {
        match self.known.as_deref_mut() {
            Some(known) => known.answers(self.connection, questions).await,
            None if questions.is_empty() => Ok(BTreeMap::new()),
            None => Q::read(self.connection, questions).await,
        }
    }

    /// Whether answers are kept.
    pub(super) const fn keeps(&self) -> bool {
        self.known.is_some()
    }

    /// The connection, for look-ups that depend on answers which are kept.
    pub(super) const fn connection(&mut self) -> &mut Connection {
        self.connection
    }

    /// The connection, for look-ups whose answers are not kept.
    pub(super) fn unkept(&mut self) -> &mut Connection {
        if let Some(known) = self.known.as_deref_mut() {
            known.note_unkept();
        }
        self.connection
    }
}
