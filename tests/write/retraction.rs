//! Retractions and corrections are recorded, found by filters, revoked, and never written by any
//! other call.

use claimstore::wire::pb::{
    Article, ArticleFilter, Bundle, BundleClaim, BundleSource, Claim, ClaimFilter,
    CorrectArticleRequest, Correction, CorrectionType, ImportBundleRequest, ListArticlesRequest,
    ListClaimsRequest, ListSourcesRequest, RetractArticleRequest, RetractClaimRequest,
    RetractSourceRequest, Retraction, Source, SourceFilter,
};
use prost_types::Timestamp;
use tonic::{Code, Status};

use crate::support::{
    errors::{fields, reason, referrers},
    samples::{article, claim, full_article, outlet, page},
    server::TestServer,
};

fn retraction() -> Retraction {
    Retraction {
        reason: "The interview did not take place".to_owned(),
        time: Some(Timestamp {
            seconds: 1_750_000_000,
            nanos: 1_000,
        }),
        url: "https://paper.example/retraction".to_owned(),
    }
}

async fn retract_source(
    server: &TestServer,
    name: &str,
    retraction: Option<Retraction>,
    revoke: bool,
) -> Result<Source, Status> {
    let request = RetractSourceRequest {
        name: name.to_owned(),
        retraction,
        revoke,
        ..RetractSourceRequest::default()
    };
    let answer = server.sources().retract_source(request).await?;
    Ok(answer.into_inner())
}

async fn correct(
    server: &TestServer,
    article: &Article,
    correction: Option<Correction>,
    revoke: &str,
) -> Result<Article, Status> {
    let request = CorrectArticleRequest {
        name: article.name.clone(),
        correction,
        revoke: revoke.to_owned(),
        ..CorrectArticleRequest::default()
    };
    let answer = server.articles().correct_article(request).await?;
    Ok(answer.into_inner())
}

fn correction(claim: &Claim) -> Correction {
    Correction {
        r#type: CorrectionType::Clarification.into(),
        time: retraction().time,
        notice: "There were 156.".to_owned(),
        claims: vec![claim.name.clone()],
        ..Correction::default()
    }
}

#[tokio::test]
async fn a_retraction_is_recorded_as_given_replaced_and_revoked() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let name = &source.name;
    let first = retract_source(&server, name, Some(retraction()), false)
        .await
        .unwrap();
    assert_eq!(first.retraction, Some(retraction()));
    assert_eq!(server.get_source(name).await.unwrap(), first);
    let again = retract_source(&server, name, Some(retraction()), false)
        .await
        .unwrap();
    assert_eq!(again, first, "what is already so writes nothing");
    let other = Retraction {
        reason: "It was made up".to_owned(),
        ..Retraction::default()
    };
    let replaced = retract_source(&server, name, Some(other.clone()), false)
        .await
        .unwrap();
    assert_eq!((replaced.retraction, replaced.revision), (Some(other), 3));
    let back = retract_source(&server, name, None, true).await.unwrap();
    assert_eq!((back.retraction, back.revision), (None, 4));
    let back_again = retract_source(&server, name, None, true).await.unwrap();
    assert_eq!(back_again.revision, 4);
}

