//! Fills a store with every kind of resource. The script `make-dump` has it written as the dump of a
//! release.

use std::{env, fs::File, io::Write as _, process::Command};

use claimstore::{
    store::newest,
    wire::pb::{
        Bundle, BundleClaim, CreateSourceRequest, DeleteSourceRequest, EraseResourceRequest,
        ImportBundlesRequest, ImportBundlesSettings, MergeSourcesRequest,
    },
};
use flate2::{Compression, write::GzEncoder};
use tokio_stream::StreamExt as _;
use uuid::Uuid;

use crate::{
    log::check::{differences, fill, scene::Scene},
    resource::confidential,
    support::{
        cluster::database_on_own_server_at,
        samples::{article, claim, outlet},
        server::{LIMITS, TestServer},
    },
};

const SEED: u64 = 0x5eed_0028;
const CALLS: usize = 150;

#[tokio::test]
async fn a_store_with_every_kind_of_resource_is_as_its_log_says() {
    // The script sets them.
    let (file, schema) = (env::var("DUMP_FILE"), env::var("DUMP_SCHEMA"));
    let schema = schema.map_or(newest(), |it| it.parse().expect("a number"));
    let database = database_on_own_server_at(schema).await;
    let server = TestServer::start_over(database, LIMITS).await;
    let mut scene = Scene::over(server, SEED).await;
    for _ in 0..CALLS {
        // Some are refused: they meet what is deleted or merged.
        let _ = scene.call().await;
    }
    let server = scene.server;
    fill(&server).await;
    confidential::create(&server).await;
    delete_merge_and_erase(&server).await;
    import(&server).await;
    if schema == newest() {
        assert_eq!(differences(&server).await, [""; 0]);
    }
    server.app.finish_audit().await.unwrap();
    let database = server.leave().await;
    if let Ok(file) = file {
        write(&database.url(), &file);
    }
}

async fn delete_merge_and_erase(server: &TestServer) {
    let [gone, double, kept, erased] = ["Gone", "Double", "Kept", "Erased"].map(outlet);
    let create = CreateSourceRequest {
        source: Some(gone),
        request_id: Uuid::now_v7().to_string(),
        ..CreateSourceRequest::default()
    };
    let gone = server.sources().create_source(create).await.unwrap();
    let delete = DeleteSourceRequest {
        name: gone.into_inner().name,
        ..DeleteSourceRequest::default()
    };
    server.sources().delete_source(delete).await.unwrap();
    let double = server.create_source(double).await.unwrap();
    let kept = server.create_source(kept).await.unwrap();
    let merge = MergeSourcesRequest {
        name: double.name,
        into: kept.name,
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(merge).await.unwrap();
    let erased = server.create_source(erased).await.unwrap();
    let erase = EraseResourceRequest {
        name: erased.name,
        reason: "Case 7".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(erase).await.unwrap();
}

/// Imports a bundle, and one that is rejected.
async fn import(server: &TestServer) {
    let settings = ImportBundlesSettings {
        import_id: Uuid::from_u128(7).to_string(),
        ..ImportBundlesSettings::default()
    };
    let of_statement = |statement: &str| Bundle {
        article: Some(article("Imported", "It was planned.")),
        claims: vec![BundleClaim {
            claim: Some(claim(statement)),
            ..BundleClaim::default()
        }],
        ..Bundle::default()
    };
    let first = ImportBundlesRequest {
        settings: Some(settings),
        ..ImportBundlesRequest::default()
    };
    let bundles = (0..).zip(["It was planned", ""]);
    let bundles = bundles.map(|(index, statement)| ImportBundlesRequest {
        index,
        bundle: Some(of_statement(statement)),
        ..ImportBundlesRequest::default()
    });
    let requests: Vec<_> = [first].into_iter().chain(bundles).collect();
    let requests = tokio_stream::iter(requests);
    let answers = server.bundles().import_bundles(requests).await.unwrap();
    let mut answers = answers.into_inner();
    while let Some(answer) = answers.next().await {
        answer.unwrap();
    }
}

/// Writes SQL that needs no program of Postgres to be restored.
fn write(url: &str, file: &str) {
    let mut dump = Command::new("pg_dump");
    dump.args(["--no-owner", "--no-privileges", "--rows-per-insert", "100"]);
    dump.arg("--dbname")
        .arg(url.replace("postgres://", "postgresql://"));
    let output = dump.output().expect("pg_dump is installed");
    assert!(output.status.success(), "{output:?}");
    let sql = String::from_utf8(output.stdout).unwrap();
    let mut file = GzEncoder::new(File::create(file).unwrap(), Compression::best());
    for line in sql.lines().filter(|line| is_portable(line)) {
        writeln!(file, "{line}").unwrap();
    }
    file.finish().unwrap();
}

/// Whether a line is SQL that every supported Postgres knows.
fn is_portable(line: &str) -> bool {
    !line.starts_with('\\') && !line.starts_with("SET transaction_timeout")
}
