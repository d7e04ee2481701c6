//! Passages: words in the text of a version of an article, and how they are found again in the next.

pub mod anchor;
pub mod anchoring;
pub mod part_text;
pub mod reanchor;
pub mod version_text;
