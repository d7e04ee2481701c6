//! What hangs on claims: listed, deleted and brought back, and what keeps that from
//! being done.

use claimstore::wire::pb::{
    Appearance, Claim, CreateRelationRequest, CreateReviewRequest, DeleteAppearanceRequest,
    DeleteClaimRequest, DeleteRelationRequest, DeleteReviewRequest, DeleteSourceRequest,
    GetAppearanceRequest, GetRelationRequest, GetReviewRequest, ListRelationsRequest,
    ListReviewsRequest, Relation, Review, Source, UndeleteAppearanceRequest, UndeleteClaimRequest,
    UndeleteRelationRequest, UndeleteReviewRequest,
};
use tonic::{Code, Status};

use super::{
    errors::{reason, resource},
    samples::claim,
    server::TestServer,
};

macro_rules! by_name {
    ($($call:ident($client:ident, $request:ident { $($rest:tt)* }) -> $message:ident;)+) => {
        $(pub async fn $call(server: &TestServer, name: &str) -> Result<$message, Status> {
            let request = $request {
                name: name.to_owned(),
                $($rest)*
            };
            Ok(server.$client().$call(request).await?.into_inner())
        })+
    };
}

by_name! {
    delete_source(sources, DeleteSourceRequest { ..Default::default() }) -> Source;
    delete_claim(claims, DeleteClaimRequest { ..Default::default() }) -> Claim;
    undelete_claim(claims, UndeleteClaimRequest { ..Default::default() }) -> Claim;
    delete_appearance(claims, DeleteAppearanceRequest { ..Default::default() }) -> Appearance;
    undelete_appearance(claims, UndeleteAppearanceRequest { ..Default::default() }) -> Appearance;
    delete_relation(claims, DeleteRelationRequest { ..Default::default() }) -> Relation;
    undelete_relation(claims, UndeleteRelationRequest { ..Default::default() }) -> Relation;
    delete_review(reviews, DeleteReviewRequest { ..Default::default() }) -> Review;
    undelete_review(reviews, UndeleteReviewRequest { ..Default::default() }) -> Review;
    // Whether it is deleted or not.
    get_appearance(claims, GetAppearanceRequest { show_deleted: true, ..Default::default() }) -> Appearance;
    get_relation(claims, GetRelationRequest { show_deleted: true, ..Default::default() }) -> Relation;
    get_review(reviews, GetReviewRequest { show_deleted: true, ..Default::default() }) -> Review;
}

/// Some claims that say different things.
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

/// A relation under an id that the caller chose.
pub fn relation_with_id(parent: &Claim, relation: Relation, id: &str) -> CreateRelationRequest {
    CreateRelationRequest {
        parent: parent.name.clone(),
        relation: Some(relation),
        relation_id: id.to_owned(),
        ..CreateRelationRequest::default()
    }
}

/// A review under an id that the caller chose.
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

/// Whether it is FAILED_PRECONDITION: for which reason, and which names it gives.
pub fn blocked(status: &Status) -> (String, Vec<String>) {
    let (code, why) = reason(status);
    assert_eq!(code, Code::FailedPrecondition, "{status:?}");
    let names = resource(status);
    (why, names.split(", ").map(str::to_owned).collect())
}

/// What keeps something from being deleted.
pub fn users(status: &Status) -> Vec<String> {
    let (why, names) = blocked(status);
    assert_eq!(why, "RESOURCE_IN_USE");
    names
}

/// What must be brought back before something else can be.
pub fn still_deleted(status: &Status) -> Vec<String> {
    let (why, names) = blocked(status);
    assert_eq!(why, "RESOURCE_DELETED");
    names
}
