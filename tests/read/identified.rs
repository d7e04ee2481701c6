//! Get by what identifies a resource: a url, a `same_as`, a uri, an external id, or what a claim
//! says.

use claimstore::wire::pb::{
    Article, Claim, ClaimIdentity, ExternalId, GetArticleRequest, GetClaimRequest,
    GetSourceRequest, MergeClaimsRequest, Quantity, Source,
};
use tonic::{Code, Status};

use crate::support::{
    errors::{description, fields, reason},
    samples::{article, claim, outlet, page, quantity},
    server::TestServer,
};

const URL: &str = "https://a.example/1";
const ITEM: &str = "http://www.wikidata.org/entity/Q1";

async fn get_source(server: &TestServer, url: &str, same_as: &str) -> Result<Source, Status> {
    let request = GetSourceRequest {
        url: url.to_owned(),
        same_as: same_as.to_owned(),
        ..GetSourceRequest::default()
    };
    Ok(server.sources().get_source(request).await?.into_inner())
}

async fn get_claim(server: &TestServer, identity: ClaimIdentity) -> Result<Claim, Status> {
    let request = GetClaimRequest {
        identity: Some(identity),
        ..GetClaimRequest::default()
    };
    Ok(server.claims().get_claim(request).await?.into_inner())
}

fn says(statement: &str, quantities: Vec<Quantity>) -> ClaimIdentity {
    ClaimIdentity {
        statement: statement.to_owned(),
        language: "en".to_owned(),
        quantities,
        ..ClaimIdentity::default()
    }
}

fn assert_not_found(status: &Status, field: &str) {
    assert_eq!(
        reason(status),
        (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned())
    );
    assert_eq!(
        status.message(),
        format!("no live resource has this {field}")
    );
}

#[tokio::test]
async fn a_source_is_found_by_any_spelling_of_its_url_and_by_same_as() {
    let server = TestServer::start().await;
    let given = Source {
        same_as: vec![ITEM.to_owned()],
        ..page(URL)
    };
    let source = server.create_source(given).await.unwrap();
    for url in [URL, "https://A.example:443/1?utm_source=feed#top"] {
        assert_eq!(get_source(&server, url, "").await.unwrap(), source);
    }
    assert_eq!(get_source(&server, "", ITEM).await.unwrap(), source);
    let other = get_source(&server, "https://a.example/2", "").await;
    assert_not_found(&other.unwrap_err(), "url");
    let other = get_source(&server, "", "http://www.wikidata.org/entity/Q2").await;
    assert_not_found(&other.unwrap_err(), "same_as");
    // Only live sources have a url of their own.
    server.delete_source(&source.name).await.unwrap();
    assert_not_found(&get_source(&server, URL, "").await.unwrap_err(), "url");
}

#[tokio::test]
async fn exactly_one_of_name_and_identity_is_given() {
    let server = TestServer::start().await;
    let none = get_source(&server, "", "").await.unwrap_err();
    assert_eq!(
        description(&none, "name"),
        "is required, or url or same_as instead"
    );
    let both = get_source(&server, URL, ITEM).await.unwrap_err();
    assert_eq!(
        description(&both, ""),
        "has several of name and url or same_as; give one of them"
    );
    let request = GetSourceRequest {
        name: "sources/0198c0de-0000-7000-8000-000000000001".to_owned(),
        url: URL.to_owned(),
        ..GetSourceRequest::default()
    };
    let named = server.sources().get_source(request).await.unwrap_err();
    assert_eq!(fields(&named), [""]);
    let invalid = get_source(&server, "x", "").await.unwrap_err();
    assert_eq!(fields(&invalid), ["url"]);
    let invalid = get_source(&server, "", "x").await.unwrap_err();
    assert_eq!(fields(&invalid), ["same_as"]);
    let empty = get_claim(&server, ClaimIdentity::default())
        .await
        .unwrap_err();
    assert_eq!(fields(&empty), ["identity.statement", "identity.language"]);
    let request = GetArticleRequest {
        external_id: Some(ExternalId::default()),
        uri: "x".to_owned(),
        ..GetArticleRequest::default()
    };
    let status = server.articles().get_article(request).await.unwrap_err();
    assert_eq!(
        fields(&status),
        ["uri", "external_id.system", "external_id.id", ""]
    );
}

