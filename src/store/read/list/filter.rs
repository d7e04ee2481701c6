//! The filter of a list of any kind of resource.

use super::{
    appearance::AppearanceFilter, article::ArticleFilter, claim::ClaimFilter,
    conditions::Conditions, relation::RelationFilter, review::ReviewFilter, source::SourceFilter,
};
use crate::domain::resource::Kind;

/// The filter of a list of resources of one kind.
#[derive(Clone, Debug)]
pub enum Filter {
    /// Sources.
    Sources(SourceFilter),
    /// Articles.
    Articles(ArticleFilter),
    /// Claims.
    Claims(ClaimFilter),
    /// Appearances.
    Appearances(AppearanceFilter),
    /// Relations.
    Relations(RelationFilter),
    /// Reviews.
    Reviews(ReviewFilter),
}

impl Filter {
    /// The kind of resource that is listed.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Sources(_) => Kind::Source,
            Self::Articles(_) => Kind::Article,
            Self::Claims(_) => Kind::Claim,
            Self::Appearances(_) => Kind::Appearance,
            Self::Relations(_) => Kind::Relation,
            Self::Reviews(_) => Kind::Review,
        }
    }

    /// The conditions.
    pub(crate) fn conditions(&self) -> Conditions<'_> {
        match self {
            Self::Sources(filter) => filter.conditions(),
            Self::Articles(filter) => filter.conditions(),
            Self::Claims(filter) => filter.conditions(),
            Self::Appearances(filter) => filter.conditions(),
            Self::Relations(filter) => filter.conditions(),
            Self::Reviews(filter) => filter.conditions(),
        }
    }

    /// Whether there are conditions on the standings of claims.
    pub fn needs_standing(&self) -> bool {
        self.conditions().need_standing()
    }

    /// The given fields whose conditions depend on other resources.
    pub fn fields_of_others(&self) -> Vec<&'static str> {
        self.conditions().fields_of_others()
    }

    /// Those of [`Filter::fields_of_others`] that cannot be evaluated as of a moment.
    pub fn fields_without_history(&self) -> Vec<&'static str> {
        self.conditions().fields_without_history()
    }
}
