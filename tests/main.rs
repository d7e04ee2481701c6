//! The one integration binary: linked once, one module per subject.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, whichever function it has reached"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests wait, and set clocks against each other"
)]

mod anchor;
mod any_value;
mod appearance;
mod appearances_found;
mod article;
mod article_versions;
mod as_of;
mod bad_input;
mod batch_create;
mod bundle;
mod change;
mod check;
mod claim;
mod command_line;
mod conflict;
mod contract;
mod delete;
mod deployment;
mod drain;
mod edge;
mod embedded;
mod erase;
mod errors;
mod etag;
mod guards;
mod hanging;
mod health;
mod limits;
mod merge;
mod model;
mod paging;
mod position;
mod printed_figure;
mod reach;
mod reanchor;
mod reflection;
mod relation;
mod request_id;
mod retention;
mod retraction;
mod review;
mod same_id;
mod serve;
mod source;
mod standing;
mod support;
mod test_databases;
mod tidy;
mod trace;
mod trial;
mod uniqueness;
mod update_mask;
mod values;
mod watch;
mod write_order;
