//! What a change did to what a filter selects: judged by the resource before it and
//! after it.

use super::{
    append::Operation,
    change::{ChangeFilter, ChangeRow},
};
use crate::{
    domain::{
        resource::{
            any::Stored,
            name::{Kind, Name},
        },
        rule::standing::Dispute,
    },
    store::{
        Error, Reader,
        read::{
            list::Filter,
            load::{IncludeDeleted, unreadable},
        },
    },
    wire::{document, resource::standing},
};

/// What a change did to what a filter selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is selected now, and was not before.
    Entered,
    /// It is selected now, as it was before.
    Changed,
    /// It was selected before, and is no more.
    Left,
}

/// A document, read.
#[derive(Debug)]
pub(crate) enum Decoded {
    /// There is none.
    Nothing,
    /// A resource.
    Resource(Box<Stored>),
    /// How a claim stands.
    Dispute(Dispute),
}

impl Decoded {
    fn read(kind: Kind, doc: Option<&Vec<u8>>) -> Result<Self, Error> {
        let Some(doc) = doc else {
            return Ok(Self::Nothing);
        };
        let decoded = match kind {
            Kind::Standing => standing::read_dispute(doc).map(Self::Dispute),
            _ => document::decode(kind, doc).map(|stored| Self::Resource(Box::new(stored))),
        };
        decoded.map_err(|error| unreadable("change_docs", "doc", kind.code(), error))
    }
}

const AFTER: usize = 0;
const BEFORE: usize = 1;
const BESIDE: usize = 2;

impl ChangeRow {
    /// One of its documents, read once for all who ask.
    fn decoded(&self, which: usize) -> Result<&Decoded, Error> {
        if let Some(decoded) = self.decoded[which].get() {
            return Ok(decoded);
        }
        let kind = self.name.kind();
        let decoded = match which {
            AFTER => Decoded::read(kind, self.doc.as_ref())?,
            BEFORE => Decoded::read(kind, self.before.as_ref())?,
            _ => {
                let kind = match kind {
                    Kind::Claim => Kind::Standing,
                    _ => Kind::Claim,
                };
                Decoded::read(kind, self.beside.as_ref())?
            }
        };
        Ok(self.decoded[which].get_or_init(|| decoded))
    }
}

impl ChangeFilter {
    /// What a change did to what this selects; nothing where it is not about that.
    pub fn classify(&self, row: &ChangeRow) -> Result<Option<Effect>, Error> {
        if !self.is_met_by_entry(row) {
            return Ok(None);
        }
        if row.is_erasure() {
            // What it was cannot be asked any more, so that it is gone is told to all.
            return Ok(Some(Effect::Left));
        }
        match &self.matching {
            None => self.classify_any(row).map(Some),
            Some(filter) => self.classify_matching(filter, row),
        }
    }

    /// Whether a change meets all that can be asked of its entry, but times.
    fn is_met_by_entry(&self, row: &ChangeRow) -> bool {
        // Conditions on claims are conditions on their standings too, and whom a claim
        // concerns says the claim.
        let (name, is_beside) = match (row.name, &self.matching) {
            (Name::Standing(claim), Some(_)) => (Name::Claim(claim), true),
            (name, _) => (name, false),
        };
        self.resource.is_none_or(|requested| requested == name)
            && self
                .concerns
                .is_none_or(|requested| is_beside || row.scope.contains(&requested.uuid()))
            && self.actor.as_ref().is_none_or(|actor| *actor == row.actor)
            && self.asks(row.name.kind())
    }

    /// Where no condition is on the resource, every change is told.
    fn classify_any(&self, row: &ChangeRow) -> Result<Effect, Error> {
        if let (Some(concerned), Some(_)) = (self.concerns, &row.doc) {
            let before = is_about(row.decoded(BEFORE)?, row.name, concerned);
            let after = is_about(row.decoded(AFTER)?, row.name, concerned);
            return Ok(effect(before, after).unwrap_or(Effect::Changed));
        }
        Ok(match row.operation {
            CREATED | UNDELETED => Effect::Entered,
            DELETED => Effect::Left,
            _ => Effect::Changed,
        })
    }

