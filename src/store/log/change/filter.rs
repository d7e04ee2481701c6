//! The filter of changes.

use crate::{
    domain::{
        Timestamp,
        resource::{Kind, Name},
    },
    store::read::Filter,
};

/// The filter of changes. All given conditions must be met.
#[derive(Clone, Debug, Default)]
pub struct ChangeFilter {
    /// Changes of this resource.
    pub resource: Option<Name>,
    /// Changes that concern this article, source or claim. These include the changes of its
    /// children.
    pub concerns: Option<Name>,
    /// Changes by this actor.
    pub actor: Option<String>,
    /// Changes at or after this time.
    pub start_time: Option<Timestamp>,
    /// Changes before this time.
    pub end_time: Option<Timestamp>,
    /// Changes of resources of these kinds; of all kinds if empty.
    pub kinds: Vec<Kind>,
    /// Changes of resources that this filter selects before or after the change.
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

    /// Whether there are conditions on the standings of claims.
    pub(crate) fn needs_standing(&self) -> bool {
        self.matching.as_ref().is_some_and(Filter::needs_standing)
    }

    /// Whether changes of resources of a kind can be selected.
    pub(crate) fn selects_kind(&self, kind: Kind) -> bool {
        match &self.matching {
            None => self.kinds.is_empty() || self.kinds.contains(&kind),
            Some(filter) => {
                filter.kind() == kind || (kind == Kind::Standing && filter.needs_standing())
            }
        }
    }

    /// The kinds whose changes can be selected; all kinds if empty.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        match &self.matching {
            None => self.kinds.clone(),
            Some(filter) if filter.needs_standing() => vec![filter.kind(), Kind::Standing],
            Some(filter) => vec![filter.kind()],
        }
    }
}
