//! The database of each release is upgraded under traffic, with old and new servers side by side.

use std::time::Duration;

use claimstore::{
    store::{OLDEST_SERVED, upkeep::check::check},
    wire::pb::{
        Article, Claim, GetArticleRequest, GetClaimRequest, ListArticlesRequest, ListClaimsRequest,
        ListSourcesRequest, RevealSourceRequest, Source,
        article_service_client::ArticleServiceClient, claim_service_client::ClaimServiceClient,
        source_service_client::SourceServiceClient,
    },
};
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};
use tonic::{Code, transport::Channel};
use tonic_health::pb::health_check_response::ServingStatus;

use super::{
    CONTRACT, EXPAND_AGAIN, NEWER_RELEASE, PATIENCE, add_what_is_next, command_beside,
    dump::{keys_file, restored, sql},
    execute,
};
use crate::{
    resource::confidential::PLANTED,
    serve::start::{person, ready},
    support::{
        cluster::TestDatabase,
        errors::reason,
        health::{health, wait_for_health},
        process::{Serving, claimstore},
        traffic::{Traffic, at_last, get},
    },
};

/// The dumps of all releases.
const DUMPS: [&str; 1] = ["0.1.0-before-beats"];

/// More would make the repository large.
const DUMP_BYTES_MAX: u64 = 300_000;

const WRITERS: usize = 2;

/// What is written and read between two steps.
const WRITES: usize = 30;

/// A release after which nothing of the next one is left.
const WITHOUT_NEXT: &str = "drop table next_things;
     alter table sources drop column next_note;
     alter table changes drop column next_cause;
     delete from _sqlx_migrations where description = 'next'";

/// The resources that are listed.
#[derive(Clone, Debug, PartialEq)]
struct Stored {
    sources: Vec<Source>,
    articles: Vec<Article>,
    claims: Vec<Claim>,
}

impl Stored {
    async fn listed(channel: &Channel) -> Self {
        let sources = SourceServiceClient::new(channel.clone())
            .list_sources(ListSourcesRequest {
                page_size: 1_000,
                ..ListSourcesRequest::default()
            })
            .await;
        let articles = ArticleServiceClient::new(channel.clone())
            .list_articles(ListArticlesRequest {
                page_size: 100,
                ..ListArticlesRequest::default()
            })
            .await;
        let claims = ClaimServiceClient::new(channel.clone())
            .list_claims(ListClaimsRequest {
                page_size: 1_000,
                ..ListClaimsRequest::default()
            })
            .await;
        Self {
            sources: sources.unwrap().into_inner().sources,
            articles: articles.unwrap().into_inner().articles,
            claims: claims.unwrap().into_inner().claims,
        }
    }

    /// Reads each of them again, until the task is aborted; none has changed.
    async fn read_again(self, channel: Channel) {
        loop {
            for source in &self.sources {
                let read = || {
                    let mut sources = SourceServiceClient::new(channel.clone());
                    let request = get(&source.name);
                    async move { sources.get_source(request).await }
                };
                assert_eq!(at_last(read).await.into_inner(), *source);
            }
            for claim in &self.claims {
                let read = || {
                    let mut claims = ClaimServiceClient::new(channel.clone());
                    let request = GetClaimRequest {
                        name: claim.name.clone(),
                        ..GetClaimRequest::default()
                    };
                    async move { claims.get_claim(request).await }
                };
                assert_eq!(at_last(read).await.into_inner(), *claim);
            }
            for article in &self.articles {
                let read = || {
                    let mut articles = ArticleServiceClient::new(channel.clone());
                    let request = GetArticleRequest {
                        name: article.name.clone(),
                        ..GetArticleRequest::default()
                    };
                    async move { articles.get_article(request).await }
                };
                let read = at_last(read).await.into_inner();
                assert_eq!(
                    (read.name, read.etag),
                    (article.name.clone(), article.etag.clone())
                );
            }
        }
    }
}

/// A server process of this build.
async fn serve(database: &TestDatabase, keys: &std::path::Path) -> (Serving, Channel) {
    let mut command = claimstore();
    command.args(["serve", "--no-search", "--database-url", &database.url()]);
    command.arg("--confidential-keys-file").arg(keys);
    let serving = Serving::start(&mut command);
    let channel = ready(&serving).await;
    (serving, channel)
}

