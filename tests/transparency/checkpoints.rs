//! Checkpoints: who signs them, when they are not signed, and what witnesses add.

use claimstore::{
    app::{App, Error, read::proof::Noted},
    proof::{
        checkpoint::Checkpoint,
        keys::{Keys, KeysError},
        note::{Note, NoteError, Signer, Verifier},
    },
    store::tree::checkpoints::Wanted,
    wire::pb::{self, CosignCheckpointRequest, GetCheckpointRequest},
};
use tonic::{Code, Status};

use super::{checkpoint, grow, sign, signed};
use crate::support::{
    errors::reason,
    samples::outlet,
    server::{LOG_KEY, TestServer, VERIFIER_KEY, WITNESS, log_keys, store},
};

/// Another key of the same log.
const NEW_KEY: &str =
    "PRIVATE+KEY+log.example+35de1f90+AQICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC";

fn verifier(key: &str) -> Verifier {
    Signer::read(key).unwrap().verifier()
}

async fn with_source() -> TestServer {
    let server = TestServer::start().await;
    server.create_source(outlet("Paper")).await.unwrap();
    server
}

/// Another server over the same database, with other keys.
fn beside(server: &TestServer, keys: Keys) -> App {
    App::new(store(server.database.options())).with_log_keys(keys)
}

#[tokio::test]
async fn a_checkpoint_is_a_note_that_the_key_of_the_log_verifies() {
    let server = with_source().await;
    let given = sign(&server).await;
    assert_eq!(given.verifier_keys, [VERIFIER_KEY]);
    let key = Verifier::read(VERIFIER_KEY).unwrap();
    let read = Checkpoint::verified(&given.note, &[key]).unwrap();
    let now = signed(&server).await;
    assert_eq!((read.size, read.root), (now.size, now.root));
    assert_eq!((read.origin.as_str(), read.size), ("log.example", 1));
    assert_eq!((given.size, &given.root), (1, &read.root.to_vec()));
    // Nothing has changed, so nothing is signed.
    assert_eq!(sign(&server).await, given);
    server.create_source(outlet("Other")).await.unwrap();
    assert_eq!(sign(&server).await.size, 2);
    let request = GetCheckpointRequest {
        size: 1,
        ..GetCheckpointRequest::default()
    };
    let first = server.transparency().get_checkpoint(request).await;
    assert_eq!(first.unwrap().into_inner().note, given.note);
}

#[tokio::test]
async fn without_a_key_the_tree_is_built_and_the_answer_says_which_setting_is_missing() {
    let server = with_source().await;
    let keyless = beside(&server, Keys::default());
    server.log_settled().await;
    keyless.sign_tree().await.unwrap();
    assert_eq!(signed(&server).await.size, 1);
    let status = checkpoint(&server).await.unwrap_err();
    assert_eq!(reason(&status).1, "TREE_NOT_READY");
    let no_key = async || matches!(newest(&keyless).await, Err(Error::NoLogKey));
    assert!(no_key().await);
    // It does not pass on what another one signed either: it cannot verify that.
    sign(&server).await;
    assert!(no_key().await);
}

async fn newest(app: &App) -> Result<Noted, Error> {
    app.checkpoint(Wanted::Newest).await
}

#[tokio::test]
async fn while_a_key_takes_the_place_of_another_one_both_sign() {
    let server = with_source().await;
    let both = beside(
        &server,
        log_keys(&format!("{LOG_KEY}\n# The new one\n{NEW_KEY}\n")),
    );
    server.log_settled().await;
    both.sign_tree().await.unwrap();
    let note = checkpoint(&server).await.unwrap().note;
    for key in [LOG_KEY, NEW_KEY] {
        Checkpoint::verified(&note, &[verifier(key)]).unwrap();
    }
    server.create_source(outlet("Other")).await.unwrap();
    server.log_settled().await;
    beside(&server, log_keys(NEW_KEY))
        .sign_tree()
        .await
        .unwrap();
    let note = newest(&beside(&server, log_keys(NEW_KEY)))
        .await
        .unwrap()
        .note;
    Checkpoint::verified(&note, &[verifier(NEW_KEY)]).unwrap();
    let old = Checkpoint::verified(&note, &[verifier(LOG_KEY)]);
    assert_eq!(
        old,
        Err(NoteError::Unsigned("log.example+1cc758f9".to_owned()))
    );
}

