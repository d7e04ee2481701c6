//! What imports of bundles answer.

use tonic::Status;

use crate::{
    api::call::status::status,
    app::bundle::received::Imported,
    store::log::Done,
    wire::{document, pb, resource::bundle},
};

/// The response for a bundle that was imported.
pub(super) fn import_response(imported: Imported) -> Result<pb::ImportBundleResponse, Status> {
    let Imported {
        results,
        reanchored,
    } = imported;
    let reanchored = document::reanchored(&reanchored);
    Ok(pb::ImportBundleResponse {
        results: results.into_iter().map(result).collect(),
        reanchored: reanchored.map_err(|error| status(error.into()))?,
    })
}

/// What was done with a resource.
pub(crate) fn result(done: Done) -> pb::BundleResult {
    let Done {
        name,
        revision: _,
        outcome,
        path,
        key,
        differences,
        candidates,
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
        candidates,
    }
}
