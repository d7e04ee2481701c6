//! Merged sources: references are found by either name, and a retraction of the survivor reaches
//! the claims of the merged source.

use claimstore::wire::pb::{
    Appearance, Article, ArticleFilter, AttributionChain, Citation, Claim, ClaimFilter,
    DisputeReason, ListArticlesRequest, ListSourcesRequest, RetractSourceRequest, Retraction,
    Source, SourceFilter,
};

use crate::support::{
    samples::{appearance, article, claim, hop, outlet, page},
    server::TestServer,
};

/// Retracts a source, or revokes its retraction.
pub async fn retract(server: &TestServer, source: &Source, is_retracted: bool) {
    let request = RetractSourceRequest {
        name: source.name.clone(),
        retraction: is_retracted.then(|| Retraction {
            reason: "It was made up".to_owned(),
            ..Retraction::default()
        }),
        revoke: !is_retracted,
        ..RetractSourceRequest::default()
    };
    server.sources().retract_source(request).await.unwrap();
}

struct Scene {
    server: TestServer,
    merged: Source,
    survivor: Source,
    article: Article,
    claim: Claim,
}

impl Scene {
    /// A claim attributed to a source, in an article that cites the source, and another source.
    async fn start() -> Self {
        let server = TestServer::start().await;
        let merged = server.create_source(page("https://a.example/page"));
        let merged = merged.await.unwrap();
        let survivor = server.create_source(outlet("Survivor")).await.unwrap();
        let cites = Article {
            citations: vec![Citation {
                source: merged.name.clone(),
                ..Citation::default()
            }],
            ..article("H", "one two")
        };
        let article = server.create_article(cites).await.unwrap();
        let claim = server.create_claim(claim("It is so")).await.unwrap();
        let printed = Appearance {
            chains: vec![AttributionChain {
                hops: vec![hop(&merged)],
            }],
            ..appearance(&article, "one")
        };
        server.create_appearance(&claim, printed).await.unwrap();
        Self {
            server,
            merged,
            survivor,
            article,
            claim,
        }
    }

    async fn sources(&self, filter: SourceFilter) -> Vec<String> {
        let request = ListSourcesRequest {
            filter: Some(filter),
            ..ListSourcesRequest::default()
        };
        let answer = self.server.sources().list_sources(request).await.unwrap();
        let sources = answer.into_inner().sources;
        sources.into_iter().map(|it| it.name).collect()
    }

    async fn articles(&self, filter: ArticleFilter) -> usize {
        let request = ListArticlesRequest {
            filter: Some(filter),
            ..ListArticlesRequest::default()
        };
        let answer = self.server.articles().list_articles(request).await.unwrap();
        answer.into_inner().articles.len()
    }

    /// How many claims and articles refer to each of the two sources. Then the sources that are
    /// found by the article, by the claim and by the url of the merged one.
    async fn rests(&self) -> (Vec<usize>, Vec<Vec<String>>) {
        let mut counts = Vec::new();
        for source in [&self.merged, &self.survivor] {
            let claims = ClaimFilter {
                source: source.name.clone(),
                ..ClaimFilter::default()
            };
            counts.push(self.server.statements(claims).await.len());
            let articles = ArticleFilter {
                source: source.name.clone(),
                ..ArticleFilter::default()
            };
            counts.push(self.articles(articles).await);
        }
        let by = |article: &str, claim: &str, url: &str| SourceFilter {
            article: article.to_owned(),
            claim: claim.to_owned(),
            url: url.to_owned(),
            ..SourceFilter::default()
        };
        let found = vec![
            self.sources(by(&self.article.name, "", "")).await,
            self.sources(by("", &self.claim.name, "")).await,
            self.sources(by("", "", &self.merged.url)).await,
        ];
        (counts, found)
    }

    async fn reached(&self, expected: &[DisputeReason]) {
        while self.server.reasons_of(&self.claim).await != expected {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn references_to_a_merged_source_are_found_by_its_survivor_until_it_is_unmerged() {
    let scene = Scene::start().await;
    let (merged, survivor) = (scene.merged.name.clone(), scene.survivor.name.clone());
    let apart = (vec![1, 1, 0, 0], vec![vec![merged]; 3]);
    assert_eq!(scene.rests().await, apart);
    scene
        .server
        .merge_sources(&scene.merged, &scene.survivor)
        .await
        .unwrap();
    assert_eq!(
        scene.rests().await,
        (vec![1, 1, 1, 1], vec![vec![survivor]; 3])
    );
    scene.server.unmerge_source(&scene.merged).await.unwrap();
    assert_eq!(scene.rests().await, apart);
    scene.server.assert_consistent().await;
}

#[tokio::test]
async fn a_retraction_of_the_survivor_reaches_claims_of_the_merged_source() {
    let scene = Scene::start().await;
    let disputed = || ClaimFilter {
        disputed: Some(true),
        ..ClaimFilter::default()
    };
    let resting = || ArticleFilter {
        rests_on_retracted: Some(true),
        ..ArticleFilter::default()
    };
    let (merged, survivor) = (&scene.merged, &scene.survivor);
    scene.server.merge_sources(merged, survivor).await.unwrap();
    retract(&scene.server, survivor, true).await;
    assert_eq!(scene.server.statements(disputed()).await.len(), 1);
    assert_eq!(scene.articles(resting()).await, 1);
    scene.reached(&[DisputeReason::RetractedSource]).await;

    scene.server.unmerge_source(merged).await.unwrap();
    assert!(scene.server.statements(disputed()).await.is_empty());
    assert_eq!(scene.articles(resting()).await, 0);
    scene.reached(&[]).await;

    // Merging into a source that is already retracted has the same effect.
    scene.server.merge_sources(merged, survivor).await.unwrap();
    assert_eq!(scene.server.statements(disputed()).await.len(), 1);
    scene.reached(&[DisputeReason::RetractedSource]).await;
    retract(&scene.server, survivor, false).await;
    scene.reached(&[]).await;
    scene.server.assert_consistent().await;
}

#[tokio::test]
async fn a_new_source_cannot_take_the_url_of_a_merged_one() {
    let scene = Scene::start().await;
    let (merged, survivor) = (&scene.merged, &scene.survivor);
    scene.server.merge_sources(merged, survivor).await.unwrap();
    let taken = scene.server.create_source(page(&merged.url)).await;
    assert_eq!(taken.unwrap_err().code(), tonic::Code::AlreadyExists);
}
