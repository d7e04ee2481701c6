//! ExportDocuments and GetDocuments: what is written, after a break, and what is refused.

use claimstore::wire::pb::{
    ClaimFilter, DocumentFormat, ExportDocumentsRequest, ExportDocumentsResponse,
    GetDocumentsRequest, ListClaimsRequest, ReviewFilter, Verdict,
};
use tonic::{Code, Status};

use crate::{
    log::check::scene::Scene,
    support::{
        errors::{fields, reason},
        samples::{claim, full_source, outlet, review},
        server::TestServer,
    },
};

const FORMATS: [DocumentFormat; 4] = [
    DocumentFormat::ClaimReview,
    DocumentFormat::Ninjs,
    DocumentFormat::WebAnnotation,
    DocumentFormat::Nanopublication,
];

async fn export(
    server: &TestServer,
    request: ExportDocumentsRequest,
) -> Result<Vec<ExportDocumentsResponse>, Status> {
    let stream = server.exchange().export_documents(request).await?;
    let mut stream = stream.into_inner();
    let mut responses = Vec::new();
    while let Some(response) = stream.message().await? {
        responses.push(response);
    }
    Ok(responses)
}

fn all(format: DocumentFormat) -> ExportDocumentsRequest {
    ExportDocumentsRequest {
        format: format.into(),
        ..ExportDocumentsRequest::default()
    }
}

fn documents(responses: &[ExportDocumentsResponse]) -> Vec<String> {
    let documents = responses.iter().flat_map(|it| &it.documents);
    documents.cloned().collect()
}

#[tokio::test]
async fn an_export_that_is_resumed_after_any_response_has_each_document_once() {
    println!("seed 0xd0c5");
    let mut scene = Scene::start(0xd0c5).await;
    for _ in 0..250 {
        let _ = scene.call().await;
    }
    for format in FORMATS {
        let whole = export(&scene.server, all(format)).await.unwrap();
        let expected = documents(&whole);
        assert!(!expected.is_empty(), "{format:?}");
        assert!(whole.last().unwrap().resume_token.is_empty());
        for _ in 0..10 {
            let _ = scene.call().await;
        }
        for at in 0..whole.len() - 1 {
            let request = ExportDocumentsRequest {
                resume_token: whole[at].resume_token.clone(),
                ..all(format)
            };
            let rest = export(&scene.server, request).await.unwrap();
            let joined = [&whole[..=at], &rest[..]].concat();
            assert_eq!(documents(&joined), expected, "{format:?} after {at}");
        }
    }
}

#[tokio::test]
async fn a_filter_selects_what_is_written() {
    let server = TestServer::start().await;
    let stored = server.create_claim(claim("A")).await.unwrap();
    for (desk, verdict) in [("One", Verdict::False), ("Two", Verdict::True)] {
        let given = review(desk, verdict, 1);
        server.create_review(&stored, given).await.unwrap();
    }
    let request = ExportDocumentsRequest {
        reviews: Some(ReviewFilter {
            verdict: Verdict::True.into(),
            ..ReviewFilter::default()
        }),
        base_url: "https://claims.example/".to_owned(),
        ..all(DocumentFormat::ClaimReview)
    };
    let written = documents(&export(&server, request).await.unwrap());
    assert_eq!(written.len(), 1);
    assert!(written[0].contains("\"Two\""), "{}", written[0]);
    assert!(written[0].contains("https://claims.example/claims/"));
    let request = ExportDocumentsRequest {
        claims: Some(ClaimFilter::default()),
        base_url: "claims.example".to_owned(),
        ..all(DocumentFormat::ClaimReview)
    };
    let status = export(&server, request).await.unwrap_err();
    assert_eq!(fields(&status), ["base_url", "claims"]);
    let status = export(&server, ExportDocumentsRequest::default()).await;
    assert_eq!(fields(&status.unwrap_err()), ["format"]);
    let request = ExportDocumentsRequest {
        resume_token: "nonsense".to_owned(),
        ..all(DocumentFormat::Ninjs)
    };
    let status = export(&server, request).await.unwrap_err();
    assert_eq!(reason(&status).1, "PAGE_TOKEN_INVALID");
}

#[tokio::test]
async fn the_documents_about_one_resource_are_those_of_an_export() {
    println!("seed 0x0ab07");
    let mut scene = Scene::start(0x0ab07).await;
    for _ in 0..250 {
        let _ = scene.call().await;
    }
    let request = ListClaimsRequest {
        page_size: 20,
        ..ListClaimsRequest::default()
    };
    let listed = scene.server.claims().list_claims(request).await;
    let mut count = 0;
    for stored in listed.unwrap().into_inner().claims {
        let get = async |format: DocumentFormat| {
            let request = GetDocumentsRequest {
                name: stored.name.clone(),
                format: format.into(),
                ..GetDocumentsRequest::default()
            };
            let answer = scene.server.exchange().get_documents(request).await;
            answer.unwrap().into_inner().documents
        };
        for format in [DocumentFormat::ClaimReview, DocumentFormat::Nanopublication] {
            let whole = documents(&export(&scene.server, all(format)).await.unwrap());
            let about = get(format).await;
            count += about.len();
            assert!(about.iter().all(|it| whole.contains(it)), "{}", stored.name);
        }
    }
    assert!(count > 20, "{count}");
}

#[tokio::test]
async fn a_document_about_nothing_or_of_another_format_is_refused() {
    let server = TestServer::start().await;
    let publisher = server.create_source(outlet("A")).await.unwrap();
    let kept = server.create_source(full_source(&publisher)).await.unwrap();
    let get = async |name: &str, format: DocumentFormat| {
        let request = GetDocumentsRequest {
            name: name.to_owned(),
            format: format.into(),
            ..GetDocumentsRequest::default()
        };
        let answer = server.exchange().get_documents(request).await;
        answer.map(|it| it.into_inner().documents)
    };
    let given = kept.exchange_document.clone().unwrap().content;
    let written = get(&kept.name, DocumentFormat::WebAnnotation).await;
    assert_eq!(written.unwrap(), [given]);
    let written = get(&kept.name, DocumentFormat::Ninjs).await.unwrap();
    assert!(written.is_empty());
    let stored = server.create_claim(claim("A")).await.unwrap();
    let status = get(&stored.name, DocumentFormat::Ninjs).await.unwrap_err();
    assert_eq!(fields(&status), ["name"]);
    let ghost = "claims/0198c0de-0000-7000-8000-000000000001";
    let status = get(ghost, DocumentFormat::ClaimReview).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
}
