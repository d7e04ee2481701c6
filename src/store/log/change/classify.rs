//! Classifies changes by their effect on what a filter selects. The effect follows from the
//! states of the resource before and after the change.

use super::{
    ChangeRow,
    decoded::{Decoded, DecodedChange},
    filter::ChangeFilter,
};
use crate::{
    domain::{resource::Name, rule::Dispute},
    store::{
        Error,
        operation::Operation,
        read::{Filter, IncludeDeleted, list::Conditions},
    },
};

/// The effect of a change on what a filter selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The resource is selected now, and was not before.
    Entered,
    /// The resource is selected now, and was before.
    Changed,
    /// The resource was selected before, and is not any more.
    Left,
}

impl ChangeFilter {
    /// The effect of a change on what this filter selects; `None` if it has none.
    pub fn classify(&self, change: &DecodedChange) -> Result<Option<Effect>, Error> {
        if !self.is_met_by_entry(change.row()) {
            return Ok(None);
        }
        if change.row().is_erasure() {
            // The state before an erasure can no longer be read, so it is reported to
            // everyone.
            return Ok(Some(Effect::Left));
        }
        match &self.matching {
            None => self.classify_any(change).map(Some),
            Some(filter) => self.classify_matching(filter, change),
        }
    }

    /// Whether a change meets all conditions on its entry, except for times.
    fn is_met_by_entry(&self, row: &ChangeRow) -> bool {
        // Conditions on claims apply to changes of their standings, too. Whether such a
        // change concerns a resource is then decided by its claim.
        let (name, is_standing) = match (row.name, &self.matching) {
            (Name::Standing(claim), Some(_)) => (Name::Claim(claim), true),
            (name, _) => (name, false),
        };
        self.resource.is_none_or(|requested| requested == name)
            && self
                .concerns
                .is_none_or(|requested| is_standing || row.scope.contains(&requested.uuid()))
            && self.actor.as_ref().is_none_or(|actor| *actor == row.actor)
            && self.selects_kind(row.name.kind())
    }

    /// Without conditions on the resource, every change is selected.
    fn classify_any(&self, change: &DecodedChange) -> Result<Effect, Error> {
        let row = change.row();
        if let (Some(concerned), Some(_)) = (self.concerns, &row.doc) {
            let before = is_about(change.before()?, row.name, concerned);
            let after = is_about(change.after()?, row.name, concerned);
            return Ok(effect(before, after).unwrap_or(Effect::Changed));
        }
        Ok(match row.operation {
            CREATED | UNDELETED => Effect::Entered,
            DELETED => Effect::Left,
            _ => Effect::Changed,
        })
    }

    fn classify_matching(
        &self,
        filter: &Filter,
        change: &DecodedChange,
    ) -> Result<Option<Effect>, Error> {
        let conditions = filter.conditions();
        let counterpart = counterpart(&conditions, change)?;
        let is_of_kind = change.row().name.kind() == filter.kind();
        let meets = |it| match is_of_kind {
            true => self.is_met(&conditions, it, counterpart, IncludeDeleted::Live),
            // The change is of a standing, and the counterpart is its claim.
            false => self.is_met(&conditions, counterpart, it, IncludeDeleted::Live),
        };
        Ok(effect(meets(change.before()?), meets(change.after()?)))
    }

    fn is_met(
        &self,
        conditions: &Conditions<'_>,
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
            && conditions.are_met_by(stored, dispute)
    }

    /// Whether the state after a change is selected.
    pub(crate) fn selects(
        &self,
        change: &DecodedChange,
        include_deleted: IncludeDeleted,
    ) -> Result<bool, Error> {
        let name = change.row().name;
        if self.resource.is_some_and(|requested| requested != name) {
            return Ok(false);
        }
        match (&self.matching, self.concerns) {
            (None, None) => Ok(true),
            (None, Some(concerned)) => Ok(is_about(change.after()?, name, concerned)),
            (Some(filter), _) => {
                let conditions = filter.conditions();
                let counterpart = counterpart(&conditions, change)?;
                Ok(self.is_met(&conditions, change.after()?, counterpart, include_deleted))
            }
        }
    }
}

/// The counterpart of a change, if there are conditions on standings.
fn counterpart<'c>(
    conditions: &Conditions<'_>,
    change: &'c DecodedChange,
) -> Result<&'c Decoded, Error> {
    match conditions.need_standing() {
        true => change.counterpart(),
        false => Ok(&Decoded::Nothing),
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

/// Whether a resource is live and concerns another one.
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
