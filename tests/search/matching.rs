//! Which known claims a text repeats, and why.

use claimstore::wire::pb::{
    Claim, ClaimMatch, ClaimView, CreateAppearanceRequest, CreateArticleRequest, Date, Entity,
    MatchClaimsRequest, MatchReason, MatchReasonType, MatchText, Period, PeriodEnd, Quantity,
    RetractClaimRequest, Retraction,
};

use crate::support::{
    samples::{appearance, article, claim},
    search::{BRIDGE, HOSPITAL, create, end, filled, match_text, matched, matches},
    server::TestServer,
};

fn types(found: &ClaimMatch) -> Vec<MatchReasonType> {
    found.reasons.iter().map(MatchReason::r#type).collect()
}

#[tokio::test]
async fn a_sentence_finds_the_claim_that_it_repeats_with_reasons() {
    let server = filled().await;
    let found = matches(
        &server,
        "After an air strike in 1999 the old Novi Sad bridge collapsed",
    )
    .await;
    let best = &found[0];
    assert_eq!(best.claim.as_ref().unwrap().statement, BRIDGE);
    assert!(best.confidence > 0.9, "{}", best.confidence);
    let types = types(best);
    assert!(types.contains(&MatchReasonType::SharedWords), "{types:?}");
    assert!(types.contains(&MatchReasonType::SameYears), "{types:?}");
    let words = best.reasons.iter().find(|it| !it.words.is_empty()).unwrap();
    assert_eq!(words.words[0].claim_count, 1);
    assert!(words.description.starts_with("same words"));
}

#[tokio::test]
async fn the_same_sentence_with_another_figure_or_year_is_another_claim() {
    let server = filled().await;
    let same = matches(
        &server,
        "The city hospital treats 4,200 patients each month",
    )
    .await;
    assert!(same[0].confidence > 0.9, "{}", same[0].confidence);
    let other = matches(
        &server,
        "The city hospital treats 9,800 patients each month",
    )
    .await;
    assert!(other[0].confidence <= 0.3, "{}", other[0].confidence);
    let reason = other[0].reasons.iter();
    let mut reason = reason.filter(|it| it.r#type() == MatchReasonType::OtherFigure);
    let reason = reason.next().unwrap();
    assert_eq!(
        (&reason.in_text[..], &reason.in_claim[..]),
        (&["9,800".to_owned()][..], &["4,200".to_owned()][..])
    );
    let other = matches(
        &server,
        "The old bridge of Novi Sad collapsed in 2011 after an air strike",
    )
    .await;
    assert!(other[0].confidence <= 0.3, "{}", other[0].confidence);
    assert!(types(&other[0]).contains(&MatchReasonType::OtherTimes));
}

#[tokio::test]
async fn what_is_known_beside_the_text_counts() {
    let server = TestServer::start_with_search().await;
    let year = |year| Period {
        from: Some(Date {
            year,
            ..Date::default()
        }),
        through: Some(Date {
            year,
            ..Date::default()
        }),
        end: PeriodEnd::Closed.into(),
        printed: String::new(),
    };
    let sentence = "The harvest of the northern district failed";
    for (number, place) in [(2009, "Aland"), (2017, "Borland")] {
        let claim = Claim {
            period: Some(year(number)),
            entities: vec![Entity {
                name: place.to_owned(),
                ..Entity::default()
            }],
            ..claim(&format!("{sentence}."))
        };
        create(&server, claim).await;
    }
    for number in [2009, 2017] {
        let text = MatchText {
            period: Some(year(number)),
            ..match_text(sentence)
        };
        let found = matched(&server, text).await;
        let best = found[0].claim.as_ref().unwrap();
        let from = best.period.as_ref().unwrap().from.as_ref().unwrap();
        assert_eq!(from.year, number);
    }
    let text = MatchText {
        quantities: vec![Quantity {
            printed: "9,800 patients each month".to_owned(),
            ..Quantity::default()
        }],
        ..match_text("The city hospital treats patients each month")
    };
    create(&server, claim(HOSPITAL)).await;
    let found = matched(&server, text).await;
    assert!(
        types(&found[0]).contains(&MatchReasonType::OtherFigure),
        "{found:#?}"
    );
}

#[tokio::test]
async fn the_words_that_an_article_prints_find_its_claim() {
    let server = filled().await;
    let printed = "nobody can cross the Danube there since the bombs fell";
    let article = article("Bridges", &format!("In short, {printed}."));
    let request = CreateArticleRequest {
        article: Some(article),
        ..CreateArticleRequest::default()
    };
    let created = server.articles().create_article(request).await;
    let article = created.unwrap().into_inner();
    let found = matches(&server, BRIDGE).await;
    let claim = found[0].claim.clone().unwrap();
    let request = CreateAppearanceRequest {
        parent: claim.name.clone(),
        appearance: Some(appearance(&article, printed)),
        ..CreateAppearanceRequest::default()
    };
    server.claims().create_appearance(request).await.unwrap();
    server.log_settled().await;
    let found = matches(&server, "Since the bombs fell nobody can cross the Danube").await;
    assert_eq!(found[0].claim.as_ref().unwrap().name, claim.name);
}

#[tokio::test]
async fn each_sentence_of_a_long_text_is_matched_where_it_stands() {
    let server = filled().await;
    let filler = "Nothing of this concerns anybody we know, said the neighbours. ".repeat(20);
    let text = format!("Ünlike before. {filler}{HOSPITAL} {filler}{BRIDGE}");
    let request = MatchClaimsRequest {
        texts: vec![match_text(&text)],
        min_confidence: 0.8,
        min_position: end(&server).await,
        ..MatchClaimsRequest::default()
    };
    let answer = server.search().match_claims(request).await.unwrap();
    let passages = answer.into_inner().texts.remove(0).passages;
    let found: Vec<String> = passages
        .iter()
        .map(|passage| {
            let (start, end) = (passage.start as usize, passage.end as usize);
            text.chars().skip(start).take(end - start).collect()
        })
        .collect();
    assert_eq!(found, [HOSPITAL, BRIDGE]);
}

#[tokio::test]
async fn retracted_and_excluded_claims_are_left_out() {
    let server = filled().await;
    let claim = matches(&server, BRIDGE).await[0].claim.clone().unwrap();
    let excluded = MatchText {
        excluded_claims: vec![claim.name.clone()],
        ..match_text(BRIDGE)
    };
    let found = matched(&server, excluded).await;
    assert!(
        found
            .iter()
            .all(|it| it.claim.as_ref().unwrap().name != claim.name)
    );
    let request = RetractClaimRequest {
        name: claim.name.clone(),
        retraction: Some(Retraction {
            reason: "it was another bridge".to_owned(),
            ..Retraction::default()
        }),
        ..RetractClaimRequest::default()
    };
    server.claims().retract_claim(request).await.unwrap();
    server.log_settled().await;
    let found = matches(&server, BRIDGE).await;
    assert!(
        found
            .iter()
            .all(|it| it.claim.as_ref().unwrap().name != claim.name)
    );
    let request = MatchClaimsRequest {
        texts: vec![match_text(BRIDGE)],
        show_retracted: true,
        view: ClaimView::WithStanding.into(),
        min_position: end(&server).await,
        ..MatchClaimsRequest::default()
    };
    let answer = server.search().match_claims(request).await.unwrap();
    let passage = answer.into_inner().texts.remove(0).passages.remove(0);
    let best = passage.matches[0].claim.as_ref().unwrap();
    assert_eq!(best.name, claim.name);
    assert!(best.retraction.is_some() && best.standing.is_some());
}
