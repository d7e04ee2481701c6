//! The schemas and samples of the IPTC.

use std::collections::BTreeMap;

use super::*;
use crate::exchange::{
    json,
    ninjs::documents,
    resources::{Base, Resources},
    samples::samples,
};

/// Answers for the schema of GeoJSON, which that of ninjs refers to and which is not there.
struct GeoJson;

impl jsonschema::Retrieve for GeoJson {
    fn retrieve(
        &self,
        _: &jsonschema::Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(serde_json::json!({}))
    }
}

/// The validators of the schemas, by version.
fn schemas() -> BTreeMap<String, jsonschema::Validator> {
    let files = samples("ninjs", "ninjs-schema_", ".json").into_iter();
    files
        .map(|(name, text)| {
            let schema: Value = serde_json::from_str(&text).expect("is JSON");
            let options = jsonschema::options().with_retriever(GeoJson);
            let options = options.should_validate_formats(true);
            let validator = options.build(&schema).expect("is a schema");
            let version = name.trim_start_matches("ninjs-schema_");
            (version.trim_end_matches(".json").to_owned(), validator)
        })
        .collect()
}

#[test]
fn what_is_written_is_valid_by_the_official_schema() {
    let schemas = schemas();
    let Some(newest) = schemas.get("3.1") else {
        eprintln!("!!! NOT TESTED: the schema of ninjs 3.1 is not there");
        return;
    };
    let cases = [
        (
            super::writing::stored(),
            Base::new("https://store.example/"),
        ),
        (super::writing::stored(), Base::default()),
        (super::writing::stored_with_claims(6_000), Base::default()),
    ];
    for (resources, base) in cases {
        let written = documents(&resources, &base);
        let item: Value = serde_json::from_str(&written[0].content).expect("is JSON");
        let errors: Vec<String> = newest
            .iter_errors(&item)
            .map(|it| format!("{it} at {}", it.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{item:#}");
    }
    let mut wrong = super::item();
    wrong["headline"] = "of ninjs 1".into();
    assert!(!newest.is_valid(&wrong));
}

#[test]
fn the_samples_are_returned_unchanged_and_changes_of_them_stay_valid() {
    let schemas = schemas();
    for (name, text) in samples("ninjs", "", ".json") {
        let reading = read(&text, &Options::default());
        if name.contains("schema") {
            assert!(reading.items.is_empty(), "{name}");
            continue;
        }
        let parts = json::parts(&text).expect("is JSON");
        assert_eq!(
            reading.items.len(),
            parts.len(),
            "{name}: {:?}",
            reading.unread
        );
        assert!(reading.unread.iter().all(|it| !it.is_refusal));
        for (item, part) in reading.items.iter().zip(&parts) {
            let mut resources = Resources::of_bundle(item.bundle.clone());
            let contents = |resources: &Resources| {
                let written = documents(resources, &Base::default());
                written.into_iter().map(|it| it.content).collect::<Vec<_>>()
            };
            assert_eq!(contents(&resources), [part.text], "{name}");
            let version = name.split('_').next().unwrap_or_default();
            let Some(schema) = schemas.get(version).filter(|it| it.is_valid(&part.value)) else {
                continue;
            };
            for article in &mut resources.articles {
                article.headline = "Another headline".to_owned();
                article.body = "Another text".to_owned();
                article.bylines = vec![pb::Byline {
                    printed: "X".to_owned(),
                    ..pb::Byline::default()
                }];
                article.language = "it".to_owned();
                article.set_publication_status(pb::PublicationStatus::Withheld);
                article.retraction = Some(pb::Retraction {
                    reason: "It is wrong.".to_owned(),
                    ..pb::Retraction::default()
                });
                let time = chrono::DateTime::from_timestamp(1_800_000_000, 0);
                article.update_time = time.map(crate::wire::value::time::message);
                let changed = contents(&Resources {
                    articles: vec![article.clone()],
                    ..Resources::default()
                });
                let changed: Value = serde_json::from_str(&changed[0]).expect("is JSON");
                let errors: Vec<String> = schema
                    .iter_errors(&changed)
                    .map(|it| it.to_string())
                    .collect();
                assert_eq!(errors, Vec::<String>::new(), "{name}");
            }
        }
    }
}
