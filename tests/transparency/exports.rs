//! An export is verified without a store, resource by resource.

use std::{fs, path::Path, process::Output};

use claimstore::wire::pb::Verdict;
use serde_json::Value;

use super::{
    commands::{kept, printed},
    erase, grow, sign,
};
use crate::{
    log::{
        check::{fill, scene::Scene},
        retention::{age, keep, rename},
    },
    support::{
        process::{claimstore, run, said},
        samples::{article, claim, outlet, review},
        server::{TestServer, VERIFIER_KEY},
    },
};

const FILE: &str = "all.ndjson";

fn export(server: &TestServer, directory: &Path, file: &str) {
    let mut export = claimstore();
    export.args(["export", "--server", &server.address]);
    printed(&run(export.arg(directory.join(file))));
}

/// Proves an export in the checkpoint that was kept.
fn prove(server: &TestServer, directory: &Path, file: &str) -> Output {
    let mut prove = claimstore();
    prove.args(["prove", "--server", &server.address, "--export"]);
    prove.arg(directory.join(file));
    let output = run(prove.arg("--checkpoint").arg(directory.join("note")));
    fs::write(directory.join(format!("{file}.proofs")), &output.stdout).unwrap();
    output
}

fn verify(directory: &Path, file: &str) -> Output {
    let mut verify = claimstore();
    verify.arg("verify").arg("--export");
    verify.arg(directory.join(file));
    verify.arg("--checkpoint").arg(directory.join("note"));
    run(verify.args(["--key", VERIFIER_KEY]))
}