/// What a confidential source is.
async fn revealed(channel: &Channel, stored: &Stored) -> String {
    let confidential = stored.sources.iter().find(|it| it.confidential);
    let request = RevealSourceRequest {
        name: confidential.unwrap().name.clone(),
        justification: "A court asks for it".to_owned(),
    };
    let mut sources = SourceServiceClient::new(channel.clone());
    let revealed = sources.reveal_source(request).await.unwrap().into_inner();
    revealed.source.unwrap().display_name
}

/// While this schema is for newer releases, both servers refuse; then they serve again.
async fn refuse_for_a_while(options: &PgConnectOptions, servers: &[&(Serving, Channel)]) {
    execute(options, CONTRACT).await;
    for (serving, channel) in servers {
        wait_for_health(channel, "", ServingStatus::NotServing).await;
        let line = timeout(PATIENCE, serving.line("not ready")).await.unwrap();
        assert!(line.contains(NEWER_RELEASE), "{line}");
        let mut sources = SourceServiceClient::new(channel.clone());
        let refused = sources.create_source(person("refused")).await.unwrap_err();
        let expected = (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned());
        assert_eq!(reason(&refused), expected);
    }
    execute(options, EXPAND_AGAIN).await;
    for (_, channel) in servers {
        wait_for_health(channel, "", ServingStatus::Serving).await;
    }
}

async fn assert_both_serve(servers: &[&(Serving, Channel)]) {
    for (serving, channel) in servers {
        let health = health(channel.clone(), "").await;
        assert_eq!(health, Some(ServingStatus::Serving), "{:#?}", serving.log());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_store_of_each_release_is_upgraded_under_traffic_and_nothing_is_lost_or_doubled() {
    for dump in DUMPS {
        println!("{dump}");
        upgrade(dump).await;
    }
}

/// Servers of this build start only on the schema of the release before.
async fn migrate_what_is_too_old(database: &TestDatabase) {
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let version: i64 = sqlx::query_scalar("select max(version) from _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    if version < OLDEST_SERVED {
        let (is_migrated, said) = command_beside("migrate", database.url()).await;
        assert!(is_migrated, "{said}");
    }
}

async fn upgrade(dump: &str) {
    let database = restored(dump).await;
    let (options, (_directory, keys)) = (database.options(), keys_file());
    migrate_what_is_too_old(&database).await;
    let old = serve(&database, &keys).await;
    let stored = Stored::listed(&old.1).await;
    assert!(revealed(&old.1, &stored).await.contains(PLANTED));
    let reading: JoinHandle<()> = tokio::spawn(stored.clone().read_again(old.1.clone()));
    let mut traffic = Traffic::start(&old.1, WRITERS).await;
    traffic.wait_for_more(WRITES).await;

    let (is_migrated, said) = command_beside("migrate", database.url()).await;
    assert!(is_migrated, "{said}");
    traffic.wait_for_more(WRITES).await;
    let new = serve(&database, &keys).await;
    traffic.write_to(&new.1, WRITERS);
    traffic.wait_for_more(WRITES).await;
    add_what_is_next(&options).await;
    traffic.wait_for_more(WRITES).await;
    // They look at it every half second.
    sleep(Duration::from_millis(1_500)).await;
    traffic.wait_for_more(WRITES).await;
    let servers = [&old, &new];
    assert_both_serve(&servers).await;
    refuse_for_a_while(&options, &servers).await;
    traffic.wait_for_more(WRITES).await;

    let written = traffic.end().await;
    assert!(!reading.is_finished(), "a read failed or was wrong");
    reading.abort();

    let mut now = Stored::listed(&new.1).await;
    assert!(revealed(&new.1, &now).await.contains(PLANTED));
    now.sources.retain(|it| !written.contains(&it.name));
    assert_eq!(now, stored);
    execute(&options, WITHOUT_NEXT).await;
    let report = check(&options).await.unwrap();
    assert_eq!((report.differences, report.pending), (vec![], 0));
}

#[test]
fn dumps_are_small_and_have_every_kind_of_thing() {
    for dump in DUMPS {
        let sql = sql(dump);
        for table in [
            "sources",
            "confidential_sources",
            "articles",
            "claims",
            "appearances",
            "relations",
            "reviews",
            "standings",
            "survivors",
            "erasures",
            "imports",
            "import_rejections",
            "audit_entries",
            "requests",
            "reaches",
        ] {
            let insert = format!("INSERT INTO public.{table} VALUES");
            assert!(sql.contains(&insert), "{dump}: {table}");
        }
        let file = format!("{}/{dump}.sql.gz", super::dump::DIRECTORY);
        let bytes = std::fs::metadata(file).unwrap().len();
        assert!(bytes < DUMP_BYTES_MAX, "{dump}: {bytes}");
    }
}
