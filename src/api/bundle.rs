//! BundleService.

use tonic::{Request, Response, Status};

use super::{
    Api,
    resource::{Mutation, finish_read},
    status::status,
};
use crate::{
    domain::violation::Checker,
    store::request::Done,
    wire::{
        bundle,
        message::digest,
        pb::{self, bundle_service_server::BundleService},
    },
};

#[tonic::async_trait]
impl BundleService for Api {
    async fn import_bundle(
        &self,
        request: Request<pb::ImportBundleRequest>,
    ) -> Result<Response<pb::ImportBundleResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let mutation = Mutation {
            metadata: &metadata,
            method: "claimstore.v1.BundleService/ImportBundle",
            request_id: request.request_id.clone(),
            digest: digest(&request),
        };
        let mut check = Checker::new();
        let asked = mutation.asked(&mut check);
        let bundle = match request.bundle {
            Some(message) => Some(check.field("bundle", |check| bundle::read(check, message))),
            None => {
                check.say_at("bundle", "is required");
                None
            }
        };
        let bundle = finish_read(check, bundle)?;
        let done = self
            .app
            .import_bundle(asked, bundle)
            .await
            .map_err(status)?;
        Ok(Response::new(pb::ImportBundleResponse {
            results: done.into_iter().map(result).collect(),
        }))
    }
}

fn result(done: Done) -> pb::BundleResult {
    let Done {
        name,
        revision: _,
        outcome,
        path,
        key,
        differences,
    } = done;
    pb::BundleResult {
        path,
        key,
        name: name.to_string(),
        outcome: bundle::outcome(outcome).into(),
        differences: differences
            .iter()
            .map(|field| bundle::difference(field).to_owned())
            .collect(),
    }
}
