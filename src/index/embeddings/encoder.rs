//! A sentence encoder: a model and its tokenizer, as an operator provides them.

use std::{
    collections::BTreeMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use rten::ThreadPool;
use sha2::{Digest, Sha256};
use tokenizers::{Tokenizer, TruncationParams};

use super::{
    embedding::Embedding,
    error::{EncodeError, EncoderError},
    network::{Network, Pooling},
};

/// The files of an encoder, as exporters of sentence encoders name them.
const MODEL: &str = "model.onnx";
const TOKENIZER: &str = "tokenizer.json";
const POOLING: &str = "1_Pooling/config.json";

/// The largest model, in bytes.
const MODEL_BYTES_MAX: u64 = 1 << 30;

/// The largest of the other files.
const OTHER_BYTES_MAX: u64 = 64 << 20;

/// The most tokens of a text that are encoded. What follows does not count.
pub const TOKENS_MAX: usize = 128;

/// The most numbers in an embedding.
const DIMENSIONS_MAX: usize = 1_024;

/// What is encoded, again and again, to see whether an encoder works.
const SAMPLE: &str = "The bridge was closed in 1999. ";

/// The files of an encoder, read.
struct Loaded {
    network: Network,
    tokenizer: Tokenizer,
    dimensions: usize,
    hash: [u8; 32],
}

/// Makes embeddings of texts. Copies share the model.
#[derive(Clone)]
pub struct Encoder {
    loaded: Arc<Loaded>,
    threads: Arc<ThreadPool>,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Encoder")
            .field("dimensions", &self.loaded.dimensions)
            .finish_non_exhaustive()
    }
}

