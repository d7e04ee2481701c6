//! The stream of ImportBundles: reads its requests, and writes its responses.

use std::pin::Pin;

use http::Extensions;
use tokio::{sync::mpsc, time::timeout};
use tokio_stream::{Stream, StreamExt as _, wrappers::ReceiverStream};
use tonic::{Status, Streaming, metadata::MetadataMap};

use super::{bundle_message::import_response, suggestion::Matching};
use crate::{
    api::{
        REQUEST_BYTES_MAX,
        call::{
            audited, context,
            received::READ_MAX,
            refused, request_id,
            status::{self, status},
        },
        method::write::finish_read,
    },
    app::{
        App, CallContext, Error,
        bundle::stream::{Begun, End, Entrance, Finished, ImportStart, Received},
        search::suggesting::MatchMode,
        turns::{Turns, pause, stop},
    },
    domain::{
        resource::{Bundle, name::parse_id},
        value::{Checker, Violation},
    },
    store::write::{Ending, ImportKey, ImportProgress},
    wire::{document, pb, resource::bundle, value::read},
};

/// The responses of a stream of bundles.
pub type Responses = Pin<Box<dyn Stream<Item = Result<pb::ImportBundlesResponse, Status>> + Send>>;

/// Begins an import with the first request of its stream.
pub(super) async fn begin(
    app: &App,
    caller: (&MetadataMap, &Extensions),
    mut requests: Streaming<pb::ImportBundlesRequest>,
) -> Result<Responses, Status> {
    let first = timeout(READ_MAX, requests.message()).await;
    let first = first.map_err(|_| status::deadline_exceeded())?;
    let first = first.map_err(|error| refused::not_received(&error, REQUEST_BYTES_MAX))?;
    let (context, start, matching) = read_start(caller, first.unwrap_or_default())?;
    let begun = app.begin_import(context, start, encode).await;
    let Begun {
        progress,
        entrance,
        import,
        results,
    } = begun.map_err(status)?;
    let call = request_id::current();
    let next_index = progress.next_index;
    let turns = app.turns().clone();
    let reading = read_requests((turns, matching), requests, entrance, next_index);
    let reading = tokio::spawn(request_id::scope(call.clone(), reading));
    let (sender, end) = mpsc::channel(1);
    tokio::spawn(request_id::scope(call, async move {
        let (ended, next_index) = import.run().await;
        let why = match ended {
            Ok(()) => reading.await.ok().flatten(),
            Err(end) => {
                reading.abort();
                why(end)
            }
        };
        if let Some(why) = why {
            // The caller may have disconnected.
            let _ = sender
                .send(Err(status::with_next_index(&why, next_index)))
                .await;
        }
    }));
    let first = tokio_stream::iter(first_responses(progress)?.into_iter().map(Ok));
    let results = ReceiverStream::new(results).map(response);
    Ok(Box::pin(
        first.chain(results).chain(ReceiverStream::new(end)),
    ))
}

fn read_start(
    caller: (&MetadataMap, &Extensions),
    first: pb::ImportBundlesRequest,
) -> Result<(CallContext, ImportStart, Matching), Status> {
    let pb::ImportBundlesRequest {
        settings,
        index,
        bundle,
    } = first;
    let mut check = Checker::new();
    if bundle.is_some() || index != 0 {
        check.report_at(
            "bundle",
            "does not belong in the first request, which has only settings",
        );
    }
    let settings = settings.unwrap_or_else(|| {
        check.report_at("settings", "is required in the first request");
        pb::ImportBundlesSettings::default()
    });
    let pb::ImportBundlesSettings {
        import_id,
        validate_only,
        restart,
        rejections_from,
        r#match: mode,
        replace_reviews,
    } = settings;
    let matching = Matching {
        is_given: mode != 0,
        mode: read::or_default(&mut check, "settings.match", mode, MatchMode::Exact),
        replaces_reviews: replace_reviews,
    };
    let ending = match validate_only {
        true => Ending::DryRun,
        false => Ending::Keep,
    };
    let (context, caller) = context::of_stream(&mut check, caller, ending);
    let id = parse_id(&import_id).ok().filter(|id| !id.is_nil());
    if id.is_none() {
        check.report_at(
            "settings.import_id",
            "is not a lower-case UUID other than the nil UUID",
        );
    }
    if rejections_from < 0 {
        check.report_at("settings.rejections_from", "is negative");
    }
    let id = finish_read(check, id)?;
    let start = ImportStart {
        key: ImportKey { caller, id },
        restart,
        rejections_from,
        mode: matching.mode,
    };
    Ok((context, start, matching))
}

