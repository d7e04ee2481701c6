//! Which source a statement is attributed to: one that is stored, or a new one.

use std::{collections::BTreeSet, sync::Arc};

use claimstore::wire::{
    json::read_bundle,
    pb::{Article, ImportBundleRequest, ImportOutcome, MergeSourcesRequest, Source, SourceKind},
};
use serde_json::json;
use tokio::task::JoinSet;

use super::{BODY, CLOSED, OPENS, RISEN, Scene, council, outcomes};
use crate::support::{
    errors::{description, missing},
    samples::{outlet, page},
};

use ImportOutcome::{Created, Unchanged};

impl Scene {
    /// The name of the source that says the words.
    async fn said_by(&self, exact: &str, source: Source) -> String {
        let response = self.record(self.words(exact, Some(source))).await;
        response.source.unwrap().name
    }
}

fn driver() -> Source {
    Source {
        kind: SourceKind::UnnamedPerson.into(),
        display_name: "a driver".to_owned(),
        ..Source::default()
    }
}

#[tokio::test]
async fn a_url_or_a_name_finds_a_stored_source() {
    let scene = Scene::start().await;
    let stored = scene
        .server
        .create_source(page("https://paper.example/1"))
        .await;
    let stored = stored.unwrap();
    let spelled = page("https://Paper.example/1?utm_source=feed");
    let response = scene.record(scene.words(RISEN, Some(spelled))).await;
    // Another spelling of its address is not a difference.
    assert_eq!(outcomes(&response)[0], ("source", Unchanged));
    assert_eq!(response.source.unwrap().name, stored.name);
    let named = Source {
        name: stored.name.clone(),
        ..Source::default()
    };
    let response = scene.record(scene.words(CLOSED, Some(named))).await;
    assert_eq!(outcomes(&response)[0], ("source", Unchanged));
    let absent = Source {
        name: "sources/0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..Source::default()
    };
    let status = scene
        .try_record(scene.words(OPENS, Some(absent.clone())))
        .await;
    assert_eq!(missing(&status.unwrap_err()), [absent.name]);
}

#[tokio::test]
async fn a_source_is_found_by_what_it_is_called_in_its_article_only() {
    let scene = Scene::start().await;
    let first = scene.said_by(RISEN, council()).await;
    let spelled = Source {
        display_name: "town  COUNCIL".to_owned(),
        ..council()
    };
    assert_eq!(scene.said_by(CLOSED, spelled).await, first);
    // Another kind of thing can have the same name.
    let person = Source {
        kind: SourceKind::Person.into(),
        ..council()
    };
    assert_ne!(scene.said_by(OPENS, person).await, first);
    // Two towns have a council.
    let elsewhere = Article {
        uri: "https://paper.example/2".to_owned(),
        language: "en".to_owned(),
        ..crate::support::samples::article("Elsewhere", BODY)
    };
    let elsewhere = scene.server.create_article(elsewhere).await.unwrap();
    let scene = Scene {
        article: elsewhere,
        ..scene
    };
    assert_ne!(scene.said_by(RISEN, council()).await, first);
}

