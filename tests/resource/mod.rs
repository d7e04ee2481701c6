//! What each kind of resource holds, and how it is read and listed.

mod address;
mod anchor;
mod any_value;
pub mod appearance;
mod article;
mod article_versions;
mod claim;
pub mod confidential;
mod defaults;
mod marks;
mod printed_date;
mod printed_figure;
mod relation;
mod review;
mod sealed_rows;
mod source;
mod standing;
mod values;
