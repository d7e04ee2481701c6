//! Exports that break at random points and are resumed have what an undisturbed one has.

use claimstore::wire::pb::{ExportBundlesRequest, ExportBundlesResponse};

use super::{export, whole};
use crate::{
    log::check::scene::Scene,
    support::{
        breaks::{Break, trials},
        random::Random,
        server::TestServer,
    },
};

/// The responses of an export that is broken until nothing is left of it, how often it was
/// broken, and the server that is left.
async fn export_with_breaks(
    mut server: TestServer,
    request: ExportBundlesRequest,
    random: &mut Random,
) -> (Vec<ExportBundlesResponse>, usize, TestServer) {
    let mut responses: Vec<ExportBundlesResponse> = Vec::new();
    let mut breaks = 0;
    loop {
        let last = responses.last();
        let request = ExportBundlesRequest {
            resume_token: last.map_or_else(String::new, |it| it.resume_token.clone()),
            ..request.clone()
        };
        let Ok(stream) = server.bundles().export_bundles(request).await else {
            continue;
        };
        let mut stream = stream.into_inner();
        let mut wanted = random.below(12);
        while wanted > 0 {
            match stream.message().await {
                Ok(Some(response)) => responses.push(response),
                Ok(None) => return (responses, breaks, server),
                Err(_) => break,
            }
            wanted -= 1;
        }
        breaks += 1;
        server = random.pick(&Break::ALL).cut(stream, server).await;
    }
}

#[tokio::test]
async fn exports_that_break_at_random_have_what_an_undisturbed_one_has() {
    const SEED: u64 = 0xb4ea_0001;
    println!("seed {SEED:#x}");
    let mut scene = Scene::start(SEED).await;
    for _ in 0..250 {
        let _ = scene.call().await;
    }
    let mut server = scene.server;
    let expected = export(&server, whole()).await.unwrap();
    let request = ExportBundlesRequest {
        read_time: expected[0].read_time,
        ..whole()
    };
    let expected = export(&server, request.clone()).await.unwrap();
    let mut random = Random::new(SEED);
    let mut all_breaks = 0;
    for trial in 1..=trials() {
        let (responses, breaks, left) =
            export_with_breaks(server, request.clone(), &mut random).await;
        let bundles = |all: &[ExportBundlesResponse]| -> Vec<_> {
            all.iter().filter_map(|it| it.bundle.clone()).collect()
        };
        assert_eq!(bundles(&responses), bundles(&expected), "trial {trial}");
        all_breaks += breaks;
        server = left;
    }
    assert!(all_breaks > 0);
}
