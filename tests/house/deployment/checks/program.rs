//! What the manifests and the image must know of the program: its settings, its ports, the
//! service names of its health check, and how long its shutdown takes.

use std::net::SocketAddr;

use claimstore::{
    cli::Cli,
    config::{Access, Calls, Drain, Listen, Metrics, Pool},
    server::LIVENESS,
};
use clap::{Arg, ArgMatches, CommandFactory as _, FromArgMatches};
use serde_json::json;

use super::Violations;
use crate::house::deployment::manifests::{BASE, Files, container, pod};

/// How long a server takes after the drain at most. It answers the callers that it cuts off, and
/// closes its connections to the database.
const CLOSE_MS: u64 = 7_000;
/// How many connections Postgres accepts by default, without those that it reserves for
/// superusers.
const CONNECTIONS_MAX: u64 = 97;

/// Every variable is a setting of the program, and its value is valid.
pub fn settings(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let mut given = files.settings();
    let baked = files.instruction("ENV");
    given.extend(
        baked
            .split_once('=')
            .map(|(n, v)| (n.to_owned(), v.to_owned())),
    );
    for (name, value) in &given {
        let Some(setting) = setting(name) else {
            wrong.unless(false, format!("{name} is no setting of `claimstore serve`"));
            continue;
        };
        let is_flag = !setting.get_action().takes_values();
        let is_taken = match is_flag {
            true => value == "true",
            false => serve(&[(name.clone(), value.clone())]).is_ok(),
        };
        wrong.unless(is_taken, format!("{name} does not take {value}"));
    }
    for (kind, name) in [("Deployment", "claimstore"), ("Job", "claimstore-migrate")] {
        let resource = files.resource(BASE, kind, name);
        for variable in container(resource)["env"].as_array().into_iter().flatten() {
            let name = variable["name"].as_str().unwrap();
            wrong.unless(setting(name).is_some(), format!("{name} is no setting"));
        }
    }
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let kustomization = &files.documents(&format!("{BASE}/kustomization.yaml"))[0];
    wrong.unless_equal(
        &container(deployment)["envFrom"][0]["configMapRef"]["name"],
        kustomization["configMapGenerator"][0]["name"].clone(),
        "the ConfigMap that the pods take their settings from",
    );
    wrong
}

/// The server listens on the port that all manifests name, and is allowed to.
pub fn ports(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let Some(listen) = configured::<Listen>(files) else {
        return wrong;
    };
    let allowed: Option<SocketAddr> = listen.address(&Access::default()).ok();
    wrong.unless(
        allowed.is_some_and(|address| address.ip().is_unspecified()),
        "the pods do not listen beyond loopback",
    );
    let metrics = configured::<Metrics>(files).and_then(|it| it.address().ok()?);
    wrong.unless(
        metrics.is_some_and(|address| address.ip().is_unspecified()),
        "metrics are not published beyond loopback",
    );
    let both = [allowed, metrics];
    wrong.unless(
        both.iter().flatten().all(SocketAddr::is_ipv6),
        "pods of a cluster that has only IPv6 cannot be reached",
    );
    let metrics_port = metrics.map_or(0, |address| address.port());
    let port = listen.host.rsplit(':').next().unwrap_or_default();
    let port: u16 = port.parse().unwrap_or_default();
    wrong.unless(
        files.instruction("EXPOSE") == port.to_string(),
        format!("the Dockerfile does not expose {port}"),
    );
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let container = container(deployment);
    let container_port = &container["ports"][0];
    wrong.unless_equal(
        &container_port["containerPort"],
        port,
        "the container's port",
    );
    wrong.unless_equal(
        &container["ports"][1],
        json!({"name": "metrics", "containerPort": metrics_port}),
        "the container's port for metrics",
    );
    for probe in ["startupProbe", "livenessProbe", "readinessProbe"] {
        wrong.unless_equal(&container[probe]["grpc"]["port"], port, probe);
    }
    for name in ["claimstore", "claimstore-headless"] {
        let service = files.resource(BASE, "Service", name);
        let service_port = &service["spec"]["ports"][0];
        let target = container_port["name"].clone();
        wrong.unless_equal(&service_port["targetPort"], target, "a Service's target");
        // A headless Service has no proxy in between: clients reach the pod's own port.
        wrong.unless_equal(&service_port["port"], port, "a Service's port");
    }
    let policy = files.resource(BASE, "NetworkPolicy", "claimstore");
    let ingress = &policy["spec"]["ingress"];
    wrong.unless_equal(
        ingress,
        json!([
            {"from": ingress[0]["from"], "ports": [{"protocol": "TCP", "port": port}]},
            {"from": ingress[1]["from"], "ports": [{"protocol": "TCP", "port": metrics_port}]},
        ]),
        "what the NetworkPolicy lets in",
    );
    wrong.unless(
        ingress[0]["from"]
            .as_array()
            .is_some_and(|it| it.len() == 1),
        "the NetworkPolicy lets in others than labelled pods",
    );
    wrong
}

