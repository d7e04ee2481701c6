//! Which changes are asked for.

use crate::{
    domain::{
        Timestamp,
        resource::name::{Kind, Name},
    },
    store::read::list::Filter,
};

/// Which changes are asked for: those that meet every condition given.
#[derive(Clone, Debug, Default)]
pub struct ChangeFilter {
    /// Of this resource.
    pub resource: Option<Name>,
    /// Of this article, source or claim, and of its children.
    pub concerns: Option<Name>,
    /// By this actor.
    pub actor: Option<String>,
    /// Not before.
    pub start_time: Option<Timestamp>,
    /// Before.
    pub end_time: Option<Timestamp>,
    /// Of these kinds; of all, where there are none.
    pub kinds: Vec<Kind>,
    /// Of resources that meet these conditions, before or after.
    pub matching: Option<Filter>,
}

impl ChangeFilter {
    /// Whether resources of a kind can be selected.
    pub fn is_about(&self, kind: Kind) -> bool {
        let is_kind = match &self.matching {
            None => self.kinds.is_empty() || self.kinds.contains(&kind),
            Some(filter) => filter.kind() == kind,
        };
        is_kind && self.resource.is_none_or(|name| name.kind() == kind)
    }

    /// Whether it asks how claims stand.
    pub(crate) fn needs_standing(&self) -> bool {
        self.matching.as_ref().is_some_and(Filter::needs_standing)
    }

    /// Whether changes of resources of a kind can be asked for.
    pub(crate) fn selects_kind(&self, kind: Kind) -> bool {
        match &self.matching {
            None => self.kinds.is_empty() || self.kinds.contains(&kind),
            Some(filter) => {
                filter.kind() == kind || (kind == Kind::Standing && filter.needs_standing())
            }
        }
    }

    /// The kinds whose changes can be asked for; of all, where there are none.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        match &self.matching {
            None => self.kinds.clone(),
            Some(filter) if filter.needs_standing() => vec![filter.kind(), Kind::Standing],
            Some(filter) => vec![filter.kind()],
        }
    }
}
