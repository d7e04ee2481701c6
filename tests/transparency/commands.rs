//! The commands: making keys, proving a history, and verifying it without a server.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Output};

use claimstore::proof::{checkpoint::Checkpoint, note::Signer};
use serde_json::Value;

use super::{erase, grow, sign};
use crate::support::{
    process::{claimstore, run, said},
    samples::{claim, outlet},
    server::{KEYS, LOG_KEY, TestServer, VERIFIER_KEY},
};

pub(super) fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A directory with the checkpoint of a server.
pub(super) async fn kept(server: &TestServer) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let note = sign(server).await.note;
    fs::write(directory.path().join("note"), note).unwrap();
    directory
}

fn prove(server: &TestServer, directory: &Path, name: &str) -> String {
    let mut prove = claimstore();
    prove.args(["prove", name, "--server", &server.address]);
    printed(&run(prove.arg("--checkpoint").arg(directory.join("note"))))
}

fn verify(directory: &Path, proof: &str) -> Output {
    verify_with(directory, proof, &[])
}

fn verify_with(directory: &Path, proof: &str, more: &[&str]) -> Output {
    let file = directory.join("proof");
    fs::write(&file, proof).unwrap();
    let mut verify = claimstore();
    verify.arg("verify").arg("--proof").arg(file);
    verify.arg("--checkpoint").arg(directory.join("note"));
    run(verify.args(["--key", VERIFIER_KEY]).args(more))
}

/// What `verify` says of a store without faults.
pub(super) fn told_of_store(server: &TestServer) -> String {
    printed(&run(claimstore()
        .args(["verify", "--database-url"])
        .arg(server.database.url())))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_is_proved_and_verified_without_a_server_and_each_changed_part_is_named() {
    let server = TestServer::start().await;
    let mut fact = server.create_claim(claim("First words")).await.unwrap();
    fact.statement = "Other words".to_owned();
    let fact = server.update_claim(fact, &["statement"]).await.unwrap();
    let directory = kept(&server).await;
    // What comes later is not in the checkpoint that was kept.
    erase(
        &server,
        &server.create_claim(claim("Later")).await.unwrap().name,
    )
    .await;
    let proof = prove(&server, directory.path(), &fact.name);
    let told = printed(&verify(directory.path(), &proof));
    let whose = format!("{}: 2 revisions, the last of 20", fact.name);
    assert!(
        told.starts_with("verified 2 changes in the checkpoint of 2 commits\n"),
        "{told}"
    );
    assert!(told.contains(&whose), "{told}");

    let parsed: Value = serde_json::from_str(&proof).unwrap();
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 11] = [
        (
            |it| it["changes"][1]["content"]["message"] = "AAAA".into(),
            "its content was changed",
        ),
        (
            |it| flip(&mut it["changes"][1]["record"]),
            "its record was changed",
        ),
        (
            |it| flip(&mut it["changes"][1]["entry"]),
            "the entry of its commit",
        ),
        (
            |it| drop(it["changes"].as_array_mut().unwrap().remove(0)),
            "revision 1 of",
        ),
        (
            |it| drop(it["changes"][0].as_object_mut().unwrap().remove("content")),
            "it has no content, and no reason",
        ),
        (
            |it| it["changes"][0]["absent"] = "not-kept".into(),
            "it has a content, and a reason",
        ),
        (
            |it| it["changes"][0]["absent"] = "lost".into(),
            "it has a content, and a reason",
        ),
        (|it| rename(it, "claims/", "articles/"), "another resource"),
        (
            |it| {
                rename(
                    it,
                    "claims/",
                    "claims/0198c0de-0000-7000-8000-000000000001/reviews/",
                );
            },
            "another resource",
        ),
        (
            |it| it["changes"] = Value::Array(Vec::new()),
            "it has no changes",
        ),
        (
            |it| it["changes"][0]["path"][0] = it["changes"][1]["path"][0].clone(),
            "the path to the root",
        ),
    ];
    for (change, fault) in changes {
        let mut changed = parsed.clone();
        change(&mut changed);
        let output = verify(directory.path(), &changed.to_string());
        assert_eq!(output.status.code(), Some(1), "{fault}");
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.contains(fault), "{fault}: {told}");
    }
}

/// Gives the changes to another resource with the same id.
fn rename(proof: &mut Value, from: &str, to: &str) {
    for change in proof["changes"].as_array_mut().unwrap() {
        let name = change["name"].as_str().unwrap().replace(from, to);
        change["name"] = name.into();
    }
}