/// The kubelet asks for services that health knows. A restart never depends on the database, and
/// traffic always does.
pub fn probes(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let container = container(deployment);
    let asked = [
        ("startupProbe", LIVENESS),
        ("livenessProbe", LIVENESS),
        ("readinessProbe", ""),
    ];
    for (probe, service) in asked {
        let what = format!("the {probe}'s service");
        wrong.unless_equal(&container[probe]["grpc"]["service"], service, &what);
    }
    wrong
}

/// A pod has the time to drain, and an accepted call has the time to end.
pub fn ending(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let (Some(drain), Some(calls)) = (configured::<Drain>(files), configured::<Calls>(files))
    else {
        return wrong;
    };
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let grace = &pod(deployment)["spec"]["terminationGracePeriodSeconds"];
    // The default of Kubernetes.
    let grace_ms = grace.as_u64().unwrap_or(30) * 1_000;
    let needed_ms = drain.hold_ms + drain.timeout_ms + CLOSE_MS;
    wrong.unless(
        grace_ms > needed_ms,
        format!("the grace period is {grace_ms} ms, and the drain takes {needed_ms}"),
    );
    wrong.unless(drain.hold_ms >= 1_000, "endpoints get no time to notice");
    wrong.unless(
        drain.timeout_ms >= calls.call_timeout_ms,
        "a call may last longer than the drain",
    );
    wrong
}

/// At least one pod serves at any time.
pub fn updates(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let rolling = &deployment["spec"]["strategy"]["rollingUpdate"];
    wrong.unless_equal(&rolling["maxUnavailable"], 0, "a rollout's maxUnavailable");
    let budget = files.resource(BASE, "PodDisruptionBudget", "claimstore");
    let (replicas, away) = (
        deployment["spec"]["replicas"].as_u64().unwrap(),
        budget["spec"]["maxUnavailable"].as_u64().unwrap(),
    );
    wrong.unless(replicas > away, "all pods may go at once");
    if let Some(pool) = configured::<Pool>(files) {
        let pods = replicas + rolling["maxSurge"].as_u64().unwrap();
        let connections = pods * u64::from(pool.connections_max);
        wrong.unless(
            connections <= CONNECTIONS_MAX,
            format!("a rollout may take {connections} connections to Postgres"),
        );
    }
    wrong
}

/// The setting of `claimstore serve` behind a variable.
pub fn setting(variable: &str) -> Option<Arg> {
    let cli = Cli::command();
    let serve = cli.find_subcommand("serve").unwrap();
    let mut all = serve.get_arguments().chain(cli.get_arguments());
    all.find(|it| it.get_env().is_some_and(|name| name == variable))
        .cloned()
}

/// A group of settings, as the pods have it. `None` where the pods cannot start at all, which
/// another check reports.
fn configured<T: FromArgMatches>(files: &Files) -> Option<T> {
    let matches = serve(&files.settings()).ok()?;
    Some(T::from_arg_matches(&matches).unwrap())
}

/// Parses `claimstore serve` with these variables, and no others.
pub fn serve(variables: &[(String, String)]) -> Result<ArgMatches, clap::Error> {
    let mut line = vec!["claimstore".to_owned(), "serve".to_owned()];
    for (name, value) in variables {
        let Some(setting) = setting(name) else {
            continue;
        };
        let flag = setting.get_long().unwrap();
        if setting.get_action().takes_values() {
            line.push(format!("--{flag}={value}"));
        } else if value == "true" {
            line.push(format!("--{flag}"));
        }
    }
    let without_variables = |arg: Arg| arg.env(None);
    let cli = Cli::command()
        .mut_args(without_variables)
        .mut_subcommand("serve", |it| it.mut_args(without_variables));
    let matches = cli.try_get_matches_from(line)?;
    Ok(matches.subcommand_matches("serve").unwrap().clone())
}
