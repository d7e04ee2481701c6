//! Reads of claims beside pgbench with the same selects.

use std::sync::Arc;

use claimstore::wire::pb::{BatchGetClaimsRequest, GetClaimRequest};
use prost::{Message as _, bytes::Bytes};
use tonic::transport::Channel;

use super::{
    constant, fill,
    line::{About, Bounds, Line, Unit, beside},
    load::{self, scattered},
    meter::{Measured, Work},
    pgbench::Scripts,
    raw,
    service::Service,
    stage::{Scene, Stage, Store},
};

const CALLERS: usize = 64;
const CONNECTIONS: usize = 8;
const BATCH: usize = 100;

/// At most this many claims are compared with the answers.
const KNOWN_MAX: usize = 20_000;

/// The client counts of pgbench of which the best is taken.
const CLIENTS: [usize; 4] = [4, 8, 16, 32];

pub const GET: About = About {
    id: "get",
    title: "GetClaim, 64 callers on 8 connections",
    limit: "pgbench, same select, 8 clients",
    counted: "claims",
    unit: Unit::Ratio,
    bounds: Some(Bounds {
        floor: 0.6,
        goal: 1.0,
        beyond: 1.3,
    }),
};

pub const GET_BEST: About = About {
    id: "get-best",
    title: "GetClaim, 64 callers on 8 connections",
    limit: "pgbench, same select, its best client count",
    bounds: None,
    ..GET
};

pub const GET_CPU: About = About {
    id: "get-cpu",
    title: "GetClaim, CPU of service and Postgres",
    limit: "CPU of a service that answers a constant",
    unit: Unit::Cost,
    bounds: Some(Bounds {
        floor: 3.5,
        goal: 2.1,
        beyond: 1.5,
    }),
    ..GET
};

pub const BATCH_GET: About = About {
    id: "batch-get",
    title: "BatchGetClaims of 100, 8 callers",
    limit: "pgbench, same select, 8 clients",
    bounds: None,
    ..GET
};

/// A filled store, and what the service must answer.
pub struct Reads {
    pub store: Store,
    pub service: Service,
    pub channels: Vec<Channel>,
    /// Names of claims, and their documents.
    known: Arc<Vec<(String, Bytes)>>,
}

impl Scene for Reads {
    async fn new(stage: &Stage) -> Result<Self, String> {
        let store = stage.store().await;
        let service = stage.serve(&store).await?;
        let channels = service.channels(CONNECTIONS);
        fill::claims(stage, &channels, 0..stage.sizes.claims).await?;
        store.run("vacuum analyze").await?;
        assert_eq!(store.rows("claims").await, stage.sizes.claims);
        let mut scene = Self {
            store,
            service,
            channels,
            known: Arc::default(),
        };
        scene.known = Arc::new(scene.documents(stage).await?);
        Ok(scene)
    }

    async fn line(&self, stage: &Stage, about: About) -> Line {
        self.service.empty_log();
        match about.id {
            "get" => self.get(stage, about, CONNECTIONS).await,
            "get-best" => {
                let clients = self.best_clients(stage).await;
                self.get(stage, about, clients).await
            }
            "get-cpu" => self.get_cpu(stage, about).await,
            "batch-get" => self.batch_get(stage, about).await,
            "list" => self.list(stage, about).await,
            "export" => self.export(stage, about).await,
            _ => self.depth(stage, about).await,
        }
    }

    async fn end(self, stage: &Stage) {
        drop(self.service);
        stage.drop_store(self.store).await;
    }
}

impl Reads {
    /// The names and documents of claims that are spread over the store.
    async fn documents(&self, stage: &Stage) -> Result<Vec<(String, Bytes)>, String> {
        let step = stage.sizes.claims.div_ceil(KNOWN_MAX);
        let query = "select 'claims/' || id, doc from (select id, doc, row_number() over (order by id) as place \
             from claims) it where place % $1 = 0 order by id";
        let rows: Vec<(String, Vec<u8>)> = sqlx::query_as(query)
            .bind(i64::try_from(step).unwrap())
            .fetch_all(&mut self.store.connect().await)
            .await
            .map_err(|error| error.to_string())?;
        let rows = rows.into_iter();
        Ok(rows.map(|(name, doc)| (name, doc.into())).collect())
    }

    fn point_selects(&self) -> Scripts {
        let step = self.known.len().div_ceil(super::pgbench::SCRIPTS_MAX);
        let names = self.known.iter().step_by(step).map(|(name, _)| name);
        Scripts::new(names.map(|name| {
            format!(
                "select id, null::uuid as claim_id, merged_into_id, doc from claims \
                 where id = '{}' and not is_deleted",
                id(name)
            )
        }))
    }

