//! `allow_missing`: an update creates what does not exist. Without a name, the resource is the
//! one that has the url, the uri, the external id or the statement of the patch.

use std::sync::Arc;

use claimstore::wire::pb::{
    Appearance, Article, Claim, ExternalId, Relation, RelationType, Source,
    UpdateAppearanceRequest, UpdateArticleRequest, UpdateClaimRequest, UpdateRelationRequest,
    UpdateSourceRequest,
};
use tokio::task::JoinSet;
use tonic::{Code, Status};

use crate::support::{
    calls::mask,
    errors::{description, fields, holder, missing, reason, sorted_fields, why},
    samples::{appearance, article, claim, outlet, page, relation},
    server::TestServer,
};

const ID: &str = "0198c0de-0000-7000-8000-000000000001";
const URL: &str = "https://a.example/1";

async fn upsert(server: &TestServer, source: Source) -> Result<Source, Status> {
    let request = UpdateSourceRequest {
        source: Some(source),
        allow_missing: true,
        ..UpdateSourceRequest::default()
    };
    Ok(server.sources().update_source(request).await?.into_inner())
}

async fn upsert_article(server: &TestServer, article: Article) -> Result<Article, Status> {
    let request = UpdateArticleRequest {
        article: Some(article),
        allow_missing: true,
        ..UpdateArticleRequest::default()
    };
    Ok(server
        .articles()
        .update_article(request)
        .await?
        .into_inner())
}

fn external(system: &str, id: &str) -> ExternalId {
    ExternalId {
        system: system.to_owned(),
        id: id.to_owned(),
    }
}

#[tokio::test]
async fn a_source_is_created_and_then_updated_by_its_url() {
    let server = TestServer::start().await;
    let first = upsert(&server, page(URL)).await.unwrap();
    assert_eq!((first.url.as_str(), first.revision), (URL, 1));
    let again = upsert(&server, page(URL)).await.unwrap();
    assert_eq!(again, first);
    // The same address in another spelling. The required kind need not be given again.
    let named = Source {
        url: "https://A.example/1?utm_source=feed".to_owned(),
        display_name: "A page".to_owned(),
        ..Source::default()
    };
    let named = upsert(&server, named).await.unwrap();
    assert_eq!(
        (named.name.as_str(), named.revision),
        (first.name.as_str(), 2)
    );
    assert_eq!(named.display_name, "A page");
    assert_eq!(named.kind, first.kind);
    assert_eq!(server.log_length().await, 2);
}

#[tokio::test]
async fn an_article_is_created_and_then_updated_by_its_external_id_and_keeps_the_others() {
    let server = TestServer::start().await;
    let ids = |ids: &[(&str, &str)]| {
        ids.iter()
            .map(|(system, id)| external(system, id))
            .collect()
    };
    let given = Article {
        external_ids: ids(&[("cms", "1"), ("wire", "7")]),
        ..article("Bridge", "It is closed.")
    };
    let first = upsert_article(&server, given).await.unwrap();
    assert_eq!((first.version, first.revision), (1, 1));
    let edited = Article {
        external_ids: ids(&[("cms", "1"), ("archive", "3")]),
        ..article("Bridge", "It is open.")
    };
    let edited = upsert_article(&server, edited).await.unwrap();
    assert_eq!((&edited.name, edited.version), (&first.name, 2));
    let expected: Vec<ExternalId> = ids(&[("cms", "1"), ("wire", "7"), ("archive", "3")]);
    assert_eq!(edited.external_ids, expected);
    // A mask says exactly what is written.
    let request = UpdateArticleRequest {
        article: Some(Article {
            external_ids: ids(&[("cms", "1")]),
            ..Article::default()
        }),
        update_mask: mask(&["external_ids"]),
        ..UpdateArticleRequest::default()
    };
    let masked = server.articles().update_article(request).await.unwrap();
    let masked = masked.into_inner();
    assert_eq!(masked.external_ids, [external("cms", "1")]);
    // A uri identifies an article, too.
    let by_uri = Article {
        uri: "https://paper.example/1".to_owned(),
        ..article("Other", "Other.")
    };
    let by_uri = upsert_article(&server, by_uri).await.unwrap();
    assert_ne!(by_uri.name, first.name);
    assert_eq!(
        server.get_article(&by_uri.name).await.unwrap().body,
        "Other."
    );
}

