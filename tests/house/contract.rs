//! Checks the contract against itself and against the code. Every method has its entry,
//! everything is documented, and a number has the same meaning everywhere.
//!
//! Deliberately absent: what buf lints, and whether a change breaks callers.

mod comments;
mod numbers;

use std::collections::BTreeSet;

use claimstore::{
    api::{SERVICES, call::auth::TABLE},
    wire,
};
use prost_reflect::{DescriptorPool, ServiceDescriptor};
use tonic::{Code, Request, client::Grpc, codegen::http::uri::PathAndQuery};
use tonic_prost::ProstCodec;

use crate::support::{errors::reason, samples::outlet, server::TestServer};

const PACKAGE: &str = "claimstore.v1";

/// All services of the server: the contract, health and reflection.
fn served() -> DescriptorPool {
    let mut pool = wire::descriptors().clone();
    for set in [
        tonic_health::pb::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
    ] {
        pool.decode_file_descriptor_set(set).unwrap();
    }
    pool
}

fn paths(service: &ServiceDescriptor) -> Vec<String> {
    let name = service.full_name();
    let methods = service.methods();
    methods
        .map(|method| format!("/{name}/{}", method.name()))
        .collect()
}

#[test]
fn the_access_table_has_one_entry_for_each_served_method() {
    let served: BTreeSet<String> = served().services().flat_map(|it| paths(&it)).collect();
    let listed: BTreeSet<String> = TABLE.iter().map(|(path, _)| (*path).to_owned()).collect();
    let missing: Vec<&String> = served.difference(&listed).collect();
    assert!(missing.is_empty(), "without an entry: {missing:?}");
    let left: Vec<&String> = listed.difference(&served).collect();
    assert!(
        left.is_empty(),
        "entries of methods that are not served: {left:?}"
    );
    assert_eq!(listed.len(), TABLE.len(), "a method has two entries");
}

#[test]
fn health_knows_every_service_of_the_contract() {
    let services = wire::descriptors().services();
    let names: BTreeSet<String> = services.map(|it| it.full_name().to_owned()).collect();
    let known: BTreeSet<String> = SERVICES.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(names, known);
}

#[tokio::test]
async fn every_method_of_the_contract_is_served() {
    let server = TestServer::start_with_search().await;
    // Of an empty log, nothing is signed.
    server.create_source(outlet("Paper")).await.unwrap();
    server.log_settled().await;
    server.app.sign_tree().await.unwrap();
    let services: Vec<ServiceDescriptor> = wire::descriptors().services().collect();
    let methods = services.iter().flat_map(ServiceDescriptor::methods);
    for descriptor in methods {
        let service = descriptor.parent_service().full_name();
        let path = format!("/{service}/{}", descriptor.name());
        let mut client = Grpc::new(server.channel());
        client.ready().await.unwrap();
        let codec = ProstCodec::<(), ()>::default();
        let method = PathAndQuery::try_from(path.as_str()).unwrap();
        // An empty request may be refused: each method decides that. A stream is not read to its
        // end.
        let request = Request::new(());
        let answer = match descriptor.is_server_streaming() {
            true => client
                .server_streaming(request, method, codec)
                .await
                .map(drop),
            false => client.unary(request, method, codec).await.map(drop),
        };
        if let Err(status) = answer {
            let (code, reason) = reason(&status);
            assert_eq!(code, Code::InvalidArgument, "{path}: {reason}");
        }
    }
}

#[test]
fn zero_means_unspecified_in_every_enumeration() {
    for descriptor in contract_enums() {
        let name = descriptor.full_name().to_owned();
        let zero = descriptor.get_value(0).map(|it| it.name().to_owned());
        assert!(
            zero.is_some_and(|zero| zero.ends_with("_UNSPECIFIED")),
            "{name} needs a value 0 whose name ends in _UNSPECIFIED"
        );
    }
}

fn contract_enums() -> Vec<prost_reflect::EnumDescriptor> {
    let all = wire::descriptors().all_enums();
    all.filter(|it| it.package_name() == PACKAGE).collect()
}
