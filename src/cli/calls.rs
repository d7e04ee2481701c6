//! The methods that commands of the desk call, and how: requests and answers are sent as bytes,
//! so all calls are one piece of code, and an answer is JSON without being read first.

use std::marker::PhantomData;

use http::uri::PathAndQuery;
use tonic::{Request, Status};

use super::{
    client::{Writer, with_deadline, with_retries},
    connect::Clients,
    terminal::PrintError,
};
use crate::wire::{codec::AsBytes, json, pb, raw::Whole};

/// A method of the contract.
pub struct Method<Q, A> {
    path: &'static str,
    types: PhantomData<fn(Q) -> A>,
}

/// An answer as it came.
pub struct Answer<A> {
    method: &'static str,
    bytes: Vec<u8>,
    types: PhantomData<fn() -> A>,
}

impl<A: Whole> Answer<A> {
    /// The answer as a line of JSON.
    pub fn json(&self) -> Option<String> {
        json::write_answer(self.method, &self.bytes)
    }

    /// The answer, read.
    pub fn read(&self) -> Result<A, PrintError> {
        A::from_bytes(&self.bytes).ok_or(PrintError::Json)
    }
}

impl<Q: Whole, A> Method<Q, A> {
    /// Calls the method, with retries.
    pub async fn call(&self, clients: &Clients, message: &Q) -> Result<Answer<A>, Status> {
        self.answered(clients, with_deadline(message.to_bytes()))
            .await
    }

    /// Calls the method, which writes. All retries have the request id that the message has.
    pub async fn write(
        &self,
        clients: &Clients,
        writer: &Writer,
        message: &Q,
    ) -> Result<Answer<A>, Status> {
        self.answered(clients, writer.request(message.to_bytes()))
            .await
    }

    async fn answered(
        &self,
        clients: &Clients,
        request: Request<Vec<u8>>,
    ) -> Result<Answer<A>, Status> {
        let bytes = unary(clients, self.path, request).await?;
        Ok(Answer {
            method: self.path,
            bytes,
            types: PhantomData,
        })
    }
}

async fn unary(
    clients: &Clients,
    path: &'static str,
    request: Request<Vec<u8>>,
) -> Result<Vec<u8>, Status> {
    let (metadata, extensions, message) = request.into_parts();
    with_retries(|| {
        let mut any = clients.any.clone();
        let parts = (metadata.clone(), extensions.clone(), message.clone());
        let request = Request::from_parts(parts.0, parts.1, parts.2);
        async move {
            let ready = any.ready().await;
            ready.map_err(|error| Status::unavailable(error.to_string()))?;
            any.unary(request, PathAndQuery::from_static(path), AsBytes)
                .await
        }
    })
    .await
}

/// Declares methods.
macro_rules! methods {
    ($($name:ident: $service:ident / $method:ident($request:ident) -> $answer:ident;)*) => {
        $(
            #[doc = concat!("`", stringify!($method), "`.")]
            pub const $name: Method<pb::$request, pb::$answer> = Method {
                path: concat!("/claimstore.v1.", stringify!($service), "/", stringify!($method)),
                types: PhantomData,
            };
        )*

        /// The methods with the names of their messages.
        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[
            $(($name.path, stringify!($request), stringify!($answer)),)*
        ];
    };
}

methods! {
    CORRECT_ARTICLE: ArticleService / CorrectArticle(CorrectArticleRequest) -> Article;
    CREATE_RELATION: ClaimService / CreateRelation(CreateRelationRequest) -> Relation;
    CREATE_REVIEW: ReviewService / CreateReview(CreateReviewRequest) -> Review;
    GET_CHECKPOINT: TransparencyService / GetCheckpoint(GetCheckpointRequest) -> Checkpoint;
    GET_CONSISTENCY_PROOF: TransparencyService / GetConsistencyProof(GetConsistencyProofRequest) -> ConsistencyProof;
    GET_INCLUSION_PROOF: TransparencyService / GetInclusionProof(GetInclusionProofRequest) -> InclusionProof;
    LIST_APPEARANCES: ClaimService / ListAppearances(ListAppearancesRequest) -> ListAppearancesResponse;
    LIST_ARTICLES: ArticleService / ListArticles(ListArticlesRequest) -> ListArticlesResponse;
    LIST_CLAIMS: ClaimService / ListClaims(ListClaimsRequest) -> ListClaimsResponse;
    LIST_CONFLICTS: ClaimService / ListConflicts(ListConflictsRequest) -> ListConflictsResponse;
    LIST_RELATIONS: ClaimService / ListRelations(ListRelationsRequest) -> ListRelationsResponse;
    LIST_REVIEWS: ReviewService / ListReviews(ListReviewsRequest) -> ListReviewsResponse;
    LIST_SOURCES: SourceService / ListSources(ListSourcesRequest) -> ListSourcesResponse;
    LIST_VERSIONS: ArticleService / ListArticleVersions(ListArticleVersionsRequest) -> ListArticleVersionsResponse;
    MERGE_CLAIMS: ClaimService / MergeClaims(MergeClaimsRequest) -> Claim;
    MERGE_SOURCES: SourceService / MergeSources(MergeSourcesRequest) -> Source;
    RETRACT_ARTICLE: ArticleService / RetractArticle(RetractArticleRequest) -> Article;
    RETRACT_CLAIM: ClaimService / RetractClaim(RetractClaimRequest) -> Claim;
    RETRACT_SOURCE: SourceService / RetractSource(RetractSourceRequest) -> Source;
    UNMERGE_CLAIM: ClaimService / UnmergeClaim(UnmergeClaimRequest) -> Claim;
    UNMERGE_SOURCE: SourceService / UnmergeSource(UnmergeSourceRequest) -> Source;
    UPDATE_RELATION: ClaimService / UpdateRelation(UpdateRelationRequest) -> Relation;
    UPDATE_REVIEW: ReviewService / UpdateReview(UpdateReviewRequest) -> Review;
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::wire::descriptors;

    #[test]
    fn methods_have_the_messages_of_the_contract() {
        for (path, request, answer) in ALL {
            let (service, name) = path[1..].split_once('/').unwrap();
            let service = descriptors().get_service_by_name(service).unwrap();
            let method = service.methods().find(|it| it.name() == name).unwrap();
            assert_eq!(method.input().name(), *request, "{path}");
            assert_eq!(method.output().name(), *answer, "{path}");
        }
    }
}