#[tokio::test]
async fn a_claim_is_created_and_then_updated_by_what_it_says() {
    let server = TestServer::start().await;
    let upsert = async |claim: Claim| {
        let request = UpdateClaimRequest {
            claim: Some(claim),
            allow_missing: true,
            ..UpdateClaimRequest::default()
        };
        server
            .claims()
            .update_claim(request)
            .await
            .unwrap()
            .into_inner()
    };
    let first = upsert(claim("It rose")).await;
    let tagged = Claim {
        tags: vec!["economy".to_owned()],
        ..claim("it ROSE.")
    };
    let tagged = upsert(tagged).await;
    assert_eq!((&tagged.name, tagged.revision), (&first.name, 2));
    assert_eq!(tagged.tags, ["economy"]);
    let other = upsert(claim("It has not risen")).await;
    assert_ne!(other.name, first.name);
}

#[tokio::test]
async fn the_same_as_that_a_source_has_stay_and_new_ones_are_added() {
    let server = TestServer::start().await;
    let of = |same_as: &[&str], url: &str| Source {
        same_as: same_as.iter().map(|&it| it.to_owned()).collect(),
        url: url.to_owned(),
        ..outlet("Council")
    };
    let (one, two) = ("https://id.example/1", "https://id.example/2");
    let first = upsert(&server, of(&[one], "")).await.unwrap();
    let second = upsert(&server, of(&[one, two], URL)).await.unwrap();
    assert_eq!(second.name, first.name);
    assert_eq!(second.same_as, [one, two]);
    let third = upsert(&server, of(&[two], "")).await.unwrap();
    assert_eq!(third, second);
}

#[tokio::test]
async fn without_allow_missing_nothing_is_created() {
    let server = TestServer::start().await;
    let status = server.update_source(page(URL), &[]).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned())
    );
    assert_eq!(status.message(), "no live resource has this url");
    let absent = Source {
        name: format!("sources/{ID}"),
        ..page(URL)
    };
    let status = server.update_source(absent.clone(), &[]).await.unwrap_err();
    assert_eq!(missing(&status), [absent.name]);
    assert_eq!(server.log_length().await, 0);
}

#[tokio::test]
async fn what_is_created_must_be_valid_and_what_is_updated_need_not_be_whole() {
    let server = TestServer::start().await;
    let partial = || Source {
        url: URL.to_owned(),
        display_name: "x".repeat(501),
        ..Source::default()
    };
    let status = upsert(&server, partial()).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        ["source.display_name", "source.kind"]
    );
    upsert(&server, page(URL)).await.unwrap();
    let status = upsert(&server, partial()).await.unwrap_err();
    assert_eq!(fields(&status), ["source.display_name"]);
    let status = upsert(&server, page("no url")).await.unwrap_err();
    assert_eq!(fields(&status), ["source.url"]);
    // Nothing identifies these.
    for nothing in [Source::default(), outlet("Council")] {
        let status = upsert(&server, nothing).await.unwrap_err();
        assert_eq!(
            description(&status, "source.name"),
            "is required, or url or same_as instead"
        );
    }
    // A description identifies no article, because it can be incomplete.
    let status = upsert_article(&server, article("Bridge", ""))
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["article.name"]);
    let request = UpdateClaimRequest {
        claim: Some(claim(" ")),
        allow_missing: true,
        ..UpdateClaimRequest::default()
    };
    let status = server.claims().update_claim(request).await.unwrap_err();
    assert_eq!(fields(&status), ["claim.name"]);
    assert_eq!(server.log_length().await, 1);
}

#[tokio::test]
async fn a_patch_of_two_sources_is_refused() {
    let server = TestServer::start().await;
    let one = upsert(&server, page(URL)).await.unwrap();
    let same_as = "https://id.example/1".to_owned();
    let other = Source {
        same_as: vec![same_as.clone()],
        ..outlet("Council")
    };
    let other = upsert(&server, other).await.unwrap();
    let both = Source {
        same_as: vec![same_as],
        ..page(URL)
    };
    let status = upsert(&server, both).await.unwrap_err();
    let said = description(&status, "source");
    assert!(
        said.contains(&one.name) && said.contains(&other.name),
        "{said}"
    );
}

#[tokio::test]
async fn a_name_that_is_free_is_created_and_that_of_a_deleted_one_is_taken() {
    let server = TestServer::start().await;
    let named = Source {
        name: format!("sources/{ID}"),
        ..page(URL)
    };
    let created = upsert(&server, named.clone()).await.unwrap();
    assert_eq!((&created.name, created.revision), (&named.name, 1));
    let renamed = Source {
        display_name: "A".to_owned(),
        ..named.clone()
    };
    assert_eq!(upsert(&server, renamed).await.unwrap().revision, 2);
    server.delete_source(&named.name).await.unwrap();
    let status = upsert(&server, named.clone()).await.unwrap_err();
    assert_eq!(holder(&status), ("name".to_owned(), named.name.clone()));
    // Its url is free again.
    let other = upsert(&server, page(URL)).await.unwrap();
    assert_ne!(other.name, named.name);
}

