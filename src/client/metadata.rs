//! What calls and answers carry beside their messages.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tonic::{Request, Response, Status, metadata::AsciiMetadataValue, service::Interceptor};

/// The metadata that says who makes a change. Of a verified caller it says who it acts for.
pub const ACTOR: &str = "x-claimstore-actor";

/// The metadata with a position of the log: of a write that was made, or of what a read is to reflect.
pub const POSITION: &str = "x-claimstore-position";

/// Adds the token and fixed headers to each call.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    token_file: Option<PathBuf>,
    fixed: Vec<(&'static str, AsciiMetadataValue)>,
}

impl Metadata {
    /// The token in a file, if there is one.
    pub const fn of(token_file: Option<PathBuf>) -> Self {
        Self {
            token_file,
            fixed: Vec::new(),
        }
    }

    /// Adds a header, for calls that do not have it, in place of another value.
    pub fn add(&mut self, header: &'static str, value: AsciiMetadataValue) {
        self.fixed.retain(|(other, _)| *other != header);
        self.fixed.push((header, value));
    }
}

impl Interceptor for Metadata {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let metadata = request.metadata_mut();
        for (header, value) in &self.fixed {
            if !metadata.contains_key(*header) {
                metadata.insert(*header, value.clone());
            }
        }
        if let Some(path) = &self.token_file {
            metadata.insert("authorization", bearer(path)?);
        }
        Ok(request)
    }
}

/// The token in a file, as calls send it. Whoever issues tokens replaces the file before the one in it
/// expires.
pub fn bearer(path: &Path) -> Result<AsciiMetadataValue, Status> {
    let unusable = |what: &str| {
        let path = path.display();
        Status::unauthenticated(format!("the token in {path} {what}"))
    };
    let token = fs::read_to_string(path).map_err(|_| unusable("cannot be read"))?;
    let token = token.trim();
    if token.is_empty() {
        return Err(unusable("is empty"));
    }
    let bearer = AsciiMetadataValue::try_from(format!("Bearer {token}"));
    let mut bearer = bearer.map_err(|_| unusable("is not one"))?;
    bearer.set_sensitive(true);
    Ok(bearer)
}

/// The position of a write in the log.
pub fn position<T>(answer: &Response<T>) -> Option<AsciiMetadataValue> {
    answer.metadata().get(POSITION).cloned()
}
