//! RecordStatement: one call stores that these words of an article are said by somebody.

mod source;

use claimstore::wire::pb::{
    Anchor, Appearance, AppearanceForm, Article, ArticlePart, AttributionBasis, AttributionChain,
    Claim, ClaimType, Hop, ImportOutcome, MergeClaimsRequest, Modality, RecordStatementRequest,
    RecordStatementResponse, Source, SourceKind, Stance,
};
use tonic::Status;

use crate::support::{
    errors::{description, missing, sorted_fields, why},
    samples::{article, claim, page},
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
async fn what_is_recorded_later_takes_nothing_away() {
    let scene = Scene::start().await;
    let mut first = scene.words(RISEN, Some(council()));
    let given = first.appearance.as_mut().unwrap();
    given.form = AppearanceForm::Implied.into();
    given.hedge = "says".to_owned();
    given.note = "The lead".to_owned();
    given.printed_figures = vec![Anchor {
        exact: "a third".to_owned(),
        ..Anchor::default()
    }];
    let first = scene.record(first).await;
    let first = first.appearance.unwrap();

    let mut second = scene.words(RISEN, Some(page("https://paper.example/1")));
    let given = second.appearance.as_mut().unwrap();
    given.modality = Modality::Probable.into();
    given.hedge = "perhaps".to_owned();
    given.chains = chain(vec![Hop {
        source: "#source".to_owned(),
        cue_anchor: Some(Anchor {
            exact: "says".to_owned(),
            ..Anchor::default()
        }),
        ..Hop::default()
    }]);
    let second = scene.record(second).await;
    let result = second.results.last().unwrap();
    assert_eq!(result.outcome(), Updated);
    // The form was left to its default, so it does not differ.
    assert_eq!(result.differences, ["modality", "hedge"]);
    let both = second.appearance.unwrap();
    assert_eq!(both.name, first.name);
    assert_eq!(both.form(), AppearanceForm::Implied);
    assert_eq!(both.modality(), Modality::Certain);
    assert_eq!(
        (both.hedge.as_str(), both.note.as_str()),
        ("says", "The lead")
    );
    assert_eq!(both.printed_figures, first.printed_figures);
    assert_eq!(both.chains.len(), 2);
    assert_eq!(both.chains[0], first.chains[0]);
    assert_eq!(both.chains[1].hops[0].cue, "says");

    // The same speaker with the same stance gets what it lacks, and no second chain.
    let mut third = scene.words(RISEN, Some(council()));
    third.appearance.as_mut().unwrap().chains = chain(vec![Hop {
        source: "#source".to_owned(),
        printed_name: "the town council".to_owned(),
        ..Hop::default()
    }]);
    let third = scene.record(third).await.appearance.unwrap();
    assert_eq!(third.chains.len(), 2);
    assert_eq!(third.chains[0].hops[0].printed_name, "the town council");
    // With another stance, it is another chain.
    let mut fourth = scene.words(RISEN, Some(council()));
    fourth.appearance.as_mut().unwrap().chains = chain(vec![Hop {
        source: "#source".to_owned(),
        stance: Stance::Denies.into(),
        ..Hop::default()
    }]);
    let fourth = scene.record(fourth).await.appearance.unwrap();
    assert_eq!(fourth.chains.len(), 3);
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

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer_even_if_the_article_is_gone() {
    let scene = Scene::start().await;
    let request = RecordStatementRequest {
        request_id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..scene.words(RISEN, Some(council()))
    };
    let first = scene.record(request.clone()).await;
    let claim = first.claim.as_ref().unwrap();
    let changed = Claim {
        name: claim.name.clone(),
        subject: "fares".to_owned(),
        ..Claim::default()
    };
    scene.server.update_claim(changed, &[]).await.unwrap();
    scene.server.delete_claim(&claim.name).await.unwrap();
    scene.server.delete(&scene.article.name).await.unwrap();
    let length = scene.server.log_length().await;
    assert_eq!(scene.record(request.clone()).await, first);
    assert_eq!(scene.server.log_length().await, length);
    let other = RecordStatementRequest {
        source: None,
        ..request
    };
    let status = scene.try_record(other).await.unwrap_err();
    assert_eq!(why(&status), "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn words_that_were_lost_and_are_back_keep_what_was_recorded() {
    let scene = Scene::start().await;
    let mut first = scene.words(RISEN, Some(council()));
    let given = first.appearance.as_mut().unwrap();
    given.printed_figures = vec![Anchor {
        exact: "a third".to_owned(),
        ..Anchor::default()
    }];
    let first = scene.record(first).await.appearance.unwrap();
    // The body is replaced, and then the words are printed anew in a text of which nothing
    // else was there before.
    for body in [
        "Nothing is left of it.",
        "Prices for commuters have risen by a third.",
    ] {
        let edited = Article {
            name: scene.article.name.clone(),
            body: body.to_owned(),
            ..Article::default()
        };
        scene
            .server
            .update_article(edited, &["body"])
            .await
            .unwrap();
    }
    let second = scene.words(RISEN, Some(page("https://paper.example/1")));
    let second = scene.record(second).await.appearance.unwrap();
    assert_eq!(second.name, first.name);
    assert_eq!(second.article_version, 3);
    assert_eq!(second.chains.len(), 2);
    assert_eq!(second.printed_figures.len(), 1);
}
