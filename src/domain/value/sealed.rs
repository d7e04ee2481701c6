//! What is stored encrypted.

/// What can be read only with one of the keys of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The id of the key that the data key is wrapped with.
    pub key_id: String,
    /// The data key, encrypted.
    pub wrapped_key: Vec<u8>,
    /// The content, encrypted with the data key.
    pub content: Vec<u8>,
}