    fn classify_matching(&self, filter: &Filter, row: &ChangeRow) -> Result<Option<Effect>, Error> {
        let unknown = Decoded::Dispute(Dispute::default());
        let beside = match filter.asks_standing() {
            true => row.decoded(BESIDE)?,
            false => &unknown,
        };
        let (before, after) = (row.decoded(BEFORE)?, row.decoded(AFTER)?);
        let meets = |it: &Decoded| match row.name.kind() == filter.kind() {
            true => self.is_met(filter, it, beside, IncludeDeleted::Live),
            // A standing, and the claim beside it.
            false => self.is_met(filter, beside, it, IncludeDeleted::Live),
        };
        Ok(effect(meets(before), meets(after)))
    }

    fn is_met(
        &self,
        filter: &Filter,
        resource: &Decoded,
        standing: &Decoded,
        include_deleted: IncludeDeleted,
    ) -> bool {
        let Decoded::Resource(stored) = resource else {
            return false;
        };
        let nothing = Dispute::default();
        let dispute = match standing {
            Decoded::Dispute(dispute) => dispute,
            _ => &nothing,
        };
        (include_deleted.is_all() || !stored.stamp.is_deleted())
            && self
                .concerns
                .is_none_or(|name| stored.resource.scope(stored.name).contains(&name.uuid()))
            && filter.is_met_by(stored, dispute)
    }

    /// Whether a state is selected.
    pub(crate) fn selects(
        &self,
        row: &ChangeRow,
        include_deleted: IncludeDeleted,
    ) -> Result<bool, Error> {
        if self.resource.is_some_and(|name| name != row.name) {
            return Ok(false);
        }
        match (&self.matching, self.concerns) {
            (None, None) => Ok(true),
            (None, Some(concerned)) => Ok(is_about(row.decoded(AFTER)?, row.name, concerned)),
            (Some(filter), _) => {
                let beside = match filter.asks_standing() {
                    true => row.decoded(BESIDE)?,
                    false => &Decoded::Nothing,
                };
                Ok(self.is_met(filter, row.decoded(AFTER)?, beside, include_deleted))
            }
        }
    }
}

impl Reader {
    /// Refuses changes that cannot be judged because what they were about is no longer
    /// kept. What was erased since is told by its erasure.
    pub(crate) async fn require_kept(
        &mut self,
        rows: &[ChangeRow],
        asks_standing: bool,
    ) -> Result<(), Error> {
        let lacks_claim = |row: &ChangeRow| {
            asks_standing && matches!(row.name, Name::Standing(_)) && row.beside.is_none()
        };
        let is_missing = |row: &&ChangeRow| {
            row.doc.is_none() || (row.revision > 1 && row.before.is_none()) || lacks_claim(row)
        };
        let missing: Vec<&ChangeRow> = rows.iter().filter(is_missing).collect();
        let Some(first) = missing.first() else {
            return Ok(());
        };
        let error = self.gone(first.name).await?;
        let kept_since = match &error {
            Error::Gone { kept_since, .. } => *kept_since,
            _ => None,
        };
        let is_old = |row: &&&ChangeRow| kept_since.is_some_and(|since| row.change_time < since);
        let mut old: Vec<Name> = missing.iter().filter(is_old).map(|row| row.name).collect();
        while let Some(kind) = old.first().map(|name| name.kind()) {
            let (same, others): (Vec<Name>, Vec<Name>) =
                old.into_iter().partition(|name| name.kind() == kind);
            let erased = self.erased(kind, &same).await?;
            if let Some(name) = same.iter().find(|name| !erased.contains_key(name)) {
                return Err(Error::Gone {
                    name: *name,
                    kept_since,
                });
            }
            old = others;
        }
        Ok(())
    }
}

const fn effect(before: bool, after: bool) -> Option<Effect> {
    match (before, after) {
        (false, false) => None,
        (false, true) => Some(Effect::Entered),
        (true, true) => Some(Effect::Changed),
        (true, false) => Some(Effect::Left),
    }
}

/// Whether a resource is live and about another.
fn is_about(decoded: &Decoded, name: Name, concerned: Name) -> bool {
    match decoded {
        Decoded::Nothing => false,
        Decoded::Resource(stored) => {
            let scope = stored.resource.scope(stored.name);
            !stored.stamp.is_deleted() && scope.contains(&concerned.uuid())
        }
        Decoded::Dispute(_) => name.uuid() == concerned.uuid(),
    }
}

const CREATED: i16 = Operation::Created.code();
const DELETED: i16 = Operation::Deleted.code();
const UNDELETED: i16 = Operation::Undeleted.code();
