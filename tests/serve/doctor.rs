//! `claimstore doctor`: what is wrong with a database, and what to do.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use url::Url;

use super::start::DataDir;
use crate::support::{
    certificates::Authority,
    cluster::{TestDatabase, database, database_on_own_server},
    issuer::{Newsroom, grants},
    process::{claimstore, run, said},
};

/// What the command prints, and whether it succeeds.
fn doctor(url: &str) -> (String, bool) {
    let output = run(claimstore().args(["doctor", "--database-url", url]));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    if !output.status.success() {
        assert!(
            said(&output).contains("cannot serve like this"),
            "{}",
            said(&output)
        );
    }
    (text, output.status.success())
}

async fn execute(database: &TestDatabase, sql: &str) {
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let sql = AssertSqlSafe(sql.to_owned());
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
}

/// Makes a role that may use the tables, and owns none.
pub const DESK: &str = "create role desk login;
     grant usage on schema public to desk;
     grant select, insert, update, delete on all tables in schema public to desk";

/// The url of a database for that role.
fn as_desk(database: &TestDatabase) -> String {
    let mut url = Url::parse(&database.url()).unwrap();
    url.set_username("desk").unwrap();
    url.into()
}

/// The findings that are not well, with what to do.
fn unwell(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.starts_with("well "));
    lines.map(str::trim).collect()
}

#[test]
fn a_private_postgres_is_well_in_all_that_is_looked_at() {
    let directory = DataDir::new();
    let serve = |command: &str| {
        run(claimstore()
            .args([command, "--data-dir"])
            .arg(directory.data_dir()))
    };
    assert!(serve("migrate").status.success());
    let output = serve("doctor");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(unwell(&text), Vec::<&str>::new());
    assert_eq!(lines.len(), 15, "{text}");
}

#[tokio::test]
async fn a_database_without_a_schema_or_of_an_older_release_has_to_be_migrated() {
    let database = database().await;
    execute(&database, "delete from _sqlx_migrations where version > 20").await;
    let (text, is_fit) = doctor(&database.url());
    assert!(!is_fit);
    let found = unwell(&text);
    assert!(
        found
            .iter()
            .any(|it| it.starts_with("FAULT    the schema is at version 20")),
        "{text}"
    );
    assert!(found.contains(&"run claimstore migrate"));
    execute(
        &database,
        "drop schema public cascade; create schema public",
    )
    .await;
    let (text, is_fit) = doctor(&database.url());
    assert!(!is_fit);
    assert!(
        text.contains("FAULT    the database has no schema\n"),
        "{text}"
    );
}

#[tokio::test]
async fn a_role_that_may_not_write_a_table_is_told_which_one() {
    let database = database_on_own_server().await;
    execute(&database, DESK).await;
    let revoke = "revoke delete on claims from desk; revoke all on sources from desk";
    execute(&database, revoke).await;
    let (text, is_fit) = doctor(&as_desk(&database));
    assert!(!is_fit);
    assert!(
        text.contains("FAULT    the role desk may not use claims, sources\n"),
        "{text}"
    );
    assert!(text.contains("grant select, insert, update, delete on these tables to desk"));
}

