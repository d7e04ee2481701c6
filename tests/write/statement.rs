//! RecordStatement: one call stores that these words of an article are said by somebody.

mod again;
mod source;

use claimstore::wire::pb::{
    Anchor, Appearance, AppearanceForm, Article, ArticlePart, AttributionBasis, AttributionChain,
    Claim, ClaimType, Hop, ImportOutcome, MergeClaimsRequest, Modality, RecordStatementRequest,
    RecordStatementResponse, Source, SourceKind, Stance,
};
use tonic::Status;

use crate::support::{
    errors::{description, missing, sorted_fields},
    samples::{article, claim},
    server::TestServer,
};

use ImportOutcome::{Created, Matched, Unchanged, Updated};

pub const BODY: &str = "Prices for commuters have risen by a third, says the town council.\n\
     A driver said that the bridge is closed. The council did not answer. \
     The bridge opens on Monday, a driver said.";

pub const RISEN: &str = "Prices for commuters have risen by a third";
pub const CLOSED: &str = "the bridge is closed";
pub const OPENS: &str = "The bridge opens on Monday";

pub struct Scene {
    pub server: TestServer,
    pub article: Article,
}

impl Scene {
    pub async fn start() -> Self {
        let server = TestServer::start().await;
        let text = Article {
            language: "en-GB".to_owned(),
            ..article("Bridge", BODY)
        };
        let article = server.create_article(text).await.unwrap();
        Self { server, article }
    }

    /// A request of which only the words are given, and who says them.
    pub fn words(&self, exact: &str, source: Option<Source>) -> RecordStatementRequest {
        let appearance = Appearance {
            article: self.article.name.clone(),
            anchors: vec![Anchor {
                exact: exact.to_owned(),
                ..Anchor::default()
            }],
            ..Appearance::default()
        };
        RecordStatementRequest {
            appearance: Some(appearance),
            source,
            ..RecordStatementRequest::default()
        }
    }

    pub async fn try_record(
        &self,
        request: RecordStatementRequest,
    ) -> Result<RecordStatementResponse, Status> {
        let answer = self.server.claims().record_statement(request).await?;
        Ok(answer.into_inner())
    }

    pub async fn record(&self, request: RecordStatementRequest) -> RecordStatementResponse {
        self.try_record(request).await.unwrap()
    }
}

pub fn council() -> Source {
    Source {
        kind: SourceKind::GovernmentBody.into(),
        display_name: "Town council".to_owned(),
        ..Source::default()
    }
}

/// What was done with the source, the claim and the appearance.
pub fn outcomes(response: &RecordStatementResponse) -> Vec<(&str, ImportOutcome)> {
    let results = response.results.iter();
    results.map(|it| (it.path.as_str(), it.outcome())).collect()
}

fn chain(hops: Vec<Hop>) -> Vec<AttributionChain> {
    vec![AttributionChain { hops }]
}

