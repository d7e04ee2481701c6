//! Fact-checks of others go in as ClaimReview, are reviewed, and come out again.

use std::{fs, path::PathBuf};

use claimstore::wire::pb::{ListReviewsRequest, Review, Verdict};
use serde_json::Value;

use super::{claimstore, export_lines};
use crate::support::server::TestServer;

/// ClaimReviews as desks publish them.
fn corpus() -> Vec<PathBuf> {
    let folder = "src/exchange/claim_review/tests/corpus";
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
}

async fn import(server: &TestServer, file: &str) -> (i32, String) {
    let directory = tempfile::tempdir().unwrap();
    let args = [
        "import",
        "--format",
        "claim-review",
        "--language",
        "en",
        file,
    ];
    claimstore(server, &args, directory.path()).await
}

async fn reviews(server: &TestServer) -> Vec<Review> {
    let request = ListReviewsRequest {
        parent: "claims/-".to_owned(),
        page_size: 1_000,
        ..ListReviewsRequest::default()
    };
    let listed = server.reviews().list_reviews(request).await;
    listed.unwrap().into_inner().reviews
}

/// The documents without the identifiers of this store, in an order of their own.
fn plain(lines: &str) -> Vec<String> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.remove("@id");
                object.values_mut().for_each(strip);
            }
            Value::Array(values) => values.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut documents: Vec<String> = lines
        .lines()
        .map(|line| {
            let mut document: Value = serde_json::from_str(line).unwrap();
            strip(&mut document);
            document.to_string()
        })
        .collect();
    documents.sort();
    documents
}

#[tokio::test]
async fn fact_checks_are_imported_once_and_an_export_of_them_makes_an_equal_store() {
    let server = TestServer::start().await;
    for again in [false, true] {
        for file in corpus() {
            let (code, said) = import(&server, file.to_str().unwrap()).await;
            assert!(code == 0 || code == 3, "{}: {said}", file.display());
            if again {
                let is_unchanged = said.contains("created 0,") && said.contains("updated 0,");
                assert!(is_unchanged, "{}: {said}", file.display());
            }
        }
    }
    assert!(reviews(&server).await.len() > 20);

    let exported = export_lines(&server, "claim-review").await;
    let directory = tempfile::tempdir().unwrap();
    let feed = directory.path().join("feed.jsonld");
    let feed = feed.to_str().unwrap();
    let args = ["export", "--format", "data-feed", feed];
    let (code, said) = claimstore(&server, &args, directory.path()).await;
    assert_eq!(code, 0, "{said}");
    let lines = directory.path().join("lines.ndjson");
    fs::write(&lines, &exported).unwrap();
    for file in [feed, lines.to_str().unwrap()] {
        let empty = TestServer::start().await;
        let (code, said) = import(&empty, file).await;
        assert_eq!(code, 0, "{said}");
        let again = export_lines(&empty, "claim-review").await;
        assert_eq!(plain(&again), plain(&exported), "{file}");
    }
}

#[tokio::test]
async fn a_desk_finds_a_fact_check_of_another_one_reviews_the_claim_and_publishes_that() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let document = directory.path().join("review.jsonld");
    let text = r#"{"@context": "https://schema.org", "@type": "ClaimReview",
        "url": "https://desk.example/ferries", "datePublished": "2026-03-02",
        "claimReviewed": "The night ferries run on Sundays", "inLanguage": "en",
        "author": {"@type": "Organization", "name": "Harbour Desk"},
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "A. Rossi"},
            "appearance": {"@type": "WebPage", "url": "https://post.example/7"}},
        "reviewRating": {"@type": "Rating", "alternateName": "False"}}"#;
    fs::write(&document, text).unwrap();
    let (code, said) = import(&server, document.to_str().unwrap()).await;
    assert_eq!((code, said.contains("left out")), (0, false), "{said}");
    let first = reviews(&server).await.remove(0);
    assert_eq!(first.verdict(), Verdict::False);
    let (claim, _) = first.name.split_once("/reviews/").unwrap();
    let stored = server.get_claim(claim).await.unwrap();
    assert_eq!(stored.reported_appearances.len(), 2);
    assert_eq!(stored.reported_appearances[0].printed_name, "A. Rossi");

    let own = Review {
        author: "Our Desk".to_owned(),
        url: "https://ours.example/1".to_owned(),
        verdict: Verdict::MostlyFalse.into(),
        ..Review::default()
    };
    server.create_review(&stored, own).await.unwrap();
    let args = ["export", "--format", "claim-review", "--about", claim, "-"];
    let (code, said) = claimstore(&server, &args, directory.path()).await;
    assert_eq!(code, 0, "{said}");
    let lines: Vec<&str> = said.lines().filter(|it| it.starts_with('{')).collect();
    assert_eq!(lines.len(), 2);
    for line in lines {
        let document: Value = serde_json::from_str(line).unwrap();
        assert_eq!(document["claimReviewed"], stored.statement);
        assert_eq!(document["itemReviewed"]["author"]["name"], "A. Rossi");
        let page = &document["itemReviewed"]["appearance"];
        assert_eq!(page["url"], "https://post.example/7");
    }
}

