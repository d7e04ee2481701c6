//! Breaks each agreement between the files once, and checks that the violation is found.

use super::{
    checks,
    manifests::{Files, SETTINGS},
};

const DEPLOYMENT: &str = "k8s/base/deployment.yaml";
const JOB: &str = "k8s/base/migration.yaml";
const POLICY: &str = "k8s/base/networkpolicy.yaml";
const SERVICE: &str = "k8s/base/service.yaml";
const BUDGET: &str = "k8s/base/poddisruptionbudget.yaml";
const KUSTOMIZATION: &str = "k8s/base/kustomization.yaml";
const POSTGRES: &str = "k8s/overlays/development/postgres.yaml";
const SECRET: &str = "k8s/overlays/development/secret.yaml";
const PATCH: &str = "k8s/overlays/development/networkpolicy-patch.yaml";
const DOCKERFILE: &str = "Dockerfile";

/// The file, the text to replace, its replacement, and a part of the expected violation.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    (SETTINGS, "CALL_TIMEOUT_MS", "CALL_TIMEOUT", "is no setting"),
    (SETTINGS, "HOLD_MS=5000", "HOLD_MS=5s", "does not take 5s"),
    (SETTINGS, "=true", "=yes", "does not take yes"),
    (
        SETTINGS,
        "LOG_FORMAT=json",
        "LOG_FORMAT=xml",
        "does not take xml",
    ),
    (
        DOCKERFILE,
        "DATABASE_REQUIRED=",
        "DATABASE_NEEDED=",
        "is no setting",
    ),
    (
        DEPLOYMENT,
        "name: CLAIMSTORE_DATABASE_URL",
        "name: CLAIMSTORE_DATABASE",
        "is no setting",
    ),
    (
        JOB,
        "name: CLAIMSTORE_DATABASE_URL",
        "name: CLAIMSTORE_DATABASE",
        "is no setting",
    ),
    (
        KUSTOMIZATION,
        "claimstore-settings",
        "claimstore-config",
        "the ConfigMap",
    ),
    (SETTINGS, "[::]:50051", "[::]:50052", "the container's port"),
    (SETTINGS, "[::]:50051", "127.0.0.1:50051", "beyond loopback"),
    (
        SETTINGS,
        "[::]:50051",
        "0.0.0.0:50051",
        "that has only IPv6",
    ),
    (SETTINGS, "[::]:9464", "0.0.0.0:9464", "that has only IPv6"),
    (
        SETTINGS,
        "CLAIMSTORE_INSECURE_LISTEN=true",
        "",
        "beyond loopback",
    ),
    (
        DOCKERFILE,
        "EXPOSE 50051",
        "EXPOSE 50052",
        "does not expose",
    ),
    (
        DEPLOYMENT,
        "containerPort: 50051",
        "containerPort: 50052",
        "the container's port",
    ),
    (
        DEPLOYMENT,
        "port: 50051\n              service: \"\"",
        "port: 1\n              service: \"\"",
        "readinessProbe",
    ),
    (SERVICE, "port: 50051", "port: 80", "a Service's port"),
    (
        SETTINGS,
        "[::]:9464",
        "[::]:9465",
        "the container's port for metrics",
    ),
    (
        SETTINGS,
        "[::]:9464",
        "127.0.0.1:9464",
        "metrics are not published beyond loopback",
    ),
    (
        POLICY,
        "port: 9464",
        "port: 9465",
        "the NetworkPolicy lets in",
    ),
    (
        SERVICE,
        "targetPort: grpc",
        "targetPort: http",
        "a Service's target",
    ),
    (
        POLICY,
        "port: 50051",
        "port: 50052",
        "the NetworkPolicy lets in",
    ),
    (
        POLICY,
        "    - from:\n",
        "    - {}\n    - from:\n",
        "the NetworkPolicy lets in",
    ),
    (
        DEPLOYMENT,
        "service: \"\"",
        "service: liveness",
        "the readinessProbe's service",
    ),
    (
        DEPLOYMENT,
        "service: liveness",
        "service: \"\"",
        "the livenessProbe's service",
    ),
    (
        DEPLOYMENT,
        "service: liveness",
        "service: live",
        "the startupProbe's service",
    ),
    (
        DEPLOYMENT,
        "GracePeriodSeconds: 45",
        "GracePeriodSeconds: 40",
        "the grace period",
    ),
    (
        DEPLOYMENT,
        "terminationGracePeriodSeconds: 45",
        "",
        "the grace period",
    ),
    (
        SETTINGS,
        "HOLD_MS=5000",
        "HOLD_MS=15000",
        "the grace period",
    ),
    (
        SETTINGS,
        "CLAIMSTORE_DRAIN_HOLD_MS=5000",
        "",
        "no time to notice",
    ),
    (
        SETTINGS,
        "DRAIN_TIMEOUT_MS=30000",
        "DRAIN_TIMEOUT_MS=20000",
        "longer than the drain",
    ),
    (JOB, "args: [migrate]", "args: [serve]", "what the Job runs"),
    (
        JOB,
        "image: claimstore",
        "image: claimstore-old",
        "the Job's image",
    ),
    (JOB, "key: url", "key: admin", "the Job's url"),
    (
        DEPLOYMENT,
        "secretKeyRef",
        "configMapKeyRef",
        "from a Secret",
    ),
    (
        DEPLOYMENT,
        "component: server\n    spec:",
        "component: api\n    spec:",
        "misses the servers",
    ),
    (
        SERVICE,
        "    app.kubernetes.io/component: server\n",
        "",
        "finds the migration",
    ),
    (
        BUDGET,
        "component: server",
        "component: api",
        "the budget misses",
    ),
    (
        POLICY,
        "podSelector:\n    matchLabels:\n      app.kubernetes.io/name: claimstore",
        "podSelector:\n    matchLabels:\n      app.kubernetes.io/name: claims",
        "the NetworkPolicy misses",
    ),
    (
        PATCH,
        "name: postgres",
        "name: postgresql",
        "misses Postgres",
    ),
    (
        POSTGRES,
        "app.kubernetes.io/name: claimstore",
        "app.kubernetes.io/name: claims",
        "refuses one of ours",
    ),
    (
        DEPLOYMENT,
        "runAsNonRoot: true",
        "runAsNonRoot: false",
        "runAsNonRoot",
    ),
    (
        DEPLOYMENT,
        "readOnlyRootFilesystem: true",
        "",
        "read-only root",
    ),
    (
        DEPLOYMENT,
        "enableServiceLinks: false",
        "",
        "enableServiceLinks",
    ),
    (DEPLOYMENT, "memory: 512Mi", "", "has no bounds"),
    (JOB, "drop: [ALL]", "add: [NET_RAW]", "capabilities"),
    (JOB, "type: RuntimeDefault", "type: Unconfined", "seccomp"),
    (
        POSTGRES,
        "allowPrivilegeEscalation: false",
        "",
        "escalation",
    ),
    (
        DOCKERFILE,
        "USER 65532:65532",
        "USER 0:0",
        "the image as 0:0",
    ),
    (
        DOCKERFILE,
        "image.version=\"0",
        "image.version=\"9",
        "has no label",
    ),
    (
        DOCKERFILE,
        "FROM scratch",
        "FROM debian:12-slim",
        "more in it",
    ),
    (
        DOCKERFILE,
        "STOPSIGNAL SIGTERM",
        "STOPSIGNAL SIGKILL",
        "is not drained",
    ),
    (
        DOCKERFILE,
        "CMD [\"serve\"]",
        "CMD [\"show\"]",
        "does not serve",
    ),
    (KUSTOMIZATION, "newTag: 0", "newTag: 9", "the image's tag"),
    (
        KUSTOMIZATION,
        "  - name: claimstore\n    newTag",
        "  - name: claim\n    newTag",
        "the image that is tagged",
    ),
    (
        KUSTOMIZATION,
        "  - networkpolicy.yaml\n",
        "",
        "is never deployed",
    ),
    (
        DEPLOYMENT,
        "maxUnavailable: 0",
        "maxUnavailable: 1",
        "a rollout's maxUnavailable",
    ),
    (DEPLOYMENT, "replicas: 2", "replicas: 1", "may go at once"),
    (
        SETTINGS,
        "CONNECTIONS_MAX=20",
        "CONNECTIONS_MAX=50",
        "150 connections",
    ),
    (SECRET, "@postgres:5432", "@postgresql:5432", "the host"),
    (SECRET, "@postgres:5432", "@postgres:6432", "its port"),
    (
        SECRET,
        "password: development-only",
        "password: development-2",
        "another password",
    ),
    (
        SECRET,
        "development-only",
        "hunter2",
        "for development only",
    ),
    (POSTGRES, "value: claimstore", "value: postgres", "the user"),
];

#[test]
fn every_broken_agreement_is_found() {
    let files = Files::read();
    assert_eq!(checks::all(&files), Vec::<String>::new());
    for (path, old, new, expected) in BROKEN {
        let wrong = checks::all(&files.with(path, old, new));
        assert!(
            wrong.iter().any(|it| it.contains(expected)),
            "{path} with {new:?} for {old:?} is said to be {wrong:?}"
        );
    }
}
