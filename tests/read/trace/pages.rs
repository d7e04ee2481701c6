//! Pages of a trace of any size hold everything once, in the same order.

use std::collections::BTreeSet;

use claimstore::wire::pb::{Article, Citation, RelationType, Review, TraceClaimRequest, Verdict};

use super::{Scene, path};
use crate::support::{
    random::Random,
    samples::{article, review},
};

#[tokio::test]
async fn pages_of_every_size_hold_everything_once_in_order() {
    let scene = Scene::start().await;
    let seed = 20_261_124;
    println!("seed {seed}");
    let random = &mut Random::new(seed);
    let mut claims = Vec::new();
    for number in 0..24 {
        let claim = scene.claim(&format!("Claim {number}")).await;
        let source = (number < 6).then_some(&scene.source);
        for at in 0..random.below(3) {
            let word = format!("w{:03}", number * 4 + at);
            scene.print(&claim, &word, source).await;
        }
        if let Some(target) = claims.len().checked_sub(1) {
            let target = &claims[random.below(target + 1)];
            scene.link(&claim, RelationType::Quotes, target).await;
        }
        claims.push(claim);
    }
    for number in 0..3 {
        let cites = Article {
            citations: vec![Citation {
                source: scene.source.name.clone(),
                ..Citation::default()
            }],
            ..article(&format!("Cites {number}"), "x")
        };
        scene.server.create_article(cites).await.unwrap();
        let given = Review {
            evidence: vec![scene.source.name.clone()],
            ..review("Desk", Verdict::True, number)
        };
        scene.server.create_review(&claims[0], given).await.unwrap();
    }
    let whole = scene.trace_page(&scene.source, 1_000, "").await.dependants;
    let distinct: BTreeSet<String> = whole.iter().map(|it| format!("{:?}", path(it))).collect();
    assert_eq!(distinct.len(), whole.len());
    assert!(whole.len() > 30, "{}", whole.len());
    for size in [1, 2, 3, 7, whole.len() - 1, whole.len()] {
        let mut all = Vec::new();
        let mut token = String::new();
        loop {
            let size = i32::try_from(size).unwrap();
            let page = scene.trace_page(&scene.source, size, &token).await;
            assert!(page.dependants.len() <= usize::try_from(size).unwrap());
            all.extend(page.dependants);
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(all, whole, "pages of {size}");
    }
}

#[tokio::test]
async fn links_are_followed_over_64_claims_and_no_further() {
    let scene = Scene::start().await;
    let first = scene.claim("Claim 0").await;
    let mut last = first.clone();
    let mut traced = Vec::new();
    for number in 1..=66 {
        let next = scene.claim(&format!("Claim {number}")).await;
        scene.link(&next, RelationType::Quotes, &last).await;
        last = next;
        if number >= 64 {
            let request = TraceClaimRequest {
                name: first.name.clone(),
                page_size: 1_000,
                ..TraceClaimRequest::default()
            };
            let answer = scene.server.claims().trace_claim(request).await.unwrap();
            let answer = answer.into_inner();
            traced.push((answer.dependants.len(), answer.truncated));
        }
    }
    assert_eq!(traced, [(64, false), (64, true), (64, true)]);
}
