//! The conditions of lists, asked of one resource: the same as [`super::condition`] says
//! in SQL, as far as a document, or how the claim stands, can answer.

use super::{
    AppearanceFilter, ArticleFilter, ClaimFilter, Filter, RelationFilter, ReviewFilter,
    SourceFilter,
};
use crate::domain::{
    resource::{
        any::{Resource, Stored},
        appearance::Appearance,
        article::Article,
        claim::Claim,
        name::Kind,
        relation::{Relation, RelationType},
        review::Review,
        source::Source,
    },
    rule::{stance::Side, standing::Dispute},
    value::{identity::normal_text, language},
};

impl Filter {
    /// Which resources it is about.
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

    /// Whether it asks how claims stand.
    pub const fn asks_standing(&self) -> bool {
        match self {
            Self::Claims(filter) => {
                filter.is_disputed.is_some()
                    || filter.dispute_reason.is_some()
                    || filter.verdict.is_some()
                    || filter.is_reviewed.is_some()
            }
            _ => false,
        }
    }

    /// The fields given that ask other resources than these and how they stand.
    pub fn asked_of_others(&self) -> Vec<&'static str> {
        let given: &[(bool, &'static str)] = match self {
            Self::Sources(filter) => &[
                (filter.article.is_some(), "article"),
                (filter.claim.is_some(), "claim"),
            ],
            Self::Articles(filter) => &[
                (filter.source.is_some(), "source"),
                (filter.claim.is_some(), "claim"),
                (filter.rests_on_retracted.is_some(), "rests_on_retracted"),
            ],
            Self::Claims(filter) => &[
                (filter.article.is_some(), "article"),
                (filter.source.is_some(), "source"),
            ],
            Self::Appearances(_) => &[],
            Self::Relations(filter) => &[(filter.article.is_some(), "article")],
            Self::Reviews(filter) => &[(filter.article.is_some(), "article")],
        };
        let given = given.iter().filter(|(is_given, _)| *is_given);
        given.map(|(_, field)| *field).collect()
    }

    /// Whether it asks for values that every resource has, but one that is erased.
    const fn asks_values(&self) -> bool {
        match self {
            Self::Sources(filter) => filter.kind.is_some(),
            Self::Articles(_) => false,
            Self::Claims(filter) => filter.claim_type.is_some(),
            Self::Appearances(filter) => {
                filter.form.is_some() || filter.modality.is_some() || filter.position.is_some()
            }
            Self::Relations(filter) => filter.relation_type.is_some() || filter.state.is_some(),
            Self::Reviews(filter) => filter.verdict.is_some(),
        }
    }

    /// Whether a resource meets the conditions that can be asked of it, and of how it
    /// stands.
    pub fn is_met_by(&self, stored: &Stored, dispute: &Dispute) -> bool {
        if stored.erasure.is_some() && self.asks_values() {
            return false;
        }
        match (self, &stored.resource) {
            (Self::Sources(filter), Resource::Source(it)) => source(filter, it),
            (Self::Articles(filter), Resource::Article(it, _)) => article(filter, it),
            (Self::Claims(filter), Resource::Claim(it)) => {
                claim(filter, it) && stands(filter, dispute)
            }
            (Self::Appearances(filter), Resource::Appearance(it)) => appearance(filter, it),
            (Self::Relations(filter), Resource::Relation(it)) => relation(filter, it),
            (Self::Reviews(filter), Resource::Review(it)) => review(filter, it),
            _ => false,
        }
    }
}

/// Whether something is so, where that is asked.
fn is<T: PartialEq>(requested: Option<&T>, value: &T) -> bool {
    requested.is_none_or(|requested| requested == value)
}

