//! What the embeddings promise, with a small encoder.

mod made;
mod opened;
mod stored;

#[path = "../../../../tests/support/encoder.rs"]
mod small;

use std::{fs, path::Path, sync::Arc};

use tempfile::TempDir;
use uuid::Uuid;

use super::{Embeddings, Encoder};

/// The small encoder, whose files are gone.
fn encoder() -> Encoder {
    let directory = TempDir::new().unwrap();
    small::write(directory.path());
    Encoder::open(directory.path()).unwrap()
}

/// The small encoder with a configuration of its pooling.
fn encoder_pooling(config: &str) -> Encoder {
    let directory = TempDir::new().unwrap();
    small::write(directory.path());
    let pooling = directory.path().join("1_Pooling");
    fs::create_dir(&pooling).unwrap();
    fs::write(pooling.join("config.json"), config).unwrap();
    Encoder::open(directory.path()).unwrap()
}

fn in_directory(directory: &Path) -> Arc<Embeddings> {
    Arc::new(Embeddings::in_directory(encoder(), directory).unwrap())
}

pub(in crate::index) fn in_memory() -> Arc<Embeddings> {
    Arc::new(Embeddings::in_memory(encoder()))
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Makes all embeddings that are waited for. Returns how many.
pub(in crate::index) fn make_all(embeddings: &Embeddings) -> usize {
    let encoder = embeddings.encoder().with_threads(1);
    let mut made = 0;
    while embeddings.make_one(&encoder).unwrap() {
        made += 1;
    }
    made
}

/// The claims nearest to a text.
fn nearest(embeddings: &Arc<Embeddings>, text: &str) -> Vec<Uuid> {
    embeddings.meaning(text).unwrap().nearest(2)
}
