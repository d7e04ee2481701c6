//! ClaimService; what it says of appearances is in [`super::appearance`].

use tonic::{Request, Response, Status};

use super::{
    Api, appearance,
    paging::Arguments,
    resource::{Mutation, finish},
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
        let (metadata, _, request) = request.into_parts();
        let mutation = Mutation {
            metadata: &metadata,
            method: "claimstore.v1.ClaimService/CreateClaim",
            request_id: request.request_id.clone(),
            digest: digest(&request),
        };
        let id = request.claim_id;
        let claim = self.create(mutation, None, &id, request.claim).await?;
        Ok(Response::new(claim))
    }

    async fn get_claim(
        &self,
        request: Request<pb::GetClaimRequest>,
    ) -> Result<Response<pb::Claim>, Status> {
        let pb::GetClaimRequest { name } = request.into_inner();
        let resource = self.get(Checker::new(), &name, View::Basic).await?;
        Ok(Response::new(resource))
    }

    async fn batch_get_claims(
        &self,
        request: Request<pb::BatchGetClaimsRequest>,
    ) -> Result<Response<pb::BatchGetClaimsResponse>, Status> {
        let pb::BatchGetClaimsRequest { names } = request.into_inner();
        let claims = self.batch_get(Checker::new(), &names, View::Basic).await?;
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
        } = request.into_inner();
        let filter = filter.unwrap_or_default();
        let arguments = Arguments::new("ListClaims", &digest(&filter));
        let mut check = Checker::new();
        let filter = check.field("filter", |check| read_filter(check, filter));
        let (claims, next_page_token) = self
            .list(
                check,
                page_size,
                &page_token,
                &arguments,
                &Filter::Claims(filter),
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
        let (metadata, _, request) = request.into_parts();
        let mutation = Mutation {
            metadata: &metadata,
            method: "claimstore.v1.ClaimService/UpdateClaim",
            request_id: request.request_id.clone(),
            digest: digest(&request),
        };
        let claim = self
            .update(mutation, request.claim, request.update_mask)
            .await?;
        Ok(Response::new(claim))
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
        let (metadata, _, request) = request.into_parts();
        let mutation = Mutation {
            metadata: &metadata,
            method: "claimstore.v1.ClaimService/CreateAppearance",
            request_id: request.request_id.clone(),
            digest: digest(&request),
        };
        let (parent, id) = (request.parent, request.appearance_id);
        let appearance = self
            .create(mutation, Some(&parent), &id, request.appearance)
            .await?;
        Ok(Response::new(appearance))
    }

    async fn get_appearance(
        &self,
        request: Request<pb::GetAppearanceRequest>,
    ) -> Result<Response<pb::Appearance>, Status> {
        let pb::GetAppearanceRequest { name } = request.into_inner();
        let resource = self.get(Checker::new(), &name, View::Basic).await?;
        Ok(Response::new(resource))
    }

    async fn batch_get_appearances(
        &self,
        request: Request<pb::BatchGetAppearancesRequest>,
    ) -> Result<Response<pb::BatchGetAppearancesResponse>, Status> {
        let pb::BatchGetAppearancesRequest { parent, names } = request.into_inner();
        let mut check = Checker::new();
        appearance::check_parent(&mut check, &parent, &names);
        let appearances = self.batch_get(check, &names, View::Basic).await?;
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
        } = request.into_inner();
        let filter = filter.unwrap_or_default();
        let arguments = Arguments::new(&format!("ListAppearances {parent}"), &digest(&filter));
        let mut check = Checker::new();
        let filter = appearance::read_filter(&mut check, &parent, filter);
        let (appearances, next_page_token) = self
            .list(
                check,
                page_size,
                &page_token,
                &arguments,
                &Filter::Appearances(filter),
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
        let (metadata, _, request) = request.into_parts();
        let mutation = Mutation {
            metadata: &metadata,
            method: "claimstore.v1.ClaimService/UpdateAppearance",
            request_id: request.request_id.clone(),
            digest: digest(&request),
        };
        let appearance = self
            .update(mutation, request.appearance, request.update_mask)
            .await?;
        Ok(Response::new(appearance))
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