impl Encoder {
    /// Reads an encoder from a directory, and tries it. It has one thread.
    pub fn open(directory: &Path) -> Result<Self, EncoderError> {
        let path = directory.join(MODEL);
        let bytes = read(&path, MODEL_BYTES_MAX)?;
        let tokenizer_path = directory.join(TOKENIZER);
        let tokenizer_bytes = read(&tokenizer_path, OTHER_BYTES_MAX)?;
        let (pooling, pooling_bytes) = pooling(directory.join(POOLING))?;
        let mut hash = Sha256::new();
        for part in [&bytes, &tokenizer_bytes, &pooling_bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let tokenizer = loaded(|| tokenizer(&tokenizer_bytes));
        let no_tokenizer = |why| format!("no tokenizer that can be read: {why}");
        let tokenizer = tokenizer.map_err(|why| unusable(&tokenizer_path)(no_tokenizer(why)))?;
        let of_model = unusable(&path);
        let network = loaded(|| Network::load(bytes, pooling)).map_err(&of_model)?;
        let mut encoder = Self {
            loaded: Arc::new(Loaded {
                network,
                tokenizer,
                dimensions: 0,
                hash: hash.finalize().into(),
            }),
            threads: Arc::new(ThreadPool::with_num_threads(1)),
        };
        // As many tokens as are ever encoded.
        let sample = encoder.encode(&SAMPLE.repeat(TOKENS_MAX));
        let sample = sample.map_err(|error| of_model(error.to_string()))?;
        let dimensions = sample.values.len();
        if dimensions > DIMENSIONS_MAX {
            let why = format!(
                "its embeddings have {dimensions} numbers, but at most {DIMENSIONS_MAX} are held"
            );
            return Err(of_model(why));
        }
        if let Some(loaded) = Arc::get_mut(&mut encoder.loaded) {
            loaded.dimensions = dimensions;
        }
        Ok(encoder)
    }

    /// The same encoder with so many threads of its own. They have the priority of the thread that asks.
    pub fn with_threads(&self, count: usize) -> Self {
        Self {
            loaded: Arc::clone(&self.loaded),
            threads: Arc::new(ThreadPool::with_num_threads(count)),
        }
    }

    /// How many numbers an embedding has.
    pub fn dimensions(&self) -> usize {
        self.loaded.dimensions
    }

    /// The SHA-256 of its files, each after its length in bytes.
    pub fn hash(&self) -> [u8; 32] {
        self.loaded.hash
    }

    /// What a text means, as far as its first [`TOKENS_MAX`] tokens say.
    pub fn encode(&self, text: &str) -> Result<Embedding, EncodeError> {
        let encoded = catch_unwind(AssertUnwindSafe(|| self.encode_or_panic(text)));
        encoded.unwrap_or(Err(EncodeError::Panicked))
    }

    fn encode_or_panic(&self, text: &str) -> Result<Embedding, EncodeError> {
        let loaded = &*self.loaded;
        let tokens = loaded.tokenizer.encode(text, true);
        let tokens = tokens.map_err(|_| EncodeError::Tokenizer)?;
        let tokens = tokens.get_ids().iter().map(|id| *id as i32).collect();
        let vector = loaded.network.run(tokens, &self.threads)?;
        let is_usual = loaded.dimensions == 0 || vector.len() == loaded.dimensions;
        let embedding = Embedding::new(&vector).filter(|_| is_usual);
        embedding.ok_or_else(|| EncodeError::Answer("an embedding without direction".to_owned()))
    }
}

/// What a library reads from a file, also if it panics.
fn loaded<T>(load: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let loaded = catch_unwind(AssertUnwindSafe(load));
    loaded.unwrap_or_else(|_| Err("it cannot be read".to_owned()))
}

fn unusable(path: &Path) -> impl Fn(String) -> EncoderError {
    let path = path.to_owned();
    move |why| EncoderError::Unusable {
        path: path.clone(),
        why,
    }
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, EncoderError> {
    let failed = |cause| EncoderError::File {
        path: path.to_owned(),
        cause,
    };
    let metadata = fs::metadata(path).map_err(failed)?;
    // Others, as named pipes, may never end.
    if !metadata.is_file() {
        return Err(unusable(path)("is not a regular file".to_owned()));
    }
    let bytes = metadata.len();
    if bytes > most {
        let path = path.to_owned();
        return Err(EncoderError::TooLarge { path, bytes, most });
    }
    fs::read(path).map_err(failed)
}

/// How a model pools, and the file that says so. Without one, it is by the mean.
fn pooling(path: PathBuf) -> Result<(Pooling, Vec<u8>), EncoderError> {
    let bytes = match read(&path, OTHER_BYTES_MAX) {
        Err(EncoderError::File { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => {
            return Ok((Pooling::Mean, Vec::new()));
        }
        read => read?,
    };
    let config: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&bytes).map_err(|error| unusable(&path)(error.to_string()))?;
    let modes = config.iter().filter(|(name, value)| {
        name.starts_with("pooling_mode_") && **value == serde_json::Value::Bool(true)
    });
    let modes: Vec<&str> = modes.map(|(name, _)| name.as_str()).collect();
    match modes[..] {
        ["pooling_mode_mean_tokens"] => Ok((Pooling::Mean, bytes)),
        ["pooling_mode_cls_token"] => Ok((Pooling::First, bytes)),
        _ => Err(unusable(&path)(
            "one of pooling_mode_mean_tokens and pooling_mode_cls_token is true, and no other mode"
                .to_owned(),
        )),
    }
}

fn tokenizer(bytes: &[u8]) -> Result<Tokenizer, String> {
    let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| error.to_string())?;
    let limit = TruncationParams {
        max_length: TOKENS_MAX,
        ..TruncationParams::default()
    };
    // Words of texts are not kept.
    let mut model = tokenizer.get_model().clone();
    model.resize_cache(0);
    tokenizer.with_model(model);
    tokenizer.with_padding(None);
    let limited = tokenizer.with_truncation(Some(limit));
    limited.map_err(|error| error.to_string())?;
    Ok(tokenizer)
}
