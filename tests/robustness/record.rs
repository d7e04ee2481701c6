//! Streams of bundles. Each has a caller of its own, by which the log tells what it did.

use claimstore::{
    client::with_retries,
    wire::pb::{
        Bundle, ImportBundlesRequest, ImportBundlesSettings,
        bundle_service_client::BundleServiceClient, import_bundles_response::Response,
        import_bundles_result::Outcome as Imported,
    },
};
use tonic::{Status, transport::Channel};
use uuid::Uuid;

use super::{
    calls::{by, in_time, named, reason},
    client::Stage,
    history::{Call, Outcome},
    made::bundle,
    mutation::Maker,
    state::clock,
    support::random::Random,
};

pub const METHOD: &str = "claimstore.v1.BundleService/ImportBundles";

/// Imports bundles in streams until the run is over.
pub async fn run(stage: Stage, seed: u64) {
    let known = std::sync::Arc::clone(&stage.known);
    let mut maker = Maker::new(Random::new(seed), &known, "stream".to_owned());
    let mut count = 0;
    while !stage.is_over() {
        let pause = 200 + u64::try_from(maker.random.below(600)).unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
        count += 1;
        let bundle = bundle(&mut maker);
        import(&stage, &format!("import{count}"), bundle, &mut maker.random).await;
    }
}

/// Sends a bundle in a stream, again and again until it is known what became of it.
async fn import(stage: &Stage, actor: &str, bundle: Bundle, random: &mut Random) {
    let import_id = Uuid::now_v7().to_string();
    let first = random.below(stage.channels.len());
    let invoked = stage.history.now();
    let first_sent_at = clock();
    let (mut attempts, mut last_invoked) = (0, 0);
    let sent = with_retries(|| {
        let channel = stage.channels[(first + attempts) % stage.channels.len()].clone();
        attempts += 1;
        last_invoked = stage.history.now();
        let (import_id, bundle, actor) = (import_id.clone(), bundle.clone(), actor.to_owned());
        async move { in_time(stream(channel, &actor, import_id, bundle)).await }
    })
    .await;
    let outcome = match sent {
        Ok(names) => {
            names
                .iter()
                .cloned()
                .for_each(|name| stage.known.retire(name));
            Outcome::Done {
                states: Vec::new(),
                names,
            }
        }
        Err(status) => match reason(&status) {
            Some(reason) if attempts == 1 && reason == "REJECTED" => {
                let names = named(&status);
                Outcome::Refused { reason, names }
            }
            _ => Outcome::Unknown {
                why: status.to_string(),
            },
        },
    };
    let call = Call {
        method: METHOD.to_owned(),
        target: String::new(),
        etag: String::new(),
        actor: format!("unverified:{actor}"),
        request_id: String::new(),
        invoked,
        first_sent_at,
        last_invoked,
        last_sent_at: 0,
        returned: stage.history.now(),
        returned_at: clock(),
        attempts: u32::try_from(attempts).unwrap(),
        is_in_doubt: attempts > 1,
        position: String::new(),
        outcome,
    };
    stage.history.calls.lock().unwrap().push(call);
}

/// One stream. Returns the names of what the bundle became, or none if an earlier stream was told.
async fn stream(
    channel: Channel,
    actor: &str,
    import_id: String,
    bundle: Bundle,
) -> Result<Vec<String>, Status> {
    let settings = ImportBundlesRequest {
        settings: Some(ImportBundlesSettings {
            import_id,
            ..ImportBundlesSettings::default()
        }),
        ..ImportBundlesRequest::default()
    };
    let (requests, receiver) = tokio::sync::mpsc::channel(4);
    requests.send(settings).await.unwrap();
    let receiver = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut client = BundleServiceClient::new(channel);
    let answers = client.import_bundles(by(actor, receiver)).await?;
    let mut answers = answers.into_inner();
    while let Some(answer) = answers.message().await? {
        match answer.response {
            Some(Response::Progress(progress)) if progress.next_index > 0 => return Ok(Vec::new()),
            Some(Response::Progress(_)) => {
                let request = ImportBundlesRequest {
                    bundle: Some(bundle.clone()),
                    ..ImportBundlesRequest::default()
                };
                // If the stream has ended, its answers say so.
                let _ = requests.send(request).await;
            }
            Some(Response::Result(result)) => {
                return match result.outcome {
                    Some(Imported::Imported(done)) => {
                        Ok(done.results.into_iter().map(|it| it.name).collect())
                    }
                    other => Err(Status::unknown(format!("{other:?}"))),
                };
            }
            None => {}
        }
    }
    Err(Status::unavailable("the stream ended"))
}
