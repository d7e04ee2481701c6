//! What rests on a source: claims, each with an appearance on its word, as bundles brought
//! them.

use std::ops::Range;

use claimstore::wire::pb::{
    Anchor, Appearance, AppearanceForm, Article, ArticlePart, AttributionBasis, AttributionChain,
    Bundle, BundleClaim, Claim, ClaimType, CreateSourceRequest, Hop, ImportBundleRequest, Modality,
    Source, SourceKind, Stance, bundle_service_client::BundleServiceClient,
    source_service_client::SourceServiceClient,
};
use tonic::transport::Channel;

/// The claims of one article.
const OF_ARTICLE: usize = 250;

/// Bundles on their way at once.
const AT_ONCE: usize = 2;

/// Stores a source that nothing rests on.
pub async fn source(channel: &Channel, name: &str) -> String {
    let request = CreateSourceRequest {
        source: Some(Source {
            kind: SourceKind::Organization.into(),
            display_name: name.to_owned(),
            ..Source::default()
        }),
        ..CreateSourceRequest::default()
    };
    let mut client = SourceServiceClient::new(channel.clone());
    let created = client.create_source(request).await.unwrap();
    created.into_inner().name
}

/// Stores claims that rest on a source, or on one of its own for each article.
pub async fn store(channel: &Channel, on: Option<&str>, numbers: Range<usize>) {
    let end = numbers.end;
    let starts: Vec<usize> = numbers.step_by(OF_ARTICLE).collect();
    let mut tasks = Vec::new();
    for own in 0..AT_ONCE {
        let starts: Vec<usize> = starts.iter().copied().skip(own).step_by(AT_ONCE).collect();
        let (channel, on) = (channel.clone(), on.map(str::to_owned));
        tasks.push(tokio::spawn(async move {
            let mut client = BundleServiceClient::new(channel.clone());
            for start in starts {
                let source = match &on {
                    Some(source) => source.clone(),
                    None => source(&channel, "Another").await,
                };
                let request = ImportBundleRequest {
                    bundle: Some(bundle(&source, start..end.min(start + OF_ARTICLE))),
                    ..ImportBundleRequest::default()
                };
                client.import_bundle(request).await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

fn bundle(source: &str, numbers: Range<usize>) -> Bundle {
    let sentences: Vec<String> = numbers.clone().map(sentence).collect();
    let first = numbers.start;
    let claims = numbers
        .zip(&sentences)
        .map(|(number, sentence)| BundleClaim {
            claim: Some(Claim {
                statement: format!("What was said as number {number} is so"),
                language: "en".to_owned(),
                r#type: ClaimType::EventOrProperty.into(),
                subject: "the ministry".to_owned(),
                ..Claim::default()
            }),
            appearances: vec![appearance(source, "", sentence)],
            ..BundleClaim::default()
        });
    Bundle {
        claims: claims.collect(),
        article: Some(Article {
            uri: format!("https://paper.example/{first}"),
            headline: format!("Article {first}"),
            body: sentences.concat(),
            ..Article::default()
        }),
        ..Bundle::default()
    }
}

/// The sentence of a number, as articles here print it.
pub fn sentence(number: usize) -> String {
    format!("As number {number:07} the ministry said that it was so, and would not say more. ")
}

/// A printing of a sentence of an article, on the word of a source.
pub fn appearance(source: &str, article: &str, sentence: &str) -> Appearance {
    Appearance {
        article: article.to_owned(),
        anchors: vec![Anchor {
            part: ArticlePart::Body.into(),
            exact: sentence.trim_end().to_owned(),
            ..Anchor::default()
        }],
        form: AppearanceForm::Stated.into(),
        modality: Modality::Certain.into(),
        article_stance: Stance::Asserts.into(),
        chains: vec![AttributionChain {
            hops: vec![Hop {
                source: source.to_owned(),
                stance: Stance::Asserts.into(),
                basis: AttributionBasis::Printed.into(),
                ..Hop::default()
            }],
        }],
        ..Appearance::default()
    }
}
