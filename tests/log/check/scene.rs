//! Random calls of every kind, on resources that were created before.

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, Bundle, BundleClaim, Citation, Claim,
    CorrectArticleRequest, Correction, CorrectionType, CreateClaimRequest, DeleteAppearanceRequest,
    DeleteArticleRequest, DeleteClaimRequest, DeleteRelationRequest, DeleteReviewRequest,
    DeleteSourceRequest, Hop, ImportBundleRequest, MergeClaimsRequest, MergeSourcesRequest,
    Relation, RelationState, RelationType, RetractArticleRequest, RetractClaimRequest,
    RetractSourceRequest, Retraction, Review, Source, Stance, UndeleteAppearanceRequest,
    UndeleteArticleRequest, UndeleteClaimRequest, UndeleteRelationRequest, UndeleteReviewRequest,
    UndeleteSourceRequest, UnmergeClaimRequest, UnmergeSourceRequest, Verdict,
};
use tonic::Status;

use crate::support::{
    random::Random,
    samples::{appearance, article, claim, hop, outlet, page, relation, review},
    server::TestServer,
};

const WORDS: [&str; 6] = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
const STANCES: [Stance; 5] = [
    Stance::Asserts,
    Stance::Reports,
    Stance::Denies,
    Stance::Doubts,
    Stance::DoesNotDeny,
];

/// All resources that were ever created, deleted or not.
#[derive(Default)]
struct Known {
    sources: Vec<Source>,
    articles: Vec<Article>,
    claims: Vec<Claim>,
    appearances: Vec<Appearance>,
    relations: Vec<Relation>,
    reviews: Vec<Review>,
}

pub struct Scene {
    pub server: TestServer,
    random: Random,
    known: Known,
}

impl Scene {
    pub async fn start(seed: u64) -> Self {
        Self::over(TestServer::start().await, seed).await
    }

    /// On a server that has nothing yet.
    pub async fn over(server: TestServer, seed: u64) -> Self {
        let mut known = Known::default();
        for number in 0..3 {
            let source = outlet(&format!("Source {number}"));
            let source = server.create_source(source).await;
            known.sources.push(source.unwrap());
            let given = article(&format!("Article {number}"), &WORDS.join(" "));
            let given = server.create_article(given).await;
            known.articles.push(given.unwrap());
            let given = claim(&format!("Claim {number}"));
            known.claims.push(server.create_claim(given).await.unwrap());
        }
        Self {
            server,
            random: Random::new(seed),
            known,
        }
    }

    /// The sources that were ever created.
    pub fn sources(&self) -> &[Source] {
        &self.known.sources
    }

    fn source(&mut self) -> Source {
        self.random.pick(&self.known.sources)
    }

    fn claim(&mut self) -> Claim {
        self.random.pick(&self.known.claims)
    }

    fn article(&mut self) -> Article {
        self.random.pick(&self.known.articles)
    }

    fn printing(&mut self) -> Appearance {
        let chains = (0..self.random.below(3)).map(|_| {
            let hops = (0..=self.random.below(2)).map(|_| Hop {
                stance: self.random.pick(&STANCES).into(),
                ..hop(&self.random.pick(&self.known.sources))
            });
            AttributionChain {
                hops: hops.collect(),
            }
        });
        let chains = chains.collect();
        let article = self.article();
        Appearance {
            chains,
            article_stance: self.random.pick(&STANCES).into(),
            ..appearance(&article, self.random.pick(&WORDS))
        }
    }

    fn link(&mut self) -> Relation {
        let types = [
            RelationType::Contradicts,
            RelationType::Supersedes,
            RelationType::DerivedFrom,
            RelationType::Supports,
        ];
        let states = [
            RelationState::Suggested,
            RelationState::Confirmed,
            RelationState::Confirmed,
            RelationState::Rejected,
        ];
        let target = self.claim();
        Relation {
            state: self.random.pick(&states).into(),
            ..relation(self.random.pick(&types), &target)
        }
    }

    fn random_review(&mut self) -> Review {
        let verdicts = [Verdict::True, Verdict::False, Verdict::Mixed];
        let desk = self.random.pick(&["Desk A", "Desk B"]);
        let second = i64::try_from(self.random.below(50)).unwrap();
        let source = self.source();
        Review {
            evidence: vec![source.name],
            ..review(desk, self.random.pick(&verdicts), second)
        }
    }

