//! BundleService.

use tonic::{Request, Response, Status, Streaming};

use super::{
    bundle_message::import_response,
    export_stream::{self, Exports},
    import_stream::{self, Responses},
    suggestion::Matching,
};

use crate::{
    api::{
        Api,
        call::{about, context::Call, position::set_position, status::status},
        method::write::finish_read,
    },
    app::{
        bundle::stream::Imported,
        search::suggesting::MatchMode,
        turns::{pause, stop},
    },
    domain::value::Checker,
    store::{log::Done, write::Written},
    wire::{pb, resource::bundle, servers::bundle_service_server::BundleService, value::read},
};

#[tonic::async_trait]
impl BundleService for Api {
    async fn import_bundle(
        &self,
        request: Request<pb::ImportBundleRequest>,
    ) -> Result<Response<pb::ImportBundleResponse>, Status> {
        let (call, request) = Call::open(request);
        let pb::ImportBundleRequest {
            bundle,
            request_id: _,
            validate_only: _,
            r#match: mode,
            replace_reviews,
        } = request;
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let is_given = mode != 0;
        let mode = read::or_default(&mut check, "match", mode, MatchMode::Exact);
        let matching = Matching {
            is_given,
            mode,
            replaces_reviews: replace_reviews,
        };
        let reading = async move {
            let mut check = check.until(stop());
            let bundle = match bundle {
                Some(message) => Some(check.field("bundle", |check| {
                    let mut bundle = bundle::read(check, message);
                    matching.apply(check, &mut bundle);
                    bundle
                })),
                None => {
                    check.report_at("bundle", "is required");
                    None
                }
            };
            pause().await.map_err(status)?;
            finish_read(check, bundle)
        };
        let bundle = self.app.turns().work(context.bytes, reading).await;
        let bundle = bundle.map_err(status)??;
        let ready = self.app.require_suggestions(mode).await;
        ready.map_err(status)?;
        let claims = mode.asks_about(&bundle);
        let written = self.app.import_bundles(context.clone(), vec![bundle]).await;
        let written = written.map_err(status)?;
        about::note_written(&written);
        let position = self.app.position(&written).await.map_err(status)?;
        let (reanchored, results) = apart(written);
        let reanchored = self.app.written(reanchored).await.map_err(status)?;
        let suggested = self.app.suggest_imported(&context, claims, &results).await;
        let suggested = suggested.map_err(status)?;
        let mut answer = Response::new(import_response(Imported {
            results,
            reanchored,
            suggestions: suggested.of_claims,
        })?);
        set_position(&mut answer, suggested.position.or(position));
        Ok(answer)
    }

    type ImportBundlesStream = Responses;

    async fn import_bundles(
        &self,
        request: Request<Streaming<pb::ImportBundlesRequest>>,
    ) -> Result<Response<Responses>, Status> {
        let (metadata, extensions, requests) = request.into_parts();
        let responses = import_stream::begin(&self.app, (&metadata, &extensions), requests).await?;
        Ok(Response::new(responses))
    }

    type ExportBundlesStream = Exports;

    async fn export_bundles(
        &self,
        request: Request<pb::ExportBundlesRequest>,
    ) -> Result<Response<Exports>, Status> {
        let responses = export_stream::begin(&self.app, request.into_inner()).await?;
        Ok(Response::new(responses))
    }
}

/// Splits off what the import wrote besides the resources of the bundle.
fn apart(written: Written) -> (Written, Vec<Done>) {
    let done = written.done.into_iter();
    let (besides, results) = done.partition(|done| done.path.is_empty());
    let besides = Written {
        done: besides,
        docs: written.docs,
        ..Written::default()
    };
    (besides, results)
}
