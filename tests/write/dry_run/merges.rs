//! Merges that succeed, and merges that are refused.

use claimstore::wire::pb::{
    MergeClaimsRequest, MergeSourcesRequest, UnmergeClaimRequest, UnmergeSourceRequest,
};
use tonic::Code;

use super::{
    mutation::Mutation,
    refused::Refused,
    script::{claim_named, source_named},
};

fn merge_claims(claim: u8, into: u8) -> Mutation {
    Mutation::MergeClaims(MergeClaimsRequest {
        name: claim_named(claim).name,
        into: claim_named(into).name,
        ..MergeClaimsRequest::default()
    })
}

fn merge_sources(source: u8, into: u8) -> Mutation {
    Mutation::MergeSources(MergeSourcesRequest {
        name: source_named(source).name,
        into: source_named(into).name,
        ..MergeSourcesRequest::default()
    })
}

fn unmerge_claim(claim: u8) -> Mutation {
    Mutation::UnmergeClaim(UnmergeClaimRequest {
        name: claim_named(claim).name,
        ..UnmergeClaimRequest::default()
    })
}

fn unmerge_source(source: u8) -> Mutation {
    Mutation::UnmergeSource(UnmergeSourceRequest {
        name: source_named(source).name,
        ..UnmergeSourceRequest::default()
    })
}

/// Calls that merge and unmerge what the creations made.
pub fn merges() -> Vec<Mutation> {
    vec![
        merge_claims(3, 2),
        unmerge_claim(3),
        merge_sources(2, 3),
        unmerge_source(2),
    ]
}

pub fn refused_merges() -> Vec<Refused> {
    let absent = (Code::NotFound, "RESOURCE_NOT_FOUND");
    let invalid = (Code::InvalidArgument, "INVALID_FIELDS");
    vec![
        (merge_claims(9, 1), absent),
        (merge_claims(1, 9), absent),
        (merge_claims(1, 1), invalid),
        (merge_claims(1, 4), absent),
        (merge_sources(9, 1), absent),
        (merge_sources(1, 1), invalid),
        (unmerge_claim(9), absent),
        (unmerge_source(4), absent),
    ]
    .into_iter()
    .map(|(mutation, (code, reason))| (mutation, code, reason))
    .collect()
}
