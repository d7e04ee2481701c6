//! ClaimService; what it says of appearances is in [`super::appearance`].

use tonic::{Request, Response, Status};

use super::{
    Api, appearance,
    call::Call,
    paging::Arguments,
    parent::{check_below, check_parents},
    resource::{finish, shown},
    status::status,
};
use crate::{
    domain::{language, text, violation::Checker},
    store::{
        list::{ClaimFilter, Filter},
        load::View,
    },
    wire::{
        message::digest,
        pb::{self, claim_service_server::ClaimService},
        read::{self, Keys},
    },
};

#[tonic::async_trait]
impl ClaimService for Api {
    async fn create_claim(
        &self,
        request: Request<pb::CreateClaimRequest>,
    ) -> Result<Response<pb::Claim>, Status> {
        self.create(request).await
    }

    async fn batch_create_claims(
        &self,
        request: Request<pb::BatchCreateClaimsRequest>,
    ) -> Result<Response<pb::BatchCreateClaimsResponse>, Status> {
        let (call, request) = Call::open(request);
        let pb::BatchCreateClaimsRequest {
            requests,
            request_id: _,
            validate_only: _,
        } = request;
        let claims = self.batch_create(Checker::new(), call, requests).await?;
        Ok(Response::new(pb::BatchCreateClaimsResponse { claims }))
    }

    async fn get_claim(
        &self,
        request: Request<pb::GetClaimRequest>,
    ) -> Result<Response<pb::Claim>, Status> {
        self.get(request).await
    }

    async fn batch_get_claims(
        &self,
        request: Request<pb::BatchGetClaimsRequest>,
    ) -> Result<Response<pb::BatchGetClaimsResponse>, Status> {
        let claims = self.batch_get(request.into_inner()).await?;
        Ok(Response::new(pb::BatchGetClaimsResponse { claims }))
    }

    async fn list_claims(
        &self,
        request: Request<pb::ListClaimsRequest>,
    ) -> Result<Response<pb::ListClaimsResponse>, Status> {
        let pb::ListClaimsRequest {
            page_size,
            page_token,
            filter,
            show_deleted,
        } = request.into_inner();
        let filter = filter.unwrap_or_default();
        let arguments = Arguments::new(&format!("ListClaims {show_deleted}"), &digest(&filter));
        let mut check = Checker::new();
        let filter = check.field("filter", |check| read_filter(check, filter));
        let (claims, next_page_token) = self
            .list(
                check,
                page_size,
                &page_token,
                &arguments,
                &Filter::Claims(filter),
                shown(show_deleted),
            )
            .await?;
        Ok(Response::new(pb::ListClaimsResponse {
            claims,
            next_page_token,
        }))
    }

    async fn update_claim(
        &self,
        request: Request<pb::UpdateClaimRequest>,
    ) -> Result<Response<pb::Claim>, Status> {
        self.update(request).await
    }

    async fn delete_claim(
        &self,
        request: Request<pb::DeleteClaimRequest>,
    ) -> Result<Response<pb::Claim>, Status> {
        self.delete(request).await
    }

    async fn undelete_claim(
        &self,
        request: Request<pb::UndeleteClaimRequest>,
    ) -> Result<Response<pb::Claim>, Status> {
        self.undelete(request).await
    }

    async fn count_claims(
        &self,
        request: Request<pb::CountClaimsRequest>,
    ) -> Result<Response<pb::CountClaimsResponse>, Status> {
        let pb::CountClaimsRequest { filter } = request.into_inner();
        let mut check = Checker::new();
        let filter = check.field("filter", |check| {
            read_filter(check, filter.unwrap_or_default())
        });
        let filter = finish(check, filter)?;
        let (count, exceeded) = self.app.count_claims(&filter).await.map_err(status)?;
        Ok(Response::new(pb::CountClaimsResponse {
            count: i32::try_from(count).unwrap_or(i32::MAX),
            exceeded,
        }))
    }

