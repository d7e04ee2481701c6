//! What the manifests, the overlay and the image must agree on.

use std::str::FromStr as _;

use claimstore::store::ConnectOptions;
use serde_json::{Value, json};

use super::Violations;
use crate::house::deployment::manifests::{
    BASE, DEVELOPMENT, Files, PRODUCTION, container, pod, selects, variable,
};

const DATABASE_URL: &str = "CLAIMSTORE_DATABASE_URL";

/// The Job migrates the database that the pods use, with the same program.
pub fn migration(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let job = files.resource(BASE, "Job", "claimstore-migrate");
    let (server, migration) = (container(deployment), container(job));
    wrong.unless_equal(&migration["args"], json!(["migrate"]), "what the Job runs");
    wrong.unless_equal(&server["args"], json!(["serve"]), "what the pods run");
    wrong.unless_equal(
        &migration["image"],
        server["image"].clone(),
        "the Job's image",
    );
    let secret = variable(server, DATABASE_URL);
    wrong.unless(
        secret["secretKeyRef"]["key"].is_string(),
        "the pods do not take the url from a Secret",
    );
    wrong.unless_equal(
        variable(migration, DATABASE_URL),
        secret.clone(),
        "the Job's url",
    );
    wrong
}

/// Every selector finds the right pods by their labels.
pub fn labels(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let job = files.resource(BASE, "Job", "claimstore-migrate");
    let server = &pod(deployment)["metadata"]["labels"];
    let migration = &pod(job)["metadata"]["labels"];
    let budget = files.resource(BASE, "PodDisruptionBudget", "claimstore");
    let of_server = [
        (
            "the Deployment",
            deployment["spec"]["selector"]["matchLabels"].clone(),
        ),
        (
            "the budget",
            budget["spec"]["selector"]["matchLabels"].clone(),
        ),
    ];
    let services = ["claimstore", "claimstore-headless"].map(|name| {
        let service = files.resource(BASE, "Service", name);
        ("a Service", service["spec"]["selector"].clone())
    });
    let spread = pod(deployment)["spec"]["topologySpreadConstraints"].as_array();
    let spread = spread.into_iter().flatten().map(|it| {
        let selector = &it["labelSelector"]["matchLabels"];
        ("a spread constraint", selector.clone())
    });
    for (who, asked) in of_server.into_iter().chain(services).chain(spread) {
        wrong.unless(selects(&asked, server), format!("{who} misses the servers"));
        wrong.unless(
            !selects(&asked, migration),
            format!("{who} finds the migration"),
        );
    }
    let policy = files.resource(BASE, "NetworkPolicy", "claimstore");
    for labels in [server, migration] {
        let asked = &policy["spec"]["podSelector"]["matchLabels"];
        wrong.unless(selects(asked, labels), "the NetworkPolicy misses a pod");
    }

    let postgres = files.resource(DEVELOPMENT, "StatefulSet", "postgres");
    let stored = &pod(postgres)["metadata"]["labels"];
    let service = files.resource(DEVELOPMENT, "Service", "postgres");
    let patch = files.resource(DEVELOPMENT, "NetworkPolicy", "claimstore");
    let own = files.resource(DEVELOPMENT, "NetworkPolicy", "postgres");
    let to = &patch["spec"]["egress"][0]["to"][0]["podSelector"]["matchLabels"];
    for asked in [
        &postgres["spec"]["selector"]["matchLabels"],
        &service["spec"]["selector"],
        &own["spec"]["podSelector"]["matchLabels"],
        to,
    ] {
        wrong.unless(selects(asked, stored), "something misses Postgres");
    }
    let from = &own["spec"]["ingress"][0]["from"][0]["podSelector"]["matchLabels"];
    for labels in [server, migration] {
        wrong.unless(selects(from, labels), "Postgres refuses one of ours");
    }
    wrong
}

