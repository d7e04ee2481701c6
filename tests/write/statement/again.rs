//! A statement about words that already have one: nothing is lost, and nothing is done twice.

use claimstore::wire::pb::{
    Anchor, AppearanceForm, Article, Claim, Hop, ImportOutcome::Updated, Modality,
    RecordStatementRequest, Stance,
};

use super::{RISEN, Scene, chain, council};
use crate::support::{errors::why, samples::page};

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

/// The chain of the paper that reports what the council says.
fn through_the_paper(council: &str, paper: &str) -> Vec<Hop> {
    vec![
        Hop {
            source: paper.to_owned(),
            stance: Stance::Reports.into(),
            ..Hop::default()
        },
        Hop {
            source: council.to_owned(),
            stance: Stance::Denies.into(),
            ..Hop::default()
        },
    ]
}

#[tokio::test]
async fn a_poorer_attribution_of_the_same_words_adds_no_chain() {
    let scene = Scene::start().await;
    let paper = scene.server.create_source(page("https://paper.example/1"));
    let paper = paper.await.unwrap().name;
    let first = scene.record(scene.words(RISEN, Some(council()))).await;
    let council_name = first.source.unwrap().name;
    let mut second = scene.words(RISEN, None);
    second.appearance.as_mut().unwrap().chains = chain(through_the_paper(&council_name, &paper));
    let stored = scene.record(second.clone()).await.appearance.unwrap();
    assert_eq!(stored.chains.len(), 2);

    let bare = |source: &str| Hop {
        source: source.to_owned(),
        ..Hop::default()
    };
    let stanced = |source: &str, stance: Stance| Hop {
        stance: stance.into(),
        ..bare(source)
    };
    for poorer in [
        through_the_paper(&council_name, &paper),
        vec![bare(&paper), bare(&council_name)],
        vec![bare(&paper)],
        vec![stanced(&paper, Stance::Reports)],
        vec![bare(&council_name)],
        vec![stanced(&council_name, Stance::Denies)],
        vec![stanced(&council_name, Stance::Asserts)],
    ] {
        let mut again = scene.words(RISEN, None);
        again.appearance.as_mut().unwrap().chains = chain(poorer.clone());
        let again = scene.record(again).await;
        let appearance = again.appearance.unwrap();
        assert_eq!(appearance.chains, stored.chains, "{poorer:?}");
    }
    // What contradicts is another chain, and so is another order.
    for other in [
        vec![stanced(&paper, Stance::Denies)],
        vec![bare(&council_name), bare(&paper)],
    ] {
        let mut again = scene.words(RISEN, None);
        again.appearance.as_mut().unwrap().chains = chain(other.clone());
        let before = scene.record(scene.words(RISEN, None)).await;
        let before = before.appearance.unwrap().chains.len();
        let after = scene.record(again).await.appearance.unwrap();
        assert_eq!(after.chains.len(), before + 1, "{other:?}");
    }
}

#[tokio::test]
async fn a_quotation_is_that_of_the_same_speaker_in_the_longer_chain() {
    use claimstore::wire::pb::{HopReference, QuotationKind, QuotedSpan};
    let scene = Scene::start().await;
    let paper = scene.server.create_source(page("https://paper.example/1"));
    let paper = paper.await.unwrap().name;
    let speaker = scene.server.create_source(page("https://council.example/"));
    let speaker = speaker.await.unwrap().name;
    let mut first = scene.words(RISEN, None);
    first.appearance.as_mut().unwrap().chains = chain(through_the_paper(&speaker, &paper));
    scene.record(first).await;
    let mut second = scene.words(RISEN, None);
    let given = second.appearance.as_mut().unwrap();
    given.chains = chain(vec![Hop {
        source: speaker,
        ..Hop::default()
    }]);
    given.quoted_spans = vec![QuotedSpan {
        start: 0,
        end: 6,
        kind: QuotationKind::Direct.into(),
        hop: Some(HopReference { chain: 0, hop: 0 }),
        ..QuotedSpan::default()
    }];
    let stored = scene.record(second).await.appearance.unwrap();
    assert_eq!(stored.chains.len(), 1);
    let hop = stored.quoted_spans[0].hop;
    assert_eq!(hop, Some(HopReference { chain: 0, hop: 1 }));
}