#[tokio::test]
async fn violations_of_a_retraction_are_reported() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("A")).await.unwrap();
    for (given, revoke, expected) in [
        (None, false, vec!["retraction"]),
        (Some(retraction()), true, vec!["revoke"]),
        (
            Some(Retraction {
                url: "x".to_owned(),
                time: Some(Timestamp {
                    seconds: 0,
                    nanos: -1,
                }),
                ..Retraction::default()
            }),
            false,
            vec!["retraction.time", "retraction.reason", "retraction.url"],
        ),
    ] {
        let status = retract_source(&server, &source.name, given, revoke).await;
        assert_eq!(fields(&status.unwrap_err()), expected);
    }
    let status = retract_source(&server, "sources/x", Some(retraction()), false).await;
    assert_eq!(fields(&status.unwrap_err()), ["name"]);
    let absent = "sources/00000000-0000-0000-0000-000000000001";
    let status = retract_source(&server, absent, Some(retraction()), false).await;
    assert_eq!(status.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn no_other_call_writes_a_retraction_or_a_correction() {
    let server = TestServer::start().await;
    let given = Source {
        retraction: Some(retraction()),
        ..page("https://a.example/")
    };
    let created = server.create_source(given.clone()).await.unwrap();
    assert_eq!(created.retraction, None);
    let retracted = retract_source(&server, &created.name, Some(retraction()), false);
    let retracted = retracted.await.unwrap();
    let cleared = Source {
        name: created.name.clone(),
        display_name: "A".to_owned(),
        ..page("https://a.example/")
    };
    let all = server.update_source(cleared.clone(), &["*"]).await.unwrap();
    assert_eq!(all.retraction, retracted.retraction);
    let status = server.update_source(cleared, &["retraction"]).await;
    assert_eq!(fields(&status.unwrap_err()), ["update_mask"]);

    let invented = claim("It is so");
    let bundle = Bundle {
        article: Some(Article {
            retraction: Some(retraction()),
            corrections: vec![Correction::default()],
            ..article("A", "")
        }),
        sources: vec![BundleSource {
            source: Some(Source {
                retraction: Some(Retraction::default()),
                ..given
            }),
            ..BundleSource::default()
        }],
        claims: vec![BundleClaim {
            claim: Some(Claim {
                retraction: Some(retraction()),
                ..invented
            }),
            ..BundleClaim::default()
        }],
        ..Bundle::default()
    };
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    let results = server.bundles().import_bundle(request).await.unwrap();
    let names: Vec<String> = results
        .into_inner()
        .results
        .into_iter()
        .map(|it| it.name)
        .collect();
    let imported = server.get_article(&names[0]).await.unwrap();
    assert_eq!((imported.retraction, imported.corrections), (None, vec![]));
    assert_eq!(server.get_source(&names[1]).await.unwrap(), all);
    assert_eq!(server.get_claim(&names[2]).await.unwrap().retraction, None);
}

#[tokio::test]
async fn filters_find_retracted_resources_and_articles_that_rest_on_them() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let citing = server.create_article(full_article(&source)).await.unwrap();
    let other = server.create_article(article("Other", "")).await.unwrap();
    let fact = server.create_claim(claim("It is so")).await.unwrap();

    let articles = async |filter: ArticleFilter| {
        let request = ListArticlesRequest {
            filter: Some(filter),
            ..ListArticlesRequest::default()
        };
        let answer = server.articles().list_articles(request).await.unwrap();
        let articles = answer.into_inner().articles;
        articles.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    let resting = |it| ArticleFilter {
        rests_on_retracted: Some(it),
        ..ArticleFilter::default()
    };
    let retracted = |it| ArticleFilter {
        retracted: Some(it),
        ..ArticleFilter::default()
    };
    assert!(articles(resting(true)).await.is_empty());
    retract_source(&server, &source.name, Some(retraction()), false)
        .await
        .unwrap();
    assert_eq!(articles(resting(true)).await, [&*citing.name]);
    assert_eq!(articles(resting(false)).await, [&*other.name]);

    let request = RetractArticleRequest {
        name: other.name.clone(),
        retraction: Some(retraction()),
        ..RetractArticleRequest::default()
    };
    let answer = server.articles().retract_article(request).await.unwrap();
    assert_eq!(answer.into_inner().retraction, Some(retraction()));
    assert_eq!(articles(retracted(true)).await, [&*other.name]);
    assert_eq!(articles(retracted(false)).await, [&*citing.name]);

    let request = RetractClaimRequest {
        name: fact.name.clone(),
        retraction: Some(retraction()),
        ..RetractClaimRequest::default()
    };
    let answer = server.claims().retract_claim(request).await.unwrap();
    assert_eq!(answer.into_inner().retraction, Some(retraction()));
    for (is_retracted, expected) in [(true, 1), (false, 0)] {
        let filter = ClaimFilter {
            retracted: Some(is_retracted),
            ..ClaimFilter::default()
        };
        let request = ListClaimsRequest {
            filter: Some(filter),
            ..ListClaimsRequest::default()
        };
        let answer = server.claims().list_claims(request).await.unwrap();
        assert_eq!(answer.into_inner().claims.len(), expected);
        let filter = SourceFilter {
            retracted: Some(is_retracted),
            ..SourceFilter::default()
        };
        let request = ListSourcesRequest {
            filter: Some(filter),
            ..ListSourcesRequest::default()
        };
        let answer = server.sources().list_sources(request).await.unwrap();
        assert_eq!(answer.into_inner().sources.len(), expected);
    }
}

#[tokio::test]
async fn corrections_are_recorded_in_order_and_revoked_by_their_id() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let first = correct(&server, &piece, Some(correction(&fact)), "")
        .await
        .unwrap();
    let second = Correction {
        r#type: CorrectionType::EditorsNote.into(),
        notice: "This was written in 2023.".to_owned(),
        id: "ignored".to_owned(),
        ..Correction::default()
    };
    let both = correct(&server, &piece, Some(second), "").await.unwrap();
    assert_eq!((both.version, both.revision), (1, 3));
    let notices: Vec<&str> = both.corrections.iter().map(|it| &*it.notice).collect();
    assert_eq!(notices, ["There were 156.", "This was written in 2023."]);
    let id = first.corrections[0].id.clone();
    assert_eq!(
        both.corrections[0],
        Correction {
            id: id.clone(),
            ..correction(&fact)
        }
    );

    let corrected = ListArticlesRequest {
        filter: Some(ArticleFilter {
            corrected: Some(true),
            ..ArticleFilter::default()
        }),
        ..ListArticlesRequest::default()
    };
    let listed = server
        .articles()
        .list_articles(corrected.clone())
        .await
        .unwrap();
    assert_eq!(listed.into_inner().articles, std::slice::from_ref(&both));
    let delete = claimstore::wire::pb::DeleteClaimRequest {
        name: fact.name.clone(),
        ..Default::default()
    };
    let status = server
        .claims()
        .delete_claim(delete.clone())
        .await
        .unwrap_err();
    assert_eq!(referrers(&status), [&*piece.name]);

    let left = correct(&server, &piece, None, &id).await.unwrap();
    assert_eq!(left.corrections, both.corrections[1..]);
    let status = correct(&server, &piece, None, &id).await.unwrap_err();
    assert_eq!(fields(&status), ["revoke"]);
    server.claims().delete_claim(delete).await.unwrap();
    let last = left.corrections[0].id.clone();
    correct(&server, &piece, None, &last).await.unwrap();
    let listed = server.articles().list_articles(corrected).await.unwrap();
    assert!(listed.into_inner().articles.is_empty());
}

