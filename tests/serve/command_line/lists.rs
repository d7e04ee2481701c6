//! `claimstore list`.

use claimstore::wire::pb::{
    Article, Claim, ExternalId, Genre, Relation, RelationState, RelationType, RetractSourceRequest,
    Retraction, Review, Source, SourceKind, Verdict,
};
use serde_json::Value;

use super::{json_error, json_lines, run, written};
use crate::support::{
    samples::{appearance, article, claim, hop, outlet, page, quantity, relation, review},
    server::TestServer,
};

/// The names on the pages that a list wrote as JSON.
async fn names(server: &TestServer, args: &[&str]) -> Vec<String> {
    let args: Vec<&str> = ["list"].iter().chain(args).copied().collect();
    let pages = json_lines(server, &args).await;
    let items = pages.iter().flat_map(|page| {
        let lists = page.as_object().unwrap().values();
        lists.filter_map(Value::as_array).flatten()
    });
    items
        .map(|it| it["name"].as_str().unwrap().to_owned())
        .collect()
}

/// The name of the only resource that a list wrote as JSON.
async fn only(server: &TestServer, args: &[&str]) -> String {
    let mut found = names(server, args).await;
    assert_eq!(found.len(), 1, "{args:?}: {found:?}");
    found.remove(0)
}

/// Two of each kind, of which the conditions tell the first from the second.
struct Scene {
    server: TestServer,
    sources: [Source; 2],
    articles: [Article; 2],
    claims: [Claim; 2],
    relation: Relation,
    review: Review,
}

async fn scene() -> Scene {
    let server = TestServer::start().await;
    let office = server
        .create_source(page("https://harbour.example/list"))
        .await
        .unwrap();
    let paper = Source {
        same_as: vec!["Q49108".to_owned()],
        ..outlet("The Daily Tide")
    };
    let paper = server.create_source(paper).await.unwrap();
    let retraction = RetractSourceRequest {
        name: office.name.clone(),
        retraction: Some(Retraction {
            reason: "made up".to_owned(),
            ..Retraction::default()
        }),
        ..RetractSourceRequest::default()
    };
    let office = server.sources().retract_source(retraction).await.unwrap();
    let office = office.into_inner();
    let first = Article {
        uri: "https://tide.example/1".to_owned(),
        external_ids: vec![ExternalId {
            system: "cms".to_owned(),
            id: "1".to_owned(),
        }],
        publisher: paper.name.clone(),
        genre: Genre::OpinionNewsArticle.into(),
        section: "World".to_owned(),
        language: "en".to_owned(),
        date_published: Some(claimstore::wire::pb::Date {
            year: 2026,
            month: 11,
            day: 5,
            ..Default::default()
        }),
        ..article("Boats missing", "Twelve boats are missing.")
    };
    let first = server.create_article(first).await.unwrap();
    let second = server
        .create_article(article("A quiet day", "Nothing happened."))
        .await
        .unwrap();
    let said = Claim {
        tags: vec!["boats".to_owned()],
        quantities: vec![quantity("boats-missing", "12")],
        ..claim("Twelve boats are missing.")
    };
    let said = server.create_claim(said).await.unwrap();
    let other = server
        .create_claim(claim("No boat is missing."))
        .await
        .unwrap();
    let mut printed = appearance(&first, "Twelve boats are missing");
    printed.chains = vec![claimstore::wire::pb::AttributionChain {
        hops: vec![hop(&office)],
    }];
    server.create_appearance(&said, printed).await.unwrap();
    let suggested = Relation {
        author: "finder".to_owned(),
        state: RelationState::Suggested.into(),
        ..relation(RelationType::Contradicts, &other)
    };
    let suggested = server.create_relation(&said, suggested).await.unwrap();
    let judged = review("The desk", Verdict::False, 1);
    let judged = server.create_review(&said, judged).await.unwrap();
    Scene {
        server,
        sources: [office, paper],
        articles: [first, second],
        claims: [said, other],
        relation: suggested,
        review: judged,
    }
}

