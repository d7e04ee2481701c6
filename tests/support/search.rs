//! Matching, of what was written before.

use claimstore::wire::pb::{
    ChangeOrder, Claim, ClaimMatch, CreateClaimRequest, ListChangesRequest, MatchClaimsRequest,
    MatchText,
};

use super::server::TestServer;

/// Creates a claim.
pub async fn create(server: &TestServer, claim: Claim) -> Claim {
    let request = CreateClaimRequest {
        claim: Some(claim),
        ..CreateClaimRequest::default()
    };
    let created = server.claims().create_claim(request).await;
    created.unwrap().into_inner()
}

/// The position of the newest change, once readers of the log see all that was written.
pub async fn end(server: &TestServer) -> String {
    server.log_settled().await;
    let request = ListChangesRequest {
        order: ChangeOrder::NewestFirst.into(),
        page_size: 1,
        ..ListChangesRequest::default()
    };
    let page = server.changes().list_changes(request).await.unwrap();
    let newest = page.into_inner().changes.into_iter().next();
    newest.map_or(String::new(), |change| change.position)
}

pub fn match_text(text: &str) -> MatchText {
    MatchText {
        text: text.to_owned(),
        ..MatchText::default()
    }
}

/// What a text matches, as of all that was written.
pub async fn matched(server: &TestServer, text: MatchText) -> Vec<ClaimMatch> {
    let request = MatchClaimsRequest {
        texts: vec![text],
        min_position: end(server).await,
        ..MatchClaimsRequest::default()
    };
    let answer = server.search().match_claims(request).await.unwrap();
    let passages = answer
        .into_inner()
        .texts
        .into_iter()
        .next()
        .unwrap()
        .passages;
    passages.into_iter().flat_map(|it| it.matches).collect()
}

/// What a text matches, as of all that was written.
pub async fn matches(server: &TestServer, text: &str) -> Vec<ClaimMatch> {
    matched(server, match_text(text)).await
}