#[tokio::test]
async fn what_an_earlier_key_signed_is_returned_while_the_key_that_verifies_it_is_there() {
    let server = with_source().await;
    let signed = sign(&server).await;
    let with_earlier = log_keys(&format!("{NEW_KEY}\n{VERIFIER_KEY}\n"));
    let after = beside(&server, with_earlier);
    let given = newest(&after).await.unwrap();
    assert_eq!(given.note, signed.note);
    after.sign_tree().await.unwrap();
    assert_eq!(newest(&after).await.unwrap().note, signed.note);
    // Without it, the tree is signed again.
    let alone = beside(&server, log_keys(NEW_KEY));
    assert!(matches!(newest(&alone).await, Err(Error::TreeNotReady)));
    alone.sign_tree().await.unwrap();
    let note = newest(&alone).await.unwrap().note;
    let read = Checkpoint::verified(&note, &[verifier(NEW_KEY)]).unwrap();
    assert_eq!(read.root.to_vec(), signed.root);
    assert!(matches!(
        Keys::default().with_signers(VERIFIER_KEY),
        Err(KeysError::NoSigner)
    ));
}

#[tokio::test]
async fn a_stored_checkpoint_that_no_own_key_verifies_is_not_returned() {
    let server = with_source().await;
    let first = sign(&server).await;
    server.create_source(outlet("Other")).await.unwrap();
    let second = sign(&server).await;
    let stranger = Signer::read(&Signer::generate("log.example").unwrap()).unwrap();
    let forged = Checkpoint {
        origin: "log.example".to_owned(),
        size: 2,
        root: [7; 32],
    };
    let own = Signer::read(LOG_KEY).unwrap();
    let of_first = Checkpoint::verified(&first.note, &[own.verifier()]).unwrap();
    for note in [
        forged.signed(&[stranger]),
        second.note.replacen("\n2\n", "\n1\n", 1),
        // That of another size.
        of_first.signed(&[own]),
        "nothing".to_owned(),
    ] {
        sqlx::query("update tree_checkpoints set note = $1 where size = 2")
            .bind(&note)
            .execute(&mut server.connection().await)
            .await
            .unwrap();
        assert_eq!(checkpoint(&server).await.unwrap(), first, "{note}");
        let request = GetCheckpointRequest {
            size: 2,
            ..GetCheckpointRequest::default()
        };
        let refused = server.transparency().get_checkpoint(request).await;
        assert_eq!(refused.unwrap_err().code(), Code::InvalidArgument, "{note}");
    }
    server
        .execute("delete from tree_checkpoints where size = 1")
        .await;
    let status = checkpoint(&server).await.unwrap_err();
    assert_eq!(reason(&status).1, "TREE_NOT_READY");
}

#[tokio::test]
async fn keys_of_one_log_have_one_name() {
    let keys = Keys::default().with_signers(&format!("{LOG_KEY}\n{WITNESS}"));
    keys.unwrap_err();
}

#[tokio::test]
async fn a_tree_that_is_another_one_than_the_last_that_was_signed_is_not_signed() {
    let server = with_source().await;
    server.create_source(outlet("Second")).await.unwrap();
    let before = sign(&server).await;
    server
        .execute(
            "update changes set actor = 'somebody else';
             truncate tree_leaves, tree_nodes, change_digests",
        )
        .await;
    server.create_source(outlet("Other")).await.unwrap();
    grow(&server).await;
    let error = server.app.sign_tree().await.unwrap_err();
    assert!(matches!(error, Error::Internal(_)), "{error}");
    assert_eq!(checkpoint(&server).await.unwrap(), before);
}

