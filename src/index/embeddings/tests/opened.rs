//! Which encoders can be used.

use std::fs;

use tempfile::TempDir;

use super::{encoder, encoder_pooling, small};
use crate::index::embeddings::{Encoder, TOKENS_MAX};

/// What is said of an encoder of which a file has other content.
fn refused(file: &str, content: &[u8]) -> String {
    let directory = TempDir::new().unwrap();
    small::write(directory.path());
    let path = directory.path().join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
    let error = Encoder::open(directory.path()).unwrap_err().to_string();
    let (_, said) = error.rsplit_once(file).unwrap();
    said.to_owned()
}

#[test]
fn a_missing_file_is_named() {
    for file in ["model.onnx", "tokenizer.json"] {
        let directory = TempDir::new().unwrap();
        small::write(directory.path());
        fs::remove_file(directory.path().join(file)).unwrap();
        let error = Encoder::open(directory.path()).unwrap_err().to_string();
        assert!(error.contains(&format!("{file}: No such file")), "{error}");
    }
}

#[test]
fn what_is_not_a_regular_file_is_not_waited_for() {
    let directory = TempDir::new().unwrap();
    small::write(directory.path());
    let path = directory.path().join("model.onnx");
    fs::remove_file(&path).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RUSR).unwrap();
    let error = Encoder::open(directory.path()).unwrap_err().to_string();
    assert!(
        error.ends_with("model.onnx: is not a regular file"),
        "{error}"
    );
}

#[test]
fn a_file_that_cannot_be_used_is_refused_with_a_reason() {
    for (file, content, said) in [
        ("model.onnx", &b"no model"[..], ":"),
        ("tokenizer.json", b"{}", ":"),
        (
            "1_Pooling/config.json",
            br#"{"pooling_mode_mean_tokens": false}"#,
            "one of pooling_mode_mean_tokens and pooling_mode_cls_token is true",
        ),
        (
            "1_Pooling/config.json",
            br#"{"pooling_mode_mean_tokens": true, "pooling_mode_max_tokens": true}"#,
            "and no other mode",
        ),
        ("1_Pooling/config.json", b"[", ":"),
    ] {
        let error = refused(file, content);
        assert!(error.contains(said) && error.len() > 5, "{file}: {error}");
    }
}

#[test]
fn a_model_of_another_kind_is_refused_with_what_it_takes() {
    let error = refused("model.onnx", &small::model("pixel_values", "Gather"));
    assert_eq!(
        error,
        ": the model takes \"pixel_values\"; it takes input_ids, attention_mask and \
         token_type_ids at most"
    );
}

#[test]
fn an_operator_that_is_not_supported_is_named() {
    let error = refused(
        "model.onnx",
        &small::model("input_ids", "NonMaxSuppression"),
    );
    assert!(error.contains("NonMaxSuppression"), "{error}");
}

#[test]
fn the_end_of_a_long_text_does_not_count() {
    let encoder = encoder();
    let long = "bridge ".repeat(TOKENS_MAX);
    let encoded = encoder.encode(&long).unwrap();
    assert_eq!(encoded, encoder.encode(&format!("{long} ship")).unwrap());
    assert_ne!(encoded, encoder.encode(&format!("ship {long}")).unwrap());
}

#[test]
fn the_first_token_alone_can_be_what_a_text_means() {
    let config = r#"{"word_embedding_dimension": 7, "pooling_mode_cls_token": true}"#;
    let first = encoder_pooling(config);
    let ship = first.encode("ship").unwrap();
    assert_eq!(first.encode("vessel near a bridge").unwrap(), ship);
    assert_ne!(encoder().encode("vessel near a bridge").unwrap(), ship);
}

#[test]
fn encoders_with_other_files_have_other_hashes() {
    let directory = TempDir::new().unwrap();
    small::write(directory.path());
    assert_eq!(
        Encoder::open(directory.path()).unwrap().hash(),
        encoder().hash()
    );
    let path = directory.path().join("tokenizer.json");
    let tokenizer = fs::read_to_string(&path).unwrap();
    fs::write(path, tokenizer.replace("vessel", "yacht")).unwrap();
    assert_ne!(
        Encoder::open(directory.path()).unwrap().hash(),
        encoder().hash()
    );
}
