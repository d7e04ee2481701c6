//! Calls about relations, reviews, retractions, corrections and erasures: those that succeed after
//! the creations, and those that are refused.

use claimstore::wire::pb::{
    CorrectArticleRequest, Correction, CorrectionType, CreateRelationRequest, CreateReviewRequest,
    DeleteRelationRequest, DeleteReviewRequest, EraseResourceRequest, Relation, RelationState,
    RelationType, RetractArticleRequest, RetractClaimRequest, RetractSourceRequest, Retraction,
    Review, UndeleteRelationRequest, UndeleteReviewRequest, UpdateRelationRequest,
    UpdateReviewRequest, Verdict,
};
use tonic::Code;

use super::{
    mutation::Mutation,
    refused::Refused,
    script::{article_named, claim_named, source_named},
};
use crate::support::samples::{relation, review};

const RELATION: &str = "0198c0de-0000-7000-8005-000000000001";
const REVIEW: &str = "0198c0de-0000-7000-8006-000000000001";

fn relation_name(id: &str) -> String {
    format!("{}/relations/{id}", claim_named(2).name)
}

fn review_name(id: &str) -> String {
    format!("{}/reviews/{id}", claim_named(2).name)
}

fn retraction() -> Option<Retraction> {
    Some(Retraction {
        reason: "It was made up".to_owned(),
        ..Retraction::default()
    })
}

fn create_relation(target: u8) -> Mutation {
    Mutation::CreateRelation(CreateRelationRequest {
        parent: claim_named(2).name,
        relation: Some(relation(RelationType::Contradicts, &claim_named(target))),
        relation_id: RELATION.to_owned(),
        ..CreateRelationRequest::default()
    })
}

fn create_review(verdict: Verdict) -> Mutation {
    Mutation::CreateReview(CreateReviewRequest {
        parent: claim_named(2).name,
        review: Some(review("Desk", verdict, 1)),
        review_id: REVIEW.to_owned(),
        ..CreateReviewRequest::default()
    })
}

/// Calls that update, delete and undelete a relation and a review of these ids.
fn changes(relation: &str, review: &str) -> Vec<Mutation> {
    vec![
        Mutation::UpdateRelation(UpdateRelationRequest {
            relation: Some(Relation {
                name: relation_name(relation),
                state: RelationState::Rejected.into(),
                ..Relation::default()
            }),
            ..UpdateRelationRequest::default()
        }),
        Mutation::UpdateReview(UpdateReviewRequest {
            review: Some(Review {
                name: review_name(review),
                verdict: Verdict::Mixed.into(),
                ..Review::default()
            }),
            ..UpdateReviewRequest::default()
        }),
        Mutation::DeleteRelation(DeleteRelationRequest {
            name: relation_name(relation),
            ..DeleteRelationRequest::default()
        }),
        Mutation::UndeleteRelation(UndeleteRelationRequest {
            name: relation_name(relation),
            ..UndeleteRelationRequest::default()
        }),
        Mutation::DeleteReview(DeleteReviewRequest {
            name: review_name(review),
            ..DeleteReviewRequest::default()
        }),
        Mutation::UndeleteReview(UndeleteReviewRequest {
            name: review_name(review),
            ..UndeleteReviewRequest::default()
        }),
    ]
}

fn retractions(retraction: &Option<Retraction>) -> Vec<Mutation> {
    vec![
        Mutation::RetractSource(RetractSourceRequest {
            name: source_named(3).name,
            retraction: retraction.clone(),
            ..RetractSourceRequest::default()
        }),
        Mutation::RetractArticle(RetractArticleRequest {
            name: article_named(1).name,
            retraction: retraction.clone(),
            ..RetractArticleRequest::default()
        }),
        Mutation::RetractClaim(RetractClaimRequest {
            name: claim_named(2).name,
            retraction: retraction.clone(),
            ..RetractClaimRequest::default()
        }),
    ]
}

/// Calls that succeed one after the other.
pub fn children() -> Vec<Mutation> {
    let mut all = vec![create_relation(3), create_review(Verdict::False)];
    all.extend(changes(RELATION, REVIEW));
    all.extend(retractions(&retraction()));
    all.push(Mutation::CorrectArticle(CorrectArticleRequest {
        name: article_named(1).name,
        correction: Some(Correction {
            r#type: CorrectionType::Correction.into(),
            notice: "There were 156.".to_owned(),
            claims: vec![claim_named(2).name],
            ..Correction::default()
        }),
        ..CorrectArticleRequest::default()
    }));
    all
}

/// Calls that are refused.
pub fn refused_children() -> Vec<Refused> {
    let invalid = (Code::InvalidArgument, "INVALID_FIELDS");
    let absent = (Code::NotFound, "RESOURCE_NOT_FOUND");
    let mut all = vec![
        (create_relation(2), invalid),
        (create_relation(9), absent),
        (create_review(Verdict::Unspecified), invalid),
    ];
    let changes = changes(REVIEW, RELATION).into_iter();
    all.extend(changes.map(|change| (change, absent)));
    let retractions = retractions(&None).into_iter();
    all.extend(retractions.map(|retraction| (retraction, invalid)));
    all.push((
        Mutation::CorrectArticle(CorrectArticleRequest {
            name: article_named(1).name,
            revoke: REVIEW.to_owned(),
            ..CorrectArticleRequest::default()
        }),
        invalid,
    ));
    let erasures = [
        (article_named(9).name, absent),
        (format!("{}/standing", claim_named(1).name), invalid),
        (
            source_named(1).name,
            (Code::FailedPrecondition, "RESOURCE_IN_USE"),
        ),
    ];
    all.extend(erasures.map(|(name, refused)| {
        let erase = EraseResourceRequest {
            name,
            reason: "Case 7".to_owned(),
            ..EraseResourceRequest::default()
        };
        (Mutation::EraseResource(erase), refused)
    }));
    let all = all.into_iter();
    all.map(|(mutation, (code, reason))| (mutation, code, reason))
        .collect()
}