/// The faults that are found.
fn told(directory: &Path) -> String {
    let output = verify(directory, FILE);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn lines(directory: &Path, file: &str) -> Vec<String> {
    let text = fs::read_to_string(directory.join(file)).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn write(directory: &Path, file: &str, lines: &[String]) {
    fs::write(directory.join(file), lines.join("\n") + "\n").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_resource_of_a_whole_export_is_proved() {
    let mut scene = Scene::start(0x5eed_0014).await;
    for _ in 0..120 {
        let _ = scene.call().await;
    }
    let server = scene.server;
    fill(&server).await;
    let text = article("Headline", "The first text");
    let mut piece = server.create_article(text).await.unwrap();
    "The second text".clone_into(&mut piece.body);
    server.update_article(piece, &["body"]).await.unwrap();
    let planted = server.create_claim(claim("Planted")).await.unwrap();
    erase(&server, &planted.name).await;
    let directory = kept(&server).await;
    for file in [FILE, "all.ndjson.zst"] {
        export(&server, directory.path(), file);
        printed(&prove(&server, directory.path(), file));
        let told = printed(&verify(directory.path(), file));
        let proofs = lines(directory.path(), &format!("{file}.proofs")).len() - 1;
        let expected = format!("verified {proofs} resources of the export in the checkpoint of ");
        assert!(proofs > 20 && told.starts_with(&expected), "{told}");
        assert!(
            told.contains("not proved: that the export has all resources"),
            "{told}"
        );
        // What is in the export does not stand in the proofs again.
        let proofs = lines(directory.path(), &format!("{file}.proofs"));
        assert!(!proofs.concat().contains("\"message\""));
    }
    let export = lines(directory.path(), FILE).concat();
    for kind in [
        "sources",
        "claims",
        "article",
        "appearances",
        "relations",
        "reviews",
        "earlierVersion",
        "erasure",
    ] {
        assert!(export.contains(&format!("\"{kind}\":")), "{kind}");
    }
}

/// A small store, its export and the proofs of that.
async fn small() -> (TestServer, tempfile::TempDir) {
    let server = TestServer::start().await;
    for name in ["Paper", "Other", "Third"] {
        server.create_source(outlet(name)).await.unwrap();
    }
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    server.create_claim(claim("Beside")).await.unwrap();
    let given = review("Desk", Verdict::False, 1);
    server.create_review(&fact, given).await.unwrap();
    let directory = kept(&server).await;
    export(&server, directory.path(), FILE);
    printed(&prove(&server, directory.path(), FILE));
    printed(&verify(directory.path(), FILE));
    (server, directory)
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_in_an_export_is_named() {
    let (_server, directory) = small().await;
    let directory = directory.path();
    let export = lines(directory, FILE);
    assert_eq!(export.len(), 3, "sources, claims and reviews");
    type Change = fn(&mut Vec<String>);
    let changes: [(Change, &str); 9] = [
        (
            |it| it[1] = it[1].replace("Planted", "Painted"),
            "its content was changed",
        ),
        (|it| drop(it.remove(2)), "the export does not have it"),
        (|it| it[2] = it[1].clone(), "it is in the export twice"),
        (|it| it.swap(0, 2), "not where export writes it"),
        (
            |it| {
                it[0] = of_json(&it[0], |it| {
                    it["sources"].as_array_mut().unwrap().pop();
                });
            },
            "the export does not have it",
        ),
        (
            |it| {
                it[1] = of_json(&it[1], |it| {
                    let claim = &mut it["claims"][0]["claim"];
                    *claim = serde_json::json!({ "name": claim["name"] });
                });
            },
            "the export does not have it",
        ),
        (
            |it| {
                it[2] = it[2].replace("\"revision\":\"1\"", "\"revision\":\"2\"");
            },
            "nothing proves it",
        ),
        (
            |it| {
                it[2] = it[2].replace(",\"revision\":\"1\"", "");
            },
            "only its text was kept, or its revision is left out",
        ),
        (
            |it| it[0] = it[0].replacen("\"name\"", "\"nobody\"", 1),
            "is not a bundle",
        ),
    ];
    for (change, fault) in changes {
        let mut changed = export.clone();
        change(&mut changed);
        assert_ne!(changed, export, "{fault}");
        write(directory, FILE, &changed);
        let told = told(directory);
        assert!(told.contains(fault), "{fault}: {told}");
    }
}

fn of_json(line: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(line).unwrap();
    change(&mut value);
    value.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn proofs_that_prove_something_else_are_named() {
    let (_server, directory) = small().await;
    let directory = directory.path();
    let file = format!("{FILE}.proofs");
    let proofs = lines(directory, &file);
    assert_eq!(proofs.len(), 7);
    type Change = fn(&mut Vec<String>);
    let changes: [(Change, &str); 7] = [
        (|it| drop(it.pop()), "nothing proves it"),
        (
            |it| it.insert(3, "{}".to_owned()),
            "cannot be read as a proof",
        ),
        (|it| it[2] = it[1].clone(), "nothing proves it"),
        (
            |it| {
                it[1] = of_json(&it[1], |it| {
                    it.as_object_mut().unwrap().remove("content");
                    it["absent"] = "erased".into();
                });
            },
            "what it says was erased by law",
        ),
        (
            |it| {
                it[1] = of_json(&it[1], |it| {
                    it.as_object_mut().unwrap().remove("content");
                });
            },
            "its proof says nothing of what it was",
        ),
        (
            |it| it[1] = of_json(&it[1], |it| it["content"]["message"] = "CgFh".into()),
            "it is another thing than what the log had",
        ),
        (
            |it| {
                it[1] = of_json(&it[1], |it| {
                    let entry = it["entry"].as_str().unwrap().replace("time 20", "time 19");
                    it["entry"] = entry.into();
                });
            },
            "the entry of its commit",
        ),
    ];
    for (change, fault) in changes {
        let mut changed = proofs.clone();
        change(&mut changed);
        write(directory, &file, &changed);
        let told = told(directory);
        assert!(told.contains(fault), "{fault}: {told}");
    }
    write(directory, &file, &proofs[1..]);
    let output = verify(directory, FILE);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("has no proofs of an export"),
        "{}",
        said(&output)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_from_before_the_retention_is_proved_by_its_salts() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    let directory = tempfile::tempdir().unwrap();
    export(&server, directory.path(), FILE);
    rename(&server, &source, "second").await;
    age(&server, 400).await;
    rename(&server, &source, "third").await;
    let note = sign(&server).await.note;
    fs::write(directory.path().join("note"), note).unwrap();
    keep(&server, 200).await;
    printed(&prove(&server, directory.path(), FILE));
    let told = printed(&verify(directory.path(), FILE));
    assert!(
        told.starts_with("verified 1 resource of the export"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_since_is_named_and_not_proved() {
    let (server, directory) = small().await;
    let claims = lines(directory.path(), FILE).remove(1);
    let claims: Value = serde_json::from_str(&claims).unwrap();
    let name = claims["claims"][0]["claim"]["name"].as_str().unwrap();
    erase(&server, name).await;
    grow(&server).await;
    printed(&prove(&server, directory.path(), FILE));
    let told = told(directory.path());
    let fault = format!("revision 1 of {name}: nothing proves it: what it says was erased by law");
    assert!(told.contains(&fault), "{told}");
    assert!(told.contains("verified "), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_checkpoint_does_not_have_is_left_out_of_the_proofs_and_said() {
    let (server, directory) = small().await;
    server.create_source(outlet("Later")).await.unwrap();
    grow(&server).await;
    let file = "later.ndjson";
    export(&server, directory.path(), file);
    let output = prove(&server, directory.path(), file);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        said(&output).contains("nothing proves 1 resource of the export"),
        "{}",
        said(&output)
    );
    let output = verify(directory.path(), file);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains(": nothing proves it\n"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_of_another_log_is_refused_before_a_proof_is_written() {
    let (server, directory) = small().await;
    let name = {
        let sources = lines(directory.path(), FILE).remove(0);
        let sources: Value = serde_json::from_str(&sources).unwrap();
        sources["sources"][0]["source"]["name"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let other = TestServer::start().await;
    for number in 0..7 {
        let source = outlet(&format!("Source {number}"));
        other.create_source(source).await.unwrap();
        let note = sign(&other).await.note;
        fs::write(directory.path().join("note"), note).unwrap();
        let expected = match number {
            0..=5 => "is of another log than that of the server",
            _ => "the checkpoint has 7 commits, and the log of the server fewer",
        };
        let mut history = claimstore();
        history.args(["prove", &name, "--server", &server.address]);
        history
            .arg("--checkpoint")
            .arg(directory.path().join("note"));
        for output in [run(&mut history), prove(&server, directory.path(), FILE)] {
            let error = said(&output);
            assert_eq!(
                (output.status.code(), &output.stdout[..]),
                (Some(3), &b""[..])
            );
            assert!(error.contains(expected), "{error}");
        }
    }
}
