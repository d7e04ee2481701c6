//! Bundles that are restored: resources come back as they were, and nothing else is accepted.

use claimstore::wire::pb::{
    Appearance, AttributionChain, Bundle, BundleClaim, BundleResult, BundleSource, Claim,
    EraseResourceRequest, Erasure, GetSourceRequest, GetStandingRequest, ImportBundleRequest,
    ImportOutcome, MergeClaimsRequest, Review, Source, Standing, Verdict,
};
use tonic::{Code, Status};

use super::exported::{bundles, export, names, whole};
use crate::{
    bundle::stream::{import_all, rejection, settings},
    log::check::{differences, scene::Scene},
    support::{
        errors::{fields, missing, sorted_fields},
        samples::{appearance, article, claim, hop, outlet, review},
        server::TestServer,
    },
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

/// A store after random calls, and some erasures.
async fn varied(seed: u64) -> TestServer {
    println!("seed {seed:#x}");
    let mut scene = Scene::start(seed).await;
    for _ in 0..300 {
        let _ = scene.call().await;
    }
    let exported = bundles(export(&scene.server, whole()).await.unwrap());
    let names = names(&exported);
    let mut erased = 0;
    for name in names.iter().step_by(9) {
        let request = EraseResourceRequest {
            name: name.clone(),
            reason: "Case 7".to_owned(),
            ..EraseResourceRequest::default()
        };
        erased += usize::from(scene.server.changes().erase_resource(request).await.is_ok());
    }
    assert!(erased > 0, "nothing could be erased");
    assert_eq!(differences(&scene.server).await, [""; 0]);
    scene.server
}

/// Bundles without what the server gives anew.
pub fn plain(bundles: &[Bundle]) -> Vec<Bundle> {
    bundles.iter().cloned().map(without_stamps).collect()
}

/// Asserts that one store was restored from another one.
async fn assert_equal(restored: &TestServer, origin: &TestServer) {
    assert_eq!(differences(restored).await, [""; 0]);
    let exported = bundles(export(origin, whole()).await.unwrap());
    let again = bundles(export(restored, whole()).await.unwrap());
    for (found, expected) in plain(&again).iter().zip(plain(&exported)) {
        assert_eq!(*found, expected);
    }
    assert_eq!(again.len(), exported.len());
    let found = standings(restored, &again).await;
    assert_eq!(found, standings(origin, &exported).await);
}

#[tokio::test]
async fn a_whole_export_that_is_imported_into_an_empty_store_makes_an_equal_one() {
    for seed in SEEDS {
        let origin = varied(seed).await;
        let exported = bundles(export(&origin, whole()).await.unwrap());
        let empty = TestServer::start().await;
        for bundle in &exported {
            let results = restore(&empty, bundle.clone()).await;
            let results = results.unwrap_or_else(|status| panic!("{status:?}: {bundle:#?}"));
            for result in results {
                let outcomes = [ImportOutcome::Created, ImportOutcome::Updated];
                assert!(outcomes.contains(&result.outcome()), "{result:?}");
            }
        }
        assert_equal(&empty, &origin).await;

        let before = bundles(export(&empty, whole()).await.unwrap());
        for bundle in exported.into_iter().filter(|it| !it.earlier_version) {
            for result in restore(&empty, bundle).await.unwrap() {
                assert_eq!(result.outcome(), ImportOutcome::Unchanged, "{result:?}");
            }
        }
        assert_eq!(bundles(export(&empty, whole()).await.unwrap()), before);
    }
}

#[tokio::test]
async fn a_whole_export_makes_an_equal_store_through_a_stream_too() {
    for seed in SEEDS {
        let origin = varied(seed).await;
        let exported = bundles(export(&origin, whole()).await.unwrap());
        let empty = TestServer::start().await;
        let count = exported.len();
        let results = import_all(&empty, settings(1), exported).await;
        assert_eq!(results.len(), count);
        for result in results {
            assert!(rejection(&result).is_none(), "{result:?}");
        }
        assert_equal(&empty, &origin).await;
    }
}

/// A bundle with a source and a claim, and its names.
async fn exported_claim(origin: &TestServer) -> (Source, Claim, Vec<Bundle>) {
    let source = origin.create_source(outlet("Paper")).await.unwrap();
    let article = origin
        .create_article(article("A", "Prices rose again."))
        .await;
    let claim = origin.create_claim(claim("It rose")).await.unwrap();
    let printed = Appearance {
        chains: vec![AttributionChain {
            hops: vec![hop(&source)],
        }],
        ..appearance(&article.unwrap(), "rose")
    };
    origin.create_appearance(&claim, printed).await.unwrap();
    let exported = bundles(export(origin, whole()).await.unwrap());
    (source, claim, exported)
}

#[tokio::test]
async fn what_is_stored_under_a_name_stays_and_the_differences_are_said() {
    let origin = TestServer::start().await;
    let (source, _, exported) = exported_claim(&origin).await;
    let renamed = Source {
        display_name: "The Paper".to_owned(),
        ..source.clone()
    };
    origin
        .update_source(renamed, &["display_name"])
        .await
        .unwrap();
    let before = bundles(export(&origin, whole()).await.unwrap());
    let mut matched = Vec::new();
    for bundle in exported {
        for result in restore(&origin, bundle).await.unwrap() {
            match result.outcome() {
                ImportOutcome::Unchanged => {}
                outcome => matched.push((result.name.clone(), outcome, result.differences)),
            }
        }
    }
    let differs = vec!["display_name".to_owned()];
    assert_eq!(matched, [(source.name, ImportOutcome::Matched, differs)]);
    assert_eq!(bundles(export(&origin, whole()).await.unwrap()), before);
}

#[tokio::test]
async fn what_refers_to_something_absent_is_refused_and_loses_nothing() {
    let origin = TestServer::start().await;
    let (source, claim, exported) = exported_claim(&origin).await;
    let empty = TestServer::start().await;
    let mut bundles_of = exported.into_iter();
    let (sources, claims, _, printed) = (
        bundles_of.next().unwrap(),
        bundles_of.next().unwrap(),
        bundles_of.next().unwrap(),
        bundles_of.next().unwrap(),
    );
    restore(&empty, claims).await.unwrap();
    let status = restore(&empty, printed.clone()).await.unwrap_err();
    let article = printed.claims[0].appearances[0].article.clone();
    assert_eq!(status.code(), Code::NotFound);
    assert_eq!(missing(&status), [source.name.clone(), article.clone()]);
    // Nothing stands for it: it is refused again.
    restore(&empty, sources).await.unwrap();
    let status = restore(&empty, printed).await.unwrap_err();
    assert_eq!(missing(&status), std::slice::from_ref(&article));
    let stored = names(&bundles(export(&empty, whole()).await.unwrap()));
    assert_eq!(stored, [source.name, claim.name]);
}

#[tokio::test]
async fn an_appearance_whose_words_stand_elsewhere_is_refused() {
    let origin = TestServer::start().await;
    let (.., exported) = exported_claim(&origin).await;
    let empty = TestServer::start().await;
    for (index, mut bundle) in exported.into_iter().enumerate() {
        if index < 3 {
            restore(&empty, bundle).await.unwrap();
            continue;
        }
        let anchor = &mut bundle.claims[0].appearances[0].anchors[0];
        anchor.start = Some(8);
        anchor.end = Some(12);
        let status = restore(&empty, bundle.clone()).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument);
        let appearance = &mut bundle.claims[0].appearances[0];
        appearance.anchors[0].start = Some(7);
        appearance.anchors[0].end = Some(11);
        appearance.article_version = 2;
        let status = restore(&empty, bundle).await.unwrap_err();
        assert_eq!(
            fields(&status),
            ["bundle.claims[0].appearances[0].article_version"]
        );
    }
}