    pub async fn call(&mut self) -> Result<(), Status> {
        match self.random.below(17) {
            0 => self.create_something().await,
            1..=3 => {
                let (claim, given) = (self.claim(), self.printing());
                let created = self.server.create_appearance(&claim, given).await?;
                self.known.appearances.push(created);
                Ok(())
            }
            4 | 5 => {
                let (claim, given) = (self.claim(), self.link());
                let created = self.server.create_relation(&claim, given).await?;
                self.known.relations.push(created);
                Ok(())
            }
            6 => {
                let (claim, given) = (self.claim(), self.random_review());
                let created = self.server.create_review(&claim, given).await?;
                self.known.reviews.push(created);
                Ok(())
            }
            7 | 8 => self.update().await,
            9..=11 => self.delete().await,
            12 | 13 => self.undelete().await,
            14 => self.retract().await,
            15 => self.merge().await,
            _ => self.import().await,
        }
    }

    async fn create_something(&mut self) -> Result<(), Status> {
        let number = self.random.below(8);
        match self.random.below(3) {
            0 => {
                let publisher = self.source();
                let given = Source {
                    publisher: publisher.name,
                    ..page(&format!("https://a.example/{number}"))
                };
                let created = self.server.create_source(given).await?;
                self.known.sources.push(created);
            }
            1 => {
                let cited = self.source();
                let given = Article {
                    uri: format!("urn:x:{number}"),
                    citations: vec![Citation {
                        source: cited.name,
                        ..Citation::default()
                    }],
                    ..article("Cited", &WORDS.join(" "))
                };
                let created = self.server.create_article(given).await?;
                self.known.articles.push(created);
            }
            _ => {
                let request = CreateClaimRequest {
                    claim: Some(claim(&format!("New claim {number}"))),
                    validate_only: self.random.below(3) == 0,
                    ..CreateClaimRequest::default()
                };
                let is_kept = !request.validate_only;
                let created = self.server.claims().create_claim(request).await?;
                let created = created.into_inner();
                self.known.claims.extend(is_kept.then_some(created));
            }
        }
        Ok(())
    }

    async fn update(&mut self) -> Result<(), Status> {
        match self.random.below(5) {
            0 if !self.known.appearances.is_empty() => {
                let old = self.random.pick(&self.known.appearances);
                let new = Appearance {
                    name: old.name,
                    article: old.article,
                    ..self.printing()
                };
                let paths = ["chains", "article_stance"];
                self.server.update_appearance(new, &paths).await.map(drop)
            }
            1 if !self.known.relations.is_empty() => {
                let old = self.random.pick(&self.known.relations);
                let state = self.link().state;
                let new = Relation {
                    name: old.name,
                    state,
                    ..Relation::default()
                };
                self.server.update_relation(new, &["state"]).await.map(drop)
            }
            2 if !self.known.reviews.is_empty() => {
                let old = self.random.pick(&self.known.reviews);
                let new = Review {
                    name: old.name,
                    ..self.random_review()
                };
                self.server.update_review(new, &[]).await.map(drop)
            }
            3 => {
                let old = self.article();
                let new = Article {
                    name: old.name,
                    body: format!("{} {}", WORDS.join(" "), self.random.below(5)),
                    ..Article::default()
                };
                self.server.update_article(new, &["body"]).await.map(drop)
            }
            _ => {
                let (old, publisher) = (self.source(), self.source());
                let new = Source {
                    name: old.name,
                    publisher: publisher.name,
                    ..Source::default()
                };
                self.server
                    .update_source(new, &["publisher"])
                    .await
                    .map(drop)
            }
        }
    }
}

/// Deletes or undeletes a random known resource.
macro_rules! on_any {
    ($method:ident, $(($($number:literal)|+, $list:ident, $client:ident, $call:ident, $request:ident $(, $force:ident)?)),+) => {
        impl Scene {
            async fn $method(&mut self) -> Result<(), Status> {
                match self.random.below(8) {
                    $($($number)|+ if !self.known.$list.is_empty() => {
                        let it = self.random.pick(&self.known.$list);
                        let request = $request {
                            name: it.name,
                            $($force: self.random.below(2) == 0,)?
                            ..$request::default()
                        };
                        self.server.$client().$call(request).await.map(drop)
                    })+
                    _ => Ok(()),
                }
            }
        }
    };
}

