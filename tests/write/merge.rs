//! Merged sources and claims are read as their survivor. An unmerged one is read as itself again.

mod concurrent;
mod conflicts;
mod imported;
pub mod sources;
mod standing;

use claimstore::{
    store::upkeep::check::check,
    wire::pb::{
        Claim, ClaimFilter, GetClaimRequest, ListAppearancesRequest, ListClaimsRequest,
        MergeClaimsRequest, MergeSourcesRequest, RelationType, Source, UnmergeClaimRequest,
        UnmergeSourceRequest, Verdict,
    },
};
use tonic::{Code, Status};

use crate::support::{
    errors::{description, fields, reason, referrers, resource},
    samples::{appearance, article, claim, outlet, relation, review},
    server::TestServer,
};

impl TestServer {
    async fn merge_claims(&self, claim: &Claim, into: &Claim) -> Result<Claim, Status> {
        let request = MergeClaimsRequest {
            name: claim.name.clone(),
            into: into.name.clone(),
            ..MergeClaimsRequest::default()
        };
        Ok(self.claims().merge_claims(request).await?.into_inner())
    }

    async fn unmerge_claim(&self, claim: &Claim) -> Result<Claim, Status> {
        let request = UnmergeClaimRequest {
            name: claim.name.clone(),
            ..UnmergeClaimRequest::default()
        };
        Ok(self.claims().unmerge_claim(request).await?.into_inner())
    }

    async fn merge_sources(&self, source: &Source, into: &Source) -> Result<Source, Status> {
        let request = MergeSourcesRequest {
            name: source.name.clone(),
            into: into.name.clone(),
            ..MergeSourcesRequest::default()
        };
        Ok(self.sources().merge_sources(request).await?.into_inner())
    }

    async fn unmerge_source(&self, source: &Source) -> Result<Source, Status> {
        let request = UnmergeSourceRequest {
            name: source.name.clone(),
            ..UnmergeSourceRequest::default()
        };
        Ok(self.sources().unmerge_source(request).await?.into_inner())
    }

    async fn claims_named(&self, statements: &[&str]) -> Vec<Claim> {
        let mut claims = Vec::new();
        for statement in statements {
            claims.push(self.create_claim(claim(statement)).await.unwrap());
        }
        claims
    }

    /// The statements of the claims that a list returns.
    async fn statements(&self, filter: ClaimFilter) -> Vec<String> {
        let request = ListClaimsRequest {
            filter: Some(filter),
            ..ListClaimsRequest::default()
        };
        let answer = self.claims().list_claims(request).await.unwrap();
        let claims = answer.into_inner().claims;
        claims.into_iter().map(|it| it.statement).collect()
    }

    /// The names of the appearances of a claim.
    async fn appearances_of(&self, claim: &Claim) -> Vec<String> {
        let request = ListAppearancesRequest {
            parent: claim.name.clone(),
            ..ListAppearancesRequest::default()
        };
        let answer = self.claims().list_appearances(request).await.unwrap();
        let all = answer.into_inner().appearances;
        all.into_iter().map(|it| it.name).collect()
    }