#[tokio::test]
async fn what_a_resource_refers_to_can_come_after_it() {
    let origin = TestServer::start().await;
    let first = origin.create_source(outlet("First")).await.unwrap();
    let later = origin.create_source(outlet("Later")).await.unwrap();
    let below = Source {
        publisher: later.name.clone(),
        ..first.clone()
    };
    origin.update_source(below, &["publisher"]).await.unwrap();
    let translation = origin.create_claim(claim("Sale")).await.unwrap();
    let original = origin.create_claim(claim("It rises")).await.unwrap();
    let translated = Claim {
        translation_of: original.name.clone(),
        ..translation.clone()
    };
    let updated = origin.update_claim(translated, &["translation_of"]).await;
    updated.unwrap();
    let merged = MergeClaimsRequest {
        name: translation.name.clone(),
        into: original.name.clone(),
        ..MergeClaimsRequest::default()
    };
    origin.claims().merge_claims(merged).await.unwrap();

    let exported = bundles(export(&origin, whole()).await.unwrap());
    let alone = |bundle: Bundle| -> Vec<Bundle> {
        let sources = bundle.sources.into_iter().map(|source| Bundle {
            sources: vec![source],
            restore: true,
            ..Bundle::default()
        });
        let claims = bundle.claims.into_iter().map(|claim| Bundle {
            claims: vec![claim],
            restore: true,
            ..Bundle::default()
        });
        sources.chain(claims).collect()
    };
    let empty = TestServer::start().await;
    let parts: Vec<Bundle> = exported.into_iter().flat_map(alone).collect();
    restore(&empty, parts[0].clone()).await.unwrap();
    let stand_in = GetSourceRequest {
        name: later.name.clone(),
        show_deleted: true,
        ..GetSourceRequest::default()
    };
    let stand_in = empty.sources().get_source(stand_in).await.unwrap();
    let stand_in = stand_in.into_inner();
    assert!(stand_in.delete_time.is_some());
    assert_eq!(stand_in.display_name, "");
    assert_eq!(differences(&empty).await, [""; 0]);
    for part in parts {
        let results = restore(&empty, part).await.unwrap();
        assert_eq!(results.len(), 1);
    }
    assert_equal(&empty, &origin).await;
    assert_eq!(
        empty.get_claim(&translation.name).await.unwrap().name,
        original.name
    );
}

