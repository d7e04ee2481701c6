//! BundleService.

use tonic::{Request, Response, Status, Streaming};

use super::{
    bundle_message::result,
    export_stream::{self, Exports},
    import_stream::{self, Responses},
};

use crate::{
    api::{
        Api,
        call::{context::Call, position::set_position, status::status},
        method::write::finish_read,
    },
    app::turns::{pause, stop},
    domain::value::Checker,
    store::{log::Done, write::Written},
    wire::{document, pb, resource::bundle, servers::bundle_service_server::BundleService},
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
        } = request;
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let reading = async move {
            let mut check = check.until(stop());
            let bundle = match bundle {
                Some(message) => Some(check.field("bundle", |check| bundle::read(check, message))),
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
        let written = self.app.import_bundles(context, vec![bundle]).await;
        let written = written.map_err(status)?;
        let position = self.app.position(&written).await.map_err(status)?;
        let (reanchored, results) = apart(written);
        let reanchored = self.app.written(reanchored).await.map_err(status)?;
        let reanchored = document::reanchored(&reanchored);
        let mut answer = Response::new(pb::ImportBundleResponse {
            results: results.into_iter().map(result).collect(),
            reanchored: reanchored.map_err(|error| status(error.into()))?,
        });
        set_position(&mut answer, position);
        Ok(answer)
    }

    type ImportBundlesStream = Responses;

    async fn import_bundles(
        &self,
        request: Request<Streaming<pb::ImportBundlesRequest>>,
    ) -> Result<Response<Responses>, Status> {
        let (metadata, _, requests) = request.into_parts();
        let responses = import_stream::begin(&self.app, &metadata, requests).await?;
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
