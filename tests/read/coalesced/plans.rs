//! What reads cost the database: statements and plans, as `pg_stat_statements` counts them.

use claimstore::wire::pb::{
    ArticleView, BatchCreateClaimsRequest, BatchGetAppearancesRequest, BatchGetArticlesRequest,
    BatchGetClaimsRequest, BatchGetStandingsRequest, Claim, ClaimView, CreateClaimRequest,
    GetStandingRequest, ListClaimsRequest, MergeClaimsRequest,
};

use crate::support::{
    children::claims,
    counting::{counted, counting},
    samples::{appearance, article, claim},
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

#[tokio::test]
async fn plain_lists_are_planned_once_whatever_the_size_of_their_pages() {
    let server = TestServer::start_over(counting().await, LIMITS).await;
    for batch in 0..4 {
        let requests = (0..500).map(|number| CreateClaimRequest {
            claim: Some(claim(&format!("{batch} times {number} boats came"))),
            ..CreateClaimRequest::default()
        });
        let request = BatchCreateClaimsRequest {
            requests: requests.collect(),
            ..BatchCreateClaimsRequest::default()
        };
        server.claims().batch_create_claims(request).await.unwrap();
    }
    sqlx::raw_sql("analyze")
        .execute(&mut server.connection().await)
        .await
        .unwrap();
    let list = async |page_size, page_token: &str| {
        let request = ListClaimsRequest {
            page_size,
            page_token: page_token.to_owned(),
            ..ListClaimsRequest::default()
        };
        let answer = server.claims().list_claims(request).await.unwrap();
        answer.into_inner()
    };
    let all = list(150, "").await.claims;
    let two_pages = async |page_size| {
        let first = list(page_size, "").await;
        let second = list(page_size, &first.next_page_token).await;
        let pages = [first.claims, second.claims].concat();
        assert!(pages == all[..pages.len()], "pages of {page_size}");
        assert_eq!(pages.len(), 2 * usize::try_from(page_size).unwrap());
    };
    // Each of the connections makes its plans, and compares five of them with one for all.
    for _ in 0..80 {
        two_pages(50).await;
    }
    counted(&server, "from claims it").await;
    for page_size in [21, 50, 35, 49, 50] {
        two_pages(page_size).await;
    }
    assert_eq!(counted(&server, "from claims it").await, (10, 0));
}
