//! CreateClaim beside single-row inserts by pgbench: into a table with the columns and indexes
//! of the claims, each a transaction, fsync on.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use claimstore::wire::pb::{CreateClaimRequest, claim_service_client::ClaimServiceClient};
use prost::Message as _;
use tonic::transport::Channel;

use super::{
    bundles::Generator,
    line::{About, Bounds, Line, Outcome, Unit, beside},
    load,
    meter::Work,
    pgbench::Scripts,
    search,
    service::Service,
    stage::{Scene, Stage, Store},
};

pub const CREATE: About = About {
    id: "create",
    title: "CreateClaim, 1 caller",
    limit: "pgbench, insert of one row, 1 client",
    counted: "claims",
    unit: Unit::Ratio,
    bounds: None,
};

pub const CREATE_32: About = About {
    id: "create-32",
    title: "CreateClaim, 32 callers on 8 connections",
    limit: "pgbench, insert of one row, 32 clients",
    bounds: Some(Bounds {
        floor: 0.2,
        goal: 0.35,
        beyond: 0.5,
    }),
    ..CREATE
};

pub const SEARCH_COST: About = About {
    id: "search-cost-create",
    title: "CreateClaim, 1 caller, with the index for searches",
    limit: "the same without one",
    bounds: Some(Bounds {
        floor: 0.9,
        goal: 0.95,
        beyond: 1.0,
    }),
    ..CREATE
};

/// A store to write to.
pub struct Creates {
    pub store: Store,
    pub service: Service,
    channels: Vec<Channel>,
    inserts: Scripts,
    created: Arc<AtomicUsize>,
}

impl Scene for Creates {
    async fn new(stage: &Stage) -> Result<Self, String> {
        let store = stage.store().await;
        let service = stage.serve(&store).await?;
        store
            .run("create table limit_claims (like claims including all)")
            .await?;
        let inserts = (0..32).map(|number| {
            let claim = stage.generator.claim(number);
            let doc = claim.encode_to_vec().iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            format!(
                "insert into limit_claims (id, revision, doc_version, doc, type, language, identity) \
                 values (gen_random_uuid(), 1, 1, '\\x{doc}', {}, '{}', \
                 sha256(gen_random_uuid()::text::bytea))",
                claim.r#type, claim.language
            )
        });
        Ok(Self {
            inserts: Scripts::new(inserts),
            channels: service.channels(8),
            store,
            service,
            created: Arc::default(),
        })
    }

    async fn line(&self, stage: &Stage, about: About) -> Line {
        self.service.empty_log();
        let run = async || match about.id {
            id if id == SEARCH_COST.id => {
                search::cost(stage, async |service| creating(stage, service).await).await
            }
            id => self.run(stage, if id == CREATE.id { 1 } else { 32 }).await,
        };
        Line::new(about).measure(stage.sizes, run).await
    }

    async fn end(self, stage: &Stage) {
        drop(self.service);
        stage.drop_store(self.store).await;
    }
}

impl Creates {
    async fn run(&self, stage: &Stage, callers: usize) -> Outcome {
        let (generator, created) = (stage.generator.clone(), self.created.clone());
        let subject = load::run(
            &self.channels,
            callers,
            stage.sizes.time,
            move |channel, _| {
                let number = created.fetch_add(1, Ordering::Relaxed);
                let generator = generator.clone();
                async move { create(channel, &generator, number).await.map(|_| 1) }
            },
        );
        let (programs, options) = (&stage.programs, &self.store.options);
        let before = self.store.rows("limit_claims").await;
        stage.checkpoint().await;
        let limit = self
            .inserts
            .run(programs, options, callers, stage.sizes.time);
        let run = beside(
            (stage.watching(&self.service), subject),
            (stage.watching_postgres(), limit),
        )
        .await?;
        let (sent, stored) = (
            self.created.load(Ordering::Relaxed),
            self.store.rows("claims").await,
        );
        if sent != stored {
            return Err(format!("{stored} of {sent} claims are stored"));
        }
        match self.store.rows("limit_claims").await > before {
            true => Ok(run),
            false => Err("pgbench inserted nothing".to_owned()),
        }
    }
}

/// Creates one claim after the other.
async fn creating(stage: &Stage, service: &Service) -> Result<Work, String> {
    let generator = stage.generator.clone();
    load::run(
        &service.channels(1),
        1,
        stage.sizes.time,
        move |channel, number| {
            let generator = generator.clone();
            async move { create(channel, &generator, number).await.map(|_| 1) }
        },
    )
    .await
}

/// Creates the claim of a number, and returns its name.
pub async fn create(
    channel: Channel,
    generator: &Generator,
    number: usize,
) -> Result<String, String> {
    let claim = generator.claim(number);
    let statement = claim.statement.clone();
    let request = CreateClaimRequest {
        claim: Some(claim),
        ..CreateClaimRequest::default()
    };
    let created = ClaimServiceClient::new(channel).create_claim(request).await;
    let created = created.map_err(|status| status.to_string())?.into_inner();
    match created.statement == statement && created.revision == 1 {
        true => Ok(created.name),
        false => Err("the answer is another claim".to_owned()),
    }
}
