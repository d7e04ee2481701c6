//! `claimstore check`: it finds no differences after any calls, and it finds what was changed
//! without an entry in the log.

mod doubles;
mod older;
mod random;
pub mod scene;

use std::time::Duration;

use claimstore::{
    store::upkeep::check::{Report, check},
    wire::pb::{
        Appearance, AttributionChain, Claim, RelationType, RetractSourceRequest, Retraction,
        Verdict,
    },
};

use crate::support::{
    process::{claimstore, run, said},
    samples::{
        appearance, claim, full_article, full_claim, full_relation, full_review, full_source, hop,
        outlet, relation, review,
    },
    server::TestServer,
};

/// The report after the reach of every retraction has ended.
async fn settled(server: &TestServer) -> Report {
    loop {
        let report = check(&server.database.options()).await.unwrap();
        if report.pending == 0 {
            return report;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub async fn differences(server: &TestServer) -> Vec<String> {
    let report = settled(server).await;
    report.differences.iter().map(ToString::to_string).collect()
}

/// A server with a resource of each kind with every field set, and claims with standings.
async fn filled() -> TestServer {
    let server = TestServer::start().await;
    fill(&server).await;
    server
}

/// Creates these resources and claims.
pub async fn fill(server: &TestServer) {
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    let source = server.create_source(full_source(&paper)).await.unwrap();
    let article = server.create_article(full_article(&source)).await.unwrap();
    let original = Claim {
        tags: vec!["original".to_owned()],
        ..claim("Original")
    };
    let original = server.create_claim(original).await.unwrap();
    let claim = server.create_claim(full_claim(&original)).await.unwrap();
    let printed = Appearance {
        chains: vec![AttributionChain {
            hops: vec![hop(&source)],
        }],
        ..appearance(&article, "It was planned")
    };
    let printed = server.create_appearance(&claim, printed).await.unwrap();
    for link in [
        full_relation(&original, &printed),
        relation(RelationType::Contradicts, &original),
    ] {
        server.create_relation(&claim, link).await.unwrap();
    }
    for given in [
        full_review(&source, &original),
        review("Other desk", Verdict::True, 1),
    ] {
        server.create_review(&claim, given).await.unwrap();
    }
    let request = RetractSourceRequest {
        name: source.name,
        retraction: Some(Retraction {
            reason: "It was made up".to_owned(),
            ..Retraction::default()
        }),
        ..RetractSourceRequest::default()
    };
    server.sources().retract_source(request).await.unwrap();
}

#[tokio::test]
async fn a_store_with_one_of_everything_has_no_differences() {
    let server = filled().await;
    let report = settled(&server).await;
    assert_eq!(report.differences, []);
    assert_eq!((report.resources, report.standings), (10, 2));
}

/// SQL that bypasses the log, and the difference that it causes: the subject and the text.
const TAMPERED: &[(&str, &str, &str)] = &[
    (
        "update sources set is_retracted = false",
        "sources/",
        "has missing or wrong rows in sources",
    ),
    (
        "delete from source_same_as",
        "sources/",
        "has missing or wrong rows in source_same_as",
    ),
    (
        "update articles set genre = 1",
        "articles/",
        "has missing or wrong rows in articles",
    ),
    (
        "update article_texts set body = ''",
        "articles/",
        "has a document that differs from its canonical encoding",
    ),
    (
        "delete from article_sources",
        "articles/",
        "has missing or wrong rows in article_sources",
    ),
    (
        "delete from article_external_ids",
        "articles/",
        "has missing or wrong rows in article_external_ids",
    ),
    (
        "update claims set language = 'de'",
        "claims/",
        "has missing or wrong rows in claims",
    ),
    (
        "delete from claim_tags",
        "claims/",
        "has missing or wrong rows in claim_tags",
    ),
    (
        "insert into claim_measures select 'x', id from claims",
        "claims/",
        "has missing or wrong rows in claim_measures",
    ),
    (
        "update appearances set form = 2",
        "/appearances/",
        "has missing or wrong rows in appearances",
    ),
    (
        "update appearance_sources set is_deleted = true",
        "/appearances/",
        "has missing or wrong rows in appearance_sources",
    ),
    (
        "update relations set author = ''",
        "/relations/",
        "has missing or wrong rows in relations",
    ),
    (
        "update reviews set identity = id::text::bytea",
        "/reviews/",
        "has missing or wrong rows in reviews",
    ),
    (
        "delete from mentions",
        "/reviews/",
        "has missing or wrong rows in mentions",
    ),
    (
        "update standings set verdict = 3",
        "/standing",
        "differs from the computed standing",
    ),
    (
        r"update sources set doc = doc || '\x4801'::bytea",
        "sources/",
        "differs from its newest entry in the log",
    ),
    (
        "delete from changes where kind = 6",
        "/reviews/",
        "is not in the log",
    ),
    (
        "delete from changes where kind = 1 and revision = 1",
        "sources/",
        "is missing revisions in the log",
    ),
    (
        "delete from standings",
        "/standing",
        "is in the log but has no row",
    ),
    (
        "delete from relations",
        "/relations/",
        "is in the log but has no row",
    ),
];

#[tokio::test]
async fn a_change_that_bypasses_the_log_is_found() {
    let server = filled().await;
    assert_eq!(differences(&server).await, [""; 0]);
    for (sql, subject, what) in TAMPERED {
        let before = differences(&server).await;
        server.execute(sql).await;
        let after = differences(&server).await;
        let is_it = |said: &&String| said.contains(subject) && said.contains(what);
        let (had, has) = (
            before.iter().filter(is_it).count(),
            after.iter().filter(is_it).count(),
        );
        assert!(has > had, "{sql}: {after:#?}");
    }
}

#[tokio::test]
async fn the_command_reports_what_it_checked_and_fails_on_a_difference() {
    let server = filled().await;
    settled(&server).await;
    let url = server.database.url();
    let mut command = claimstore();
    command.args(["check", "--database-url", &url]);
    let output = run(&mut command);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "checked 10 resources and the standings of 2 claims\n"
    );
    server.execute("delete from claim_tags").await;
    let output = run(&mut command);
    assert!(!output.status.success());
    let out = String::from_utf8(output.stdout.clone()).unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3, "{out}");
    for line in &lines[..2] {
        assert!(line.ends_with("has missing or wrong rows in claim_tags"));
    }
    assert!(said(&output).contains("2 differences"), "{}", said(&output));
}
