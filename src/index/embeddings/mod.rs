//! What claims mean, as numbers: an optional sentence encoder, and the embeddings of all statements.
//!
//! The encoder is an operator's file (`encoder`, `network`). It makes an embedding of a text (`embedding`), and
//! texts that mean much the same have embeddings that point the same way. The embeddings of all
//! statements are held in memory and in a file (`embeddings`, `slots`, `file`), made in the
//! background as claims are written, and searched by scanning them all.

mod embedding;
#[expect(
    clippy::module_inception,
    reason = "the module is about what its main type is"
)]
mod embeddings;
mod encoder;
mod error;
mod file;
mod network;
mod operators;
mod slots;
#[cfg(test)]
pub(in crate::index) mod tests;

pub use self::{
    embedding::Embedding,
    embeddings::{DIRECTORY, Embeddings, Meaning, Progress},
    encoder::{Encoder, TOKENS_MAX},
    error::{EncodeError, EncoderError},
    file::OpenError,
};
