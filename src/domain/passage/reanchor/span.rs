//! A span of the old text.

/// A span of the old text in code points, and the tokens that it touches.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    /// The position of the first code point.
    pub start: i32,
    /// The position after the last code point.
    pub end: i32,
    /// The first token.
    pub first: usize,
    /// The token after the last one.
    pub last: usize,
}