#[tokio::test]
async fn children_are_created_by_their_names_only() {
    let server = TestServer::start().await;
    let text = server
        .create_article(article("H", "It rose."))
        .await
        .unwrap();
    let one = server.create_claim(claim("It rose")).await.unwrap();
    let other = server.create_claim(claim("It fell")).await.unwrap();
    let print = async |name: String| {
        let request = UpdateAppearanceRequest {
            appearance: Some(Appearance {
                name,
                ..appearance(&text, "rose")
            }),
            allow_missing: true,
            ..UpdateAppearanceRequest::default()
        };
        server.claims().update_appearance(request).await
    };
    let name = format!("{}/appearances/{ID}", one.name);
    let printed = print(name.clone()).await.unwrap().into_inner();
    assert_eq!((&printed.name, printed.revision), (&name, 1));
    assert_eq!(print(name.clone()).await.unwrap().into_inner(), printed);
    let status = print(String::new()).await.unwrap_err();
    assert_eq!(description(&status, "appearance.name"), "is required");
    let link = async |target: &Claim| {
        let request = UpdateRelationRequest {
            relation: Some(Relation {
                name: format!("{}/relations/{ID}", one.name),
                ..relation(RelationType::Contradicts, target)
            }),
            allow_missing: true,
            ..UpdateRelationRequest::default()
        };
        server.claims().update_relation(request).await
    };
    assert_eq!(link(&other).await.unwrap().into_inner().revision, 1);
    assert_eq!(link(&other).await.unwrap().into_inner().revision, 1);
    let status = link(&one).await.unwrap_err();
    assert!(
        fields(&status).contains(&"relation.target".to_owned()),
        "{status:?}"
    );
}

#[tokio::test]
async fn an_etag_is_of_a_stored_state() {
    let server = TestServer::start().await;
    let expected = |etag: &str| Source {
        etag: etag.to_owned(),
        ..page(URL)
    };
    let status = upsert(&server, expected("x")).await.unwrap_err();
    assert_eq!(why(&status), "ETAG_MISMATCH");
    let created = upsert(&server, page(URL)).await.unwrap();
    upsert(&server, expected(&created.etag)).await.unwrap();
    let status = upsert(&server, expected("x")).await.unwrap_err();
    assert_eq!(why(&status), "ETAG_MISMATCH");
}

#[tokio::test]
async fn a_merged_source_is_not_written_to() {
    let server = TestServer::start().await;
    let one = upsert(&server, page(URL)).await.unwrap();
    let other = upsert(&server, page("https://a.example/2")).await.unwrap();
    let request = claimstore::wire::pb::MergeSourcesRequest {
        name: one.name,
        into: other.name,
        ..Default::default()
    };
    server.sources().merge_sources(request).await.unwrap();
    let status = upsert(&server, page(URL)).await.unwrap_err();
    assert_eq!(why(&status), "RESOURCE_MERGED");
}

#[tokio::test]
async fn a_repeated_upsert_gets_the_first_answer_and_a_dry_run_creates_nothing() {
    let server = TestServer::start().await;
    let send = async |validate_only, request_id: &str| {
        let request = UpdateSourceRequest {
            source: Some(page(URL)),
            allow_missing: true,
            validate_only,
            request_id: request_id.to_owned(),
            ..UpdateSourceRequest::default()
        };
        server
            .sources()
            .update_source(request)
            .await
            .unwrap()
            .into_inner()
    };
    assert_eq!(send(true, "").await.revision, 1);
    assert_eq!(server.log_length().await, 0);
    let first = send(false, ID).await;
    let changed = Source {
        name: first.name.clone(),
        ..outlet("changed")
    };
    server.update_source(changed, &[]).await.unwrap();
    assert_eq!(send(false, ID).await, first);
    assert_eq!(server.log_length().await, 2);
}

#[tokio::test]
async fn of_many_at_the_same_time_one_creates_and_the_others_find_it() {
    let server = Arc::new(TestServer::start().await);
    let mut tasks = JoinSet::new();
    for number in 0..8 {
        let server = server.clone();
        tasks.spawn(async move {
            let source = Source {
                display_name: format!("Page {number}"),
                ..page(URL)
            };
            upsert(&server, source).await.unwrap()
        });
    }
    let all = tasks.join_all().await;
    assert!(all.iter().all(|it| it.name == all[0].name), "{all:?}");
    let mut revisions: Vec<i64> = all.iter().map(|it| it.revision).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=8).collect::<Vec<i64>>());
}