async fn cosign(server: &TestServer, size: i64, line: &str) -> Result<pb::Checkpoint, Status> {
    let request = CosignCheckpointRequest {
        size,
        signature: line.to_owned(),
    };
    let answer = server.transparency().cosign_checkpoint(request).await?;
    Ok(answer.into_inner())
}

/// Lets a witness sign a checkpoint, which comes out with that. Returns the witness.
async fn cosigned(server: &TestServer, given: &pb::Checkpoint, text: &str) -> Signer {
    let witness = Signer::read(WITNESS).unwrap();
    let line = witness.cosign(text, 1_700_000_000);
    let answer = cosign(server, given.size, &line).await.unwrap();
    assert_eq!(answer.note, given.note.clone() + &line);
    witness
}

#[tokio::test]
async fn what_a_witness_signed_comes_out_with_the_checkpoint() {
    let server = with_source().await;
    let given = sign(&server).await;
    let text = Note::read(&given.note).unwrap().text;
    let witness = cosigned(&server, &given, &text).await;
    // Again, later: the newest one is kept.
    let later = witness.cosign(&text, 1_700_000_060);
    let cosigned = cosign(&server, given.size, later.trim_end()).await.unwrap();
    assert_eq!(cosigned.note, given.note + &later);
    let key = Verifier::read_witness(&witness.verifier().to_string()).unwrap();
    let note = Note::read(&cosigned.note).unwrap();
    note.require_signed(&[key]).unwrap();
    note.require_signed(&[Verifier::read(VERIFIER_KEY).unwrap()])
        .unwrap();
    // The newest one that is cosigned is older than the newest one.
    server.create_source(outlet("Other")).await.unwrap();
    assert_eq!(sign(&server).await.size, 2);
    let request = GetCheckpointRequest {
        cosigned: true,
        ..GetCheckpointRequest::default()
    };
    let newest = server.transparency().get_checkpoint(request).await;
    assert_eq!(newest.unwrap().into_inner(), cosigned);
}

#[tokio::test]
async fn what_is_no_cosignature_of_a_known_witness_is_refused() {
    let server = with_source().await;
    let given = sign(&server).await;
    let text = Note::read(&given.note).unwrap().text;
    let witness = Signer::read(WITNESS).unwrap();
    let stranger = Signer::read(&Signer::generate("witness.example").unwrap()).unwrap();
    let ahead = chrono::Utc::now() + chrono::TimeDelta::minutes(6);
    let ahead = u64::try_from(ahead.timestamp()).unwrap();
    for line in [
        "nothing".to_owned(),
        witness.cosign(&text, ahead),
        witness.cosign(&text, u64::MAX),
        witness.cosign("another text\n", 1),
        witness.sign(&text),
        stranger.cosign(&text, 1),
        witness.cosign(&text, 1).replace("\u{2014} ", "- "),
    ] {
        let status = cosign(&server, given.size, &line).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument, "{line}");
        assert_eq!(reason(&status).1, "INVALID_FIELDS", "{line}");
    }
    let status = cosign(&server, 7, &witness.cosign(&text, 1))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(checkpoint(&server).await.unwrap(), given);
}

#[tokio::test]
async fn a_stored_cosignature_that_is_not_one_of_its_checkpoint_is_left_out() {
    let server = with_source().await;
    let given = sign(&server).await;
    let text = Note::read(&given.note).unwrap().text;
    let witness = cosigned(&server, &given, &text).await;
    for forged in [witness.cosign("other\n", 1), "nothing\n".to_owned()] {
        sqlx::query("update tree_cosignatures set signature = $1")
            .bind(&forged)
            .execute(&mut server.connection().await)
            .await
            .unwrap();
        assert_eq!(checkpoint(&server).await.unwrap(), given, "{forged}");
    }
}
