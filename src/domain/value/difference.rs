//! What differs between two states of a resource.

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDifference {
    /// The path of the field.
    pub path: String,
    /// Its earlier value in protobuf JSON, or nothing.
    pub before: String,
    /// Its later value in protobuf JSON, or nothing.
    pub after: String,
}

/// The fields that differ, as far as they are listed.
#[derive(Clone, Debug, Default)]
pub struct Differences {
    /// What differs.
    pub listed: Vec<FieldDifference>,
    /// Whether there are more.
    pub exceeded: bool,
}