    /// Waits until every reach has ended, and asserts that nothing differs from the log.
    async fn assert_consistent(&self) {
        loop {
            let report = check(&self.database.options()).await.unwrap();
            if report.pending == 0 {
                assert_eq!(report.differences, []);
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn a_merged_claim_is_read_as_its_survivor_and_listed_only_by_merged_into() {
    let server = TestServer::start().await;
    let [a, b] = &server.claims_named(&["A", "B"]).await[..] else {
        panic!("two were created");
    };
    let merged = server.merge_claims(a, b).await.unwrap();
    let expected = Claim {
        merged_into: b.name.clone(),
        revision: 2,
        etag: merged.etag.clone(),
        update_time: merged.update_time,
        ..a.clone()
    };
    assert_eq!(merged, expected);
    let redirected = Claim {
        redirected_from: a.name.clone(),
        ..b.clone()
    };
    assert_eq!(server.get_claim(&a.name).await.unwrap(), redirected);
    assert_eq!(server.get_claim(&b.name).await.unwrap(), *b);
    assert_eq!(server.statements(ClaimFilter::default()).await, ["B"]);
    let into = ClaimFilter {
        merged_into: b.name.clone(),
        ..ClaimFilter::default()
    };
    assert_eq!(server.statements(into).await, ["A"]);

    // A merge or an unmerge that changes nothing is not written.
    assert_eq!(server.merge_claims(a, b).await.unwrap().revision, 2);
    assert_eq!(server.unmerge_claim(a).await.unwrap().revision, 3);
    assert_eq!(server.unmerge_claim(a).await.unwrap().revision, 3);
    assert_eq!(server.statements(ClaimFilter::default()).await, ["A", "B"]);
}

#[tokio::test]
async fn a_merged_claim_is_read_as_it_was_at_a_moment() {
    let server = TestServer::start().await;
    let [a, b] = &server.claims_named(&["A", "B"]).await[..] else {
        panic!("two were created");
    };
    let before = b.update_time;
    let merged = server.merge_claims(a, b).await.unwrap();
    server.unmerge_claim(a).await.unwrap();
    for (time, statement) in [(before, "A"), (merged.update_time, "B")] {
        let request = GetClaimRequest {
            name: a.name.clone(),
            read_time: time,
            ..GetClaimRequest::default()
        };
        let claim = server.claims().get_claim(request).await.unwrap();
        assert_eq!(claim.into_inner().statement, statement);
    }
}

#[tokio::test]
async fn appearances_of_a_merged_claim_keep_their_names_and_are_listed_with_the_survivor() {
    let server = TestServer::start().await;
    let [a, b] = &server.claims_named(&["A", "B"]).await[..] else {
        panic!("two were created");
    };
    let printed = server
        .create_article(article("H", "one two"))
        .await
        .unwrap();
    let of_a = server.create_appearance(a, appearance(&printed, "one"));
    let of_a = of_a.await.unwrap();
    let of_b = server.create_appearance(b, appearance(&printed, "two"));
    let of_b = of_b.await.unwrap();
    server.merge_claims(a, b).await.unwrap();
    let mut both = vec![of_a.name.clone(), of_b.name.clone()];
    both.sort_by_key(|name| name.rsplit('/').next().map(str::to_owned));
    assert_eq!(server.appearances_of(a).await, both);
    assert_eq!(server.appearances_of(b).await, both);
    assert_eq!(server.get_appearance(&of_a.name).await.unwrap(), of_a);
    let in_article = ClaimFilter {
        article: printed.name.clone(),
        ..ClaimFilter::default()
    };
    assert_eq!(server.statements(in_article.clone()).await, ["B"]);

    // A child can be updated under its own name, and stays with its claim after an unmerge.
    let mut hedged = of_a.clone();
    hedged.hedge = "perhaps".to_owned();
    server.update_appearance(hedged, &["hedge"]).await.unwrap();
    server.unmerge_claim(a).await.unwrap();
    assert_eq!(
        server.appearances_of(a).await,
        std::slice::from_ref(&of_a.name)
    );
    assert_eq!(server.appearances_of(b).await, [of_b.name]);
    let hedged = server.get_appearance(&of_a.name).await.unwrap();
    assert_eq!(hedged.hedge, "perhaps");
    assert_eq!(server.statements(in_article).await, ["A", "B"]);
}

#[tokio::test]
async fn writes_to_a_merged_claim_are_refused_and_name_its_survivor() {
    let server = TestServer::start().await;
    let [a, b, c] = &server.claims_named(&["A", "B", "C"]).await[..] else {
        panic!("three were created");
    };
    server.merge_claims(a, b).await.unwrap();
    server.merge_claims(b, c).await.unwrap();
    let printed = server.create_article(article("H", "one")).await.unwrap();
    let link = relation(RelationType::Supports, c);
    let given = review("Desk", Verdict::True, 1);
    for refused in [
        server.update_claim(a.clone(), &["statement"]).await.err(),
        server.merge_claims(a, c).await.err(),
        server
            .create_appearance(a, appearance(&printed, "one"))
            .await
            .err(),
        server.create_relation(a, link).await.err(),
        server.create_review(a, given).await.err(),
    ] {
        let status = refused.unwrap();
        let expected = (Code::FailedPrecondition, "RESOURCE_MERGED".to_owned());
        assert_eq!(reason(&status), expected);
        assert_eq!(resource(&status), c.name);
    }
    let request = claimstore::wire::pb::DeleteClaimRequest {
        name: c.name.clone(),
        ..Default::default()
    };
    let status = server.claims().delete_claim(request).await.unwrap_err();
    assert_eq!(referrers(&status), std::slice::from_ref(&b.name));
}

#[tokio::test]
async fn chains_of_merges_are_followed_and_circles_are_refused() {
    let server = TestServer::start().await;
    let [a, b, c] = &server.claims_named(&["A", "B", "C"]).await[..] else {
        panic!("three were created");
    };
    server.merge_claims(a, b).await.unwrap();
    server.merge_claims(b, c).await.unwrap();
    for name in [&a.name, &b.name] {
        let found = server.get_claim(name).await.unwrap();
        assert_eq!((&found.name, &found.redirected_from), (&c.name, name));
    }
    for (claim, into) in [(c, a), (c, b), (c, c)] {
        let status = server.merge_claims(claim, into).await.unwrap_err();
        assert_eq!(fields(&status), ["into"]);
        assert_eq!(
            description(&status, "into"),
            "leads back to the resource itself"
        );
    }
    // The claim in the middle keeps what was merged into it.
    server.unmerge_claim(b).await.unwrap();
    assert_eq!(server.get_claim(&a.name).await.unwrap().name, b.name);
    server.assert_consistent().await;
}

#[tokio::test]
async fn a_retracted_source_is_merged_only_into_a_retracted_one() {
    let server = TestServer::start().await;
    let made_up = server.create_source(outlet("A")).await.unwrap();
    let other = server.create_source(outlet("B")).await.unwrap();
    sources::retract(&server, &made_up, true).await;
    let status = server.merge_sources(&made_up, &other).await.unwrap_err();
    assert_eq!(fields(&status), ["into"]);
    sources::retract(&server, &other, true).await;
    server.merge_sources(&made_up, &other).await.unwrap();
    // The retraction of the survivor counts for both. After an unmerge each has its own again.
    sources::retract(&server, &other, false).await;
    let parted = server.unmerge_source(&made_up).await.unwrap();
    assert!(parted.retraction.is_some());
}

#[tokio::test]
async fn a_chain_of_64_merges_is_followed_and_a_longer_one_is_refused_at_either_end() {
    let server = TestServer::start().await;
    let statements: Vec<String> = (0..=65).map(|number| format!("Claim {number}")).collect();
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    let claims = server.claims_named(&statements).await;
    for pair in claims[..65].windows(2) {
        server.merge_claims(&pair[0], &pair[1]).await.unwrap();
    }
    let found = server.get_claim(&claims[0].name).await.unwrap();
    assert_eq!(found.name, claims[64].name);
    for (claim, into) in [(64, 65), (65, 0)] {
        let refused = server.merge_claims(&claims[claim], &claims[into]).await;
        let status = refused.unwrap_err();
        assert!(
            description(&status, "into").contains("more than 64"),
            "{status:?}"
        );
    }
    server.assert_consistent().await;
}