#[tokio::test]
async fn violations_of_a_correction_are_reported() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let status = correct(&server, &piece, None, "").await.unwrap_err();
    assert_eq!(fields(&status), ["correction"]);
    let status = correct(&server, &piece, Some(correction(&fact)), "x").await;
    assert_eq!(fields(&status.unwrap_err()), ["revoke"]);
    let status = correct(&server, &piece, None, "x").await.unwrap_err();
    assert_eq!(fields(&status), ["revoke"]);
    let wrong = Correction {
        claims: vec![fact.name.clone(), fact.name, piece.name.clone()],
        ..Correction::default()
    };
    let status = correct(&server, &piece, Some(wrong), "").await.unwrap_err();
    assert_eq!(
        fields(&status),
        [
            "correction.type",
            "correction.claims[2]",
            "correction.notice",
            "correction.claims[1]",
        ]
    );
    let absent = Correction {
        claims: vec!["claims/00000000-0000-0000-0000-000000000001".to_owned()],
        notice: "x".to_owned(),
        r#type: CorrectionType::Update.into(),
        ..Correction::default()
    };
    let status = correct(&server, &piece, Some(absent), "")
        .await
        .unwrap_err();
    let expected = (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned());
    assert_eq!(reason(&status), expected);
    for number in 0..100 {
        let given = Correction {
            r#type: CorrectionType::Update.into(),
            notice: format!("Update {number}"),
            ..Correction::default()
        };
        correct(&server, &piece, Some(given), "").await.unwrap();
    }
    let given = Correction {
        r#type: CorrectionType::Update.into(),
        notice: "One too many".to_owned(),
        ..Correction::default()
    };
    let status = correct(&server, &piece, Some(given), "").await.unwrap_err();
    assert_eq!(fields(&status), ["correction"]);
}
