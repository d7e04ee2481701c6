//! What cannot be searched or matched is said, all of it at once.

use claimstore::wire::pb::{MatchClaimsRequest, MatchText};
use tonic::Code;

use crate::support::{
    errors::{fields, reason},
    search::match_text,
    server::TestServer,
};

async fn refused(request: MatchClaimsRequest) -> Vec<String> {
    let server = TestServer::start_with_search().await;
    let refused = server.search().match_claims(request).await.unwrap_err();
    assert_eq!(
        reason(&refused),
        (Code::InvalidArgument, "INVALID_FIELDS".to_owned())
    );
    fields(&refused)
}

#[tokio::test]
async fn every_field_that_cannot_be_used_is_named() {
    let bad = MatchText {
        text: " ".to_owned(),
        language: "not a language".to_owned(),
        entities: vec!["name".to_owned(); 33],
        excluded_claims: vec!["sources/1".to_owned()],
        ..MatchText::default()
    };
    let request = MatchClaimsRequest {
        texts: vec![match_text("wolves"), bad],
        max_matches: 21,
        min_confidence: 1.5,
        view: 9,
        ..MatchClaimsRequest::default()
    };
    assert_eq!(
        refused(request).await,
        [
            "texts[1].text",
            "texts[1].language",
            "texts[1].entities",
            "texts[1].excluded_claims[0]",
            "max_matches",
            "min_confidence",
            "view",
        ]
    );
}

#[tokio::test]
async fn no_texts_and_too_many_texts_are_refused() {
    assert_eq!(refused(MatchClaimsRequest::default()).await, ["texts"]);
    let request = MatchClaimsRequest {
        texts: vec![match_text("wolves"); 101],
        ..MatchClaimsRequest::default()
    };
    assert_eq!(refused(request).await, ["texts"]);
}

#[tokio::test]
async fn more_sentences_than_are_matched_are_refused() {
    let request = MatchClaimsRequest {
        texts: vec![match_text(
            &"Wolves were seen in another town. ".repeat(501),
        )],
        ..MatchClaimsRequest::default()
    };
    assert_eq!(refused(request).await, ["texts"]);
}