    async fn load_gets(&self, stage: &Stage) -> Result<Work, String> {
        let known = self.known.clone();
        load::run(
            &self.channels,
            CALLERS,
            stage.sizes.time,
            move |channel, number| {
                let known = known.clone();
                async move {
                    let (name, doc) = &known[scattered(number, known.len())];
                    let request = GetClaimRequest {
                        name: name.clone(),
                        ..GetClaimRequest::default()
                    };
                    match raw::call(channel, request).await? == doc {
                        true => Ok(1),
                        false => Err(format!("the answer is not {name} as it is stored")),
                    }
                }
            },
        )
        .await
    }

    async fn get(&self, stage: &Stage, about: About, clients: usize) -> Line {
        let scripts = self.point_selects();
        let run = async || {
            let limit = scripts.run(
                &stage.programs,
                &self.store.options,
                clients,
                stage.sizes.time,
            );
            beside(
                (stage.watching(&self.service), self.load_gets(stage)),
                (stage.watching_postgres(), limit),
            )
            .await
        };
        Line::new(about).measure(stage.sizes, run).await
    }

    /// The client count with which pgbench selects most.
    async fn best_clients(&self, stage: &Stage) -> usize {
        let (scripts, mut best) = (self.point_selects(), (0.0, CONNECTIONS));
        for clients in CLIENTS {
            let (programs, options) = (&stage.programs, &self.store.options);
            let work = scripts
                .run(programs, options, clients, stage.sizes.time)
                .await;
            let rate = work.map_or(0.0, |it| it.count as f64 / it.took.as_secs_f64());
            if rate > best.0 {
                best = (rate, clients);
            }
        }
        println!("pgbench selects most with {} clients", best.1);
        best.1
    }

    async fn get_cpu(&self, stage: &Stage, about: About) -> Line {
        let constant = match Service::constant(stage.path("constant.log")).await {
            Ok(constant) => constant,
            Err(problem) => {
                return Line::new(about).failed(problem);
            }
        };
        let channels = constant.channels(CONNECTIONS);
        let answer = Bytes::from(constant::claim().encode_to_vec());
        let run = async || {
            let answer = answer.clone();
            let limit = load::run(&channels, CALLERS, stage.sizes.time, move |channel, _| {
                let answer = answer.clone();
                async move {
                    let request = GetClaimRequest {
                        name: constant::NAME.to_owned(),
                        ..GetClaimRequest::default()
                    };
                    match raw::call(channel, request).await? == answer {
                        true => Ok(1),
                        false => Err("the answer is not the constant".to_owned()),
                    }
                }
            });
            let mut run = beside(
                (stage.watching(&self.service), self.load_gets(stage)),
                (stage.watching(&constant), limit),
            )
            .await?;
            let cpu = |it: Measured| it.service_us + it.postgres_us;
            run.value = cpu(run.subject) / run.limit.map_or(f64::NAN, cpu);
            Ok(run)
        };
        Line::new(about).measure(stage.sizes, run).await
    }

    async fn batch_get(&self, stage: &Stage, about: About) -> Line {
        let chunks: Vec<_> = self.known.chunks_exact(BATCH).collect();
        let scripts = Scripts::new(chunks.iter().map(|chunk| {
            let ids: Vec<&str> = chunk.iter().map(|(name, _)| id(name)).collect();
            format!(
                "select id, null::uuid as claim_id, merged_into_id, doc from claims \
                 where id = any('{{{}}}'::uuid[]) and not is_deleted",
                ids.join(",")
            )
        }));
        let count = chunks.len();
        let run = async || {
            let known = self.known.clone();
            let subject = load::run(
                &self.channels,
                8,
                stage.sizes.time,
                move |channel, number| {
                    let known = known.clone();
                    async move { batch_get(channel, &known, scattered(number, count)).await }
                },
            );
            let limit = async {
                let (programs, options) = (&stage.programs, &self.store.options);
                let mut work = scripts.run(programs, options, 8, stage.sizes.time).await?;
                work.count *= BATCH;
                Ok(work)
            };
            beside(
                (stage.watching(&self.service), subject),
                (stage.watching_postgres(), limit),
            )
            .await
        };
        Line::new(about).measure(stage.sizes, run).await
    }
}

/// The id in a name.
pub fn id(name: &str) -> &str {
    name.trim_start_matches("claims/")
}

async fn batch_get(
    channel: Channel,
    known: &[(String, Bytes)],
    chunk: usize,
) -> Result<usize, String> {
    let chunk = &known[chunk * BATCH..(chunk + 1) * BATCH];
    let request = BatchGetClaimsRequest {
        names: chunk.iter().map(|(name, _)| name.clone()).collect(),
        ..BatchGetClaimsRequest::default()
    };
    let answer = raw::call(channel, request).await?;
    let mut expected = Vec::with_capacity(answer.len());
    for (_, doc) in chunk {
        // The claims are field 1.
        expected.push(0x0a);
        prost::encode_length_delimiter(doc.len(), &mut expected).unwrap();
        expected.extend_from_slice(doc);
    }
    match answer == expected {
        true => Ok(chunk.len()),
        false => Err("the answer is not the claims as they are stored".to_owned()),
    }
}
