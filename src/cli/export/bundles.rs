//! An export of bundles into a file.

use chrono::{DateTime, SecondsFormat};
use tonic::{Request, Status, Streaming};

use super::{
    args::ExportArgs,
    error::{ExportError, stopped},
    output::{Output, State},
    progress::Progress,
    resumed::{Resumed, Stopped, follow},
    summary::Summary,
};
use crate::{
    cli::{connect::Clients, counted::counted},
    wire::{json, pb},
};

/// Exports bundles into the file.
pub(super) async fn export(args: &ExportArgs) -> Result<Summary, ExportError> {
    let output = Output::open(&args.file, args.resume, args.begun()?)?;
    let mut export = Export {
        clients: args.server.connect().await?,
        request: args.request(),
        progress: Progress::new(output.state().resources, args.quiet),
        state: output.state().clone(),
        output,
    };
    export.all().await
}

struct Export {
    clients: Clients,
    request: pb::ExportBundlesRequest,
    /// How far it is.
    state: State,
    output: Output,
    progress: Progress,
}

impl Export {
    async fn all(&mut self) -> Result<Summary, ExportError> {
        let end = match follow(self).await {
            Ok(end) => end,
            Err(Stopped::Output(error)) => return Err(error),
            Err(Stopped::Stream(status)) => {
                self.progress.end();
                return Err(stopped(&mut self.output, &self.state, status));
            }
        };
        self.output.finish(&self.state)?;
        self.progress.end();
        Ok(self.summary(&end))
    }

    fn summary(&self, end: &pb::ExportBundlesResponse) -> Summary {
        let State {
            bundles, resources, ..
        } = &self.state;
        let moment = end.read_time.and_then(|time| {
            let nanos = u32::try_from(time.nanos).ok()?;
            DateTime::from_timestamp(time.seconds, nanos)
        });
        let moment = moment.unwrap_or_default();
        let moment = moment.to_rfc3339_opts(SecondsFormat::Micros, true);
        let position = &end.position;
        Summary {
            text: format!(
                "{} in {}, as of {moment}\nposition {position}",
                counted(*resources, "resource"),
                counted(*bundles, "bundle")
            ),
            json: serde_json::json!({
                "resources": resources,
                "bundles": bundles,
                "readTime": moment,
                "position": position,
            }),
            is_on_standard_output: self.output.is_standard_output(),
        }
    }
}

impl Resumed for Export {
    type Response = pb::ExportBundlesResponse;

    async fn open(&self) -> Result<Streaming<Self::Response>, Status> {
        let request = pb::ExportBundlesRequest {
            resume_token: self.state.resume_token.clone(),
            ..self.request.clone()
        };
        let mut bundles = self.clients.bundles.clone();
        let answer = bundles.export_bundles(Request::new(request)).await?;
        Ok(answer.into_inner())
    }

    fn take(&mut self, response: Self::Response) -> Result<Option<Self::Response>, ExportError> {
        self.progress.estimated(response.estimated_resource_count);
        let Some(bundle) = &response.bundle else {
            return Ok(Some(response));
        };
        let line = json::write("claimstore.v1.Bundle", bundle).ok_or(ExportError::Json)?;
        self.state.bundles += 1;
        self.state.resources += resource_count(bundle);
        self.state.resume_token = response.resume_token;
        self.output.add(&line, &self.state)?;
        self.progress.show(self.state.bundles, self.state.resources);
        Ok(None)
    }
}

/// The number of resources in a bundle of an export.
fn resource_count(bundle: &pb::Bundle) -> u64 {
    let is_reference = |claim: &&pb::BundleClaim| {
        let claim = claim.claim.as_ref();
        claim.is_none_or(|claim| claim.create_time.is_none())
    };
    let children = bundle.claims.iter();
    let children = children.map(|it| it.appearances.len() + it.relations.len() + it.reviews.len());
    let sources = bundle.sources.iter().filter(|it| it.key.is_empty()).count();
    let references = bundle.claims.iter().filter(is_reference).count();
    let article = usize::from(bundle.article.is_some() && !bundle.earlier_version);
    let count = article + sources + bundle.claims.len() - references + children.sum::<usize>();
    count as u64
}