#[tokio::test]
async fn a_sentence_and_who_says_it_are_enough() {
    let scene = Scene::start().await;
    let response = scene.record(scene.words(RISEN, Some(council()))).await;
    assert_eq!(
        outcomes(&response),
        [
            ("source", Created),
            ("claim", Created),
            ("appearance", Created)
        ]
    );
    let RecordStatementResponse {
        claim,
        appearance,
        source,
        ..
    } = response.clone();
    let (claim, appearance, source) = (claim.unwrap(), appearance.unwrap(), source.unwrap());
    assert_eq!(claim.statement, RISEN);
    assert_eq!(claim.language, "en-GB");
    assert_eq!(claim.r#type(), ClaimType::EventOrProperty);
    assert_eq!(source.display_name, "Town council");
    assert!(
        appearance
            .name
            .starts_with(&format!("{}/appearances/", claim.name))
    );
    assert_eq!(appearance.anchors[0].part(), ArticlePart::Body);
    assert_eq!(appearance.anchors[0].start, Some(0));
    assert_eq!(appearance.form(), AppearanceForm::Stated);
    assert_eq!(appearance.modality(), Modality::Certain);
    assert_eq!(appearance.article_stance(), Stance::Reports);
    let hop = &appearance.chains[0].hops[0];
    assert_eq!(hop.source, source.name);
    assert_eq!(
        (hop.stance(), hop.basis()),
        (Stance::Asserts, AttributionBasis::Printed)
    );
    // The answer is what is stored.
    assert_eq!(scene.server.get_claim(&claim.name).await.unwrap(), claim);
    assert_eq!(scene.server.get_source(&source.name).await.unwrap(), source);
    let read = scene.server.get_appearance(&appearance.name).await.unwrap();
    assert_eq!(read, appearance);

    let length = scene.server.log_length().await;
    let again = scene.record(scene.words(RISEN, Some(council()))).await;
    assert_eq!(
        outcomes(&again),
        [
            ("source", Unchanged),
            ("claim", Unchanged),
            ("appearance", Unchanged)
        ]
    );
    assert_eq!(
        (again.claim, again.appearance),
        (response.claim, response.appearance)
    );
    assert_eq!(scene.server.log_length().await, length);
}

#[tokio::test]
async fn an_article_can_speak_for_itself_and_attribute_the_same_words_later() {
    let scene = Scene::start().await;
    let own = scene.record(scene.words(RISEN, None)).await;
    assert_eq!(
        outcomes(&own),
        [("claim", Created), ("appearance", Created)]
    );
    assert_eq!(own.source, None);
    assert_eq!(own.appearance.unwrap().article_stance(), Stance::Asserts);
    let said = scene.record(scene.words(RISEN, Some(council()))).await;
    assert_eq!(
        outcomes(&said),
        [
            ("source", Created),
            ("claim", Unchanged),
            ("appearance", Updated)
        ]
    );
    assert_eq!(said.appearance.unwrap().article_stance(), Stance::Reports);
}

#[tokio::test]
async fn the_claim_can_be_worded_named_or_already_known() {
    let scene = Scene::start().await;
    let known = Claim {
        subject: "prices".to_owned(),
        ..claim("Commuters pay a third more.")
    };
    let known = scene.server.create_claim(known).await.unwrap();
    let with = |given: Claim| RecordStatementRequest {
        claim: Some(given),
        ..scene.words(RISEN, None)
    };
    let worded = Claim {
        statement: "Commuters pay a third more".to_owned(),
        subject: "fares".to_owned(),
        predicate: "have risen".to_owned(),
        ..Claim::default()
    };
    let worded = scene.record(with(worded)).await;
    assert_eq!(outcomes(&worded)[0], ("claim", Updated));
    let stored = worded.claim.unwrap();
    assert_eq!(
        (&stored.name, stored.subject.as_str()),
        (&known.name, "prices")
    );
    assert_eq!(stored.predicate, "have risen");
    assert_eq!(worded.results[0].differences, ["statement", "subject"]);
    let named = Claim {
        name: known.name.clone(),
        ..Claim::default()
    };
    let named = scene.record(with(named)).await;
    assert_eq!(
        outcomes(&named),
        [("claim", Unchanged), ("appearance", Unchanged)]
    );
    let absent = Claim {
        name: "claims/0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..Claim::default()
    };
    let status = scene.try_record(with(absent.clone())).await.unwrap_err();
    assert_eq!(missing(&status), [absent.name]);

    let other = scene.server.create_claim(claim("Another")).await.unwrap();
    let merge = MergeClaimsRequest {
        name: known.name.clone(),
        into: other.name.clone(),
        ..MergeClaimsRequest::default()
    };
    scene.server.claims().merge_claims(merge).await.unwrap();
    let merged = Claim {
        name: known.name.clone(),
        ..Claim::default()
    };
    let status = scene.try_record(with(merged)).await.unwrap_err();
    assert!(
        description(&status, "claim").contains(&other.name),
        "{status:?}"
    );
    // What says the same as a merged claim belongs to the survivor.
    let same = Claim {
        statement: "Commuters pay a third more".to_owned(),
        ..Claim::default()
    };
    let same = scene.record(with(same)).await;
    assert_eq!(
        outcomes(&same),
        [("claim", Matched), ("appearance", Unchanged)]
    );
    assert_eq!(same.claim.unwrap().name, other.name);
}

#[tokio::test]
async fn everything_that_is_wrong_is_reported_by_the_path_in_the_request() {
    let scene = Scene::start().await;
    let status = scene.try_record(RecordStatementRequest::default()).await;
    assert_eq!(sorted_fields(&status.unwrap_err()), ["appearance"]);
    let nothing = RecordStatementRequest {
        appearance: Some(Appearance::default()),
        source: Some(Source::default()),
        claim: Some(Claim {
            note: "x".repeat(4_001),
            ..Claim::default()
        }),
        request_id: "x".to_owned(),
        ..RecordStatementRequest::default()
    };
    let status = scene.try_record(nothing).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "appearance.anchors",
            "appearance.article",
            "claim.note",
            "claim.statement",
            "request_id",
            "source",
            "source.kind",
        ]
    );
    let status = scene.try_record(scene.words("nowhere", None)).await;
    assert_eq!(
        sorted_fields(&status.unwrap_err()),
        ["appearance.anchors[0].exact"]
    );
    let mut elsewhere = scene.words(RISEN, Some(council()));
    elsewhere.appearance.as_mut().unwrap().chains = chain(vec![Hop {
        source: "#council".to_owned(),
        ..Hop::default()
    }]);
    let status = scene.try_record(elsewhere).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        ["appearance.chains[0].hops[0].source", "source"]
    );
    let absent = Article {
        name: "articles/0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..Article::default()
    };
    let mut unknown = scene.words(RISEN, None);
    unknown
        .appearance
        .as_mut()
        .unwrap()
        .article
        .clone_from(&absent.name);
    let status = scene.try_record(unknown).await.unwrap_err();
    assert_eq!(missing(&status), [absent.name]);
    // Nothing of all this was stored.
    assert_eq!(scene.server.log_length().await, 1);
}

#[tokio::test]
async fn without_a_language_of_the_article_that_of_the_claim_is_required() {
    let server = TestServer::start().await;
    let article = server
        .create_article(article("Bridge", BODY))
        .await
        .unwrap();
    let scene = Scene { server, article };
    let status = scene
        .try_record(scene.words(RISEN, None))
        .await
        .unwrap_err();
    assert_eq!(
        description(&status, "claim.language"),
        "is required, because the article has none"
    );
    let spoken = RecordStatementRequest {
        claim: Some(Claim {
            language: "en".to_owned(),
            ..Claim::default()
        }),
        ..scene.words(RISEN, None)
    };
    assert_eq!(scene.record(spoken).await.claim.unwrap().statement, RISEN);
}
