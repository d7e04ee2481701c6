//! Where an RPC enters: its request is read and checked, [`crate::app`] does what
//! it asks, and the answer or the error is written.
//!
//! One short method for each RPC. What is alike for every kind of resource is in
//! `method`; what is alike for every call, in `call`.

pub mod call;
mod method;
mod service;

use tonic::service::Routes;

use crate::{
    app::App,
    wire::servers::{
        article_service_server::ArticleServiceServer, bundle_service_server::BundleServiceServer,
        change_service_server::ChangeServiceServer, claim_service_server::ClaimServiceServer,
        review_service_server::ReviewServiceServer, source_service_server::SourceServiceServer,
    },
};

/// The largest request that is taken, in bytes.
pub const REQUEST_BYTES_MAX: usize = 8 << 20;

/// The largest answer that is given, in bytes; pages and batches end well before.
pub const RESPONSE_BYTES_MAX: usize = 8 << 20;

/// The services of the contract, by the names that health is asked for.
pub const SERVICES: &[&str] = &[
    "claimstore.v1.ArticleService",
    "claimstore.v1.BundleService",
    "claimstore.v1.ChangeService",
    "claimstore.v1.ClaimService",
    "claimstore.v1.ReviewService",
    "claimstore.v1.SourceService",
];

/// The services of the contract.
#[derive(Clone, Debug)]
pub struct Api {
    app: App,
}

macro_rules! limited {
    ($server:ident, $api:expr) => {
        $server::new($api)
            .max_decoding_message_size(REQUEST_BYTES_MAX)
            .max_encoding_message_size(RESPONSE_BYTES_MAX)
    };
}

/// The routes to the services of the contract.
pub fn routes(app: App) -> Routes {
    let api = Api { app };
    Routes::new(limited!(ArticleServiceServer, api.clone()))
        .add_service(limited!(BundleServiceServer, api.clone()))
        .add_service(limited!(ChangeServiceServer, api.clone()))
        .add_service(limited!(ClaimServiceServer, api.clone()))
        .add_service(limited!(ReviewServiceServer, api.clone()))
        .add_service(limited!(SourceServiceServer, api))
}
