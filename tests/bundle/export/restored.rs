//! Bundles that are restored: resources come back as they were, and nothing else is accepted.

use claimstore::wire::pb::{
    Bundle, BundleResult, GetStandingRequest, ImportBundleRequest, ImportOutcome, Standing,
};
use tonic::Status;

use super::exported::{bundles, export, whole};
use crate::{
    log::check::{differences, scene::Scene},
    support::server::TestServer,
};

const SEEDS: [u64; 4] = [0xe491_0001, 0xe491_0002, 0xe491_0003, 0xe491_0004];

pub async fn restore(server: &TestServer, bundle: Bundle) -> Result<Vec<BundleResult>, Status> {
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    let answer = server.bundles().import_bundle(request).await?;
    Ok(answer.into_inner().results)
}

/// Removes what the server gives anew: revisions, etags, and the times at which something was
/// stored.
fn without_stamps(mut bundle: Bundle) -> Bundle {
    macro_rules! clear {
        ($message:expr) => {{
            let it = $message;
            it.revision = 0;
            it.etag.clear();
            it.create_time = None;
            it.update_time = None;
            it.delete_time = it.delete_time.map(|_| prost_types::Timestamp::default());
            if let Some(erasure) = &mut it.erasure {
                erasure.erase_time = None;
            }
        }};
    }
    if let Some(article) = &mut bundle.article {
        clear!(article);
    }
    for source in bundle
        .sources
        .iter_mut()
        .filter_map(|it| it.source.as_mut())
    {
        clear!(source);
    }
    for claim in &mut bundle.claims {
        if let Some(claim) = &mut claim.claim {
            clear!(claim);
        }
        claim.appearances.iter_mut().for_each(|it| clear!(it));
        claim.relations.iter_mut().for_each(|it| clear!(it));
        claim.reviews.iter_mut().for_each(|it| clear!(it));
    }
    bundle
}

async fn standings(server: &TestServer, bundles: &[Bundle]) -> Vec<Standing> {
    let claims = bundles.iter().flat_map(|bundle| &bundle.claims);
    let claims = claims.filter_map(|claim| claim.claim.as_ref());
    let claims = claims.filter(|claim| claim.delete_time.is_none() && claim.revision > 0);
    let mut standings = Vec::new();
    for claim in claims {
        let request = GetStandingRequest {
            name: format!("{}/standing", claim.name),
            ..GetStandingRequest::default()
        };
        let standing = server.claims().get_standing(request).await.unwrap();
        standings.push(Standing {
            revision: 0,
            update_time: None,
            ..standing.into_inner()
        });
    }
    standings
}

#[tokio::test]
async fn a_whole_export_that_is_imported_into_an_empty_store_makes_an_equal_one() {
    for seed in SEEDS {
        println!("seed {seed:#x}");
        let mut scene = Scene::start(seed).await;
        for _ in 0..300 {
            let _ = scene.call().await;
        }
        assert_eq!(differences(&scene.server).await, [""; 0]);
        let exported = bundles(export(&scene.server, whole()).await.unwrap());

        let empty = TestServer::start().await;
        for bundle in &exported {
            let results = restore(&empty, bundle.clone()).await;
            let results = results.unwrap_or_else(|status| panic!("{status:?}: {bundle:#?}"));
            for result in results {
                let is_new = matches!(
                    result.outcome(),
                    ImportOutcome::Created | ImportOutcome::Updated
                );
                assert!(is_new, "{result:?}");
            }
        }
        assert_eq!(differences(&empty).await, [""; 0]);
        let again = bundles(export(&empty, whole()).await.unwrap());
        let plain = |bundles: &[Bundle]| -> Vec<Bundle> {
            bundles.iter().cloned().map(without_stamps).collect()
        };
        pretty_assertions(&plain(&again), &plain(&exported));
        assert_eq!(
            standings(&empty, &again).await,
            standings(&scene.server, &exported).await
        );

        for bundle in exported {
            let is_earlier = bundle.earlier_version;
            for result in restore(&empty, bundle).await.unwrap() {
                if !is_earlier {
                    assert_eq!(result.outcome(), ImportOutcome::Unchanged, "{result:?}");
                }
            }
        }
        assert_eq!(bundles(export(&empty, whole()).await.unwrap()), again);
    }
}

/// Compares one by one, so that a difference can be read.
fn pretty_assertions(found: &[Bundle], expected: &[Bundle]) {
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}