#[tokio::test]
async fn settings_that_lose_commits_or_refuse_writes_are_found() {
    let database = database_on_own_server().await;
    execute(&database, "alter system set fsync = off").await;
    execute(&database, "select pg_reload_conf()").await;
    let name = database.options().get_database().unwrap().to_owned();
    let read_only = format!("alter database \"{name}\" set default_transaction_read_only = on");
    execute(&database, &read_only).await;
    // Postgres reads its settings again in its own time.
    for _ in 0..600 {
        let (text, is_fit) = doctor(&database.url());
        assert!(!is_fit);
        assert!(
            text.contains("FAULT    the database is read-only"),
            "{text}"
        );
        if text.contains("WARNING  fsync or full_page_writes is off") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the setting was not found");
}

/// A database whose texts are compared by a library with versions.
const WITH_ICU: &str = "create database elsewhere template template0 encoding 'UTF8'
     locale_provider icu icu_locale 'en-US' locale 'C'";

/// As if an older version of that library had made it.
const MADE_BEFORE: &str =
    "update pg_database set datcollversion = '1.0' where datname = 'elsewhere'";

#[tokio::test]
async fn indexes_that_were_made_by_another_order_of_texts_are_found() {
    let database = database_on_own_server().await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let made = sqlx::raw_sql(WITH_ICU).execute(&mut connection).await;
    // Some builds of Postgres have no such library, and nothing that could change.
    let has_versions = made.is_ok();
    let name = database.options().get_database().unwrap().to_owned();
    let url = match has_versions {
        true => database.url().replace(&format!("/{name}?"), "/elsewhere?"),
        false => database.url(),
    };
    let (text, _) = doctor(&url);
    assert!(text.contains("well     texts are compared as"), "{text}");
    execute(&database, MADE_BEFORE).await;
    let (text, _) = doctor(&url);
    let words = "WARNING  texts are compared in another way";
    assert_eq!(text.contains(words), has_versions, "{text}");
}

#[test]
fn a_database_that_cannot_be_reached_is_said_without_its_password() {
    let url = "postgres://desk:hush@127.0.0.1:1/claims";
    let (text, is_fit) = doctor(url);
    assert!(!is_fit && text.starts_with("FAULT    "), "{text}");
    assert!(text.contains("the database cannot be reached"), "{text}");
    assert!(!text.contains("hush"));
}

#[tokio::test]
async fn what_holds_back_the_log_is_found_also_by_a_role_that_cannot_see_since_when() {
    let database = database_on_own_server().await;
    execute(&database, DESK).await;
    let mut open = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let begin = "begin; select pg_current_xact_id()";
    sqlx::raw_sql(begin).execute(&mut open).await.unwrap();
    // It holds back what ends after it began.
    execute(&database, "select pg_current_xact_id()").await;
    let (text, is_fit) = doctor(&as_desk(&database));
    assert!(is_fit, "{text}");
    assert!(
        text.contains("WARNING  a transaction of another role holds back the log"),
        "{text}"
    );
    assert!(
        text.contains("WARNING  the role desk does not own the log"),
        "{text}"
    );
    drop(open);
}

#[test]
fn the_policy_the_keys_of_its_issuers_and_the_certificates_are_looked_at() {
    let (newsroom, directory) = (Newsroom::new(), DataDir::new());
    let [policy, cert, key] = ["policy.toml", "tls.crt", "tls.key"].map(|it| newsroom.file(it));
    let certified = Authority::new().server();
    std::fs::write(&cert, certified.certificate).unwrap();
    std::fs::write(&key, certified.key).unwrap();
    let serve = |command: &str| {
        let mut line = claimstore();
        line.args([command, "--data-dir"]).arg(directory.data_dir());
        line
    };
    assert!(run(&mut serve("migrate")).status.success());
    let look = || {
        let mut line = serve("doctor");
        line.arg("--policy")
            .arg(&policy)
            .arg("--tls-cert")
            .arg(&cert);
        let output = run(line.arg("--tls-key").arg(&key));
        let text = String::from_utf8(output.stdout).unwrap();
        (text, output.status.success())
    };
    let (text, is_well) = look();
    assert!(is_well, "{text}");
    for what in [
        "the policy can be used",
        "keys that the issuer desk publishes: 1",
        "the certificate and its key",
    ] {
        assert!(text.contains(what), "{what}: {text}");
    }
    newsroom.write_policy_with_keys("https://127.0.0.1:1/keys", &grants());
    std::fs::write(&key, Authority::new().server().key).unwrap();
    let (text, is_well) = look();
    assert!(!is_well);
    for what in [
        "the keys of the issuer desk cannot be had",
        "cannot be used together",
    ] {
        assert!(text.contains(what), "{what}: {text}");
    }
    newsroom.write_policy("");
    let (text, _) = look();
    assert!(text.contains("grant is required"), "{text}");
}
