//! Bulk writes into an empty store, beside `\copy` of the rows that they made.

use std::{path::PathBuf, sync::Arc, time::Instant};

use claimstore::wire::{
    json,
    pb::{
        Bundle, BundleResult, ImportBundleRequest, ImportBundlesRequest, ImportBundlesSettings,
        ImportOutcome, bundle_service_client::BundleServiceClient,
        import_bundles_response::Response, import_bundles_result::Outcome::Imported,
    },
};
use tokio::{process::Command, sync::mpsc};
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use super::{
    bundles::{CLAIMS, SOURCES},
    copy, fill,
    line::{About, Bounds, Line, Outcome, Run, Unit},
    load,
    meter::Work,
    programs, search,
    service::Service,
    stage::{Scene, Stage, Store},
};

/// Callers of ImportBundle.
const CALLERS: usize = 8;

/// The requests of a stream that wait to be sent.
const AHEAD: usize = 64;

const LIMIT: &str = "\\copy of the same rows into the same tables and indexes";

pub const BATCH_CREATE: About = About {
    id: "batch-create",
    title: "BatchCreateClaims of 500, 2 callers, into an empty store",
    limit: LIMIT,
    counted: "claims",
    unit: Unit::Ratio,
    bounds: Some(Bounds {
        floor: 0.3,
        goal: 0.5,
        beyond: 0.75,
    }),
};

pub const IMPORT: About = About {
    id: "import",
    title: "ImportBundle, 8 callers, into an empty store",
    limit: LIMIT,
    counted: "bundles",
    unit: Unit::Ratio,
    bounds: None,
};

pub const IMPORT_CLI: About = About {
    id: "import-cli",
    title: "claimstore import of NDJSON, with its defaults, into an empty store",
    bounds: Some(Bounds {
        floor: 0.4,
        goal: 0.7,
        beyond: 1.0,
    }),
    ..IMPORT
};

pub const IMPORT_STREAM: About = About {
    id: "import-stream",
    title: "ImportBundles, one stream, into an empty store",
    ..IMPORT_CLI
};

pub const SEARCH_COST: About = About {
    id: "search-cost",
    title: "ImportBundles, one stream, with the index for searches",
    limit: "the same without one",
    bounds: Some(Bounds {
        floor: 0.8,
        goal: 0.95,
        beyond: 1.0,
    }),
    ..IMPORT
};

/// What is written.
pub struct Bulk {
    bundles: Arc<Vec<Bundle>>,
    file: PathBuf,
}

impl Scene for Bulk {
    async fn new(stage: &Stage) -> Result<Self, String> {
        let numbers = 0..stage.sizes.bundles;
        let bundles: Vec<Bundle> = numbers.map(|it| stage.generator.bundle(it)).collect();
        let lines = bundles.iter().map(|bundle| {
            let line = json::write("claimstore.v1.Bundle", bundle);
            line.expect("every bundle has JSON") + "\n"
        });
        let file = stage.path("bundles.ndjson");
        std::fs::write(&file, lines.collect::<String>()).unwrap();
        Ok(Self {
            bundles: Arc::new(bundles),
            file,
        })
    }

    async fn line(&self, stage: &Stage, about: About) -> Line {
        let run = async || {
            if about.id == SEARCH_COST.id {
                return search::cost(stage, async |service| self.import_as_stream(service).await)
                    .await;
            }
            let store = stage.store().await;
            let outcome = self.run(stage, about, &store).await;
            stage.drop_store(store).await;
            outcome
        };
        Line::new(about).measure(stage.sizes, run).await
    }

    async fn end(self, _: &Stage) {
        let _ = std::fs::remove_file(self.file);
    }
}

impl Bulk {
    async fn run(&self, stage: &Stage, about: About, store: &Store) -> Outcome {
        let service = stage.serve(store).await?;
        stage.checkpoint().await;
        let watched = stage.watching(&service);
        let bundles = self.bundles.len();
        let subject = match about.id {
            "batch-create" => {
                let numbers = 0..stage.sizes.bundles * CLAIMS;
                let channels = service.channels(2);
                let work = fill::claims(stage, &channels, numbers);
                watched.measure(work).await?
            }
            "import" => watched.measure(self.import(&service)).await?,
            "import-stream" => watched.measure(self.import_as_stream(&service)).await?,
            _ => watched.measure(self.import_by_cli(&service)).await?,
        };
        drop(service);
        let expected = match about.id {
            "batch-create" => vec![("claims", bundles * CLAIMS)],
            _ => vec![
                ("articles", bundles),
                ("sources", bundles * SOURCES),
                ("claims", bundles * CLAIMS),
                ("appearances", bundles * CLAIMS),
            ],
        };
        for (table, rows) in &expected {
            let found = store.rows(table).await;
            if found != *rows {
                return Err(format!("{found} rows in {table} instead of {rows}"));
            }
        }
        let count = expected[0].1;
        let copied = copy::write(stage, store).await?;
        let copy = stage.store().await;
        stage.checkpoint().await;
        let limit = stage.watching_postgres();
        let limit = limit
            .measure(copy::read(stage, &copy, &copied, count))
            .await;
        let checked = copy::check(&copy, &copied).await;
        stage.drop_store(copy).await;
        let limit = limit?;
        checked?;
        Ok(Run {
            value: subject.rate / limit.rate,
            subject,
            limit: Some(limit),
        })
    }

