//! SourceService.

use tonic::{Request, Response, Status};

use super::{Api, paging::Arguments, resource::Mutation};
use crate::{
    domain::{url::canonical, violation::Checker},
    store::{
        list::{Filter, SourceFilter},
        load::View,
    },
    wire::{
        message::digest,
        pb::{self, source_service_server::SourceService},
        read::{self, Keys},
    },
};

#[tonic::async_trait]
impl SourceService for Api {
    async fn create_source(
        &self,
        request: Request<pb::CreateSourceRequest>,
    ) -> Result<Response<pb::Source>, Status> {
        let (metadata, _, request) = request.into_parts();
        let mutation = Mutation {
            metadata: &metadata,
            method: "claimstore.v1.SourceService/CreateSource",
            request_id: request.request_id.clone(),
            digest: digest(&request),
        };
        let id = request.source_id;
        let source = self.create(mutation, None, &id, request.source).await?;
        Ok(Response::new(source))
    }

    async fn get_source(
        &self,
        request: Request<pb::GetSourceRequest>,
    ) -> Result<Response<pb::Source>, Status> {
        let pb::GetSourceRequest { name } = request.into_inner();
        let resource = self.get(Checker::new(), &name, View::Basic).await?;
        Ok(Response::new(resource))
    }

    async fn batch_get_sources(
        &self,
        request: Request<pb::BatchGetSourcesRequest>,
    ) -> Result<Response<pb::BatchGetSourcesResponse>, Status> {
        let pb::BatchGetSourcesRequest { names } = request.into_inner();
        let sources = self.batch_get(Checker::new(), &names, View::Basic).await?;
        Ok(Response::new(pb::BatchGetSourcesResponse { sources }))
    }

    async fn list_sources(
        &self,
        request: Request<pb::ListSourcesRequest>,
    ) -> Result<Response<pb::ListSourcesResponse>, Status> {
        let pb::ListSourcesRequest {
            page_size,
            page_token,
            filter,
        } = request.into_inner();
        let filter = filter.unwrap_or_default();
        let arguments = Arguments::new("ListSources", &digest(&filter));
        let mut check = Checker::new();
        let filter = check.field("filter", |check| read_filter(check, filter));
        let (sources, next_page_token) = self
            .list(
                check,
                page_size,
                &page_token,
                &arguments,
                &Filter::Sources(filter),
            )
            .await?;
        Ok(Response::new(pb::ListSourcesResponse {
            sources,
            next_page_token,
        }))
    }

    async fn update_source(
        &self,
        request: Request<pb::UpdateSourceRequest>,
    ) -> Result<Response<pb::Source>, Status> {
        let (metadata, _, request) = request.into_parts();
        let mutation = Mutation {
            metadata: &metadata,
            method: "claimstore.v1.SourceService/UpdateSource",
            request_id: request.request_id.clone(),
            digest: digest(&request),
        };
        let source = self
            .update(mutation, request.source, request.update_mask)
            .await?;
        Ok(Response::new(source))
    }
}

fn read_filter(check: &mut Checker, message: pb::SourceFilter) -> SourceFilter {
    let pb::SourceFilter {
        kind,
        url,
        same_as,
        publisher,
        article,
    } = message;
    let keys = &Keys::none();
    SourceFilter {
        kind: read::optional(check, "kind", kind),
        canonical_url: canonical_or_complain(check, "url", &url),
        same_as: canonical_or_complain(check, "same_as", &same_as),
        publisher: read::source(check, keys, "publisher", &publisher),
        article: read::article(check, keys, "article", &article),
    }
}

fn canonical_or_complain(check: &mut Checker, field: &str, url: &str) -> Option<String> {
    if url.is_empty() {
        return None;
    }
    canonical(url)
        .inspect_err(|error| check.say_at(field, error.to_string()))
        .ok()
}
