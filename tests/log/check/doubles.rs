//! Databases of an earlier release, in which one thing was stored several times because its
//! spellings were compared more strictly: they are brought along, and doubles are listed.

use claimstore::wire::pb::{Claim, MergeSourcesRequest, Source};
use prost::Message;

use super::differences;
use crate::support::{
    errors::holder,
    process::{claimstore, run, said},
    samples::{claim, page},
    server::TestServer,
};

fn hex(document: &impl Message) -> String {
    let bytes = document.encode_to_vec();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Replaces a document, as if another build had written it.
async fn rewrite(server: &TestServer, table: &str, name: &str, document: &str) {
    let id = name.split('/').next_back().unwrap();
    for sql in [
        format!("update {table} set doc = '\\x{document}' where id = '{id}'"),
        format!(
            "update change_docs set doc = '\\x{document}' from changes \
             where changes.id = '{id}' and changes.xid = change_docs.xid \
             and changes.seq = change_docs.seq"
        ),
    ] {
        execute(server, sql).await;
    }
}

async fn execute(server: &TestServer, sql: String) {
    let mut connection = server.connection().await;
    let sql = sqlx::AssertSqlSafe(sql);
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
}

/// Makes a source what an earlier release stored for this url.
async fn source_before(server: &TestServer, source: &Source, url: &str) -> Source {
    let source = Source {
        url: url.to_owned(),
        canonical_url: url.to_owned(),
        ..source.clone()
    };
    rewrite(server, "sources", &source.name, &hex(&source)).await;
    let id = source.name.strip_prefix("sources/").unwrap();
    let sql =
        format!("update sources set canonical_url = '{url}', doc_version = 4 where id = '{id}'");
    execute(server, sql).await;
    source
}

fn migrate(server: &TestServer, arguments: &[&str]) -> String {
    let url = server.database.url();
    let output = run(claimstore()
        .arg("migrate")
        .args(arguments)
        .args(["--database-url", &url]));
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

async fn forget_canonical_forms(server: &TestServer) {
    server.execute("delete from natural_keys").await;
    server
        .execute("delete from derivations where version >= 3")
        .await;
}

#[tokio::test]
async fn sources_that_become_doubles_are_listed_until_they_are_merged() {
    let server = TestServer::start().await;
    let one = server
        .create_source(page("https://a.example/1"))
        .await
        .unwrap();
    let two = server
        .create_source(page("https://a.example/2"))
        .await
        .unwrap();
    let apart = server
        .create_source(page("https://a.example/3"))
        .await
        .unwrap();
    source_before(&server, &one, "https://www.bbc.com/x").await;
    source_before(&server, &two, "http://bbc.com/x/").await;
    source_before(&server, &apart, "https://www.bbc.com/X/").await;
    forget_canonical_forms(&server).await;

    let out = migrate(&server, &[]);
    let expected = format!(
        "{} and {} have the same url: https://bbc.com/x",
        two.name, one.name
    );
    assert!(out.lines().any(|line| line == expected), "{out}");
    assert!(!out.contains(&apart.name), "{out}");
    assert_eq!(differences(&server).await, [""; 0]);

    // All are brought along, and none is changed otherwise.
    for (source, url) in [(&one, "https://www.bbc.com/x"), (&two, "http://bbc.com/x/")] {
        let stored = server.get_source(&source.name).await.unwrap();
        assert_eq!(
            (stored.url.as_str(), stored.canonical_url.as_str()),
            (url, "https://bbc.com/x")
        );
        assert_eq!(stored.revision, 2);
    }
    let stored = server.get_source(&apart.name).await.unwrap();
    assert_eq!(stored.canonical_url, "https://bbc.com/X");

    // A double can be changed, and nothing else takes its address.
    let named = Source {
        name: two.name.clone(),
        display_name: "BBC".to_owned(),
        ..Source::default()
    };
    server
        .update_source(named, &["display_name"])
        .await
        .unwrap();
    let status = server
        .create_source(page("https://m.bbc.com/x"))
        .await
        .unwrap_err();
    assert_eq!(holder(&status).1, one.name);
    assert_eq!(differences(&server).await, [""; 0]);

    let request = MergeSourcesRequest {
        name: two.name.clone(),
        into: one.name.clone(),
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(request).await.unwrap();
    let out = migrate(&server, &["--backfill-again"]);
    assert!(!out.contains(&two.name), "{out}");
    assert_eq!(differences(&server).await, [""; 0]);
}

#[tokio::test]
async fn claims_that_become_doubles_are_listed_and_their_holder_is_found() {
    let server = TestServer::start().await;
    let one = server.create_claim(claim("It is so")).await.unwrap();
    let two = server.create_claim(claim("It is otherwise")).await.unwrap();
    let before = Claim {
        statement: "It is\u{200b} so".to_owned(),
        ..two.clone()
    };
    rewrite(&server, "claims", &two.name, &hex(&before)).await;
    server
        .execute("update claims set identity = sha256(id::text::bytea), doc_version = 4")
        .await;
    forget_canonical_forms(&server).await;
    let out = migrate(&server, &[]);
    let fields = "statement, language, period, quantities";
    let expected = format!(
        "{} and {} have the same {fields}: {}",
        two.name, one.name, before.statement
    );
    assert!(out.lines().any(|line| line == expected), "{out}");
    let status = server.create_claim(claim("it is so.")).await.unwrap_err();
    assert_eq!(holder(&status).1, one.name);
    // It is listed again, until somebody changes it.
    assert!(migrate(&server, &[]).contains(&two.name));
    let changed = Claim {
        name: two.name.clone(),
        statement: "It was so".to_owned(),
        ..Claim::default()
    };
    server.update_claim(changed, &["statement"]).await.unwrap();
    assert!(!migrate(&server, &["--backfill-again"]).contains(&two.name));
}

#[tokio::test]
async fn what_an_older_server_writes_during_a_rollout_is_found_in_its_spelling() {
    let server = TestServer::start().await;
    let source = server
        .create_source(page("https://a.example/1"))
        .await
        .unwrap();
    let source = source_before(&server, &source, "https://www.bbc.com/x").await;
    server.execute("delete from natural_keys").await;
    for same in [
        "https://www.bbc.com/x",
        "https://WWW.bbc.com/x?utm_source=a",
    ] {
        let status = server.create_source(page(same)).await.unwrap_err();
        assert_eq!(
            holder(&status),
            ("url".to_owned(), source.name.clone()),
            "{same}"
        );
    }
    // Other spellings are joined when the rollout is over.
    let other = server
        .create_source(page("https://bbc.com/x/"))
        .await
        .unwrap();
    let out = migrate(&server, &["--backfill-again"]);
    let expected = format!(
        "{} and {} have the same url: https://bbc.com/x",
        source.name, other.name
    );
    assert!(out.lines().any(|line| line == expected), "{out}");
}

/// Makes a database what a build before version 4 of the backfill left: keys in another
/// canonical form.
async fn forget_the_newest_canonical_form(server: &TestServer) {
    for sql in [
        "update natural_keys set key = sha256(key)",
        "delete from derivations where version >= 4",
    ] {
        server.execute(sql).await;
    }
}

#[tokio::test]
async fn addresses_and_statements_that_were_one_before_are_kept_apart_afterwards() {
    let server = TestServer::start().await;
    let ordered = "https://a.example/x?f=b&f=a";
    let source = server.create_source(page(ordered)).await.unwrap();
    let power = server.create_claim(claim("It is 10⁵")).await.unwrap();
    let measure = server.create_claim(claim("Die Maße")).await.unwrap();
    let given = claimstore::wire::pb::Article {
        uri: String::new(),
        ..crate::support::samples::article("Über 10²", "Text")
    };
    let article = server.create_article(given).await.unwrap();
    forget_the_newest_canonical_form(&server).await;
    for sql in [
        "update sources set canonical_url = 'https://a.example/x?f=a&f=b'",
        "update claims set identity = sha256(identity)",
        "update articles set description = sha256(description)",
    ] {
        server.execute(sql).await;
    }
    assert_ne!(differences(&server).await, [""; 0]);
    let out = migrate(&server, &[]);
    assert!(!out.contains("have the same"), "{out}");
    assert_eq!(differences(&server).await, [""; 0]);

    let other = page("https://a.example/x?f=a&f=b");
    let other = server.create_source(other).await.unwrap();
    assert_ne!(other.name, source.name);
    for other in ["It is 105", "Die Masse"] {
        server.create_claim(claim(other)).await.unwrap();
    }
    // What is the same still is.
    let same = page("http://www.a.example/x/?f=b&f=a&utm_source=x");
    let status = server.create_source(same).await.unwrap_err();
    assert_eq!(holder(&status), ("url".to_owned(), source.name));
    for (same, held) in [("it is 10⁵.", &power), ("DIE MAẞE", &measure)] {
        let status = server.create_claim(claim(same)).await.unwrap_err();
        assert_eq!(holder(&status).1, held.name);
    }
    assert_ne!(article.name, "");
    assert_eq!(differences(&server).await, [""; 0]);
}

#[tokio::test]
async fn spellings_of_a_title_that_were_several_sources_before_are_listed() {
    let server = TestServer::start().await;
    let mut sources = Vec::new();
    for number in 1..=2 {
        let url = format!("https://a.example/{number}");
        sources.push(server.create_source(page(&url)).await.unwrap());
    }
    for (source, title) in sources.iter().zip(["%C3%A9cole", "%C3%89cole"]) {
        let url = format!("https://fr.wikipedia.org/wiki/{title}");
        source_before(&server, source, &url).await;
    }
    forget_the_newest_canonical_form(&server).await;
    let out = migrate(&server, &[]);
    let expected = format!(
        "{} and {} have the same url: https://fr.wikipedia.org/wiki/%C3%89cole",
        sources[1].name, sources[0].name
    );
    assert!(out.lines().any(|line| line == expected), "{out}");
    assert_eq!(differences(&server).await, [""; 0]);
}
