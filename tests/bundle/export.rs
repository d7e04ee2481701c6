//! Exports, and what comes of importing them.

mod exported;
mod restored;