    async fn import(&self, service: &Service) -> Result<Work, String> {
        let (bundles, channels) = (self.bundles.clone(), service.channels(CALLERS));
        load::run_all(&channels, CALLERS, bundles.len(), move |channel, number| {
            let bundle = bundles[number].clone();
            async move { import(BundleServiceClient::new(channel), bundle).await }
        })
        .await
    }

    /// Sends all bundles as one stream. The results must come in order, each imported.
    async fn import_as_stream(&self, service: &Service) -> Result<Work, String> {
        let bundles = Arc::clone(&self.bundles);
        let (sender, receiver) = mpsc::channel(AHEAD);
        let begin = Instant::now();
        tokio::spawn(async move {
            for request in requests(&bundles) {
                if sender.send(request).await.is_err() {
                    return;
                }
            }
        });
        let mut client = BundleServiceClient::new(service.channels(1).remove(0));
        let stream = client.import_bundles(ReceiverStream::new(receiver)).await;
        let mut stream = stream.map_err(|it| it.to_string())?.into_inner();
        let mut count = 0;
        while let Some(response) = stream.message().await.map_err(|it| it.to_string())? {
            let Some(Response::Result(result)) = response.response else {
                continue;
            };
            match result.outcome {
                Some(Imported(imported)) if usize::try_from(result.index) == Ok(count) => {
                    check(&self.bundles[count], &imported.results)?;
                    count += 1;
                }
                other => return Err(format!("bundle {count}: {other:?}")),
            }
        }
        match count == self.bundles.len() {
            true => Ok(Work {
                count,
                took: begin.elapsed(),
            }),
            false => Err(format!(
                "{count} of {} bundles have a result",
                self.bundles.len()
            )),
        }
    }

    async fn import_by_cli(&self, service: &Service) -> Result<Work, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_claimstore"));
        command
            .args(["import", "--server", &service.url()])
            .arg(&self.file)
            .kill_on_drop(true);
        let begin = Instant::now();
        programs::output(&mut command).await?;
        Ok(Work {
            count: self.bundles.len(),
            took: begin.elapsed(),
        })
    }
}

/// The requests of a stream, that with the settings first.
fn requests(bundles: &[Bundle]) -> impl Iterator<Item = ImportBundlesRequest> {
    let first = ImportBundlesRequest {
        settings: Some(ImportBundlesSettings {
            import_id: Uuid::now_v7().to_string(),
            ..ImportBundlesSettings::default()
        }),
        ..ImportBundlesRequest::default()
    };
    let rest = bundles
        .iter()
        .zip(0..)
        .map(|(bundle, index)| ImportBundlesRequest {
            index,
            bundle: Some(bundle.clone()),
            ..ImportBundlesRequest::default()
        });
    std::iter::once(first).chain(rest)
}

/// Imports a bundle of which nothing is stored but sources.
pub async fn import(
    mut client: BundleServiceClient<tonic::transport::Channel>,
    bundle: Bundle,
) -> Result<usize, String> {
    let request = ImportBundleRequest {
        bundle: Some(bundle.clone()),
        ..ImportBundleRequest::default()
    };
    let answer = client.import_bundle(request).await;
    let results = answer.map_err(|it| it.to_string())?.into_inner().results;
    check(&bundle, &results)?;
    Ok(1)
}

/// Whether all of a bundle was created, of which nothing was stored but sources.
fn check(bundle: &Bundle, results: &[BundleResult]) -> Result<(), String> {
    let resources = 1 + bundle.sources.len() + 2 * bundle.claims.len();
    let is_new = |path: &str| !path.starts_with("sources");
    let is_stored = results
        .iter()
        .all(|result| result.outcome() == ImportOutcome::Created || !is_new(&result.path));
    match results.len() == resources && is_stored {
        true => Ok(()),
        false => Err("the answer does not say that all of the bundle was created".to_owned()),
    }
}