#[tokio::test]
async fn a_corrected_fact_check_is_listed_and_taken_only_if_it_is_later_or_asked_for() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let give = async |label: &str, body: &str, day: &str, args: &[&str]| {
        let document = serde_json::json!({
            "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://desk.example/1",
            "datePublished": day, "claimReviewed": "The ferries run", "inLanguage": "en",
            "author": {"@type": "Organization", "name": "Harbour Desk"}, "reviewBody": body,
            "reviewRating": {"@type": "Rating", "alternateName": label},
        });
        fs::write(directory.path().join("review.json"), document.to_string()).unwrap();
        let args = [&["import", "--format", "claim-review", "review.json"], args].concat();
        let (code, said) = claimstore(&server, &args, directory.path()).await;
        assert_eq!(code, 0, "{said}");
        let stored = reviews(&server).await;
        assert_eq!(stored.len(), 1);
        (said, stored[0].verdict(), stored[0].explanation.clone())
    };
    give("False", "They do not", "2026-03-02", &[]).await;
    let (said, verdict, body) = give("True", "They do", "2026-03-02", &[]).await;
    assert_eq!((verdict, body.as_str()), (Verdict::False, "They do not"));
    assert!(
        said.contains("differs in rating, verdict, explanation"),
        "{said}"
    );
    assert!(
        said.contains("not known to be later; --replace-reviews"),
        "{said}"
    );
    let (said, verdict, body) = give("True", "They do", "2026-03-02", &["--replace-reviews"]).await;
    assert_eq!(
        (verdict, body.as_str()),
        (Verdict::True, "They do"),
        "{said}"
    );
    let (said, verdict, body) = give("Mixture", "Some", "2026-03-03", &[]).await;
    assert_eq!((verdict, body.as_str()), (Verdict::Mixed, "Some"), "{said}");
    assert!(!said.contains("left out"), "{said}");

    let spelled = serde_json::json!({"claims": [{
        "claim": {"statement": "The ferries run", "language": "en"},
        "reviews": [{"author": "HARBOUR DESK", "url": "https://DESK.example/1",
            "reviewTime": "2026-03-03T00:00:00Z", "verdict": "VERDICT_MIXED"}],
    }]});
    fs::write(directory.path().join("spelled.json"), spelled.to_string()).unwrap();
    let args = ["import", "spelled.json"];
    let (code, said) = claimstore(&server, &args, directory.path()).await;
    assert!(code == 0 && !said.contains("left out"), "{said}");
    let bundle = serde_json::json!({"claims": [{
        "claim": {"statement": "The ferries run", "language": "en"},
        "reviews": [{"author": "Harbour Desk", "url": "https://desk.example/1",
            "reviewTime": "2026-03-03T00:00:00Z", "verdict": "VERDICT_SATIRE"}],
    }]});
    for file in ["bundle.json", "bundles.ndjson"] {
        fs::write(directory.path().join(file), bundle.to_string()).unwrap();
        let (code, said) = claimstore(&server, &["import", file], directory.path()).await;
        assert_eq!(code, 0, "{said}");
        assert!(
            said.contains("differs in verdict and stays as it is"),
            "{said}"
        );
    }
}
