//! SourceService.

use tonic::{Request, Response, Status};

use super::article::read_prefix;
use crate::{
    api::{
        Api,
        call::{
            about, audited,
            context::{self, Call},
            paging::Paging,
            status::{internal, status},
        },
        method::{
            identity,
            order::{BY_CREATION, read_order},
            read::read_options,
            write::{finish_read, name_of},
        },
    },
    domain::{
        resource::Name,
        value::{Checker, same_as, text, url},
    },
    store::read::{Filter, View, list::SourceFilter},
    wire::{
        encoded::{DocumentList, Encoded},
        pb,
        resource::source,
        servers::source_service_server::SourceService,
        trace,
        value::read::{self, Keys},
    },
};

/// The most code points of the reason for revealing a source.
const JUSTIFICATION_MAX: usize = 1_000;

#[tonic::async_trait]
impl SourceService for Api {
    async fn create_source(
        &self,
        request: Request<pb::CreateSourceRequest>,
    ) -> Result<Response<Encoded<pb::Source>>, Status> {
        self.create(request).await
    }

    async fn batch_create_sources(
        &self,
        request: Request<pb::BatchCreateSourcesRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let (call, request) = Call::open(request);
        let pb::BatchCreateSourcesRequest {
            requests,
            request_id: _,
            validate_only: _,
        } = request;
        self.batch_create::<_, pb::Source>(Checker::new(), call, requests)
            .await
    }

    async fn get_source(
        &self,
        request: Request<pb::GetSourceRequest>,
    ) -> Result<Response<Encoded<pb::Source>>, Status> {
        let pb::GetSourceRequest {
            name,
            show_deleted,
            read_time,
            url,
            same_as,
        } = request.into_inner();
        let mut check = Checker::new();
        let options = read_options(&mut check, View::Basic, show_deleted, read_time);
        let given = identity::of_source(&mut check, url, same_as);
        let name = self
            .identified::<pb::Source>(check, &name, given, "url or same_as")
            .await?;
        self.get_named(name, options).await
    }

    async fn reveal_source(
        &self,
        request: Request<pb::RevealSourceRequest>,
    ) -> Result<Response<pb::RevealSourceResponse>, Status> {
        let (metadata, extensions, request) = request.into_parts();
        let pb::RevealSourceRequest {
            name,
            justification,
        } = request;
        let mut check = Checker::new();
        context::note_author(&mut check, (&metadata, &extensions));
        about::note_resource(&name);
        let name = name_of::<pb::Source>(&mut check, "name", &name);
        text::check_required(
            &mut check,
            "justification",
            &justification,
            JUSTIFICATION_MAX,
        );
        let Name::Source(id) = finish_read(check, name)? else {
            return Err(internal());
        };
        about::note(|subject| subject.justification = justification);
        let entry = audited::before_answer();
        let revealed = self.app.reveal(id, entry).await.map_err(status)?;
        about::note(|subject| subject.is_recorded = true);
        Ok(Response::new(pb::RevealSourceResponse {
            source: Some(source::write_revealed(id, &revealed)),
        }))
    }

    async fn batch_get_sources(
        &self,
        request: Request<pb::BatchGetSourcesRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        self.batch_get::<_, pb::Source>(request).await
    }

    async fn list_sources(
        &self,
        request: Request<pb::ListSourcesRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::ListSourcesRequest {
            page_size: _,
            page_token: _,
            filter,
            show_deleted,
            read_time,
            order_by,
        } = request;
        let mut check = Checker::new();
        let options = read_options(&mut check, View::Basic, show_deleted, read_time);
        let order = read_order(&mut check, &order_by, BY_CREATION, options);
        let filter = check.field("filter", |check| {
            read_filter(check, filter.unwrap_or_default())
        });
        let filter = Filter::Sources(filter);
        self.list(check, paging, &filter, options, order).await
    }

    async fn update_source(
        &self,
        request: Request<pb::UpdateSourceRequest>,
    ) -> Result<Response<Encoded<pb::Source>>, Status> {
        self.update(request).await
    }

    async fn retract_source(
        &self,
        request: Request<pb::RetractSourceRequest>,
    ) -> Result<Response<Encoded<pb::Source>>, Status> {
        self.retract(request).await
    }

    async fn trace_source(
        &self,
        request: Request<pb::TraceSourceRequest>,
    ) -> Result<Response<pb::TraceSourceResponse>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::TraceSourceRequest {
            name,
            page_size: _,
            page_token: _,
        } = request;
        let (page, next_page_token) = self.trace::<pb::Source>(paging, &name).await?;
        Ok(Response::new(pb::TraceSourceResponse {
            dependants: page.dependants.iter().map(trace::write).collect(),
            next_page_token,
            truncated: page.is_truncated,
            reach: page.reach.map(trace::write_reach),
        }))
    }

    async fn merge_sources(
        &self,
        request: Request<pb::MergeSourcesRequest>,
    ) -> Result<Response<Encoded<pb::Source>>, Status> {
        self.merge(request).await
    }

    async fn unmerge_source(
        &self,
        request: Request<pb::UnmergeSourceRequest>,
    ) -> Result<Response<Encoded<pb::Source>>, Status> {
        self.unmerge(request).await
    }

    async fn delete_source(
        &self,
        request: Request<pb::DeleteSourceRequest>,
    ) -> Result<Response<Encoded<pb::Source>>, Status> {
        self.delete(request).await
    }

    async fn undelete_source(
        &self,
        request: Request<pb::UndeleteSourceRequest>,
    ) -> Result<Response<Encoded<pb::Source>>, Status> {
        self.undelete(request).await
    }
}

/// Reads the filter of a list of sources.
pub(crate) fn read_filter(check: &mut Checker, message: pb::SourceFilter) -> SourceFilter {
    let pb::SourceFilter {
        kind,
        url,
        same_as,
        publisher,
        article,
        claim,
        retracted,
        merged_into,
        display_name_prefix,
    } = message;
    let keys = &Keys::none();
    SourceFilter {
        kind: read::optional(check, "kind", kind),
        canonical_url: canonical_or_report(check, "url", &url, url::canonical),
        same_as: canonical_or_report(check, "same_as", &same_as, same_as::canonical),
        publisher: read::source(check, keys, "publisher", &publisher),
        article: read::article(check, keys, "article", &article),
        claim: read::claim(check, keys, "claim", &claim),
        is_retracted: retracted,
        merged_into: read::source(check, keys, "merged_into", &merged_into),
        name_prefix: read_prefix(check, "display_name_prefix", &display_name_prefix),
    }
}

fn canonical_or_report<E: std::fmt::Display>(
    check: &mut Checker,
    field: &str,
    text: &str,
    canonical: impl Fn(&str) -> Result<String, E>,
) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    canonical(text)
        .inspect_err(|error| check.report_at(field, error.to_string()))
        .ok()
}
