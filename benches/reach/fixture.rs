//! The claims that rest on a source: each has an appearance that attributes it to the source.
//! They are imported as bundles.

use std::ops::Range;

use claimstore::wire::pb::{
    Anchor, Appearance, AppearanceForm, Article, ArticlePart, AttributionBasis, AttributionChain,
    Bundle, BundleClaim, Claim, ClaimType, CreateSourceRequest, Hop, ImportBundleRequest, Modality,
    Source, SourceKind, Stance, bundle_service_client::BundleServiceClient,
    source_service_client::SourceServiceClient,
};
use tonic::transport::Channel;

/// The claims of one article.
const CLAIMS_PER_ARTICLE: usize = 250;

/// Bundles that are imported at the same time.
const CONCURRENCY: usize = 2;

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

/// Stores claims that rest on `shared`, or on a new source for each article.
pub async fn store(channel: &Channel, shared: Option<&str>, numbers: Range<usize>) {
    let end = numbers.end;
    let starts: Vec<usize> = numbers.step_by(CLAIMS_PER_ARTICLE).collect();
    let mut tasks = Vec::new();
    for task in 0..CONCURRENCY {
        let starts = starts.iter().copied().skip(task).step_by(CONCURRENCY);
        let starts: Vec<usize> = starts.collect();
        let (channel, shared) = (channel.clone(), shared.map(str::to_owned));
        tasks.push(tokio::spawn(async move {
            let mut client = BundleServiceClient::new(channel.clone());
            for start in starts {
                let source = match &shared {
                    Some(source) => source.clone(),
                    None => source(&channel, "Another").await,
                };
                let request = ImportBundleRequest {
                    bundle: Some(bundle(&source, start..end.min(start + CLAIMS_PER_ARTICLE))),
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

/// The sentence that prints the claim of a number.
pub fn sentence(number: usize) -> String {
    format!("As number {number:07} the ministry said that it was so, and would not say more. ")
}

/// An appearance in a sentence of an article, attributed to a source.
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
