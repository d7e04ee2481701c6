//! The conditions on reviews.

use super::{
    column::{code, fixed_reference, text},
    condition::{Condition, Listed, Subject},
    conditions::Conditions,
    printed::{push_printed, push_printed_as_of},
};
use crate::domain::{
    resource::{ArticleId, ClaimId, Name, Resource, Review, Verdict},
    value::identity::normal_text,
};

/// Conditions on reviews. All given conditions must be met.
#[derive(Clone, Debug, Default)]
pub struct ReviewFilter {
    /// Of this claim.
    pub claim: Option<ClaimId>,
    /// Of claims that this article prints.
    pub article: Option<ArticleId>,
    /// By this author, in normal form.
    pub author: Option<String>,
    /// With this verdict.
    pub verdict: Option<Verdict>,
}

impl Listed for Review {
    const TABLE: &'static str = "reviews";

    fn of(resource: &Resource) -> Option<&Self> {
        match resource {
            Resource::Review(review) => Some(review),
            _ => None,
        }
    }
}

impl ReviewFilter {
    /// The condition of each given field.
    pub(crate) fn conditions(&self) -> Conditions<'_> {
        let Self {
            claim,
            article,
            author,
            verdict,
        } = self;
        Conditions::of([
            fixed_reference("claim_id", claim.map(Name::Claim), |it: &Review| {
                Some(Name::Claim(it.claim))
            }),
            article.map(of_article),
            text("author", author.as_ref(), |it: &Review| {
                Some(normal_text(&it.author))
            }),
            code("verdict", verdict.map(Verdict::code), |it: &Review| {
                Some(it.verdict.code())
            }),
        ])
    }
}

fn of_article<'f>(article: ArticleId) -> Condition<'f> {
    let condition = Condition::among_unordered(
        Subject::OtherResources("article"),
        move |query, _, include_deleted| {
            query.push("select it.id from reviews it where it.claim_id in ");
            push_printed(query, article, include_deleted);
        },
    );
    let condition = condition.with_as_of(move |query, point, include_deleted| {
        query.push(" and it.claim_id in ");
        push_printed_as_of(query, article, point, include_deleted);
    });
    condition.with_ids_as_of(move |query, point, include_deleted| {
        query.push("select it.id from reviews it where it.claim_id in ");
        push_printed_as_of(query, article, point, include_deleted);
    })
}
