//! Tables for analysts: what ExportTables sends, and what the program makes of it.

use std::{collections::BTreeMap, fs::File, path::Path};

use claimstore::wire::pb::{ExportBundlesRequest, ExportTablesRequest, ExportTablesResponse};
use parquet::{
    file::reader::{FileReader as _, SerializedFileReader},
    record::Field,
};
use tonic::{Code, Status};

use super::claimstore;
use crate::{
    bundle::export::whole,
    log::check::scene::Scene,
    support::{
        errors::fields,
        samples::{claim, full_article, full_claim, full_source, outlet},
        server::TestServer,
    },
};

type Rows = Vec<BTreeMap<String, String>>;

async fn export(
    server: &TestServer,
    request: ExportTablesRequest,
) -> Result<Vec<ExportTablesResponse>, Status> {
    let stream = server.exchange().export_tables(request).await?;
    let mut stream = stream.into_inner();
    let mut responses = Vec::new();
    while let Some(response) = stream.message().await? {
        responses.push(response);
    }
    Ok(responses)
}

fn all() -> ExportTablesRequest {
    ExportTablesRequest {
        export: Some(ExportBundlesRequest {
            show_versions: false,
            ..whole()
        }),
        ..ExportTablesRequest::default()
    }
}

/// The text of each table.
fn texts(responses: &[ExportTablesResponse]) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for response in responses {
        if !response.table.is_empty() {
            let text = texts.entry(response.table.clone()).or_default();
            text.push_str(&response.rows);
        }
    }
    texts
}

/// The rows of a table, each with its cells that are not empty.
fn rows(text: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let cells = header.iter().zip(&record);
        let cells = cells.filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(name, cell)| (name.to_owned(), cell.to_owned()));
        cells.collect()
    });
    rows.collect()
}

#[tokio::test]
async fn every_field_has_a_column_and_texts_stand_as_they_are() {
    let server = TestServer::start().await;
    let publisher = server.create_source(outlet("a,\"b\"\r\n=1+1")).await;
    let publisher = publisher.unwrap();
    let source = server.create_source(full_source(&publisher)).await.unwrap();
    server.create_article(full_article(&source)).await.unwrap();
    let original = server.create_claim(claim("Original")).await.unwrap();
    let stored = server.create_claim(full_claim(&original)).await.unwrap();

    let texts = texts(&export(&server, all()).await.unwrap());
    let names: Vec<&str> = texts.keys().map(String::as_str).collect();
    assert_eq!(names, ["articles", "claims", "sources"]);
    let sources = rows(&texts["sources"]);
    assert_eq!(sources.len(), 2);
    let shown = sources.iter().find(|it| it["name"] == publisher.name);
    assert_eq!(shown.unwrap()["display_name"], "a,\"b\"\r\n=1+1");
    let full = sources.iter().find(|it| it["name"] == source.name).unwrap();
    for (column, expected) in [
        ("kind", "SOURCE_KIND_NEWS_ARTICLE"),
        ("publisher", publisher.name.as_str()),
        ("retrieve_time", "2025-06-15T15:06:40.000001Z"),
        ("aliases", r#"["https://short.example/a"]"#),
        ("exchange_document.format", "DOCUMENT_FORMAT_WEB_ANNOTATION"),
        ("revision", "1"),
        ("confidential", "false"),
    ] {
        assert_eq!(full[column], expected, "{column}");
    }
    let claims = rows(&texts["claims"]);
    let full = claims.iter().find(|it| it["name"] == stored.name).unwrap();
    assert_eq!(full["translation_of"], original.name);
    let quantities: serde_json::Value = serde_json::from_str(&full["quantities"]).unwrap();
    assert_eq!(
        quantities.as_array().unwrap().len(),
        stored.quantities.len()
    );
    let confidence = stored.origin.as_ref().and_then(|it| it.confidence);
    let confidence = confidence.unwrap();
    assert_eq!(full["origin.confidence"], confidence.to_string());
    let articles = rows(&texts["articles"]);
    assert!(articles[0]["body"].contains("“at least 155”"));
    assert_eq!(articles[0]["date_published.year"], "2025");
}

#[tokio::test]
async fn an_export_that_is_resumed_after_any_response_goes_on_with_the_same_rows() {
    println!("seed 0x7ab1e");
    let mut scene = Scene::start(0x7ab1e).await;
    for _ in 0..200 {
        let _ = scene.call().await;
    }
    let whole = export(&scene.server, all()).await.unwrap();
    let counted: i32 = whole.iter().map(|it| it.row_count).sum();
    let listed: usize = texts(&whole).values().map(|text| rows(text).len()).sum();
    assert_eq!(usize::try_from(counted).unwrap(), listed);
    assert!(whole.len() > 10 && listed > 30, "{} {listed}", whole.len());
    for _ in 0..30 {
        let _ = scene.call().await;
    }
    for at in 0..whole.len() - 1 {
        let request = ExportTablesRequest {
            resume_token: whole[at].resume_token.clone(),
            ..all()
        };
        let rest = export(&scene.server, request).await.unwrap();
        let mut joined = whole[..=at].to_vec();
        joined.extend(rest);
        assert_eq!(texts(&joined), texts(&whole), "after {at}");
    }
}

#[tokio::test]
async fn what_a_table_cannot_have_is_refused() {
    let server = TestServer::start().await;
    let request = ExportTablesRequest {
        export: Some(ExportBundlesRequest {
            resume_token: "x".to_owned(),
            ..whole()
        }),
        ..ExportTablesRequest::default()
    };
    let status = export(&server, request).await.unwrap_err();
    let expected = ["export.resume_token", "export.show_versions"];
    assert_eq!(fields(&status), expected);
    let request = ExportTablesRequest {
        resume_token: "nonsense".to_owned(),
        ..all()
    };
    let status = export(&server, request).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
}

const TABLES: [&str; 6] = [
    "appearances",
    "articles",
    "claims",
    "relations",
    "reviews",
    "sources",
];

/// The rows of a Parquet file, as cells of CSV.
fn parquet_rows(path: &Path) -> Rows {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let mut rows = Rows::new();
    for row in reader.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        let cells = row.get_column_iter().filter_map(|(name, field)| {
            let text = match field {
                Field::Null => return None,
                Field::Str(text) => text.clone(),
                Field::Bytes(bytes) => bytes.as_utf8().unwrap().to_owned(),
                Field::Long(number) => number.to_string(),
                Field::Double(number) => number.to_string(),
                Field::Bool(is_so) => is_so.to_string(),
                Field::TimestampMicros(micros) => {
                    let time = chrono::DateTime::from_timestamp_micros(*micros).unwrap();
                    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
                }
                other => panic!("{name}: {other:?}"),
            };
            Some((name.clone(), text))
        });
        rows.push(cells.collect());
    }
    rows
}

