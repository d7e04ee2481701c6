//! How much of a text is read.

/// The most bytes of one text that are read.
pub const TEXT_BYTES_MAX: usize = 20_000;

/// The beginning of a text, of so many bytes at most.
pub fn beginning(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes.min(text.len()))]
}
