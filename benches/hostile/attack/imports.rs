//! Imports of articles as long as they can be, in as many streams as the server takes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use claimstore::wire::pb::{
    Article, Bundle, ImportBundlesRequest, ImportBundlesSettings,
    bundle_service_client::BundleServiceClient,
};
use tokio::{sync::mpsc, task::JoinSet, time::timeout_at};
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Endpoint;
use uuid::Uuid;

use crate::target::{Target, long_body, rest};

const STREAMS: usize = 16;

const PAUSE: Duration = Duration::from_millis(100);

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    let body: Arc<str> = long_body().into();
    for stream in 0..STREAMS {
        let (target, body) = (target.clone(), body.clone());
        tasks.spawn(async move {
            while Instant::now() < until {
                let _ =
                    timeout_at(until.into(), import(&target.address, body.clone(), stream)).await;
                rest(until, PAUSE).await;
            }
        });
    }
}

/// Imports until the server ends it.
async fn import(address: &str, body: Arc<str>, stream: usize) -> Option<()> {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    let mut client = BundleServiceClient::new(endpoint.connect().await.ok()?);
    let (sender, requests) = mpsc::channel(1);
    let sending = tokio::spawn(async move {
        let settings = ImportBundlesRequest {
            settings: Some(ImportBundlesSettings {
                import_id: Uuid::now_v7().to_string(),
                ..ImportBundlesSettings::default()
            }),
            ..ImportBundlesRequest::default()
        };
        sender.send(settings).await.ok()?;
        for index in 0.. {
            let bundle = bundle(&body, stream, index);
            sender.send(request(index, bundle)).await.ok()?;
        }
        Some(())
    });
    let answers = client.import_bundles(ReceiverStream::new(requests)).await;
    let mut answers = answers.ok()?.into_inner();
    while let Ok(Some(_)) = answers.message().await {}
    sending.abort();
    Some(())
}

fn request(index: i64, bundle: Bundle) -> ImportBundlesRequest {
    ImportBundlesRequest {
        index,
        bundle: Some(bundle),
        ..ImportBundlesRequest::default()
    }
}

/// A long article that no other bundle has.
fn bundle(body: &str, stream: usize, index: i64) -> Bundle {
    Bundle {
        article: Some(Article {
            headline: format!("Census {index} of stream {stream}"),
            language: "en".to_owned(),
            uri: format!("https://example.org/{}", Uuid::now_v7()),
            body: body.to_owned(),
            ..Article::default()
        }),
        ..Bundle::default()
    }
}
