//! What imports of bundles answer.

use tonic::Status;

use super::suggestion;
use crate::{
    api::call::status::status,
    app::bundle::stream::Imported,
    domain::resource::Name,
    store::log::Done,
    wire::{document, pb, resource::bundle},
};

/// The response for a bundle that was imported.
pub(super) fn import_response(imported: Imported) -> Result<pb::ImportBundleResponse, Status> {
    let Imported {
        results,
        reanchored,
        suggestions,
    } = imported;
    let reanchored = document::reanchored(&reanchored);
    let mut results: Vec<pb::BundleResult> = results.into_iter().map(result).collect();
    let claims = results.iter_mut().filter(|it| is_claim(&it.name));
    for (result, suggestions) in claims.zip(&suggestions) {
        result.suggestions = suggestion::write(suggestions);
    }
    Ok(pb::ImportBundleResponse {
        results,
        reanchored: reanchored.map_err(|error| status(error.into()))?,
    })
}

fn is_claim(name: &str) -> bool {
    matches!(name.parse(), Ok(Name::Claim(_)))
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
        suggestions: Vec::new(),
    }
}
