//! The conditions on relations.

use super::{
    column::{code, reference, text},
    condition::{Condition, Listed, Query, Subject},
    conditions::Conditions,
    fragment::push_any,
    printed::{push_printed, push_printed_as_of},
};
use crate::domain::{
    resource::{ArticleId, ClaimId, Name, Relation, RelationState, RelationType, Resource},
    value::identity::normal_text,
};

/// Conditions on relations. All given conditions must be met.
#[derive(Clone, Debug, Default)]
pub struct RelationFilter {
    /// Of this claim. A symmetric relation is of both its claims.
    pub claim: Option<ClaimId>,
    /// Of claims that this article prints. A symmetric relation is of both its claims.
    pub article: Option<ArticleId>,
    /// Of this type.
    pub relation_type: Option<RelationType>,
    /// With this target.
    pub target: Option<ClaimId>,
    /// In this state.
    pub state: Option<RelationState>,
    /// By this author, in normal form.
    pub author: Option<String>,
}

impl Listed for Relation {
    const TABLE: &'static str = "relations";

    fn of(resource: &Resource) -> Option<&Self> {
        match resource {
            Resource::Relation(relation) => Some(relation),
            _ => None,
        }
    }
}

impl RelationFilter {
    /// The condition of each given field.
    pub(crate) fn conditions(&self) -> Conditions<'_> {
        let Self {
            claim,
            article,
            relation_type,
            target,
            state,
            author,
        } = self;
        Conditions::of([
            claim.map(of_claim),
            article.map(of_article),
            code(
                "type",
                relation_type.map(RelationType::code),
                |it: &Relation| Some(it.relation_type.code()),
            ),
            reference("target_id", target.map(Name::Claim), |it: &Relation| {
                Some(Name::Claim(it.target))
            }),
            code("state", state.map(RelationState::code), |it: &Relation| {
                Some(it.state.code())
            }),
            text("author", author.as_ref(), |it: &Relation| {
                Some(normal_text(&it.author))
            }),
        ])
    }
}

fn of_claim<'f>(claim: ClaimId) -> Condition<'f> {
    let subject = Subject::resource(move |it: &Relation| {
        it.claim == claim || (it.relation_type.is_symmetric() && it.target == claim)
    });
    let condition = Condition::among_unordered(subject, |query, ids, _| {
        push_any(
            query,
            "select it.id from relations it where it.claim_id",
            ids,
        );
        push_any(
            query,
            " union all select it.id from relations it where it.target_id",
            ids,
        );
        push_and_symmetric(query);
    });
    let condition = condition.about(Name::Claim(claim));
    condition.with_as_of(move |query, _, _| {
        query.push(" and (it.claim_id = ").push_bind(claim.uuid());
        query.push(" or it.target_id = ").push_bind(claim.uuid());
        query.push(")");
    })
}

fn of_article<'f>(article: ArticleId) -> Condition<'f> {
    let condition = Condition::among_unordered(
        Subject::OtherResources("article"),
        move |query, _, include_deleted| {
            push_with_ends(query, |query| push_printed(query, article, include_deleted));
        },
    );
    let condition = condition.with_ids_as_of(move |query, point, include_deleted| {
        push_with_ends(query, |query| {
            push_printed_as_of(query, article, point, include_deleted);
        });
    });
    condition.with_as_of(move |query, point, include_deleted| {
        push_ends(query, |query| {
            push_printed_as_of(query, article, point, include_deleted);
        });
    })
}

/// Selects the relations of these claims, and the symmetric ones that have one as their target.
fn push_with_ends(query: &mut Query, push_claims: impl Fn(&mut Query)) {
    query.push("select it.id from relations it where it.claim_id in ");
    push_claims(query);
    query.push(" union all select it.id from relations it where it.target_id in ");
    push_claims(query);
    push_and_symmetric(query);
}

/// Adds the condition that the claim is among these claims, or the target of a symmetric
/// relation is.
fn push_ends(query: &mut Query, push_claims: impl Fn(&mut Query)) {
    query.push(" and (it.claim_id in ");
    push_claims(query);
    query.push(" or it.target_id in ");
    push_claims(query);
    push_and_symmetric(query);
    query.push(")");
}

fn push_and_symmetric(query: &mut Query) {
    let symmetric = RelationType::SYMMETRIC.map(RelationType::code);
    query.push(" and it.type = any(").push_bind(symmetric);
    query.push(")");
}
