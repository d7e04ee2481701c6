//! Rules that concern several resources at once.

pub mod conflict;
pub mod link;
pub mod printed_quantity;
pub mod reanchoring;
pub mod stance;
pub mod standing;
pub mod trace;
