//! Filters of conflicts: by either claim, and by the reason.

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, Claim, ConflictFilter, ConflictReason,
    ListConflictsRequest, RelationType, Source,
};

use super::{pair, pairs, stored};
use crate::support::{
    errors::{sorted_fields, why},
    samples::{appearance, article, claim, hop, outlet, quantity, relation},
    server::TestServer,
};

fn filter(change: impl FnOnce(&mut ConflictFilter)) -> ConflictFilter {
    let mut filter = ConflictFilter::default();
    change(&mut filter);
    filter
}

async fn print(server: &TestServer, claim: &Claim, article: &Article, word: &str, by: &Source) {
    let given = Appearance {
        chains: vec![AttributionChain {
            hops: vec![hop(by)],
        }],
        ..appearance(article, word)
    };
    server.create_appearance(claim, given).await.unwrap();
}

#[tokio::test]
async fn a_filter_finds_a_conflict_by_either_claim() {
    let server = TestServer::start().await;
    let [kyiv, moscow] = ["Kyiv", "Moscow"].map(outlet);
    let kyiv = server.create_source(kyiv).await.unwrap();
    let moscow = server.create_source(moscow).await.unwrap();
    let [here, there] = ["Here", "There"].map(|headline| article(headline, "a b c"));
    let here = server.create_article(here).await.unwrap();
    let there = server.create_article(there).await.unwrap();

    let a = stored(&server, "A", &[quantity("m", "1"), quantity("n", "1")]).await;
    let b = stored(&server, "B", &[quantity("m", "2"), quantity("n", "1")]).await;
    let c = stored(&server, "C", &[quantity("m", "2"), quantity("n", "3")]).await;
    let d = server.create_claim(claim("D")).await.unwrap();
    let link = relation(RelationType::Contradicts, &d);
    server.create_relation(&c, link).await.unwrap();
    print(&server, &a, &here, "a", &kyiv).await;
    print(&server, &b, &here, "b", &moscow).await;
    print(&server, &c, &there, "c", &moscow).await;

    // The claim that matches the filter comes first, unless both do.
    let first = |one: &Claim, other: &Claim| (one.name.clone(), other.name.clone());
    let sorted = |mut pairs: Vec<(String, String)>| {
        pairs.sort();
        pairs
    };
    let all = vec![pair(&a, &b), pair(&a, &c), pair(&b, &c), pair(&c, &d)];
    for (filter, expected) in [
        (filter(|_| {}), all),
        (
            filter(|it| it.measure = "m".to_owned()),
            // D has no figures, so C is the claim that matches.
            vec![pair(&a, &b), pair(&a, &c), first(&c, &d)],
        ),
        (
            filter(|it| it.measure = "n".to_owned()),
            vec![pair(&a, &c), pair(&b, &c), first(&c, &d)],
        ),
        (filter(|it| it.measure = "o".to_owned()), vec![]),
        (
            filter(|it| it.claim = a.name.clone()),
            vec![first(&a, &b), first(&a, &c)],
        ),
        (filter(|it| it.claim = d.name.clone()), vec![first(&d, &c)]),
        (
            filter(|it| it.article = here.name.clone()),
            vec![pair(&a, &b), first(&a, &c), first(&b, &c)],
        ),
        (
            filter(|it| it.article = there.name.clone()),
            vec![first(&c, &a), first(&c, &b), first(&c, &d)],
        ),
        (
            filter(|it| it.source = moscow.name.clone()),
            vec![first(&b, &a), first(&c, &a), pair(&b, &c), first(&c, &d)],
        ),
        (
            filter(|it| {
                it.source = moscow.name.clone();
                it.article = here.name.clone();
            }),
            vec![first(&b, &a), first(&b, &c)],
        ),
        (
            filter(|it| {
                it.source = kyiv.name.clone();
                it.measure = "n".to_owned();
                it.article = here.name.clone();
                it.claim = a.name.clone();
            }),
            vec![first(&a, &c)],
        ),
        (
            filter(|it| {
                it.measure = "m".to_owned();
                it.reason = ConflictReason::Contradiction.into();
            }),
            vec![first(&c, &d)],
        ),
        (
            filter(|it| it.reason = ConflictReason::Quantities.into()),
            vec![pair(&a, &b), pair(&a, &c), pair(&b, &c)],
        ),
        (
            filter(|it| it.reason = ConflictReason::Stances.into()),
            vec![],
        ),
    ] {
        let found = pairs(&server, filter.clone()).await;
        assert_eq!(sorted(found), sorted(expected), "{filter:?}");
    }
}

#[tokio::test]
async fn all_invalid_conditions_are_reported_at_once() {
    let server = TestServer::start().await;
    let request = ListConflictsRequest {
        page_size: -1,
        page_token: String::new(),
        filter: Some(ConflictFilter {
            measure: "No slug".to_owned(),
            article: "articles/1".to_owned(),
            source: "claims/00000000-0000-0000-0000-000000000001".to_owned(),
            claim: "claims/-".to_owned(),
            reason: 9,
        }),
    };
    let status = server.claims().list_conflicts(request).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "filter.article",
            "filter.claim",
            "filter.measure",
            "filter.reason",
            "filter.source",
            "page_size"
        ]
    );
}

#[tokio::test]
async fn a_page_token_of_another_filter_and_a_broken_one_are_refused() {
    let server = TestServer::start().await;
    for value in ["1", "2", "3"] {
        stored(&server, value, &[quantity("m", value)]).await;
    }
    let first = ListConflictsRequest {
        page_size: 1,
        ..ListConflictsRequest::default()
    };
    let page = server.claims().list_conflicts(first.clone()).await.unwrap();
    let token = page.into_inner().next_page_token;
    for (page_token, filter) in [
        (token.clone(), filter(|it| it.measure = "m".to_owned())),
        (token[..token.len() - 2].to_owned(), filter(|_| {})),
        ("!".to_owned(), filter(|_| {})),
    ] {
        let request = ListConflictsRequest {
            page_token,
            filter: Some(filter),
            ..first.clone()
        };
        let status = server.claims().list_conflicts(request).await.unwrap_err();
        assert_eq!(why(&status), "PAGE_TOKEN_INVALID");
    }
}