/// Reads bundles until the sender closes the stream. Returns the error that ends it, if
/// there is one.
async fn read_requests(
    (turns, matching): (Turns, Matching),
    mut requests: Streaming<pb::ImportBundlesRequest>,
    entrance: Entrance,
    next_index: i64,
) -> Option<Status> {
    let mut next_index = next_index;
    loop {
        let request = match requests.message().await {
            Ok(request) => request?,
            Err(error) => return Some(refused::not_received(&error, REQUEST_BYTES_MAX)),
        };
        let bytes = bundle::request_bytes(&request);
        let space = entrance.space(bytes).await?;
        let pb::ImportBundlesRequest {
            settings,
            index,
            bundle,
        } = request;
        let mut check = Checker::new();
        if settings.is_some() {
            check.report_at("settings", "belongs in the first request only");
        }
        if index != next_index {
            let what = format!("is {index}, and the next one is {next_index}");
            check.report_at("index", what);
        }
        if let Err(violations) = check.finish(()) {
            return Some(status(violations.into()));
        }
        let received = Received {
            index,
            bundle: read_bundle((&turns, matching), bytes, bundle)
                .await
                .map_err(|error| encoded(&status(error))),
            space,
            bytes,
        };
        entrance.put(received).await?;
        next_index += 1;
    }
}

async fn read_bundle(
    (turns, matching): (&Turns, Matching),
    bytes: usize,
    message: Option<pb::Bundle>,
) -> Result<Bundle, Error> {
    let Some(message) = message else {
        return Err(vec![Violation::new("bundle", "is required")].into());
    };
    let read = async move {
        let mut check = Checker::new().until(stop());
        let bundle = check.field("bundle", |check| {
            let mut bundle = bundle::read(check, message);
            matching.apply(check, &mut bundle);
            bundle
        });
        pause().await?;
        Ok(check.finish(bundle)?)
    };
    turns.work(bytes, read).await?
}

/// Why an import ended, or `None` if nobody is there to hear it.
fn why(end: End) -> Option<Status> {
    match end {
        End::Server => Some(status::import_ending()),
        End::Idle => Some(status::import_idle()),
        End::Failed(error) => Some(status(error)),
        End::Gone => None,
    }
}

/// Encodes the error because of which a bundle is rejected. One that was refused for want of rights
/// is for the audit log.
fn encode(app: &App, error: Error) -> Vec<u8> {
    let status = status(error);
    if let Some(entry) = audited::refused_part(&status) {
        app.audit().note(entry);
    }
    encoded(&status)
}

/// The google.rpc.Status of a status.
fn encoded(status: &Status) -> Vec<u8> {
    status.details().to_vec()
}

fn first_responses(progress: ImportProgress) -> Result<Vec<pb::ImportBundlesResponse>, Status> {
    let ImportProgress {
        next_index,
        rejected,
        rejections,
    } = progress;
    let first = pb::ImportProgress {
        next_index,
        imported_count: next_index - rejected,
        rejected_count: rejected,
        resent_count: i32::try_from(rejections.len()).unwrap_or(i32::MAX),
    };
    let first = pb::import_bundles_response::Response::Progress(first);
    let mut responses = vec![pb::ImportBundlesResponse {
        response: Some(first),
    }];
    for (index, status) in rejections {
        let outcome = Err(status);
        responses.push(response(Finished { index, outcome })?);
    }
    Ok(responses)
}

fn response(finished: Finished) -> Result<pb::ImportBundlesResponse, Status> {
    use pb::import_bundles_result::Outcome;
    let Finished { index, outcome } = finished;
    let outcome = match outcome {
        Ok(imported) => Outcome::Imported(import_response(imported)?),
        Err(encoded) => Outcome::Rejection(
            document::message::<pb::BundleRejection>(&encoded)
                .map_err(|error| status(error.into()))?,
        ),
    };
    let result = pb::ImportBundlesResult {
        index,
        outcome: Some(outcome),
    };
    let response = pb::import_bundles_response::Response::Result(result);
    Ok(pb::ImportBundlesResponse {
        response: Some(response),
    })
}
