//! Batches of appearances, of one claim or of any. Each one is checked against its text.

use claimstore::wire::pb::{
    Appearance, Article, BatchCreateAppearancesRequest, Claim, CreateAppearanceRequest,
};
use tonic::Status;

use super::ID;
use crate::{
    resource::appearance::{Scene, absent, scene},
    support::{
        errors::{description, fields, holder, missing, sorted_fields, why},
        samples::{anchor, appearance, article, claim, full_appearance},
        server::TestServer,
    },
};

fn printed(claim: &Claim, article: &Article, words: &str) -> CreateAppearanceRequest {
    CreateAppearanceRequest {
        parent: claim.name.clone(),
        appearance: Some(appearance(article, words)),
        ..CreateAppearanceRequest::default()
    }
}

fn batch<const N: usize>(
    parent: &str,
    requests: [CreateAppearanceRequest; N],
) -> BatchCreateAppearancesRequest {
    BatchCreateAppearancesRequest {
        parent: parent.to_owned(),
        requests: requests.to_vec(),
        ..BatchCreateAppearancesRequest::default()
    }
}

async fn create(
    server: &TestServer,
    request: BatchCreateAppearancesRequest,
) -> Result<Vec<Appearance>, Status> {
    let answer = server.claims().batch_create_appearances(request).await?;
    Ok(answer.into_inner().appearances)
}

#[tokio::test]
async fn a_batch_without_a_parent_creates_appearances_of_any_claims() {
    let Scene {
        server,
        source,
        article: text,
        claim: first,
    } = scene().await;
    let other = server.create_claim(claim("Another")).await.unwrap();
    let plain = server.create_article(article("Plain", "It is so.")).await;
    let plain = plain.unwrap();
    for (parent, words) in [("claims/-", ["155", "so"]), ("", ["2023", "is"])] {
        let mut full = printed(&other, &text, "");
        full.appearance = Some(Appearance {
            anchors: vec![anchor(words[0])],
            ..full_appearance(&text, &source)
        });
        let requests = [full, printed(&first, &plain, words[1])];
        let created = create(&server, batch(parent, requests)).await.unwrap();
        let below = |claim: &Claim, it: &Appearance| {
            let prefix = format!("{}/appearances/", claim.name);
            assert!(it.name.starts_with(&prefix), "{}", it.name);
        };
        below(&other, &created[0]);
        below(&first, &created[1]);
        assert_eq!(created.len(), 2);
        assert_eq!(created[0].article_version, 1);
        assert!(created[0].anchors[0].start.is_some());
        for it in created {
            assert_eq!(server.get_appearance(&it.name).await.unwrap(), it);
        }
    }
}

#[tokio::test]
async fn a_batch_with_a_parent_creates_appearances_of_that_claim_only() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    let other = server.create_claim(claim("Another")).await.unwrap();
    let length = server.log_length().await;
    let requests = [
        printed(&first, &text, "155"),
        printed(&other, &text, "155"),
        printed(&first, &text, "2023"),
    ];
    let status = create(&server, batch(&first.name, requests.clone())).await;
    assert_eq!(fields(&status.unwrap_err()), ["requests[1].parent"]);
    assert_eq!(server.log_length().await, length);

    let [one, _, three] = requests;
    let created = create(&server, batch(&first.name, [one, three])).await;
    let words: Vec<String> = created
        .unwrap()
        .into_iter()
        .map(|it| it.anchors[0].exact.clone())
        .collect();
    assert_eq!(words, ["155", "2023"]);
}

#[tokio::test]
async fn a_batch_has_one_claim_or_any_as_its_parent_and_each_request_has_one() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    for parent in ["claims", "claims/x", "articles/-", &text.name] {
        let requests = [printed(&first, &text, "155")];
        let status = create(&server, batch(parent, requests)).await;
        assert_eq!(fields(&status.unwrap_err()), ["parent"], "{parent}");
    }
    let without = |parent: &str| CreateAppearanceRequest {
        parent: parent.to_owned(),
        ..printed(&first, &text, "155")
    };
    for parent in ["", "claims/-"] {
        let requests = [without(""), without("claims/-"), without(&text.name)];
        let status = create(&server, batch(parent, requests)).await;
        assert_eq!(
            fields(&status.unwrap_err()),
            [
                "requests[0].parent",
                "requests[1].parent",
                "requests[2].parent"
            ]
        );
    }
    let nobody = batch(
        &absent("claims", 1),
        [without(&absent("claims", 1)), without(&absent("claims", 1))],
    );
    let mut nobody = nobody;
    nobody.requests[1].appearance = Some(appearance(&text, "2023"));
    let status = create(&server, nobody).await.unwrap_err();
    assert_eq!(missing(&status), [absent("claims", 1)]);
}

