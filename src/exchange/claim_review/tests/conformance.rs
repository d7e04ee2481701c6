//! Everything that is written has what Google's documentation of ClaimReview requires, only
//! types and properties of schema.org, and values of the types that it expects.

use chrono::{DateTime, NaiveDate};
use serde_json::{Value, json};

use super::{data_feed, documents, round_trip::resources};
use crate::exchange::resources::Base;

/// What a value must be.
#[derive(Clone, Copy)]
enum Expected {
    Text,
    Url,
    Date,
    Number,
    /// One of these types.
    Object(&'static [&'static str]),
}

use Expected::{Date, Number, Object, Text, Url};

const WORKS: &[&str] = &[
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "LiveBlogPosting",
    "WebPage",
    "SocialMediaPosting",
    "DigitalDocument",
    "Dataset",
    "ImageObject",
    "Claim",
];
const AGENTS: &[&str] = &["Person", "Organization", "GovernmentOrganization"];
const CITED: &[&str] = &[
    "WebPage",
    "NewsArticle",
    "SocialMediaPosting",
    "DigitalDocument",
    "Dataset",
    "ImageObject",
    "Claim",
    "Person",
    "Organization",
    "GovernmentOrganization",
];

/// The properties of types of schema.org that are written, each with what it must be and
/// whether it is required by Google (or by sense).
fn properties(of: &str) -> &'static [(&'static str, Expected, bool)] {
    match of {
        "ClaimReview" => &[
            ("url", Url, true),
            ("claimReviewed", Text, true),
            ("reviewRating", Object(&["Rating"]), true),
            ("author", Object(&["Organization"]), true),
            ("datePublished", Date, false),
            ("itemReviewed", Object(&["Claim"]), true),
            ("reviewBody", Text, false),
            ("keywords", Object(&["DefinedTerm"]), false),
            ("citation", Object(CITED), false),
        ],
        "Rating" => &[
            ("alternateName", Text, true),
            ("ratingValue", Number, false),
            ("bestRating", Number, false),
            ("worstRating", Number, false),
        ],
        "Claim" => &[
            ("name", Text, false),
            ("inLanguage", Text, false),
            ("author", Object(AGENTS), false),
            ("datePublished", Date, false),
            ("appearance", Object(WORKS), false),
            ("firstAppearance", Object(WORKS), false),
            ("identifier", Object(&["PropertyValue"]), false),
        ],
        "PropertyValue" => &[("propertyID", Text, true), ("value", Text, true)],
        "DefinedTerm" => &[
            ("name", Text, true),
            ("termCode", Text, true),
            ("inDefinedTermSet", Object(&["DefinedTermSet"]), true),
        ],
        "DefinedTermSet" => &[("name", Text, true)],
        "DataFeed" => &[("dataFeedElement", Object(&["DataFeedItem"]), true)],
        "DataFeedItem" => &[
            ("item", Object(&["ClaimReview"]), true),
            ("url", Url, false),
        ],
        "Person" | "Organization" | "GovernmentOrganization" => &[
            ("name", Text, false),
            ("url", Url, false),
            ("sameAs", Url, false),
        ],
        work if WORKS.contains(&work) => &[
            ("name", Text, false),
            ("headline", Text, false),
            ("url", Url, false),
            ("sameAs", Url, false),
            ("archivedAt", Url, false),
            ("datePublished", Date, false),
            ("inLanguage", Text, false),
            ("publisher", Object(AGENTS), false),
        ],
        _ => &[],
    }
}

/// Everything that is wrong with a document.
pub fn problems(document: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    if document["@context"] != "https://schema.org" {
        problems.push("has no context of schema.org".to_owned());
    }
    check(&mut problems, "", document);
    problems
}

fn check(problems: &mut Vec<String>, path: &str, node: &Value) {
    let of = node["@type"].as_str().unwrap_or_default();
    let known = properties(of);
    if known.is_empty() {
        problems.push(format!("{path}: {of:?} is not a type that is written"));
    }
    for (name, _, required) in known {
        if *required && node.get(name).is_none() {
            problems.push(format!("{path}/{name} is required"));
        }
    }
    let given = node.as_object().expect("an object");
    for (key, value) in given.iter().filter(|(key, _)| !key.starts_with('@')) {
        let path = format!("{path}/{key}");
        let Some((_, expected, _)) = known.iter().find(|(name, ..)| name == key) else {
            problems.push(format!("{path} is not a property of {of}"));
            continue;
        };
        let list = value
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![value.clone()]);
        if list.is_empty() {
            problems.push(format!("{path} is empty"));
        }
        for value in list {
            check_value(problems, &path, *expected, &value);
        }
    }
}

fn check_value(problems: &mut Vec<String>, path: &str, expected: Expected, value: &Value) {
    let text = value.as_str().unwrap_or_default();
    let is_good = match expected {
        Text => !text.trim().is_empty(),
        Url => url::Url::parse(text).is_ok(),
        Date => {
            NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
                || DateTime::parse_from_rfc3339(text).is_ok()
        }
        Number => value.is_number() || text.parse::<f64>().is_ok(),
        Object(types) => {
            let of = value["@type"].as_str().unwrap_or_default();
            if value.is_object() {
                check(problems, path, value);
            }
            types.contains(&of)
        }
    };
    if !is_good {
        problems.push(format!("{path}: {value} is not what is expected there"));
    }
}

#[test]
fn everything_that_is_written_conforms() {
    for base in ["", "https://store.example/v1/"] {
        let documents = documents(&resources(), &Base::new(base));
        assert_eq!(documents.len(), 3);
        for document in &documents {
            let expected: &[&str] = match document.get("url") {
                Some(_) => &[],
                // The store has no address to give.
                None => &["/url is required"],
            };
            assert_eq!(problems(document), expected, "{document:#}");
        }
        let with_address = documents.into_iter().filter(|it| it.get("url").is_some());
        let feed = data_feed(with_address.collect());
        assert_eq!(problems(&feed), [""; 0], "{feed:#}");
    }
}

#[test]
fn the_check_finds_what_is_wrong() {
    let broken = json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "not an address",
        "claimReviewed": "",
        "author": "The Desk",
        "datePublished": "yesterday",
        "itemReviewed": {"@type": "Claim", "verdict": 1},
        "reviewRating": {"@type": "Rating", "ratingValue": "many"},
    });
    let found = problems(&broken);
    for path in [
        "/url:",
        "/claimReviewed:",
        "/author:",
        "/datePublished:",
        "/itemReviewed/verdict ",
        "/reviewRating/alternateName ",
        "/reviewRating/ratingValue:",
    ] {
        assert!(
            found.iter().any(|it| it.starts_with(path)),
            "{path} in {found:#?}"
        );
    }
}
