//! ClaimService. The filters of its lists are read in [`super::claim_filter`],
//! [`super::appearance`], [`super::relation`] and [`super::conflict`].

use tonic::{Request, Response, Status};

use super::{appearance, claim_filter, relation};
use crate::{
    api::{
        Api,
        call::{context::Call, paging::Paging},
        method::{
            identity,
            order::{BY_CREATION, read_order},
            parent::check_parents,
            read::read_options,
            write::finish,
        },
    },
    domain::value::Checker,
    store::read::Filter,
    wire::{
        encoded::{DocumentList, Encoded},
        pb,
        servers::claim_service_server::ClaimService,
        trace,
    },
};

#[tonic::async_trait]
impl ClaimService for Api {
    async fn create_claim(
        &self,
        request: Request<pb::CreateClaimRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        self.create_matched(request).await
    }

    async fn batch_create_claims(
        &self,
        request: Request<pb::BatchCreateClaimsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let (call, request) = Call::open(request);
        let pb::BatchCreateClaimsRequest {
            requests,
            request_id: _,
            validate_only: _,
        } = request;
        self.batch_create::<_, pb::Claim>(Checker::new(), call, requests)
            .await
    }

    async fn get_claim(
        &self,
        request: Request<pb::GetClaimRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        let pb::GetClaimRequest {
            name,
            show_deleted,
            read_time,
            identity,
            view,
        } = request.into_inner();
        let mut check = Checker::new();
        let view = claim_filter::read_view(&mut check, view);
        let options = read_options(&mut check, view, show_deleted, read_time);
        let given = identity::of_claim(&mut check, identity);
        let name = self
            .identified::<pb::Claim>(check, &name, given, "identity")
            .await?;
        self.get_named(name, options).await
    }

    async fn batch_get_claims(
        &self,
        request: Request<pb::BatchGetClaimsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let pb::BatchGetClaimsRequest {
            names,
            show_deleted,
            read_time,
            view,
        } = request.into_inner();
        let mut check = Checker::new();
        let view = claim_filter::read_view(&mut check, view);
        let options = read_options(&mut check, view, show_deleted, read_time);
        self.batch_get_view::<pb::Claim>(check, &names, options)
            .await
    }

    async fn list_claims(
        &self,
        request: Request<pb::ListClaimsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::ListClaimsRequest {
            page_size: _,
            page_token: _,
            filter,
            show_deleted,
            read_time,
            view,
            order_by,
        } = request;
        let mut check = Checker::new();
        let view = claim_filter::read_view(&mut check, view);
        let options = read_options(&mut check, view, show_deleted, read_time);
        let order = read_order(&mut check, &order_by, BY_CREATION, options);
        let filter = check.field("filter", |check| {
            claim_filter::read(check, filter.unwrap_or_default())
        });
        let filter = Filter::Claims(filter);
        self.list(check, paging, &filter, options, order).await
    }

    async fn update_claim(
        &self,
        request: Request<pb::UpdateClaimRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        self.update(request).await
    }

    async fn get_standing(
        &self,
        request: Request<pb::GetStandingRequest>,
    ) -> Result<Response<Encoded<pb::Standing>>, Status> {
        self.standing(request.into_inner()).await
    }

    async fn batch_get_standings(
        &self,
        request: Request<pb::BatchGetStandingsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        self.batch_standings(request.into_inner()).await
    }

    async fn retract_claim(
        &self,
        request: Request<pb::RetractClaimRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        self.retract(request).await
    }