#[tokio::test]
async fn a_bundle_to_restore_that_is_not_complete_is_refused_with_all_that_is_wrong() {
    let server = TestServer::start().await;
    let id = |number| uuid::Uuid::from_u128(number).to_string();
    let claim_name = format!("claims/{}", id(1));
    let named = |name: String| Source {
        name,
        ..outlet("Paper")
    };
    let bundle = Bundle {
        restore: true,
        earlier_version: true,
        sources: vec![
            BundleSource {
                key: "paper".to_owned(),
                source: Some(named(format!("sources/{}", id(2)))),
            },
            BundleSource {
                source: Some(named(String::new())),
                ..BundleSource::default()
            },
            BundleSource {
                source: Some(Source {
                    erasure: Some(Erasure {
                        reason: "Case 7".to_owned(),
                        erase_time: Some(prost_types::Timestamp::default()),
                    }),
                    ..named(format!("sources/{}", id(3)))
                }),
                ..BundleSource::default()
            },
            BundleSource {
                source: Some(named(format!("sources/{}", id(3)))),
                ..BundleSource::default()
            },
        ],
        claims: vec![BundleClaim {
            key: "rise".to_owned(),
            claim: Some(Claim {
                name: claim_name,
                ..claim("It rose")
            }),
            reviews: vec![Review {
                name: format!("claims/{}/reviews/{}", id(4), id(5)),
                ..review("Desk", Verdict::True, 1)
            }],
            ..BundleClaim::default()
        }],
        ..Bundle::default()
    };
    let status = restore(&server, bundle).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "bundle.claims[0].key",
            "bundle.claims[0].reviews[0].name",
            "bundle.earlier_version",
            "bundle.sources[0].key",
            "bundle.sources[1].source.name",
            "bundle.sources[2].source",
            "bundle.sources[3]",
        ]
    );
    let matched = Bundle {
        earlier_version: true,
        article: Some(article("A", "B")),
        ..Bundle::default()
    };
    let status = restore(&server, matched).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.earlier_version"]);
}
