//! What an import of documents says of what it does not take: all of it at once, and where it is.

use std::{fs, path::Path};

use serde_json::{Value, json};

use super::claimstore;
use crate::support::server::TestServer;

async fn import(server: &TestServer, args: &[&str], directory: &Path) -> (i32, String) {
    let args = [&["import"], args].concat();
    claimstore(server, &args, directory).await
}

fn claim_review(date: &str) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": "The bridge is closed",
        "author": {"@type": "Organization", "name": "The Desk"},
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
        "inLanguage": "en",
        "datePublished": date,
    })
}

#[tokio::test]
async fn what_is_not_imported_is_counted_by_items_and_told_with_all_mistakes() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let bare = json!({"@context": "https://schema.org", "@type": "ClaimReview"});
    let documents = json!([claim_review("2026-01-01"), bare]);
    fs::write(directory.join("a.json"), documents.to_string()).unwrap();
    let args = ["--format", "claim-review", "a.json"];
    let (code, said) = import(&server, &args, directory).await;
    assert_eq!(code, 3, "{said}");
    for part in [
        "1 not imported, 1 imported\n",
        "a.json: /1: has no claimReviewed",
        "a.json: /1: has no inLanguage",
        "a.json: /1: has no author with a name",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }

    let mapping = "[fields]\nstatement = 'S'\nlanguage = 'L'\nperiod.from = 'F'\n";
    fs::write(directory.join("m.toml"), mapping).unwrap();
    fs::write(
        directory.join("a.csv"),
        "S,L,F\n,xx xx,31/02/2025\nIt is so,en,\n",
    )
    .unwrap();
    let args = ["--format", "csv", "--mapping", "m.toml", "a.csv"];
    let (_, said) = import(&server, &args, directory).await;
    assert!(said.contains("1 not imported, 1 imported\n"), "{said}");
    assert_eq!(said.matches("a.csv: row 2, column ").count(), 3, "{said}");

    // An annotation, and a list of them.
    let broken = json!({"@context": "http://www.w3.org/ns/anno.jsonld", "motivation": 1});
    fs::write(
        directory.join("b.json"),
        json!([broken, broken]).to_string(),
    )
    .unwrap();
    let args = ["--format", "web-annotation", "b.json"];
    let (_, said) = import(&server, &args, directory).await;
    assert!(said.contains("2 not imported, 0 imported\n"), "{said}");
    assert!(said.matches("b.json: /1").count() > 1, "{said}");

    let head =
        "@prefix np: <http://www.nanopub.org/nschema#> .\n<a:h> { <a:n> a np:Nanopublication . }\n";
    fs::write(directory.join("c.trig"), head).unwrap();
    let args = ["--format", "nanopublication", "c.trig"];
    let (_, said) = import(&server, &args, directory).await;
    assert!(said.contains("1 not imported, 0 imported\n"), "{said}");
    assert!(said.matches("c.trig: ").count() > 1, "{said}");
}

#[tokio::test]
async fn what_the_server_refuses_of_a_document_is_told_with_what_was_read() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let document = json!({"@graph": [claim_review("2999-01-01")]});
    fs::write(directory.path().join("a.json"), document.to_string()).unwrap();
    let args = ["--format", "claim-review", "a.json"];
    let (code, said) = import(&server, &args, directory.path()).await;
    assert_eq!(code, 3, "{said}");
    let told = "a.json: /@graph/0: claims[0].reviews[0].review_time of what was read, \
                \"2999-01-01T00:00:00Z\": ";
    assert!(said.contains(told), "{said}");
}

#[tokio::test]
async fn files_that_cannot_be_used_end_an_import_with_one_and_options_with_two() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    fs::write(
        directory.join("m.toml"),
        "[fields]\nstatment = 'S'\nautor = 'A'\n",
    )
    .unwrap();
    fs::write(directory.join("a.csv"), "S\n").unwrap();
    for (args, code, told) in [
        (
            &["--format", "csv", "--mapping", "none.toml", "a.csv"][..],
            1,
            &["none.toml cannot be read: "][..],
        ),
        (
            &["--format", "claim-review", "--verdicts", "none", "a.csv"],
            1,
            &["none cannot be read: "],
        ),
        (
            &["--format", "csv", "--mapping", "m.toml", "a.csv"],
            1,
            &[
                "m.toml cannot be used:\n  ",
                "statment: there is no such field",
                "autor: there is no such field",
                "statement: is required",
                "language: is required",
            ],
        ),
        (
            &["--resume", "--uri", "https://a.example", "-", "a.csv"],
            2,
            &[
                "--uri is the address of one",
                "standard input has no content",
            ],
        ),
    ] {
        let (ended, said) = import(&server, args, directory).await;
        assert_eq!(ended, code, "{args:?}: {said}");
        for part in told {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    let args = [
        "export",
        "--format",
        "csv",
        "--about",
        "x",
        "--base-url",
        "y",
        "-",
    ];
    let (ended, said) = claimstore(&server, &args, directory).await;
    assert_eq!(ended, 2, "{said}");
    for part in [
        "--about is only",
        "--base-url is only",
        "standard output is only",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[tokio::test]
async fn credentials_that_do_not_do_end_an_import_of_documents_with_their_own_code() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("token"), " ").unwrap();
    let document = claim_review("2026-01-01").to_string();
    fs::write(directory.path().join("a.json"), document).unwrap();
    let mut args = vec!["--format", "claim-review", "a.json"];
    args.extend(["--token-file", "token"]);
    let (code, said) = import(&server, &args, directory.path()).await;
    assert_eq!(code, 5, "{said}");
}