on_any!(
    delete,
    (0, sources, sources, delete_source, DeleteSourceRequest),
    (
        1,
        articles,
        articles,
        delete_article,
        DeleteArticleRequest,
        force
    ),
    (2 | 3, claims, claims, delete_claim, DeleteClaimRequest),
    (
        4 | 5,
        appearances,
        claims,
        delete_appearance,
        DeleteAppearanceRequest
    ),
    (6, relations, claims, delete_relation, DeleteRelationRequest),
    (7, reviews, reviews, delete_review, DeleteReviewRequest)
);
on_any!(
    undelete,
    (0, sources, sources, undelete_source, UndeleteSourceRequest),
    (
        1 | 2,
        articles,
        articles,
        undelete_article,
        UndeleteArticleRequest
    ),
    (3 | 4, claims, claims, undelete_claim, UndeleteClaimRequest),
    (
        5,
        appearances,
        claims,
        undelete_appearance,
        UndeleteAppearanceRequest
    ),
    (
        6,
        relations,
        claims,
        undelete_relation,
        UndeleteRelationRequest
    ),
    (7, reviews, reviews, undelete_review, UndeleteReviewRequest)
);

impl Scene {
    async fn retract(&mut self) -> Result<(), Status> {
        let revoke = self.random.below(3) == 0;
        let retraction = (!revoke).then(|| Retraction {
            reason: "It was made up".to_owned(),
            ..Retraction::default()
        });
        match self.random.below(4) {
            0 | 1 => {
                let request = RetractSourceRequest {
                    name: self.source().name,
                    retraction,
                    revoke,
                    ..RetractSourceRequest::default()
                };
                self.server
                    .sources()
                    .retract_source(request)
                    .await
                    .map(drop)
            }
            2 => {
                let request = RetractArticleRequest {
                    name: self.article().name,
                    retraction,
                    revoke,
                    ..RetractArticleRequest::default()
                };
                let mut articles = self.server.articles();
                articles.retract_article(request).await?;
                let correction = Correction {
                    r#type: CorrectionType::Correction.into(),
                    notice: "It was wrong".to_owned(),
                    claims: vec![self.claim().name],
                    ..Correction::default()
                };
                let request = CorrectArticleRequest {
                    name: self.article().name,
                    correction: Some(correction),
                    ..CorrectArticleRequest::default()
                };
                articles.correct_article(request).await.map(drop)
            }
            _ => {
                let request = RetractClaimRequest {
                    name: self.claim().name,
                    retraction,
                    revoke,
                    ..RetractClaimRequest::default()
                };
                self.server.claims().retract_claim(request).await.map(drop)
            }
        }
    }

    /// Merges a source or a claim into another one, or unmerges it.
    async fn merge(&mut self) -> Result<(), Status> {
        let (claim, other) = (self.claim().name, self.claim().name);
        let (source, survivor) = (self.source().name, self.source().name);
        let mut claims = self.server.claims();
        let mut sources = self.server.sources();
        match self.random.below(6) {
            0 | 1 => {
                let request = UnmergeClaimRequest {
                    name: claim,
                    ..UnmergeClaimRequest::default()
                };
                claims.unmerge_claim(request).await.map(drop)
            }
            2 => {
                let request = UnmergeSourceRequest {
                    name: source,
                    ..UnmergeSourceRequest::default()
                };
                sources.unmerge_source(request).await.map(drop)
            }
            3 | 4 => {
                let request = MergeClaimsRequest {
                    name: claim,
                    into: other,
                    ..MergeClaimsRequest::default()
                };
                claims.merge_claims(request).await.map(drop)
            }
            _ => {
                let request = MergeSourcesRequest {
                    name: source,
                    into: survivor,
                    ..MergeSourcesRequest::default()
                };
                sources.merge_sources(request).await.map(drop)
            }
        }
    }

    /// Imports a claim, which may already be stored, with its children.
    async fn import(&mut self) -> Result<(), Status> {
        let number = self.random.below(8);
        let bundle = Bundle {
            claims: vec![BundleClaim {
                claim: Some(claim(&format!("New claim {number}"))),
                appearances: vec![self.printing()],
                relations: vec![self.link()],
                reviews: vec![self.random_review()],
                ..BundleClaim::default()
            }],
            ..Bundle::default()
        };
        let request = ImportBundleRequest {
            bundle: Some(bundle),
            ..ImportBundleRequest::default()
        };
        self.server.bundles().import_bundle(request).await.map(drop)
    }
}
