//! The children of claims: creating them under chosen ids, listing them, and the errors when they
//! cannot be deleted or undeleted.

use claimstore::wire::pb::{
    Claim, CreateRelationRequest, CreateReviewRequest, ListRelationsRequest, ListReviewsRequest,
    Relation, Review,
};
use tonic::{Code, Status};

use super::{
    errors::{reason, resource},
    samples::claim,
    server::TestServer,
};

/// Creates claims with different statements.
pub async fn claims<const COUNT: usize>(server: &TestServer) -> [Claim; COUNT] {
    let mut claims = Vec::with_capacity(COUNT);
    for number in 0..COUNT {
        let given = claim(&format!("Claim {number}"));
        claims.push(server.create_claim(given).await.unwrap());
    }
    claims.try_into().unwrap()
}

/// The id at the end of a name.
pub fn id(name: &str) -> &str {
    name.rsplit('/').next().unwrap()
}

/// A request for a relation under an id that the caller chose.
pub fn relation_with_id(parent: &Claim, relation: Relation, id: &str) -> CreateRelationRequest {
    CreateRelationRequest {
        parent: parent.name.clone(),
        relation: Some(relation),
        relation_id: id.to_owned(),
        ..CreateRelationRequest::default()
    }
}

/// A request for a review under an id that the caller chose.
pub fn review_with_id(parent: &Claim, review: Review, id: &str) -> CreateReviewRequest {
    CreateReviewRequest {
        parent: parent.name.clone(),
        review: Some(review),
        review_id: id.to_owned(),
        ..CreateReviewRequest::default()
    }
}

/// The names on a page of relations, and the token of the next one.
pub async fn list_relations(
    server: &TestServer,
    request: ListRelationsRequest,
) -> Result<(Vec<String>, String), Status> {
    let page = server.claims().list_relations(request).await?.into_inner();
    let names = page.relations.into_iter().map(|it| it.name).collect();
    Ok((names, page.next_page_token))
}

/// The names on a page of reviews, and the token of the next one.
pub async fn list_reviews(
    server: &TestServer,
    request: ListReviewsRequest,
) -> Result<(Vec<String>, String), Status> {
    let page = server.reviews().list_reviews(request).await?.into_inner();
    let names = page.reviews.into_iter().map(|it| it.name).collect();
    Ok((names, page.next_page_token))
}

/// Asserts FAILED_PRECONDITION, and returns its reason and the names in it.
pub fn blocked(status: &Status) -> (String, Vec<String>) {
    let (code, why) = reason(status);
    assert_eq!(code, Code::FailedPrecondition, "{status:?}");
    let names = resource(status);
    (why, names.split(", ").map(str::to_owned).collect())
}

/// Asserts RESOURCE_IN_USE, and returns the names of the resources that block a deletion.
pub fn users(status: &Status) -> Vec<String> {
    let (why, names) = blocked(status);
    assert_eq!(why, "RESOURCE_IN_USE");
    names
}

/// Asserts RESOURCE_DELETED, and returns the names that must be undeleted first.
pub fn still_deleted(status: &Status) -> Vec<String> {
    let (why, names) = blocked(status);
    assert_eq!(why, "RESOURCE_DELETED");
    names
}
