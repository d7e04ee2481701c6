//! The gRPC interface: reads and checks a request, calls [`crate::app`], and writes the
//! answer or the error.
//!
//! There is one short method for each RPC. What all kinds of resources share is in
//! `method`. What all calls share is in `call`.

pub mod call;
pub mod direct;
pub mod health;
mod method;
pub mod reflection;
mod service;

use tonic::service::Routes;

use crate::{
    app::App,
    wire::servers::{
        audit_service_server::AuditServiceServer, bundle_service_server::BundleServiceServer,
        change_service_server::ChangeServiceServer, exchange_service_server::ExchangeServiceServer,
        picture_service_server::PictureServiceServer, search_service_server::SearchServiceServer,
        transparency_service_server::TransparencyServiceServer,
    },
};

/// The maximum size of a request, in bytes.
pub const REQUEST_BYTES_MAX: usize = 8 << 20;

/// The maximum size of a response, in bytes. Pages and batches are cut off well below it.
pub const RESPONSE_BYTES_MAX: usize = 8 << 20;

/// The maximum size of the headers of a request, in bytes, as HTTP/2 counts it: 32 bytes for each
/// header beside its name and its value.
pub const HEADER_BYTES_MAX: usize = 16 << 10;

/// The size of headers up to which a request is answered with an error of gRPC. The transport
/// answers larger ones with the HTTP status 431, or closes the connection.
pub const HEADER_BYTES_ANSWERED: u32 = 64 << 10;

/// The maximum size of a request about the server itself, in bytes. Such requests take no
/// place, so they must be small.
pub const OPERATE_BYTES_MAX: usize = 16 << 10;

/// The service that has a health of its own: it needs an index.
pub const SEARCH_SERVICE: &str = "claimstore.v1.SearchService";

/// The names of the services, as the health service knows them.
pub const SERVICES: &[&str] = &[
    "claimstore.v1.ArticleService",
    "claimstore.v1.AuditService",
    "claimstore.v1.BundleService",
    "claimstore.v1.ChangeService",
    "claimstore.v1.ClaimService",
    "claimstore.v1.ExchangeService",
    "claimstore.v1.PictureService",
    "claimstore.v1.ReviewService",
    SEARCH_SERVICE,
    "claimstore.v1.SourceService",
    "claimstore.v1.TransparencyService",
];

/// The implementation of all services.
#[derive(Clone, Debug)]
pub struct Api {
    app: App,
}

macro_rules! limited {
    ($server:ident, $api:expr) => {
        $server::new($api)
            .max_decoding_message_size($crate::api::REQUEST_BYTES_MAX)
            .max_encoding_message_size($crate::api::RESPONSE_BYTES_MAX)
    };
}

use limited;

/// The routes to the services that [`direct`] does not call.
pub fn routes(app: App) -> Routes {
    let api = Api { app };
    Routes::new(limited!(AuditServiceServer, api.clone()))
        .add_service(limited!(BundleServiceServer, api.clone()))
        .add_service(limited!(ChangeServiceServer, api.clone()))
        .add_service(limited!(ExchangeServiceServer, api.clone()))
        .add_service(limited!(PictureServiceServer, api.clone()))
        .add_service(limited!(SearchServiceServer, api.clone()))
        .add_service(limited!(TransparencyServiceServer, api))
}