    async fn trace_claim(
        &self,
        request: Request<pb::TraceClaimRequest>,
    ) -> Result<Response<pb::TraceClaimResponse>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::TraceClaimRequest {
            name,
            page_size: _,
            page_token: _,
        } = request;
        let (page, next_page_token) = self.trace::<pb::Claim>(paging, &name).await?;
        Ok(Response::new(pb::TraceClaimResponse {
            dependants: page.dependants.iter().map(trace::write).collect(),
            next_page_token,
            truncated: page.is_truncated,
        }))
    }

    async fn merge_claims(
        &self,
        request: Request<pb::MergeClaimsRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        self.merge(request).await
    }

    async fn unmerge_claim(
        &self,
        request: Request<pb::UnmergeClaimRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        self.unmerge(request).await
    }

    async fn delete_claim(
        &self,
        request: Request<pb::DeleteClaimRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        self.delete(request).await
    }

    async fn undelete_claim(
        &self,
        request: Request<pb::UndeleteClaimRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        self.undelete(request).await
    }

    async fn list_conflicts(
        &self,
        request: Request<pb::ListConflictsRequest>,
    ) -> Result<Response<pb::ListConflictsResponse>, Status> {
        self.conflicts(request.into_inner()).await
    }

    async fn count_claims(
        &self,
        request: Request<pb::CountClaimsRequest>,
    ) -> Result<Response<pb::CountClaimsResponse>, Status> {
        let pb::CountClaimsRequest { filter } = request.into_inner();
        let mut check = Checker::new();
        let filter = check.field("filter", |check| {
            claim_filter::read(check, filter.unwrap_or_default())
        });
        let filter = finish(check, filter)?;
        let filter = &filter;
        let counted = self.read(|app| async move { app.count_claims(filter).await });
        let (count, exceeded) = counted.await?;
        Ok(Response::new(pb::CountClaimsResponse {
            count: i32::try_from(count).unwrap_or(i32::MAX),
            exceeded,
        }))
    }

    async fn record_statement(
        &self,
        request: Request<pb::RecordStatementRequest>,
    ) -> Result<Response<pb::RecordStatementResponse>, Status> {
        let (call, request) = Call::open(request);
        self.record(call, request).await
    }

    async fn create_appearance(
        &self,
        request: Request<pb::CreateAppearanceRequest>,
    ) -> Result<Response<Encoded<pb::Appearance>>, Status> {
        self.create(request).await
    }

    async fn batch_create_appearances(
        &self,
        request: Request<pb::BatchCreateAppearancesRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let (call, request) = Call::open(request);
        let pb::BatchCreateAppearancesRequest {
            parent,
            requests,
            request_id: _,
            validate_only: _,
        } = request;
        let mut check = Checker::new();
        let parents = requests.iter().map(|request| &request.parent);
        check_parents(&mut check, &parent, parents);
        self.batch_create::<_, pb::Appearance>(check, call, requests)
            .await
    }

    async fn get_appearance(
        &self,
        request: Request<pb::GetAppearanceRequest>,
    ) -> Result<Response<Encoded<pb::Appearance>>, Status> {
        self.get(request).await
    }

    async fn batch_get_appearances(
        &self,
        request: Request<pb::BatchGetAppearancesRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        self.batch_get_children::<_, pb::Appearance>(request).await
    }

    async fn list_appearances(
        &self,
        request: Request<pb::ListAppearancesRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        self.list_children(request, BY_CREATION, |check, claim, filter| {
            Filter::Appearances(appearance::read_filter(check, claim, filter))
        })
        .await
    }

    async fn update_appearance(
        &self,
        request: Request<pb::UpdateAppearanceRequest>,
    ) -> Result<Response<Encoded<pb::Appearance>>, Status> {
        self.update(request).await
    }

    async fn delete_appearance(
        &self,
        request: Request<pb::DeleteAppearanceRequest>,
    ) -> Result<Response<Encoded<pb::Appearance>>, Status> {
        self.delete(request).await
    }

    async fn undelete_appearance(
        &self,
        request: Request<pb::UndeleteAppearanceRequest>,
    ) -> Result<Response<Encoded<pb::Appearance>>, Status> {
        self.undelete(request).await
    }

    async fn create_relation(
        &self,
        request: Request<pb::CreateRelationRequest>,
    ) -> Result<Response<Encoded<pb::Relation>>, Status> {
        self.create(request).await
    }

    async fn get_relation(
        &self,
        request: Request<pb::GetRelationRequest>,
    ) -> Result<Response<Encoded<pb::Relation>>, Status> {
        self.get(request).await
    }

    async fn batch_get_relations(
        &self,
        request: Request<pb::BatchGetRelationsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        self.batch_get_children::<_, pb::Relation>(request).await
    }

    async fn list_relations(
        &self,
        request: Request<pb::ListRelationsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        self.list_children(request, BY_CREATION, |check, claim, filter| {
            Filter::Relations(relation::read_filter(check, claim, filter))
        })
        .await
    }

    async fn update_relation(
        &self,
        request: Request<pb::UpdateRelationRequest>,
    ) -> Result<Response<Encoded<pb::Relation>>, Status> {
        self.update(request).await
    }

    async fn delete_relation(
        &self,
        request: Request<pb::DeleteRelationRequest>,
    ) -> Result<Response<Encoded<pb::Relation>>, Status> {
        self.delete(request).await
    }

    async fn undelete_relation(
        &self,
        request: Request<pb::UndeleteRelationRequest>,
    ) -> Result<Response<Encoded<pb::Relation>>, Status> {
        self.undelete(request).await
    }
}
