//! Which part of the answer is asked for.

use uuid::Uuid;

/// What of the index is searched, and how much of what is found is answered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// The tag of the language of the query, or empty if it is not known.
    pub language: &'a str,
    /// Only these are found, if they are given.
    pub among: Option<&'a [Uuid]>,
    /// How many hits are answered. More than 10,000 are not.
    pub most: usize,
    /// The last hit of the page before.
    pub after: Option<(f32, Uuid)>,
}
