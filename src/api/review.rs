//! ReviewService.

use tonic::{Request, Response, Status};

use super::{Api, paging::Arguments, parent::read_parent, read::shown, relation::read_author};
use crate::{
    domain::violation::Checker,
    store::list::{Filter, ReviewFilter},
    wire::{
        message::digest,
        pb::{self, review_service_server::ReviewService},
        read,
    },
};

#[tonic::async_trait]
impl ReviewService for Api {
    async fn create_review(
        &self,
        request: Request<pb::CreateReviewRequest>,
    ) -> Result<Response<pb::Review>, Status> {
        self.create(request).await
    }

    async fn get_review(
        &self,
        request: Request<pb::GetReviewRequest>,
    ) -> Result<Response<pb::Review>, Status> {
        self.get(request).await
    }

    async fn batch_get_reviews(
        &self,
        request: Request<pb::BatchGetReviewsRequest>,
    ) -> Result<Response<pb::BatchGetReviewsResponse>, Status> {
        let reviews = self.batch_get_below(request.into_inner()).await?;
        Ok(Response::new(pb::BatchGetReviewsResponse { reviews }))
    }

    async fn list_reviews(
        &self,
        request: Request<pb::ListReviewsRequest>,
    ) -> Result<Response<pb::ListReviewsResponse>, Status> {
        let pb::ListReviewsRequest {
            parent,
            page_size,
            page_token,
            filter,
            show_deleted,
        } = request.into_inner();
        let filter = filter.unwrap_or_default();
        let method = format!("ListReviews {parent} {show_deleted}");
        let arguments = Arguments::new(&method, &digest(&filter));
        let mut check = Checker::new();
        let filter = read_filter(&mut check, &parent, filter);
        let (reviews, next_page_token) = self
            .list(
                check,
                page_size,
                &page_token,
                &arguments,
                &Filter::Reviews(filter),
                shown(show_deleted),
            )
            .await?;
        Ok(Response::new(pb::ListReviewsResponse {
            reviews,
            next_page_token,
        }))
    }

    async fn update_review(
        &self,
        request: Request<pb::UpdateReviewRequest>,
    ) -> Result<Response<pb::Review>, Status> {
        self.update(request).await
    }

    async fn delete_review(
        &self,
        request: Request<pb::DeleteReviewRequest>,
    ) -> Result<Response<pb::Review>, Status> {
        self.delete(request).await
    }

    async fn undelete_review(
        &self,
        request: Request<pb::UndeleteReviewRequest>,
    ) -> Result<Response<pb::Review>, Status> {
        self.undelete(request).await
    }
}

fn read_filter(check: &mut Checker, parent: &str, message: pb::ReviewFilter) -> ReviewFilter {
    let pb::ReviewFilter { author, verdict } = message;
    let claim = read_parent(check, parent);
    check.field("filter", |check| ReviewFilter {
        claim,
        author: read_author(check, &author),
        verdict: read::optional(check, "verdict", verdict),
    })
}
