//! The production overlay: its settings let a server start that verifies callers and encrypts, and its
//! policy is one.

use std::path::Path;

use claimstore::{
    access::Authenticator,
    config::{Access, Health, Listen, Pool},
};
use clap::{ArgMatches, FromArgMatches as _};
use serde_json::Value;

use super::{
    checks::program::{serve, setting},
    manifests::{EXAMPLES, Files, PRODUCTION, container},
};

/// What Postgres needs beside the connections of pods: for superusers, standbys and the operator.
const CONNECTIONS_BESIDE: u64 = 10;

/// `claimstore serve` with the settings of the base, and those of the overlay over them.
fn served(files: &Files) -> ArgMatches {
    let own = files.settings_in(&format!("{PRODUCTION}/settings.env"));
    for (name, _) in &own {
        assert!(setting(name).is_some(), "{name} is no setting");
    }
    let mut all = files.settings();
    all.retain(|(name, _)| own.iter().all(|(other, _)| other != name));
    all.extend(own);
    serve(&all).unwrap()
}

#[test]
fn the_server_verifies_callers_encrypts_and_answers_probes() {
    let files = Files::read();
    let matches = served(&files);
    let access = Access::from_arg_matches(&matches).unwrap();
    let listen = Listen::from_arg_matches(&matches).unwrap();
    assert!(!listen.is_insecure_allowed);
    assert!(listen.address(&access).unwrap().ip().is_unspecified());
    let health = Health::from_arg_matches(&matches).unwrap();
    let probed = health.address().unwrap().unwrap();
    assert!(probed.is_ipv6() && probed.ip().is_unspecified());
    let probed = probed.port();
    let container = container(files.resource(PRODUCTION, "Deployment", "claimstore"));
    for probe in ["startupProbe", "livenessProbe", "readinessProbe"] {
        assert_eq!(container[probe]["grpc"]["port"], probed, "{probe}");
    }
    let mounts = container["volumeMounts"].as_array().unwrap();
    let files = [
        access.policy,
        access.tls_cert,
        access.tls_key,
        access.tls_client_ca,
    ];
    for file in files.map(Option::unwrap) {
        let is_below = |mount: &Value| file.starts_with(mount["mountPath"].as_str().unwrap());
        assert!(
            mounts.iter().any(is_below),
            "{} is not mounted",
            file.display()
        );
    }
}

#[test]
fn the_policy_can_be_used() {
    let policy = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(PRODUCTION)
        .join("policy.toml");
    Authenticator::open(&policy).unwrap();
}

#[test]
fn postgres_has_connections_for_as_many_pods_as_there_can_be() {
    let files = Files::read();
    let pool = Pool::from_arg_matches(&served(&files)).unwrap();
    let scaler = files.resource(PRODUCTION, "HorizontalPodAutoscaler", "claimstore");
    let pods = scaler["spec"]["maxReplicas"].as_u64().unwrap() + 1;
    let needed = pods * u64::from(pool.connections_max) + CONNECTIONS_BESIDE;
    let postgres = files.resource(EXAMPLES, "Cluster", "claimstore-postgres");
    let given = &postgres["spec"]["postgresql"]["parameters"]["max_connections"];
    let given: u64 = given.as_str().unwrap().parse().unwrap();
    assert!(needed <= given, "{needed} of {given}");
}