#[tokio::test]
async fn sources_that_the_article_names_anywhere_are_found() {
    let scene = Scene::start().await;
    let mut names = Vec::new();
    for name in ["Paper", "Agency", "Author"] {
        names.push(scene.server.create_source(outlet(name)).await.unwrap());
    }
    let bundle = json!({
        "article": {
            "name": scene.article.name, "headline": "Bridge",
            "publisher": names[0].name, "citations": [{"source": names[1].name}],
            "bylines": [{"name": "Author", "source": names[2].name}],
            "credits": [{"source": "#photo", "kind": "CREDIT_KIND_PHOTO"}],
        },
        "sources": [
            {"key": "photo", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Photos"}},
            {"key": "unused", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Unused"}},
        ],
    });
    let request = ImportBundleRequest {
        bundle: Some(read_bundle(&bundle.to_string()).unwrap()),
        ..ImportBundleRequest::default()
    };
    let imported = scene.server.bundles().import_bundle(request).await.unwrap();
    let imported = imported.into_inner().results;
    for name in ["Paper", "Agency", "Author", "Photos", "Unused"] {
        let found = scene.said_by(RISEN, outlet(name)).await;
        let is_known = names.iter().map(|it| &it.name);
        let mut is_known = is_known.chain(imported.iter().map(|it| &it.name));
        assert!(is_known.any(|it| *it == found), "{name}");
    }
    // That another article names a source of this name means nothing here.
    scene
        .server
        .create_source(outlet("Stranger"))
        .await
        .unwrap();
    let response = scene
        .record(scene.words(CLOSED, Some(outlet("Stranger"))))
        .await;
    assert_eq!(outcomes(&response)[0], ("source", Created));
}

#[tokio::test]
async fn a_name_of_two_sources_is_not_decided_and_that_of_merged_ones_is() {
    let scene = Scene::start().await;
    let sources = [
        page("https://council.example/"),
        page("https://council.example/press"),
    ];
    let mut names = Vec::new();
    for (source, words) in sources.into_iter().zip([RISEN, CLOSED]) {
        let source = Source {
            url: source.url,
            ..council()
        };
        names.push(scene.said_by(words, source).await);
    }
    let request = || scene.words(OPENS, Some(council()));
    let status = scene.try_record(request()).await.unwrap_err();
    let said = description(&status, "source");
    assert!(names.iter().all(|name| said.contains(name)), "{said}");
    let merge = MergeSourcesRequest {
        name: names[0].clone(),
        into: names[1].clone(),
        ..MergeSourcesRequest::default()
    };
    scene.server.sources().merge_sources(merge).await.unwrap();
    let response = scene.record(request()).await;
    assert_eq!(response.source.unwrap().name, names[1]);
}

#[tokio::test]
async fn people_without_a_name_are_the_same_only_for_the_same_words() {
    let scene = Scene::start().await;
    let first = scene.said_by(CLOSED, driver()).await;
    let second = scene.said_by(OPENS, driver()).await;
    assert_ne!(first, second);
    assert_eq!(scene.said_by(CLOSED, driver()).await, first);
    // Whoever knows that it is the same one names it.
    let same = Source {
        name: first.clone(),
        ..Source::default()
    };
    assert_eq!(scene.said_by(RISEN, same).await, first);
}

#[tokio::test]
async fn statements_at_the_same_time_create_one_source() {
    let scene = Arc::new(Scene::start().await);
    let mut tasks = JoinSet::new();
    for exact in [RISEN, CLOSED, OPENS, RISEN, CLOSED, OPENS] {
        let scene = scene.clone();
        tasks.spawn(async move { scene.said_by(exact, council()).await });
    }
    let names: BTreeSet<String> = tasks.join_all().await.into_iter().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    // The article, the source, and three claims, appearances and standings.
    assert_eq!(scene.server.log_length().await, 11);
}

fn called(kind: SourceKind, name: &str) -> Source {
    Source {
        kind: kind.into(),
        display_name: name.to_owned(),
        ..Source::default()
    }
}

#[tokio::test]
async fn a_source_without_a_kind_gets_that_of_the_one_that_is_called_the_same() {
    let scene = Scene::start().await;
    let unknown = called(SourceKind::NotSpecified, "Ada Rossi");
    let first = scene.said_by(RISEN, unknown.clone()).await;
    let person = called(SourceKind::Person, "Ada Rossi");
    let response = scene.record(scene.words(CLOSED, Some(person))).await;
    let source = response.source.unwrap();
    assert_eq!(source.name, first);
    assert_eq!(source.kind(), SourceKind::Person);
    assert_eq!(response.results[0].differences, [""; 0]);
    // The other way round, its kind stays.
    let response = scene.record(scene.words(OPENS, Some(unknown))).await;
    let source = response.source.unwrap();
    assert_eq!(
        (source.name.as_str(), source.kind()),
        (first.as_str(), SourceKind::Person)
    );
    assert_eq!(response.results[0].outcome(), Unchanged);
    // Somebody without a name is not known by what they are called.
    let somebody = scene
        .said_by(RISEN, called(SourceKind::NotSpecified, "a driver"))
        .await;
    assert_ne!(scene.said_by(CLOSED, driver()).await, somebody);
}

#[tokio::test]
async fn a_source_without_a_kind_that_may_be_two_is_refused_with_both() {
    let scene = Scene::start().await;
    let person = scene
        .said_by(RISEN, called(SourceKind::Person, "Ada"))
        .await;
    let body = scene
        .said_by(CLOSED, called(SourceKind::GovernmentBody, "Ada"))
        .await;
    let unknown = called(SourceKind::NotSpecified, "Ada");
    let status = scene.try_record(scene.words(OPENS, Some(unknown))).await;
    let said = description(&status.unwrap_err(), "source");
    assert!(said.contains(&person) && said.contains(&body), "{said}");
}
