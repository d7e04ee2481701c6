//! The calls that change resources, and what they guarantee.

mod batch_create;
mod children;
mod delete;
mod dry_run;
mod erase;
mod etag;
mod future;
mod guards;
mod hot;
pub mod merge;
mod reanchor;
mod refused_words;
mod request_id;
mod retraction;
mod same_id;
mod shared;
mod statement;
mod uniqueness;
mod update_mask;
mod upsert;
mod write_order;
