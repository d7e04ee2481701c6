//! A write cannot refer to a deleted resource, but its id stays taken.

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, BatchCreateSourcesRequest, Byline, Citation, Claim,
    CreateAppearanceRequest, CreateArticleRequest, CreateClaimRequest, CreateSourceRequest, Credit,
    CreditKind, Source,
};
use tonic::{Code, Status};

use crate::support::{
    errors::{holder, missing},
    samples::{appearance, article, claim, hop, outlet},
    server::TestServer,
};

/// A source, an article, a claim and an appearance without references to deleted resources.
struct Others {
    source: Source,
    article: Article,
    claim: Claim,
    appearance: Appearance,
}

async fn others(server: &TestServer) -> Others {
    let article = article("Other", "It is so.");
    let article = server.create_article(article).await.unwrap();
    let claim = server.create_claim(claim("Another")).await.unwrap();
    let printed = appearance(&article, "is");
    Others {
        source: server.create_source(outlet("Other")).await.unwrap(),
        appearance: server.create_appearance(&claim, printed).await.unwrap(),
        article,
        claim,
    }
}

/// Articles that refer to a source, each in another field.
fn articles_on(source: &str) -> [(&'static str, Article); 4] {
    let source = || source.to_owned();
    let citation = Citation {
        source: source(),
        ..Citation::default()
    };
    let byline = Byline {
        name: "Ada".to_owned(),
        source: source(),
        ..Byline::default()
    };
    let credit = Credit {
        kind: CreditKind::Photo.into(),
        source: source(),
        ..Credit::default()
    };
    let mut all = [
        ("publisher", article("Publisher", "")),
        ("citations", article("Citation", "")),
        ("bylines", article("Byline", "")),
        ("credits", article("Credit", "")),
    ];
    all[0].1.publisher = source();
    all[1].1.citations = vec![citation];
    all[2].1.bylines = vec![byline];
    all[3].1.credits = vec![credit];
    all
}

/// Chains that refer to a source: as the speaker, and as the document.
fn chains_on(source: &Source, other: &Source) -> [Vec<AttributionChain>; 2] {
    let mut documented = hop(other);
    documented.document = source.name.clone();
    [hop(source), documented].map(|last| {
        let hops = vec![hop(other), last];
        vec![AttributionChain { hops }]
    })
}

#[tokio::test]
async fn nothing_can_refer_to_a_deleted_source() {
    let server = TestServer::start().await;
    let Others {
        source,
        article,
        claim,
        appearance: printed,
    } = others(&server).await;
    let gone = server.create_source(outlet("Gone")).await.unwrap();
    server.delete(&gone.name).await.unwrap();
    let length = server.log_length().await;
    let refused = |answer: Result<(), Status>| {
        assert_eq!(missing(&answer.unwrap_err()), [gone.name.as_str()]);
    };

    let published = Source {
        publisher: gone.name.clone(),
        ..outlet("Published")
    };
    refused(server.create_source(published.clone()).await.map(drop));
    let batch = BatchCreateSourcesRequest {
        requests: [outlet("Beside"), published.clone()]
            .map(|source| CreateSourceRequest {
                source: Some(source),
                ..CreateSourceRequest::default()
            })
            .to_vec(),
        ..BatchCreateSourcesRequest::default()
    };
    let answer = server.sources().batch_create_sources(batch).await;
    refused(answer.map(drop));
    let patch = Source {
        name: source.name.clone(),
        ..published
    };
    let answer = server.update_source(patch, &["publisher"]).await;
    refused(answer.map(drop));

    for (field, given) in articles_on(&gone.name) {
        refused(server.create_article(given.clone()).await.map(drop));
        let patch = Article {
            name: article.name.clone(),
            ..given
        };
        refused(server.update_article(patch, &[field]).await.map(drop));
    }
    for chains in chains_on(&gone, &source) {
        let given = Appearance {
            chains: chains.clone(),
            ..appearance(&article, "so")
        };
        refused(server.create_appearance(&claim, given).await.map(drop));
        let patch = Appearance {
            chains,
            ..printed.clone()
        };
        let answer = server.update_appearance(patch, &["chains"]).await;
        refused(answer.map(drop));
    }
    assert_eq!(server.log_length().await, length);

    server.undelete(&gone.name).await.unwrap();
    for (_, given) in articles_on(&gone.name) {
        server.create_article(given).await.unwrap();
    }
}

#[tokio::test]
async fn nothing_can_refer_to_a_deleted_claim_or_article() {
    let server = TestServer::start().await;
    let Others {
        article: live,
        claim: other,
        ..
    } = others(&server).await;
    let gone = server.create_claim(claim("Gone")).await.unwrap();
    let torn = article("Torn", "It is so.");
    let torn = server.create_article(torn).await.unwrap();
    server.delete(&gone.name).await.unwrap();
    server.delete(&torn.name).await.unwrap();

    let translation = Claim {
        translation_of: gone.name.clone(),
        ..claim("Translation")
    };
    let answer = server.create_claim(translation.clone()).await;
    assert_eq!(missing(&answer.unwrap_err()), [gone.name.as_str()]);
    let patch = Claim {
        name: other.name.clone(),
        ..translation
    };
    let answer = server.update_claim(patch, &["translation_of"]).await;
    assert_eq!(missing(&answer.unwrap_err()), [gone.name.as_str()]);

    let answer = server.create_appearance(&gone, appearance(&live, "so"));
    assert_eq!(missing(&answer.await.unwrap_err()), [gone.name.as_str()]);
    for version in [0, 1] {
        let given = Appearance {
            article_version: version,
            ..appearance(&torn, "so")
        };
        let answer = server.create_appearance(&other, given).await;
        assert_eq!(missing(&answer.unwrap_err()), [torn.name.as_str()]);
    }
    let answer = server.create_appearance(&gone, appearance(&torn, "so"));
    let mut both = missing(&answer.await.unwrap_err());
    both.sort();
    assert_eq!(both, [torn.name, gone.name]);
}

const ID: &str = "0198c0de-0000-7000-8000-00000000000d";

#[tokio::test]
async fn the_id_of_a_deleted_resource_stays_taken() {
    let server = TestServer::start().await;
    let text = server.create_article(article("A", "It is so.")).await;
    let text = text.unwrap();
    let first = server.create_claim(claim("It is so")).await.unwrap();
    let second = server.create_claim(claim("It is not so")).await.unwrap();

    let source = async |display_name| {
        let request = CreateSourceRequest {
            source: Some(outlet(display_name)),
            source_id: ID.to_owned(),
            ..CreateSourceRequest::default()
        };
        let answer = server.sources().create_source(request).await?;
        Ok::<_, Status>(answer.into_inner().name)
    };
    let headed = async |headline| {
        let request = CreateArticleRequest {
            article: Some(article(headline, "")),
            article_id: ID.to_owned(),
            ..CreateArticleRequest::default()
        };
        let answer = server.articles().create_article(request).await?;
        Ok::<_, Status>(answer.into_inner().name)
    };
    let stated = async |statement| {
        let request = CreateClaimRequest {
            claim: Some(claim(statement)),
            claim_id: ID.to_owned(),
            ..CreateClaimRequest::default()
        };
        let answer = server.claims().create_claim(request).await?;
        Ok::<_, Status>(answer.into_inner().name)
    };
    let printed = async |claim: &Claim, words| {
        let request = CreateAppearanceRequest {
            parent: claim.name.clone(),
            appearance: Some(appearance(&text, words)),
            appearance_id: ID.to_owned(),
            ..CreateAppearanceRequest::default()
        };
        let answer = server.claims().create_appearance(request).await?;
        Ok::<_, Status>(answer.into_inner().name)
    };

    let held = [
        source("a").await.unwrap(),
        headed("c").await.unwrap(),
        stated("a").await.unwrap(),
        printed(&first, "is").await.unwrap(),
    ];
    for name in &held {
        server.delete(name).await.unwrap();
    }
    let length = server.log_length().await;
    for (answer, name) in [
        (source("b").await, &held[0]),
        (headed("d").await, &held[1]),
        (stated("b").await, &held[2]),
        (printed(&first, "so").await, &held[3]),
        // The id is taken for all claims.
        (printed(&second, "so").await, &held[3]),
    ] {
        let status = answer.unwrap_err();
        assert_eq!(status.code(), Code::AlreadyExists);
        assert_eq!(holder(&status), ("name".to_owned(), name.clone()));
    }
    assert_eq!(server.log_length().await, length);
    for name in &held {
        server.undelete(name).await.unwrap();
    }
}
