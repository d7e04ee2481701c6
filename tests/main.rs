//! The one integration binary: linked once, one module per subject.

mod anchor;
mod appearance;
mod article;
mod claim;
mod embedded;
mod paging;
mod source;
mod support;
mod test_databases;
mod update_mask;
