//! What is read beside the resources that documents are about, and its bounds.

use claimstore::wire::pb::{
    Anchor, Appearance, Article, ArticlePart, Bundle, BundleClaim, Claim, Date, DocumentFormat,
    ExchangeDocument, ExportDocumentsRequest, GetDocumentsRequest, ImportBundleRequest,
    MergeClaimsRequest, MergeSourcesRequest, ReportedAppearance, Review, Source, SourceKind,
    Verdict,
};
use serde_json::Value;
use tonic::Status;

use crate::support::{
    errors::reason,
    samples::{claim, outlet},
    server::TestServer,
};

async fn documents(
    server: &TestServer,
    name: &str,
    format: DocumentFormat,
) -> Result<Vec<Value>, Status> {
    let request = GetDocumentsRequest {
        name: name.to_owned(),
        format: format.into(),
        ..GetDocumentsRequest::default()
    };
    let answer = server.exchange().get_documents(request).await?;
    let documents = answer.into_inner().documents.into_iter();
    Ok(documents
        .map(|it| serde_json::from_str(&it).unwrap())
        .collect())
}

fn assert_too_large(answer: Result<Vec<Value>, Status>) {
    let status = answer.map(|it| it.len()).unwrap_err();
    assert_eq!(reason(&status).1, "RESPONSE_TOO_LARGE");
}

/// The words of an article at a place.
fn words(start: i32) -> Appearance {
    Appearance {
        anchors: vec![Anchor {
            part: ArticlePart::Body.into(),
            exact: "war".to_owned(),
            start: Some(start),
            end: Some(start + 3),
            ..Anchor::default()
        }],
        ..Appearance::default()
    }
}

async fn import(server: &TestServer, bundle: Bundle) {
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    server.bundles().import_bundle(request).await.unwrap();
}

#[tokio::test]
async fn of_a_claim_that_is_printed_more_often_than_is_read_no_first_appearance_is_said() {
    let server = TestServer::start().await;
    let stored = server.create_claim(claim("There is a war")).await.unwrap();
    let review = Review {
        author: "The Desk".to_owned(),
        verdict: Verdict::True.into(),
        ..Review::default()
    };
    server.create_review(&stored, review).await.unwrap();
    let article = Article {
        uri: "https://paper.example/war".to_owned(),
        headline: "War".to_owned(),
        language: "en".to_owned(),
        date_published: Some(Date {
            year: 2026,
            month: 3,
            day: 2,
            ..Date::default()
        }),
        body: "war ".repeat(1_001),
        ..Article::default()
    };
    let article = server.create_article(article).await.unwrap();
    let print = async |range: std::ops::Range<i32>| {
        let printed = range.map(|at| Appearance {
            article: article.name.clone(),
            ..words(4 * at)
        });
        let printed = BundleClaim {
            claim: Some(Claim {
                name: stored.name.clone(),
                ..claim("There is a war")
            }),
            appearances: printed.collect(),
            ..BundleClaim::default()
        };
        let bundle = Bundle {
            claims: vec![printed],
            ..Bundle::default()
        };
        import(&server, bundle).await;
    };
    print(0..500).await;
    print(500..1_000).await;
    let reviewed = documents(&server, &stored.name, DocumentFormat::ClaimReview).await;
    let reviewed = reviewed.unwrap().remove(0);
    let first = &reviewed["itemReviewed"]["firstAppearance"]["url"];
    assert_eq!(first, "https://paper.example/war");
    let printed = documents(&server, &stored.name, DocumentFormat::WebAnnotation).await;
    assert_eq!(printed.unwrap().len(), 1_000);

    print(1_000..1_001).await;
    let reviewed = documents(&server, &stored.name, DocumentFormat::ClaimReview).await;
    let item = &reviewed.unwrap()[0]["itemReviewed"];
    assert!(item["firstAppearance"].is_null() && item["datePublished"].is_null());
    assert_eq!(item["appearance"]["url"], "https://paper.example/war");
    assert_too_large(documents(&server, &stored.name, DocumentFormat::WebAnnotation).await);
    let printed = documents(&server, &article.name, DocumentFormat::WebAnnotation).await;
    assert_eq!(printed.unwrap().len(), 1_001);
}

