//! The one integration binary: linked once, one module per subject.

mod bundle;
mod embedded;
mod source;
mod support;
mod test_databases;
