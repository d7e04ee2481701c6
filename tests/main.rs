//! The one integration binary: linked once, one module per subject.

mod anchor;
mod any_value;
mod appearance;
mod appearances_found;
mod article;
mod bad_input;
mod claim;
mod embedded;
mod errors;
mod etag;
mod limits;
mod paging;
mod request_id;
mod source;
mod support;
mod test_databases;
mod uniqueness;
mod update_mask;
mod values;
