//! Resources: the fields of each kind, and when a resource is valid.

pub mod any;
pub mod appearance;
pub mod article;
pub mod bundle;
pub mod claim;
pub mod correction;
pub mod erasure;
pub mod name;
pub mod relation;
pub mod retraction;
pub mod review;
pub mod source;