#[tokio::test]
async fn each_kind_is_listed_by_its_conditions_and_by_what_people_have_at_hand() {
    let scene = scene().await;
    let server = &scene.server;
    let [office, paper] = &scene.sources;
    let [first, second] = &scene.articles;
    let [said, other] = &scene.claims;
    let beginning = &said.name[..said.name.len() - 2];
    for args in [
        &["--article", "cms:1"][..],
        &["--source", "https://harbour.example/list"],
        &["--tag", "boats"],
        &["--measure", "boats-missing"],
        &["--verdict", "false"],
        &["--disputed"],
        &["--dispute-reason", "retracted-source"],
        &[
            "--reviewed",
            "--retracted=false",
            "--type",
            "event-or-property",
            "--language",
            "en",
        ],
    ] {
        let args: Vec<&str> = ["claims"].iter().chain(args).copied().collect();
        assert_eq!(only(server, &args).await, said.name, "{args:?}");
    }
    let undisputed = only(server, &["claims", "--disputed=false"]).await;
    assert_eq!(undisputed, other.name);
    for (args, found) in [
        (&["--retracted"][..], office),
        (&["--url", "http://www.harbour.example/list/"], office),
        (&["--same-as", "Q49108", "--kind", "organization"], paper),
        (&["--starts-with", "the daily"], paper),
        (&["--claim", beginning], office),
    ] {
        let args: Vec<&str> = ["sources"].iter().chain(args).copied().collect();
        assert_eq!(only(server, &args).await, found.name, "{args:?}");
    }
    let of_article = only(server, &["sources", "--article", "https://tide.example/1"]).await;
    assert_eq!(of_article, office.name);
    for args in [
        &["--external-id", "cms:1"][..],
        &["--uri", "https://tide.example/1"],
        &["--publisher", &paper.name, "--language", "en"],
        &["--source", &office.name, "--claim", beginning],
        &["--rests-on-retracted"],
        &["--genre", "opinion-news-article", "--section", "world"],
        &[
            "--published-since",
            "2026-11-01",
            "--published-before",
            "2026-12-01",
        ],
        &["--starts-with", "boats"],
    ] {
        let args: Vec<&str> = ["articles"].iter().chain(args).copied().collect();
        assert_eq!(only(server, &args).await, first.name, "{args:?}");
    }
    let not_corrected = [
        "articles",
        "--corrected=false",
        "--rests-on-retracted=false",
    ];
    assert_eq!(only(server, &not_corrected).await, second.name);
    for args in [
        &["appearances", "--claim", beginning][..],
        &["appearances", "--article", "cms:1", "--modality", "certain"],
        &[
            "appearances",
            "--source",
            &office.name,
            "--form",
            "stated",
            "--position",
            "affirms",
        ],
    ] {
        let found = names(server, args).await;
        assert!(
            found.len() == 1 && found[0].starts_with(&said.name),
            "{args:?}: {found:?}"
        );
    }
    for args in [
        &["relations", "--state", "suggested", "--type", "contradicts"][..],
        &["relations", "--claim", beginning, "--author", "Finder"],
        &["relations", "--target", &other.name, "--article", "cms:1"],
    ] {
        assert_eq!(only(server, args).await, scene.relation.name, "{args:?}");
    }
    for args in [
        &["reviews", "--claim", beginning, "--verdict", "false"][..],
        &["reviews", "--author", "the desk", "--article", "cms:1"],
    ] {
        assert_eq!(only(server, args).await, scene.review.name, "{args:?}");
    }
    let none = written(server, &["list", "conflicts", "--claim", beginning]).await;
    assert_eq!(none, "No conflicts are found.\n");
    let versions = json_lines(server, &["list", "versions", "cms:1"]).await;
    assert_eq!(versions[0]["articles"][0]["version"], 1);
}

