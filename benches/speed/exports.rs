//! An export of everything, beside psql's `\copy` of the same documents in its binary format.

use std::{marker::PhantomData, time::Instant};

use bytes::Bytes;
use claimstore::wire::pb::{ExportBundlesRequest, ExportBundlesResponse};
use http::uri::PathAndQuery;
use prost::Message as _;
use tonic::{Request, client::Grpc, transport::Channel};

use super::{
    line::{About, Bounds, Line, beside},
    meter::Work,
    programs,
    raw::Raw,
    reads::{GET, Reads},
    stage::Stage,
};

pub const EXPORT: About = About {
    id: "export",
    title: "ExportBundles of all claims, one caller",
    limit: "\\copy of the same documents, in binary format",
    counted: "claims",
    bounds: Some(Bounds {
        floor: 0.5,
        goal: 1.0,
        beyond: 2.0,
    }),
    ..GET
};

const PATH: &str = "/claimstore.v1.BundleService/ExportBundles";

/// The responses of an export of everything, as they came.
pub async fn responses(channel: Channel) -> Result<Vec<Bytes>, String> {
    let mut client = Grpc::new(channel).max_decoding_message_size(8 << 20);
    client.ready().await.map_err(|error| error.to_string())?;
    let request = Request::new(ExportBundlesRequest::default());
    let codec = Raw(PhantomData);
    let path = PathAndQuery::from_static(PATH);
    let answer = client.server_streaming(request, path, codec).await;
    let mut stream = answer.map_err(|status| status.to_string())?.into_inner();
    let mut responses = Vec::new();
    while let Some(response) = stream.message().await.map_err(|it| it.to_string())? {
        responses.push(response);
    }
    Ok(responses)
}

impl Reads {
    pub async fn export(&self, stage: &Stage, about: About) -> Line {
        let run = async || {
            let claims = stage.sizes.claims;
            beside(
                (stage.watching(&self.service), self.export_all(claims)),
                (stage.watching_postgres(), self.copy_all(stage, claims)),
            )
            .await
        };
        Line::new(about).measure(stage.sizes, run).await
    }

    /// Exports everything. The claims are counted, and the end must come.
    async fn export_all(&self, claims: usize) -> Result<Work, String> {
        let begin = Instant::now();
        let responses = responses(self.channels[0].clone()).await?;
        let took = begin.elapsed();
        let mut count = 0;
        for (at, response) in responses.iter().enumerate() {
            let response = ExportBundlesResponse::decode(response.clone());
            let response = response.map_err(|error| error.to_string())?;
            if response.bundle.is_none() != (at + 1 == responses.len()) {
                return Err("the end is not at the end".to_owned());
            }
            count += response.bundle.map_or(0, |bundle| bundle.claims.len());
        }
        match count == claims {
            true => Ok(Work { count, took }),
            false => Err(format!("{count} of {claims} claims were exported")),
        }
    }

    async fn copy_all(&self, stage: &Stage, claims: usize) -> Result<Work, String> {
        let copy = "\\copy (select id, doc from claims order by id) \
                    to '/dev/null' (format binary)";
        let mut psql = programs::command(&stage.programs.psql, &self.store.options);
        psql.args([
            "--no-psqlrc",
            "--quiet",
            "--set",
            "ON_ERROR_STOP=1",
            "--command",
            copy,
        ]);
        let begin = Instant::now();
        programs::output(&mut psql).await?;
        Ok(Work {
            count: claims,
            took: begin.elapsed(),
        })
    }
}