#[tokio::test]
async fn the_program_writes_a_file_for_each_table_and_parquet_has_what_csv_has() {
    println!("seed 0x9a49");
    let mut scene = Scene::start(0x9a49).await;
    for _ in 0..200 {
        let _ = scene.call().await;
    }
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let export = async |format: &str, name: &str| {
        let args = ["export", "--format", format, name];
        claimstore(&scene.server, &args, directory).await
    };
    for (format, name) in [("csv", "c"), ("parquet", "p")] {
        let (code, said) = export(format, name).await;
        assert_eq!(code, 0, "{said}");
    }
    let mut count = 0;
    for table in TABLES {
        let text = std::fs::read_to_string(directory.join(format!("c/{table}.csv"))).unwrap();
        let expected = rows(&text);
        count += expected.len();
        let written = parquet_rows(&directory.join(format!("p/{table}.parquet")));
        assert_eq!(written, expected, "{table}");
    }
    assert!(count > 30, "{count}");
    let (code, said) = export("csv", "c").await;
    assert!(code == 1 && said.contains("exists"), "{said}");
}

#[tokio::test]
async fn tables_of_an_empty_store_have_their_headers() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    for format in ["csv", "parquet"] {
        let args = ["export", "--format", format, format];
        let (code, said) = claimstore(&server, &args, directory.path()).await;
        assert_eq!(code, 0, "{said}");
    }
    for table in TABLES {
        let path = directory.path().join(format!("csv/{table}.csv"));
        let text = std::fs::read_to_string(path).unwrap();
        assert!(
            text.starts_with("name,") && text.ends_with("\r\n"),
            "{text}"
        );
        let path = directory.path().join(format!("parquet/{table}.parquet"));
        assert_eq!(parquet_rows(&path), Rows::new());
    }
}