#[tokio::test]
async fn a_list_is_read_by_people_with_what_they_must_know() {
    let scene = scene().await;
    let server = &scene.server;
    let claims = written(server, &["list", "claims", "--disputed"]).await;
    let [said, other] = &scene.claims;
    assert_eq!(
        claims,
        format!(
            "* Twelve boats are missing.\n  event or property, en, boats\n  verdict: false\n  \
             disputed: retracted source\n  {}\n",
            said.name
        )
    );
    let sources = written(server, &["list", "sources", "--retracted"]).await;
    assert!(sources.contains("  retracted: made up\n"), "{sources}");
    let relations = written(server, &["list", "relations"]).await;
    for part in [
        "* Twelve boats",
        "contradicts: No boat is missing.",
        "suggested, by finder",
    ] {
        assert!(relations.contains(part), "{relations}");
    }
    let appearances = written(server, &["list", "appearances"]).await;
    for part in [
        "* Twelve boats",
        "in Boats missing",
        "harbour.example/list (asserts, retracted)",
    ] {
        assert!(appearances.contains(part), "{appearances}");
    }
    let reviews = written(server, &["list", "reviews"]).await;
    assert!(reviews.contains("The desk: false"), "{reviews}");
    let versions = written(server, &["list", "versions", "cms:1"]).await;
    assert!(
        versions.starts_with("* version 1: Boats missing\n  since 20"),
        "{versions}"
    );
    server.delete_claim(&other.name).await.unwrap();
    let gone = written(server, &["list", "claims", "--show-deleted"]).await;
    assert!(gone.contains("\n  deleted 20"), "{gone}");
    assert!(
        !written(server, &["list", "claims"])
            .await
            .contains("No boat")
    );
}

#[tokio::test]
async fn a_list_goes_on_where_it_ended_in_its_order_and_as_of_a_moment() {
    let server = TestServer::start().await;
    let mut all = Vec::new();
    for index in 0..5 {
        let made = claim(&format!("It is {index}."));
        all.push(server.create_claim(made).await.unwrap().name);
    }
    let newest: Vec<String> = all.iter().rev().cloned().collect();
    let order = ["claims", "--order-by", "create-time", "--descending"];
    assert_eq!(names(&server, &order).await, newest);
    let small = ["claims", "--page-size", "2", "--all"];
    assert_eq!(
        json_lines(&server, &[&["list"], &small[..]].concat())
            .await
            .len(),
        3
    );
    assert_eq!(names(&server, &small).await, all);

    let first = written(&server, &["list", "claims", "--limit", "3"]).await;
    assert_eq!(first.matches("* ").count(), 3, "{first}");
    let token = first.split("--page-token ").nth(1).unwrap().trim();
    let rest = names(&server, &["claims", "--page-token", token]).await;
    assert_eq!(rest, all[3..]);
    let page = json_lines(&server, &["list", "claims", "--limit", "3"]).await;
    assert_eq!(page[0]["nextPageToken"], token);

    let created = json_lines(&server, &["show", &all[2]]).await;
    let moment = created[0]["claim"]["createTime"].as_str().unwrap();
    let then = names(&server, &["claims", "--as-of", moment]).await;
    assert_eq!(then, all[..3]);
    let refused = ["list", "claims", "--descending"];
    assert_eq!(run(&server, &refused).await.code, Some(2));
    let both = [
        "list",
        "claims",
        "--as-of",
        moment,
        "--order-by",
        "create-time",
        "--json",
    ];
    let both = run(&server, &both).await;
    assert_eq!(json_error(&both)["code"], "INVALID_ARGUMENT");
    assert_eq!(both.code, Some(3));
}

#[tokio::test]
async fn a_condition_that_can_mean_several_resources_names_them() {
    let server = TestServer::start().await;
    let mut names = Vec::new();
    for name in ["One", "Two"] {
        let source = Source {
            kind: SourceKind::Organization.into(),
            ..outlet(name)
        };
        names.push(server.create_source(source).await.unwrap().name);
    }
    let common: String = names[0]
        .chars()
        .zip(names[1].chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a)
        .collect();
    let args = ["list", "claims", "--source", &common, "--json"];
    let output = run(&server, &args).await;
    let error = json_error(&output);
    assert_eq!(output.code, Some(3), "{error}");
    assert_eq!(error["reason"], "SEVERAL_FOUND");
    assert_eq!(error["candidates"], serde_json::json!(names));
    let nothing = ["list", "claims", "--source", "https://no.example", "--json"];
    let nothing = run(&server, &nothing).await;
    assert_eq!(json_error(&nothing)["code"], "NOT_FOUND");
    assert_eq!(nothing.code, Some(3));
}
