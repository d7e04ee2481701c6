//! The production overlay: its settings let a server start that verifies callers and encrypts, and its
//! policy is one.

use std::{collections::BTreeMap, fs, path::Path};

use claimstore::{
    access::Authenticator,
    cli::Cli,
    config::{Access, Health, Listen, Pool},
};
use clap::{CommandFactory as _, FromArgMatches as _};
use serde_json::Value;

const OVERLAY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/k8s/overlays/production");
const BASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/k8s/base");
const POSTGRES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/k8s/examples/cloudnativepg.yaml"
);

/// What Postgres needs beside the connections of pods: for superusers, standbys and the operator.
const CONNECTIONS_BESIDE: u64 = 10;

fn settings(folder: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(Path::new(folder).join("settings.env")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// `claimstore serve` with the settings of the base, and those of the overlay over them.
fn serve() -> clap::ArgMatches {
    let mut all = settings(BASE);
    all.extend(settings(OVERLAY));
    let cli = Cli::command();
    let serve = cli.find_subcommand("serve").unwrap();
    let known: Vec<_> = serve.get_arguments().chain(cli.get_arguments()).collect();
    let mut line = vec!["claimstore".to_owned(), "serve".to_owned()];
    for (name, value) in all {
        let is_named = |it: &&&clap::Arg| it.get_env().is_some_and(|env| env == name.as_str());
        let setting = known
            .iter()
            .find(is_named)
            .unwrap_or_else(|| panic!("{name}"));
        let flag = setting.get_long().unwrap();
        match setting.get_action().takes_values() {
            true => line.push(format!("--{flag}={value}")),
            false if value == "true" => line.push(format!("--{flag}")),
            false => assert_eq!(value, "false", "{name}"),
        }
    }
    let bare = |arg: clap::Arg| arg.env(None);
    let cli = Cli::command()
        .mut_args(bare)
        .mut_subcommand("serve", |it| it.mut_args(bare));
    let matches = cli.try_get_matches_from(line).unwrap();
    matches.subcommand_matches("serve").unwrap().clone()
}

fn yaml(path: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_server_verifies_callers_encrypts_and_answers_probes() {
    let matches = serve();
    let access = Access::from_arg_matches(&matches).unwrap();
    let listen = Listen::from_arg_matches(&matches).unwrap();
    assert!(!listen.is_insecure_allowed);
    assert!(listen.address(&access).unwrap().ip().is_unspecified());
    let health = Health::from_arg_matches(&matches).unwrap();
    let probed = health.address().unwrap().unwrap().port();
    let deployment = &yaml(&format!("{OVERLAY}/deployment-patch.yaml"))[0];
    let container = &deployment["spec"]["template"]["spec"]["containers"][0];
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
    Authenticator::open(&Path::new(OVERLAY).join("policy.toml")).unwrap();
}

#[test]
fn postgres_has_connections_for_as_many_pods_as_there_can_be() {
    let pool = Pool::from_arg_matches(&serve()).unwrap();
    let scaler = &yaml(&format!("{OVERLAY}/horizontalpodautoscaler.yaml"))[0];
    let pods = scaler["spec"]["maxReplicas"].as_u64().unwrap() + 1;
    let needed = pods * u64::from(pool.connections_max) + CONNECTIONS_BESIDE;
    let postgres = &yaml(POSTGRES)[0];
    let given = &postgres["spec"]["postgresql"]["parameters"]["max_connections"];
    let given: u64 = given.as_str().unwrap().parse().unwrap();
    assert!(needed <= given, "{needed} of {given}");
}