fn source(filter: &SourceFilter, it: &Source) -> bool {
    let SourceFilter {
        kind,
        canonical_url,
        same_as,
        publisher,
        article: _,
        claim: _,
        is_retracted,
        merged_into,
    } = filter;
    is(kind.as_ref(), &it.kind)
        && (canonical_url.is_none() || *canonical_url == it.canonical_url())
        && same_as
            .as_ref()
            .is_none_or(|uri| it.canonical_same_as().contains(uri))
        && (publisher.is_none() || *publisher == it.publisher)
        && is(is_retracted.as_ref(), &it.retraction.is_some())
        && *merged_into == it.merged_into
}

fn article(filter: &ArticleFilter, it: &Article) -> bool {
    let ArticleFilter {
        uri,
        external_id,
        publisher,
        source: _,
        claim: _,
        genre,
        is_retracted,
        is_corrected,
        rests_on_retracted: _,
    } = filter;
    is(uri.as_ref(), &it.uri)
        && external_id
            .as_ref()
            .is_none_or(|id| it.external_ids.contains(id))
        && (publisher.is_none() || *publisher == it.publisher)
        && (genre.is_none() || *genre == it.genre)
        && is(is_retracted.as_ref(), &it.retraction.is_some())
        && is(is_corrected.as_ref(), &!it.corrections.is_empty())
}

fn claim(filter: &ClaimFilter, it: &Claim) -> bool {
    let ClaimFilter {
        article: _,
        source: _,
        claim_type,
        language,
        tag,
        measure,
        is_disputed: _,
        dispute_reason: _,
        verdict: _,
        is_reviewed: _,
        is_retracted,
        merged_into,
    } = filter;
    is(claim_type.as_ref(), &it.claim_type)
        && language
            .as_ref()
            .is_none_or(|requested| language::primary(&it.language).as_ref() == Some(requested))
        && tag.as_ref().is_none_or(|tag| it.tags.contains(tag))
        && measure
            .as_ref()
            .is_none_or(|measure| it.quantities.iter().any(|of| of.measure == *measure))
        && is(is_retracted.as_ref(), &it.retraction.is_some())
        && *merged_into == it.merged_into
}

fn stands(filter: &ClaimFilter, dispute: &Dispute) -> bool {
    is(filter.is_disputed.as_ref(), &!dispute.reasons.is_empty())
        && filter
            .dispute_reason
            .is_none_or(|reason| dispute.reasons.contains(&reason))
        && (filter.verdict.is_none() || filter.verdict == dispute.verdict)
        && is(filter.is_reviewed.as_ref(), &dispute.verdict.is_some())
}

fn appearance(filter: &AppearanceFilter, it: &Appearance) -> bool {
    let AppearanceFilter {
        claim,
        article,
        source,
        form,
        modality,
        position,
    } = filter;
    let sides = it.printing.sides();
    is(claim.as_ref(), &it.claim)
        && is(article.as_ref(), &it.article)
        && source.is_none_or(|source| it.sources().any(|it| it == source))
        && is(form.as_ref(), &it.printing.form)
        && is(modality.as_ref(), &it.printing.modality)
        && position.is_none_or(|position| match position {
            Side::Affirms => sides.affirms,
            Side::Denies => sides.denies,
            Side::Doubts => sides.doubts,
        })
}

fn relation(filter: &RelationFilter, it: &Relation) -> bool {
    let RelationFilter {
        claim,
        article: _,
        relation_type,
        target,
        state,
        author,
    } = filter;
    let is_symmetric = RelationType::SYMMETRIC.contains(&it.relation_type);
    claim.is_none_or(|claim| it.claim == claim || (is_symmetric && it.target == claim))
        && is(relation_type.as_ref(), &it.relation_type)
        && is(target.as_ref(), &it.target)
        && is(state.as_ref(), &it.state)
        && is(author.as_ref(), &normal_text(&it.author))
}

fn review(filter: &ReviewFilter, it: &Review) -> bool {
    let ReviewFilter {
        claim,
        article: _,
        author,
        verdict,
    } = filter;
    is(claim.as_ref(), &it.claim)
        && is(author.as_ref(), &normal_text(&it.author))
        && is(verdict.as_ref(), &it.verdict)
}
