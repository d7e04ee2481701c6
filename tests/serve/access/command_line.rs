//! The command line as a caller with credentials, and a server that is started with them.

use std::{fs, path::Path};

use serde_json::Value;
use tonic::transport::Endpoint;
use tonic_health::pb::health_check_response::ServingStatus;

use crate::{
    serve::start::DataDir,
    support::{
        certificates::{self, Authority},
        health::wait_for_health,
        issuer::{Newsroom, grant, grants},
        process::{Serving, claimstore, run, said},
    },
};

fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

#[tokio::test]
async fn commands_call_over_tls_with_a_token_or_a_certificate() {
    let (newsroom, authority) = (Newsroom::new(), Authority::new());
    let client = grant("certificate:cms.example", "desk-editor", "");
    newsroom.write_policy(&format!("{client}{}", grants()));
    let tls = newsroom.file("tls");
    fs::create_dir(&tls).unwrap();
    certificates::write(&tls, &authority);
    let files = certificates::files(&tls);
    let directory = DataDir::new();
    let serving = Serving::start(
        claimstore()
            .args(["serve", "--health-listen", "127.0.0.1:0", "--data-dir"])
            .arg(directory.data_dir())
            .args(["--policy", path(&newsroom.file("policy.toml"))])
            .args([
                "--tls-cert",
                path(&files.certificate),
                "--tls-key",
                path(&files.key),
            ])
            .args(["--tls-client-ca", path(&files.client_ca.unwrap())]),
    );
    let url = serving
        .url()
        .replace("http://127.0.0.1", "https://localhost");
    let health: Value = serde_json::from_str(&serving.line("health is answered").await).unwrap();
    let health = format!("http://{}", health["address"].as_str().unwrap());
    let probed = Endpoint::from_shared(health).unwrap().connect_lazy();
    wait_for_health(&probed, "", ServingStatus::Serving).await;

    let token = newsroom.file("token");
    fs::write(&token, format!("{}\n", newsroom.token("desk-editor"))).unwrap();
    let ca = newsroom.file("ca.crt");
    fs::write(&ca, authority.pem()).unwrap();
    let call = |more: &[&str]| {
        run(claimstore()
            .args([
                "import",
                "examples/foreign-fighters.json",
                "--server",
                &url,
                "--ca",
                path(&ca),
            ])
            .args(more))
    };
    let imported = call(&["--token-file", path(&token)]);
    assert!(imported.status.success(), "{}", said(&imported));
    let certified = authority.client(&[], &["cms.example"]);
    let (cert, key) = (newsroom.file("client.crt"), newsroom.file("client.key"));
    fs::write(&cert, certified.certificate).unwrap();
    fs::write(&key, certified.key).unwrap();
    let imported = call(&["--cert", path(&cert), "--key", path(&key)]);
    assert!(imported.status.success(), "{}", said(&imported));
    let nobody = call(&[]);
    assert!(!nobody.status.success());
    assert!(
        said(&nobody).contains("has no credentials"),
        "{}",
        said(&nobody)
    );
    let distrusting = run(claimstore().args(["show", "articles/x", "--server", &url]));
    assert!(
        said(&distrusting).contains("no claimstore can be reached"),
        "{}",
        said(&distrusting)
    );
    let lines = serving.log().join("\n");
    assert!(
        lines.contains("\"caller\":\"desk:desk-editor\"")
            && lines.contains("\"peer\":\"127.0.0.1:")
    );
    assert!(
        lines.contains("\"refused\":\"the call has no credentials;"),
        "{lines}"
    );
    let secret = fs::read_to_string(&token).unwrap();
    fs::write(&token, newsroom.token("nobody")).unwrap();
    assert!(!call(&["--token-file", path(&token)]).status.success());
    let line = serving.line("desk:nobody may not call").await;
    assert!(line.contains("\"caller\":\"desk:nobody\""), "{line}");
    assert!(!lines.contains(secret.trim()));
}

#[test]
fn a_server_does_not_start_with_a_policy_or_certificates_that_are_wrong() {
    let newsroom = Newsroom::new();
    let policy = newsroom.file("policy.toml");
    fs::write(
        &policy,
        "[[issuer]]\nname = \"certificate\"\nissuer = \"https://x\"\naudiences = []\nkeys = \"k\"\n\
         [[grant]]\ncallers = [\"desk:a\"]\nroles = [\"king\"]\n",
    )
    .unwrap();
    let ended = run(claimstore().args(["serve", "--policy", path(&policy)]));
    assert!(!ended.status.success());
    for part in [
        "issuer[0].name is reserved",
        "issuer[0].audiences is required",
        "grant[0].callers[0] does not begin with the name of an issuer",
        "grant[0].roles[0] is none of reader, writer, reviewer, desk-editor, revealer, auditor, administrator",
    ] {
        assert!(said(&ended).contains(part), "{part}: {}", said(&ended));
    }
    let (cert, key) = (newsroom.file("tls.crt"), newsroom.file("tls.key"));
    let (one, other) = (Authority::new().server(), Authority::new().server());
    fs::write(&cert, one.certificate).unwrap();
    fs::write(&key, other.key).unwrap();
    let ended =
        run(claimstore().args(["serve", "--tls-cert", path(&cert), "--tls-key", path(&key)]));
    assert!(!ended.status.success());
    assert!(
        said(&ended).contains("cannot be used together"),
        "{}",
        said(&ended)
    );
    let ended = run(claimstore().args(["serve", "--tls-cert", path(&cert)]));
    assert!(said(&ended).contains("--tls-key"), "{}", said(&ended));
}
