//! Exports, and what comes of importing them.

mod bounds;
mod broken;
mod estimated;
mod exported;
mod restored;

pub use self::{
    exported::{bundles, export, whole},
    restored::plain,
};