/// Every pod meets the strictest pod security standard, and gets nothing that it does not need.
pub fn confinement(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let user = files.instruction("USER");
    for (folder, kind, name) in [
        (BASE, "Deployment", "claimstore"),
        (BASE, "Job", "claimstore-migrate"),
        (DEVELOPMENT, "StatefulSet", "postgres"),
    ] {
        let resource = files.resource(folder, kind, name);
        let spec = &pod(resource)["spec"];
        let of_pod = &spec["securityContext"];
        let of_container = &container(resource)["securityContext"];
        let mut equal = |found: &Value, wanted: Value, what: &str| {
            wrong.unless_equal(found, wanted, &format!("{what} of {kind} {name}"));
        };
        equal(&of_pod["runAsNonRoot"], json!(true), "runAsNonRoot");
        equal(
            &of_pod["seccompProfile"]["type"],
            json!("RuntimeDefault"),
            "seccomp",
        );
        equal(
            &of_container["readOnlyRootFilesystem"],
            json!(true),
            "read-only root",
        );
        equal(
            &of_container["allowPrivilegeEscalation"],
            json!(false),
            "escalation",
        );
        equal(
            &of_container["capabilities"],
            json!({"drop": ["ALL"]}),
            "capabilities",
        );
        equal(
            &spec["automountServiceAccountToken"],
            json!(false),
            "the token",
        );
        // Service links would add a Service's address under the names of settings.
        equal(
            &spec["enableServiceLinks"],
            json!(false),
            "enableServiceLinks",
        );
        if folder == BASE {
            let ids = format!("{}:{}", of_pod["runAsUser"], of_pod["runAsGroup"]);
            wrong.unless(
                ids == user,
                format!("{kind} {name} runs as {ids}, the image as {user}"),
            );
            wrong.unless_equal(&spec["serviceAccountName"], "claimstore", "the account");
        }
        let limits = &container(resource)["resources"]["limits"];
        let is_bounded = limits["memory"].is_string() && limits["cpu"].is_string();
        wrong.unless(is_bounded, format!("{kind} {name} has no bounds"));
    }
    wrong
}

/// The deployed image holds the program of this version.
pub fn image(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let version = env!("CARGO_PKG_VERSION");
    let label = format!("org.opencontainers.image.version=\"{version}\"");
    wrong.unless(
        files.text("Dockerfile").contains(&label),
        format!("the Dockerfile has no label {label}"),
    );
    let kustomization = &files.documents(&format!("{BASE}/kustomization.yaml"))[0];
    let image = &kustomization["images"][0];
    wrong.unless_equal(&image["newTag"], version, "the image's tag");
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let used = container(deployment)["image"].clone();
    wrong.unless_equal(&image["name"], used, "the image that is tagged");
    wrong.unless(
        files.instruction("CMD") == "[\"serve\"]"
            && files.instruction("ENTRYPOINT") == "[\"/usr/bin/claimstore\"]",
        "the image does not serve when nothing is said",
    );
    wrong.unless(
        files.instruction("STOPSIGNAL") == "SIGTERM",
        "the image is not drained",
    );
    wrong.unless(
        files.instruction("FROM") == "scratch",
        "the image has more in it than the program",
    );
    for folder in [BASE, DEVELOPMENT, PRODUCTION] {
        let kustomization = &files.documents(&format!("{folder}/kustomization.yaml"))[0];
        let text = kustomization.to_string();
        for name in files.yaml_names(folder) {
            let is_listed = name == "kustomization.yaml" || text.contains(&format!("\"{name}\""));
            wrong.unless(is_listed, format!("{folder}/{name} is never deployed"));
        }
    }
    wrong
}

/// The development overlay's Postgres is the one that its Secret names.
pub fn database(files: &Files) -> Violations {
    let mut wrong = Violations::default();
    let deployment = files.resource(BASE, "Deployment", "claimstore");
    let reference = &variable(container(deployment), DATABASE_URL)["secretKeyRef"];
    let (Some(name), Some(key)) = (reference["name"].as_str(), reference["key"].as_str()) else {
        wrong.unless(false, "the pods take no url from a Secret");
        return wrong;
    };
    let secret = files.resource(DEVELOPMENT, "Secret", name);
    let url = secret["stringData"][key].as_str();
    let Some(options) = url.and_then(|url| ConnectOptions::from_str(url).ok()) else {
        wrong.unless(false, format!("the Secret has no url in {key}"));
        return wrong;
    };
    let postgres = files.resource(DEVELOPMENT, "StatefulSet", "postgres");
    let container = container(postgres);
    let service = files.resource(DEVELOPMENT, "Service", "postgres");
    wrong.unless_equal(&service["metadata"]["name"], options.get_host(), "the host");
    wrong.unless_equal(
        &service["spec"]["ports"][0]["port"],
        options.get_port(),
        "its port",
    );
    wrong.unless_equal(
        &container["ports"][0]["containerPort"],
        options.get_port(),
        "the port of Postgres",
    );
    let user = options.get_username();
    wrong.unless_equal(variable(container, "POSTGRES_USER"), user, "the user");
    wrong.unless_equal(
        variable(container, "POSTGRES_DB"),
        options.get_database().unwrap_or_default(),
        "the database",
    );
    let password = &variable(container, "POSTGRES_PASSWORD")["secretKeyRef"];
    wrong.unless_equal(&password["name"], name, "the Secret of Postgres");
    let key = password["key"].as_str().unwrap_or_default();
    let password = secret["stringData"][key].as_str().unwrap_or_default();
    wrong.unless(
        !password.is_empty() && url.is_some_and(|url| url.contains(&format!(":{password}@"))),
        "the url has another password than Postgres",
    );
    wrong.unless(
        password.contains("development"),
        "the password does not say that it is for development only",
    );
    wrong
}