/// Changes a character in the middle of a text.
fn flip(value: &mut Value) {
    let text = value.as_str().unwrap();
    let time = text.find("time 20").unwrap();
    *value = format!("{}time 19{}", &text[..time], &text[time + 7..]).into();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_history_verifies_and_says_so() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    erase(&server, &fact.name).await;
    let directory = kept(&server).await;
    let proof = prove(&server, directory.path(), &fact.name);
    assert!(!proof.contains("Planted"));
    let told = printed(&verify(directory.path(), &proof));
    assert!(
        told.contains("erased by law: the content of 1 change"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_after_the_checkpoint_is_no_fault_and_said_to_be_erased() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    let directory = kept(&server).await;
    erase(&server, &fact.name).await;
    grow(&server).await;
    let proof = prove(&server, directory.path(), &fact.name);
    let told = printed(&verify(directory.path(), &proof));
    assert!(
        told.contains("erased after the checkpoint, as the file says: the content of 1 change"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_of_another_key_or_another_text_is_refused() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    let directory = kept(&server).await;
    let proof = prove(&server, directory.path(), &source.name);
    let note = fs::read_to_string(directory.path().join("note")).unwrap();
    for (changed, fault) in [
        (note.replace("\n1\n", "\n2\n"), "is not one of this text"),
        (note.replace("1cc758f9", "x"), ""),
        (
            note.replace("\u{2014} log.example", "\u{2014} other.example"),
            "is not signed by the key",
        ),
    ] {
        fs::write(directory.path().join("note"), &changed).unwrap();
        let output = verify(directory.path(), &proof);
        assert_eq!(output.status.success(), changed == note, "{fault}");
        assert!(said(&output).contains(fault), "{fault}: {}", said(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_verified_against_a_checkpoint_and_a_fault_is_told() {
    let server = TestServer::start().await;
    server.create_source(outlet("Paper")).await.unwrap();
    let directory = kept(&server).await;
    let verify = || {
        let mut verify = claimstore();
        verify.args(["verify", "--json", "--database-url", &server.database.url()]);
        verify
            .arg("--checkpoint")
            .arg(directory.path().join("note"));
        run(verify.args(["--key", VERIFIER_KEY]))
    };
    let outcome: Value = serde_json::from_str(&printed(&verify())).unwrap();
    assert_eq!(
        (&outcome["commits"], &outcome["checkpoints"]),
        (&1.into(), &1.into())
    );
    server.execute("update changes set actor = 'other'").await;
    let output = verify();
    assert_eq!(output.status.code(), Some(1));
    let outcome: Value = serde_json::from_slice(&output.stdout).unwrap();
    let fault = outcome["faults"][0].as_str().unwrap();
    assert!(fault.contains("its row in the log was changed"), "{fault}");
}

#[test]
fn a_key_is_made_once_for_its_owner_alone_and_the_key_that_verifies_is_printed() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("log.key");
    let make = || {
        run(claimstore()
            .args(["generate-log-key", "claims.example"])
            .arg(&file))
    };
    let verifier = printed(&make());
    assert!(verifier.starts_with("claims.example+"), "{verifier}");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let key = fs::read_to_string(&file).unwrap();
    let signer = Signer::read(&key).unwrap();
    assert_eq!(signer.verifier().to_string(), verifier.trim());
    // A key is never replaced.
    assert_eq!(make().status.code(), Some(1));
    assert_eq!(fs::read_to_string(&file).unwrap(), key);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_checkpoints_it_is_said_which_hold() {
    let server = TestServer::start().await;
    server.create_source(outlet("Paper")).await.unwrap();
    let directory = kept(&server).await;
    let [first, forked, second] = ["note", "forked", "second"].map(|it| directory.path().join(it));
    server.create_source(outlet("Other")).await.unwrap();
    fs::write(&second, sign(&server).await.note).unwrap();
    // What the same key would have signed of another history.
    let own = Signer::read(LOG_KEY).unwrap();
    let other = Checkpoint {
        origin: "log.example".to_owned(),
        size: 1,
        root: [7; 32],
    };
    fs::write(&forked, other.signed(&[own])).unwrap();
    let checkpoints = |verify: &mut std::process::Command| {
        for file in [&first, &forked, &second] {
            verify.arg("--checkpoint").arg(file);
        }
        verify.args(["--key", VERIFIER_KEY]);
    };
    let mut verify = claimstore();
    verify.args(["verify", "--database-url", &server.database.url()]);
    checkpoints(&mut verify);
    let output = run(&mut verify);
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    for (file, outcome) in [
        (&first, "1 commit holds"),
        (&forked, "1 commit does not hold"),
        (&second, "2 commits holds"),
    ] {
        let line = format!("{}: the checkpoint of {outcome}", file.display());
        assert!(told.contains(&line), "{line}: {told}");
    }
    let output = run(verify.arg("--json"));
    let outcome: Value = serde_json::from_slice(&output.stdout).unwrap();
    let outcomes = outcome["outcomes"].as_array().unwrap();
    let outcomes: Vec<&str> = outcomes
        .iter()
        .map(|it| it["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["HELD", "FAILED", "HELD"]);
    let error: Value = serde_json::from_str(&said(&output)).unwrap();
    assert_eq!(error["error"]["code"], "DATA_LOSS");

    // The proof of a history is in one of them, and another of the same size says something else.
    let source = list_one(&server).await;
    let proof = prove(&server, directory.path(), &source);
    let file = directory.path().join("proof");
    fs::write(&file, proof).unwrap();
    let mut verify = claimstore();
    verify.arg("verify").arg("--proof").arg(&file);
    checkpoints(&mut verify);
    let output = run(&mut verify);
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("two histories were signed"), "{told}");
    let unused = format!(
        "{}: the checkpoint of 2 commits was not looked at",
        second.display()
    );
    assert!(told.contains(&unused), "{told}");
}

/// The name of the source that was created first.
async fn list_one(server: &TestServer) -> String {
    let first = "select id::text from changes order by epoch, xid limit 1";
    let id: String = sqlx::query_scalar(first)
        .fetch_one(&mut server.connection().await)
        .await
        .unwrap();
    format!("sources/{id}")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_verified_is_refused_with_a_name() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    let directory = kept(&server).await;
    let proof = prove(&server, directory.path(), &source.name);
    server.create_source(outlet("Other")).await.unwrap();
    fs::write(directory.path().join("note"), sign(&server).await.note).unwrap();
    let output = verify_with(directory.path(), &proof, &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let error: Value = serde_json::from_str(&said(&output)).unwrap();
    assert_eq!(error["error"]["code"], "FAILED_PRECONDITION");
    for other in [
        ["--database-url", "postgres://127.0.0.1/none"],
        ["--data-dir", "/nowhere"],
    ] {
        let output = verify_with(directory.path(), &proof, &other);
        assert_eq!(output.status.code(), Some(2));
        let error = said(&output);
        assert!(
            error.contains("proofs are verified without a database"),
            "{error}"
        );
    }
    // What a shell has for other commands does not matter.
    let mut verify = claimstore();
    verify.env("CLAIMSTORE_DATABASE_URL", "postgres://127.0.0.1/none");
    verify.arg("verify").arg("--proof");
    verify.arg(directory.path().join("proof"));
    verify
        .arg("--checkpoint")
        .arg(directory.path().join("note"));
    let output = run(verify.args(["--key", VERIFIER_KEY]));
    assert!(said(&output).contains("no checkpoint given has that size"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_signs_is_refused_and_not_shown() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    let directory = kept(&server).await;
    let proof = prove(&server, directory.path(), &source.name);
    for form in [&[][..], &["--json"]] {
        let output = verify_with(
            directory.path(),
            &proof,
            &[&["--key", LOG_KEY], form].concat(),
        );
        assert_eq!(output.status.code(), Some(2));
        let error = said(&output);
        assert!(error.contains("--key number 2"), "{error}");
        assert!(
            !error.contains(LOG_KEY.rsplit('+').next().unwrap()),
            "{error}"
        );
    }
}

#[test]
fn a_directory_without_a_store_is_refused_and_not_made() {
    let (directory, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let keys = elsewhere.path().join("keys");
    fs::write(&keys, KEYS).unwrap();
    for name in ["verify", "check", "doctor", "rewrap-keys"] {
        for place in ["typo", ""] {
            let data_dir = directory.path().join(place);
            let mut command = claimstore();
            command.args([name, "--data-dir"]).arg(&data_dir);
            if name == "rewrap-keys" {
                command.arg("--confidential-keys-file").arg(&keys);
            }
            let output = run(&mut command);
            assert_eq!(output.status.code(), Some(1));
            assert!(said(&output).contains("has no store"), "{}", said(&output));
            assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
        }
    }
}
