//! ReviewService.

use tonic::{Request, Response, Status};

use super::relation::read_author;
use crate::{
    api::{Api, method::order::OF_REVIEWS},
    domain::{resource::ClaimId, value::Checker},
    store::read::{Filter, list::ReviewFilter},
    wire::{
        encoded::{DocumentList, Encoded},
        pb,
        servers::review_service_server::ReviewService,
        value::read::{self, Keys},
    },
};

#[tonic::async_trait]
impl ReviewService for Api {
    async fn create_review(
        &self,
        request: Request<pb::CreateReviewRequest>,
    ) -> Result<Response<Encoded<pb::Review>>, Status> {
        self.create(request).await
    }

    async fn get_review(
        &self,
        request: Request<pb::GetReviewRequest>,
    ) -> Result<Response<Encoded<pb::Review>>, Status> {
        self.get(request).await
    }

    async fn batch_get_reviews(
        &self,
        request: Request<pb::BatchGetReviewsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        self.batch_get_children::<_, pb::Review>(request).await
    }

    async fn list_reviews(
        &self,
        request: Request<pb::ListReviewsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        self.list_children(request, OF_REVIEWS, |check, claim, filter| {
            Filter::Reviews(read_filter(check, claim, filter))
        })
        .await
    }

    async fn update_review(
        &self,
        request: Request<pb::UpdateReviewRequest>,
    ) -> Result<Response<Encoded<pb::Review>>, Status> {
        self.update(request).await
    }

    async fn delete_review(
        &self,
        request: Request<pb::DeleteReviewRequest>,
    ) -> Result<Response<Encoded<pb::Review>>, Status> {
        self.delete(request).await
    }

    async fn undelete_review(
        &self,
        request: Request<pb::UndeleteReviewRequest>,
    ) -> Result<Response<Encoded<pb::Review>>, Status> {
        self.undelete(request).await
    }
}

/// Reads the filter of a list of reviews.
pub(crate) fn read_filter(
    check: &mut Checker,
    claim: Option<ClaimId>,
    message: pb::ReviewFilter,
) -> ReviewFilter {
    let pb::ReviewFilter {
        author,
        verdict,
        article,
    } = message;
    ReviewFilter {
        claim,
        article: read::article(check, &Keys::none(), "article", &article),
        author: read_author(check, &author),
        verdict: read::optional(check, "verdict", verdict),
    }
}
