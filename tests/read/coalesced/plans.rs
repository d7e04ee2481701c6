//! What reads cost the database: statements and plans, as `pg_stat_statements` counts them.

use claimstore::wire::pb::{
    ArticleView, BatchGetAppearancesRequest, BatchGetArticlesRequest, BatchGetClaimsRequest,
    BatchGetStandingsRequest, Claim, ClaimView, GetStandingRequest, MergeClaimsRequest,
};

use crate::support::{
    children::claims,
    counting::{counted, counting},
    samples::{appearance, article},
    server::{LIMITS, TestServer},
};

/// Statements that read documents.
const READS: &str = "from (claims|articles|appearances|standings|survivors)";

#[tokio::test]
async fn single_reads_are_planned_once_and_batches_take_one_statement() {
    let server = TestServer::start_over(counting().await, LIMITS).await;
    let [first, second, merged, between]: [Claim; 4] = claims(&server).await;
    let printed = server
        .create_article(article("A", "It rose."))
        .await
        .unwrap();
    let given = appearance(&printed, "It rose.");
    let printing = server.create_appearance(&first, given).await.unwrap();
    for (from, into) in [(&merged, &between), (&between, &second)] {
        let request = MergeClaimsRequest {
            name: from.name.clone(),
            into: into.name.clone(),
            ..MergeClaimsRequest::default()
        };
        server.claims().merge_claims(request).await.unwrap();
    }
    let read = async || {
        server.get_claim(&first.name).await.unwrap();
        server.get_article(&printed.name).await.unwrap();
        server.get_appearance(&printing.name).await.unwrap();
        let request = GetStandingRequest {
            name: format!("{}/standing", first.name),
            ..GetStandingRequest::default()
        };
        server.claims().get_standing(request).await.unwrap();
    };
    // Each of the connections makes its plans.
    for _ in 0..20 {
        read().await;
    }
    counted(&server, READS).await;
    for _ in 0..20 {
        read().await;
    }
    assert_eq!(counted(&server, READS).await, (80, 0));

    let names: Vec<String> = [&first, &second, &merged].map(|it| it.name.clone()).into();
    let request = BatchGetClaimsRequest {
        names: names.clone(),
        view: ClaimView::WithStanding.into(),
        ..BatchGetClaimsRequest::default()
    };
    let answer = server.claims().batch_get_claims(request).await.unwrap();
    let found = answer.into_inner().claims;
    let found = found
        .iter()
        .map(|it| (it.name.as_str(), it.redirected_from.as_str()));
    let expected = [
        (first.name.as_str(), ""),
        (second.name.as_str(), ""),
        (second.name.as_str(), merged.name.as_str()),
    ];
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert_eq!(counted(&server, READS).await.0, 1);

    let request = BatchGetStandingsRequest {
        names: names
            .iter()
            .map(|name| format!("{name}/standing"))
            .collect(),
        ..BatchGetStandingsRequest::default()
    };
    server.claims().batch_get_standings(request).await.unwrap();
    assert_eq!(counted(&server, READS).await.0, 1);

    let request = BatchGetArticlesRequest {
        names: vec![printed.name.clone()],
        view: ArticleView::Full.into(),
        ..BatchGetArticlesRequest::default()
    };
    let answer = server.articles().batch_get_articles(request).await;
    assert_eq!(answer.unwrap().into_inner().articles[0].body, "It rose.");
    assert_eq!(counted(&server, READS).await.0, 1);

    let request = BatchGetAppearancesRequest {
        names: vec![printing.name.clone()],
        ..BatchGetAppearancesRequest::default()
    };
    server
        .claims()
        .batch_get_appearances(request)
        .await
        .unwrap();
    assert_eq!(counted(&server, READS).await.0, 1);
}