    async fn create_appearance(
        &self,
        request: Request<pb::CreateAppearanceRequest>,
    ) -> Result<Response<pb::Appearance>, Status> {
        self.create(request).await
    }

    async fn batch_create_appearances(
        &self,
        request: Request<pb::BatchCreateAppearancesRequest>,
    ) -> Result<Response<pb::BatchCreateAppearancesResponse>, Status> {
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
        let appearances = self.batch_create(check, call, requests).await?;
        Ok(Response::new(pb::BatchCreateAppearancesResponse {
            appearances,
        }))
    }

    async fn get_appearance(
        &self,
        request: Request<pb::GetAppearanceRequest>,
    ) -> Result<Response<pb::Appearance>, Status> {
        self.get(request).await
    }

    async fn batch_get_appearances(
        &self,
        request: Request<pb::BatchGetAppearancesRequest>,
    ) -> Result<Response<pb::BatchGetAppearancesResponse>, Status> {
        let pb::BatchGetAppearancesRequest {
            parent,
            names,
            show_deleted,
        } = request.into_inner();
        let mut check = Checker::new();
        check_below(&mut check, &parent, &names);
        let appearances = self
            .batch_get_view(check, &names, View::Basic, shown(show_deleted))
            .await?;
        Ok(Response::new(pb::BatchGetAppearancesResponse {
            appearances,
        }))
    }

    async fn list_appearances(
        &self,
        request: Request<pb::ListAppearancesRequest>,
    ) -> Result<Response<pb::ListAppearancesResponse>, Status> {
        let pb::ListAppearancesRequest {
            parent,
            page_size,
            page_token,
            filter,
            show_deleted,
        } = request.into_inner();
        let filter = filter.unwrap_or_default();
        let method = format!("ListAppearances {parent} {show_deleted}");
        let arguments = Arguments::new(&method, &digest(&filter));
        let mut check = Checker::new();
        let filter = appearance::read_filter(&mut check, &parent, filter);
        let (appearances, next_page_token) = self
            .list(
                check,
                page_size,
                &page_token,
                &arguments,
                &Filter::Appearances(filter),
                shown(show_deleted),
            )
            .await?;
        Ok(Response::new(pb::ListAppearancesResponse {
            appearances,
            next_page_token,
        }))
    }

    async fn update_appearance(
        &self,
        request: Request<pb::UpdateAppearanceRequest>,
    ) -> Result<Response<pb::Appearance>, Status> {
        self.update(request).await
    }

    async fn delete_appearance(
        &self,
        request: Request<pb::DeleteAppearanceRequest>,
    ) -> Result<Response<pb::Appearance>, Status> {
        self.delete(request).await
    }

    async fn undelete_appearance(
        &self,
        request: Request<pb::UndeleteAppearanceRequest>,
    ) -> Result<Response<pb::Appearance>, Status> {
        self.undelete(request).await
    }
}

fn read_filter(check: &mut Checker, message: pb::ClaimFilter) -> ClaimFilter {
    let pb::ClaimFilter {
        article,
        source,
        r#type,
        language,
        tag,
        measure,
    } = message;
    let keys = &Keys::none();
    ClaimFilter {
        article: read::article(check, keys, "article", &article),
        source: read::source(check, keys, "source", &source),
        claim_type: read::optional(check, "type", r#type),
        language: read_language(check, language),
        tag: read_slug(check, "tag", tag),
        measure: read_slug(check, "measure", measure),
    }
}

fn read_language(check: &mut Checker, tag: String) -> Option<String> {
    if tag.is_empty() {
        return None;
    }
    let primary = language::primary(&tag);
    if primary.as_deref() != Some(tag.as_str()) {
        check.say_at(
            "language",
            "is no bare language subtag in lower case, for example en",
        );
    }
    primary
}

fn read_slug(check: &mut Checker, field: &str, slug: String) -> Option<String> {
    if slug.is_empty() {
        return None;
    }
    text::check_slug(check, field, &slug);
    Some(slug)
}