#[tokio::test]
async fn documents_refer_to_what_was_merged_by_its_survivor() {
    let server = TestServer::start().await;
    let merged = server.create_source(outlet("Radio One")).await.unwrap();
    let survivor = server.create_source(outlet("Radio 1")).await.unwrap();
    let twin = server
        .create_claim(claim("Ships wait outside"))
        .await
        .unwrap();
    let cited = server.create_claim(claim("Ships wait")).await.unwrap();
    let reported = Claim {
        reported_appearances: vec![ReportedAppearance {
            source: merged.name.clone(),
            ..ReportedAppearance::default()
        }],
        ..claim("The port is closed")
    };
    let stored = server.create_claim(reported).await.unwrap();
    let review = Review {
        author: "The Desk".to_owned(),
        verdict: Verdict::True.into(),
        evidence: vec![merged.name.clone(), twin.name.clone()],
        ..Review::default()
    };
    server.create_review(&stored, review).await.unwrap();
    let merge = MergeSourcesRequest {
        name: merged.name,
        into: survivor.name,
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(merge).await.unwrap();
    let merge = MergeClaimsRequest {
        name: twin.name,
        into: cited.name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(merge).await.unwrap();

    let written = documents(&server, &stored.name, DocumentFormat::ClaimReview).await;
    let written = written.unwrap().remove(0);
    assert_eq!(written["itemReviewed"]["author"]["name"], "Radio 1");
    let citation = written["citation"].as_array().unwrap();
    let names: Vec<&str> = citation
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Radio 1", "Ships wait"]);
}

#[tokio::test]
async fn more_than_fits_into_the_memory_for_a_call_is_refused_and_exported_in_parts() {
    let server = TestServer::start().await;
    let mut body = String::new();
    let mut claims = Vec::new();
    for number in 0..3 {
        let mut reported = Vec::new();
        for at in 0..90 {
            let id = format!("https://notes.example/{number}/{at}");
            let note = "x".repeat(261_900);
            let content = format!(
                r#"{{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "{id}", "type": "Annotation", "target": "{id}", "note": "{note}"}}"#
            );
            let source = Source {
                kind: SourceKind::Document.into(),
                url: id,
                exchange_document: Some(ExchangeDocument {
                    format: DocumentFormat::WebAnnotation.into(),
                    content,
                }),
                ..Source::default()
            };
            reported.push(ReportedAppearance {
                document: server.create_source(source).await.unwrap().name,
                ..ReportedAppearance::default()
            });
        }
        claims.push(BundleClaim {
            claim: Some(Claim {
                reported_appearances: reported,
                ..claim(&format!("War number {number}"))
            }),
            appearances: vec![words(4 * number)],
            ..BundleClaim::default()
        });
        body.push_str("war ");
    }
    let article = Article {
        uri: "https://paper.example/war".to_owned(),
        headline: "War".to_owned(),
        language: "en".to_owned(),
        body,
        ..Article::default()
    };
    let bundle = Bundle {
        article: Some(article),
        claims,
        ..Bundle::default()
    };
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    let imported = server.bundles().import_bundle(request).await.unwrap();
    let article = imported.into_inner().results.remove(0).name;
    assert_too_large(documents(&server, &article, DocumentFormat::WebAnnotation).await);
    // Documents in other formats are not read.
    let written = documents(&server, &article, DocumentFormat::Ninjs).await;
    assert_eq!(written.unwrap().len(), 1);

    let request = ExportDocumentsRequest {
        format: DocumentFormat::WebAnnotation.into(),
        ..ExportDocumentsRequest::default()
    };
    let stream = server.exchange().export_documents(request).await.unwrap();
    let (mut stream, mut count) = (stream.into_inner(), 0);
    while let Some(response) = stream.message().await.unwrap() {
        count += response.documents.len();
    }
    assert_eq!(count, 273);
}
