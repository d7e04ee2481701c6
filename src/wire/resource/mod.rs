//! Resources in messages.

pub mod anchoring;
pub mod appearance;
pub mod article;
pub mod bundle;
pub mod claim;
pub mod correction;
pub mod erasure;
pub mod relation;
mod reported;
mod restored;
pub mod retraction;
pub mod review;
pub mod source;
pub mod standing;
pub mod statement;