#[tokio::test]
async fn an_article_is_found_by_uri_and_external_id_in_any_version() {
    let server = TestServer::start().await;
    let external_id = ExternalId {
        system: "cms".to_owned(),
        id: "48213".to_owned(),
    };
    let given = Article {
        uri: "https://paper.example/1".to_owned(),
        external_ids: vec![external_id.clone()],
        ..article("Bridge", "It is closed.")
    };
    let created = server.create_article(given).await.unwrap();
    let edited = Article {
        name: created.name.clone(),
        body: "It is open.".to_owned(),
        ..Article::default()
    };
    server.update_article(edited, &["body"]).await.unwrap();
    let get = async |uri: &str, external_id: Option<ExternalId>, version| {
        let request = GetArticleRequest {
            uri: uri.to_owned(),
            external_id,
            version,
            ..GetArticleRequest::default()
        };
        server
            .articles()
            .get_article(request)
            .await
            .map(|it| it.into_inner())
    };
    for (uri, external_id) in [("https://paper.example/1", None), ("", Some(external_id))] {
        let newest = get(uri, external_id.clone(), 0).await.unwrap();
        assert_eq!(
            (newest.name.as_str(), newest.body.as_str()),
            (created.name.as_str(), "It is open.")
        );
        let first = get(uri, external_id, 1).await.unwrap();
        assert_eq!((first.version, first.body.as_str()), (1, "It is closed."));
    }
    let status = get("https://paper.example/2", None, 0).await.unwrap_err();
    assert_not_found(&status, "uri");
}

#[tokio::test]
async fn a_claim_is_found_by_what_it_says_and_not_by_what_resembles_it() {
    let server = TestServer::start().await;
    let plain = server.create_claim(claim("It rose")).await.unwrap();
    let counted = Claim {
        quantities: vec![quantity("rate", "5")],
        ..claim("It rose")
    };
    let counted = server.create_claim(counted).await.unwrap();
    assert_eq!(
        get_claim(&server, says("it ROSE.", vec![])).await.unwrap(),
        plain
    );
    let five = vec![quantity("rate", "5.0")];
    assert_eq!(
        get_claim(&server, says("It rose", five)).await.unwrap(),
        counted
    );
    for other in [
        says("It has risen", vec![]),
        says("It rose", vec![quantity("rate", "6")]),
    ] {
        let status = get_claim(&server, other).await.unwrap_err();
        assert_not_found(&status, "identity");
    }
    let german = ClaimIdentity {
        language: "de".to_owned(),
        ..says("It rose", vec![])
    };
    assert_not_found(&get_claim(&server, german).await.unwrap_err(), "identity");
}

#[tokio::test]
async fn what_was_merged_leads_to_its_survivor_and_a_moment_shows_what_was_then() {
    let server = TestServer::start().await;
    let one = server.create_claim(claim("It rose")).await.unwrap();
    let other = server.create_claim(claim("It has risen")).await.unwrap();
    let request = MergeClaimsRequest {
        name: one.name.clone(),
        into: other.name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(request).await.unwrap();
    let found = get_claim(&server, says("It rose", vec![])).await.unwrap();
    assert_eq!(found.name, other.name);
    assert_eq!(found.redirected_from, one.name);

    let source = server.create_source(page(URL)).await.unwrap();
    let renamed = Source {
        name: source.name.clone(),
        ..outlet("Renamed")
    };
    server
        .update_source(renamed, &["display_name"])
        .await
        .unwrap();
    let request = GetSourceRequest {
        url: URL.to_owned(),
        read_time: source.update_time,
        ..GetSourceRequest::default()
    };
    let then = server.sources().get_source(request).await.unwrap();
    assert_eq!(then.into_inner(), source);
}
