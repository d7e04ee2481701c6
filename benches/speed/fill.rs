//! Fills a store, through the service.

use std::{ops::Range, sync::Arc};

use claimstore::wire::pb::{
    BatchCreateClaimsRequest, Claim, CreateClaimRequest, claim_service_client::ClaimServiceClient,
};
use tonic::transport::Channel;

use super::{load, meter::Work, stage::Stage};

/// The claims of one BatchCreateClaims.
pub const BATCH: usize = 500;

/// A request that creates claims.
pub fn batch(claims: impl IntoIterator<Item = Claim>) -> BatchCreateClaimsRequest {
    let requests = claims.into_iter().map(|claim| CreateClaimRequest {
        claim: Some(claim),
        ..CreateClaimRequest::default()
    });
    BatchCreateClaimsRequest {
        requests: requests.collect(),
        ..BatchCreateClaimsRequest::default()
    }
}

/// Sends batches from several callers. The answer to each must have the claims that were sent.
pub async fn send(
    channels: &[Channel],
    callers: usize,
    batches: Vec<BatchCreateClaimsRequest>,
) -> Result<Work, String> {
    let (count, batches) = (batches.len(), Arc::new(batches));
    load::run_all(channels, callers, count, move |channel, number| {
        let batches = batches.clone();
        async move {
            let mut client = ClaimServiceClient::new(channel).max_decoding_message_size(8 << 20);
            let sent = &batches[number].requests;
            let created = client.batch_create_claims(batches[number].clone()).await;
            let created = created.map_err(|status| status.to_string())?.into_inner();
            let is_same = |(sent, claim): (&CreateClaimRequest, &Claim)| {
                sent.claim.as_ref().map(|it| &it.statement) == Some(&claim.statement)
            };
            let is_answered =
                created.claims.len() == sent.len() && sent.iter().zip(&created.claims).all(is_same);
            match is_answered {
                true => Ok(sent.len()),
                false => Err("the answer has other claims than the request".to_owned()),
            }
        }
    })
    .await
}

/// Stores the claims with these numbers.
pub async fn claims(
    stage: &Stage,
    channels: &[Channel],
    numbers: Range<usize>,
) -> Result<Work, String> {
    let mut whole = Work {
        count: 0,
        took: std::time::Duration::ZERO,
    };
    // Not all at once, because a million requests are large.
    for start in numbers.clone().step_by(100 * BATCH) {
        let part = start..numbers.end.min(start + 100 * BATCH);
        let batches = part.clone().step_by(BATCH).map(|first| {
            batch((first..part.end.min(first + BATCH)).map(|it| stage.generator.claim(it)))
        });
        let work = send(channels, 2, batches.collect()).await?;
        whole.count += work.count;
        whole.took += work.took;
    }
    Ok(whole)
}
