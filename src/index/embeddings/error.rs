//! What can go wrong with an encoder.

use std::path::PathBuf;

/// Why an encoder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EncoderError {
    /// A file of it is not there, or cannot be read.
    #[error("{path}: {cause}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A file is larger than an encoder's may be.
    #[error("{path}: it has {bytes} bytes, but at most {most} are read")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The most.
        most: u64,
    },
    /// A file is not what it should be.
    #[error("{path}: {why}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

/// Why a text cannot be encoded. It says nothing of the text.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The tokenizer refuses the text.
    #[error("the tokenizer failed")]
    Tokenizer,
    /// The model failed.
    #[error("the model failed: {0}")]
    Model(String),
    /// The answer of the model cannot be used.
    #[error("the model answers with {0}")]
    Answer(String),
    /// A bug in the model's runtime or in the tokenizer.
    #[error("the encoder panicked")]
    Panicked,
}