#[tokio::test]
async fn all_anchors_that_do_not_match_are_reported_and_nothing_is_stored() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    let length = server.log_length().await;
    let mut requests = [
        printed(&first, &text, "155"),
        printed(&first, &text, "156"),
        printed(&first, &text, "2023"),
        printed(&first, &text, "Kyiv"),
    ];
    let it = requests[2].appearance.as_mut().unwrap();
    it.printed_figures = vec![anchor("155"), anchor("a")];
    requests[3].appearance.as_mut().unwrap().article_version = 9;
    let status = create(&server, batch("", requests)).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "requests[1].appearance.anchors[0].exact",
            "requests[2].appearance.printed_figures[1].exact",
            "requests[3].appearance.article_version",
        ]
    );
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn two_appearances_with_the_same_anchors_are_refused_and_the_first_is_named() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    let other = server.create_claim(claim("Another")).await.unwrap();
    let length = server.log_length().await;
    let mut placed = printed(&first, &text, "155");
    let anchors = &mut placed.appearance.as_mut().unwrap().anchors;
    (anchors[0].start, anchors[0].end) = (Some(25), Some(28));
    let requests = [
        printed(&other, &text, "155"),
        printed(&first, &text, "155"),
        printed(&first, &text, "2023"),
        placed,
    ];
    let status = create(&server, batch("", requests.clone())).await;
    let status = status.unwrap_err();
    assert_eq!(fields(&status), ["requests[3].appearance"]);
    let said = description(&status, "requests[3].appearance");
    assert!(said.contains("anchors"), "{said}");
    assert!(said.contains("requests[1].appearance"), "{said}");
    assert_eq!(server.log_length().await, length);

    // The same words can hold another claim as well.
    let [a, b, c, _] = requests;
    create(&server, batch("", [a, b, c])).await.unwrap();
}

#[tokio::test]
async fn two_appearances_with_one_id_are_refused() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    let with_id = |words| CreateAppearanceRequest {
        appearance_id: ID.to_owned(),
        ..printed(&first, &text, words)
    };
    let request = batch("", [with_id("155"), with_id("2023")]);
    let status = create(&server, request).await.unwrap_err();
    assert_eq!(fields(&status), ["requests[1].appearance"]);
    let said = description(&status, "requests[1].appearance");
    assert!(said.contains("requests[0].appearance"), "{said}");
}

#[tokio::test]
async fn one_collision_with_a_stored_resource_refuses_the_whole_batch() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    let other = server.create_claim(claim("Another")).await.unwrap();
    let stored = server.create_appearance(&first, appearance(&text, "155"));
    let stored = stored.await.unwrap().name;
    let length = server.log_length().await;
    let requests = [printed(&other, &text, "155"), printed(&first, &text, "155")];
    let again = batch("", requests.clone());
    let status = create(&server, again.clone()).await.unwrap_err();
    assert_eq!(holder(&status), ("anchors".to_owned(), stored.clone()));
    // The id is taken for all claims.
    let mut with_id = batch("", requests);
    with_id.requests.truncate(1);
    with_id.requests[0].appearance_id = stored.rsplit('/').next().unwrap().to_owned();
    let status = create(&server, with_id).await.unwrap_err();
    assert_eq!(holder(&status), ("name".to_owned(), stored.clone()));
    assert_eq!(server.log_length().await, length);

    server.delete(&stored).await.unwrap();
    create(&server, again).await.unwrap();
}

#[tokio::test]
async fn all_missing_and_deleted_references_are_named() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    let gone = server.create_claim(claim("Gone")).await.unwrap();
    server.delete(&gone.name).await.unwrap();
    let torn = Article {
        name: absent("articles", 1),
        ..text.clone()
    };
    let requests = [
        printed(&gone, &text, "155"),
        printed(&first, &text, "155"),
        printed(&first, &torn, "155"),
    ];
    let status = create(&server, batch("", requests)).await.unwrap_err();
    let mut named = missing(&status);
    named.sort();
    assert_eq!(named, [absent("articles", 1), gone.name]);
}

#[tokio::test]
async fn a_repeated_batch_gets_the_first_answer() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    let requests = [
        printed(&first, &text, "155"),
        printed(&first, &text, "2023"),
    ];
    let request = BatchCreateAppearancesRequest {
        request_id: ID.to_owned(),
        ..batch(&first.name, requests)
    };
    let created = create(&server, request.clone()).await.unwrap();
    server.delete(&first.name).await.unwrap();
    let length = server.log_length().await;
    assert_eq!(create(&server, request.clone()).await.unwrap(), created);
    assert_eq!(server.log_length().await, length);
    let other = BatchCreateAppearancesRequest {
        parent: "claims/-".to_owned(),
        ..request
    };
    let status = create(&server, other).await.unwrap_err();
    assert_eq!(why(&status), "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn request_id_and_validate_only_are_refused_in_the_requests_of_a_batch() {
    let Scene {
        server,
        article: text,
        claim: first,
        ..
    } = scene().await;
    let mut request = batch("", [printed(&first, &text, "155")]);
    request.requests[0].request_id = ID.to_owned();
    request.requests[0].validate_only = true;
    let status = create(&server, request).await.unwrap_err();
    assert_eq!(
        fields(&status),
        ["requests[0].request_id", "requests[0].validate_only"]
    );
}

#[tokio::test]
async fn who_gives_all_positions_is_not_told_to_give_them() {
    let server = TestServer::start().await;
    let claim = server.create_claim(claim("It is so.")).await.unwrap();
    let body = "It is so. ".repeat(104_000);
    let article = server.create_article(article("Long", &body)).await.unwrap();
    for (is_given, advice) in [(true, "searched; split"), (false, "searched; give start")] {
        let placed = |number: i32| {
            let start = is_given.then_some(10 * number);
            let mut request = printed(&claim, &article, "It is so.");
            let appearance = request.appearance.as_mut().unwrap();
            appearance.anchors[0].start = start;
            appearance.anchors[0].end = start.map(|start| start + 9);
            request
        };
        let request = BatchCreateAppearancesRequest {
            requests: (0..300).map(placed).collect(),
            ..BatchCreateAppearancesRequest::default()
        };
        let status = create(&server, request).await.unwrap_err();
        assert!(status.message().contains(advice), "{}", status.message());
    }
}
