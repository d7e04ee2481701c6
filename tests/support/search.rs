//! Matching, of what was written before.

use claimstore::wire::pb::{
    ChangeOrder, Claim, ClaimMatch, CreateClaimRequest, ListChangesRequest, MatchClaimsRequest,
    MatchText,
};

use super::{samples::claim, server::TestServer};

pub const BRIDGE: &str = "The old bridge of Novi Sad collapsed in 1999 after an air strike.";
pub const HOSPITAL: &str = "The city hospital treats 4,200 patients each month.";

/// A store of a few claims that have nothing to do with each other.
pub async fn filled() -> TestServer {
    let server = TestServer::start_with_search().await;
    for statement in [
        BRIDGE,
        HOSPITAL,
        "Vaccines against measles were stopped in three provinces.",
        "The ministry of finance lowered the tax on bread.",
        "A vote on the new airport was postponed until spring.",
        "The river carried more water than in any year since the war.",
    ] {
        create(&server, claim(statement)).await;
    }
    server
}

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
